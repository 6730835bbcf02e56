import type { Firmware } from '../firmware.ts';
import type { SslClient } from '../settings.ts';
import { NO_AUTHENTICATION } from './ssl-credentials.ts';
import { NO_NAMES, type SslNames } from './ssl-names.ts';

/** How a link of the type SSL is made. */
export interface SslSetting {
  readonly client: SslClient;
  readonly names: SslNames;
}

/** `AT+CIPSSLC...` of each link: whom it authenticates, which is stored, and names, which are not. */
export class SslSettings {
  readonly #firmware: Firmware;
  readonly #names: SslNames[];
  readonly #unset: readonly SslClient[];

  /** @param count how many links there can be */
  constructor(firmware: Firmware, count: number) {
    this.#firmware = firmware;
    this.#names = Array.from({ length: count }, () => NO_NAMES);
    this.#unset = Array.from({ length: count }, () => NO_AUTHENTICATION);
  }

  /** In the order of the links' numbers. */
  get all(): readonly SslSetting[] {
    const clients = this.#firmware.settings.current.sslClients ?? this.#unset;
    return clients.map((client, id) => ({ client, names: this.#names[id] ?? NO_NAMES }));
  }

  /** @throws RangeError for a number that no link can have */
  of(id: number): SslSetting {
    const setting = this.all[id];
    if (!setting) throw new RangeError(`there is no link ${id}`);
    return setting;
  }

  changeClient(ids: readonly number[], client: SslClient): void {
    const sslClients = this.all.map((before, id) => (ids.includes(id) ? client : before.client));
    this.#firmware.settings.change({ sslClients }, this.#firmware.ram.storeSettings);
  }

  changeNames(ids: readonly number[], change: Partial<SslNames>): void {
    for (const id of ids) this.#names[id] = { ...this.of(id).names, ...change };
  }
}
