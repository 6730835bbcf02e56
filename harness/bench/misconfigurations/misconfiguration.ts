import type { Evidence } from '../../diagnosis/evidence.ts';

/** A bench that is wrong in one way, and what a diagnosis should call that. */
export interface Misconfiguration {
  /** In a few words, for a table: `the password of the Wi-Fi is another`. */
  readonly name: string;
  /** The name of the cause: `WIFI_PASSWORD_WRONG`. */
  readonly expected: string;
  /** The release it is played on, by the name that releases have. */
  readonly release: string;
  /**
   * Plays the real procedure on a simulated board until it fails, and gives the evidence as it is gathered after a failed
   * test. The evidence of a play that went well has no failure.
   */
  readonly run: () => Promise<Evidence>;
}
