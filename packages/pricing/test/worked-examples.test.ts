import { describe, expect, test } from 'vitest';
import {
  apportion,
  cashRefundShare,
  cashRoundingOn,
  mulDiv,
  type NonCashMethod,
  PricingError,
  priceSale,
  refundShare,
  roundCash,
  settle,
} from '../src/index.ts';
import {
  COMBINATIONS,
  type Combination,
  examples,
  figuresOf,
  type Inputs,
  MODES,
  NotExpressible,
  priceCase,
  type SalesCase,
  toSale,
} from './worked-examples.ts';

/** Cases that the engine has no word for, and why. A case that becomes expressible must leave the list. */
const NOT_EXPRESSIBLE: Readonly<Record<string, string>> = {
  'DIS-SCOPE-LAW': 'a comparison of laws without figures',
  'DIS-LOYALTY-BASE': 'loyalty points, which are not priced here',
  'DIS-CURRENCY-INTL': 'the digits of currencies: the engine knows minor units only',
  'BEY-COMPOUND-WOO': 'compound taxes',
  'BEY-COMPOUND-WOO-INCL': 'compound taxes',
  'BEY-JP-15YEN-x1-UP': 'taxes that round up: prices round half up or half even',
  'BEY-JP-15-15-14-UP': 'taxes that round up: prices round half up or half even',
  'BEY-TOAST-PER-RATE': 'a rounding mode per tax rate (a rule without figures)',
  'BEY-SUBCENT-PRICE': 'unit prices finer than the minor unit',
  'BEY-MINPRICE-SYLIUS': 'a minimum price of a product',
  'BEY-SERVICE-CHARGE-SG': 'a service charge',
  'BEY-MIXED-MODE-MEDUSA': 'tax mode by line',
  'BEY-CH-STEP-NET-AND-TAX': 'a rounding step for taxes',
};

/** Sections of the file that are about other packages. */
const OTHER_SECTIONS = [
  'about',
  'loyaltyAndGiftCards',
  'barcodes',
  'businessDays',
  'currencies',
  'ruleSources',
];

const RUN_SECTIONS = [
  'salesCases',
  'cashRounding',
  'roundingModes',
  'apportionment',
  'returns',
  'disagreements',
  'beyondTheDesign',
];

test('every section of the file is run here or belongs elsewhere', () => {
  expect(Object.keys(examples).sort()).toEqual([...RUN_SECTIONS, ...OTHER_SECTIONS].sort());
});

describe('sales', () => {
  for (const example of examples.salesCases) {
    const inputs = inputsOf(example);
    for (const combination of COMBINATIONS) {
      const reproduces = example.reproducedBy.includes(combination.name);
      test(`${example.id} is ${reproduces ? '' : 'not '}reproduced under ${combination.name}`, () => {
        const { payments, ...figures } = example.expected;
        if (reproduces) {
          expect(priceCase(inputs, combination)).toMatchObject(figures);
        } else {
          expect(priceCase(inputs, combination)).not.toMatchObject(figures);
        }
      });
      if (reproduces && example.expected.payments !== undefined) {
        test(`${example.id} is paid under ${combination.name}`, () => paysAsExpected(example, combination));
      }
    }
  }
});

function inputsOf(example: SalesCase): Inputs {
  const { lines, saleDiscounts = [], settings } = example;
  return { lines, saleDiscounts, taxMode: settings.taxMode };
}

function paysAsExpected(example: SalesCase, { roundingMode, ...combination }: Combination): void {
  const { total } = priceSale(toSale(inputsOf(example), { roundingMode, ...combination }));
  const step = example.settings.cashRoundingStep;
  const setting = step === undefined ? null : { step, mode: roundingMode };
  for (const [method, expected] of Object.entries(example.expected.payments ?? {})) {
    if (typeof expected === 'number' || expected.due === undefined) continue;
    const paid = settle(total, setting, [tender(method, expected.due)]);
    expect(paid).toMatchObject({
      ok: true,
      payable: expected.due,
      cashRounding: expected.cashRounding,
      change: 0,
    });
  }
  if (example.tenders !== undefined) {
    const paid = settle(
      total,
      setting,
      example.tenders.map((one) => tender(one.method, one.amount)),
    );
    expect(paid).toMatchObject({
      ok: true,
      payments: example.tenders.map(({ method, amount }) => ({ method, amount })),
    });
  }
}

function tender(method: string, amount: number) {
  return method === 'cash'
    ? { method: 'cash' as const, tendered: amount }
    : { method: method as NonCashMethod, amount };
}

describe('cash rounding', () => {
  test.each(examples.cashRounding)(
    '$id',
    ({ amount, step, mode, tender: method, expectedDue, expectedCashRounding }) => {
      if (method !== 'cash') {
        // Only cash is rounded: the store's setting does not matter to a card.
        const paid = settle(amount, { step, mode: 'half_up' }, [tender(method, expectedDue)]);
        expect(paid).toMatchObject({ ok: true, payable: expectedDue, cashRounding: expectedCashRounding });
        return;
      }
      const setting = { step, mode: modeOf(mode) };
      expect(roundCash(amount, setting)).toBe(expectedDue);
      expect(cashRoundingOn(amount, setting)).toBe(expectedCashRounding);
      if (amount >= 0) {
        const paid = settle(amount, setting, [tender('cash', expectedDue)]);
        expect(paid).toMatchObject({ ok: true, payable: expectedDue, cashRounding: expectedCashRounding });
      }
    },
  );
});

