import type { IngestResult, OfflineSale } from '@cashwrap/contract';
import { flush } from '@cashwrap/database';
import { holdsIn } from '../../procedure/actor.ts';
import { alreadyExists, invalidReference, nameSome } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn, StepsCall } from '../../procedure/handlers.ts';
import { hashInput } from '../../procedure/idempotency.ts';
import { insertOutboxEvents } from '../../procedure/outbox.repo.ts';
import { findStandingCustomer } from '../customers/index.ts';
import { findPermissionsOf, findUser, permissionsOf } from '../identity/index.ts';
import { insertNotifications } from '../notifications/index.ts';
import { findRegisterName } from '../organization/index.ts';
import { type Cart, type PricedCart, readCart, sensitiveActionsOf } from '../pricing/index.ts';
import { findShiftAt } from '../registers/index.ts';
import { findInputHash, findSale, findSaleId, otherSale, recordSale, toSummary } from '../sales/index.ts';
import type { Remark } from './domain/remark.ts';
import { judgeTime, timeOfSale } from './domain/time-of-sale.ts';
import { payOfflineSale } from './pay-offline-sale.ts';
import { priceOfflineSale } from './price-offline-sale.ts';
import { findFlagsOf, insertSaleFlags, type SaleFlagRow } from './sale-flags.repo.ts';
import { toEvent, toSaleFlag } from './sale-flags.ts';
import { reviewStock } from './stock-of-offline-sale.ts';

/** What recording one sale of a batch takes of the call. */
export type OfflineCall = Pick<MutationCall, 'tx' | 'audit'> & Omit<StepsCall & SignedIn, 'transact'>;

type Recorded = IngestResult & { readonly status: 'recorded' | 'recorded_with_flags' | 'replayed' };

/**
 * Records a sale that an offline till has handed over, in one transaction: read → price → pay → write → flag. What is odd about
 * it becomes a flag; what is refused can be put right and sent again.
 *
 * @throws ALREADY_EXISTS, INVALID_REFERENCE, INVALID_INPUT, PAYMENT_MISMATCH, AMOUNT_OUT_OF_RANGE
 */
export async function recordOfflineSale(
  call: OfflineCall,
  storeId: string,
  sale: OfflineSale,
): Promise<Recorded> {
  const { tx, now } = call;
  const { id, registerId, tillReference, note, payments } = sale;
  const occurredAt = new Date(sale.occurredAt);
  const inputHash = hashInput({ storeId, ...sale, occurredAt: occurredAt.toISOString() });
  const at = timeOfSale(occurredAt, now);
  const { earlierHash, sameReferenceId, cashier, customer, shift } = await readSurroundings(
    tx,
    storeId,
    sale,
    at,
  );
  if (earlierHash !== undefined) return replay(call, id, earlierHash === inputHash);
  if (sameReferenceId !== undefined) {
    throw alreadyExists('sale of this register', 'tillReference', tillReference, sameReferenceId);
  }
  if (sale.cashierId !== undefined && !cashier) throw invalidReference('user', ['cashierId']);

  const buyer = customer?.status === 'active' ? customer : undefined;
  const bought = cartOf(sale, buyer?.id);
  const sources = await readCart(tx, storeId, registerId, bought);
  const { registerCreatedAt } = sources.place;
  if (registerCreatedAt === null) throw invalidReference('register in this store', ['registerId']);
  const { cart, own, remarks: ofPrice } = priceOfflineSale(sources, bought, sale.shown, at);
  const { paymentSources, settled, remarks: ofPayment } = payOfflineSale(cart, payments);
  const cashierId = sale.cashierId ?? call.actor.userId;
  const recorded = await recordSale(call, {
    ...{ id, registerId, cart, giftCards: [], paymentSources, settled, note, inputHash, cashierId },
    handedOver: { tillReference, at, shiftId: shift?.status === 'open' ? shift.id : null },
  });
  const flags = await openFlags(call, { ...recorded.sale, tillReference }, [
    ...judgeTime(occurredAt, now, registerCreatedAt),
    ...remarkDrawer(sale, shift !== undefined),
    ...(sale.customerId !== undefined && !buyer ? [remarkCustomer(sale.customerId, customer?.status)] : []),
    ...ofPrice,
    ...(own ? await remarkUnapproved(call, own, cashierId) : []),
    ...ofPayment,
    ...(await reviewStock(call, cart, recorded)),
  ]);
  return {
    ...{ id, sale: toSummary(recorded.sale), flags: flags.map(toSaleFlag), error: null },
    status: flags.length === 0 ? 'recorded' : 'recorded_with_flags',
  };
}

