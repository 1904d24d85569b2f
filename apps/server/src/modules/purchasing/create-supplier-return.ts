import type { CreateSupplierReturnInput, SupplierReturn } from '@cashwrap/contract';
import { mulDiv, quantityToThousandths, WHOLE_THOUSANDTHS } from '@cashwrap/pricing';
import { invalidReference } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { insertOutboxEvent } from '../../procedure/outbox.repo.ts';
import { findStockedProducts } from '../catalog/index.ts';
import {
  type CheckedLine,
  checkStockLines,
  lockStockLevels,
  moveDamaged,
  moveStock,
  nextDocumentNumber,
  refuseUnmoved,
  refuseUnmovedDamaged,
} from '../inventory/index.ts';
import { findTradingPlace } from '../organization/index.ts';
import { withinRange } from '../pricing/index.ts';
import { costOf, totalOf } from './domain/costs.ts';
import { refuseMoreThanReceived } from './domain/returned-quantities.ts';
import { type GoodsReceiptLineRow, listGoodsReceiptLines } from './goods-receipts.repo.ts';
import { refuseForeignProducts } from './refuse-foreign-products.ts';
import { findSupplierProducts } from './supplier-products.repo.ts';
import {
  insertSupplierReturnLines,
  insertSupplierReturns,
  lockReceiptToReturn,
} from './supplier-returns.repo.ts';
import { readSupplierReturn, supplierReturnSeenBy } from './supplier-returns.ts';
import { findSupplier, type SupplierRow } from './suppliers.repo.ts';

type Call = MutationCall & SignedIn;
type ReturnLine = CheckedLine<CreateSupplierReturnInput['lines'][number]>;

/** What has left with each product, by the stock that it was in. */
type Costs = Readonly<Record<ReturnLine['line']['from'], ReadonlyMap<string, number>>>;

/** Sends goods back: they leave the stock at what they are worth there, whatever the supplier gives back for them. */
export async function createSupplierReturn(
  call: Call,
  input: CreateSupplierReturnInput,
): Promise<SupplierReturn> {
  const { tx, now, newId, actor } = call;
  const { storeId, supplierId, goodsReceiptId, reason, reference, note } = input;
  const supplier = await findSupplier(tx, supplierId);
  if (!supplier) throw invalidReference('supplier', ['supplierId']);
  const received = await readReceived(call, input);
  const productIds = input.lines.map((line) => line.productId);
  const lines = checkStockLines(input.lines, await findStockedProducts(tx, productIds));
  if (received) refuseMoreThanReceived(input.lines, received);
  const expected = received ?? (await findAskedCosts(call, supplier, storeId, productIds));

  const id = newId();
  await insertSupplierReturns(tx, [
    {
      ...{ id, number: await nextDocumentNumber(tx, 'supplier_return'), storeId, supplierId, goodsReceiptId },
      ...{ reason, reference, note, createdBy: actor.userId, createdAt: now },
    },
  ]);
  const costs = await moveOut(call, storeId, id, lines);
  await insertSupplierReturnLines(
    tx,
    withinRange(() => creditLines(lines, costs, expected)).map((line) => ({ supplierReturnId: id, ...line })),
  );
  const supplierReturn = await readSupplierReturn(tx, call.scope, id);
  await insertOutboxEvent(tx, {
    id: newId(),
    type: 'supplier_return.created',
    storeId,
    payload: { supplierReturnId: id, storeId, supplierId },
    createdAt: now,
  });
  call.audit({ storeId, documentType: 'supplier_return', documentId: id, after: supplierReturn });
  return supplierReturnSeenBy(actor, supplierReturn);
}

/** What the supplier asks for one unit, by product, where that is in the currency of the store. */
async function findAskedCosts(
  { tx }: Call,
  supplier: SupplierRow,
  storeId: string,
  productIds: readonly string[],
): Promise<Map<string, { unitCost: number | null }>> {
  const place = await findTradingPlace(tx, storeId, null);
  if (supplier.currency !== place?.currency) return new Map();
  const products = await findSupplierProducts(tx, supplier.id, productIds);
  return new Map([...products].map(([productId, { cost }]) => [productId, { unitCost: cost }]));
}

/** The lines with what has left with each, and what the supplier should give back: by default what was paid for it. */
function creditLines(
  lines: readonly ReturnLine[],
  costs: Costs,
  expected: ReadonlyMap<string, { readonly unitCost: number | null }>,
) {
  const credited = lines.map(({ line: { productId, quantity, from, ...given }, position }) => {
    const cost = costs[from].get(productId) ?? 0;
    const unitCredit = given.unitCredit ?? expected.get(productId)?.unitCost ?? averageOf(cost, quantity);
    return {
      ...{ productId, fromDamaged: from === 'damaged', position, quantity },
      ...{ unitCredit, credit: costOf(unitCredit, quantity), cost },
    };
  });
  // Both totals are answered, and so must be kept to.
  totalOf(credited.map(({ credit }) => credit));
  totalOf(credited.map(({ cost }) => cost));
  return credited;
}

/** What came with the receipt that the goods go back of, by product; undefined where none is named. */
async function readReceived(
  { tx }: Call,
  { goodsReceiptId, storeId, supplierId, lines }: CreateSupplierReturnInput,
): Promise<Map<string, GoodsReceiptLineRow> | undefined> {
  if (goodsReceiptId === null) return undefined;
  if (!(await lockReceiptToReturn(tx, { id: goodsReceiptId, storeId, supplierId }))) {
    throw invalidReference('receipt of goods from this supplier in this store', ['goodsReceiptId']);
  }
  const received = new Map(
    (await listGoodsReceiptLines(tx, [goodsReceiptId])).map((line) => [line.productId, line]),
  );
  refuseForeignProducts(lines, received, 'receipt');
  return received;
}

/** Takes the goods out of the stock that each is in: all of these levels are locked first. */
async function moveOut(
  { tx, now, newId, actor }: Call,
  storeId: string,
  documentId: string,
  lines: readonly ReturnLine[],
): Promise<Costs> {
  const document = {
    ...{ kind: 'supplier_return' as const, storeId, documentId, actorId: actor.userId },
    ...{ occurredAt: now, recordedAt: now },
  };
  const movesFrom = (stock: ReturnLine['line']['from']) =>
    lines
      .filter(({ line }) => line.from === stock)
      .map(({ line: { productId, quantity }, position, product }) => ({
        ...{ productId, position, quantity: -quantity, name: product.name },
        // What is not there cannot be sent back, whatever may be sold before it is entered.
        ...{ usualCost: product.cost ?? 0, mayGoBelow: false },
      }));
  await lockStockLevels(
    tx,
    storeId,
    lines.map(({ line }) => line.productId),
  );
  const onHand = movesFrom('on_hand');
  const left = await moveStock(tx, document, onHand, newId);
  await refuseUnmoved(tx, storeId, onHand, left);
  const damaged = movesFrom('damaged').map((move) => ({ ...move, value: 0 }));
  const damagedLeft = await moveDamaged(tx, document, damaged, newId);
  await refuseUnmovedDamaged(tx, storeId, damaged, damagedLeft);
  const costsOf = (moved: readonly { product_id: string; value: number }[]) =>
    new Map(moved.map(({ product_id, value }) => [product_id, 0 - value]));
  return { on_hand: costsOf(left), damaged: costsOf(damagedLeft) };
}

/** What one unit was worth of what has left. */
function averageOf(cost: number, quantity: number): number {
  return mulDiv(cost, WHOLE_THOUSANDTHS, quantityToThousandths(quantity), 'half_up');
}
