import { AtRefused, AtTimeout, AtUnexpected, BoardRestarted } from './errors.ts';
import type { Exchange, Verdict } from './exchange.ts';

/**
 * The answer of an exchange that has come to its verdict, or the error that it comes to.
 * @throws AtRefused, AtTimeout, AtUnexpected, BoardRestarted
 */
export const conclude = <R>(
  exchange: Exchange<R>,
  verdict: Verdict | undefined,
  withinMs: number,
  evidence: () => readonly string[],
): R => {
  const { shown } = exchange.line;
  const { reply } = exchange.operation;
  switch (verdict) {
    case 'done':
      try {
        return reply.decode(exchange.answers);
      } catch (cause) {
        throw new AtUnexpected(shown, reply.expected, exchange.lines, {
          cause,
          evidence: evidence(),
        });
      }
    case 'refused': {
      const { errorCodes, lines } = exchange;
      const { since } = exchange.operation;
      throw new AtRefused(shown, { errorCodes, lines, since, evidence: evidence() });
    }
    case 'restarted':
      throw new BoardRestarted(shown, { evidence: evidence() });
    case undefined: {
      const { awaited, heard } = exchange;
      throw new AtTimeout(`${awaited} of ${shown}`, withinMs, { heard, evidence: evidence() });
    }
    default:
      throw new AtUnexpected(shown, exchange.awaited, exchange.lines, { evidence: evidence() });
  }
};
