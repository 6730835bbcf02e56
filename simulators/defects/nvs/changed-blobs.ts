import type { Seams } from '../../esp-at/seams.ts';

/** Seams that store something else than the bytes that a key is given. Text and numbers stay. */
export const changedBlobs = (change: (value: Uint8Array) => Uint8Array): Seams => ({
  nvs: {
    set: (store, namespace, key, content) =>
      store.set(
        namespace,
        key,
        content.type === 'blob' ? { type: 'blob', value: change(content.value) } : content,
      ),
  },
});
