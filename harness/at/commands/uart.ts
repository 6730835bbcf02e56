import { command, number, query, set } from './command.ts';
import { integer } from './fields.ts';
import { one, record } from './replies.ts';

/** Baud rate, data bits, stop bits (1, 2: one and a half, 3: two), parity (0 none, 1 odd, 2 even), flow control (0..3). */
const line = {
  baud: integer,
  dataBits: integer,
  stopBits: integer,
  parity: integer,
  flow: integer,
};
const values = { baud: number, dataBits: number, stopBits: number, parity: number, flow: number };

/** The rate until the next restart. OK comes at the old rate. Asked, it tells the rate that the divider reaches. */
export const uartNow = command('AT+UART_CUR', {
  query: query(one(record('+UART_CUR', line))),
  set: set(values),
});

/** The rate now and after a restart. */
export const uartStored = command('AT+UART_DEF', {
  query: query(one(record('+UART_DEF', line))),
  set: set(values),
});

/** The older name: sets like `AT+UART_DEF`, asks like `AT+UART_CUR`. */
export const uart = command('AT+UART', {
  query: query(one(record('+UART', line))),
  set: set(values),
});
