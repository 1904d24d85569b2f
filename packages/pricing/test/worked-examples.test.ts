import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { type EmbeddedLayout, hasValidCheckDigit, parseEmbedded } from '../src/barcodes.ts';
import {
  apportion,
  type CashRoundingMode,
  cashRefundShare,
  cashRoundingOn,
  mulDiv,
  type NonCashMethod,
  PricingError,
  percentToPpm,
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

/** Sections of the file that are about other packages, whose tests are there. */
const OTHER_SECTIONS = ['about', 'loyaltyAndGiftCards', 'businessDays', 'currencies', 'ruleSources'];

const RUN_SECTIONS = [
  'salesCases',
  'cashRounding',
  'roundingModes',
  'apportionment',
  'returns',
  'barcodes',
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
  for (const { id, inputs, expectedByDesign } of examples.disagreements) {
    for (const [name, actual] of decisions(inputs)) {
      if (ON_A_HALF.includes(id) && name.endsWith('halfEven')) {
        test(`${id} not ${name}`, () => expect(actual()).not.toMatchObject(expectedByDesign));
      } else test(`${id} ${name}`, () => expect(actual()).toMatchObject(expectedByDesign));
    }
  }
});

test('what is answered differently is listed, with nothing else', () => {
  const list = readFileSync(new URL('../cases/DIFFERENT.md', import.meta.url), 'utf8');
  const listed = [...list.matchAll(/^\| ((?:DIS|BEY)-\S+) +\|/gm)].map(([, id]) => id);
  const different = [
    ...examples.disagreements.filter(({ inputs, expectedBySource }) => !canAnswer(inputs, expectedBySource)),
    ...examples.beyondTheDesign.filter(({ inputs, expected }) => !canAnswer(inputs, expected)),
  ].map(({ id }) => id);
  expect(listed).toEqual(different);
});

/** Whether each of a source's answers is given under some settings. */
function canAnswer(inputs: Inputs, expected: Readonly<Record<string, unknown>>): boolean {
  const answers = decisions(inputs).map(([, answer]) => new Map(Object.entries(answer())));
  const names = new Set(answers.flatMap((answer) => [...answer.keys()]));
  const isOneAnswer = Object.keys(expected).every((name) => names.has(name));
  const wanted: unknown[] = isOneAnswer ? [expected] : Object.values(expected);
  return answers.length > 0 && wanted.every((one) => answers.some((answer) => holds(answer, one)));
}

/** Whether an answer has all figures wanted, or among its figures the one wanted. */
function holds(answer: ReadonlyMap<string, unknown>, wanted: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null) return [...answer.values()].includes(wanted);
  return Object.entries(wanted).every(([name, figure]) => isDeepStrictEqual(answer.get(name), figure));
}

/** How the engine answers a case, by settings; empty where it has no word for it. */
function decisions(inputs: Inputs): [string, () => object][] {
  const { weights, amount, value, step, saleCents, returnCents } = inputs;
  if (Array.isArray(weights)) return [['', () => ({ parts: apportion(amount as number, weights) })]];
  if (typeof value === 'string') {
    const rounded = (mode: 'half_up' | 'half_even' | 'half_down'): string =>
      (roundCash(scaled(value, 4), { step: 100, mode }) / 10_000).toFixed(2);
    return [
      [
        '',
        () => ({
          halfUp: rounded('half_up'),
          halfEven: rounded('half_even'),
          halfDown: rounded('half_down'),
        }),
      ],
    ];
  }
  if (typeof step === 'number') {
    const round = (mode: CashRoundingMode) => (cents: number) => roundCash(cents, { step, mode });
    if (Array.isArray(saleCents)) {
      const figures = () => ({
        sales: saleCents.map(round('half_up')),
        returns: (returnCents as number[]).map(round('half_up')),
      });
      return [['', figures]];
    }
    const [up, down] = [round('half_up')(amount as number), round('half_down')(amount as number)];
    return [['', () => ({ halfUp: up, halfDown: down })]];
  }
  if (!isExpressible(inputs)) return [];
  return COMBINATIONS.map((combination) => [combination.name, () => priceCase(inputs, combination)]);
}

test('BEY-SERVICE-CHARGE-SG: a taxed service charge, its cash rounded down', () => {
  const found = examples.beyondTheDesign.find(({ id }) => id === 'BEY-SERVICE-CHARGE-SG');
  const { subtotal, servicePercent, gstPercent, cashStep, cashMode } = found?.inputs ?? {};
  const taxRates = [{ id: 'gst', name: 'GST', ppm: percentToPpm(Number(gstPercent)) }];
  const ppm = percentToPpm(Number(servicePercent));
  const sale = priceSale({
    settings: {
      pricesIncludeTax: false,
      taxRounding: 'document',
      roundingMode: 'half_up',
      taxExempt: false,
      cashRounding: { step: Number(cashStep), mode: modeOf(String(cashMode)) },
    },
    lines: [
      { key: 'meal', unitPrice: Number(subtotal), quantityThousandths: 1000, taxRates },
      { key: 'service', name: 'Service', serviceCharge: { type: 'percentage', ppm }, taxRates },
    ],
  });
  expect(found?.expected).toMatchObject({
    serviceShown: sale.serviceChargeTotal,
    gst: sale.taxTotal,
    due: sale.inCash.due,
  });
});

describe('barcodes', () => {
  test.each(examples.barcodes)('$id', ({ code, valid }) => {
    expect(hasValidCheckDigit(code)).toBe(valid);
  });

  const embedded = examples.barcodes.filter(({ decoded }) => decoded !== undefined);
  test.each(embedded)('$id is read', ({ code, type, decoded }) => {
    const { companyReference = '', itemReference, priceMinor, quantityThousandths } = decoded ?? {};
    const item = `${companyReference}${itemReference}`;
    const prefix = code.slice(0, code.indexOf(item));
    const hasPriceCheckDigit = decoded !== undefined && 'verifierDigit' in decoded;
    const layout: EmbeddedLayout = {
      prefix,
      itemDigits: item.length,
      hasPriceCheckDigit,
      valueDigits: code.length - prefix.length - item.length - 1 - (hasPriceCheckDigit ? 1 : 0),
      kind: priceMinor === undefined ? 'weight' : 'price',
    };
    const value = priceMinor === undefined ? { quantityThousandths } : { price: priceMinor };
    expect(parseEmbedded(code, layout)).toEqual({ item, kind: layout.kind, ...value });
    expect(type).toMatch(/variable measure/);
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
