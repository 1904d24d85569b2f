import { z } from 'zod';
import { document, inStore, merchant, mutation, query } from '../operation.ts';
import { NoInput } from '../shared/empty.ts';
import { ById } from '../shared/ids.ts';
import { page } from '../shared/page.ts';
import { CapturePaymentInput, ListPaymentsInput, PaymentProviderInfo, SalePayment } from './schemas.ts';

export const payments = {
  list: query({
    rest: { method: 'GET', path: '/payments' },
    permission: 'sales.read',
    scope: inStore(),
    summary: 'List the payments of sales, such as the one that a terminal knows by a reference',
    input: ListPaymentsInput,
    output: page(SalePayment),
    errors: ['NOT_FOUND', 'INVALID_CURSOR'],
  }),
  get: query({
    rest: { method: 'GET', path: '/payments/{id}' },
    permission: 'sales.read',
    scope: document('payment'),
    summary: 'Get a payment, with the sale that it has paid',
    input: ById,
    output: SalePayment,
    errors: ['NOT_FOUND'],
  }),
};

/** What else can be done with payments of open sales, and who charges cards. */
export const paymentActions = {
  capture: mutation({
    rest: { method: 'POST', path: '/payments/{id}/capture' },
    permission: 'sales.create',
    scope: document('payment'),
    summary: 'Take the amount that a provider has set aside for an open sale',
    input: CapturePaymentInput,
    output: SalePayment,
    errors: ['NOT_FOUND', 'WRONG_STATUS', 'PAYMENT_NOT_CAPTURED'],
    idempotency: 'required',
    tx: 'steps',
  }),
  void: mutation({
    rest: { method: 'POST', path: '/payments/{id}/void' },
    permission: 'sales.create',
    scope: document('payment'),
    summary: 'Void a payment of an open sale, as sales.removePayment does',
    description: 'What a completed sale has captured is given back by a return, or by sales.void.',
    input: ById,
    output: SalePayment,
    errors: ['NOT_FOUND', 'WRONG_STATUS', 'PAYMENT_UNDECIDED', 'PAYMENT_NOT_VOIDED'],
    idempotency: 'required',
    tx: 'steps',
  }),
  providers: query({
    rest: { method: 'GET', path: '/payments/providers' },
    permission: 'sales.create',
    scope: merchant,
    summary: 'List who can charge cards here',
    input: NoInput,
    output: z.object({ items: z.array(PaymentProviderInfo) }),
  }),
};
