import type { CreateSaleInput, Sale } from '@cashwrap/contract';
import { flush } from '@cashwrap/database';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { hashInput } from '../../procedure/idempotency.ts';
import { insertOutboxEvent } from '../../procedure/outbox.repo.ts';
import { findInputHash, otherSale, refuseOtherPrice, refuseRegister } from '../sales/index.ts';
import { auditedOf } from './change-open-sale.ts';
import { findSaleOfAnyStatus } from './get-sale.ts';
import { lockBuyer } from './lock-buyer.ts';
import { insertOpenSale, type OpenSaleRow } from './open-sale.repo.ts';
import { toOpenSale } from './present-open-sale.ts';
import { figuresOf, priceOpenSale } from './price-open-sale.ts';

/** Opens a sale: empty, or with what is bought already. Nothing is taken from stock before it is completed. */
export async function openSale(
  call: MutationCall & SignedIn,
  input: Omit<CreateSaleInput, 'payments'>,
): Promise<Sale> {
  const { tx, now, newId, actor } = call;
  const { storeId, registerId, customerId = null, name = null, note } = input;
  const { discounts, codes, serviceCharges, giftCards, rewardIds } = input;
  const inputHash = hashInput(input);
  const lines = input.lines.map((line) => ({ id: newId(), ...line }));
  const cart = { lines, discounts, codes, serviceCharges, giftCards, rewardIds };
  const given = { storeId, registerId, customerId, cart };
  const [priced, earlierHash] = await flush(tx, [
    priceOpenSale(tx, given, now),
    input.id === undefined ? Promise.resolve(undefined) : findInputHash(tx, input.id),
  ]);
  if (input.id !== undefined && earlierHash !== undefined) {
    return replay(call, input.id, earlierHash === inputHash);
  }
  refuseRegister(priced.place);
  if (input.expected) refuseOtherPrice(priced, input.expected);

  const row: OpenSaleRow = {
    ...{ id: input.id ?? newId(), ...given, ...figuresOf(priced, given, newId) },
    ...{ status: 'open', name, note, cashierId: actor.userId, cancelReason: null },
    ...{ inputHash, version: 1, openedAt: now, updatedAt: now },
  };
  const { id: documentId } = row;
  await flush(tx, [
    lockBuyer(tx, row.customerId),
    insertOpenSale(tx, row),
    insertOutboxEvent(tx, {
      id: newId(),
      type: 'sale.opened',
      storeId,
      payload: { saleId: documentId, storeId, registerId },
      createdAt: now,
    }),
  ]);
  call.audit({ storeId, registerId, documentType: 'sale', documentId, after: auditedOf(row) });
  return toOpenSale(row, []);
}

/** The id was used before: the same content is the same sale, as it is by now; other content is refused. */
async function replay({ tx, changedNothing, scope }: MutationCall, id: string, same: boolean): Promise<Sale> {
  const stored = same ? await findSaleOfAnyStatus(tx, scope, id) : undefined;
  if (!stored) throw otherSale(id);
  changedNothing();
  return stored;
}
