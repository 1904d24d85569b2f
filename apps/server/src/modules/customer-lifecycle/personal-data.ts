import { MAX_PERSONAL_ITEMS, type PersonalData } from '@cashwrap/contract';
import type { MutationCall } from '../../procedure/handlers.ts';
import { personalStoreCredit } from '../accounts/index.ts';
import { personalProfile } from '../customers/index.ts';
import { latestGiftCardsOf } from '../gift-cards/index.ts';
import { latestPointsOf, personalMemberships } from '../loyalty/index.ts';
import { personalOpenSales } from '../open-sales/index.ts';
import { personalReturns } from '../returns/index.ts';
import { personalSales } from '../sales/index.ts';

/**
 * All that is stored about a person, in all stores: of whoever stands for this customer, and of those who were merged into
 * them. The audit log keeps who asked, and about whom.
 */
export async function readPersonalData(call: MutationCall, { id }: { id: string }): Promise<PersonalData> {
  const { tx, now, audit } = call;
  const { ids, ...profile } = await personalProfile(tx, id, MAX_PERSONAL_ITEMS);
  audit({ storeId: null, documentType: 'customer', documentId: profile.customer.id });
  return {
    exportedAt: now.toISOString(),
    ...profile,
    memberships: await personalMemberships(tx, profile.customer.id),
    points: await latestPointsOf(tx, ids, MAX_PERSONAL_ITEMS),
    storeCredit: await personalStoreCredit(tx, ids, MAX_PERSONAL_ITEMS),
    giftCards: await latestGiftCardsOf(tx, profile.customer.id, now, MAX_PERSONAL_ITEMS),
    ...(await personalSales(tx, ids, MAX_PERSONAL_ITEMS)),
    openSales: await personalOpenSales(tx, ids, MAX_PERSONAL_ITEMS),
    returns: await personalReturns(tx, ids, MAX_PERSONAL_ITEMS),
  };
}
