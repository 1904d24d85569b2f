import type { FieldError, ReceiveTransferInput, Transfer } from '@cashwrap/contract';
import { quantityToThousandths, thousandthsToQuantity } from '@cashwrap/pricing';
import { Failure, invalidInput, invalidReference, nameSome } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { insertOutboxEvent } from '../../procedure/outbox.repo.ts';
import { lockAtDestination, ON_THE_ROAD, refuseStatus } from './lock-transfer.ts';
import { storeTransfer } from './store-transfer.ts';
import { type ArrivingLine, takeIntoStock } from './take-into-stock.ts';
import { arriveTransferLines, type TransferLineRow } from './transfer-lines.repo.ts';

/** Brings what arrived into stock, what is damaged apart from what can be sold: all lines or none. */
export async function receiveTransfer(
  call: MutationCall & SignedIn,
  { id, lines }: ReceiveTransferInput,
): Promise<Transfer> {
  const { tx, now } = call;
  const before = await lockAtDestination(call, id);
  refuseStatus(
    before.row,
    ON_THE_ROAD,
    'Goods arrive after they were sent, until all of them are accounted for.',
  );
  const arriving = pair(lines, before.lines);
  const arrived = await arriveTransferLines(tx, id, lines);
  refuseExceeded(arriving.filter(({ line }) => !arrived.has(line.productId)));

  const { fromStoreId, toStoreId } = before.row;
  await takeIntoStock(call, id, toStoreId, arriving);
  await insertOutboxEvent(tx, {
    id: call.newId(),
    type: 'transfer.received',
    storeId: toStoreId,
    payload: { transferId: id, fromStoreId, toStoreId },
    createdAt: now,
  });
  return storeTransfer(call, before, toStoreId, {
    status: isAllHere(before.lines, arriving) ? 'received' : 'partially_received',
  });
}

/** Pairs what arrived with the lines of the transfer; refuses other products, and parts of what is sold by the unit. */
function pair(lines: ReceiveTransferInput['lines'], sent: readonly TransferLineRow[]): ArrivingLine[] {
  const byProduct = new Map(sent.map((line) => [line.productId, line]));
  const unknown = lines.flatMap(({ productId }, position) => (byProduct.has(productId) ? [] : [position]));
  if (unknown.length > 0) {
    const paths = unknown.map((position) => ['lines', position, 'productId']);
    throw invalidReference('product on the transfer', ...paths);
  }
  const parted = lines.flatMap((line, position): FieldError[] => {
    const product = byProduct.get(line.productId);
    if (product?.soldBy !== 'unit') return [];
    const message = `must be a whole number: "${product.productName}" is sold by the unit`;
    const fields = (['quantity', 'damaged'] as const).filter((field) => !Number.isInteger(line[field]));
    return fields.map((field) => ({ path: ['lines', position, field], message }));
  });
  if (parted.length > 0) throw invalidInput(parted);
  return lines.flatMap(({ productId, quantity, damaged }, position) => {
    const line = byProduct.get(productId);
    return line ? [{ line, position, good: quantity, damaged }] : [];
  });
}

function refuseExceeded(exceeded: readonly ArrivingLine[]): void {
  if (exceeded.length === 0) return;
  const lines = exceeded.map(({ line, position, ...arrival }) => ({
    ...{ productId: line.productId, name: line.productName, position },
    ...{ requested: thousandthsToQuantity(arrivedOf(arrival)), available: line.inTransit },
  }));
  const said = lines.map(
    ({ name, requested, available }) => `${name}: ${requested} arrived, ${available} in transit`,
  );
  throw new Failure('QUANTITY_EXCEEDED', {
    detail: `More arrived than was sent. ${nameSome(said, '; ')}. Receive what was sent, and book the rest as an adjustment. Nothing was changed.`,
    details: { lines },
  });
}

function isAllHere(sent: readonly TransferLineRow[], arriving: readonly ArrivingLine[]): boolean {
  const here = new Map(arriving.map(({ line, ...arrival }) => [line.productId, arrivedOf(arrival)]));
  return sent.every(
    ({ productId, inTransit }) => quantityToThousandths(inTransit) === (here.get(productId) ?? 0),
  );
}

function arrivedOf({ good, damaged }: Pick<ArrivingLine, 'good' | 'damaged'>): number {
  return quantityToThousandths(good) + quantityToThousandths(damaged);
}
