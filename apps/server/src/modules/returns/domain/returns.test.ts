import { apportion, mulDiv } from '@cashwrap/pricing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ReturnableLine, SalePayment, SaleToReturn } from '../sale-to-return.repo.ts';
import { type PlannedRefund, planRefunds } from './plan-refunds.ts';
import { pointsOfRefund, pointsOfReturn, type ShareOfPoints } from './points-of-return.ts';
import { returnedLine, soldOf, sumOf, type TakenBack, totalsOf } from './returned-lines.ts';
import { returnedGoods } from './returned-stock.ts';
import { tendersOf } from './tenders.ts';

const now = new Date(0);
const share: ShareOfPoints = (points, { whole, before, now: part }) =>
  whole === 0
    ? 0
    : mulDiv(points, before + part, whole, 'half_up') - mulDiv(points, before, whole, 'half_up');
const points = { clawbackOf: share, restoreOf: share };

const money = fc.integer({ min: 0, max: 1_000_000 });
/** A line with a reward and taxes, of which so many thousandths were sold. */
const soldLine = fc.record({
  sold: fc.integer({ min: 1, max: 20_000 }),
  net: money,
  taxes: fc.array(money, { maxLength: 3 }),
  discount: money,
  cost: money,
  isBundle: fc.boolean(),
});
const method = fc.constantFrom(
  'card',
  'other',
  'gift_card',
  'store_credit',
  'loyalty',
  'cash',
  'uncollected',
);
const soldSale = fc.record({
  lines: fc.array(soldLine, { minLength: 1, maxLength: 4 }),
  methods: fc.array(fc.tuple(method, fc.integer({ min: 1, max: 100 })), { minLength: 1, maxLength: 6 }),
  step: fc.constantFrom(1, 5, 10),
  mode: fc.constantFrom('half_up', 'half_even'),
  /** In which order, and how much of, the lines come back; the rest comes at the end. */
  parts: fc.array(fc.tuple(fc.nat({ max: 3 }), fc.integer({ min: 1, max: 9_000 })), { maxLength: 8 }),
});
type Sold = typeof soldSale extends fc.Arbitrary<infer Value> ? Value : never;

/** A sale as it is stored, of which nothing has come back. */
function toStored({ lines: given, methods, step, mode }: Sold): SaleToReturn {
  const lines = given.map(({ sold, net, taxes, discount, cost, isBundle }, position): ReturnableLine => {
    const tax = taxes.reduce((sum, amount) => sum + amount, 0);
    return {
      ...{ id: `line-${position}`, saleId: 'sale', storeId: 'store', position, kind: 'product' },
      ...{ productId: `product-${position}`, giftCardId: null, sku: null, name: 'Thing', unitLabel: null },
      ...{ quantity: sold / 1000, unitPrice: 0, gross: net + discount, discount, net, tax, total: net + tax },
      price: { source: 'product', priceListId: null, name: null, cataloguePrice: null },
      discounts: [
        {
          ...{ id: 'reward', name: 'Reward', scope: 'sale', type: 'amount', percentage: null },
          ...{ base: net, amount: discount },
        },
      ],
      taxes: taxes.map((amount, slot) => ({
        ...{ taxRateId: `rate-${slot}`, name: 'VAT', percentage: 1, base: net, amount },
      })),
      ...{ exemptedTax: 0, cost, returnedQuantity: 0, returnedNet: 0, isByUnit: false },
      components: isBundle
        ? [1, 2].map((each) => ({
            ...{ productId: `part-${position}-${each}`, name: 'Part', quantity: (sold * each) / 1000 },
          }))
        : null,
    };
  });
  const total = lines.reduce((sum, line) => sum + line.total, 0);
  const exact = apportion(
    total,
    methods.map(([, weight]) => weight),
  );
  const cash = methods.reduce((sum, [each], index) => sum + (each === 'cash' ? (exact[index] ?? 0) : 0), 0);
  const cashRounding = mulDiv(cash, 1, step, 'half_up') * step - cash;
  const last = methods.findLastIndex(([each]) => each === 'cash');
  const payments = methods.map(([each, points], position): SalePayment => {
    const amount =
      (exact[position] ?? 0) + (position === last ? Math.max(cashRounding, -(exact[position] ?? 0)) : 0);
    return {
      ...{
        id: `payment-${position}`,
        saleId: 'sale',
        storeId: 'store',
        position,
        method: each,
        status: 'captured',
      },
      ...{ amount, tendered: amount, change: 0, tip: 0, name: each === 'other' ? 'Voucher' : null },
      ...{ reference: null, provider: null, providerData: null, capture: true, failure: null, asking: null },
      ...{ askAt: null, inputHash: null, accountId: null, points: each === 'loyalty' ? points : null },
      ...{ balanceAfter: null, createdAt: now, updatedAt: now },
    };
  });
  const kept = payments.reduce((sum, payment) => sum + (payment.method === 'cash' ? payment.amount : 0), 0);
  const rewarded = lines.reduce((sum, line) => sum + line.discount, 0);
  return {
    sale: {
      ...{
        id: 'sale',
        storeId: 'store',
        registerId: 'till',
        shiftId: null,
        number: 1,
        customerId: 'customer',
      },
      ...{ businessDate: '2026-11-23', currency: 'EUR', currencyDigits: 2, pricesIncludeTax: true },
      ...{ giftCardTotal: 0, total, cashRounding: kept - cash, roundingMode: mode },
      cashRoundingSetting: { step, mode: 'half_up' },
      loyalty: {
        ...{ programId: 'club', earned: 77, tierId: null, multiplier: 1, base: 1, spent: 33 },
        rewards: [{ id: 'reward', name: 'Reward', points: 33, amount: rewarded }],
      },
    },
    ...{ lines, payments, earlierRefunds: [], exchanged: [], returnCount: 0 },
    soldStock: lines.flatMap(({ productId, components, cost }) => {
      const parts = apportion(cost ?? 0, [1, 2]);
      if (!components) return [{ productId: productId ?? '', value: cost ?? 0 }];
      return components.map((part, index) => ({ productId: part.productId, value: parts[index] ?? 0 }));
    }),
  };
}

