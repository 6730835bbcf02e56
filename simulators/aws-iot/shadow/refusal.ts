import { BenchError } from '../../../errors/bench-error.ts';

/** The codes of AWS's error messages about shadows, which are those of HTTP. */
const NAMES = {
  400: 'SHADOW_REQUEST_INVALID',
  404: 'SHADOW_NOT_FOUND',
  409: 'SHADOW_VERSION_CONFLICT',
  413: 'SHADOW_TOO_LARGE',
  415: 'SHADOW_NOT_UTF8',
  429: 'TOO_MANY_SHADOWS',
} as const;

/** A request to a shadow that AWS refuses, in AWS's own words. */
export class ShadowRefusal extends BenchError {
  readonly code: (typeof NAMES)[keyof typeof NAMES];
  readonly colour = 'bench';
  /** 400, 404, 409, 413, 415 or 429. */
  readonly status: keyof typeof NAMES;

  constructor(status: keyof typeof NAMES, message: string) {
    super(message);
    this.code = NAMES[status];
    this.status = status;
  }
}
