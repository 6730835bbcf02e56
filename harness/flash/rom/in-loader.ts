import type { Journal } from '../../../reports/journal.ts';
import { type LoaderOptions, LoaderSession } from './loader-session.ts';
import type { RomLoader } from './rom-loader.ts';

/**
 * Brings a chip into its loader, works with its flash there, and starts its firmware again, whatever happened.
 * @throws LoaderSilent with instructions for a person, LoaderFailed, PortLost; whatever `body` throws
 */
export const inLoader = <T>(
  journal: Journal,
  options: LoaderOptions,
  body: (loader: RomLoader) => Promise<T>,
): Promise<T> => {
  const { port, door } = options;
  const name = "work in the chip's own loader";
  return journal.step(name, { port: port.label, in: door.by }, async (note) => {
    const session = new LoaderSession(options);
    const start = performance.now();
    try {
      const loader = await session.open();
      note('chip', loader.chip.name);
      note('flash', `${loader.chip.flashSize} bytes`);
      note('in the loader after', `${Math.round(performance.now() - start)} ms`);
      const result = await body(loader);
      await session.close();
      return result;
    } catch (error) {
      // What went wrong first is what is told.
      await session.close().catch(() => undefined);
      throw session.explain(error);
    } finally {
      journal.attach('ROM loader', session.record.text(), 'text/plain');
    }
  });
};
