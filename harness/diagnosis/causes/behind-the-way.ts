import type { Cause } from '../cause.ts';
import { connectionOf } from '../connection.ts';
import type { Evidence } from '../evidence.ts';
import { REACH } from './network/reach.ts';
import { WIFI } from './network/wifi.ts';
import { BROKER_ADDRESS } from './tls/broker-address.ts';

const ON_THE_WAY: readonly Cause[] = [...WIFI, ...REACH, ...BROKER_ADDRESS];
/** From here on nothing speaks against a cause. */
const SURE = 0.9;
/** Right perhaps, and not what bit first. */
const SECOND = 0.6;

/**
 * The call got lost before anybody looked at a credential. Firmware that misses one before it calls says so with an
 * `ERR CODE`.
 */
const isLostOnTheWay = (evidence: Evidence): boolean =>
  connectionOf(evidence).codes.length === 0 &&
  ON_THE_WAY.some(({ find }) => (find(evidence)?.confidence ?? 0) >= SURE);

/** Causes that count less where the board did not come as far as to them. */
export const behindTheWay = (causes: readonly Cause[]): readonly Cause[] =>
  causes.map(({ find, ...cause }) => ({
    ...cause,
    find: (evidence) => {
      const finding = find(evidence);
      return finding && isLostOnTheWay(evidence)
        ? { ...finding, confidence: SECOND * finding.confidence }
        : finding;
    },
  }));
