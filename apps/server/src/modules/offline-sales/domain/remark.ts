import type { SaleFlagKind } from '@cashwrap/contract';

/** Why somebody should look at a sale: what becomes a flag of it. */
export interface Remark {
  readonly kind: SaleFlagKind;
  /** With its figures, for a person. */
  readonly detail: string;
}
