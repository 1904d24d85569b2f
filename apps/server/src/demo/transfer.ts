import type { PlannedArrival, PlannedTransfer } from './plan-transfers.ts';
import { at, productIdOf, type Trading, type Written, writtenOf } from './trading.ts';

export async function send(
  trading: Trading,
  { transfers }: Written,
  planned: PlannedTransfer,
  name: string,
): Promise<void> {
  const { store, to, note } = planned;
  const occasion = at(trading, planned, name);
  const [fromStoreId, toStoreId] = [trading.shop.stores[store].id, trading.shop.stores[to].id];
  const lines = planned.lines.map(({ article, quantity }) => {
    return { productId: productIdOf(trading, article), quantity };
  });
  const { id, version } = await trading.call(occasion(0), ({ inventory }) =>
    inventory.transfers.create({ fromStoreId, toStoreId, note, lines }),
  );
  await trading.call(occasion(10), ({ inventory }) => inventory.transfers.send({ id, version }));
  transfers.set(planned, id);
}

export async function arrive(
  trading: Trading,
  { transfers }: Written,
  planned: PlannedArrival,
  name: string,
): Promise<void> {
  const id = writtenOf(transfers, planned.transfer);
  const lines = planned.transfer.lines.map(({ article, quantity }) => {
    const damaged = article === planned.damaged ? 1 : 0;
    return { productId: productIdOf(trading, article), quantity: quantity - damaged, damaged };
  });
  await trading.call(at(trading, planned, name)(0), ({ inventory }) =>
    inventory.transfers.receive({ id, lines }),
  );
}