describe('rounding modes', () => {
  test.each(examples.roundingModes)('$id', ({ value, mode, digits, step, expected }) => {
    const places = 4;
    const unit = step === undefined ? 10 ** (places - (digits ?? 0)) : scaled(step, places);
    const exact = scaled(value, places);
    expect(roundCash(exact, { step: unit, mode: modeOf(mode) })).toBe(scaled(expected, places));
    expect(mulDiv(exact, 1, unit, modeOf(mode)) * unit).toBe(scaled(expected, places));
  });
});

describe('apportionment', () => {
  test.each(examples.apportionment)('$id', ({ amount, weights, expectedParts }) => {
    expect(apportion(amount, weights)).toEqual(expectedParts);
  });
});

describe('returns', () => {
  const ofCash = examples.returns.filter(({ settings }) => settings !== undefined);
  const ofGoods = examples.returns.filter(({ lines }) => lines !== undefined);

  test('each return is of cash or of goods', () => {
    expect(ofCash.length + ofGoods.length).toBe(examples.returns.length);
  });

  test.each(ofCash)('$id', ({ settings, sale, returns }) => {
    const setting = { step: settings?.cashRoundingStep ?? 0, mode: 'half_up' as const };
    expect(cashRoundingOn(sale.total, setting)).toBe(sale.cashRounding);
    expect(sale.total + cashRoundingOn(sale.total, setting)).toBe(sale.cashPaid);
    let before = 0;
    for (const { refund = 0, cashRefunded, cashRounding } of returns) {
      const paid = cashRefundShare(refund, before, setting);
      expect(paid).toBe(cashRefunded);
      expect(paid - refund).toBe(cashRounding);
      before += refund;
    }
  });

  for (const { id, lines = [], saleDiscounts = [], sale, returns, mustSumTo } of ofGoods) {
    test.each(COMBINATIONS)(`${id} under $name`, (combination) => {
      const priced = priceSale(toSale({ lines, saleDiscounts }, combination));
      expect(priced.total).toBe(sale.total);
      const net = priced.lines[0]?.net ?? 0;
      const refunds = (split: readonly number[]): number[] => {
        let before = 0;
        return split.map((now) => {
          const paid = refundShare(net, { sold: 3, before, now }, combination.roundingMode);
          before += now;
          return paid;
        });
      };
      expect(returns[0]?.allowed).toContain(refunds([1])[0]);
      for (const split of [[1, 1, 1], [1, 2], [2, 1], [3]]) {
        expect(refunds(split).reduce((a, b) => a + b)).toBe(mustSumTo);
      }
    });
  }
});

/** Disagreements whose figures hang on an exact half, which the design's figures take up. */
const ON_A_HALF = ['DIS-TOTAL-PT-18'];

describe('disagreements, as the design decides them', () => {
  const excluded: string[] = [];
  for (const { id, inputs, expectedByDesign } of examples.disagreements) {
    for (const [name, actual] of decisions(inputs)) {
      if (actual === null) excluded.push(id);
      else if (ON_A_HALF.includes(id) && name.endsWith('halfEven')) {
        test(`${id} not ${name}`, () => expect(actual()).not.toMatchObject(expectedByDesign));
      } else test(`${id} ${name}`, () => expect(actual()).toMatchObject(expectedByDesign));
    }
  }

  test('the list of what cannot be expressed is exact', () => {
    expect(excluded).toEqual(Object.keys(NOT_EXPRESSIBLE).filter((id) => id.startsWith('DIS-')));
  });
});

/** How to compute a disagreement's figures, by setting; null where the engine cannot. */
function decisions(inputs: Inputs): [string, (() => object) | null][] {
  const { weights, amount, value, step, saleCents, returnCents } = inputs;
  if (Array.isArray(weights)) return [['', () => ({ parts: apportion(amount as number, weights) })]];
  if (typeof value === 'string') {
    const rounded = (mode: 'half_up' | 'half_even'): string =>
      (roundCash(scaled(value, 4), { step: 100, mode }) / 10_000).toFixed(2);
    return [['', () => ({ halfUp: rounded('half_up'), halfEven: rounded('half_even') })]];
  }
  if (typeof step === 'number') {
    const round = (cents: number): number => roundCash(cents, { step, mode: 'half_up' });
    const figures = Array.isArray(saleCents)
      ? { sales: saleCents.map(round), returns: (returnCents as number[]).map(round) }
      : { halfUp: round(amount as number) };
    return [['', () => figures]];
  }
  if (!isExpressible(inputs)) return [['', null]];
  return COMBINATIONS.map((combination) => [combination.name, () => priceCase(inputs, combination)]);
}

describe('beyond the design', () => {
  test.each(examples.beyondTheDesign)('$id cannot be expressed', ({ id, inputs }) => {
    expect(isExpressible(inputs)).toBe(false);
    expect(NOT_EXPRESSIBLE[id]).toBeDefined();
  });

  test('the list of what cannot be expressed is exact', () => {
    const listed = Object.keys(NOT_EXPRESSIBLE).filter((id) => id.startsWith('BEY-'));
    expect(examples.beyondTheDesign.map(({ id }) => id)).toEqual(listed);
  });
});

function isExpressible(inputs: Inputs): boolean {
  return COMBINATIONS.every((combination) => {
    try {
      figuresOf(priceSale(toSale(inputs, combination)));
      return true;
    } catch (error) {
      if (error instanceof NotExpressible || error instanceof PricingError) return false;
      throw error;
    }
  });
}

function modeOf(mode: string) {
  const known = MODES[mode as keyof typeof MODES];
  if (known === undefined) throw new Error(`no mode ${mode}`);
  return known;
}

/** A decimal string times 10^places, exactly. */
function scaled(decimal: string, places: number): number {
  const [whole = '', fraction = ''] = decimal.split('.');
  return Number(whole + fraction.padEnd(places, '0'));
}