/** What is there already of a sale, and what was there when it was handed over: in statements that are sent at once. */
async function readSurroundings(tx: OfflineCall['tx'], storeId: string, sale: OfflineSale, at: Date) {
  const { registerId, tillReference, cashierId, customerId } = sale;
  const [earlierHash, sameReferenceId, cashier, customer, shift] = await flush(tx, [
    findInputHash(tx, sale.id),
    findSaleId(tx, { storeId, registerId, tillReference }),
    cashierId === undefined ? Promise.resolve(undefined) : findUser(tx, cashierId),
    customerId === undefined ? Promise.resolve(undefined) : findStandingCustomer(tx, customerId),
    findShiftAt(tx, registerId, at),
  ]);
  // A twin that was stored between the two is found by its reference alone.
  const isTwin = earlierHash === undefined && sameReferenceId === sale.id;
  const hash = isTwin ? await findInputHash(tx, sale.id) : earlierHash;
  return { earlierHash: hash, sameReferenceId, cashier, customer, shift };
}

/** The sale was sent before: the same content is the same sale, as it was recorded; other content is refused. */
async function replay({ tx, scope }: OfflineCall, id: string, same: boolean): Promise<Recorded> {
  const stored = same ? await findSale(tx, scope, id) : undefined;
  if (!stored) throw otherSale(id);
  const flags = await findFlagsOf(tx, id);
  return { id, status: 'replayed', sale: toSummary(stored.sale), flags: flags.map(toSaleFlag), error: null };
}

function cartOf(
  { lines, discounts, codes, serviceCharges }: OfflineSale,
  customerId: string | undefined,
): Cart {
  return { customerId, lines, discounts, codes, serviceCharges, giftCards: [], rewardIds: [] };
}

function remarkDrawer({ payments }: OfflineSale, hadShift: boolean): Remark[] {
  if (hadShift || !payments.some(({ method }) => method === 'cash')) return [];
  return [{ kind: 'no_shift', detail: 'Cash was taken while no shift was open at the register.' }];
}

function remarkCustomer(customerId: string, status = 'unknown'): Remark {
  const detail = `The customer ${customerId} is ${status}: the sale is recorded without.`;
  return { kind: 'customer_unavailable', detail };
}

/**
 * Prices that were typed in and large discounts, where the cashier may not give them alone; or whoever sends it may not: that
 * somebody else has given them is only said.
 */
async function remarkUnapproved(
  { tx, actor }: OfflineCall,
  own: PricedCart,
  cashierId: string,
): Promise<Remark[]> {
  const actions = sensitiveActionsOf(own);
  if (actions.length === 0) return [];
  const cashier = cashierId === actor.userId ? actor : permissionsOf(await findPermissionsOf(tx, cashierId));
  const { storeId } = own.place;
  const beyond = actions.filter(
    ({ permission }) => !holdsIn(cashier, permission, storeId) || !holdsIn(actor, permission, storeId),
  );
  if (beyond.length === 0) return [];
  const said = beyond.map(({ description }) => description);
  return [{ kind: 'not_approved', detail: `Given without an approval: ${nameSome(said, '; ')}.` }];
}

interface FlaggedSale {
  readonly id: string;
  readonly storeId: string;
  readonly registerId: string;
  readonly tillReference: string;
}

/** Opens a flag for each remark, and tells of the sale once, in its transaction. */
async function openFlags(
  { tx, now, newId, audit }: OfflineCall,
  { id: saleId, storeId, registerId, tillReference }: FlaggedSale,
  remarks: readonly Remark[],
): Promise<SaleFlagRow[]> {
  if (remarks.length === 0) return [];
  const flags = remarks.map(
    (remark): SaleFlagRow => ({
      ...{ id: newId(), storeId, saleId, ...remark, status: 'open' },
      ...{ createdAt: now, resolution: null, resolvedBy: null, resolvedAt: null },
    }),
  );
  const told = flags.map((flag) => toEvent('sale_flag.opened', flag, now, newId()));
  const facts = {
    registerName: await findRegisterName(tx, registerId),
    tillReference,
    flags: [...new Set(flags.map(({ kind }) => kind))],
  };
  await flush(tx, [
    insertSaleFlags(tx, flags),
    insertOutboxEvents(tx, told),
    insertNotifications(tx, [
      { id: newId(), kind: 'sale_flagged', storeId, documentId: saleId, facts, createdAt: now },
    ]),
  ]);
  for (const flag of flags) {
    const after = toSaleFlag(flag);
    audit({ storeId, registerId, documentType: 'sale_flag', documentId: flag.id, after });
  }
  return flags;
}
