import { type Fields, make, type Step, stale, tell } from '../story.ts';

/** A product of its own, of which nobody else counts or orders. */
const product = (name: string): Step =>
  make(
    'products.create',
    {
      ...{
        sku: `STOCK-${name.toUpperCase()}-{{run}}`,
        name: `Stock ${name} {{run}}`,
        taxCategoryId: '{{taxCategoryId}}',
      },
      ...{ price: 500, cost: 100 },
    },
    `${name}Id`,
  );

const stock = (name: string, quantity: number): Step[] => [
  product(name),
  make(
    'inventory.adjust',
    {
      ...{ storeId: '{{storeId}}', reason: 'opening_stock', note: `${name} {{run}}` },
      lines: [{ productId: `{{${name}Id}}`, quantity, unitCost: 100 }],
    },
    `${name}AdjustmentId`,
  ),
];

const supplier = (name: string): Step =>
  make('inventory.suppliers.create', { name: `${name} {{run}}` }, `${name}Id`);

const supplies: Step = {
  operation: 'inventory.suppliers.setProducts',
  input: {
    id: '{{supplierId}}',
    products: [{ productId: '{{teaId}}', supplierSku: 'THEIRS-{{run}}', cost: 90 }],
  },
};

const order = (name: string): Step => ({
  operation: 'inventory.purchaseOrders.create',
  input: {
    ...{ storeId: '{{storeId}}', supplierId: '{{supplierId}}', note: `${name} {{run}}` },
    lines: [{ productId: '{{teaId}}', quantity: 12, unitCost: '{{#cakePrice}}' }],
  },
  keep: { [`${name}Id`]: 'id' },
});

const ordered = (name: string): Step[] => [
  order(name),
  { operation: 'inventory.purchaseOrders.order', input: { id: `{{${name}Id}}`, version: 1 } },
];

const received = (name: string): Step[] => [
  ...ordered(name),
  make(
    'inventory.purchaseOrders.receive',
    {
      ...{ id: `{{${name}Id}}`, deliveryNote: `LS-${name}-{{run}}` },
      lines: [{ productId: '{{teaId}}', quantity: 5, damaged: 1 }],
    },
    `${name}ReceiptId`,
  ),
];

const supplierReturn = (name: string): Step[] => [
  ...received(name),
  make('inventory.supplierReturns.create', returned(name), `${name}ReturnId`),
];

function returned(name: string): Fields {
  return {
    ...{ storeId: '{{storeId}}', supplierId: '{{supplierId}}', goodsReceiptId: `{{${name}ReceiptId}}` },
    ...{ reason: 'damaged', reference: `RMA-${name}-{{run}}` },
    lines: [{ productId: '{{teaId}}', quantity: 1, from: 'damaged', unitCredit: 345 }],
  };
}

const transfer = (name: string): Step =>
  make(
    'inventory.transfers.create',
    {
      ...{ fromStoreId: '{{storeId}}', toStoreId: '{{depotId}}', note: `${name} {{run}}` },
      lines: [{ productId: '{{teaId}}', quantity: 3 }],
    },
    `${name}Id`,
  );

const sent = (name: string): Step[] => [
  transfer(name),
  { operation: 'inventory.transfers.send', input: { id: `{{${name}Id}}`, version: 1 } },
];

const stocktake = (name: string): Step =>
  make(
    'inventory.stocktakes.create',
    { storeId: '{{depotId}}', name: `${name} {{run}}`, blind: false },
    `${name}Id`,
  );

const counting = (name: string): Step[] => [
  stocktake(name),
  { operation: 'inventory.stocktakes.start', input: { id: `{{${name}Id}}`, version: 1 } },
];

const counted = (name: string): Step[] => [
  ...counting(name),
  {
    operation: 'inventory.stocktakes.count',
    input: { id: `{{${name}Id}}`, area: 'Shelf {{run}}', lines: [{ productId: '{{teaId}}', quantity: 990 }] },
  },
];

