import { type AddPaymentInput, MAX_SALE_PAYMENTS, type Sale } from '@cashwrap/contract';
import type { Tx } from '@cashwrap/database';
import { alreadyExists, Failure, notFound, refuseStale } from '../../procedure/failure.ts';
import type { SignedIn, StepsCall } from '../../procedure/handlers.ts';
import { hashInput, mismatch } from '../../procedure/idempotency.ts';
import {
  type AskedPayment,
  auditedOf,
  findPayment,
  insertPayment,
  type PaymentRow,
  type Providers,
  sendToProvider,
  storeAnswer,
} from '../payments/index.ts';
import { askedOf } from './asked-payment.ts';
import { inStatus, type LockedSale, lockSale, storeChange } from './change-open-sale.ts';
import { type AddingCall, draftPayment } from './draft-payment.ts';
import { findSaleOfAnyStatus } from './get-sale.ts';

/**
 * Adds a payment to an open sale: stores it as pending, asks its provider to charge it, and stores what that answers. Under
 * the same id it is the same payment, and is not charged again.
 */
export async function addPayment(
  call: StepsCall & SignedIn,
  providers: Providers,
  input: AddPaymentInput,
): Promise<Sale> {
  const asked = await call.transact((tx, audit) => storePayment({ ...call, tx, audit }, providers, input));
  if (asked) {
    const { answer } = await sendToProvider(providers, asked);
    await call.transact((tx, audit) => storeAnswer({ tx, audit, now: call.now }, asked, answer));
  }
  const sale = await call.transact((tx) => findSaleOfAnyStatus(tx, call.scope, input.id));
  if (!sale) throw notFound('sale');
  return sale;
}

type StoringCall = AddingCall &
  Pick<StepsCall, 'scope' | 'newId' | 'keyedId'> &
  Parameters<typeof storeChange>[0];

/** Stores a payment with its sale, once; answers it where a provider is to be asked now. */
async function storePayment(
  call: StoringCall,
  providers: Providers,
  { id, version, paymentId, payment }: AddPaymentInput,
): Promise<AskedPayment | undefined> {
  const { tx, now, keyedId, newId } = call;
  const newPaymentId = paymentId ?? keyedId ?? newId();
  // Not the version: who reads the sale again and repeats the call means the same payment.
  const inputHash = hashInput({ id, payment });
  const sale = await lockSale(call, id);
  if (await isThere(tx, newPaymentId, inputHash, paymentId)) return undefined;
  const locked = inStatus(sale, ['open']);
  refuseStale('sale', version, locked.row.version);
  refuseTooMany(locked);

  const draft = await draftPayment(call, providers, locked, payment);
  const { storeId } = locked.row;
  const row: PaymentRow = {
    ...{ id: newPaymentId, saleId: id, storeId, position: locked.payments.length, inputHash },
    ...{ ...draft, tendered: draft.amount, change: 0, failure: null, balanceAfter: null },
    ...{ createdAt: now, updatedAt: now },
  };
  await insertPayment(tx, row);
  const after = { payment: { id: newPaymentId, ...auditedOf(row) } };
  await storeChange(call, { ...locked, payments: [...locked.payments, row] }, {}, { after });
  return row.asking === null ? undefined : askedOf(row, locked.row);
}

/**
 * Whether the payment was added before, with the same content.
 *
 * @throws IDEMPOTENCY_MISMATCH, or ALREADY_EXISTS where the client has made the id
 */
async function isThere(
  tx: Tx,
  id: string,
  inputHash: string,
  paymentId: string | undefined,
): Promise<boolean> {
  const earlier = await findPayment(tx, id);
  if (earlier === undefined) return false;
  if (earlier.inputHash === inputHash) return true;
  throw paymentId === undefined ? mismatch() : alreadyExists('payment', 'paymentId', id, null);
}

function refuseTooMany({ payments }: LockedSale): void {
  if (payments.length < MAX_SALE_PAYMENTS) return;
  throw new Failure('TOO_MANY_PAYMENTS', {
    detail: `The sale has ${MAX_SALE_PAYMENTS} payments, with those that failed or were voided, and none has more.`,
  });
}
