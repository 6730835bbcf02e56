import type { Said } from '../../boards/raw-shell.ts';

const OK = '\r\nOK\r\n';
const ERROR = '\r\nERROR\r\n';
const BUSY = '\r\nbusy p...\r\n';

/** A line of so many bytes with its end, that says who the board shall be. */
const lineOf = (bytes: number): string => {
  const [head, tail] = ['AT+MQTTUSERCFG=0,1,"', '","","",0,0,""\r\n'];
  return head + 'c'.repeat(bytes - head.length - tail.length) + tail;
};

const longestUnknown = `AT+NOTHING="${'x'.repeat(200)}"\r\n`;

const echoed = (line: string, answer: string): Said => [line, `${line}${answer}`];

/** A letter at a time, as a person types; each is echoed at once. */
const typed = (line: string, answer: string): readonly Said[] =>
  [...`${line}\r`].map((letter): Said => [letter, letter]).concat([echoed('\n', answer)]);

/** More often than a firmware has places to note it in. */
const pairs = Array.from({ length: 10 }, (): Said => ['AT\r\nAT\r\n', `${BUSY}${OK}`]);

/**
 * What every release answers to lines sent as they stand, error codes and echo off: seen on v3.4.0.0, the same in the
 * sources from 2.2 on.
 */
export const SHELL_FORMS: Readonly<Record<string, readonly Said[]>> = {
  'takes letters of either case': [
    ['AT\r\n', OK],
    ['at\r\n', OK],
    ['aT+sysLOG?\r\n', `+SYSLOG:0\r\n${OK}`],
  ],
  'refuses what is no command, and takes the next': [
    ['\r\n', ERROR],
    ['FOO\r\n', ERROR],
    ['AT \r\n', ERROR],
    ['AT+NOTHING\r\n', ERROR],
    ['AT+NOTHING=1,"2"\r\n', ERROR],
    ['AT+SYSLOG=2,3,4\r\n', ERROR],
    ['AT+SYSLOG=0,1\r\n', ERROR],
    ['AT+SYSLOG=\r\n', ERROR],
    ['AT+SYSLOG\r\n', ERROR],
    ['AT+GMR?\r\n', ERROR],
    ['AT\r\n', OK],
  ],
  'takes numbers that are spelled as it spells addresses': [
    ['AT+SYSLOG=0x1\r\n', OK],
    ['AT+SYSLOG?\r\n', `+SYSLOG:1\r\n${OK}`],
    ['AT+SYSLOG=0x0\r\n', OK],
    ['AT+SYSLOG?\r\n', `+SYSLOG:0\r\n${OK}`],
  ],
  'tells why it refuses when it was told to, and not before': [
    ['AT+NOTHING\r\n', ERROR],
    ['AT+SYSLOG=1\r\n', OK],
    ['AT+NOTHING\r\n', `ERR CODE:0x01090000\r\n${ERROR}`],
    ['AT+MQTTSUB=0,"x",0\r\n', `ERR CODE:0x010a6006\r\n${ERROR}`],
    ['AT+SYSLOG=0\r\n', OK],
    ['AT+MQTTSUB=0,"x",0\r\n', ERROR],
  ],
  'keeps to the last setting that it was told': [
    ['AT+SYSSTORE=0\r\n', OK],
    ['AT+SYSSTORE?\r\n', `+SYSSTORE:0\r\n${OK}`],
    ['AT+SYSSTORE=1\r\n', OK],
    ['AT+SYSSTORE?\r\n', `+SYSSTORE:1\r\n${OK}`],
  ],
  'waits for the end of a line, however it is cut': [
    ['A', ''],
    ['T+SYS', ''],
    ['LOG?\r', ''],
    ['\n', `+SYSLOG:0\r\n${OK}`],
  ],
  'takes neither half of a line’s end for the whole': [
    ['AT\n', ''],
    ['AT\r\n', ERROR],
    ['AT\r', ''],
    ['AT\r\n', ERROR],
    ['AT\r\n', OK],
  ],
  'is busy with a line, and says so once, to whatever comes in one piece with it': [
    ...pairs,
    ['AT\r\nFOO', `${BUSY}${OK}`],
    ['AT\r\n', OK],
  ],
  'takes a line of 256 bytes, and refuses a longer one once': [
    [lineOf(129), OK],
    [lineOf(256), OK],
    [lineOf(257), ERROR],
    [lineOf(500), ERROR],
    [lineOf(1_024), ERROR],
    ['AT\r\n', OK],
  ],
  'echoes what it is sent, to the byte, until it is told not to': [
    ['ATE1\r\n', OK],
    echoed('AT\r\n', OK),
    echoed('AT+SYSLOG?\r\n', `+SYSLOG:0\r\n${OK}`),
    echoed(longestUnknown, ERROR),
    ...typed('AT+SYSLOG?', `+SYSLOG:0\r\n${OK}`),
    echoed('ATE0\r\n', OK),
    ['AT\r\n', OK],
  ],
};
