/** Partitions up to 2.4, NVS namespaces from 3.2 on, that hold credentials; `wpa_ent` is the later name of `wpa2`. */
const CREDENTIAL_PLACE = /^(mqtt|client|server|wpa2|wpa_ent|https|wss)_(ca|cert|key)$/;

export const isCredentialPlace = (name: string): boolean => CREDENTIAL_PLACE.test(name);

/** Holds all credentials from 3.2 on. */
export const NVS_PARTITION = 'mfg_nvs';
