import type { Draft } from '../../../harness/clouds/events.ts';
import type { JsonObject } from '../json.ts';
import { wholeSeconds } from '../whole-seconds.ts';
import { acceptedText, deltaText, fullText, plainText, updated } from './document.ts';
import { ShadowRefusal } from './refusal.ts';
import { readRequest, type ShadowLimits, tokenOf, updateOf } from './request.ts';
import { ShadowStore } from './shadow-store.ts';
import { type ShadowAction, type ShadowAddress, topicOf } from './topics.ts';

export interface ShadowParts {
  readonly isThing: (name: string) => boolean;
  readonly limits: ShadowLimits;
  /** Publishes from the cloud's side. */
  readonly publish: (topic: string, message: JsonObject) => void;
  readonly report: (event: Draft) => void;
  readonly now?: () => number;
}

/** A request to a shadow, as it came. */
export interface ShadowRequest extends ShadowAddress {
  readonly action: ShadowAction;
  readonly payload: Uint8Array;
  /** Whose it is: a device's over MQTT; null where it came over HTTP or from the cloud itself. */
  readonly clientId: string | null;
}

/** What becomes of a request that is accepted. */
interface Done {
  readonly version: number;
  readonly answer: JsonObject;
  /** Published beside the answer, by the topic's last level. */
  readonly messages?: Readonly<Record<string, JsonObject>>;
}

/** The shadows of all things, classic and named, and what is published of them. */
export class Shadows {
  readonly #parts: ShadowParts;
  readonly #now: () => number;
  readonly #store: ShadowStore;

  constructor(parts: ShadowParts) {
    this.#parts = parts;
    this.#now = parts.now ?? Date.now;
    this.#store = new ShadowStore(parts.limits.maxShadows, this.#now);
  }

  /**
   * Does what a request over HTTP asks and gives the answer; what it changed is published too. Throws ShadowRefusal,
   * of which MQTT then hears nothing.
   */
  ask(request: ShadowRequest): JsonObject {
    const done = this.#perform(request);
    if (request.action !== 'get') this.#publish(request, { accepted: done.answer });
    this.#publish(request, done.messages);
    return done.answer;
  }

  /** Does what a request over MQTT asks; whoever has subscribed to them gets the answers. */
  receive(request: ShadowRequest): void {
    try {
      const { answer, messages } = this.#perform(request);
      this.#publish(request, { accepted: answer });
      this.#publish(request, messages);
    } catch (error) {
      if (!(error instanceof ShadowRefusal)) throw error;
      const rejected = {
        code: error.status,
        message: error.message,
        timestamp: this.#seconds(),
        ...tokenIn(request, this.#parts.limits),
      };
      this.#publish(request, { rejected });
    }
  }

  /** The names of a thing's named shadows. Throws ShadowRefusal 404. */
  namesOf(thing: string): string[] {
    this.#requireThing(thing);
    return this.#store.namesOf(thing);
  }

  #perform(request: ShadowRequest): Done {
    const { thing, shadow, action, clientId } = request;
    const about = { kind: 'shadow', ...NOBODY, clientId, thing, shadow, action } as const;
    try {
      const done = this.#decide(request);
      this.#parts.report({ ...about, outcome: { accepted: true, version: done.version } });
      return done;
    } catch (error) {
      if (error instanceof ShadowRefusal) {
        const { status: code, message: detail } = error;
        this.#parts.report({ ...about, outcome: { accepted: false, code, detail } });
      }
      throw error;
    }
  }

  #decide(request: ShadowRequest): Done {
    const asked = readRequest(request.payload, this.#parts.limits);
    const end = { timestamp: this.#seconds(), ...tokenField(tokenOf(asked)) };
    this.#requireThing(request.thing);
    switch (request.action) {
      case 'get': {
        const document = this.#store.require(request);
        const { version } = document;
        return { version, answer: { ...fullText(document), version, ...end } };
      }
      case 'delete': {
        const { version } = this.#store.delete(request);
        return { version, answer: { version, ...end } };
      }
      case 'update':
        return this.#update(request, asked, end);
    }
  }

  #update(address: ShadowAddress, asked: JsonObject, end: Ending): Done {
    const { limits } = this.#parts;
    const at = end.timestamp;
    const update = updateOf(asked, limits);
    const previous = this.#store.orNew(address);
    const current = updated(previous, update, { at, maxBytes: limits.maxShadowBytes });
    this.#store.put(address, current);
    const { version } = current;
    const delta = deltaText(current);
    return {
      version,
      answer: { ...acceptedText(update, at), version, ...end },
      messages: {
        documents: { previous: plainText(previous), current: plainText(current), ...end },
        ...(delta ? { delta: { version, ...delta, ...end } } : {}),
      },
    };
  }

  #requireThing(name: string): void {
    if (!this.#parts.isThing(name)) throw new ShadowRefusal(404, 'Thing not found');
  }

  #publish(request: ShadowRequest, messages: Done['messages'] = {}): void {
    for (const [name, message] of Object.entries(messages)) {
      this.#parts.publish(`${topicOf(request, request.action)}/${name}`, message);
    }
  }

  #seconds(): number {
    return wholeSeconds(this.#now());
  }
}

/** How every answer ends. */
type Ending = { readonly timestamp: number; readonly clientToken?: string };

/** The cloud does it by itself, not on a connection. */
const NOBODY = { connection: 0, remote: '' };

const tokenField = (clientToken: string | undefined): { readonly clientToken?: string } =>
  clientToken === undefined ? {} : { clientToken };

/** The token of a request that is refused, if it can be read at all. */
const tokenIn = (
  { payload }: ShadowRequest,
  limits: ShadowLimits,
): { readonly clientToken?: string } => {
  try {
    return tokenField(tokenOf(readRequest(payload, limits)));
  } catch {
    return {};
  }
};
