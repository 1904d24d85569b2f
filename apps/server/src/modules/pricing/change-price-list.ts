import type { CreatePriceListInput, PriceList, UpdatePriceListInput } from '@cashwrap/contract';
import type { Tx } from '@cashwrap/database';
import {
  alreadyExists,
  invalidInput,
  invalidReference,
  notFound,
  refuseStale,
} from '../../procedure/failure.ts';
import { changesOf } from '../../procedure/field-changes.ts';
import type { MutationCall } from '../../procedure/handlers.ts';
import { currencyDigits, unknownCurrency } from '../currency/index.ts';
import { findCustomerGroupIds } from '../customers/index.ts';
import {
  findMerchantCurrency,
  findPriceListIdByName,
  findStoreCurrency,
  insertPriceList,
  lockPriceList,
  updatePriceList as updateRow,
} from './price-lists.repo.ts';
import { toPriceList } from './price-lists.ts';

/** Adds an empty price list. */
export async function createPriceList(call: MutationCall, input: CreatePriceListInput): Promise<PriceList> {
  const { tx, now } = call;
  const { customerGroupId } = input;
  const currency = await currencyOf(tx, input);
  if (customerGroupId !== null && !(await findCustomerGroupIds(tx, [customerGroupId])).has(customerGroupId)) {
    throw invalidReference('customer group', ['customerGroupId']);
  }
  const row = await insertPriceList(tx, {
    ...input,
    ...{ id: call.newId(), currency, status: 'active', createdAt: now, updatedAt: now },
  });
  if (!row) {
    const holderId = await findPriceListIdByName(tx, input.name);
    throw alreadyExists('price list', 'name', input.name, holderId ?? null);
  }
  const list = toPriceList(row);
  call.audit({ storeId: list.storeId, documentType: 'price_list', documentId: list.id, after: list });
  return list;
}

/** Changes what is given and leaves the rest; refuses a version other than the stored one. */
export async function updatePriceList(
  call: MutationCall,
  { id, version, ...given }: UpdatePriceListInput,
): Promise<PriceList> {
  const { tx, now } = call;
  const before = await lockPriceList(tx, id);
  if (!before) throw notFound('price list');
  refuseStale('price list', version, before.version);
  const changes = changesOf(before, given);
  if (Object.keys(changes).length === 0) {
    call.changedNothing();
    return toPriceList(before);
  }
  const row = { ...before, ...changes, version: version + 1, updatedAt: now };
  refuseBackwards(row, given);
  const holderId = changes.name === undefined ? undefined : await findPriceListIdByName(tx, row.name);
  if (holderId !== undefined) throw alreadyExists('price list', 'name', row.name, holderId);
  await updateRow(tx, row);
  const after = toPriceList(row);
  call.audit({
    ...{ storeId: row.storeId, documentType: 'price_list', documentId: id },
    ...{ before: toPriceList(before), after },
  });
  return after;
}

/** A list of one store has that store's currency, any other the one that is asked for, or the merchant's. */
async function currencyOf(tx: Tx, { currency, storeId }: CreatePriceListInput): Promise<string> {
  if (currency !== undefined && currencyDigits(currency) === undefined) throw unknownCurrency('currency');
  if (storeId === null) return currency ?? (await findMerchantCurrency(tx));
  const ofStore = await findStoreCurrency(tx, storeId);
  if (ofStore === undefined) throw invalidReference('store', ['storeId']);
  if (currency !== undefined && currency !== ofStore) {
    throw invalidInput([{ path: ['currency'], message: `must be ${ofStore}, the currency of the store` }]);
  }
  return ofStore;
}

/** Refuses days that, with those that stay, would end before they start. */
function refuseBackwards(
  { startsOn, endsOn }: Pick<PriceList, 'startsOn' | 'endsOn'>,
  given: Pick<UpdatePriceListInput, 'endsOn'>,
): void {
  if (startsOn === null || endsOn === null || startsOn <= endsOn) return;
  throw invalidInput([
    given.endsOn === undefined
      ? { path: ['startsOn'], message: `must not be after ${endsOn}, the last day` }
      : { path: ['endsOn'], message: `must not be before ${startsOn}, the first day` },
  ]);
}
