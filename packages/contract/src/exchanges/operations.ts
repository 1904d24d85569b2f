import { document, inStore, mutation, query } from '../operation.ts';
import { checkoutErrors } from '../sales/operations.ts';
import { ById } from '../shared/ids.ts';
import { CreateExchangeInput, Exchange } from './schemas.ts';

export const exchanges = {
  create: mutation({
    rest: { method: 'POST', path: '/exchanges', creates: '/exchanges/{id}' },
    permission: 'returns.create',
    scope: inStore(),
    summary: 'Take goods of a sale back and sell others, with one payment either way',
    description:
      'A return and a sale, written together or not at all: what the returned goods give pays the new ones, up to what they ' +
      'come to. The rest is paid, or given back as of a return.',
    input: CreateExchangeInput,
    output: Exchange,
    errors: [...checkoutErrors, 'ALREADY_EXISTS', 'LOCKED_OUT', 'QUANTITY_EXCEEDED', 'REFUND_MISMATCH'],
    idempotency: 'required',
    approvals: ['returns.choose_refund', 'sales.override_price', 'sales.give_large_discount'],
  }),
  get: query({
    rest: { method: 'GET', path: '/exchanges/{id}' },
    permission: 'sales.read',
    scope: document('exchange'),
    summary: 'Get an exchange',
    input: ById,
    output: Exchange,
    errors: ['NOT_FOUND'],
  }),
};
