import { BadInput } from '../../../errors/bench-error.ts';

/** What stands in the way of a request, by the kind that its ARN has. */
export interface Existing {
  readonly kind: 'thing' | 'cert' | 'cacert' | 'policy';
  readonly id: string;
}

/** The registry does not do what was asked of it. `code` says why; AWS's name for it stands in rest/refusals.ts. */
export class RegistryRefusal extends BadInput {
  /** What is there already, where that is the reason. */
  readonly existing: Existing | undefined;

  constructor(code: string, message: string, existing?: Existing) {
    super(code, message);
    this.existing = existing;
  }
}
