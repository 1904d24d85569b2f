import { document, inStore, query } from '../operation.ts';
import { ById } from '../shared/ids.ts';
import { page } from '../shared/page.ts';
import { ListPaymentsInput, SalePayment } from './schemas.ts';

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
