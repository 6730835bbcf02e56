import type { ShellSeams } from '../../esp-at/seams.ts';

/** Tells the first call of a board since its host said AT+MQTTCONN from those that it makes by itself. */
export const callsOfHost = (): { readonly shell: ShellSeams; readonly isFirst: () => boolean } => {
  let calls = 0;
  return {
    shell: {
      line: (line) => {
        if (line.startsWith('AT+MQTTCONN=')) calls = 0;
        return line;
      },
    },
    isFirst: () => {
      calls += 1;
      return calls === 1;
    },
  };
};
