import type { KeyValueStore } from '../../esp-at/seams.ts';
import type { Defect } from '../defect.ts';

const putBack = (store: KeyValueStore, place: string, value: Uint8Array | undefined): void => {
  const [namespace = '', key = ''] = place.split('/');
  if (value) store.set(namespace, key, { type: 'blob', value });
  else if (store.get(namespace, key)) store.erase(namespace, key);
};

export const nvsLostAtPowerOff: Defect = {
  name: 'nvs-lost-at-power-off',
  area: 'nvs',
  suffering:
    'New credentials live in RAM until the supply goes: a device that worked on the bench arrives without identity.',
  releases: ['3.4.0.0'],
  plant: () => {
    const kept = new Map<string, Uint8Array | undefined>();
    let isLost = false;
    const restore = (store: KeyValueStore): void => {
      if (!isLost) return;
      isLost = false;
      for (const [place, value] of kept) putBack(store, place, value);
      kept.clear();
    };
    return {
      boot: (reason) => {
        isLost ||= reason === 'power-on' || reason === 'reset';
      },
      nvs: {
        get: (store, ...asked) => {
          restore(store);
          return store.get(...asked);
        },
        set: (store, namespace, key, content) => {
          restore(store);
          const place = `${namespace}/${key}`;
          const old = store.get(namespace, key)?.value;
          if (!kept.has(place)) kept.set(place, old instanceof Uint8Array ? old : undefined);
          store.set(namespace, key, content);
        },
      },
    };
  },
};
