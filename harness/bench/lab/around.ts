import type { Journal } from '../../../reports/journal.ts';
import type { Network } from '../../../simulators/network/network.ts';
import type { World } from '../../../simulators/network/world-schema.ts';
import type { AccessPoint } from '../../boards/wifi.ts';

/** What is around a simulated board, to be taken away from it, or brought, until a scope ends. */
export class Around {
  readonly #network: Network;
  readonly #journal: Journal;

  constructor(network: Network, journal: Journal) {
    this.#network = network;
    this.#journal = journal;
  }

  /** Every access point is switched off. */
  withoutAccessPoint(): Promise<AsyncDisposable> {
    return this.#change('switch the access point off', () => ({ accessPoints: [] }));
  }

  /** Access points let boards in, and nobody gives them an address. */
  withoutAddresses(): Promise<AsyncDisposable> {
    return this.#change('stop the DHCP server', ({ dhcp }) => ({
      dhcp: { ...dhcp, answers: false },
    }));
  }

  /** Nobody tells the time. */
  withoutTimeServer(): Promise<AsyncDisposable> {
    return this.#change('stop the time server', () => ({ ntp: undefined }));
  }

  /** Every access point is replaced by another of its name, on another channel. */
  withReplacedAccessPoint(): Promise<AsyncDisposable> {
    return this.#change('replace the access point', ({ accessPoints }) => ({
      accessPoints: accessPoints.map((each) => ({
        ...each,
        bssid: '02:00:00:00:00:03',
        channel: 1,
      })),
    }));
  }

  /** A second access point, beside the one that is there. */
  withAccessPoint({ ssid, password }: AccessPoint): Promise<AsyncDisposable> {
    const other = {
      ssid,
      bssid: '02:00:00:00:00:02',
      channel: 11,
      rssi: -60,
      ...(password === ''
        ? { security: 'open' as const }
        : { security: 'wpa2' as const, password }),
    };
    return this.#change(`bring the access point ${ssid}`, ({ accessPoints }) => ({
      accessPoints: [...accessPoints, other],
    }));
  }

  #change(name: string, change: (world: World) => Partial<World>): Promise<AsyncDisposable> {
    return this.#journal.step(name, {}, async () => {
      const before = this.#network.world;
      this.#network.world = { ...before, ...change(before) };
      return {
        [Symbol.asyncDispose]: () =>
          this.#journal.step(`${name}: undo it`, {}, async () => {
            this.#network.world = before;
          }),
      };
    });
  }
}
