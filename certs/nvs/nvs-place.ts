/** Where a value stands in an NVS such as `mfg_nvs`. */
export interface NvsPlace {
  readonly namespace: string;
  readonly key: string;
}

/** These have numbered sets of credentials, and the firmware looks for `client_ca.0`; the others have one, without number. */
const HAS_SETS = /^(client|https|wss)_/;

/**
 * Where firmware from 3.2 on looks for a credential: `mqtt_ca` under `mqtt_ca/mqtt_ca`, `client_ca` under
 * `client_ca/client_ca.0`. A place with a number is taken as it is: `client_ca.1`, or the classic mistake `mqtt_ca.0`.
 */
export const nvsPlaceOf = (place: string): NvsPlace => {
  const [namespace = ''] = place.split('.');
  const hasNumber = place.includes('.');
  return { namespace, key: hasNumber || !HAS_SETS.test(place) ? place : `${place}.0` };
};
