import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { documentChecks, verifyBooks } from '../src/books/verify-books.ts';
import { tellLowStock } from '../src/modules/inventory/index.ts';
import { countingAt } from './counting.ts';
import { type Corruption, type Corruptions, NOTHING, namingNothing, newRow, testDamage } from './damage.ts';
import { callAs } from './people.ts';
import { type Purchasing, purchasingAt } from './purchasing.ts';
import { ok, type Shop, startTestServer, type TestServer } from './support.ts';
import { transferringAt } from './transferring.ts';

let server: TestServer;
let shop: Shop;
let buying: Purchasing;
/** The rows that the damage below is about. */
const ids: Record<string, string> = {};

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  buying = purchasingAt(server, shop);
  ids.beans = await buying.newProduct();
  ids.milk = await buying.newProduct({ soldBy: 'measure' });
  ids.here = buying.here.store.id;
  ids.there = buying.there.store.id;
  await buying.stockUp({ [ids.beans]: 20, [ids.milk]: 20 });
  ids.opening = (await buying.rows('SELECT id FROM stock_adjustments'))[0].id;
  await buyAndReturn(ids.beans, ids.milk);
  await moveDamaged(ids.beans);
  await revalue(ids.beans, ids.milk);
  await transfer(ids.beans, ids.milk);
  await count(ids.beans, ids.milk);
  await runLow(ids.beans);
});
afterAll(() => server[Symbol.asyncDispose]());

/** Orders in every status; receipts with freight, discount, damage and more than was ordered; returns from both stocks. */
async function buyAndReturn(beans: string, milk: string): Promise<void> {
  const supplierId = await buying.newSupplier();
  const lines = [
    { productId: beans, quantity: 10, unitCost: 350 },
    { productId: milk, quantity: 20.5, unitCost: 99 },
  ];
  const end = async (orderId: string, how: 'cancel' | 'cancel-rest') => {
    const { version } = await buying.orderOf(orderId);
    await buying.create(`/inventory/purchase-orders/${orderId}/${how}`, { version });
  };
  const receive = async (orderId: string, body: object): Promise<string> =>
    ok(await buying.receive(orderId, body)).id;

  const orderId = await buying.order(supplierId, lines);
  ids.order = orderId;
  ids.receipt = await receive(orderId, {
    lines: [
      { productId: beans, quantity: 6, damaged: 1 },
      { productId: milk, quantity: 12.25, damaged: 0.5, unitCost: 101 },
    ],
    ...{ freight: 500, discount: 100 },
  });
  ids.over = await receive(orderId, { lines: [{ productId: beans, quantity: 5 }] });
  await end(orderId, 'cancel-rest');

  // What costs nothing, and a discount that is more than the goods.
  ids.open = await buying.order(
    supplierId,
    lines.map((line) => ({ ...line, unitCost: 0 })),
  );
  const some = lines.map(({ productId }) => ({ productId, quantity: 2 }));
  await receive(ids.open, { lines: some, freight: 101, discount: 50 });
  await buying.order(supplierId, lines);
  ids.draft = await buying.draft(supplierId, lines);
  await end(await buying.draft(supplierId, lines), 'cancel');
  await end(await buying.order(supplierId, lines), 'cancel');

  const goods = [
    { productId: beans, quantity: 2 },
    { productId: beans, quantity: 1, from: 'damaged' },
  ];
  const back = { supplierId, goodsReceiptId: ids.receipt, lines: goods };
  ids.back = ok(await buying.returnGoods(back)).id;
  ok(await buying.returnGoods({ supplierId, lines: [{ productId: milk, quantity: 0.5 }] }));
}

async function moveDamaged(beans: string): Promise<void> {
  for (const [action, quantity] of [
    ['set_aside', 3],
    ['restore', 1],
    ['write_off', 1],
  ] as const) {
    const lines = [{ productId: beans, quantity }];
    const { id } = await buying.create('/inventory/damaged', { storeId: ids.here, action, lines });
    ids[action] = id;
  }
}

