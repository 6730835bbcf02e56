import type { Defect } from '../defect.ts';
import { keepAliveNotKept } from './keep-alive-not-kept.ts';
import { oddPayloadsReset } from './odd-payloads-reset.ts';
import { payloadCutAt1024 } from './payload-cut-at-1024.ts';
import { payloadEndsAtOk } from './payload-ends-at-ok.ts';
import { payloadOf13Lost } from './payload-of-13-lost.ts';
import { pubackNeverSent } from './puback-never-sent.ts';
import { publishNeverRepeated } from './publish-never-repeated.ts';
import { publishNeverSent } from './publish-never-sent.ts';
import { takeoverUnnoticed } from './takeover-unnoticed.ts';
import { topicCutAtComma } from './topic-cut-at-comma.ts';

export const MQTT_DEFECTS: readonly Defect[] = [
  keepAliveNotKept,
  oddPayloadsReset,
  payloadCutAt1024,
  payloadEndsAtOk,
  payloadOf13Lost,
  pubackNeverSent,
  publishNeverRepeated,
  publishNeverSent,
  takeoverUnnoticed,
  topicCutAtComma,
];
