import { type Fields, make, type Step, stale, tell } from '../story.ts';

const at: Fields = { storeId: '{{storeId}}', registerId: '{{storeRegisterId}}' };
const cake: Fields = { productId: '{{cakeId}}', quantity: 1 };

/** A sale of two pieces of cake, paid by card; keeps it and its line. */
const sold = (name: string): Step => ({
  operation: 'sales.create',
  input: {
    ...at,
    lines: [{ productId: '{{cakeId}}', quantity: 2 }],
    payments: [{ method: 'card', amount: '{{#twoCakes}}', reference: `T-${name}-{{run}}` }],
    note: `${name} {{run}}`,
  },
  keep: {
    ...{ [`${name}Id`]: 'id', [`${name}LineId`]: 'lines[0].id', [`${name}PaymentId`]: 'payments[0].id' },
  },
});

/** An open sale of a piece of cake. */
const open = (name: string): Step => ({
  operation: 'sales.create',
  input: { ...at, lines: [cake], note: `${name} {{run}}`, name: `Table ${name} {{run}}` },
  keep: { [`${name}Id`]: 'id', [`${name}LineId`]: 'lines[0].id' },
});

/** An open sale for which an amount is set aside. */
const setAside = (name: string): Step[] => [
  open(name),
  {
    operation: 'sales.addPayment',
    input: {
      ...{ id: `{{${name}Id}}`, version: 1 },
      payment: { method: 'card', provider: 'simulator', amount: '{{#cakePrice}}', capture: false },
    },
    keep: { [`${name}PaymentId`]: 'payments[0].id' },
  },
];

const takenBack = (name: string): Step[] => [
  sold(name),
  {
    operation: 'returns.create',
    input: backOf(name),
    keep: { [`${name}ReturnId`]: 'id', [`${name}RefundId`]: 'refunds[0].id' },
  },
];

function backOf(name: string): Fields {
  return {
    ...at,
    ...{ saleId: `{{${name}Id}}`, reason: `Too sweet ${name} {{run}}` },
    lines: [{ saleLineId: `{{${name}LineId}}`, quantity: 1 }],
  };
}

/** Something for something else of the same price. */
function exchangeOf(name: string): Fields {
  return {
    ...at,
    return: {
      ...{ saleId: `{{${name}Id}}`, reason: `Broken ${name} {{run}}` },
      lines: [{ saleLineId: `{{${name}LineId}}`, quantity: 1 }],
    },
    sale: { lines: [cake] },
  };
}

const till = (name: string): Step =>
  make('registers.create', { storeId: '{{storeId}}', name: `${name} {{run}}` }, `${name}TillId`);

const shift = (name: string): Step[] => [
  till(name),
  make(
    'shifts.open',
    {
      ...{ storeId: '{{storeId}}', registerId: `{{${name}TillId}}`, note: `${name} {{run}}` },
      openingFloat: { amount: '{{#teaPrice}}' },
    },
    `${name}ShiftId`,
  ),
];

const movement = (name: string): Step =>
  make(
    'shifts.addCashMovement',
    { id: `{{${name}ShiftId}}`, kind: 'paid_in', amount: '{{#cakePrice}}', reason: `${name} {{run}}` },
    `${name}MovementId`,
  );

const closed = (name: string): Step[] => [
  ...shift(name),
  {
    operation: 'shifts.close',
    input: { id: `{{${name}ShiftId}}`, version: 1, cash: { amount: '{{#teaPrice}}' } },
  },
];

/** A sale that a till without a connection has made, and that nobody has paid. */
const offline = (name: string): Step => ({
  operation: 'sales.ingest',
  input: {
    storeId: '{{storeId}}',
    sales: [
      {
        ...{
          id: `{{${name}OfflineId}}`,
          registerId: '{{storeRegisterId}}',
          tillReference: `T-${name}-{{run}}`,
        },
        ...{ occurredAt: '{{$isoTimestamp}}', lines: [cake], payments: [] },
        shown: { total: '{{#cakePrice}}', lineTotals: ['{{#cakePrice}}'] },
      },
    ],
  },
  keep: { [`${name}FlagId`]: "items[0].flags.find(({ kind }) => kind === 'uncollected').id" },
});

