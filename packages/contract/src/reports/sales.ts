import { z } from 'zod';
import { PaymentMethod } from '../sales/payments.ts';
import { Id } from '../shared/ids.ts';
import {
  count,
  countOrNone,
  currencyColumns,
  money,
  moneyOrNone,
  quantity,
  quantityOrNone,
  ratio,
  text,
  textOrNone,
} from './columns.ts';
import { compareField, formatFields, inPeriod, periodFields, report, withCompared } from './report.ts';

const key = {
  key: textOrNone(
    'What the row is about: a date (day), 2026-W47 (week), 2026-11 (month), 0 to 23 (hour), 1 to 7 from Monday (weekday), a ' +
      'payment method, a kind, a reason, total, else an id; null: what has none.',
  ),
  name: text('The same in words, as it is called now; tax rates and discounts as they were called then.'),
  ...currencyColumns,
};

const costs = 'Null without the permission reports.read_costs.';

const profits = {
  cost: moneyOrNone(
    `Σ cost of the goods sold − Σ cost of the goods returned: the stock value that left. ${costs}`,
  ),
  profit: moneyOrNone(`net − cost. Goods whose stock is not tracked have no cost. ${costs}`),
  margin: ratio(`profit ÷ net × 100, with two decimals. ${costs}`),
};

/** What sales and returns come to. */
const salesFigures = {
  saleCount: countOrNone(
    'Completed sales, those that were voided later too; by product those that it is in. Null by category and payment method, and in ' +
      'the totals by product.',
  ),
  returnCount: countOrNone('Returns, voids among them; null where saleCount is.'),
  voidCount: countOrNone('Voids. Null where the group is of goods, customers or payment methods.'),
  quantity: quantityOrNone(
    'Σ quantity sold − Σ quantity returned, of goods, not of service charges; by product and category alone.',
  ),
  gross: moneyOrNone(
    'Σ gross of goods and service charges sold: before discounts, without gift cards; with tax where prices include it. Null by payment method.',
  ),
  discounts: moneyOrNone('Σ discounts on what was sold. Null by payment method.'),
  sold: moneyOrNone(
    'Σ net of what was sold, without tax and gift cards: gross − discounts, less the tax inside where prices include it. Null by payment method.',
  ),
  returned: moneyOrNone('Σ net of what was returned: above 0. Null by payment method.'),
  net: moneyOrNone('sold − returned: the net sales. Null by payment method.'),
  tax: moneyOrNone('Σ tax of sales − Σ tax of returns. Null by payment method.'),
  total: money(
    'net + tax. By payment method: Σ (amount − tip) of payments − Σ (amount − tip) of refunds, which is total + giftCards + cashRounding of the others.',
  ),
  giftCards: moneyOrNone(
    'Σ put on gift cards − Σ taken back of it: owed, not earned, and no part of total. Null where the group is of goods, customers or payment methods.',
  ),
  cashRounding: moneyOrNone(
    'Σ cash rounding of sales − that of returns. Null where the group is of goods, customers or payment methods.',
  ),
  tips: moneyOrNone('Σ tips − Σ tips given back. Null where the group is of goods or customers.'),
  ...profits,
  averageSale: moneyOrNone(
    'sold ÷ saleCount, rounded half away from zero; null without sales, and where saleCount is null.',
  ),
};

/** What every report can be grouped by. */
const timeAndPlace = ['day', 'week', 'month', 'store'] as const;

/** A period in groups, of which one is chosen, beside another period where that is asked for. */
function groupedBy<const G extends string, const D extends NoInfer<G>>(groups: readonly G[], usual: D) {
  return inPeriod(
    z.strictObject({
      ...periodFields,
      groupBy: z.enum(groups).default(usual),
      ...compareField,
      ...formatFields,
    }),
  );
}

export const SalesSummaryGroup = z.enum([
  'hour',
  'weekday',
  'day',
  'week',
  'month',
  'store',
  'register',
  'employee',
  'category',
  'product',
  'payment_method',
  'customer',
]);
export type SalesSummaryGroup = z.infer<typeof SalesSummaryGroup>;

export const SalesSummaryInput = groupedBy(SalesSummaryGroup.options, 'day');
export type SalesSummaryInput = z.infer<typeof SalesSummaryInput>;

export const TopProductsInput = inPeriod(
  z.strictObject({
    ...periodFields,
    by: z.enum(['net', 'quantity', 'profit']).default('net').meta({
      description: 'What the first ones have most of. profit takes the permission reports.read_costs.',
    }),
    categoryId: Id.optional().meta({ description: 'Those of a category, and of the categories below it.' }),
    ...compareField,
    ...formatFields,
    limit: formatFields.limit.default(10),
  }),
);
export type TopProductsInput = z.infer<typeof TopProductsInput>;

export const PaymentsReportInput = groupedBy(['payment_method', ...timeAndPlace], 'payment_method');
export type PaymentsReportInput = z.infer<typeof PaymentsReportInput>;

