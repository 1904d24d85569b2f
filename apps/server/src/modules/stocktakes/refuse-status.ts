import type { StocktakeStatus } from '@cashwrap/contract';
import { Failure } from '../../procedure/failure.ts';

const situations: Readonly<Record<StocktakeStatus, string>> = {
  draft: 'It has not been started.',
  counting: 'It is being counted; reviewing it ends that.',
  review: 'It is under review; starting it again goes on counting.',
  applying: 'It is being applied, which nothing stops.',
  applied: 'It has been applied; make another one to count again.',
  cancelled: 'It was cancelled; make another one.',
};

/** Refuses what a stocktake is not in the status for; throws WRONG_STATUS. */
export function refuseStatus(
  { status }: { readonly status: StocktakeStatus },
  allowed: readonly StocktakeStatus[],
  what: string,
): void {
  if (allowed.includes(status)) return;
  throw new Failure('WRONG_STATUS', {
    detail: `${what} takes a stocktake in status ${allowed.join(' or ')}. ${situations[status]}`,
    details: { status, allowed: [...allowed] },
  });
}
