import type { AtEvent } from './at-event.ts';
import type { Listener } from './listener.ts';
import { Mailbox } from './mailbox.ts';

export type ProbeResult = 'ok' | 'busy' | 'other';

/** Listens while nobody knows where the board is: counts results, whosever they are. */
export class Probe implements Listener {
  readonly isOver = false;
  readonly isPromptExpected = false;
  readonly results = new Mailbox<ProbeResult>();
  /** The last lines that came, for the message if all is in vain. */
  readonly heard: string[] = [];
  readonly #echo: string;
  readonly #conceal: (text: string) => string;

  /** `conceal` takes passwords out of what is kept for the message. */
  constructor(echo: string, conceal: (text: string) => string) {
    this.#echo = echo;
    this.#conceal = conceal;
  }

  hearLine(text: string, event: AtEvent | undefined): boolean {
    if (text === this.#echo) return false;
    this.heard.push(this.#conceal(text));
    if (event?.kind === 'busy') this.results.put('busy');
    else if (text === 'OK') this.results.put('ok');
    else if (event?.kind === 'ready' || text === 'ERROR' || text.startsWith('+MQTTPUB:'))
      this.results.put('other');
    else return event?.kind !== 'error-code';
    return event !== undefined;
  }

  hearData(): boolean {
    return true;
  }

  hearPrompt(): void {
    // A late one: the board waits for data, and will not answer the next question.
  }

  fail(error: Error): void {
    this.results.fail(error);
  }
}