const reviewed = (name: string): Step[] => [
  ...counted(name),
  { operation: 'inventory.stocktakes.review', input: { id: `{{${name}Id}}`, version: 2 } },
];

/** What is short, and who sells it. */
const short = (name: string): Step[] => [
  product(name),
  {
    operation: 'inventory.setReorderPoints',
    input: { storeId: '{{storeId}}', points: [{ productId: `{{${name}Id}}`, point: 5, quantity: 12 }] },
  },
  {
    operation: 'inventory.suppliers.setProducts',
    input: { id: '{{supplierId}}', products: [{ productId: `{{${name}Id}}`, cost: 90 }] },
  },
];

export const inventory = tell({
  'inventory.levels': {
    given: stock('level', 7),
    input: { storeId: '{{storeId}}', productId: '{{levelId}}' },
    list: {
      has: { productName: 'Stock level {{run}}', onHand: 7, value: 700 },
      every: { storeId: '{{storeId}}', productId: '{{levelId}}' },
    },
  },
  'inventory.movements': {
    given: stock('moved', 9),
    input: { storeId: '{{storeId}}', documentId: '{{movedAdjustmentId}}', kind: 'adjustment' },
    list: {
      has: { productId: '{{movedId}}', quantity: 9, onHandAfter: 9, value: 900 },
      every: { storeId: '{{storeId}}', documentId: '{{movedAdjustmentId}}', kind: 'adjustment' },
    },
  },
  'inventory.adjust': {
    given: [product('found')],
    input: {
      ...{ storeId: '{{storeId}}', reason: 'found', note: 'Behind the shelf {{run}}' },
      lines: [{ productId: '{{foundId}}', quantity: 2, unitCost: 340 }],
    },
    expect: { movements: [{ productId: '{{foundId}}', quantity: 2, value: 680, onHandAfter: 2 }] },
  },
  'inventory.adjustments': {
    given: stock('summed', 3),
    input: { storeId: '{{storeId}}', reason: 'opening_stock' },
    list: {
      has: { id: '{{summedAdjustmentId}}', note: 'summed {{run}}' },
      every: { storeId: '{{storeId}}', reason: 'opening_stock' },
    },
  },
  'inventory.revalue': {
    given: stock('dearer', 4),
    input: {
      ...{ storeId: '{{storeId}}', note: 'The invoice was wrong {{run}}' },
      lines: [{ productId: '{{dearerId}}', unitCost: 125 }],
    },
    expect: { movements: [{ productId: '{{dearerId}}', quantity: 0, value: 100, valueAfter: 500 }] },
  },
  'inventory.adjustment': {
    given: stock('adjusted', 6),
    input: { id: '{{adjustedAdjustmentId}}' },
    expect: { note: 'adjusted {{run}}', movements: [{ productId: '{{adjustedId}}', quantity: 6 }] },
  },
  'inventory.moveDamaged': {
    given: stock('dropped', 5),
    input: {
      ...{ storeId: '{{storeId}}', action: 'set_aside', note: 'Dropped {{run}}' },
      lines: [{ productId: '{{droppedId}}', quantity: 2 }],
    },
    expect: { damagedMovements: [{ productId: '{{droppedId}}', quantity: 2, damagedAfter: 2, value: 200 }] },
  },
  'inventory.damagedMovements': {
    given: [
      ...stock('broken', 5),
      make(
        'inventory.moveDamaged',
        {
          ...{ storeId: '{{storeId}}', action: 'set_aside', note: 'Broken {{run}}' },
          lines: [{ productId: '{{brokenId}}', quantity: 1 }],
        },
        'brokenMoveId',
      ),
    ],
    input: { storeId: '{{storeId}}', productId: '{{brokenId}}' },
    list: {
      has: { documentId: '{{brokenMoveId}}', quantity: 1, damagedAfter: 1 },
      every: { storeId: '{{storeId}}', productId: '{{brokenId}}' },
    },
  },
  'inventory.import': {
    given: [product('imported')],
    input: { storeId: '{{storeId}}', csv: 'sku,quantity,unit_cost\r\nSTOCK-IMPORTED-{{run}},12,1.20\r\n' },
    expect: { dryRun: false, rows: 1, errorCount: 0 },
    after: [
      {
        ...{ operation: 'inventory.levels', input: { storeId: '{{storeId}}', productId: '{{importedId}}' } },
        expect: { items: [{ productName: 'Stock imported {{run}}', onHand: 12, value: 1440 }] },
      },
    ],
  },
  'inventory.export': {
    input: { storeId: '{{storeId}}' },
    text: true,
    checks: { 'the tea is in it': "pm.expect(body).to.include('TEA-' + value('run'));" },
  },
  'inventory.setReorderPoints': {
    given: [product('pointed')],
    input: { storeId: '{{storeId}}', points: [{ productId: '{{pointedId}}', point: 5, quantity: 12 }] },
    expect: { set: 1, removed: 0, unchanged: 0 },
    after: [
      {
        ...{ operation: 'inventory.levels', input: { storeId: '{{storeId}}', productId: '{{pointedId}}' } },
        expect: { items: [{ productName: 'Stock pointed {{run}}', reorderPoint: 5, reorderQuantity: 12 }] },
      },
    ],
  },
  'inventory.reorder': {
    given: short('scarce'),
    input: { storeId: '{{storeId}}', supplierId: '{{supplierId}}', salesDays: 14, coverDays: 10, limit: 200 },
    list: {
      has: { productId: '{{scarceId}}', productName: 'Stock scarce {{run}}', reorderPoint: 5, suggested: 12 },
      every: { storeId: '{{storeId}}', supplierId: '{{supplierId}}' },
    },
  },
  'inventory.orderSuggested': {
    given: short('wanted'),
    input: { storeId: '{{storeId}}', supplierIds: ['{{supplierId}}'], productIds: ['{{wantedId}}'] },
    expect: {
      purchaseOrders: [
        {
          ...{ storeId: '{{storeId}}', supplierName: 'Roasters {{run}}', status: 'draft', total: 1080 },
          lines: [{ productName: 'Stock wanted {{run}}', quantity: 12 }],
        },
      ],
    },
  },

  'inventory.suppliers.list': {
    input: { search: 'Roasters {{run}}', status: 'active' },
    list: { has: { id: '{{supplierId}}', name: 'Roasters {{run}}' }, every: { status: 'active' } },
  },
  'inventory.suppliers.create': {
    input: {
      ...{ name: 'Growers {{run}}', code: 'GROW-{{run}}', email: 'orders@example.com', paymentTermDays: 30 },
      contacts: [{ name: 'Grace Hopper', role: 'Sales', email: null, phone: '+49 30 1234' }],
      address: { line1: '1 Harbour', city: 'Hamburg', country: 'DE' },
    },
  },
  'inventory.suppliers.get': {
    input: { id: '{{supplierId}}' },
    expect: { name: 'Roasters {{run}}', status: 'active' },
  },
  'inventory.suppliers.update': {
    given: [supplier('Old')],
    input: { id: '{{OldId}}', version: 1, name: 'New {{run}}', terms: 'Ex works' },
    expect: { version: 2 },
    refused: [stale],
  },
  'inventory.suppliers.archive': {
    given: [supplier('Closed')],
    input: { id: '{{ClosedId}}', version: 1 },
    expect: { name: 'Closed {{run}}', status: 'archived' },
    refused: [stale],
  },
  'inventory.suppliers.unarchive': {
    given: [
      supplier('Again'),
      { operation: 'inventory.suppliers.archive', input: { id: '{{AgainId}}', version: 1 } },
    ],
    input: { id: '{{AgainId}}', version: 2 },
    expect: { name: 'Again {{run}}', status: 'active' },
    refused: [stale],
  },
  'inventory.suppliers.products': {
    given: [supplies],
    input: { id: '{{supplierId}}', productId: '{{teaId}}' },
    list: {
      has: { sku: 'TEA-{{run}}', supplierSku: 'THEIRS-{{run}}', cost: 90 },
      every: { supplierId: '{{supplierId}}', productId: '{{teaId}}' },
    },
  },
  'inventory.suppliers.setProducts': {
    given: [supplier('Mill')],
    input: {
      id: '{{MillId}}',
      products: [
        { productId: '{{cakeId}}', supplierSku: 'FLOUR-{{run}}', packSize: 6, cost: 120, preferred: true },
      ],
    },
    expect: { set: 1, removed: 0, unchanged: 0 },
    after: [
      {
        ...{ operation: 'inventory.suppliers.products', input: { id: '{{MillId}}' } },
        expect: {
          items: [{ productId: '{{cakeId}}', supplierSku: 'FLOUR-{{run}}', packSize: 6, cost: 120 }],
        },
      },
    ],
  },

  'inventory.purchaseOrders.list': {
    given: [order('listed')],
    input: { storeId: '{{storeId}}', supplierId: '{{supplierId}}', productId: '{{teaId}}', status: 'draft' },
    list: {
      has: { id: '{{listedId}}', note: 'listed {{run}}' },
      every: { storeId: '{{storeId}}', supplierId: '{{supplierId}}', status: 'draft' },
    },
  },
  'inventory.purchaseOrders.create': {
    input: {
      ...{
        storeId: '{{storeId}}',
        supplierId: '{{supplierId}}',
        expectedOn: '2030-12-01',
        note: 'Ring twice {{run}}',
      },
      lines: [{ productId: '{{teaId}}', quantity: 12, unitCost: '{{#cakePrice}}' }],
    },
    expect: { status: 'draft' },
    checks: { 'the total is that of its lines': "pm.expect(body.total).to.equal(12 * value('cakePrice'));" },
  },
  'inventory.purchaseOrders.get': {
    given: [order('read')],
    input: { id: '{{readId}}' },
    expect: { note: 'read {{run}}' },
  },
  'inventory.purchaseOrders.update': {
    given: [order('changed')],
    input: {
      ...{ id: '{{changedId}}', version: 1, note: 'Changed {{run}}' },
      lines: [{ productId: '{{teaId}}', quantity: 7, unitCost: 110 }],
    },
    expect: { version: 2, total: 770 },
    refused: [stale],
  },
  'inventory.purchaseOrders.order': {
    given: [order('sent')],
    input: { id: '{{sentId}}', version: 1 },
    expect: { note: 'sent {{run}}', status: 'ordered' },
    refused: [stale],
  },
  'inventory.purchaseOrders.receive': {
    given: ordered('arrived'),
    input: {
      ...{ id: '{{arrivedId}}', deliveryNote: 'LS-{{run}}', freight: 90, discount: 20, note: 'Left box wet' },
      lines: [{ productId: '{{teaId}}', quantity: 3, damaged: 1, unitCost: 345 }],
    },
    differs: ['id'],
    expect: { purchaseOrderId: '{{arrivedId}}' },
    checks: {
      'the total is the goods, with freight and less the discount':
        'pm.expect(body.total).to.equal(body.goods + 90 - 20);',
    },
  },
  'inventory.purchaseOrders.cancel': {
    given: [order('dropped')],
    input: { id: '{{droppedId}}', version: 1 },
    expect: { note: 'dropped {{run}}', status: 'cancelled' },
    refused: [stale],
  },
  'inventory.purchaseOrders.cancelRest': {
    given: received('cut'),
    input: { id: '{{cutId}}', version: 3, productIds: ['{{teaId}}'] },
    expect: { note: 'cut {{run}}', lines: [{ quantity: 12, outstanding: 0 }] },
    refused: [{ ...stale, change: { version: 1 } }],
  },
  'inventory.purchaseOrders.document': {
    given: ordered('printed'),
    input: { id: '{{printedId}}' },
    text: true,
    checks: { 'it is to the supplier': "pm.expect(body).to.include('Roasters ' + value('run'));" },
  },
  'inventory.goodsReceipts.list': {
    given: received('noted'),
    input: { storeId: '{{storeId}}', purchaseOrderId: '{{notedId}}' },
    list: {
      has: { id: '{{notedReceiptId}}', deliveryNote: 'LS-noted-{{run}}' },
      every: { storeId: '{{storeId}}', purchaseOrderId: '{{notedId}}' },
    },
  },
  'inventory.goodsReceipts.get': {
    given: received('shown'),
    input: { id: '{{shownReceiptId}}' },
    expect: {
      deliveryNote: 'LS-shown-{{run}}',
      purchaseOrderId: '{{shownId}}',
      lines: [{ quantity: 5, damaged: 1 }],
    },
  },
  'inventory.supplierReturns.list': {
    given: supplierReturn('sentBack'),
    input: { storeId: '{{storeId}}', supplierId: '{{supplierId}}', goodsReceiptId: '{{sentBackReceiptId}}' },
    list: {
      has: { id: '{{sentBackReturnId}}', reference: 'RMA-sentBack-{{run}}' },
      every: {
        storeId: '{{storeId}}',
        supplierId: '{{supplierId}}',
        goodsReceiptId: '{{sentBackReceiptId}}',
      },
    },
  },
  'inventory.supplierReturns.create': {
    given: received('bad'),
    input: returned('bad'),
    expect: { credit: 345 },
  },
  'inventory.supplierReturns.get': {
    given: supplierReturn('wrong'),
    input: { id: '{{wrongReturnId}}' },
    expect: { reference: 'RMA-wrong-{{run}}', credit: 345 },
  },

  'inventory.transfers.list': {
    given: [transfer('listed')],
    input: { storeId: '{{storeId}}', direction: 'out', status: 'draft' },
    list: {
      has: { id: '{{listedId}}', note: 'listed {{run}}' },
      every: { fromStoreId: '{{storeId}}', status: 'draft' },
    },
  },
  'inventory.transfers.create': {
    input: {
      ...{
        fromStoreId: '{{storeId}}',
        toStoreId: '{{depotId}}',
        expectedOn: '2030-12-24',
        note: 'Van {{run}}',
      },
      lines: [{ productId: '{{teaId}}', quantity: 3 }],
    },
    expect: { status: 'draft' },
  },
  'inventory.transfers.destinations': {
    input: { storeId: '{{storeId}}', limit: 200 },
    list: { has: { id: '{{depotId}}', name: 'Depot {{run}}' } },
    checks: {
      'the store itself is none':
        "pm.expect(body.items.map(({ id }) => id)).not.to.include(value('storeId'));",
    },
  },
  'inventory.transfers.get': {
    given: [transfer('read')],
    input: { id: '{{readId}}' },
    expect: { note: 'read {{run}}' },
  },
  'inventory.transfers.update': {
    given: [transfer('changed')],
    input: {
      ...{ id: '{{changedId}}', version: 1, note: 'Lorry {{run}}' },
      lines: [{ productId: '{{teaId}}', quantity: 4 }],
    },
    expect: { version: 2 },
    refused: [stale],
  },
  'inventory.transfers.send': {
    given: [transfer('ready')],
    input: { id: '{{readyId}}', version: 1 },
    expect: { note: 'ready {{run}}', status: 'in_transit', lines: [{ quantity: 3, inTransit: 3 }] },
  },
  'inventory.transfers.receive': {
    given: sent('coming'),
    input: { id: '{{comingId}}', lines: [{ productId: '{{teaId}}', quantity: 2, damaged: 1 }] },
    differs: ['lines'],
    expect: { note: 'coming {{run}}', lines: [{ quantity: 3, damaged: 1, inTransit: 0 }] },
  },
  'inventory.transfers.close': {
    given: sent('gone'),
    input: { id: '{{goneId}}', version: 2, outcome: 'returned' },
    expect: { note: 'gone {{run}}', lines: [{ quantity: 3, returned: 3, inTransit: 0 }] },
  },
  'inventory.transfers.cancel': {
    given: [transfer('unwanted')],
    input: { id: '{{unwantedId}}', version: 1 },
    expect: { note: 'unwanted {{run}}', status: 'cancelled' },
  },

  'inventory.stocktakes.list': {
    given: [stocktake('Listed')],
    input: { storeId: '{{depotId}}', status: 'draft' },
    list: {
      has: { id: '{{ListedId}}', name: 'Listed {{run}}' },
      every: { storeId: '{{depotId}}', status: 'draft' },
    },
  },
  'inventory.stocktakes.create': {
    input: {
      ...{ storeId: '{{depotId}}', name: 'Year end {{run}}', blind: false, note: 'Back room too' },
      categoryIds: ['{{categoryId}}'],
    },
    expect: { status: 'draft' },
  },
  'inventory.stocktakes.get': {
    given: [stocktake('Read')],
    input: { id: '{{ReadId}}' },
    expect: { name: 'Read {{run}}' },
  },
  'inventory.stocktakes.update': {
    given: [stocktake('Old')],
    input: { id: '{{OldId}}', version: 1, name: 'New {{run}}', blind: true },
    expect: { version: 2 },
    refused: [stale],
  },
  'inventory.stocktakes.start': {
    given: [stocktake('Started')],
    input: { id: '{{StartedId}}', version: 1 },
    expect: { name: 'Started {{run}}', status: 'counting' },
    refused: [stale],
  },
  'inventory.stocktakes.count': {
    given: counting('Counted'),
    input: { id: '{{CountedId}}', area: 'Window {{run}}', lines: [{ productId: '{{teaId}}', quantity: 12 }] },
    differs: ['lines'],
    expect: {
      lines: [
        {
          productId: '{{teaId}}',
          sku: 'TEA-{{run}}',
          counted: 12,
          areas: [{ area: 'Window {{run}}', quantity: 12 }],
        },
      ],
    },
  },
  'inventory.stocktakes.uncount': {
    given: [
      ...counted('Uncounted'),
      product('kept'),
      {
        operation: 'inventory.stocktakes.count',
        input: { id: '{{UncountedId}}', lines: [{ productId: '{{keptId}}', quantity: 3 }] },
      },
    ],
    input: { id: '{{UncountedId}}', productIds: ['{{teaId}}'] },
    expect: { removed: 1 },
    after: [
      {
        ...{ operation: 'inventory.stocktakes.lines', input: { id: '{{UncountedId}}' } },
        expect: { items: [{ productName: 'Stock kept {{run}}', counted: 3 }] },
      },
    ],
  },
  'inventory.stocktakes.lines': {
    given: counted('Lines'),
    input: { id: '{{LinesId}}', productId: '{{teaId}}' },
    list: { has: { sku: 'TEA-{{run}}', counted: 990 }, every: { productId: '{{teaId}}' } },
  },
  'inventory.stocktakes.uncounted': {
    given: counting('Missing'),
    input: { id: '{{MissingId}}', search: 'Tea {{run}}' },
    list: { has: { productId: '{{teaId}}', productName: 'Tea {{run}}' } },
  },
  'inventory.stocktakes.review': {
    given: counted('Seen'),
    input: { id: '{{SeenId}}', version: 2 },
    expect: { name: 'Seen {{run}}', status: 'review', totals: { counted: 1 } },
    refused: [stale],
  },
  'inventory.stocktakes.apply': {
    given: reviewed('Applied'),
    input: { id: '{{AppliedId}}', version: 3 },
    expect: { name: 'Applied {{run}}' },
    checks: { 'it is under way or done': "pm.expect(body.status).to.be.oneOf(['applying', 'applied']);" },
  },
  'inventory.stocktakes.cancel': {
    given: [stocktake('Cancelled')],
    input: { id: '{{CancelledId}}', version: 1 },
    expect: { name: 'Cancelled {{run}}', status: 'cancelled' },
    refused: [stale],
  },
});
