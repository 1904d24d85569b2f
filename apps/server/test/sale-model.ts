/**
 * The rules of sales, payments and returns, written once more and without the server: what must be there after each
 * command. Money is in minor units, quantities are in thousandths.
 */

/** How cash is rounded in the store of the model. */
export const COIN = 5;

export type Method =
  | ('cash' | 'card' | 'other' | 'gift_card' | 'store_credit' | 'loyalty')
  | ('exchange' | 'uncollected');

/** In which order money goes back; what was never collected does not, so that comes first. */
const GIVEN_BACK: readonly Method[] = [
  ...(['uncollected', 'card', 'other', 'gift_card', 'store_credit', 'loyalty', 'cash'] as const),
];

/** figure × part ÷ whole, a half up. */
export const shareOf = (figure: number, part: number, whole: number): number =>
  whole === 0 ? 0 : Math.floor((2 * figure * part + whole) / (2 * whole));

/** What is paid in coins, a half up. */
export const inCoins = (amount: number): number => shareOf(amount, 1, COIN) * COIN;

export interface ModelProduct {
  readonly id: string;
  readonly price: number;
  readonly byUnit: boolean;
  readonly tracked: boolean;
  readonly mayGoBelow: boolean;
  onHand: number;
  damaged: number;
}

export interface ModelTill {
  readonly id: string;
  sales: number;
  returns: number;
  /** What late sales came to since the last Z report. */
  late: number;
  /** A moment of the shift before. */
  earlier: Date | undefined;
  shift: ModelShift | undefined;
}

export interface ModelShift {
  readonly id: string;
  readonly float: number;
  /** What its sales have come to, and its returns. */
  sold: number;
  returned: number;
  /** What came into the drawer, less what went out. */
  cash: number;
}

/** What is owed to the one customer. */
export interface Owed {
  giftCard: number;
  storeCredit: number;
  points: number;
}

/** A part of what paid a sale. */
export interface ModelTender {
  readonly method: Method;
  /** Without the tip and before cash was rounded. */
  readonly whole: number;
  readonly tip: number;
  readonly points: number;
  /** What of it was given back. */
  back: number;
  /** Goods of a return have paid it: what had paid those, before. */
  readonly exchanged?: { readonly points: number; readonly whole: number };
}

export interface SoldLine {
  readonly id: string;
  /** Undefined: what was put on the gift card. */
  readonly product: ModelProduct | undefined;
  readonly quantity: number;
  readonly net: number;
  readonly taxes: readonly number[];
  back: number;
}

export interface SoldModel {
  readonly id: string;
  readonly till: ModelTill;
  /** The shift that it is in. */
  readonly shift: ModelShift | undefined;
  readonly late: boolean;
  readonly ofCustomer: boolean;
  readonly lines: readonly SoldLine[];
  readonly tenders: readonly ModelTender[];
  readonly total: number;
  readonly earned: number;
  /** What was given back in cash, before it was rounded. */
  cashBack: number;
  /** What was returned, and in how many parts. */
  returned: number;
  returns: number;
}

/** What comes back of one line. */
export interface Part {
  readonly line: SoldLine;
  readonly quantity: number;
}

export interface ModelRefund {
  readonly tender: ModelTender;
  readonly method: Method;
  readonly amount: number;
  readonly counted: number;
  readonly points: number | null;
}

export interface ReturnPlan {
  readonly total: number;
  readonly giftCards: number;
  readonly refunds: readonly ModelRefund[];
  readonly clawback: number;
}

const sum = (figures: readonly number[]): number => figures.reduce((all, each) => all + each, 0);

/** What a part of a figure of a line gives, once what was given before is off. */
const partOf = (figure: number, { line, quantity }: Part): number =>
  shareOf(figure, line.back + quantity, line.quantity) - shareOf(figure, line.back, line.quantity);

/** What parts of a sale give back, and how. */
export function planReturn(
  sale: SoldModel,
  parts: readonly Part[],
  { withTips = false, exchangeable = 0 }: { withTips?: boolean; exchangeable?: number } = {},
): ReturnPlan {
  const totalOf = (part: Part) =>
    sum([part.line.net, ...part.line.taxes].map((figure) => partOf(figure, part)));
  const total = sum(parts.map(totalOf));
  const held = new Map(sale.tenders.map((tender) => [tender, tender.whole - tender.back]));
  const inOrder = GIVEN_BACK.flatMap((method) => sale.tenders.filter((tender) => tender.method === method));
  /** Takes up to an amount out of what tenders still hold. */
  const take = (amount: number, from: readonly ModelTender[]) => {
    let rest = amount;
    return from.map((tender) => {
      const counted = Math.min(held.get(tender) ?? 0, rest);
      held.set(tender, (held.get(tender) ?? 0) - counted);
      rest -= counted;
      return { tender, counted };
    });
  };
  const countedOf = (taken: readonly { readonly counted: number }[]) =>
    sum(taken.map(({ counted }) => counted));
  const lost = take(
    total,
    inOrder.filter(({ method }) => method === 'uncollected'),
  );
  const exchanged = take(Math.min(exchangeable, total - countedOf(lost)), inOrder);
  const paidOut = take(total - countedOf(lost) - countedOf(exchanged), inOrder);
  let cashBack = sale.cashBack;
  const givenBack = [...lost, ...paidOut].flatMap(({ tender, counted }): ModelRefund[] => {
    const { method, whole } = tender;
    const tip = withTips ? tender.tip : 0;
    if (counted === 0 && tip === 0) return [];
    if (method === 'loyalty') {
      const points =
        shareOf(tender.points, tender.back + counted, whole) - shareOf(tender.points, tender.back, whole);
      return [{ tender, method, counted, points, amount: counted }];
    }
    if (method !== 'cash') return [{ tender, method, counted, points: null, amount: counted + tip }];
    const amount = inCoins(cashBack + counted) - inCoins(cashBack) + tip;
    cashBack += counted;
    return [{ tender, method, counted, points: null, amount }];
  });
  const refunds = [
    ...exchanged
      .filter(({ counted }) => counted > 0)
      .map((part): ModelRefund => ({ ...part, method: 'exchange', amount: part.counted, points: null })),
    ...givenBack,
  ];
  const goods = sale.lines.filter(({ product }) => product);
  const netBack = (extra: readonly Part[]) =>
    sum(
      goods.map(
        (line) =>
          shareOf(line.net, line.back, line.quantity) +
          sum(extra.filter((part) => part.line === line).map((part) => partOf(line.net, part))),
      ),
    );
  const net = sum(goods.map((line) => line.net));
  return {
    ...{ total, refunds },
    giftCards: sum(parts.filter(({ line }) => !line.product).map(totalOf)),
    clawback: shareOf(sale.earned, netBack(parts), net) - shareOf(sale.earned, netBack([]), net),
  };
}

