import { builtInRoles, type MerchantSettings } from '@cashwrap/contract';
import { invalidInput, invalidReference } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { refuseBeyond } from '../identity/index.ts';
import { storeExists } from './stores.repo.ts';

/**
 * Refuses to let people sign up who would be cashiers nowhere, and whoever could not make them cashiers one by one:
 * the setting gives the role to everybody who comes.
 */
export async function checkRegistration(
  { tx, actor }: MutationCall & SignedIn,
  {
    registrationEnabled,
    registrationStoreId: storeId,
  }: Pick<MerchantSettings, 'registrationEnabled' | 'registrationStoreId'>,
): Promise<void> {
  const field = 'registrationStoreId';
  if (storeId !== null && !(await storeExists(tx, storeId))) throw invalidReference('store', [field]);
  if (!registrationEnabled) return;
  if (storeId === null) {
    const message = 'must name a store while people may sign up by themselves: they are its cashiers';
    throw invalidInput([{ path: [field], message }]);
  }
  const grants = [
    { permissions: ['users.manage'] as const, storeId: null },
    { permissions: builtInRoles.cashier.permissions, storeId },
  ];
  refuseBeyond(actor, grants, 'To let people sign up as cashiers');
}
