import type { Return, VoidSaleInput } from '@cashwrap/contract';
import { Failure, notFound } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { hashInput } from '../../procedure/idempotency.ts';
import { businessDateOf, findTradingPlace, type TradingPlace } from '../organization/index.ts';
import { moneyText } from '../pricing/index.ts';
import { replay } from './create-return.ts';
import { planReturn, type ReturnPlan } from './plan-return.ts';
import { toReturn } from './present-return.ts';
import { allLinesOf } from './refuse-lines.ts';
import { findOpenStatus, findSaleToReturn, lockSale, type SaleToReturn } from './sale-to-return.repo.ts';
import { takeBack } from './take-back.ts';

/** Takes a whole sale back, with the tips, in the shift that it was made in. */
export async function voidSale(call: MutationCall & SignedIn, input: VoidSaleInput): Promise<Return> {
  const { tx, scope, now } = call;
  const { id: saleId, returnId, reason } = input;
  const inputHash = hashInput(input);
  // A twin that waits for the sale must find what the first one has written.
  const isLocked = await lockSale(tx, scope, saleId);
  const replayed = await replay(call, returnId, inputHash);
  if (replayed) return replayed;
  const stored = isLocked ? await findSaleToReturn(tx, scope, saleId) : undefined;
  if (!stored) throw await notCompleted(call, saleId);
  const { sale } = stored;
  const { storeId, registerId, customerId } = sale;
  const place = await findTradingPlace(tx, storeId, registerId);
  if (!place) throw notFound('store');
  refuseLate(stored, place, now);

  const plan = planReturn(stored, allLinesOf(stored.lines), { withTips: true });
  await approveVoid(call, stored, plan);
  const id = returnId ?? call.newId();
  const draft = { id, place, registerId, sale, customerId, plan, reason, note: '', inputHash };
  return toReturn(await takeBack(call, { ...draft, kind: 'void' }));
}

/** There is no such sale, or it was never completed. */
async function notCompleted({ tx, scope }: MutationCall, saleId: string): Promise<Failure> {
  const status = await findOpenStatus(tx, scope, saleId);
  if (status === undefined) return notFound('sale');
  return new Failure('WRONG_STATUS', {
    detail: `The sale is ${status}: only a completed one can be voided.`,
    details: { status, allowed: ['completed'] },
  });
}

/** Refuses what an ordinary return has to do: of an earlier shift, or of what was returned already. */
function refuseLate({ sale, returnCount }: SaleToReturn, place: TradingPlace, now: Date): void {
  if (returnCount > 0) {
    throw new Failure('VOID_NOT_POSSIBLE', {
      detail:
        'Something of this sale was returned already. Take back what is left of it as an ordinary return.',
      details: { reason: 'returned' },
    });
  }
  const isCurrent =
    sale.shiftId === null
      ? sale.businessDate === businessDateOf(now, place.timeZone, place.businessDayCutoffHour)
      : sale.shiftId === place.openShiftId;
  if (isCurrent) return;
  throw new Failure('VOID_NOT_POSSIBLE', {
    detail: 'The shift or the business day of this sale is over. Take it back as an ordinary return.',
    details: { reason: 'shift_closed' },
  });
}

/** Asks for a second person's word: a sale that was paid is made undone. */
async function approveVoid(
  { approve }: MutationCall,
  { sale }: SaleToReturn,
  { refundTotal }: ReturnPlan,
): Promise<void> {
  const { id, storeId, registerId, number, currency, currencyDigits, total } = sale;
  const money = moneyText(currencyDigits);
  await approve({
    ...{ storeId, registerId },
    actions: [
      {
        permission: 'sales.void',
        description: `Void of sale ${number}: ${money(refundTotal)} ${currency} given back; sale total: ${money(total)} ${currency}`,
        amounts: {
          ...{ currency, currencyDigits, quantity: null, before: total },
          ...{ after: 0, documentTotal: 0 },
        },
      },
    ],
    subject: { saleId: id },
  });
}
