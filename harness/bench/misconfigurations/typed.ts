import { command, type Parameter, set } from '../../at/commands/command.ts';
import type { Lab } from '../lab.ts';

/** Goes onto the line as it is: nobody puts it into quotes, or escapes it. */
const asTyped: Parameter<string, 'required'> = {
  kind: 'number',
  need: 'required',
  isSecret: false,
};
/** The same, of which nothing may be seen. */
const secretly: Parameter<string, 'required'> = { ...asTyped, isSecret: true };

/** Sends a command line as a person types it, `AT+CWMODE` and what stands behind `=`. @throws AtRefused, AtTimeout */
export const typeLine = async ({ board }: Lab, name: string, rest: string): Promise<void> => {
  await board.client.do(command(name, { set: set({ rest: asTyped }) }).set, { rest });
};

/** Joins by hand. */
export const typeJoin = async (lab: Lab, ssid: string, password: string): Promise<void> => {
  const join = command('AT+CWJAP', { set: set({ ssid: { ...asTyped }, password: secretly }) });
  await typeLine(lab, 'AT+CWMODE', '1');
  await lab.board.client.do(join.set, { ssid: `"${ssid}"`, password: `"${password}"` });
};

/** Configures and connects by hand. */
export const typeConnect = async (lab: Lab, host = lab.serverName): Promise<void> => {
  await typeLine(lab, 'AT+MQTTUSERCFG', '0,5,"sdk-java","","",0,0,""');
  await typeLine(lab, 'AT+MQTTCONN', `0,"${host}",8883,0`);
};