export const TaxesReportInput = groupedBy(['tax_rate', ...timeAndPlace], 'tax_rate');
export type TaxesReportInput = z.infer<typeof TaxesReportInput>;

export const DiscountsReportInput = groupedBy(['discount', ...timeAndPlace], 'discount');
export type DiscountsReportInput = z.infer<typeof DiscountsReportInput>;

export const RefundsReportInput = groupedBy(
  ['kind', 'reason', ...timeAndPlace, 'register', 'employee', 'product', 'payment_method'],
  'kind',
);
export type RefundsReportInput = z.infer<typeof RefundsReportInput>;

export const ProfitAndLossInput = groupedBy(['total', ...timeAndPlace], 'total');
export type ProfitAndLossInput = z.infer<typeof ProfitAndLossInput>;

const ledger =
  'Counts completed sales by their business day and returns by theirs; a voided sale stays counted, its void is a return. ';

const paymentFigures = {
  paymentCount: count('Payments of sales.'),
  amount: money('Σ amount kept of payments, tips included.'),
  tips: money('Σ tips of payments.'),
  refundCount: count('Refunds of returns.'),
  refunded: money('Σ amount of refunds, tips included: above 0.'),
  refundedTips: money('Σ tips of refunds.'),
  collected: money('amount − refunded.'),
};

const taxFigures = {
  base: money('Σ amount without tax that it was charged on, of sales.'),
  amount: money('Σ tax of sales.'),
  exempted: money('Σ tax that tax-exempt customers have not paid.'),
  returnedBase: money('The base of returns: above 0.'),
  returnedAmount: money('The tax of returns: above 0.'),
  netBase: money('base − returnedBase.'),
  due: money('amount − returnedAmount: what is owed for the period.'),
};

const discountFigures = {
  saleCount: countOrNone('Sales that had it; null where the group is not of one discount.'),
  amount: money('Σ taken off sales.'),
};

const refundFigures = {
  returnCount: countOrNone(
    'Returns, voids among them; by product those that it is in, and null in the totals; null by payment method.',
  ),
  quantity: quantityOrNone('Σ quantity returned, of goods, not of service charges; by product alone.'),
  net: moneyOrNone('Σ net returned. Null by payment method.'),
  tax: moneyOrNone('Σ tax returned. Null by payment method.'),
  giftCards: moneyOrNone('Σ taken back from gift cards that were sold. Null by product and payment method.'),
  total: moneyOrNone('net + tax + giftCards; by product net + tax. Null by payment method.'),
  cashRounding: moneyOrNone('Σ cash rounding, signed. Null by product and payment method.'),
  tips: moneyOrNone('Σ tips given back. Null by product.'),
  refunded: moneyOrNone(
    'total + cashRounding + tips: what was given back; by payment method Σ amount of refunds. Null by product.',
  ),
};

const profitAndLossFigures = {
  grossSales: money(
    'Σ gross of goods and service charges: before discounts; with tax where prices include it.',
  ),
  discounts: money('Σ discounts.'),
  includedTax: money(
    'What tax is in the gross less discounts, where prices include it; exempted tax too. Else 0.',
  ),
  sold: money('grossSales − discounts − includedTax.'),
  returned: money('Σ net of returns: above 0.'),
  netSales: money('sold − returned. Gift cards, tips and tax are no sales.'),
  serviceCharges: money('What of netSales is service charges.'),
  costOfGoods: money('Σ cost of goods sold − Σ cost of goods returned.'),
  grossProfit: money('netSales − costOfGoods.'),
  grossMargin: ratio('grossProfit ÷ netSales × 100, with two decimals.'),
  stockLosses: money(
    'What goods had cost that were lost, less what was found: by corrections and counts of stock, damage that was written off, goods lost between stores (in the one that had sent them), and returned goods that went nowhere. Opening stock is no gain.',
  ),
  revaluations: money(
    'What the stock on hand became worth more, below 0 less, without moving: by a person’s word, or since goods that were sold below zero cost another price when they came in.',
  ),
  cashRounding: money('Σ cash rounding of sales − that of returns.'),
  cashVariance: money(
    'Σ counted − expected of the cash of shifts that were opened on these days, are closed and were counted.',
  ),
  result: money('grossProfit − stockLosses + revaluations + cashRounding + cashVariance.'),
};