/** What a sale comes to, and why it cannot be made: any of these codes. */
export interface Settlement {
  readonly refusals: ReadonlySet<string>;
  readonly tenders: readonly ModelTender[];
  readonly cashRounding: number;
  readonly change: number;
  readonly tips: number;
}

/** How a sale is to be paid, as it was said. */
export interface ModelPayment {
  readonly method: Method;
  /** What is handed over, with the tip. */
  readonly amount: number;
  readonly tip: number;
  readonly points: number;
}

/** Pays a total, of which so much is put on gift cards. */
export function settle(
  { total, giftCards }: { total: number; giftCards: number },
  payments: readonly ModelPayment[],
  { till, owed, ofCustomer }: { till: ModelTill; owed: Owed; ofCustomer: boolean },
): Settlement {
  const refusals = new Set<string>();
  const by = (...methods: Method[]) =>
    sum(payments.filter(({ method }) => methods.includes(method)).map(({ amount, tip }) => amount - tip));
  const hasCash = payments.some(({ method }) => method === 'cash');
  const cash = by('cash');
  const otherwise = sum(payments.map(({ amount, tip }) => amount - tip)) - cash;
  const exact = total - otherwise;
  const due = hasCash ? inCoins(Math.max(0, exact)) : exact;
  if (exact < 0 || cash < due) refusals.add('PAYMENT_MISMATCH');
  if (hasCash && !till.shift) refusals.add('SHIFT_REQUIRED');
  if (by('gift_card') > owed.giftCard) refusals.add('INSUFFICIENT_BALANCE');
  if (by('gift_card', 'loyalty') > total - giftCards) refusals.add('GIFT_CARD_FOR_GIFT_CARD');
  const ofAccounts = payments.filter(({ method }) => method === 'store_credit' || method === 'loyalty');
  if (ofAccounts.length > 0 && !ofCustomer) {
    refusals.add('CUSTOMER_REQUIRED');
    refusals.add('LOYALTY_NOT_AVAILABLE');
  }
  if (by('store_credit') > owed.storeCredit) refusals.add('INSUFFICIENT_BALANCE');
  if (sum(payments.map(({ points }) => points)) > owed.points) refusals.add('INSUFFICIENT_BALANCE');
  if (by('loyalty') > total) refusals.add('POINTS_NOT_TAKEN');
  // Together the cash pays what is left of the total: by which of several payments makes no difference to the customer.
  const firstCash = payments.findIndex(({ method }) => method === 'cash');
  const tenders = payments.map(({ method, amount, tip, points }, index) => ({
    ...{ method, tip, points, back: 0 },
    whole: method !== 'cash' ? amount - tip : index === firstCash ? exact : 0,
  }));
  const tips = sum(payments.map(({ tip }) => tip));
  return { refusals, tenders, tips, cashRounding: due - exact, change: hasCash ? cash - due : 0 };
}

/** What goods that the customer has bought earn: a point for each full 1.00 without tax that points have not paid. */
export function earnedOn(lines: readonly SoldLine[], tenders: readonly ModelTender[]): number {
  const net = sum(lines.filter(({ product }) => product).map((line) => line.net));
  const byPoints = sum(tenders.filter(isByPoints).map(({ whole }) => whole));
  return Math.floor(Math.max(0, net - byPoints) / 100);
}

const isByPoints = ({ method, exchanged }: ModelTender) => method === 'loyalty' && !exchanged;

/** What pays for goods that are bought instead, as it is given back when those come back. */
export function exchangedTenders(refunds: readonly ModelRefund[]): ModelTender[] {
  return refunds
    .filter(({ method }) => method === 'exchange')
    .map(({ tender, counted }) => {
      const exchanged = tender.exchanged ?? { points: tender.points, whole: tender.whole };
      const points = Math.floor((exchanged.points * counted) / exchanged.whole);
      return { method: tender.method, whole: counted, tip: 0, points, back: 0, exchanged };
    });
}