async function revalue(...productIds: readonly string[]): Promise<void> {
  const lines = productIds.map((productId) => ({ productId, unitCost: 360 }));
  ids.revaluation = (await buying.create('/inventory/revaluations', { storeId: ids.here, lines })).id;
}

/** Transfers in every status, with goods that arrive in parts, damaged, come back and are lost. */
async function transfer(beans: string, milk: string): Promise<void> {
  const transferring = transferringAt(server, shop.owner, buying);
  const { draft, sent, act, receive, close } = transferring;
  const partly = await sent({ [beans]: 3, [milk]: 3 });
  ids.partly = partly.id;
  const arriving = [
    { productId: beans, quantity: 1, damaged: 1 },
    { productId: milk, quantity: 0.7 },
  ];
  ok(await receive(partly, arriving));
  const all = await sent({ [beans]: 1 });
  ids.received = all.id;
  ok(await receive(all, [{ productId: beans, quantity: 1 }]));
  ids.returned = ok(await close(await sent({ [beans]: 1 }), 'returned')).id;
  const losing = await sent({ [milk]: 2 });
  ids.lost = ok(await close(ok(await receive(losing, [{ productId: milk, quantity: 1 }])), 'lost')).id;
  ids.underWay = (await sent({ [milk]: 1 })).id;
  ids.planned = (await draft({ [milk]: 1 })).id;
  ok(await act('cancel', await draft({ [milk]: 1 })));
}

/** One that is applied, over areas, with a line that was right; one that goes on, and one that was given up. */
async function count(beans: string, milk: string): Promise<void> {
  const counting = countingAt(server, shop);
  const [applied, other] = [await counting.open(), await counting.open()];
  ids.applied = applied;
  ids.counting = other;
  await counting.count(applied, { [beans]: 3 }, { area: 'Shop' });
  await counting.count(applied, { [beans]: 4 }, { area: 'Stockroom' });
  const [onHand] = await buying.stockOf(milk);
  await counting.count(applied, { [milk]: onHand });
  await counting.count(other, { [beans]: 7 });
  // What moves between count and application stays.
  await buying.stockUp({ [beans]: 5 });
  await counting.finish(applied);
  await counting.move(await counting.open(), 'cancel');
}

async function runLow(beans: string): Promise<void> {
  const points = [{ productId: beans, point: 1000 }];
  ok(await callAs(server, shop.owner).put('/inventory/reorder-points', { storeId: ids.here, points }));
  await tellLowStock({ database: server.database, clock: server.clock.now, newId });
}

test('documents that nobody has touched keep every rule, and each rule has looked at something', async () => {
  const results = await verifyBooks(server.database);
  expect(results.filter(({ brokenCount }) => brokenCount > 0)).toEqual([]);
  const unseen = results.filter(({ checked }) => checked === 0).map(({ name }) => name);
  expect(unseen.filter((unseen) => documentChecks.some(({ name }) => name === unseen))).toEqual([]);
  const statuses = async (table: string) =>
    (await buying.rows(`SELECT DISTINCT status FROM ${table} ORDER BY status`)).map(({ status }) => status);
  expect(await statuses('purchase_orders')).toEqual([
    ...['cancelled', 'draft', 'ordered', 'partially_received', 'received'],
  ]);
  expect(await statuses('transfers')).toEqual([
    ...['cancelled', 'draft', 'in_transit', 'partially_received', 'received'],
  ]);
});

/** Changes the row of a product in the lines, or the movements, of a document. */
const change = (table: string, where: string, set: string) =>
  `UPDATE ${table} SET ${set} WHERE ${where} AND product_id = $beans`;
const damaging = (names: string, ...statements: readonly string[]): Corruption[] =>
  statements.map((statement) => ({ damage: [statement], names }));
const unchecked = (table: string, constraint: string) => `ALTER TABLE ${table} DROP CONSTRAINT ${constraint}`;
const ELSEWHERE = `store_id = CASE store_id WHEN $here THEN $there ELSE $here END`;

