import {
  type OracleCharge,
  type OracleDiscount,
  type OracleGiftCard,
  type OracleGoods,
  type OracleInput,
  type OracleLine,
  priceByOracle,
  worthOf,
} from './oracle.ts';

/**
 * Promotions decided a second time, from the rules: every piece is looked at by itself, every set is priced.
 * It shares no code with `src` (and may import none).
 */

interface Named {
  productIds?: readonly string[];
  categoryIds?: readonly string[];
  excludedProductIds?: readonly string[];
  excludedCategoryIds?: readonly string[];
}

interface Effect {
  type: string;
  target?: string;
  ppm?: number;
  amount?: number;
  buyQuantity?: number;
  buy?: Named;
  getQuantity?: number;
  get?: Named;
  maxUses?: number | null;
  tiers?: readonly { minQuantityThousandths: number; ppm: number }[];
}

export interface OraclePromotion {
  id: string;
  code: string | null;
  effect: Effect;
  applicability: Named;
  conditions: {
    startsOn: string | null;
    endsOn: string | null;
    weekdays: readonly number[] | null;
    fromMinute: number | null;
    toMinute: number | null;
    minimumAmount: number | null;
    minimumQuantityThousandths: number | null;
    customerGroupIds: readonly string[] | null;
    firstPurchaseOnly: boolean;
  };
  stacking: string;
  priority: number;
  usageLeft: number | null;
  usageLeftForCustomer: number | null;
}

interface CartGoods extends OracleGoods {
  productId: string | null;
  parentId?: string | null;
  categoryIds: readonly string[];
  soldBy: string;
}

export interface OracleCart {
  settings: OracleInput['settings'];
  lines: readonly (CartGoods | OracleCharge | OracleGiftCard)[];
  discounts?: readonly OracleDiscount[];
  promotions: readonly OraclePromotion[];
  context: {
    date: string;
    minute: number;
    weekday: number;
    customerGroupIds: readonly string[];
    isFirstPurchase: boolean | null;
    codes: readonly string[];
  };
}

export interface OracleOutcome {
  id: string;
  status: string;
  amount: number;
  reason: string | null;
  missing: number | null;
}

interface Refusal {
  reason: string;
  missing: number | null;
}

/** A line that promotions may lower. */
type Goods = CartGoods & { gross: number };

export function decideByOracle(cart: OracleCart): {
  lines: OracleLine[];
  total: number;
  outcomes: OracleOutcome[];
} {
  const goods = cart.lines.flatMap((line): Goods[] =>
    'unitPrice' in line && line.discountable !== false && line.quantityThousandths > 0
      ? [
          {
            ...line,
            gross: worthOf(line, line.quantityThousandths, cart.settings.roundingMode),
          },
        ]
      : [],
  );
  const refused = new Map<string, Refusal>();
  for (const promotion of cart.promotions) {
    const refusal = refuse(promotion, linesFor(promotion.applicability, goods), cart.context);
    if (refusal) refused.set(promotion.id, refusal);
  }
  const open = ranked(cart.promotions.filter(({ id }) => !refused.has(id)));
  const sets = [
    open.filter(({ stacking }) => stacking === 'combinable'),
    ...open.filter(({ stacking }) => stacking === 'exclusive').map((one) => [one]),
  ].map((set) => ({ set, ...priceSet(cart, set, goods) }));
  const lowest = Math.min(...sets.map(({ total }) => total));
  const best = sets.find(({ total }) => total === lowest);
  if (best === undefined) throw new Error('the combinable set is always there');

  const outcomes = cart.promotions.map(({ id }): OracleOutcome => {
    const mine = sets.find(({ set }) => set.some((one) => one.id === id));
    const refusal = refused.get(id) ?? mine?.refused.get(id);
    if (refusal) return { id, status: 'not_applicable', amount: 0, ...refusal };
    const given = (mine?.lines ?? [])
      .flatMap(({ discounts }) => discounts)
      .reduce((sum, one) => (one.id === id ? sum + one.amount : sum), 0);
    if (given === 0) {
      return { id, status: 'not_applicable', amount: 0, reason: 'NOTHING_TO_DISCOUNT', missing: null };
    }
    return mine === best
      ? { id, status: 'applied', amount: given, reason: null, missing: null }
      : { id, status: 'outbid', amount: 0, reason: 'BETTER_OFFER', missing: null };
  });
  return { lines: best.lines, total: best.total, outcomes };
}

