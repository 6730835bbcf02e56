import { createInterface } from 'node:readline';
import { lazily } from '../../../certs/lazily.ts';
import {
  type BrokerFiles,
  type BrokerStarter,
  RELOAD_MS,
  RELOADING,
  RUNNING,
  START_MS,
} from './broker.ts';
import { brokerConfig, FILES } from './broker-config.ts';
import { BrokerLog } from './broker-log.ts';
import { containers } from './containers.ts';
import { endBySignals } from './end-by-signals.ts';

const FOLDER = '/esp-at-bench';
const PORT = 8883;

/** In there it runs as a user of its own, which must be able to read them; nobody else is in there. */
const FOR_ALL = 0o644;

const inside = (files: BrokerFiles) =>
  Object.entries(files).map(([name, content]) => ({
    content,
    target: `${FOLDER}/${name}`,
    mode: FOR_ALL,
  }));

/** An engine forwards IPv4; `localhost` may be IPv6 first. */
const hostOfEngine = async (): Promise<string> => {
  const { getContainerRuntimeClient } = await containers();
  const { host } = (await getContainerRuntimeClient()).info.containerRuntime;
  return host === 'localhost' ? '127.0.0.1' : host;
};

/**
 * Starts an image that has the program `mosquitto` in it; nothing else is asked of it, neither a shell nor a configuration.
 * Where it is reached is the engine's to say: `localhost`, the gateway of a network of containers, another computer. It lets
 * everybody in who gets there, whatever the place says of hosts.
 */
export const containerBroker = (image: string): BrokerStarter => ({
  reachedAt: hostOfEngine,
  start: async (files, { port }) => {
    const { GenericContainer, Wait, getContainerRuntimeClient } = await containers();
    const engine = await getContainerRuntimeClient();
    const log = new BrokerLog();
    const config = brokerConfig(FOLDER, '0.0.0.0', PORT);
    const container = await new GenericContainer(image)
      .withEntrypoint(['mosquitto'])
      .withCommand(['-c', `${FOLDER}/${FILES.config}`])
      .withCopyContentToContainer(inside({ ...files, [FILES.config]: config }))
      .withExposedPorts(port === 0 ? PORT : { container: PORT, host: port })
      .withLogConsumer((stream) => {
        createInterface({ input: stream })
          .on('line', (line) => log.append(line))
          .once('close', () => log.end());
      })
      .withWaitStrategy(Wait.forLogMessage(RUNNING))
      .withStartupTimeout(START_MS)
      .start()
      .catch((cause: unknown) => {
        const why = cause instanceof Error ? cause.message : String(cause);
        throw log.failure(`no Mosquitto starts in a container of ${image}: ${why}`, cause);
      });
    const close = lazily(async () => {
      await container.stop();
      forget();
    });
    const forget = endBySignals(close);
    return {
      how: 'container',
      endpoint: { host: await hostOfEngine(), port: container.getMappedPort(PORT) },
      log,
      replace: async (contents) => {
        await container.copyContentToContainer(inside(contents));
        const from = log.position();
        await engine.container.getById(container.getId()).kill({ signal: 'SIGHUP' });
        await log.waitFor(RELOADING, { from, withinMs: RELOAD_MS });
      },
      [Symbol.asyncDispose]: close,
    };
  },
});
