import { invalidInput } from '../procedure/failure.ts';

/** What was searched for is one page, by relevance. */
export function refuseCursor(cursor: string | undefined): void {
  if (cursor === undefined) return;
  throw invalidInput([{ path: ['cursor'], message: 'does not go with search, which has one page' }]);
}