interface Given {
  readonly total: number;
  readonly refunds: readonly PlannedRefund[];
  readonly taxTotal: number;
  readonly cost: number;
  readonly clawback: number;
  readonly restored: number;
}

/** Takes something back; answers what that gives, and the sale as it is then. */
function takeBack(stored: SaleToReturn, taken: readonly TakenBack[]): [Given, SaleToReturn] {
  const { sale, earlierRefunds } = stored;
  const lines = taken.map((each) => returnedLine(each, sale.roundingMode));
  const { total, taxTotal } = totalsOf(lines);
  const refunds = planRefunds({
    ...{ tenders: tendersOf(stored), total, cashRounding: sale.cashRoundingSetting },
    cashBefore: sumOf(earlierRefunds, (refund) => (refund.method === 'cash' ? refund.counted : 0)),
    ...{ exchangeable: 0, withTips: false },
  });
  const goods = returnedGoods(stored.lines, stored.soldStock, taken, sale.roundingMode);
  const { clawback, rewards } = pointsOfReturn(stored, taken, lines, points);
  const restored = rewards + sumOf(refunds, (refund) => pointsOfRefund(refund, share) ?? 0);
  const after: SaleToReturn = {
    ...stored,
    lines: stored.lines.map((line) => {
      const index = taken.findIndex((each) => each.line.id === line.id);
      const back = taken[index];
      if (!back) return line;
      return {
        ...line,
        returnedQuantity: (back.before + back.now) / 1000,
        returnedNet: line.returnedNet + (lines[index]?.net ?? 0),
      };
    }),
    earlierRefunds: [
      ...earlierRefunds,
      ...refunds.map(({ tender, method: way, counted }) => ({
        ...{ paymentId: tender?.paymentId ?? null, method: way, counted },
      })),
    ],
  };
  return [
    { total, taxTotal, refunds, cost: sumOf(goods, ({ value }) => value ?? 0), clawback, restored },
    after,
  ];
}

const rest = (line: ReturnableLine): TakenBack => {
  const { sold, before } = soldOf(line);
  return { line, sold, before, now: sold - before, disposition: 'restock' };
};

