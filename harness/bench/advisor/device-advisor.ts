import type { Context } from 'mocha';
import { BenchError } from '../../../errors/bench-error.ts';
import { describeTest } from '../../../reports/allure/allure-journal.ts';
import { skipBecause } from '../../../reports/skip.ts';
import { tellJudgement } from '../../../reports/tables/judged-case.ts';
import { AtBusy, AtTimeout } from '../../at/errors.ts';
import { MqttConnectFailed } from '../../boards/errors.ts';
import type { DisconnectOptions, Thing } from '../../clouds/cloud.ts';
import { CASES, type Case, type CaseId, NOT_PLAYED } from '../../clouds/device-advisor/cases.ts';
import { compare } from '../../clouds/device-advisor/comparison.ts';
import { expectationOf } from '../../clouds/device-advisor/expectations.ts';
import type { Seen } from '../../clouds/device-advisor/judgement.ts';
import { watch } from '../../clouds/device-advisor/watch.ts';
import type { ThingApplication } from '../lab/thing-applications.ts';
import type { Attempt, Lab } from '../lab.ts';
import { caseInMarkdown } from './case-in-markdown.ts';
import { CaseWorse } from './case-worse.ts';

const PROGRAMME = 'AWS IoT Device Advisor';
/** Several TLS records. */
const LARGE_BYTES = 3 * 2 ** 14;
/** The firmware waits for 15 s at most before it does something by itself. */
const STILL_MS = 30_000;
/** What hangs on the network takes as long as in life: the second before a repeat, the keep-alive. */
const NETWORK_MS = 5_000;
const QUIET_NETWORK_MS = 1_000;
/** AWS's own limit for a case. */
const CASE_MS = 300_000;
const SOON = 10_000;

/** What the usual application of a board does. */
export interface Application extends Attempt {
  /** Default 1. */
  readonly subscribeQos?: 0 | 1;
  /** Default 0. */
  readonly publishQos?: 0 | 1;
  /** Default false. */
  readonly retain?: boolean;
}

/** AWS IoT Device Advisor's part, played on this bench: what it lets a board go through, and what it says of it. */
export class DeviceAdvisor {
  readonly #lab: Lab;

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  /** Takes the board to where its application can run, as the thing that this gives. */
  async prepare(): Promise<Thing> {
    const thing = await this.#lab.freeThing();
    await this.#lab.prepare(this.#lab.credentialsOf(thing));
    return thing;
  }

