import { z } from 'zod';
import { BadInput } from '../../errors/bench-error.ts';
import { eventToJson } from '../clouds/event-json.ts';
import type { CloudEvent } from '../clouds/events.ts';
import type { Evidence } from './evidence.ts';

const text = z.string();
const orNull = <T extends z.ZodType>(of: T) => z.union([of, z.null()]);
const number = z.number();

const payload = z
  .union([
    z.object({ bytes: number, text }).transform((it) => Buffer.from(it.text)),
    z.object({ bytes: number, base64: text }).transform((it) => Buffer.from(it.base64, 'base64')),
  ])
  .transform((bytes) => new Uint8Array(bytes));

/** What differs from kind to kind was written by this project, and is taken as it is. */
const event = z
  .looseObject({
    kind: text,
    at: number,
    sequence: number,
    connection: number,
    remote: text,
    payload: payload.optional(),
  })
  .transform((seen) => seen as unknown as CloudEvent);

const schema = z.object({
  failure: orNull(
    z.object({
      code: text,
      colour: z.enum(['firmware', 'bench', 'harness']),
      message: text,
      lines: z.array(text),
    }),
  ),
  bench: z.object({
    board: z.object({ name: text, at: text, log: orNull(text), baud: number, flowControl: text }),
    ssid: text,
    reach: z.object({ host: text, port: number }),
    time: z.object({ via: z.enum(['sntp', 'timestamp']), server: orNull(text) }),
    cloud: z.object({ name: text, host: text, port: number }),
  }),
  transcript: z.array(z.object({ ms: number, from: z.enum(['host', 'board']), text })),
  log: orNull(text),
  stored: orNull(
    z.array(
      z.object({
        place: text,
        form: z.enum(['pki-image', 'pem', 'erased', 'empty', 'other']),
        holds: z.enum(['certificate', 'key']).nullable(),
        certificate: orNull(
          z.object({
            subject: text,
            issuer: text,
            id: text,
            validFrom: text,
            validTo: text,
            isAuthority: z.boolean(),
          }),
        ),
        publicKeyId: orNull(text),
        damage: orNull(text),
        endsEarly: z.boolean(),
        bytes: number,
        sha256: text,
        difference: orNull(
          z.object({ pattern: text, offset: number, count: number, reason: text }),
        ),
      }),
    ),
  ),
  meant: z.array(z.object({ place: text, sha256: text, bytes: number })),
  asked: orNull(
    z.object({
      answers: z.boolean(),
      release: orNull(text),
      module: orNull(text),
      clockMs: orNull(number),
      station: orNull(z.object({ ssid: orNull(text), ip: orNull(text) })),
      heard: orNull(
        z.array(
          z.object({
            ssid: text,
            rssi: orNull(number),
            channel: orNull(number),
            security: orNull(number),
          }),
        ),
      ),
      nameServers: orNull(z.array(text)),
      serverAddress: orNull(text),
      resolves: z.boolean().nullable(),
      pings: z.boolean().nullable(),
      opens: z.enum(['opened', 'refused', 'silent']).nullable(),
      timeServers: orNull(z.object({ on: z.boolean(), names: z.array(text) })),
      timeServerResolves: z.boolean().nullable(),
      mqtt: orNull(
        z.object({
          scheme: orNull(number),
          clientId: orNull(text),
          keepAlive: orNull(number),
          host: orNull(text),
          port: orNull(number),
          sni: orNull(text),
          state: orNull(number),
        }),
      ),
    }),
  ),
  trials: z.array(
    z.object({
      port: z.enum(['at', 'log']),
      label: text,
      baud: orNull(number),
      sent: text,
      heard: text,
      error: orNull(text),
    }),
  ),
  cloud: z.array(event),
  root: orNull(z.object({ id: text, subject: text })),
  certificates: z.array(
    z.object({
      certificateId: text,
      status: text,
      things: z.array(text),
      policies: z.array(z.object({ name: text, document: z.unknown() })),
    }),
  ),
});

/** Evidence as a report keeps it. */
export const evidenceToJson = (evidence: Evidence): string =>
  JSON.stringify({ ...evidence, cloud: evidence.cloud.map(eventToJson) }, undefined, 2);

/**
 * Reads evidence back.
 * @param source what it was read from, for the sentence
 * @throws BadInput `EVIDENCE_DAMAGED`
 */
export const evidenceFromJson = (json: string, source: string): Evidence => {
  const damaged = (how: string, cause?: unknown): BadInput =>
    new BadInput(
      'EVIDENCE_DAMAGED',
      `${source} should hold the evidence of a failed test, and ${how}; run the test again.`,
      { cause },
    );
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch (error) {
    throw damaged('is not JSON', error);
  }
  const read = schema.safeParse(parsed);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const where = issue?.path.map(String).join('.') || 'its outermost value';
  throw damaged(`something else stands at ${where}`);
};