/** What audit rows and events of a document are found by, and the damages that are the same for all of them. */
const traces = (name: string, document: string, audit: string, event?: { type: string; id: string }) => {
  const row = `document_id = ${document} AND ${audit}`;
  const corruptions: Record<string, readonly Corruption[]> = {
    [`Each ${name} has one audit row, by whoever made it and in its store`]: [
      ...damaging(
        document,
        `DELETE FROM audit_log WHERE ${row}`,
        `UPDATE audit_log SET actor_id = NULL WHERE ${row}`,
        `UPDATE audit_log SET store_id = NULL WHERE ${row}`,
        newRow('audit_log', `'{"id": "${NOTHING}"}'`, row),
      ),
      ...damaging(`'${NOTHING}'`, `UPDATE audit_log SET document_id = '${NOTHING}' WHERE ${row}`),
    ],
  };
  if (event === undefined) return corruptions;
  const told = `type = '${event.type}' AND payload->>'${event.id}' = (${document})::text`;
  corruptions[`Each ${name} has one outbox event, which tells of it as it is`] = [
    ...damaging(
      document,
      `DELETE FROM outbox WHERE ${told}`,
      `UPDATE outbox SET store_id = NULL WHERE ${told}`,
      `UPDATE outbox SET payload = payload || '{"more": 1}' WHERE ${told}`,
      newRow('outbox', `'{"id": "${NOTHING}"}'`, told),
    ),
    ...damaging(`'gone'`, `UPDATE outbox SET payload = '{"${event.id}": "gone"}' WHERE ${told}`),
  ];
  return corruptions;
};

const ARRIVED = `type = 'transfer.received' AND payload->>'transferId' = $partly::text`;
/** The first movement of a document. */
const movedBy = (document: string, table = 'stock_movements') =>
  `(SELECT id FROM ${table} WHERE document_id = ${document} ORDER BY id LIMIT 1)`;