  /** Begins a case: it is judged by what the cloud sees from here on, or by the policies alone where they are given. */
  begin(id: CaseId, policies?: readonly object[]): Examination {
    return new Examination(this.#lab, id, policies);
  }

  /**
   * Lets the board do what its application does: connect, to come back by itself whenever the connection is lost,
   * subscribe, publish. What it fails in is for the case to judge, and the rest is left out.
   * @throws what is the bench's fault, or the harness's
   */
  runApplication(application: Application = {}): Promise<void> {
    const { subscribeQos = 1, publishQos = 0, retain = false, ...attempt } = application;
    const { names, board } = this.#lab;
    const { topic } = names;
    return this.#run(attempt, async () => {
      await board.mqtt.subscribe(topic, subscribeQos);
      await board.mqtt.publish(topic, 'hello', { qos: publishQos, retain, withinMs: NETWORK_MS });
    });
  }

  /**
   * The same for an application that uses what AWS keeps for the thing as which the board was prepared.
   * @throws what is the bench's fault, or the harness's
   */
  runThingApplication(work: ThingApplication, thing: Thing): Promise<void> {
    return this.#run({}, () => work(this.#lab, thing));
  }

  async #run(attempt: Attempt, work: () => Promise<void>): Promise<void> {
    const from = this.#lab.cloud.position();
    try {
      await this.#lab.connect({ reconnect: true, ...attempt });
      await work();
    } catch (error) {
      const isOfBoard = error instanceof BenchError && error.colour === 'firmware';
      const isOfCall = error instanceof MqttConnectFailed;
      if (!isOfBoard && !(isOfCall && (await this.#isSeen(from)))) throw error;
    }
  }

  /** Whether the cloud saw something, or does in a moment: some releases give a refused server up before it has noticed. */
  async #isSeen(from: number): Promise<boolean> {
    const isOver = ({ events }: Seen): boolean => events.length > 0;
    const patience = { stillMs: QUIET_NETWORK_MS, withinMs: QUIET_NETWORK_MS };
    return isOver(await watch(this.#lab.cloud, { from, pace: 1, isOver, ...patience }));
  }

  /** Sends the board a message, of several TLS records if it is to be large. */
  async sendMessage({ isLarge = false }: { readonly isLarge?: boolean } = {}): Promise<void> {
    const payload = isLarge ? new Uint8Array(LARGE_BYTES).fill(0x61) : 'a message';
    await this.#lab.cloud.publish(this.#lab.names.topic, payload, { qos: 1 });
  }

  /** Ends the connection of the board, and waits until that has happened. */
  async endConnection(options?: DisconnectOptions): Promise<void> {
    const { cloud, names } = this.#lab;
    const { clientId } = names;
    const from = cloud.position();
    await cloud.disconnect(clientId, options);
    await cloud.expect({ kind: 'disconnect', clientId }, { from, withinMs: SOON });
  }

  /** Skips a case that cannot be played, with the reason. */
  skip(context: Context, id: keyof typeof NOT_PLAYED): never {
    return skipBecause(context, `not played: ${NOT_PLAYED[id]}`);
  }

  /** Ends the application; a board that is busy for ever is restarted. */
  async putAway(): Promise<void> {
    try {
      await this.#lab.board.mqtt.clean();
    } catch (error) {
      if (!(error instanceof AtBusy || error instanceof AtTimeout)) throw error;
      await this.#lab.restart();
    }
  }
}

/** One case while it is played. */
class Examination {
  readonly #lab: Lab;
  readonly #id: CaseId;
  readonly #case: Case;
  readonly #from: number;
  readonly #policies: readonly object[] | undefined;

  constructor(lab: Lab, id: CaseId, policies?: readonly object[]) {
    this.#lab = lab;
    this.#id = id;
    this.#case = CASES[id];
    this.#from = lab.cloud.position();
    this.#policies = policies;
  }

  /**
   * Waits until nothing can change the verdict any more, or nothing happens, and says what Device Advisor would.
   * @throws CaseWorse when the board's release is known to come off better
   */
  conclude(): Promise<void> {
    const { plays, isQualifying } = this.#case;
    return this.#lab.journal.step(`judge ${this.#id}`, { 'the cloud is': plays }, async (note) => {
      const seen = await this.#watch();
      const judgement = this.#case.judge(seen);
      const expected = expectationOf(this.#lab.board.identity.release, this.#id);
      const judged = {
        programme: PROGRAMME,
        id: this.#id,
        isRequired: isQualifying,
        verdict: judgement.verdict,
        reason: judgement.reason,
        expected: expected ? { verdict: expected.verdict, because: expected.because } : null,
        comparison: compare(judgement, expected),
        delays: judgement.delays ?? null,
      };
      note('verdict', judged.verdict);
      note('reason', judged.reason);
      note('comparison', judged.comparison);
      note('pace', seen.pace);
      tellJudgement(judged);
      describeTest({
        labels: { verdict: judged.verdict },
        description: caseInMarkdown(judged, plays),
      });
      if (expected && judged.comparison === 'worse') {
        throw new CaseWorse(this.#id, judgement, expected, seen);
      }
    });
  }

  async #watch(): Promise<Seen> {
    const { cloud, trials } = this.#lab;
    const { pace } = trials;
    if (this.#policies) return { events: [], pace, policies: this.#policies };
    const { isOver, judge } = this.#case;
    const networkMs = this.#case.isQuiet ? QUIET_NETWORK_MS : NETWORK_MS;
    return watch(cloud, {
      from: this.#from,
      pace,
      isOver: isOver ?? ((seen) => judge(seen).verdict !== 'fail'),
      stillMs: STILL_MS / pace + networkMs,
      withinMs: CASE_MS / pace + networkMs,
    });
  }
}
