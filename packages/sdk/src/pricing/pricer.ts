import type { CashwrapContract, DiscountRule, InputOf, Product, SaleQuote } from '@cashwrap/contract';
import {
  type Discount as EngineDiscount,
  type ListPrice,
  localMoment,
  type PricedLine,
  percentToPpm,
  quantityToThousandths,
  type SelectedPrice,
  type ServiceChargeLineInput,
  selectPrice,
  selectTaxRates,
  type TaxRate,
} from '@cashwrap/pricing';
import { businessDateOf } from '@cashwrap/pricing/business-day';
import { type CartGoodsLine, type Promotion, priceCart } from '@cashwrap/pricing/promotions';
import { figuresOfLine, figuresOfSale, toPromotion, usesLeft } from '@cashwrap/pricing/wire';
import type { TillCatalogue } from './catalogue.ts';
import { UnpriceableCartError } from './unpriceable.ts';

type QuoteInput = InputOf<CashwrapContract['sales']['quote']>;
type CartLine = Omit<QuoteInput['lines'][number], 'barcode'>;
type ManualDiscount = NonNullable<QuoteInput['discounts']>[number];
type ServiceCharge = NonNullable<QuoteInput['serviceCharges']>[number];
/** Where in a cart something is: `['lines', 2, 'productId']`. */
type CartPath = UnpriceableCartError['path'];

/**
 * A cart as `sales.quote` takes it, without what only the server knows: customers, gift cards, points and the labels of
 * scales.
 */
export interface TillCart extends Pick<QuoteInput, 'discounts' | 'codes' | 'serviceCharges'> {
  readonly lines: readonly CartLine[];
}

type QuoteLine = SaleQuote['lines'][number];

/** The figures of a cart: those that `sales.quote` answers for it. */
export interface TillQuote
  extends Omit<
    SaleQuote,
    | ('lines' | 'discountOutcomes' | 'explanation' | 'pointsToEarn' | 'rewards' | 'sensitiveActions')
    | ('customerId' | 'taxExemptReason')
  > {
  /** The goods, and behind them the service charges. */
  readonly lines: readonly Omit<QuoteLine, 'price' | 'giftCardId'>[];
}

/** Prices carts of one store. */
export interface Pricer {
  /**
   * What a cart costs for a customer who is not known.
   *
   * @param at - when it is bought; now, where it is left out
   * @throws {@link UnpriceableCartError} for what cannot be sold
   * @throws PricingError for a figure that is no price, quantity or percentage
   */
  quote(cart: TillCart, at?: Date): TillQuote;
}

/**
 * Makes a pricer of what {@link readCatalogue} has read. It comes to the same figures as `sales.quote`, by the same engine,
 * without a call: for every key press, and for a till without a connection.
 *
 * @example
 * ```ts
 * const pricer = createPricer(await readCatalogue(cashwrap, { storeId }));
 * const { total, lines } = pricer.quote({ lines: [{ productId, quantity: 2 }] });
 * ```
 */
export function createPricer(catalogue: TillCatalogue): Pricer {
  const shelves = index(catalogue);
  return { quote: (cart, at = new Date()) => quote(shelves, cart, at) };
}

/** A catalogue, with ways to find things in it. */
interface Shelves {
  readonly catalogue: TillCatalogue;
  readonly products: ReadonlyMap<string, Product>;
  /** The ids of each category and of those above it. */
  readonly paths: ReadonlyMap<string, readonly string[]>;
  /** Of each product, by list: a list prices a variant by its parent only where it does not name the variant. */
  readonly listPrices: ReadonlyMap<string, ReadonlyMap<string, readonly ListPrice[]>>;
}

function index(catalogue: TillCatalogue): Shelves {
  const listPrices = new Map<string, Map<string, ListPrice[]>>();
  for (const { id: listId, name, storeId, startsOn, endsOn, entries } of catalogue.priceLists) {
    for (const { productId, minQuantity, unitPrice } of entries) {
      const ofProduct = listPrices.get(productId) ?? new Map<string, ListPrice[]>();
      const minQuantityThousandths = quantityToThousandths(minQuantity);
      const specific = { storeSpecific: storeId !== null, groupSpecific: false };
      const price = { listId, name, ...specific, startsOn, endsOn, minQuantityThousandths, unitPrice };
      listPrices.set(productId, ofProduct.set(listId, [...(ofProduct.get(listId) ?? []), price]));
    }
  }
  return {
    catalogue,
    products: new Map(catalogue.products.map((product) => [product.id, product])),
    paths: new Map(catalogue.categories.map(({ id, path }) => [id, path])),
    listPrices,
  };
}

