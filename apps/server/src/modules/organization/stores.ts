import type { CreateStoreInput, ListStoresInput, Page, Store } from '@cashwrap/contract';
import type { z } from 'zod';
import { type Actor, holdsIn } from '../../procedure/actor.ts';
import { alreadyExists, type Failure, notFound } from '../../procedure/failure.ts';
import type { MutationCall, QueryCall, SignedIn } from '../../procedure/handlers.ts';
import { readPage } from '../../procedure/page.ts';
import { currencyDigits, unknownCurrency } from '../currency/index.ts';
import { insertRegister } from './registers.repo.ts';
import {
  findMerchantCurrency,
  findStore,
  findStoreIdByName,
  insertStore,
  listStores as listRows,
  type StoreRow,
} from './stores.repo.ts';

/** The name of the register that every store has for sales that no till makes. */
const VIRTUAL_REGISTER_NAME = 'Virtual';

/** Opens a store with its virtual register. The digits of its currency are frozen here. */
export async function createStore(call: MutationCall & SignedIn, input: CreateStoreInput): Promise<Store> {
  const { tx, now } = call;
  const currency = input.currency ?? (await findMerchantCurrency(tx));
  const digits = currency === undefined ? undefined : currencyDigits(currency);
  if (currency === undefined || digits === undefined) {
    throw unknownCurrency('currency');
  }
  const row = await insertStore(tx, {
    ...input,
    id: call.newId(),
    currency,
    currencyDigits: digits,
    createdAt: now,
  });
  if (!row) {
    throw storeNameTaken(call.actor, input.name, await findStoreIdByName(tx, input.name));
  }
  await insertRegister(tx, {
    id: call.newId(),
    storeId: row.id,
    name: VIRTUAL_REGISTER_NAME,
    kind: 'virtual',
    createdAt: now,
  });
  const store = toStore(row);
  call.audit({ storeId: store.id, documentType: 'store', documentId: store.id, after: store });
  return store;
}

export async function getStore({ db, scope }: QueryCall, { id }: { id: string }): Promise<Store> {
  const row = await findStore(db, scope, id);
  if (!row) throw notFound('store');
  return toStore(row);
}

export function listStores(
  { db, scope }: QueryCall,
  input: z.output<typeof ListStoresInput>,
): Promise<Page<Store>> {
  return readPage(
    'stores',
    input,
    (page) => listRows(db, scope, page),
    (row, column) => (column === 'name' ? row.name : row.createdAt.toISOString()),
    toStore,
  );
}

/** Another store has this name; which one, is told to those alone who may see that store. */
export function storeNameTaken(
  actor: Actor,
  name: string,
  holderId: string | undefined,
): Failure<'ALREADY_EXISTS'> {
  const seen = holderId !== undefined && holdsIn(actor, 'stores.read', holderId);
  return alreadyExists('store', 'name', name, seen ? holderId : null);
}

function toStore({ createdAt, updatedAt, ...row }: StoreRow): Store {
  return { ...row, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}
