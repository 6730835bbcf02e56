import type { Firmware } from '../firmware.ts';
import { Link, type LinkFacts } from './link.ts';
import { type LinkRequest, openLink } from './open-link.ts';
import { SslSettings } from './ssl-settings.ts';

/** Links have the numbers 0 to 4; without `AT+CIPMUX=1` there is the first alone. */
export const LINK_COUNT = 5;

const NUMBERS: readonly number[] = Array.from({ length: LINK_COUNT }, (_, id) => id);

/** `AT+SYSMSG`: a new link is told with all that is known of it; changes of state are told in passthrough too. */
const DETAILED = 2;
const TOLD_IN_PASSTHROUGH = 4;

/** The AT core's side of links to other hosts: their numbers and modes, and what is printed of them. */
export class LinkService {
  /** `AT+CIPMUX=1` */
  isNumbered = false;
  /** `AT+CIPMODE=1` */
  isPassthrough = false;
  /** `AT+CIPRECVMODE=1` */
  isPassive = false;
  /** `AT+CIPDINFO=1` */
  tellsPeer = false;
  /** Bytes of the AT port go straight to the peer now. */
  isPassing = false;
  readonly ssl: SslSettings;
  readonly #firmware: Firmware;
  readonly #links = new Map<number, Link>();
  #hasClosed = false;

  constructor(firmware: Firmware) {
    this.#firmware = firmware;
    this.ssl = new SslSettings(firmware, LINK_COUNT);
    firmware.station.on('offline', () => this.#loseAll());
    firmware.signal.addEventListener('abort', () => {
      for (const link of this.#links.values()) link.drop();
    });
  }

  /** In the order of their numbers. */
  get open(): readonly { readonly id: number; readonly link: Link }[] {
    return NUMBERS.flatMap((id) => {
      const link = this.#links.get(id);
      return link ? [{ id, link }] : [];
    });
  }

  /** There was a link since the station came online, and now there is none. */
  get hasClosed(): boolean {
    return this.#hasClosed && this.#links.size === 0;
  }

  find(id: number): Link | undefined {
    return this.#links.get(id);
  }

  /** Lines about changes of state do not go between what passes through, unless `AT+SYSMSG` wants them. */
  get isSilent(): boolean {
    return this.isPassing && (this.#firmware.settings.current.messages & TOLD_IN_PASSTHROUGH) === 0;
  }

  /** One attempt; `CONNECT` is said when it works. False: it failed. @throws the signal's reason */
  async connect(
    id: number,
    request: LinkRequest,
    signal: AbortSignal = this.#firmware.signal,
  ): Promise<boolean> {
    const opened = await openLink(this.#firmware, request, this.ssl.of(id), signal);
    if (!opened) return false;
    const { station, profile } = this.#firmware;
    if (!station.isOnline || signal.aborted) {
      opened.connection.drop();
      return false;
    }
    const link = new Link({
      ...opened,
      request,
      pieceBytes: profile.links.packetBytes,
      keptBytes: profile.links.keptBytes,
      onPiece: (from, piece) => this.#receive(id, from, piece),
    });
    this.#links.set(id, link);
    void link.ended.then(() => this.#forget(id, link));
    this.#sayConnected(id, opened.facts);
    return true;
  }

  /** Closes it and says so; what was not fetched of it is gone. */
  close(id: number, link: Link): void {
    link.close();
    this.#forget(id, link);
  }

  /** `"10.0.2.2",80` where it is to be told. */
  peerOf({ facts }: Link): string | null {
    return this.tellsPeer ? `"${facts.address}",${facts.port}` : null;
  }

  #prefix(id: number): string {
    return this.isNumbered ? `${id},` : '';
  }

  #sayChange(text: string): void {
    if (!this.isSilent) this.#firmware.shell.say(text);
  }

  #sayConnected(id: number, { type, address, port, localPort }: LinkFacts): void {
    const isDetailed = (this.#firmware.settings.current.messages & DETAILED) !== 0;
    this.#sayChange(
      isDetailed
        ? `+LINK_CONN:0,${id},"${type}",0,"${address}",${port},${localPort}\r\n`
        : `${this.#prefix(id)}CONNECT\r\n`,
    );
  }

  async #receive(id: number, link: Link, piece: Buffer): Promise<void> {
    const { shell, hardware } = this.#firmware;
    if (this.isPassive) {
      await link.inbox.put(piece);
      if (!link.isAnnounced) shell.say(`\r\n+IPD,${this.#prefix(id)}${link.inbox.length}\r\n`);
      link.isAnnounced = true;
      return;
    }
    shell.say(Buffer.concat([Buffer.from(this.#headOf(id, link, piece.length)), piece]));
    // A slow AT port makes the peer wait, as the firmware's own buffers do.
    await hardware.at.sent();
  }

  #headOf(id: number, link: Link, length: number): string {
    if (this.isPassthrough) return '';
    const peer = this.peerOf(link);
    return `\r\n+IPD,${this.#prefix(id)}${length}${peer === null ? '' : `,${peer}`}:`;
  }

  #forget(id: number, link: Link): void {
    if (this.#links.get(id) !== link) return;
    this.#links.delete(id);
    this.#hasClosed = true;
    this.#sayChange(`${this.#prefix(id)}CLOSED\r\n`);
  }

  #loseAll(): void {
    for (const { id, link } of this.open) {
      link.drop();
      // What waits to be fetched outlives the network.
      if (link.inbox.length === 0) this.#forget(id, link);
    }
    this.#hasClosed = false;
  }
}
