import type { Connection } from '../tls/connection.ts';
import { Inbox } from './inbox.ts';
import type { LinkRequest } from './open-link.ts';

/** What `AT+CIPSTATUS` tells of a link. */
export interface LinkFacts {
  readonly type: 'TCP' | 'SSL' | 'UDP';
  /** The host's address in the simulated network. */
  readonly address: string;
  readonly port: number;
  readonly localPort: number;
}

interface LinkOptions {
  readonly request: LinkRequest;
  readonly facts: LinkFacts;
  readonly connection: Connection;
  /** The largest piece in which bytes are handed on. */
  readonly pieceBytes: number;
  /** What is kept of them until it is fetched. */
  readonly keptBytes: number;
  /** Takes a piece; the next one is read when it has been dealt with. */
  readonly onPiece: (link: Link, piece: Buffer) => Promise<void>;
}

/** An open link: reads what its peer sends until the peer, or the network under it, ends it. */
export class Link {
  readonly facts: LinkFacts;
  /** What it was made by, and can be made again by. */
  readonly request: LinkRequest;
  readonly inbox: Inbox;
  /** Resolves when the connection has gone and nothing is left to be fetched. */
  readonly ended: Promise<void>;
  /** The host was told of what the inbox holds, and has not fetched any of it since. */
  isAnnounced = false;
  readonly #options: LinkOptions;
  #isClosed = false;

  constructor(options: LinkOptions) {
    this.#options = options;
    this.facts = options.facts;
    this.request = options.request;
    this.inbox = new Inbox(options.keptBytes);
    this.ended = this.#read().then(() => this.inbox.emptied());
  }

  /** Hands bytes to the network. False: the connection went before it had them all. */
  send(bytes: Uint8Array): Promise<boolean> {
    const { stream } = this.#options.connection;
    return new Promise((resolve) => {
      const onClose = (): void => resolve(false);
      if (!stream.writable) return resolve(false);
      stream.once('close', onClose);
      stream.write(bytes, (error) => {
        stream.removeListener('close', onClose);
        resolve(!error);
      });
    });
  }

  /** Ends it when all is sent. Nothing that comes from now on is heard. */
  close(): void {
    this.#isClosed = true;
    this.#options.connection.hangUp();
  }

  /** Ends it at once: the network has gone, or the power. */
  drop(): void {
    this.#isClosed = true;
    this.#options.connection.drop();
  }

  async #read(): Promise<void> {
    const { connection, pieceBytes, onPiece } = this.#options;
    try {
      for await (const chunk of connection.stream as AsyncIterable<Buffer>) {
        for (let at = 0; at < chunk.length && !this.#isClosed; at += pieceBytes) {
          await onPiece(this, chunk.subarray(at, at + pieceBytes));
        }
      }
    } catch {
      // A reset or a broken record: to the firmware the same as an end.
    }
    if (!this.#isClosed) connection.drop();
  }
}