/** A refund that the provider is going to refuse, once: it is asked a moment later. */
export const refusedRefund: readonly Step[] = [
  open('failed'),
  {
    operation: 'sales.addPayment',
    input: {
      ...{ id: '{{failedId}}', version: 1 },
      payment: {
        ...{ method: 'card', provider: 'simulator', amount: '{{#cakePrice}}' },
        data: { refundScenario: 'decline_once' },
      },
    },
    keep: { failedVersion: 'version' },
  },
  { operation: 'sales.complete', input: { id: '{{failedId}}', version: '{{#failedVersion}}' } },
  {
    operation: 'returns.create',
    input: backOf('failed'),
    keep: { failedReturnId: 'id', failedRefundId: 'refunds[0].id' },
  },
];

const linesAddUp = 'pm.expect(body.lines.reduce((sum, { total }) => sum + total, 0)).to.equal(body.total);';

export const selling = tell({
  'shifts.open': {
    given: [till('Morning')],
    input: {
      ...{ storeId: '{{storeId}}', registerId: '{{MorningTillId}}', note: 'Early {{run}}' },
      openingFloat: {
        denominations: [
          { value: 5000, count: 2 },
          { value: 200, count: 5 },
        ],
      },
    },
    differs: ['openingFloat'],
    expect: { status: 'open', openingFloat: 11_000 },
  },
  'shifts.list': {
    input: { storeId: '{{depotId}}', status: 'open' },
    list: {
      has: { id: '{{depotShiftId}}', note: 'Morning {{run}}' },
      every: { storeId: '{{depotId}}', status: 'open' },
    },
  },
  'shifts.current': {
    input: { storeId: '{{storeId}}', registerId: '{{storeRegisterId}}' },
    expect: { id: '{{storeShiftId}}', note: 'Morning {{run}}', registerId: '{{storeRegisterId}}' },
  },
  'shifts.get': {
    input: { id: '{{storeShiftId}}' },
    expect: { note: 'Morning {{run}}', openingFloat: 10_000 },
  },
  'shifts.addCashMovement': {
    given: shift('Milk'),
    input: { id: '{{MilkShiftId}}', kind: 'paid_out', amount: 250, reason: 'Milk {{run}}' },
    differs: ['id'],
    expect: { shiftId: '{{MilkShiftId}}' },
  },
  'shifts.cashMovements': {
    given: [...shift('Coins'), movement('Coins')],
    input: { id: '{{CoinsShiftId}}', kind: 'paid_in' },
    list: {
      has: { id: '{{CoinsMovementId}}', amount: '{{#cakePrice}}', reason: 'Coins {{run}}' },
      every: { shiftId: '{{CoinsShiftId}}', kind: 'paid_in' },
    },
  },
  'shifts.cashMovement': {
    given: [...shift('Change'), movement('Change')],
    input: { id: '{{ChangeMovementId}}' },
    expect: { amount: '{{#cakePrice}}', reason: 'Change {{run}}' },
  },
  'shifts.xReport': {
    given: [...shift('Noon'), movement('Noon')],
    input: { id: '{{NoonShiftId}}' },
    differs: ['id'],
    expect: { shift: { id: '{{NoonShiftId}}', note: 'Noon {{run}}' } },
    checks: {
      'the drawer holds the float and what was paid in':
        "pm.expect(body.totals.drawer.expected).to.equal(value('teaPrice') + value('cakePrice'));",
    },
  },
  'shifts.close': {
    given: shift('Evening'),
    input: { id: '{{EveningShiftId}}', version: 1, cash: { amount: '{{#teaPrice}}' } },
    expect: { note: 'Evening {{run}}', status: 'closed' },
    checks: {
      'the count of the cash is kept, and fits': [
        "const cash = body.tenders.find(({ method }) => method === 'cash');",
        "pm.expect(cash).to.include({ counted: value('teaPrice'), expected: value('teaPrice'), variance: 0 });",
      ].join('\n'),
    },
    refused: [{ name: 'of a closed shift', code: 'SHIFT_CLOSED' }],
  },
  'shifts.forceClose': {
    given: shift('Left'),
    input: { id: '{{LeftShiftId}}', version: 1, reason: 'Forgotten {{run}}' },
    expect: { note: 'Left {{run}}', status: 'closed', forced: true, closingReason: 'Forgotten {{run}}' },
  },
  'shifts.zReport': {
    given: closed('Night'),
    input: { id: '{{NightShiftId}}' },
    differs: ['id'],
    expect: {
      shift: { id: '{{NightShiftId}}', note: 'Night {{run}}' },
      totals: { drawer: { expected: '{{#teaPrice}}' } },
    },
  },
  'shifts.cashUp': {
    given: closed('Counted'),
    input: { storeId: '{{storeId}}', businessDate: '{{businessDate}}' },
    expect: { storeId: '{{storeId}}', businessDate: '{{businessDate}}' },
    list: { in: 'shifts', has: { shiftId: '{{CountedShiftId}}', registerName: 'Counted {{run}}' } },
    checks: {
      'what was sold is the sum of the shifts':
        'pm.expect(body.shifts.reduce((sum, { total }) => sum + total, 0)).to.equal(body.total);',
    },
  },

  'sales.quote': {
    input: {
      ...{ storeId: '{{storeId}}', lines: [{ productId: '{{cakeId}}', quantity: 2 }] },
      discounts: [{ type: 'percentage', name: 'Neighbour', percentage: 50 }],
    },
    differs: ['discounts'],
    expect: { grossTotal: '{{#twoCakes}}', discountTotal: '{{#cakePrice}}', total: '{{#cakePrice}}' },
    checks: {
      'a sixth of it is tax': "pm.expect(body.taxTotal).to.equal(value('cakePrice') / 6);",
      'net and tax are the total': 'pm.expect(body.netTotal + body.taxTotal).to.equal(body.total);',
    },
  },
  'sales.create': {
    input: {
      ...at,
      lines: [{ productId: '{{teaId}}', quantity: 1 }, cake],
      payments: [{ method: 'cash', tendered: 10_000_000 }],
      note: 'Two things {{run}}',
    },
    expect: { status: 'completed' },
    checks: {
      'the total is the price of both':
        "pm.expect(body.total).to.equal(value('teaPrice') + value('cakePrice'));",
      'the lines come to the total': linesAddUp,
      'net and tax are the total': 'pm.expect(body.netTotal + body.taxTotal).to.equal(body.total);',
      'the change is what was too much': 'pm.expect(body.change).to.equal(10_000_000 - body.payable);',
    },
  },
  'sales.list': {
    input: { storeId: '{{storeId}}', registerId: '{{storeRegisterId}}', sort: 'completedAt', limit: 200 },
    list: {
      has: { id: '{{saleId}}', number: '{{#saleNumber}}', customerId: '{{customerId}}' },
      every: { storeId: '{{storeId}}', registerId: '{{storeRegisterId}}' },
    },
    checks: {
      'the sale comes to what was sold':
        "pm.expect(body.items.find(({ id }) => id === value('saleId')).total).to.equal(2 * value('teaPrice'));",
    },
  },
  'sales.get': {
    input: { id: '{{saleId}}' },
    expect: { note: 'First sale {{run}}', lines: [{ productId: '{{teaId}}', quantity: 2 }] },
    checks: { 'the lines come to the total': linesAddUp },
  },
  'sales.update': {
    given: [open('updated')],
    input: { id: '{{updatedId}}', version: 1, note: 'Gift wrapping {{run}}' },
    expect: { version: 2, name: 'Table updated {{run}}' },
    refused: [stale],
  },
  'sales.receipt': {
    input: { id: '{{saleId}}', format: 'json' },
    expect: {
      format: 'json',
      documentId: '{{saleId}}',
      store: { name: 'High Street {{run}}' },
      register: 'Till {{run}}',
    },
  },
  'sales.byNumber': {
    input: { ...at, number: '{{#saleNumber}}' },
    expect: { id: '{{saleId}}', note: 'First sale {{run}}' },
  },
  'sales.listOpen': {
    given: [open('waiting')],
    input: { ...at, status: 'open' },
    list: {
      has: { id: '{{waitingId}}', name: 'Table waiting {{run}}', total: '{{#cakePrice}}' },
      every: { ...at, status: 'open' },
    },
  },
  'sales.addLine': {
    given: [open('filled')],
    input: { id: '{{filledId}}', version: 1, productId: '{{teaId}}', quantity: 2 },
    expect: {
      note: 'filled {{run}}',
      lines: [{ productId: '{{cakeId}}' }, { productId: '{{teaId}}', quantity: 2 }],
    },
    checks: {
      'the total has grown': "pm.expect(body.total).to.equal(value('cakePrice') + 2 * value('teaPrice'));",
    },
    refused: [stale],
  },
  'sales.updateLine': {
    given: [open('doubled')],
    input: { id: '{{doubledId}}', lineId: '{{doubledLineId}}', version: 1, quantity: 2 },
    expect: { note: 'doubled {{run}}', lines: [{ quantity: 2 }], total: '{{#twoCakes}}' },
    refused: [stale],
  },
  'sales.removeLine': {
    given: [open('emptied')],
    input: { id: '{{emptiedId}}', lineId: '{{emptiedLineId}}', version: 1 },
    expect: { note: 'emptied {{run}}', lines: [], total: 0 },
  },
  'sales.park': {
    given: [open('parked')],
    input: { id: '{{parkedId}}', version: 1, name: 'Mrs Smith {{run}}' },
    expect: { note: 'parked {{run}}', status: 'parked' },
  },
  'sales.resume': {
    given: [open('resumed'), { operation: 'sales.park', input: { id: '{{resumedId}}', version: 1 } }],
    input: { id: '{{resumedId}}', version: 2, registerId: '{{storeRegisterId}}' },
    expect: { note: 'resumed {{run}}', status: 'open' },
  },
  'sales.complete': {
    given: [
      open('paid'),
      {
        operation: 'sales.addPayment',
        input: {
          id: '{{paidId}}',
          version: 1,
          payment: { method: 'card', amount: '{{#cakePrice}}', reference: 'T-{{run}}' },
        },
        keep: { paidVersion: 'version' },
      },
    ],
    input: { id: '{{paidId}}', version: '{{#paidVersion}}', expected: { total: '{{#cakePrice}}' } },
    expect: { note: 'paid {{run}}', status: 'completed', total: '{{#cakePrice}}', due: 0 },
  },
  'sales.addPayment': {
    given: [open('part')],
    input: {
      id: '{{partId}}',
      version: 1,
      payment: { method: 'card', amount: 1000, reference: 'T-{{run}}' },
    },
    expect: { note: 'part {{run}}', payments: [{ method: 'card', amount: 1000, reference: 'T-{{run}}' }] },
    checks: { 'the rest is due': "pm.expect(body.due).to.equal(value('cakePrice') - 1000);" },
  },
  'sales.removePayment': {
    given: setAside('undone'),
    input: { id: '{{undoneId}}', paymentId: '{{undonePaymentId}}', version: 2 },
    expect: { note: 'undone {{run}}', due: '{{#cakePrice}}' },
  },
  'sales.cancel': {
    given: [open('left')],
    input: { id: '{{leftId}}', version: 1, reason: 'The customer has left {{run}}' },
    expect: { note: 'left {{run}}', status: 'cancelled', cancelReason: 'The customer has left {{run}}' },
  },
  'sales.void': {
    given: [sold('voided')],
    input: { id: '{{voidedId}}', reason: 'Rung up twice {{run}}' },
    differs: ['id'],
    expect: { kind: 'void', saleId: '{{voidedId}}', refundTotal: '{{#twoCakes}}' },
  },
  'sales.ingest': {
    input: {
      storeId: '{{storeId}}',
      sales: [
        {
          ...{
            id: '{{ingestedOfflineId}}',
            registerId: '{{storeRegisterId}}',
            tillReference: 'T-ingested-{{run}}',
          },
          ...{
            occurredAt: '{{$isoTimestamp}}',
            lines: [cake],
            payments: [{ method: 'cash', tendered: 1_000_000 }],
          },
          shown: { total: '{{#cakePrice}}', lineTotals: ['{{#cakePrice}}'] },
        },
      ],
    },
    expect: {
      items: [
        {
          ...{ id: '{{ingestedOfflineId}}', status: 'recorded', flags: [] },
          sale: { tillReference: 'T-ingested-{{run}}', total: '{{#cakePrice}}' },
        },
      ],
    },
  },
  'saleFlags.list': {
    given: [offline('flagged')],
    input: { storeId: '{{storeId}}', saleId: '{{flaggedOfflineId}}', kind: 'uncollected', status: 'open' },
    list: {
      has: { id: '{{flaggedFlagId}}', saleId: '{{flaggedOfflineId}}' },
      every: { storeId: '{{storeId}}', kind: 'uncollected', status: 'open' },
    },
  },
  'saleFlags.resolve': {
    given: [offline('settled')],
    input: { id: '{{settledFlagId}}', resolution: 'Paid the next day {{run}}' },
    expect: { status: 'resolved', saleId: '{{settledOfflineId}}' },
  },

  'returns.quote': {
    given: [sold('priced')],
    input: {
      storeId: '{{storeId}}',
      saleId: '{{pricedId}}',
      lines: [{ saleLineId: '{{pricedLineId}}', quantity: 1 }],
    },
    expect: { refundTotal: '{{#cakePrice}}' },
    checks: { 'a sixth of it is tax': "pm.expect(body.taxTotal).to.equal(value('cakePrice') / 6);" },
  },
  'returns.create': {
    given: [sold('returned')],
    input: backOf('returned'),
    expect: { kind: 'return', total: '{{#cakePrice}}', refundTotal: '{{#cakePrice}}' },
    refused: [
      {
        ...{ name: 'of more than was sold', code: 'QUANTITY_EXCEEDED' },
        change: { lines: [{ saleLineId: '{{returnedLineId}}', quantity: 2 }] },
      },
    ],
  },
  'returns.list': {
    given: takenBack('noted'),
    input: { ...at, saleId: '{{notedId}}', kind: 'return' },
    list: {
      has: { id: '{{notedReturnId}}', reason: 'Too sweet noted {{run}}', total: '{{#cakePrice}}' },
      every: { ...at, saleId: '{{notedId}}', kind: 'return' },
    },
  },
  'returns.quoteWithoutReceipt': {
    input: {
      ...at,
      customerId: '{{customerId}}',
      lines: [{ productId: '{{cakeId}}', quantity: 1, disposition: 'damaged' }],
    },
    expect: { saleId: null },
    checks: {
      'no more is given than it costs': "pm.expect(body.refundTotal).to.be.within(1, value('cakePrice'));",
    },
  },
  'returns.createWithoutReceipt': {
    input: {
      ...{ ...at, customerId: '{{customerId}}', reason: 'No receipt {{run}}', note: 'Unopened' },
      lines: [{ productId: '{{cakeId}}', quantity: 1, disposition: 'damaged' }],
    },
    expect: { kind: 'without_receipt', saleId: null },
  },
  'returns.get': {
    given: takenBack('read'),
    input: { id: '{{readReturnId}}' },
    expect: { saleId: '{{readId}}', reason: 'Too sweet read {{run}}', total: '{{#cakePrice}}' },
  },
  'returns.retryRefund': {
    given: [
      {
        ...{ operation: 'returns.get', input: { id: '{{failedReturnId}}' } },
        until: "body.refunds[0].status === 'failed'",
      },
    ],
    input: { id: '{{failedReturnId}}', refundId: '{{failedRefundId}}' },
    expect: {
      reason: 'Too sweet failed {{run}}',
      refunds: [{ id: '{{failedRefundId}}', amount: '{{#cakePrice}}' }],
    },
    checks: {
      'it is made again': "pm.expect(body.refunds[0].status).to.be.oneOf(['pending', 'completed']);",
    },
  },
  'returns.receipt': {
    given: takenBack('printed'),
    input: { id: '{{printedReturnId}}', format: 'json' },
    expect: { format: 'json', documentId: '{{printedReturnId}}', store: { name: 'High Street {{run}}' } },
  },
  'exchanges.create': {
    given: [sold('swapped')],
    input: exchangeOf('swapped'),
    expect: {
      return: { saleId: '{{swappedId}}', reason: 'Broken swapped {{run}}' },
      ...{ exchanged: '{{#cakePrice}}', net: 0 },
    },
  },
  'exchanges.get': {
    given: [sold('changed'), make('exchanges.create', exchangeOf('changed'), 'exchangeId')],
    input: { id: '{{exchangeId}}' },
    expect: {
      return: { saleId: '{{changedId}}', reason: 'Broken changed {{run}}' },
      exchanged: '{{#cakePrice}}',
    },
  },

  'payments.list': {
    given: [sold('listed')],
    input: { storeId: '{{storeId}}', saleId: '{{listedId}}', method: 'card' },
    list: {
      has: { id: '{{listedPaymentId}}', reference: 'T-listed-{{run}}', amount: '{{#twoCakes}}' },
      every: { storeId: '{{storeId}}', saleId: '{{listedId}}', method: 'card' },
    },
  },
  'payments.get': {
    input: { id: '{{paymentId}}' },
    expect: { saleId: '{{saleId}}', method: 'cash', tendered: 10_000_000 },
    checks: { 'it paid for two packets of tea': "pm.expect(body.amount).to.equal(2 * value('teaPrice'));" },
  },
  'payments.capture': {
    given: setAside('captured'),
    input: { id: '{{capturedPaymentId}}' },
    expect: { saleId: '{{capturedId}}', status: 'captured', amount: '{{#cakePrice}}' },
  },
  'payments.void': {
    given: setAside('released'),
    input: { id: '{{releasedPaymentId}}' },
    expect: { saleId: '{{releasedId}}', status: 'voided', amount: '{{#cakePrice}}' },
  },
  // The list is the same for everyone: a provider of it is used.
  'payments.providers': {
    given: [open('provided')],
    keep: { provider: 'items.find(({ canAuthorize }) => canAuthorize).name' },
    list: { has: { name: 'simulator', isSimulated: true } },
    after: [
      {
        operation: 'sales.addPayment',
        input: {
          ...{ id: '{{providedId}}', version: 1 },
          payment: { method: 'card', provider: '{{provider}}', amount: '{{#cakePrice}}' },
        },
        expect: {
          note: 'provided {{run}}',
          payments: [{ provider: '{{provider}}', amount: '{{#cakePrice}}' }],
        },
      },
    ],
  },

  'transactions.list': {
    given: [sold('booked')],
    input: { storeId: '{{storeId}}', documentId: '{{bookedId}}', kind: 'sale', method: 'card' },
    list: {
      has: { documentId: '{{bookedId}}', paymentId: '{{bookedPaymentId}}', amount: '{{#twoCakes}}' },
      every: { storeId: '{{storeId}}', documentId: '{{bookedId}}', kind: 'sale', method: 'card' },
    },
  },
  'transactions.get': {
    given: [
      sold('looked'),
      {
        ...{ operation: 'transactions.list', input: { documentId: '{{lookedId}}' } },
        keep: { transactionId: 'items[0].id' },
      },
    ],
    input: { id: '{{transactionId}}' },
    expect: { documentId: '{{lookedId}}', paymentId: '{{lookedPaymentId}}', amount: '{{#twoCakes}}' },
  },
  'transactions.totals': {
    input: {
      storeId: '{{bookId}}',
      businessDateFrom: '{{businessDate}}',
      businessDateTo: '{{businessDate}}',
    },
    list: {
      has: { storeId: '{{bookId}}', kind: 'sale', method: 'cash', count: 2 },
      every: { storeId: '{{bookId}}' },
    },
    checks: {
      'the sum is that of the sales':
        "pm.expect(body.items.find(({ kind, method }) => kind === 'sale' && method === 'cash').amount).to.equal(3.5 * value('teaPrice'));",
    },
  },
});
