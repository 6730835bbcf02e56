import { attacksOn, type NamedAttack, type Target } from './attacks.ts';

/** The job of the attackers' process. */
export interface Job {
  readonly target: Target;
  readonly connections: number;
  readonly atOnce: number;
  readonly seed: number;
  /** The number of the first connection: rounds go on where the last one ended. */
  readonly first: number;
}

/** How it went, attack by attack. */
export interface Report {
  readonly name: string;
  readonly connections: number;
  /** Connections that the stand-in did not end, which it should have. */
  readonly endless: number;
}

/** Which attack each connection makes: spread evenly over the whole siege. */
const schedule = (attacks: readonly NamedAttack[], connections: number): NamedAttack[] =>
  attacks
    .flatMap((attack) => {
      const count = Math.max(1, Math.round((attack.percent / 100) * connections));
      return Array.from({ length: count }, (_, i) => ({ attack, when: (i + 0.5) / count }));
    })
    .sort((a, b) => a.when - b.when)
    .map(({ attack }) => attack);

const lay = async (job: Job): Promise<Report[]> => {
  const { connections, atOnce, first } = job;
  const plan = schedule(await attacks(job), connections);
  const endless = new Map<string, number>();
  let turn = 0;
  const attacker = async (): Promise<void> => {
    for (let mine = turn++; mine < plan.length; mine = turn++) {
      const attack = plan[mine];
      await attack?.run(first + mine).catch(() => {
        endless.set(attack.name, (endless.get(attack.name) ?? 0) + 1);
      });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, attacker));
  return (await attacks(job)).map(({ name }) => ({
    name,
    connections: plan.filter((one) => one.name === name).length,
    endless: endless.get(name) ?? 0,
  }));
};

let prepared: Promise<NamedAttack[]> | undefined;

/** Prepared once: all rounds are against the same target. */
const attacks = ({ target, seed }: Job): Promise<NamedAttack[]> => {
  prepared ??= attacksOn(target, seed);
  return prepared;
};

process.on('message', (job: Job) => {
  lay(job).then(
    (report) => process.send?.(report),
    (error: unknown) => {
      process.exitCode = 1;
      process.disconnect();
      throw error;
    },
  );
});
