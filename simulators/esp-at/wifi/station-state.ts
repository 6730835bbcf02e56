/** `AT+CWSTATE`: 0 not started, 1 joined without address, 2 with address, 3 joining by itself, 4 not joined. */
export type StationState = 0 | 1 | 2 | 3 | 4;
