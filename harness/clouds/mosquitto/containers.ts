import { lazily } from '../../../certs/lazily.ts';

/**
 * The container library, loaded by those alone who use it. Its own keeper of containers is an image from a registry, which a
 * bench may have no way to: what is started here is stopped here.
 */
export const containers = lazily(async () => {
  process.env.TESTCONTAINERS_RYUK_DISABLED = 'true';
  return import('testcontainers');
});