function linesFor(named: Named, goods: readonly Goods[]): Goods[] {
  const has = (line: Goods, products: readonly string[] = [], categories: readonly string[] = []): boolean =>
    products.includes(line.productId ?? '') ||
    products.includes(line.parentId ?? '') ||
    line.categoryIds.some((id) => categories.includes(id));
  return goods.filter((line) => {
    const isOpen = !named.productIds && !named.categoryIds;
    const isIn = isOpen || has(line, named.productIds, named.categoryIds);
    return isIn && !has(line, named.excludedProductIds, named.excludedCategoryIds);
  });
}

function ranked(promotions: readonly OraclePromotion[]): OraclePromotion[] {
  const sorted = [...promotions]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .sort((a, b) => b.priority - a.priority);
  const byQuantity = ['buy_x_get_y', 'quantity_tiers'];
  return [
    ...sorted.filter(({ effect }) => byQuantity.includes(effect.type)),
    ...sorted.filter(({ effect }) => !byQuantity.includes(effect.type)),
  ];
}

function refuse(
  { code, conditions: c, usageLeft, usageLeftForCustomer }: OraclePromotion,
  lines: readonly Goods[],
  context: OracleCart['context'],
): Refusal | null {
  const gross = lines.reduce((sum, line) => sum + line.gross, 0);
  const quantity = lines.reduce((sum, line) => sum + line.quantityThousandths, 0);
  const codes = context.codes.map((one) => one.trim().toUpperCase());
  const [from, to] = [c.fromMinute ?? 0, c.toMinute ?? 1440];
  const spansNight = to <= from;
  // The window that began yesterday, seen from yesterday's midnight, first.
  const beganYesterday = spansNight && context.minute + 1440 < to + 1440;
  const day = beganYesterday ? yesterday(context) : context;
  const minute = beganYesterday ? context.minute + 1440 : context.minute;
  const rules: [string, boolean, number | null][] = [
    ['CODE_MISSING', code !== null && !codes.includes(code.trim().toUpperCase()), null],
    ['NOT_STARTED', c.startsOn !== null && day.date < c.startsOn, null],
    ['ENDED', c.endsOn !== null && c.endsOn < day.date, null],
    ['WRONG_DAY', c.weekdays !== null && !c.weekdays.includes(day.weekday), null],
    ['WRONG_HOUR', minute < from || minute >= (spansNight ? to + 1440 : to), null],
    [
      'CUSTOMER_GROUP',
      c.customerGroupIds !== null && !c.customerGroupIds.some((id) => context.customerGroupIds.includes(id)),
      null,
    ],
    ['NOT_FIRST_PURCHASE', c.firstPurchaseOnly && !context.isFirstPurchase, null],
    ['USAGE_LIMIT', usageLeft === 0 || usageLeftForCustomer === 0, null],
    ['NO_APPLICABLE_LINE', lines.length === 0, null],
    ['MINIMUM_AMOUNT', gross < (c.minimumAmount ?? 0), (c.minimumAmount ?? 0) - gross],
    [
      'MINIMUM_QUANTITY',
      quantity < (c.minimumQuantityThousandths ?? 0),
      (c.minimumQuantityThousandths ?? 0) - quantity,
    ],
  ];
  const broken = rules.find(([, isBroken]) => isBroken);
  return broken ? { reason: broken[0], missing: broken[2] } : null;
}

function yesterday({ date, weekday }: { date: string; weekday: number }): { date: string; weekday: number } {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const before = new Date(Date.UTC(year, month - 1, day - 1));
  return { date: before.toISOString().slice(0, 10), weekday: ((weekday + 5) % 7) + 1 };
}

/** One piece of a line sold by unit. */
interface Piece {
  line: Goods;
  position: number;
}

/** What of a line has no discount of its own on a part of it. */
function wholeOf({ quantityThousandths, discounts = [] }: Goods): number {
  return discounts.reduce(
    (left, discount) => left - (discount.quantityThousandths ?? 0),
    quantityThousandths,
  );
}

