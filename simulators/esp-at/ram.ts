import type { FactoryParameters } from '../../certs/factory-parameters.ts';
import { MessageFilters } from './shell/message-filters.ts';
import { SCAN_EVERYTHING, type ScanOptions } from './wifi/scan.ts';
import { achievedPower, FULL_POWER, type TransmitPower } from './wifi/transmit-power.ts';

/** Regulations of the air, as `AT+CWCOUNTRY` has them. */
interface Country {
  readonly policy: number;
  readonly code: string;
  readonly firstChannel: number;
  readonly channels: number;
}

/** What is lost with a restart. */
export interface Ram {
  echo: boolean;
  /** `AT+SYSLOG=1` */
  errorCodes: boolean;
  /** `AT+SYSSTORE=1` */
  storeSettings: boolean;
  readonly messageFilters: MessageFilters;
  /** `AT+SLEEP` */
  sleepMode: number;
  /** `AT+RFPOWER` */
  transmitPower: TransmitPower;
  /** `AT+CWHOSTNAME` */
  hostname: string;
  /** `AT+CWCOUNTRY` */
  country: Country;
  /** `AT+CWLAPOPT` */
  scanOptions: ScanOptions;
}

/** As it is after each boot on a board with these parameters. */
export const freshRam = ({ storesSettings = true, maxTxPower }: FactoryParameters): Ram => ({
  echo: true,
  errorCodes: false,
  storeSettings: storesSettings,
  messageFilters: new MessageFilters(),
  sleepMode: 1,
  transmitPower: { ...FULL_POWER, wifi: achievedPower(maxTxPower) ?? FULL_POWER.wifi },
  hostname: 'espressif',
  country: { policy: 1, code: 'CN', firstChannel: 1, channels: 13 },
  scanOptions: SCAN_EVERYTHING,
});
