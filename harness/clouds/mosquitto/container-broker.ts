import { createInterface } from 'node:readline';
import { lazily } from '../../../certs/lazily.ts';
import {
  type BrokerFiles,
  RELOAD_MS,
  RELOADING,
  RUNNING,
  START_MS,
  type StartBroker,
} from './broker.ts';
import { brokerConfig, FILES } from './broker-config.ts';
import { BrokerLog } from './broker-log.ts';
import { containers } from './containers.ts';
import { endWithProcess } from './lasting.ts';

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

/**
 * Starts an image that has the program `mosquitto` in it; nothing else is asked of it, neither a shell nor a configuration.
 * The engine lets everybody who reaches this computer in, whatever the place says of hosts.
 */
export const containerBroker =
  (image: string): StartBroker =>
  async (files, { host, port }) => {
    const { GenericContainer, Wait, getContainerRuntimeClient } = await containers();
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
    // What cannot wait cannot stop a container either.
    const forget = endWithProcess({ end: close, abandon: () => undefined });
    const engine = await getContainerRuntimeClient();
    const its = container.getHost();
    return {
      how: 'container',
      // An engine forwards IPv4; `localhost` may be IPv6 first.
      endpoint: {
        host: host === '0.0.0.0' ? host : its === 'localhost' ? '127.0.0.1' : its,
        port: container.getMappedPort(PORT),
      },
      log,
      replace: async (contents) => {
        await container.copyContentToContainer(inside(contents));
        const from = log.position();
        await engine.container.getById(container.getId()).kill({ signal: 'SIGHUP' });
        await log.waitFor(RELOADING, { from, withinMs: RELOAD_MS });
      },
      [Symbol.asyncDispose]: close,
    };
  };
