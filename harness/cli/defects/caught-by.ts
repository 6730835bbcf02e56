import { BadInput } from '../../../errors/bench-error.ts';

/** Which spec has to fail on a board with a planted defect. */
export interface Catch {
  readonly defect: string;
  readonly spec: string;
  /** The title of the test that fails, without those of the suites around it. */
  readonly title: string;
  /** The simulated release that has the defect. */
  readonly release: string;
}

type Row = readonly [defect: string, spec: string, title: string];

/** On 2.2.0.0, which keeps its credentials in partitions. */
const ON_2_2: readonly Row[] = [
  [
    'writing-sets-bits',
    'flash/second-write',
    'leaves old AND new, with which nobody gets in, until it is written properly',
  ],
  [
    'short-write-times-out',
    'flash/short-write',
    'is waited for, ends with the bytes of whoever comes next, and can be done again',
  ],
  [
    'surplus-dropped',
    'flash/long-write',
    'is written as announced, and what stands behind it is a command',
  ],
  [
    'unknown-partition-ok',
    'flash/partitions',
    'an erase, a write and a read of a partition that is not there',
  ],
  ['unaligned-erase-ok', 'flash/partitions', 'erases that do not begin or end with a sector'],
  [
    'write-past-end-ok',
    'flash/partitions',
    'such an image all the same, which the board asks for and then refuses',
  ],
  ['crlf-pem-refused', 'flash/line-ends', 'connect, though their lines end with CR LF'],
  [
    'power-cut-half-used',
    'flash/power-cut',
    'leaves the identity that stands in flash, or none, after 2 tenths of it',
  ],
  [
    'payload-ends-at-ok',
    'messages/payloads',
    'that hold what looks like a result arrive whole at the board',
  ],
  ['payload-of-13-lost', 'messages/payloads', 'of 0 to 64 bytes go from the board to the cloud'],
  [
    'payload-cut-at-1024',
    'messages/payloads',
    'of 1023 to 1025 bytes go from the board to the cloud',
  ],
  ['topic-cut-at-comma', 'messages/topics', 'is published to'],
  ['topic-cut-at-comma', 'messages/topics', 'is received from'],
  [
    'busy-command-executed',
    'connection/busy',
    'is answered busy and not obeyed, and the join goes on',
  ],
  ['takeover-unnoticed', 'connection/takeover', 'takes the connection over, and the board notices'],
  [
    'no-resubscribe',
    'connection/cloud-restart',
    'that was told to reconnect comes back, subscribes again and receives',
  ],
  [
    'never-reconnects',
    'connection/cloud-restart',
    'that was told to reconnect comes back, subscribes again and receives',
  ],
  [
    'reconnects-in-spite-of-0',
    'connection/cloud-restart',
    'that was told not to stays away until it is cleaned and connected',
  ],
  ['any-server-accepted', 'server/certificates', 'refuses one that vouches for itself'],
  ['expired-server-accepted', 'server/certificates', 'refuses one whose certificate has expired'],
];

/** On 3.4.0.0, which keeps them in its NVS and can be told a server's name. */
const ON_3_4: readonly Row[] = [
  [
    'short-write-times-out',
    'nvs/short-write',
    'is waited for, and ends with the bytes of whoever comes next',
  ],
  [
    'surplus-executed',
    'nvs/long-write',
    'is written as announced, and what stands behind it is answered busy and dropped',
  ],
  [
    'pki-header-stripped',
    'nvs/pki-image',
    'is refused by the bench, and written all the same reads back well and never connects',
  ],
  [
    'key-index-accepted',
    'refusals/wrong-key',
    'is never used: the board does not even call the cloud',
  ],
  [
    'erased-before-written',
    'flash/power-cut',
    'after 5 tenths of it leaves each value whole, the old one or the new',
  ],
  [
    'server-name-unsent',
    'procedure/server-name',
    'sends it, and connects to a server that bears it',
  ],
];

const DEVICE_ADVISOR: readonly Row[] = [
  ['any-server-accepted', 'device-advisor/qualification', 'TLS_Unsecure_Server_Cert'],
  ['expired-server-accepted', 'device-advisor/qualification', 'TLS_Expired_Server_Cert'],
  ['publish-never-sent', 'device-advisor/qualification', 'MQTT_Publish'],
  ['puback-never-sent', 'device-advisor/sending', 'MQTT_Client_Puback_Qos1'],
  ['publish-never-repeated', 'device-advisor/sending', 'MQTT_Publish_Retry_No_Puback'],
  ['keep-alive-not-kept', 'device-advisor/reconnection', 'MQTT_No_Ack_PingResp'],
  [
    'reconnect-storm',
    'device-advisor/reconnection',
    'MQTT_Reconnect_Backoff_Retries_On_Server_Disconnect',
  ],
  ['no-resubscribe', 'device-advisor/reconnection', 'MQTT_Expired_Persistent_Session'],
];

const catches = (release: string, rows: readonly Row[]): Catch[] =>
  rows.map(([defect, spec, title]) => ({
    defect,
    spec: `specs/${spec}.spec.ts`,
    title,
    release,
  }));

/** For each defect the spec that catches it: add a row with each new defect. */
export const CAUGHT_BY: readonly Catch[] = [
  ...catches('2.2.0.0', ON_2_2),
  ...catches('3.4.0.0', [...ON_3_4, ...DEVICE_ADVISOR]),
];

/**
 * The rows of these defects, of all if none is named.
 * @throws BadInput `DEFECT_WITHOUT_SPEC`: with nothing to run, nothing would have been missed
 */
export const catchesOf = (
  names: readonly string[],
  all: readonly Catch[] = CAUGHT_BY,
): readonly Catch[] => {
  const without = names.find((name) => !all.some(({ defect }) => defect === name));
  if (without !== undefined) {
    throw new BadInput(
      'DEFECT_WITHOUT_SPEC',
      `No spec has to catch the defect ${without} yet: give it a row in harness/cli/defects/caught-by.ts.`,
    );
  }
  return all.filter(({ defect }) => names.length === 0 || names.includes(defect));
};
