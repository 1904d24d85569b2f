import { approvalErrors } from '../errors.ts';
import { document, inStore, mutation, query } from '../operation.ts';
import { ById } from '../shared/ids.ts';
import { page } from '../shared/page.ts';
import { CartInput, pricingErrors, SaleQuote } from './cart.ts';
import {
  CreateSaleInput,
  GetReceiptInput,
  ListSalesInput,
  Receipt,
  Sale,
  SaleByNumberInput,
  SaleSummary,
} from './schemas.ts';

/** What can keep a priced cart from being sold. */
export const checkoutErrors = [
  ...pricingErrors,
  ...approvalErrors,
  'PRICE_MISMATCH',
  'DISCOUNT_NOT_APPLICABLE',
  'DISCOUNT_USED_UP',
  'PAYMENT_MISMATCH',
  'CASH_NOT_ACCEPTED',
  'REGISTER_RETIRED',
  'SHIFT_REQUIRED',
  'SHIFT_CHANGED',
  'INSUFFICIENT_STOCK',
  'GIFT_CARD_FOR_GIFT_CARD',
  'CUSTOMER_CHANGED',
  'POINTS_NOT_TAKEN',
] as const;

export const sales = {
  quote: query({
    rest: { method: 'POST', path: '/sales/quote' },
    permission: 'sales.create',
    scope: inStore(),
    summary: 'Price a cart, and store nothing',
    input: CartInput,
    output: SaleQuote,
    errors: pricingErrors,
  }),
  create: mutation({
    rest: { method: 'POST', path: '/sales', creates: '/sales/{id}' },
    permission: 'sales.create',
    scope: inStore(),
    summary: 'Check out a whole sale with its payments at once, or open one',
    description:
      'With payments: prices the cart, takes the payments, moves the stock and numbers the sale, all of it or nothing. ' +
      'Without: opens a sale, to which lines and payments are added one by one. A client may make the id; the same id with ' +
      'the same content is the same sale, however often it is sent. A discount code that takes nothing off is refused, ' +
      'unless `expected` says that the till has shown the price without it.',
    input: CreateSaleInput,
    output: Sale,
    errors: [...checkoutErrors, 'ALREADY_EXISTS', 'LOCKED_OUT'],
    idempotency: 'required',
    approvals: ['sales.override_price', 'sales.give_large_discount'],
  }),
  get: query({
    rest: { method: 'GET', path: '/sales/{id}' },
    permission: 'sales.read',
    scope: document('sale'),
    summary: 'Get a sale',
    input: ById,
    output: Sale,
    errors: ['NOT_FOUND'],
  }),
  list: query({
    rest: { method: 'GET', path: '/sales' },
    permission: 'sales.read',
    scope: inStore(),
    summary: 'List completed sales',
    input: ListSalesInput,
    output: page(SaleSummary),
    errors: ['NOT_FOUND', 'INVALID_CURSOR'],
  }),
  receipt: query({
    rest: {
      method: 'GET',
      path: '/sales/{id}/receipt',
      media: ['text/plain', 'text/html', 'application/octet-stream'],
    },
    permission: 'sales.read',
    scope: document('sale'),
    summary: 'Get the receipt of a sale, as JSON, text, a page, or bytes for a printer',
    description:
      'In the language of the store, or in English where its words are not there yet; numbers and dates as the store ' +
      'writes them. `escpos` is for thermal printers with the code pages of Epson, and cuts the paper; it opens no ' +
      'drawer. To read it changes nothing: whoever prints it again asks for a `copy`.',
    input: GetReceiptInput,
    output: Receipt,
    errors: ['NOT_FOUND'],
  }),
  byNumber: query({
    rest: { method: 'GET', path: '/sales/by-number' },
    permission: 'sales.read',
    scope: inStore(),
    summary:
      'Get the sale of a register with a number, or with the reference that an offline till has printed',
    input: SaleByNumberInput,
    output: Sale,
    errors: ['NOT_FOUND'],
  }),
};
