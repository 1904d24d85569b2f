import type { ErrorCode } from '@cashwrap/contract';

/** A cart cannot be priced as it is. `code` and `path` are those with which the server would refuse it. */
export class UnpriceableCartError extends Error {
  override readonly name = 'UnpriceableCartError';
  readonly code: ErrorCode;
  /** Where in the cart it is: `['lines', 2, 'productId']`. */
  readonly path: readonly (string | number)[];

  constructor(code: ErrorCode, path: readonly (string | number)[], detail: string) {
    super(`${path.join('.')}: ${detail} (${code})`);
    this.code = code;
    this.path = path;
  }
}