/** Each part of it after the other, and then what is left. */
function allParts(sold: Sold): Given[] {
  let stored = toStored(sold);
  const given: Given[] = [];
  const back = (taken: TakenBack[]) => {
    const some = taken.filter((each) => each.now > 0);
    if (some.length === 0) return;
    const [each, after] = takeBack(stored, some);
    given.push(each);
    stored = after;
  };
  for (const [position, quantity] of sold.parts) {
    const line = stored.lines[position % stored.lines.length];
    if (line) back([{ ...rest(line), now: Math.min(rest(line).now, quantity) }]);
  }
  back(stored.lines.map(rest));
  return given;
}

const paidBy = (given: readonly Given[], payment: SalePayment) =>
  given.flatMap(({ refunds }) => refunds).filter(({ tender }) => tender?.paymentId === payment.id);

test('any split of returns that returns all gives back all: each tax, tender, point and cost, to the cent', () => {
  fc.assert(
    fc.property(soldSale, (sold) => {
      const stored = toStored(sold);
      const given = allParts(sold);
      expect(sumOf(given, ({ total }) => total)).toBe(stored.sale.total);
      expect(sumOf(given, ({ taxTotal }) => taxTotal)).toBe(sumOf(stored.lines, ({ tax }) => tax));
      expect(sumOf(given, ({ cost }) => cost)).toBe(sumOf(stored.lines, ({ cost }) => cost ?? 0));
      for (const payment of stored.payments.filter(({ method: way }) => way !== 'cash')) {
        expect(sumOf(paidBy(given, payment), ({ amount }) => amount)).toBe(payment.amount);
      }
      const cash = stored.payments.filter(({ method: way }) => way === 'cash');
      expect(
        sumOf(
          cash.flatMap((payment) => paidBy(given, payment)),
          ({ amount }) => amount,
        ),
      ).toBe(sumOf(cash, ({ amount }) => amount));
      const spent = sumOf(stored.payments, (payment) => (payment.amount > 0 ? (payment.points ?? 0) : 0));
      const rewards = sumOf(stored.lines, ({ discount }) => discount) > 0 ? 33 : 0;
      expect(sumOf(given, ({ restored }) => restored)).toBe(spent + rewards);
      expect(sumOf(given, ({ clawback }) => clawback)).toBe(
        sumOf(stored.lines, ({ net }) => net) > 0 ? 77 : 0,
      );
    }),
  );
});

test('after no return more was given back of a tender than it had paid, nor anything below zero', () => {
  fc.assert(
    fc.property(soldSale, (sold) => {
      const stored = toStored(sold);
      const given = allParts(sold);
      for (const { refunds, clawback, restored, cost } of given) {
        expect(Math.min(clawback, restored, cost)).toBeGreaterThanOrEqual(0);
        for (const { amount, counted } of refunds)
          expect(Math.min(amount, counted)).toBeGreaterThanOrEqual(0);
      }
      for (const payment of stored.payments.filter(({ method: way }) => way !== 'cash')) {
        expect(sumOf(paidBy(given, payment), ({ counted }) => counted)).toBeLessThanOrEqual(payment.amount);
      }
    }),
  );
});

test('the order in which parts come back changes nothing of what they come to together', () => {
  fc.assert(
    fc.property(soldSale, (sold) => {
      const [one, other] = [allParts(sold), allParts({ ...sold, parts: [...sold.parts].reverse() })];
      for (const figure of ['total', 'taxTotal', 'cost', 'clawback', 'restored'] as const) {
        expect(sumOf(one, (each) => each[figure])).toBe(sumOf(other, (each) => each[figure]));
      }
    }),
  );
});

test('what was not collected is not given back, and what is exchanged comes before the rest', () => {
  fc.assert(
    fc.property(soldSale, money, (sold, exchangeable) => {
      const stored = toStored(sold);
      const { total } = stored.sale;
      const refunds = planRefunds({
        ...{ tenders: tendersOf(stored), total, cashRounding: null, cashBefore: 0, exchangeable },
        withTips: false,
      });
      const countedBy = (way: PlannedRefund['method']) =>
        sumOf(refunds, (refund) => (refund.method === way ? refund.counted : 0));
      const uncollected = sumOf(stored.payments, (payment) =>
        payment.method === 'uncollected' ? payment.amount : 0,
      );
      expect(countedBy('uncollected')).toBe(uncollected);
      expect(countedBy('exchange')).toBe(Math.min(exchangeable, total - uncollected));
      expect(sumOf(refunds, ({ counted }) => counted)).toBe(total);
    }),
  );
});