function quote(shelves: Shelves, cart: TillCart, at: Date): TillQuote {
  const { catalogue } = shelves;
  const { store, discounts: rules } = catalogue;
  const { currency, currencyDigits, cashRounding } = store;
  const { lines, codes = [], discounts = [], serviceCharges = [] } = cart;
  refuseUnknownCodes(codes, rules);
  const date = businessDateOf(at, store.timeZone, store.businessDayCutoffHour);
  const goods = lines.map((line, position) => ({ line, product: productOf(shelves, line, position) }));
  const together = new Map<string, number>();
  for (const { line } of goods) {
    together.set(line.productId, (together.get(line.productId) ?? 0) + quantityToThousandths(line.quantity));
  }
  const { sale } = priceCart({
    settings: {
      pricesIncludeTax: store.pricesIncludeTax,
      taxRounding: store.taxRounding,
      roundingMode: store.roundingMode,
      taxExempt: false,
      cashRounding,
    },
    lines: [
      ...goods.map(
        ({ line, product }, position): CartGoodsLine => ({
          key: String(position),
          ...priceOf(shelves, { line, product, position, date, quantity: together.get(product.id) ?? 0 }),
          quantityThousandths: quantityToThousandths(line.quantity),
          discounts: (line.discounts ?? []).map((each, i) =>
            toDiscount(each, `line-${position}-${i}`, ['lines', position, 'discounts', i]),
          ),
          taxRates: taxRatesOf(catalogue, product.taxCategoryId, date, ['lines', position]),
          productId: product.id,
          parentId: product.parentId,
          categoryIds: (product.categoryId !== null && shelves.paths.get(product.categoryId)) || [],
          soldBy: product.soldBy,
        }),
      ),
      ...serviceCharges.map((charge, i) =>
        toChargeLine(charge, i, taxRatesOf(catalogue, charge.taxCategoryId, date, ['serviceCharges', i])),
      ),
    ],
    discounts: discounts.map((each, i) => toDiscount(each, `sale-${i}`, ['discounts', i])),
    promotions: rules.filter((rule) => holdsHere(rule, catalogue)).map(promotionOf),
    context: {
      ...localMoment(at.getTime(), store.timeZone),
      customerGroupIds: [],
      isFirstPurchase: null,
      codes,
    },
  });
  return {
    ...{ storeId: store.id, currency, currencyDigits, cashRounding },
    lines: sale.lines.map((line, position) => ({
      ...nameLine(line, goods[position]?.product),
      ...figuresOfLine(line),
    })),
    ...figuresOfSale(sale),
    dueInCash: sale.inCash.due,
    pricingVersion: sale.pricingVersion,
  };
}

function refuseUnknownCodes(codes: readonly string[], rules: readonly DiscountRule[]): void {
  const known = new Set(rules.map(({ code }) => code));
  const position = codes.findIndex((code) => !known.has(code.trim().toUpperCase()));
  if (position === -1) return;
  const detail = `no active discount has the code ${codes[position]}`;
  throw new UnpriceableCartError('DISCOUNT_CODE_INVALID', ['codes', position], detail);
}

function productOf({ products }: Shelves, { productId, quantity }: CartLine, position: number): Product {
  const product = products.get(productId);
  if (!product) {
    const path = ['lines', position, 'productId'];
    throw new UnpriceableCartError('INVALID_REFERENCE', path, 'is no product that is for sale');
  }
  const isGone = ({ productId: id }: Product['components'][number]) => !products.has(id);
  if (product.options.length > 0 || product.components.some(isGone)) {
    const problem =
      product.options.length > 0 ? 'has variants: sell one of them' : 'holds what is not for sale';
    throw new UnpriceableCartError(
      'PRODUCT_NOT_FOR_SALE',
      ['lines', position],
      `"${product.name}" ${problem}`,
    );
  }
  // What comes back is a return: to the engine it would be a line like any other.
  checkPositive(quantity, ['lines', position, 'quantity']);
  if (product.soldBy === 'unit' && !Number.isInteger(quantity)) {
    const detail = `must be a whole number: "${product.name}" is sold by the unit`;
    throw invalid(['lines', position, 'quantity'], detail);
  }
  return product;
}

interface PricedPosition {
  readonly line: CartLine;
  readonly product: Product;
  readonly position: number;
  readonly date: string;
  /** Of the product over all its lines, in thousandths: it decides which tier is reached. */
  readonly quantity: number;
}

