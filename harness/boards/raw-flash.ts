import { sha256 } from '../../certs/sha256.ts';
import type { DoOptions } from '../at/at-client.ts';
import { commands } from '../at/commands/index.ts';
import type { Meant } from './meant.ts';
import { type SurplusFate, surplusFate } from './surplus.ts';
import { type Hands, verb } from './verb.ts';

/** A stretch of a partition, in bytes. */
export interface Range {
  readonly offset: number;
  readonly length: number;
}

const facts = (partition: string, bytes: Uint8Array): Record<string, string | number> => ({
  partition,
  bytes: bytes.length,
  'SHA-256 sent': sha256(bytes),
});

/**
 * Flash by `AT+SYSFLASH`, a command a verb, without what a careful host looks at first: sizes, names, erases. For whoever
 * wants to know what the firmware does.
 */
export class RawFlash {
  readonly #hands: Hands;
  readonly #meant: Meant;

  constructor(hands: Hands, meant: Meant) {
    this.#hands = hands;
    this.#meant = meant;
  }

  /** A whole partition unless told. @throws AtRefused */
  erase(partition: string, range?: Range): Promise<void> {
    this.#meant.forget(partition);
    return verb(this.#hands, `erase ${partition} as told`, { partition, ...range }, () =>
      this.#hands.client.do(commands.systemFlash.erase, { partition, ...range }),
    );
  }

  /** To the beginning of a partition, or further behind, without an erase. @throws AtRefused */
  write(partition: string, bytes: Uint8Array, offset = 0): Promise<void> {
    return verb(
      this.#hands,
      `write ${partition} as told`,
      { offset, ...facts(partition, bytes) },
      () => this.#send(partition, bytes, { offset }),
    );
  }

  /** The host falls silent in the middle of the data. @throws Abandoned, always */
  abandonWrite(partition: string, bytes: Uint8Array, afterBytes: number): Promise<void> {
    const parameters = { ...facts(partition, bytes), 'silent after': afterBytes };
    return verb(this.#hands, `write ${partition} in part`, parameters, () =>
      this.#send(partition, bytes, { abandonAfterBytes: afterBytes }),
    );
  }

  /** More comes than was announced: a command line, in one piece with the end of the data. */
  overfillWrite(partition: string, bytes: Uint8Array, line: string): Promise<SurplusFate> {
    const parameters = { ...facts(partition, bytes), surplus: line };
    return verb(this.#hands, `write more into ${partition} than announced`, parameters, () =>
      surplusFate(this.#hands, line, (surplus) => this.#send(partition, bytes, { surplus })),
    );
  }

  /** From the beginning of a partition, or further behind. @throws AtRefused */
  read(partition: string, length: number, offset = 0): Promise<Uint8Array> {
    const from = { partition, offset, length };
    return verb(this.#hands, `read ${partition} as told`, from, async (note) => {
      const read = await this.#hands.client.do(commands.systemFlash.read, from);
      note('SHA-256 read', sha256(read));
      return read;
    });
  }

  #send(
    partition: string,
    data: Uint8Array,
    {
      offset = 0,
      ...options
    }: Pick<DoOptions, 'abandonAfterBytes' | 'surplus'> & { offset?: number } = {},
  ): Promise<void> {
    if (offset === 0) this.#meant.note(partition, data);
    const to = { partition, offset, length: data.length };
    return this.#hands.client.do(commands.systemFlash.write, to, { ...options, data });
  }
}
