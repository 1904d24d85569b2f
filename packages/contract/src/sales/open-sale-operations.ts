import { document, inStore, mutation, query } from '../operation.ts';
import { page } from '../shared/page.ts';
import { pricingErrors } from './cart.ts';
import {
  AddLineInput,
  AddPaymentInput,
  CancelSaleInput,
  CompleteSaleInput,
  ListOpenSalesInput,
  OpenSaleSummary,
  ParkSaleInput,
  RemoveLineInput,
  RemovePaymentInput,
  ResumeSaleInput,
  UpdateLineInput,
  UpdateSaleInput,
} from './open-sales.ts';
import { checkoutErrors } from './operations.ts';
import { Sale } from './schemas.ts';

/** What can keep an open sale from being changed. */
const openSaleErrors = ['CONFLICT', 'WRONG_STATUS'] as const;

/** What happens to a sale until it is completed. */
export const openSaleOperations = {
  listOpen: query({
    rest: { method: 'GET', path: '/sales/open' },
    permission: 'sales.read',
    scope: inStore(),
    summary: 'List sales that are open or parked, or were cancelled',
    input: ListOpenSalesInput,
    output: page(OpenSaleSummary),
    errors: ['NOT_FOUND', 'INVALID_CURSOR'],
  }),
  update: mutation({
    rest: { method: 'PATCH', path: '/sales/{id}' },
    permission: 'sales.create',
    scope: document('sale'),
    summary:
      'Change an open sale: its customer, discounts, codes, service charges, gift cards, rewards, name or note',
    description:
      'What is left out stays as it is; a list that is given takes the place of the one before. The sale is priced again: ' +
      'with nothing but its version a sale is priced as of now.',
    input: UpdateSaleInput,
    output: Sale,
    errors: [...openSaleErrors, ...pricingErrors, 'CUSTOMER_CHANGED', 'PAYMENTS_PRESENT'],
  }),
  addLine: mutation({
    rest: { method: 'POST', path: '/sales/{id}/lines' },
    permission: 'sales.create',
    scope: document('sale'),
    summary: 'Put a line into an open sale',
    input: AddLineInput,
    output: Sale,
    errors: [...openSaleErrors, ...pricingErrors, 'ALREADY_EXISTS', 'TOO_MANY_LINES'],
  }),
  updateLine: mutation({
    rest: { method: 'PATCH', path: '/sales/{id}/lines/{lineId}' },
    permission: 'sales.create',
    scope: document('sale'),
    summary: 'Change the quantity, price or discounts of a line of an open sale',
    input: UpdateLineInput,
    output: Sale,
    errors: [...openSaleErrors, ...pricingErrors],
  }),
  removeLine: mutation({
    rest: { method: 'DELETE', path: '/sales/{id}/lines/{lineId}' },
    permission: 'sales.create',
    scope: document('sale'),
    summary: 'Take a line out of an open sale',
    input: RemoveLineInput,
    output: Sale,
    errors: [...openSaleErrors, ...pricingErrors],
  }),
  park: mutation({
    rest: { method: 'POST', path: '/sales/{id}/park' },
    permission: 'sales.create',
    scope: document('sale'),
    summary: 'Put an open sale aside, to go on with it later or at another register',
    description: 'Not with payments that were taken: what is in one drawer is not counted in another.',
    input: ParkSaleInput,
    output: Sale,
    errors: ['NOT_FOUND', ...openSaleErrors, 'PAYMENTS_PRESENT'],
  }),
  resume: mutation({
    rest: { method: 'POST', path: '/sales/{id}/resume' },
    permission: 'sales.create',
    scope: document('sale'),
    summary: 'Go on with a parked sale, at any register of its store; it is priced again',
    input: ResumeSaleInput,
    output: Sale,
    errors: [...openSaleErrors, ...pricingErrors, 'REGISTER_RETIRED'],
  }),
  complete: mutation({
    rest: { method: 'POST', path: '/sales/{id}/complete' },
    permission: 'sales.create',
    scope: document('sale'),
    summary: 'Complete an open sale that is paid',
    description:
      'Prices it again, takes what its payments take from accounts, moves the stock and numbers the sale: all of it or ' +
      'nothing. Every payment must be decided.',
    input: CompleteSaleInput,
    output: Sale,
    errors: [...openSaleErrors, ...checkoutErrors, 'NO_LINES', 'PAYMENT_UNDECIDED', 'ALREADY_EXISTS'],
    idempotency: 'required',
    approvals: ['sales.override_price', 'sales.give_large_discount'],
  }),
};

/** How an open sale is paid, and how it ends without being completed: its payments are given back first. */
export const openSalePaymentOperations = {
  addPayment: mutation({
    rest: { method: 'POST', path: '/sales/{id}/payments' },
    permission: 'sales.create',
    scope: document('sale'),
    summary: 'Pay a part of an open sale',
    description:
      'A card is charged by its provider before this answers; where the provider does not answer in time, the payment ' +
      'is `pending`, and is decided by asking, never by charging twice. One that was refused is `failed`, and says why. What is ' +
      'to come out of accounts is taken when the sale is completed. The same paymentId, or the same Idempotency-Key, is the ' +
      'same payment.',
    input: AddPaymentInput,
    output: Sale,
    errors: [
      'NOT_FOUND',
      ...openSaleErrors,
      'INVALID_REFERENCE',
      'ALREADY_EXISTS',
      'TOO_MANY_PAYMENTS',
      'CASH_NOT_ACCEPTED',
      'SHIFT_REQUIRED',
      'GIFT_CARD_NOT_TAKEN',
      'CURRENCY_MISMATCH',
      'CUSTOMER_REQUIRED',
      'LOYALTY_NOT_AVAILABLE',
      'POINTS_NOT_TAKEN',
      'INSUFFICIENT_BALANCE',
      'LOCKED_OUT',
    ],
    idempotency: 'required',
    tx: 'steps',
  }),
  removePayment: mutation({
    rest: { method: 'DELETE', path: '/sales/{id}/payments/{paymentId}' },
    permission: 'sales.create',
    scope: document('sale'),
    summary: 'Take a payment of an open sale back; its provider voids it, or gives the money back',
    input: RemovePaymentInput,
    output: Sale,
    errors: ['NOT_FOUND', ...openSaleErrors, 'PAYMENT_UNDECIDED', 'PAYMENT_NOT_VOIDED'],
    idempotency: 'required',
    tx: 'steps',
  }),
  cancel: mutation({
    rest: { method: 'POST', path: '/sales/{id}/cancel' },
    permission: 'sales.create',
    scope: document('sale'),
    summary: 'Cancel a sale that is open or parked; its payments are voided first',
    input: CancelSaleInput,
    output: Sale,
    errors: ['NOT_FOUND', ...openSaleErrors, 'PAYMENT_UNDECIDED', 'PAYMENT_NOT_VOIDED'],
    tx: 'steps',
  }),
};
