import { document, inStore, mutation, query } from '../operation.ts';
import { page } from '../shared/page.ts';
import { ListSaleFlagsInput, ResolveSaleFlagInput, SaleFlag } from './schemas.ts';

export const saleFlags = {
  list: query({
    rest: { method: 'GET', path: '/sale-flags' },
    permission: 'sales.read',
    scope: inStore(),
    summary: 'List what somebody should look at, of sales that offline tills have handed over',
    input: ListSaleFlagsInput,
    output: page(SaleFlag),
    errors: ['NOT_FOUND', 'INVALID_CURSOR'],
  }),
  resolve: mutation({
    rest: { method: 'POST', path: '/sale-flags/{id}/resolve' },
    permission: 'sales.review',
    scope: document('sale_flag'),
    summary: 'Say that a flag was looked at, and what came of it',
    description:
      'The sale stays as it is: what is to be put right is a document of its own, such as a return.',
    input: ResolveSaleFlagInput,
    output: SaleFlag,
    errors: ['NOT_FOUND', 'WRONG_STATUS'],
  }),
};
