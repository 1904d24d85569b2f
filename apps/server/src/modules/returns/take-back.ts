import { flush, flushWithCommit } from '@cashwrap/database';
import { insertOutboxEvent } from '../../procedure/outbox.repo.ts';
import { takeReturnNumber } from '../organization/index.ts';
import {
  insertTransactions,
  type RecordingCall,
  refuseRegister,
  refuseWithoutDrawer,
} from '../sales/index.ts';
import { moveReturnedStock } from './move-returned-stock.ts';
import { moveAccounts } from './pay-back.ts';
import { insertRefunds, insertReturnLines, insertReturns, type StoredReturn } from './returns.repo.ts';
import {
  auditOfReturn,
  ledgerEntryOf,
  linesOfReturn,
  type ReturnDraft,
  refundOf,
  returnOf,
} from './rows-of-return.ts';

/**
 * Writes a return with all that follows from it, in one transaction: the way of every return, however it came about. Whoever
 * calls has locked the sale. The other locks are taken here, in the order that holds everywhere: the register, the customers,
 * the limited discounts of an exchange, the accounts by their ids, the stock levels by product.
 *
 * What a provider has charged is written as pending: it is paid out after the commit, and its entry in the ledger is of now.
 *
 * @throws REGISTER_RETIRED, SHIFT_CHANGED, CASH_NOT_ACCEPTED, SHIFT_REQUIRED, CUSTOMER_REQUIRED, INSUFFICIENT_BALANCE
 */
export async function takeBack(call: RecordingCall, draft: ReturnDraft): Promise<StoredReturn> {
  const { tx, now, newId } = call;
  const { id, place, registerId, plan } = draft;
  const { storeId, openShiftId: shiftId } = place;
  refuseRegister(place);
  if (plan.refunds.some(({ method }) => method === 'cash')) refuseWithoutDrawer(place);

  const number = await takeReturnNumber(tx, { storeId, registerId, shiftId });
  const { currency } = place;
  const moved = await moveAccounts(call, { returnId: id, storeId, currency, ...draft });
  const row = returnOf(call, draft, number, moved);
  const refunds = plan.refunds.map((refund, position) =>
    refundOf(call, draft, { refund, position, paidBack: moved.paidBack[position] }),
  );
  await flush(tx, [
    insertReturns(tx, [{ ...row, inputHash: draft.inputHash }]),
    ...(refunds.length === 0 ? [] : [insertRefunds(tx, refunds)]),
    ...(refunds.length === 0
      ? []
      : [
          insertTransactions(
            tx,
            refunds.map((each) => ledgerEntryOf(call, row, each)),
          ),
        ]),
    insertOutboxEvent(tx, {
      id: newId(),
      type: 'return.completed',
      storeId,
      businessDate: row.businessDate,
      payload: { returnId: id, saleId: row.saleId, storeId, total: row.total, currency, kind: row.kind },
      createdAt: now,
    }),
  ]);
  const goods = await moveReturnedStock(
    call,
    { returnId: id, storeId, alongside: draft.alongside },
    plan.goods,
  );
  const lines = linesOfReturn(call, draft, goods);
  flushWithCommit(tx, [insertReturnLines(tx, lines)]);

  call.audit(auditOfReturn(row, plan));
  return { row, lines, refunds };
}
