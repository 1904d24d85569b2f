import type { GiftCardLiability, GiftCardLiabilityInput } from '@cashwrap/contract';
import { invalidInput } from '../../procedure/failure.ts';
import type { QueryCall } from '../../procedure/handlers.ts';
import { businessDateOf } from '../organization/index.ts';
import { findLiability, listStoreClocks } from './liability.repo.ts';

/** What is owed on gift cards: what is written later does not change what is said of a time. */
export async function reportLiability(
  { db, now }: QueryCall,
  input: GiftCardLiabilityInput,
): Promise<GiftCardLiability> {
  const at = input.at === undefined ? now : new Date(input.at);
  if (at > now) throw invalidInput([{ path: ['at'], message: 'must not be in the future' }]);
  const since = input.since === undefined ? undefined : new Date(input.since);
  if (since && since > at) throw invalidInput([{ path: ['since'], message: 'must not be later than at' }]);
  const clocks = await listStoreClocks(db);
  const businessDates = Object.fromEntries(
    clocks.map(({ id, timeZone, businessDayCutoffHour }) => [
      id,
      businessDateOf(at, timeZone, businessDayCutoffHour),
    ]),
  );
  const rows = await findLiability(db, { at, isNow: input.at === undefined, since, businessDates });
  return {
    at: at.toISOString(),
    currencies: rows.map(({ loaded, redeemed, adjusted, ...owed }) => ({
      ...owed,
      moved: since ? { loaded, redeemed, adjusted } : null,
    })),
  };
}
