import { nvsPlaceOf } from '../../certs/nvs/nvs-place.ts';
import { sha256 } from '../../certs/sha256.ts';
import type { DoOptions } from '../at/at-client.ts';
import { commands } from '../at/commands/index.ts';
import { BINARY, eraseNamespace, readBinary } from '../flash/manufacturing-steps.ts';
import type { Meant } from './meant.ts';
import { type SurplusFate, surplusFate } from './surplus.ts';
import { type Hands, verb } from './verb.ts';

const facts = (place: string, bytes: Uint8Array): Record<string, string | number> => ({
  place,
  bytes: bytes.length,
  'SHA-256 sent': sha256(bytes),
});

/** Values of the NVS by `AT+SYSMFG`, without what a careful host looks at first. A place is called as its namespace: `mqtt_ca`. */
export class RawNvs {
  readonly #hands: Hands;
  readonly #meant: Meant;

  constructor(hands: Hands, meant: Meant) {
    this.#hands = hands;
    this.#meant = meant;
  }

  /** @throws AtRefused */
  write(place: string, bytes: Uint8Array): Promise<void> {
    return verb(this.#hands, `write ${place} as told`, facts(place, bytes), () =>
      this.#send(place, bytes),
    );
  }

  /** The host falls silent in the middle of the data. @throws Abandoned, always */
  abandonWrite(place: string, bytes: Uint8Array, afterBytes: number): Promise<void> {
    const parameters = { ...facts(place, bytes), 'silent after': afterBytes };
    return verb(this.#hands, `write ${place} in part`, parameters, () =>
      this.#send(place, bytes, { abandonAfterBytes: afterBytes }),
    );
  }

  /** More comes than was announced: a command line, in one piece with the end of the data. */
  overfillWrite(place: string, bytes: Uint8Array, line: string): Promise<SurplusFate> {
    const parameters = { ...facts(place, bytes), surplus: line };
    return verb(this.#hands, `write more into ${place} than announced`, parameters, () =>
      surplusFate(this.#hands, line, (surplus) => this.#send(place, bytes, { surplus })),
    );
  }

  /** @throws AtRefused */
  read(place: string, length: number): Promise<Uint8Array> {
    const { client, journal } = this.#hands;
    return readBinary(client, journal, nvsPlaceOf(place), length);
  }

  /** Takes away what a trial left there, or never wrote. */
  erase(place: string): Promise<void> {
    const { client, journal } = this.#hands;
    this.#meant.forget(place);
    return eraseNamespace(client, journal, nvsPlaceOf(place).namespace);
  }

  async #send(
    place: string,
    data: Uint8Array,
    options: Pick<DoOptions, 'abandonAfterBytes' | 'surplus'> = {},
  ): Promise<void> {
    this.#meant.note(place, data);
    const to = { ...nvsPlaceOf(place), type: BINARY, length: data.length };
    await this.#hands.client.do(commands.manufacturing.write, to, { ...options, data });
  }
}