test('what goods have paid in an exchange goes back the way of what had paid those, in its order, and whole points', () => {
  const parts = fc.array(
    fc.tuple(fc.constantFrom('card', 'loyalty', 'cash'), fc.integer({ min: 1, max: 5_000 })),
    {
      minLength: 1,
      maxLength: 4,
    },
  );
  fc.assert(
    fc.property(
      soldSale,
      parts,
      fc.array(fc.integer({ min: 1, max: 4_000 }), { maxLength: 5 }),
      (sold, paid, backs) => {
        const stored = toStored(sold);
        const [model] = stored.payments;
        if (!model) throw new Error('A sale has payments.');
        const total = paid.reduce((sum, [, amount]) => sum + amount, 0);
        const before = { ...model, tip: 0, amount: 10_000, name: null };
        const exchanged = paid.map(([way, counted], index) => ({
          counted,
          payment: { ...before, id: `before-${index}`, method: way, points: way === 'loyalty' ? 77 : null },
        }));
        const payments = [
          { ...model, id: 'exchange', method: 'exchange' as const, name: null, points: null, amount: total },
        ];
        let sale: SaleToReturn = {
          ...stored,
          payments,
          exchanged,
          sale: { ...stored.sale, total, cashRounding: 0 },
        };
        const refunds: PlannedRefund[] = [];
        let left = total;
        for (const back of [...backs, total]) {
          const part = Math.min(left, back);
          left -= part;
          const given = planRefunds({
            ...{ tenders: tendersOf(sale), total: part, cashRounding: null, cashBefore: 0 },
            ...{ exchangeable: 0, withTips: false },
          });
          refunds.push(...given);
          const earlier = given.map(({ method: way, counted }) => ({
            paymentId: 'exchange',
            method: way,
            counted,
          }));
          sale = { ...sale, earlierRefunds: [...sale.earlierRefunds, ...earlier] };
        }
        for (const { counted, payment } of exchanged) {
          const ofIt = refunds.filter(({ tender }) => tender?.target.id === payment.id);
          expect(sumOf(ofIt, (refund) => refund.counted)).toBe(counted);
          expect(new Set(ofIt.map((refund) => refund.method)).size).toBe(1);
          const restored = sumOf(ofIt, (refund) => pointsOfRefund(refund, share) ?? 0);
          expect(restored).toBe(payment.points === null ? 0 : Math.floor((77 * counted) / 10_000));
        }
      },
    ),
  );
});

test('what is chosen counts against what was paid in the same way first, and all of it is given', () => {
  fc.assert(
    fc.property(soldSale, fc.double({ min: 0, max: 1, noNaN: true }), (sold, portion) => {
      const stored = toStored(sold);
      const tenders = tendersOf(stored);
      const total = sumOf(tenders, ({ whole, target }) => (target.method === 'uncollected' ? 0 : whole));
      if (total === 0) return;
      const collected = tenders.filter(({ target }) => target.method !== 'uncollected');
      const byCash = Math.floor(total * portion);
      const chosen = [
        { method: 'cash' as const, amount: byCash },
        { method: 'store_credit' as const, amount: total - byCash },
      ];
      const refunds = planRefunds({
        ...{ tenders: collected, total, cashRounding: null, cashBefore: 0, exchangeable: 0, chosen },
        withTips: false,
      });
      const countedBy = (way: PlannedRefund['method']) =>
        sumOf(refunds, (refund) => (refund.method === way ? refund.counted : 0));
      expect([countedBy('cash'), countedBy('store_credit')]).toEqual([byCash, total - byCash]);
      const held = sumOf(collected, ({ whole, target }) => (target.method === 'cash' ? whole : 0));
      const same = refunds.filter(
        (refund) => refund.method === 'cash' && refund.tender?.target.method === 'cash',
      );
      expect(sumOf(same, ({ counted }) => counted)).toBe(Math.min(byCash, held));
    }),
  );
});
