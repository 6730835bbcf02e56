import { BenchError } from '../../errors/bench-error.ts';

/** Numbers of ESP-IDF, as the log port shows them: `ret:0x1105 --> ESP_ERR_NVS_NOT_ENOUGH_SPACE`. */
const NVS_FAILURES = {
  ESP_ERR_NVS_NOT_FOUND: 0x1102,
  ESP_ERR_NVS_NOT_ENOUGH_SPACE: 0x1105,
  ESP_ERR_NVS_INVALID_NAME: 0x1106,
  ESP_ERR_NVS_KEY_TOO_LONG: 0x1109,
  ESP_ERR_NVS_NO_FREE_PAGES: 0x110d,
  ESP_ERR_NVS_VALUE_TOO_LONG: 0x110e,
  ESP_ERR_NVS_NEW_VERSION_FOUND: 0x1110,
} as const;

/** What the NVS library of a board answers instead of doing what it was told. */
export class NvsFailure extends BenchError {
  readonly code: keyof typeof NVS_FAILURES;
  readonly colour = 'firmware';
  readonly number: number;

  constructor(code: keyof typeof NVS_FAILURES, sentence: string) {
    super(sentence);
    this.code = code;
    this.number = NVS_FAILURES[code];
  }
}
