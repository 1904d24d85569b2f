import {
  type CreatePurchaseOrderInput,
  MAX_MONEY,
  type PurchaseOrder,
  type UpdatePurchaseOrderInput,
} from '@cashwrap/contract';
import { Failure, invalidReference, notFound, refuseStale } from '../../procedure/failure.ts';
import { changesOf } from '../../procedure/field-changes.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { findTradingPlace } from '../organization/index.ts';
import { readOrderLines } from './purchase-order-lines.ts';
import { refuseStatus } from './purchase-order-status.ts';
import {
  deleteLines,
  findPurchaseOrder,
  insertLines,
  insertPurchaseOrder,
  lockPurchaseOrder,
  type OrderedLine,
  type StoredPurchaseOrder,
  updatePurchaseOrder as updateRow,
} from './purchase-orders.repo.ts';
import { toPurchaseOrder } from './purchase-orders.ts';
import { refuseGivenCosts } from './refuse-given-costs.ts';
import { supplierArchived } from './supplier-archived.ts';
import { findSupplier, holdSupplier, type SupplierRow } from './suppliers.repo.ts';

/** Drafts an order by a person's word, who must see costs to give any. */
export function createPurchaseOrder(
  call: MutationCall & SignedIn,
  input: CreatePurchaseOrderInput,
): Promise<PurchaseOrder> {
  refuseGivenCosts(call.actor, input.storeId, input.lines);
  return draftPurchaseOrder(call, input);
}

/** Drafts an order: nothing is ordered yet, and its lines can be changed. */
export async function draftPurchaseOrder(
  call: MutationCall & SignedIn,
  input: CreatePurchaseOrderInput,
): Promise<PurchaseOrder> {
  const { tx, now, actor } = call;
  const { storeId, supplierId, lines, ...fields } = input;
  const supplier = await holdSupplier(tx, supplierId);
  if (!supplier) throw invalidReference('supplier', ['supplierId']);
  if (supplier.status === 'archived') throw supplierArchived(supplier);
  const ordered = await readLines(call, storeId, supplier, lines);
  const id = call.newId();
  await insertPurchaseOrder(tx, {
    ...{ id, storeId, supplierId, ...fields, status: 'draft', createdBy: actor.userId },
    ...{ createdAt: now, updatedAt: now },
  });
  await insertLines(tx, id, ordered);
  const order = toPurchaseOrder(await readWritten(call, id));
  call.audit({ storeId, documentType: 'purchase_order', documentId: id, after: order });
  return order;
}

/** Changes what is given and leaves the rest: the lines of a draft only, the other fields until all has come. */
export async function updatePurchaseOrder(
  call: MutationCall & SignedIn,
  { id, version, lines, ...given }: UpdatePurchaseOrderInput,
): Promise<PurchaseOrder> {
  const { tx, scope, now } = call;
  const before = await lockPurchaseOrder(tx, scope, id);
  if (!before) throw notFound('purchase order');
  const { order } = before;
  refuseGivenCosts(call.actor, order.storeId, lines ?? []);
  refuseStale('purchase order', version, order.version);
  refuseStatus(order, ['draft', 'ordered', 'partially_received'], 'It can no longer be changed.');
  const changes = changesOf<typeof given>(order, given);
  const newLines = lines && (await readNewLines(call, before, lines));
  if (Object.keys(changes).length === 0 && newLines === undefined) {
    call.changedNothing();
    return toPurchaseOrder(before);
  }
  await updateRow(tx, id, { ...changes, version: version + 1, updatedAt: now });
  if (newLines) {
    await deleteLines(tx, id);
    await insertLines(tx, id, newLines);
  }
  const after = toPurchaseOrder(await readWritten(call, id));
  call.audit({
    ...{ storeId: order.storeId, documentType: 'purchase_order', documentId: id },
    ...{ before: toPurchaseOrder(before), after },
  });
  return after;
}

/** The lines as they are to be; `undefined` where they are so already. */
async function readNewLines(
  call: MutationCall,
  { order, lines: stored }: StoredPurchaseOrder,
  given: NonNullable<UpdatePurchaseOrderInput['lines']>,
): Promise<OrderedLine[] | undefined> {
  refuseStatus(
    order,
    ['draft'],
    'Only a draft can get other lines: cancel what is not to come, and draft another order.',
  );
  const supplier = await findSupplier(call.tx, order.supplierId);
  if (!supplier) throw new Error('The supplier of a purchase order is gone.');
  const lines = await readLines(call, order.storeId, supplier, given);
  const before = stored.map(({ productId, supplierSku, packSize, quantity, unitCost }) => {
    return { productId, supplierSku, packSize, quantity, unitCost };
  });
  return changesOf<{ lines: readonly OrderedLine[] }>({ lines: before }, { lines }).lines && lines;
}

async function readLines(
  { tx }: MutationCall,
  storeId: string,
  supplier: SupplierRow,
  lines: CreatePurchaseOrderInput['lines'],
): Promise<OrderedLine[]> {
  const place = await findTradingPlace(tx, storeId, null);
  if (!place) throw new Error('The store of a purchase order is gone.');
  const { currency, merchantCurrency: catalogueCurrency } = place;
  return readOrderLines(tx, { supplier, currency, catalogueCurrency }, lines);
}

/** The order as it was just written; refuses what comes to more than can be kept, and so takes it back. */
async function readWritten({ tx, scope }: MutationCall, id: string): Promise<StoredPurchaseOrder> {
  const stored = await findPurchaseOrder(tx, scope, id);
  if (!stored) throw new Error('A purchase order is gone that was just written.');
  if (stored.order.total > MAX_MONEY) {
    throw new Failure('AMOUNT_OUT_OF_RANGE', {
      detail: `The order comes to more than ${MAX_MONEY} (minor units), which is more than can be kept: check unit costs and quantities.`,
    });
  }
  return stored;
}