function priceOf(
  { catalogue, listPrices }: Shelves,
  { line: { unitPrice }, product, position, date, quantity }: PricedPosition,
): SelectedPrice {
  const refuse = (detail: string) =>
    new UnpriceableCartError('PRICE_MISSING', ['lines', position], `"${product.name}" ${detail}`);
  if (product.kind === 'open_price') {
    if (unitPrice === undefined) throw refuse('has an open price: give what is typed in as its unitPrice');
    return { unitPrice, price: { source: 'open' } };
  }
  const inherited = product.parentId === null ? undefined : listPrices.get(product.parentId);
  const isInCatalogue = catalogue.store.currency === catalogue.merchantCurrency;
  const candidates = {
    lists: [...new Map([...(inherited ?? []), ...(listPrices.get(product.id) ?? [])]).values()].flat(),
    variantPrice: isInCatalogue && product.parentId !== null && !product.inheritsPrice ? product.price : null,
    productPrice:
      isInCatalogue && (product.parentId === null || product.inheritsPrice) ? product.price : null,
    ...{ quantityThousandths: quantity, date },
  };
  const selected = selectPrice(candidates);
  if (unitPrice !== undefined && unitPrice !== selected?.unitPrice) {
    return (
      selectPrice({ ...candidates, override: unitPrice }) ?? { unitPrice, price: { source: 'override' } }
    );
  }
  if (!selected) throw refuse(`has no price in ${catalogue.store.currency}`);
  return selected;
}

function taxRatesOf(
  { taxRates }: TillCatalogue,
  taxCategoryId: string,
  date: string,
  path: readonly (string | number)[],
): TaxRate[] {
  const ofCategory = taxRates.filter((rate) => rate.taxCategoryId === taxCategoryId);
  const dated = ofCategory.map(({ id, name, percentage, validFrom, validTo }) => ({
    ...{ id, name, validFrom, validTo },
    ppm: percentToPpm(percentage),
  }));
  const rates = selectTaxRates(dated, date);
  if (rates.length > 0) return rates;
  throw new UnpriceableCartError('TAX_RATE_MISSING', path, `has no tax rate here on ${date}`);
}

/** Whether a rule may hold in the store, whatever is in the cart: amounts mean nothing in another currency. */
function holdsHere(
  { effect, conditions }: DiscountRule,
  { store, merchantCurrency }: TillCatalogue,
): boolean {
  const { storeIds, minimumAmount } = conditions;
  const hasAmounts = 'amount' in effect || minimumAmount !== null;
  const isHere = storeIds.length === 0 || storeIds.includes(store.id);
  return isHere && (!hasAmounts || store.currency === merchantCurrency);
}

function promotionOf(rule: DiscountRule): Promotion {
  return toPromotion(rule, {
    usageLeft: usesLeft(rule.usageLimit, rule.usedCount),
    // Who is not known has used up what is counted by customer.
    usageLeftForCustomer: usesLeft(rule.usageLimitPerCustomer, Number.POSITIVE_INFINITY),
  });
}

function toDiscount(discount: ManualDiscount, id: string, path: CartPath): EngineDiscount {
  const { name = 'Discount' } = discount;
  checkRate(discount, path);
  return discount.type === 'percentage'
    ? { type: 'percentage', id, name, ppm: percentToPpm(discount.percentage) }
    : { type: 'amount', id, name, amount: discount.amount };
}

/**
 * The engine takes what comes to nothing, and charges above the price, the server does not: a sale without a connection would be
 * refused later.
 */
function checkRate(rate: ManualDiscount | ServiceCharge, path: CartPath): void {
  const value = rate.type === 'percentage' ? rate.percentage : rate.amount;
  checkPositive(value, [...path, rate.type]);
  if (rate.type === 'percentage' && value > 100) {
    throw invalid([...path, 'percentage'], `must be at most 100, not ${value}`);
  }
}

function checkPositive(value: number, path: CartPath): void {
  if (!(value > 0)) throw invalid(path, `must be more than 0, not ${value}`);
}

function invalid(path: CartPath, detail: string): UnpriceableCartError {
  return new UnpriceableCartError('INVALID_INPUT', path, detail);
}

function toChargeLine(charge: ServiceCharge, position: number, taxRates: TaxRate[]): ServiceChargeLineInput {
  const { name = 'Service charge' } = charge;
  checkRate(charge, ['serviceCharges', position]);
  const serviceCharge =
    charge.type === 'percentage'
      ? { type: charge.type, ppm: percentToPpm(charge.percentage) }
      : { type: charge.type, amount: charge.amount };
  return { key: `charge-${position}`, name, serviceCharge, taxRates };
}

function nameLine(line: PricedLine, product: Product | undefined) {
  if (!product) {
    const name = line.serviceCharge?.name ?? '';
    return { kind: 'service_charge', productId: null, sku: null, name, unitLabel: null } as const;
  }
  const { id, sku, name, unitLabel } = product;
  return { kind: 'product', productId: id, sku, name, unitLabel } as const;
}