function priceSet(cart: OracleCart, set: readonly OraclePromotion[], goods: readonly Goods[]) {
  const onLines = new Map<string, OracleDiscount[]>();
  const onSale: OracleDiscount[] = [];
  const refused = new Map<string, Refusal>();
  let pieces = goods.flatMap((line, position): Piece[] =>
    line.soldBy === 'unit'
      ? Array.from({ length: Math.floor(wholeOf(line) / 1000) }, () => ({ line, position }))
      : [],
  );
  for (const { id, effect, applicability } of set) {
    const lines = linesFor(applicability, goods);
    const mine = pieces.filter(({ line }) => lines.includes(line));
    const give = (line: Goods, discount: OracleDiscount): void => {
      onLines.set(line.key, [...(onLines.get(line.key) ?? []), { id, ...discount }]);
    };
    const { ppm = 0, amount = 0 } = effect;
    if (effect.type === 'percentage' || effect.type === 'amount') {
      const discount = { type: effect.type, ppm, amount } as const;
      if (effect.target === 'sale') {
        onSale.push({ id, ...discount, eligibleLines: lines.map(({ key }) => key) });
      } else for (const line of lines) give(line, discount);
    } else if (effect.type === 'quantity_tiers') {
      const tiers = [...(effect.tiers ?? [])].sort(
        (a, b) => b.minQuantityThousandths - a.minQuantityThousandths,
      );
      // What has no product is a product of its own.
      const products = new Set(lines.map(({ productId, key }) => productId ?? `line ${key}`));
      const lacking: number[] = [];
      for (const product of products) {
        const mine = lines.filter(({ productId, key }) => (productId ?? `line ${key}`) === product);
        const quantity = mine.reduce((sum, line) => sum + line.quantityThousandths, 0);
        const reached = tiers.find(({ minQuantityThousandths }) => minQuantityThousandths <= quantity);
        lacking.push(reached ? 0 : Math.min(...tiers.map((tier) => tier.minQuantityThousandths)) - quantity);
        if (reached) for (const line of mine) give(line, { type: 'percentage', ppm: reached.ppm });
      }
      const missing = Math.min(...lacking);
      if (missing > 0) refused.set(id, { reason: 'MINIMUM_QUANTITY', missing });
    } else {
      const { given, used, missing } = buyXGetY(effect, mine, lines);
      if (missing > 0) refused.set(id, { reason: 'MINIMUM_QUANTITY', missing: missing * 1000 });
      pieces = pieces.filter((piece) => !used.includes(piece));
      for (const line of new Set(given.map((piece) => piece.line))) {
        const units = given.filter((piece) => piece.line === line).length;
        give(line, { type: 'percentage', ppm, quantityThousandths: units * 1000 });
      }
    }
  }
  const lines = priceByOracle({
    settings: cart.settings,
    lines: cart.lines.map((line) =>
      'unitPrice' in line
        ? { ...line, discounts: [...(onLines.get(line.key) ?? []), ...(line.discounts ?? [])] }
        : line,
    ),
    discounts: [...onSale, ...(cart.discounts ?? [])],
  });
  return { lines, refused, total: lines.reduce((sum, { total }) => sum + total, 0) };
}

/** What a promotion does to pieces: which it gives, and which it uses up. */
interface PieceResult {
  given: Piece[];
  used: Piece[];
  missing: number;
}

const priceOf = ({ line }: Piece): number => line.unitPrice;
const cheapestFirst = (pieces: readonly Piece[]): Piece[] =>
  [...pieces].sort((a, b) => priceOf(a) - priceOf(b) || a.position - b.position);

function buyXGetY(effect: Effect, pieces: readonly Piece[], lines: readonly Goods[]): PieceResult {
  const { buyQuantity = 0, getQuantity = 1, maxUses } = effect;
  const buyLines = linesFor(effect.buy ?? {}, lines);
  const getLines = linesFor(effect.get ?? {}, lines);
  const toGet = cheapestFirst(pieces.filter(({ line }) => getLines.includes(line)));
  const toBuy = pieces.filter(({ line }) => buyLines.includes(line));
  let given: Piece[] = [];
  let bought: Piece[] = [];
  for (let count = 1; count <= toGet.length; count++) {
    const uses = Math.ceil(count / getQuantity);
    const next = toGet.slice(0, count);
    const rest = cheapestFirst(toBuy.filter((piece) => !next.includes(piece))).reverse();
    if (uses > (maxUses ?? uses) || rest.length < uses * buyQuantity) break;
    given = next;
    bought = rest.slice(0, uses * buyQuantity);
  }
  const first = toGet.slice(0, 1);
  const lacking = buyQuantity - toBuy.filter((piece) => !first.includes(piece)).length;
  const missing = given.length > 0 ? 0 : Math.max(0, lacking) + (first.length === 0 ? 1 : 0);
  return { given, used: [...given, ...bought], missing };
}
