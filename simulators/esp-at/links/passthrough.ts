import { once } from 'node:events';
import { pause } from '../../network/timers.ts';
import type { Firmware } from '../firmware.ts';
import type { Link } from './link.ts';
import { PacketCutter } from './packet-cutter.ts';

/** A packet of its own. */
const ESCAPE = '+++';
/** `AT+CIPRECONNINTV` from the factory: a lost link is made anew this often (documented). */
const RECONNECT_MS = 100;

/** Makes the link anew whenever it has gone, until the signal says that it is enough. */
const keepLinked = async (firmware: Firmware, first: Link, enough: AbortSignal): Promise<void> => {
  const { links, hardware } = firmware;
  const isEnough = once(enough, 'abort');
  for (let link: Link | undefined = first; !enough.aborted; link = links.find(0)) {
    if (link) await Promise.race([link.ended, isEnough]);
    if (enough.aborted) return;
    await pause(hardware.timers, RECONNECT_MS, enough);
    await links.connect(0, first.request, enough);
  }
};

/** What comes on the AT port goes over the link as it is, until `+++` comes alone. */
export const passThrough = async (
  firmware: Firmware,
  link: Link,
  divert: (take: (piece: Buffer) => void) => void,
): Promise<void> => {
  const { links, hardware, profile, signal } = firmware;
  const left = new AbortController();
  let sent: Promise<unknown> = Promise.resolve();
  const cutter = new PacketCutter({
    timers: hardware.timers,
    most: profile.links.passedBytes,
    onPacket: (packet) => {
      if (packet.equals(Buffer.from(ESCAPE))) left.abort(new Error('passthrough was left'));
      // While there is no link, what comes is lost.
      else sent = sent.then(() => links.find(0)?.send(packet));
    },
  });
  links.isPassing = true;
  divert((piece) => cutter.take(piece));
  const enough = AbortSignal.any([signal, left.signal]);
  try {
    await keepLinked(firmware, link, enough);
  } catch (error) {
    if (!enough.aborted) throw error;
  } finally {
    links.isPassing = false;
    cutter.stop();
  }
  signal.throwIfAborted();
  await sent;
};
