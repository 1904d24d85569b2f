import { approvalErrors } from '../errors.ts';
import { document, inStore, mutation, query } from '../operation.ts';
import { Receipt } from '../sales/schemas.ts';
import { ById } from '../shared/ids.ts';
import { page } from '../shared/page.ts';
import {
  CreateReturnInput,
  CreateWithoutReceiptInput,
  GetReturnReceiptInput,
  ListReturnsInput,
  QuoteReturnInput,
  QuoteWithoutReceiptInput,
  RetryRefundInput,
  Return,
  ReturnQuote,
  ReturnSummary,
  VoidSaleInput,
} from './schemas.ts';

/** What can keep goods of a sale from being taken back. */
const returnErrors = ['NOT_FOUND', 'INVALID_REFERENCE', 'INVALID_INPUT', 'QUANTITY_EXCEEDED'] as const;

/** What can keep goods without a receipt from being taken back. */
const withoutReceiptErrors = [
  'NOT_FOUND',
  'INVALID_REFERENCE',
  'PRODUCT_NOT_FOR_SALE',
  'PRICE_MISSING',
  'TAX_RATE_MISSING',
] as const;

/** What can keep a return from being written. */
const writingErrors = [
  ...approvalErrors,
  'ALREADY_EXISTS',
  'REFUND_MISMATCH',
  'CASH_NOT_ACCEPTED',
  'SHIFT_REQUIRED',
  'REGISTER_RETIRED',
  'SHIFT_CHANGED',
  'CUSTOMER_REQUIRED',
  'CUSTOMER_CHANGED',
  'INSUFFICIENT_BALANCE',
  'AMOUNT_OUT_OF_RANGE',
] as const;

/** How a sale is taken back whole, in the shift that it was made in. */
export const voidOperations = {
  void: mutation({
    rest: { method: 'POST', path: '/sales/{id}/void', creates: '/returns/{id}' },
    permission: 'sales.create',
    scope: document('sale'),
    summary: 'Void a sale: take all of it back in the shift that it was made in',
    description:
      'Makes a return of everything, with the tips, back into stock, the way it was paid. Takes sales.void, or an ' +
      'approval. When the shift is closed, or something was returned already, it takes an ordinary return.',
    input: VoidSaleInput,
    output: Return,
    errors: [
      ...approvalErrors,
      'NOT_FOUND',
      'ALREADY_EXISTS',
      'WRONG_STATUS',
      'VOID_NOT_POSSIBLE',
      'CASH_NOT_ACCEPTED',
      'SHIFT_REQUIRED',
      'REGISTER_RETIRED',
      'SHIFT_CHANGED',
      'CUSTOMER_REQUIRED',
      'INSUFFICIENT_BALANCE',
      'GIFT_CARD_NOT_TAKEN',
      'AMOUNT_OUT_OF_RANGE',
    ],
    idempotency: 'required',
    approvals: ['sales.void'],
  }),
};

export const returns = {
  quote: query({
    rest: { method: 'POST', path: '/returns/quote' },
    permission: 'returns.create',
    scope: inStore(),
    summary: 'Tell what goods of a sale would give back, and what of it can be returned; store nothing',
    input: QuoteReturnInput,
    output: ReturnQuote,
    errors: returnErrors,
  }),
  create: mutation({
    rest: { method: 'POST', path: '/returns', creates: '/returns/{id}' },
    permission: 'returns.create',
    scope: inStore(),
    summary: 'Take goods of a sale back, all or in parts',
    description:
      'After q of Q units of a line are returned, round(x × q ÷ Q) of its net and of each of its taxes is given back in ' +
      'all, so that parts come to what all at once does. Points earned are clawed back and points spent restored, in the same ' +
      'proportion. What a provider has charged it gives back after this answers: such refunds are `pending` till then.',
    input: CreateReturnInput,
    output: Return,
    errors: [...returnErrors, ...writingErrors],
    idempotency: 'required',
    approvals: ['returns.choose_refund'],
  }),
  quoteWithoutReceipt: query({
    rest: { method: 'POST', path: '/returns/without-receipt/quote' },
    permission: 'returns.create',
    scope: inStore(),
    summary: 'Tell what goods without a receipt would give; store nothing',
    input: QuoteWithoutReceiptInput,
    output: ReturnQuote,
    errors: [...withoutReceiptErrors, 'AMOUNT_OUT_OF_RANGE'],
  }),
  createWithoutReceipt: mutation({
    rest: { method: 'POST', path: '/returns/without-receipt', creates: '/returns/{id}' },
    permission: 'returns.create',
    scope: inStore(),
    summary: 'Take goods back without a receipt, at their current price, for store credit',
    description: 'Takes returns.create_without_receipt, or an approval.',
    input: CreateWithoutReceiptInput,
    output: Return,
    errors: [...withoutReceiptErrors, ...writingErrors],
    idempotency: 'required',
    approvals: ['returns.create_without_receipt'],
  }),
  get: query({
    rest: { method: 'GET', path: '/returns/{id}' },
    permission: 'sales.read',
    scope: document('return'),
    summary: 'Get a return',
    input: ById,
    output: Return,
    errors: ['NOT_FOUND'],
  }),
  list: query({
    rest: { method: 'GET', path: '/returns' },
    permission: 'sales.read',
    scope: inStore(),
    summary: 'List returns',
    input: ListReturnsInput,
    output: page(ReturnSummary),
    errors: ['NOT_FOUND', 'INVALID_CURSOR'],
  }),
  retryRefund: mutation({
    rest: { method: 'POST', path: '/returns/{id}/refunds/{refundId}/retry' },
    permission: 'returns.create',
    scope: document('return'),
    summary: 'Ask the provider again for a refund that it has refused',
    input: RetryRefundInput,
    output: Return,
    errors: ['NOT_FOUND', 'WRONG_STATUS'],
  }),
  receipt: query({
    rest: {
      method: 'GET',
      path: '/returns/{id}/receipt',
      media: ['text/plain', 'text/html', 'application/octet-stream'],
    },
    permission: 'sales.read',
    scope: document('return'),
    summary: 'Get the receipt of a return, in the formats that those of sales have',
    input: GetReturnReceiptInput,
    output: Receipt,
    errors: ['NOT_FOUND'],
  }),
};
