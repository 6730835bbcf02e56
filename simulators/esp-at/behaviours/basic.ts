import { Refusal } from '../shell/refusal.ts';
import type { BehavioursOf } from './behaviour.ts';

const MARKS = { test: 0, query: 0, set: 0, execute: 0 };

/** The shell itself: presence, echo, version, command list, restart. */
export const basic: BehavioursOf<
  'attention' | 'echoOff' | 'echoOn' | 'version' | 'commandList' | 'restart' | 'restore'
> = {
  attention: { test: () => undefined },
  echoOff: {
    execute: ({ firmware }) => {
      firmware.ram.echo = false;
    },
  },
  echoOn: {
    execute: ({ firmware }) => {
      firmware.ram.echo = true;
    },
  },
  version: { execute: ({ firmware }) => firmware.profile.version },
  commandList: {
    query: ({ firmware }) =>
      [...firmware.profile.commands].map(([name, forms], index) => ({
        index,
        name,
        ...MARKS,
        ...Object.fromEntries(forms.map((form) => [form, 1])),
      })),
  },
  restart: {
    execute: ({ firmware, afterwards }) => afterwards(() => firmware.restart()),
    set: ({ firmware, afterwards }, args) => {
      const mode = args.number(0);
      args.atMost(1);
      if (mode !== 0 && mode !== 1) throw new Refusal();
      afterwards(() => firmware.restart(mode === 1 ? 'loader' : 'firmware'));
    },
  },
  restore: {
    execute: ({ firmware, afterwards }) => {
      firmware.settings.erase();
      afterwards(() => firmware.restart());
    },
  },
};