/** What was sold, and what became of it. */
export const salesReports = {
  salesSummary: report({
    id: 'SalesSummary',
    path: 'sales-summary',
    permission: 'reports.read',
    summary: 'Read what was sold, by time, place, people, goods or payment method',
    description:
      `${ledger}net = sold − returned; total = net + tax; profit = net − cost. Σ total + giftCards + cashRounding + tips of any ` +
      'grouping by time, place or employee = Σ collected of the payments report = Σ amount of the kinds sale and return in the ' +
      'ledger. Groups of goods and of customers leave out gift cards, tips and cash rounding; by customer, sales without one are the ' +
      'row whose key is null. Hours are ' +
      'those of the store’s clock when the document was completed. Categories and names are those of now.',
    input: SalesSummaryInput,
    row: {
      ...key,
      ...withCompared(salesFigures),
    },
    totals: withCompared(salesFigures),
  }),
  topProducts: report({
    id: 'TopProducts',
    path: 'top-products',
    permission: 'reports.read',
    summary: 'Read which products sold best',
    description:
      `${ledger}quantity, net and cost are those sold less those returned; share = net ÷ Σ net of all goods of the report × 100. ` +
      'A bundle counts as itself, a variant as itself. JSON has the first ten unless limit says more.',
    input: TopProductsInput,
    row: {
      rank: count('From 1, within its currency.'),
      productId: text('The product.'),
      sku: text('Its article number.'),
      name: text('As it is called now.'),
      ...currencyColumns,
      ...withCompared({
        saleCount: count('Sales that it is in.'),
        quantity: quantity('Σ quantity sold − Σ quantity returned.'),
        returnedQuantity: quantity('Σ quantity returned.'),
        gross: money('Σ gross sold, before discounts.'),
        discounts: money('Σ discounts on what was sold.'),
        net: money('Σ net sold − Σ net returned.'),
        tax: money('Σ tax sold − Σ tax returned.'),
        ...profits,
        share: ratio('net ÷ Σ net of all goods of the report × 100, with two decimals.'),
      }),
    },
    totals: withCompared({
      quantity: quantity('Of all products, not only those shown.'),
      net: money('Of all products, not only those shown.'),
      tax: money('Of all products, not only those shown.'),
      ...profits,
    }),
  }),
  payments: report({
    id: 'PaymentsReport',
    path: 'payments',
    permission: 'reports.read',
    summary: 'Read what was collected and refunded, by payment method',
    description:
      `${ledger}collected = amount − refunded = Σ amount of the kinds sale and return in the ledger, by method. Gift cards, store ` +
      'credit and points that paid are methods here: they were owed before. exchange adds up to 0 where both sides are within the ' +
      'period, uncollected is what was handed over and never paid. Other payments stand apart by what they are called, under the key ' +
      'other:Town voucher.',
    input: PaymentsReportInput,
    row: {
      ...key,
      method: textOrNone(
        `The payment method: ${PaymentMethod.options.join(', ')}. Null where the group is another one.`,
      ),
      ...withCompared(paymentFigures),
    },
    totals: withCompared(paymentFigures),
  }),
  taxes: report({
    id: 'TaxesReport',
    path: 'taxes',
    permission: 'reports.read',
    summary: 'Read the taxes that are owed, by rate',
    description:
      `${ledger}due = amount − returnedAmount; Σ due = Σ tax of the sales summary. A rate stands under the name and percentage that ` +
      'it had when it was charged; a line with several rates has its base in each of them.',
    input: TaxesReportInput,
    row: {
      ...key,
      percentage: ratio('The rate in percent; null where the group is another one.'),
      ...withCompared(taxFigures),
    },
    totals: withCompared(taxFigures),
  }),
  discounts: report({
    id: 'DiscountsReport',
    path: 'discounts',
    permission: 'reports.read',
    summary: 'Read what discounts have taken off',
    description:
      'Counts completed sales by their business day: Σ amount = Σ discounts of the sales summary. Rewards of a loyalty programme ' +
      'that are discounts are in it. Discounts that were given at the till have no id and stand under their name. What came back ' +
      'with returns is not taken off here.',
    input: DiscountsReportInput,
    row: {
      ...key,
      ...withCompared(discountFigures),
    },
    totals: withCompared({ amount: discountFigures.amount }),
  }),
  refunds: report({
    id: 'RefundsReport',
    path: 'refunds',
    permission: 'reports.read',
    summary: 'Read what was returned and given back, by kind, reason, people or goods',
    description:
      'Counts returns by their own business day, whenever the goods were sold: refunded = total + cashRounding + tips = −Σ amount of ' +
      'the kind return in the ledger; Σ net = Σ returned of the sales summary. kind: return, void, without_receipt.',
    input: RefundsReportInput,
    row: {
      ...key,
      ...withCompared(refundFigures),
    },
    totals: withCompared(refundFigures),
  }),
  profitAndLoss: report({
    id: 'ProfitAndLoss',
    path: 'profit-and-loss',
    permission: 'reports.read_costs',
    summary: 'Read what was earned: net sales, cost of goods, gross profit, losses',
    description:
      `${ledger}netSales = grossSales − discounts − includedTax − returned; grossProfit = netSales − costOfGoods; result = ` +
      'grossProfit − stockLosses + revaluations + cashRounding + cashVariance. What was put on gift cards is owed and no income until it pays goods; ' +
      'tips belong to the staff. Costs are those of the moving average when the goods left. Stock has no business day: it counts by when it was recorded, on the ' +
      'days of the store by its clock of now. Rent, pay and other costs are not known here.',
    input: ProfitAndLossInput,
    row: {
      ...key,
      ...withCompared(profitAndLossFigures),
    },
    totals: withCompared(profitAndLossFigures),
  }),
};
