import { Network } from '../network/network.ts';
import { loopbackSettled, StepTimers } from '../network/step-timers.ts';
import { parseWorld } from '../network/world.ts';
import { SimulatedBoard } from './board.ts';
import { Conversation } from './conversation.ts';
import { factoryFlash } from './flash/factory.ts';
import { ScriptedBroker } from './mqtt/scripted-broker.ts';
import { releaseProfile } from './releases/releases.ts';

const OK = '\r\nOK\r\n';

/** Finer than any of the firmware's timers. */
const STEP_MS = 10;
/** Longer than the firmware takes to anything that it ever does. */
const PATIENCE_MS = 60_000;

/** A joined board and a broker that does as the test says. Their time stands still until the test lets it pass. */
export interface MqttBench extends AsyncDisposable {
  readonly network: Network;
  readonly broker: ScriptedBroker;
  readonly at: Conversation;
  /** Lets time pass. */
  pass(ms: number): Promise<void>;
  /** Lets time pass until exactly this has come on the AT port; tells how much, in milliseconds. */
  until(answer: string): Promise<number>;
  /** Sends, and lets time pass until exactly this has come. */
  ask(line: string, answer: string): Promise<number>;
  /** Connects over TCP, by default without a word about the session. */
  connect(options?: { readonly keepAlive?: number; readonly reconnect?: 0 | 1 }): Promise<number>;
}

/** `+MQTTCONNECTED:...` of a connection that `connect` made. */
export const connectedLine = (reconnect: 0 | 1): string =>
  `+MQTTCONNECTED:0,1,"10.0.2.2","1883","",${reconnect}\r\n`;

export const JOIN = ['AT+CWJAP="air",""', `WIFI CONNECTED\r\nWIFI GOT IP\r\n${OK}`] as const;

/** For tests: everything about the MQTT client's time, over the AT port, on the release that was watched. */
export const mqttBench = async (): Promise<MqttBench> => {
  const timers = new StepTimers(loopbackSettled);
  const broker = await ScriptedBroker.start();
  const world = `{accessPoints: [{ssid: air, security: open}], routes: {"10.0.2.2:1883": "127.0.0.1:${broker.port}"}}`;
  const profile = releaseProfile('3.4.0.0');
  const network = new Network(parseWorld(world));
  const board = new SimulatedBoard({
    profile,
    flash: await factoryFlash(profile),
    network,
    timers,
    networkTimers: timers,
  });
  const at = new Conversation(board.connectAt());
  const until = async (answer: string): Promise<number> => {
    const begun = timers.now();
    await timers.advance(0);
    while (at.unread.length < answer.length && timers.now() - begun < PATIENCE_MS) {
      await timers.advance(STEP_MS);
    }
    await at.expect(answer);
    return timers.now() - begun;
  };
  const ask = (line: string, answer: string): Promise<number> => {
    at.send(`${line}\r\n`);
    return until(answer);
  };
  board.powerOn();
  await until('\r\nready\r\n');
  await ask('ATE0', `ATE0\r\n${OK}`);
  await ask('AT+SYSLOG=1', OK);
  await ask('AT+CWMODE=1', OK);
  await ask(...JOIN);
  return {
    network,
    broker,
    at,
    pass: (ms) => timers.advance(ms),
    until,
    ask,
    connect: async ({ keepAlive, reconnect = 0 } = {}) => {
      await ask('AT+MQTTUSERCFG=0,1,"cid","","",0,0,""', OK);
      if (keepAlive !== undefined) await ask(`AT+MQTTCONNCFG=0,${keepAlive},0,"","",0,0`, OK);
      const line = `AT+MQTTCONN=0,"10.0.2.2",1883,${reconnect}`;
      return ask(line, connectedLine(reconnect) + OK);
    },
    [Symbol.asyncDispose]: async () => {
      await board[Symbol.asyncDispose]();
      await broker[Symbol.asyncDispose]();
    },
  };
};
