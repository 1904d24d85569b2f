import { newId } from '@cashwrap/database';
import { inStoreEan13 } from './assortment.ts';
import { FIRST_SHIRT } from './extras.ts';
import { actorOf } from './people.ts';
import type { Trading } from './trading.ts';

/**
 * What comes of sales on the last day in Dublin: a shirt is brought back and another one exchanged, a sale is voided, two wait
 * parked, and a till that had lost its connection hands over what it has sold. Answers how many sales that makes.
 */
export async function lookAfterSales({ call, people, shop, regulars, now }: Trading): Promise<number> {
  const at = new Date(now.getTime() - 30_000);
  const as = (name: string) => ({ actor: actorOf(people, 'manager'), at, name: `demo-${name}` });
  const { id: storeId, tillIds } = shop.stores.dublin;
  const place = { storeId, registerId: tillIds[0] ?? '' };
  const [customerId = ''] = regulars.dublin;
  const shirts: string[] = [];
  for (let index = 0; index < 4; index++) {
    const code = inStoreEan13(FIRST_SHIRT + index);
    const { id } = await call(as(`shirt-${index}`), ({ products }) => products.byBarcode({ code }));
    shirts.push(id);
  }
  const [figM = '', figL = '', fernM = '', fernL = ''] = shirts;
  const [espresso = ''] = shop.productIds.values();
  const one = (productId: string, quantity = 1) => [{ productId, quantity }];
  const sell = (name: string, productId: string, quantity: number, fields: { customerId?: string } = {}) =>
    call(as(name), async ({ sales }) => {
      const cart = { storeId, lines: one(productId, quantity), ...fields };
      const { total: amount } = await sales.quote(cart);
      const payments = [{ method: 'card' as const, amount, reference: `TX-${name}` }];
      return sales.create({ ...cart, ...place, payments });
    });
  const linesOf = ({ lines }: { lines: readonly { id: string }[] }) =>
    lines.slice(0, 1).map(({ id: saleLineId }) => ({ saleLineId, quantity: 1 }));

  const two = await sell('shirts-sold', figM, 2, { customerId });
  await call(as('shirt-back'), ({ returns }) =>
    returns.create({
      ...place,
      saleId: two.id,
      lines: linesOf(two),
      reason: 'Too small',
      cardReference: 'TX-R1',
    }),
  );
  const other = await sell('shirt-sold', fernM, 1);
  await call(as('shirt-exchanged'), ({ exchanges }) =>
    exchanges.create({
      ...place,
      return: { saleId: other.id, lines: linesOf(other), reason: 'Wrong size' },
      sale: { lines: one(fernL), payments: [] },
    }),
  );
  const twice = await sell('rung-up-twice', espresso, 1);
  await call(as('void'), ({ sales }) => sales.void({ id: twice.id, reason: 'Rung up twice' }));

  const waiting = [
    { name: 'Mrs Byrne, fig shirt', productId: figL },
    { name: 'Table by the window', productId: espresso },
  ];
  for (const [index, { name, productId }] of waiting.entries()) {
    const { id, version } = await call(as(`open-${index}`), ({ sales }) =>
      sales.create({ ...place, lines: one(productId) }),
    );
    await call(as(`park-${index}`), ({ sales }) => sales.park({ id, version, name }));
  }

  const { total } = await call(as('espresso'), ({ sales }) => sales.quote({ storeId, lines: one(espresso) }));
  // The till had not heard of the new price in time. Handed over again it is refused: the reference is taken.
  const offline = [total, total - 20].map((shown, index) => ({
    ...{ id: newId(), registerId: place.registerId, tillReference: `T1-00000${index + 1}` },
    ...{ occurredAt: at.toISOString(), lines: one(espresso), shown: { total: shown, lineTotals: [shown] } },
    payments: [{ method: 'card' as const, amount: shown, reference: `TX-OFF${index + 1}` }],
  }));
  await call(as('offline'), ({ sales }) => sales.ingest({ storeId, sales: offline }));
  return 4 + offline.length;
}