const corruptions: Corruptions = {
  'Each movement of stock has its document, in the same store and by the same person': [
    ...damaging(movedBy('$opening'), `DELETE FROM stock_adjustments WHERE id = $opening`),
    ...[
      ...['$opening', '$receipt', '$back', '$partly', '$received', '$applied', '$restore', '$revaluation'],
    ].flatMap((document) =>
      damaging(
        movedBy(document),
        `UPDATE stock_movements SET document_id = '${NOTHING}' WHERE id = ${movedBy(document)}`,
        `UPDATE stock_movements SET store_id = '${NOTHING}' WHERE id = ${movedBy(document)}`,
      ),
    ),
    ...['$opening', '$receipt', '$back', '$partly', '$applied', '$revaluation'].flatMap((document) =>
      damaging(
        movedBy(document),
        `UPDATE stock_movements SET actor_id = '${NOTHING}' WHERE id = ${movedBy(document)}`,
      ),
    ),
    ...damaging(movedBy('$restore'), `UPDATE stock_adjustments SET reason = 'write_off' WHERE id = $restore`),
    // What moves goods is no correction of their value, and the other way round.
    ...damaging(
      movedBy('$revaluation'),
      `UPDATE stock_movements SET kind = 'adjustment', quantity = 1 WHERE id = ${movedBy('$revaluation')}`,
      `UPDATE stock_adjustments SET reason = 'correction' WHERE id = $revaluation`,
    ),
    // A revaluation that follows no movement of its document.
    ...damaging(
      movedBy('$opening'),
      `UPDATE stock_movements SET kind = 'revaluation', quantity = 0 WHERE id = ${movedBy('$opening')}`,
    ),
  ],
  'Each movement of damaged goods has its document, in the same store and by the same person': [
    ...['$receipt', '$back', '$partly', '$set_aside', '$restore', '$write_off'].flatMap((document) =>
      damaging(
        movedBy(document, 'damaged_movements'),
        `UPDATE damaged_movements SET document_id = '${NOTHING}' WHERE document_id = ${document}`,
        `UPDATE damaged_movements SET store_id = '${NOTHING}' WHERE document_id = ${document}`,
      ),
    ),
    ...damaging(
      movedBy('$write_off', 'damaged_movements'),
      `UPDATE damaged_movements SET actor_id = '${NOTHING}' WHERE document_id = $write_off`,
      `UPDATE damaged_movements SET kind = 'restore' WHERE document_id = $write_off`,
      `UPDATE stock_adjustments SET reason = 'damage' WHERE id = $write_off`,
    ),
  ],
  'Each correction of stock has moved something': [
    ...damaging('$opening', `DELETE FROM stock_movements WHERE document_id = $opening`),
    ...['$set_aside', '$revaluation'].flatMap((document) =>
      damaging(document, `DELETE FROM stock_movements WHERE document_id = ${document}`),
    ),
    ...['$set_aside', '$restore', '$write_off'].flatMap((document) =>
      damaging(document, `DELETE FROM damaged_movements WHERE document_id = ${document}`),
    ),
  ],
  'Damaged goods that were set aside or put back have moved in stock too, with the same value': [
    ...['$set_aside', '$restore'].flatMap((document) =>
      damaging(
        document,
        `DELETE FROM stock_movements WHERE document_id = ${document}`,
        `DELETE FROM damaged_movements WHERE document_id = ${document}`,
        `UPDATE damaged_movements SET quantity = quantity * 2 WHERE document_id = ${document}`,
        `UPDATE stock_movements SET value = value + 1 WHERE document_id = ${document}`,
        `UPDATE stock_movements SET ${ELSEWHERE}, number = 99 WHERE document_id = ${document}`,
      ),
    ),
  ],
  'What is damaged, and its value, is the sum of its movements': damaging(
    '$beans',
    change('stock_levels', 'store_id = $here', 'damaged = damaged + 1'),
    change('stock_levels', 'store_id = $here', 'damaged_value = damaged_value + 1'),
    change('stock_levels', 'store_id = $here', 'last_damaged_number = last_damaged_number + 1'),
    change('damaged_movements', 'document_id = $receipt', 'quantity = quantity + 1'),
    `DELETE FROM stock_levels WHERE product_id = $beans AND store_id = $here`,
    `DELETE FROM damaged_movements WHERE product_id = $beans`,
  ),
  'The movements of damaged goods are numbered from 1 without a gap, each with the running sum': damaging(
    movedBy('$set_aside', 'damaged_movements'),
    change('damaged_movements', 'document_id = $set_aside', 'number = 99'),
    change('damaged_movements', 'document_id = $set_aside', 'damaged_after = damaged_after + 1'),
    change('damaged_movements', 'document_id = $set_aside', 'value_after = value_after + 1'),
    change('damaged_movements', 'document_id = $set_aside', 'quantity = quantity + 1'),
    change('damaged_movements', 'document_id = $set_aside', 'value = value + 1'),
    `DELETE FROM damaged_movements WHERE number = 1 AND product_id = $beans`,
  ),
  'The movements of damaged goods are recorded in the order of their numbers': damaging(
    movedBy('$set_aside', 'damaged_movements'),
    change('damaged_movements', 'document_id = $set_aside', `recorded_at = recorded_at - interval '1 hour'`),
  ),
  'What a purchase order has received is the sum of its receipts': damaging(
    '$order',
    change('purchase_order_lines', 'purchase_order_id = $order', 'received = received - 1'),
    change('purchase_order_lines', 'purchase_order_id = $order', 'damaged = damaged + 1'),
    change('goods_receipt_lines', 'goods_receipt_id = $receipt', 'quantity = quantity + 1'),
    `DELETE FROM goods_receipt_lines WHERE goods_receipt_id = $receipt`,
    `DELETE FROM purchase_order_lines WHERE purchase_order_id = $order`,
    `UPDATE goods_receipts SET purchase_order_id = $open WHERE id = $receipt`,
  ),
  'The status of a purchase order is what its lines make it': [
    ...['ordered', 'partially_received', 'cancelled', 'draft'].flatMap((status) =>
      damaging('$order', `UPDATE purchase_orders SET status = '${status}' WHERE id = $order`),
    ),
    ...damaging(
      '$open',
      `UPDATE purchase_orders SET status = 'received' WHERE id = $open`,
      `UPDATE purchase_order_lines SET cancelled = quantity WHERE purchase_order_id = $open`,
    ),
    ...damaging('$draft', `UPDATE purchase_orders SET status = 'cancelled' WHERE id = $draft`),
  ],
  'What came of a line of a purchase order beyond its quantity is marked on its receipts': damaging(
    '$order',
    change('goods_receipt_lines', 'goods_receipt_id = $over', 'over = 0'),
    change('goods_receipt_lines', 'goods_receipt_id = $over', 'over = over + 1'),
    change('goods_receipt_lines', 'goods_receipt_id = $receipt', 'over = 1'),
    change('purchase_order_lines', 'purchase_order_id = $order', 'quantity = quantity - 1'),
  ),
  'What comes after more than was outstanding is all of it more': damaging(
    '$over',
    // The mark of the later receipt on the earlier one.
    `UPDATE goods_receipt_lines SET over = CASE goods_receipt_id WHEN $receipt THEN 2 ELSE 0 END
     WHERE goods_receipt_id IN ($receipt, $over) AND product_id = $beans`,
    change('goods_receipt_lines', 'goods_receipt_id = $over', 'over = quantity + damaged + 1'),
    change('goods_receipt_lines', 'goods_receipt_id = $over', 'over = -1'),
  ),
  'The figures of a receipt are the sums of its lines': [
    ...['goods', 'freight', 'discount', 'variance'].flatMap((figure) =>
      damaging('$receipt', `UPDATE goods_receipts SET ${figure} = ${figure} + 1 WHERE id = $receipt`),
    ),
    ...damaging('$receipt', `DELETE FROM goods_receipt_lines WHERE goods_receipt_id = $receipt`),
  ],
  'A line of a receipt comes to its quantity at its cost, and varies from the order by what that differs':
    damaging(
      '$receipt',
      ...['goods', 'variance', 'unit_cost', 'ordered_unit_cost', 'quantity', 'damaged'].map((figure) =>
        change('goods_receipt_lines', 'goods_receipt_id = $receipt', `${figure} = ${figure} + 1`),
      ),
    ),
  'Freight and discount of a receipt are spread over its lines by the value of their goods': [
    ...damaging(
      '$receipt',
      change('goods_receipt_lines', 'goods_receipt_id = $receipt', 'freight = freight - 2'),
      change('goods_receipt_lines', 'goods_receipt_id = $receipt', 'discount = discount + 1'),
      `UPDATE goods_receipts SET freight = freight + 100 WHERE id = $receipt`,
    ),
    ...damaging(
      `(SELECT id FROM goods_receipts WHERE purchase_order_id = $open)`,
      `UPDATE goods_receipt_lines SET freight = 0, discount = 0 FROM goods_receipts g
       WHERE g.id = goods_receipt_id AND g.purchase_order_id = $open AND product_id = $beans`,
      `UPDATE goods_receipts SET discount = freight WHERE purchase_order_id = $open`,
    ),
  ],
  'What a receipt brought has come into stock, the damaged apart with its part of the whole cost': [
    ...damaging(
      '$receipt',
      `DELETE FROM stock_movements WHERE document_id = $receipt`,
      `DELETE FROM damaged_movements WHERE document_id = $receipt`,
      `DELETE FROM goods_receipt_lines WHERE goods_receipt_id = $receipt`,
      change('stock_movements', 'document_id = $receipt', 'quantity = quantity + 1'),
      change('damaged_movements', 'document_id = $receipt', 'quantity = quantity + 1'),
    ),
    {
      damage: [
        change('stock_movements', 'document_id = $receipt', 'value = value + 1'),
        change('damaged_movements', 'document_id = $receipt', 'value = value - 1'),
      ],
      names: '$receipt',
    },
    ...['goods', 'freight', 'discount'].flatMap((figure) =>
      damaging(
        '$receipt',
        change('goods_receipt_lines', 'goods_receipt_id = $receipt', `${figure} = ${figure} + 1`),
      ),
    ),
  ],
  'A receipt is in the store of its order, and of its supplier': damaging(
    '$receipt',
    `UPDATE goods_receipts SET ${ELSEWHERE} WHERE id = $receipt`,
    newSupplierOf('goods_receipts', '$receipt'),
    `UPDATE purchase_orders SET ${ELSEWHERE} WHERE id = $order`,
  ),
  'What went back to a supplier has left the stock, or the damaged goods, at its cost': damaging(
    '$back',
    `DELETE FROM stock_movements WHERE document_id = $back`,
    `DELETE FROM damaged_movements WHERE document_id = $back`,
    `DELETE FROM supplier_return_lines WHERE supplier_return_id = $back`,
    change('supplier_return_lines', 'supplier_return_id = $back AND from_damaged', 'quantity = quantity + 1'),
    change('supplier_return_lines', 'supplier_return_id = $back AND from_damaged', 'cost = cost + 1'),
    change('stock_movements', 'document_id = $back', 'quantity = quantity - 1'),
    change('damaged_movements', 'document_id = $back', 'value = value - 1'),
  ),
  'A line of a supplier return is credited its quantity at its unit credit': damaging(
    '$back',
    ...['quantity', 'unit_credit', 'credit'].map((figure) =>
      change('supplier_return_lines', 'supplier_return_id = $back', `${figure} = ${figure} + 1`),
    ),
  ),
  'A supplier return is in the store of its receipt, and to its supplier': damaging(
    '$back',
    `UPDATE supplier_returns SET ${ELSEWHERE} WHERE id = $back`,
    newSupplierOf('supplier_returns', '$back'),
  ),
  'No more of a receipt went back than came with it': damaging(
    '$receipt',
    change('supplier_return_lines', 'supplier_return_id = $back', 'quantity = quantity + 3'),
    change('goods_receipt_lines', 'goods_receipt_id = $receipt', 'quantity = 1'),
    `DELETE FROM goods_receipt_lines WHERE goods_receipt_id = $receipt AND product_id = $beans`,
  ),
  'What a transfer sent has left the stock of its store, at its cost': [
    ...damaging(
      '$partly',
      `DELETE FROM stock_movements WHERE document_id = $partly AND kind = 'transfer_out'`,
      change('stock_movements', `document_id = $partly AND kind = 'transfer_out'`, 'quantity = quantity - 1'),
      change('stock_movements', `document_id = $partly AND kind = 'transfer_out'`, 'value = value - 1'),
      change('transfer_lines', 'transfer_id = $partly', 'quantity = quantity + 1'),
      change('transfer_lines', 'transfer_id = $partly', 'cost = cost + 1'),
    ),
    ...damaging('$planned', `UPDATE transfer_lines SET cost = 1 WHERE transfer_id = $planned`),
    ...damaging('$underWay', `UPDATE transfer_lines SET cost = NULL WHERE transfer_id = $underWay`),
  ],
  'What a transfer brought or brought back has come into stock, the damaged apart, with its part of the cost':
    [
      ...damaging(
        '$partly',
        `DELETE FROM stock_movements WHERE document_id = $partly AND kind = 'transfer_in'`,
        `DELETE FROM damaged_movements WHERE document_id = $partly`,
        change(
          'stock_movements',
          `document_id = $partly AND kind = 'transfer_in'`,
          'quantity = quantity + 1',
        ),
        change('stock_movements', `document_id = $partly AND kind = 'transfer_in'`, 'value = value + 1'),
        change('damaged_movements', 'document_id = $partly', 'value = value - 1'),
        change('transfer_lines', 'transfer_id = $partly', 'received = 2, damaged = 0'),
        change('transfer_lines', 'transfer_id = $partly', 'damaged = 2, received = 0'),
        change('transfer_lines', 'transfer_id = $partly', 'returned = 1'),
        `DELETE FROM transfer_lines WHERE transfer_id = $partly`,
      ),
      ...damaging(
        '$returned',
        `UPDATE transfer_lines SET received = returned, returned = 0 WHERE transfer_id = $returned`,
      ),
      ...damaging(
        '$lost',
        `UPDATE transfer_lines SET received = received + lost, lost = 0 WHERE transfer_id = $lost`,
      ),
    ],
  'No more of a transfer has arrived than was sent': [
    {
      damage: [
        unchecked('transfer_lines', 'transfer_lines_arrived'),
        change('transfer_lines', 'transfer_id = $partly', 'lost = 2'),
      ],
      names: '$partly',
    },
    {
      damage: [
        unchecked('transfer_lines', 'transfer_lines_arrived'),
        `UPDATE transfer_lines SET received = quantity WHERE transfer_id = $planned`,
      ],
      names: '$planned',
    },
  ],
  'The status of a transfer is what its lines make it': [
    ...damaging(
      '$partly',
      `UPDATE transfers SET status = 'in_transit' WHERE id = $partly`,
      `UPDATE transfers SET status = 'received' WHERE id = $partly`,
      `UPDATE transfer_lines SET lost = in_transit WHERE transfer_id = $partly`,
    ),
    ...damaging('$returned', `UPDATE transfers SET status = 'received' WHERE id = $returned`),
    ...damaging('$received', `UPDATE transfers SET status = 'cancelled' WHERE id = $received`),
    ...damaging('$lost', `UPDATE transfers SET status = 'cancelled' WHERE id = $lost`),
    ...damaging('$underWay', `UPDATE transfers SET status = 'draft' WHERE id = $underWay`),
    ...damaging('$planned', `UPDATE transfer_lines SET cost = 1 WHERE transfer_id = $planned`),
  ],
  'What was counted of a product is the sum of its areas, at the time of the latest of them': damaging(
    '$applied',
    change('stocktake_lines', 'stocktake_id = $applied', 'counted = counted + 1'),
    change('stocktake_lines', 'stocktake_id = $applied', `counted_at = counted_at - interval '1 day'`),
    change('stocktake_counts', `stocktake_id = $applied AND area = 'Shop'`, 'quantity = quantity + 1'),
    `DELETE FROM stocktake_counts WHERE stocktake_id = $applied AND area = 'Shop'`,
    `DELETE FROM stocktake_counts WHERE stocktake_id = $applied`,
  ),
  'What was expected of a product is what was at the latest count of its areas': damaging(
    '$applied',
    change('stocktake_lines', 'stocktake_id = $applied', 'expected = expected + 1'),
    `UPDATE stocktake_counts SET expected = expected + 1 WHERE stocktake_id = $applied`,
  ),
  'What a stocktake has corrected has moved in stock, and nothing else has': [
    ...damaging(
      '$applied',
      `DELETE FROM stock_movements WHERE document_id = $applied`,
      change('stock_movements', 'document_id = $applied', 'quantity = quantity - 1'),
      change('stocktake_lines', 'stocktake_id = $applied', 'applied = applied - 1'),
      change('stocktake_lines', 'stocktake_id = $applied', 'applied = 0'),
      `DELETE FROM stocktake_lines WHERE stocktake_id = $applied AND product_id = $beans`,
    ),
  ],
  'The stock after a count is what was counted and what has moved since, but for other counts': damaging(
    '$applied',
    change('stocktake_lines', 'stocktake_id = $applied', 'applied = applied - 1'),
    change('stocktake_lines', 'stocktake_id = $applied', 'expected = expected - 1'),
    `UPDATE stocktake_lines SET expected = expected - 1 WHERE stocktake_id = $applied AND product_id = $milk`,
    // What was recorded after the count had occurred before it.
    `UPDATE stock_movements SET occurred_at = occurred_at - interval '1 day'
     WHERE product_id = $beans AND number = (SELECT expected_number + 1 FROM stocktake_lines
       WHERE stocktake_id = $applied AND product_id = $beans)`,
    // What came after the count was another count.
    `UPDATE stock_movements SET kind = 'count'
     WHERE product_id = $beans AND number = (SELECT expected_number + 1 FROM stocktake_lines
       WHERE stocktake_id = $applied AND product_id = $beans)`,
  ),
  'All lines of a stocktake are applied when it is, and none before': [
    ...damaging(
      '$applied',
      change('stocktake_lines', 'stocktake_id = $applied', 'applied = NULL, applied_at = NULL'),
      `UPDATE stocktakes SET status = 'review', applied_at = NULL WHERE id = $applied`,
    ),
    ...damaging(
      '$counting',
      change('stocktake_lines', 'stocktake_id = $counting', 'applied = 0, applied_at = now()'),
    ),
  ],
  ...Object.fromEntries(
    (
      [
        ['purchase_order', 'purchase orders', '$order'],
        ['goods_receipt', 'goods receipts', '$receipt'],
        ['supplier_return', 'supplier returns', '$back'],
        ['transfer', 'transfers', '$partly'],
        ['stocktake', 'stocktakes', '$applied'],
      ] as const
    ).map(([kind, documents, id]) => {
      const table = `${kind}s`;
      const last = `number = (SELECT max(number) FROM ${table})`;
      return [
        `The numbers of ${documents} run from 1 to the last one without a gap`,
        damaging(
          `'${kind}'`,
          `UPDATE ${table} SET number = 99 WHERE id = ${id}`,
          `UPDATE ${table} SET number = 0 WHERE ${last}`,
          `UPDATE document_numbers SET last_number = last_number + 1 WHERE kind = '${kind}'`,
          `DELETE FROM document_numbers WHERE kind = '${kind}'`,
        ),
      ];
    }),
  ),
  ...traces('correction of stock', '$write_off', `document_type = 'stock_adjustment'`),
  ...traces('ordered purchase order', '$order', `action = 'inventory.purchaseOrders.order'`, {
    ...{ type: 'purchase_order.ordered', id: 'purchaseOrderId' },
  }),
  ...traces('goods receipt', '$receipt', `action = 'inventory.purchaseOrders.receive'`, {
    ...{ type: 'goods_receipt.created', id: 'goodsReceiptId' },
  }),
  ...traces('supplier return', '$back', `action = 'inventory.supplierReturns.create'`, {
    ...{ type: 'supplier_return.created', id: 'supplierReturnId' },
  }),
  ...traces('sent transfer', '$partly', `action = 'inventory.transfers.send'`, {
    ...{ type: 'transfer.sent', id: 'transferId' },
  }),
  ...traces('applied stocktake', '$applied', `action = 'inventory.stocktakes.applied'`, {
    ...{ type: 'stocktake.applied', id: 'stocktakeId' },
  }),
  'Each arrival of goods of a transfer has an audit row and an outbox event': [
    ...damaging(
      '$partly',
      `DELETE FROM audit_log WHERE document_id = $partly AND action = 'inventory.transfers.receive'`,
      `DELETE FROM outbox WHERE ${ARRIVED}`,
      newRow('outbox', `'{"id": "${NOTHING}"}'`, ARRIVED),
      `UPDATE transfer_lines SET received = 0, damaged = 0 WHERE transfer_id = $partly`,
    ),
    ...damaging(`'gone'`, `UPDATE outbox SET payload = '{"transferId": "gone"}' WHERE ${ARRIVED}`),
  ],
  'Each notification of low stock has its outbox event': damaging(
    '(SELECT id FROM notifications)',
    `DELETE FROM outbox WHERE type = 'stock.low'`,
    `UPDATE outbox SET payload = payload || '{"productId": "gone"}' WHERE type = 'stock.low'`,
    `UPDATE outbox SET created_at = created_at - interval '1 second' WHERE type = 'stock.low'`,
  ),
  ...namingNothing({
    purchase_orders: ['created_by', 'ordered_by'],
    goods_receipts: ['received_by'],
    supplier_returns: ['created_by'],
    transfers: ['created_by', 'sent_by'],
    stocktakes: ['created_by', 'applied_by'],
    notifications: ['product_id'],
  }),
};

/** Says that another supplier has brought, or got back, what a document is about. */
function newSupplierOf(table: string, id: string): string {
  return `WITH other AS (${newRow('suppliers', `jsonb_build_object('id', gen_random_uuid(), 'code', NULL)`, 'true')} RETURNING id)
    UPDATE ${table} SET supplier_id = other.id FROM other WHERE ${table}.id = ${id}`;
}

describe('damage is found and the row is named', () => {
  testDamage(documentChecks, corruptions, () => ({ database: server.database, ids }));
});
