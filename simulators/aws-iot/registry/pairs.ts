/** Which of one kind belong to which of another, many to many: the policies and the things of certificates. */
export class Pairs {
  readonly #members = new Map<string, Set<string>>();

  add(owner: string, member: string): void {
    const members = this.#members.get(owner) ?? new Set();
    this.#members.set(owner, members.add(member));
  }

  /** Says whether they were a pair. */
  remove(owner: string, member: string): boolean {
    return this.#members.get(owner)?.delete(member) ?? false;
  }

  has(owner: string, member: string): boolean {
    return this.#members.get(owner)?.has(member) ?? false;
  }

  /** In the order in which they were added. */
  membersOf(owner: string): string[] {
    return [...(this.#members.get(owner) ?? [])];
  }

  ownersOf(member: string): string[] {
    return [...this.#members.keys()].filter((owner) => this.has(owner, member));
  }

  forgetOwner(owner: string): void {
    this.#members.delete(owner);
  }
}
