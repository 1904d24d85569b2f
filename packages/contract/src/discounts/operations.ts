import { inStore, merchant, mutation, query } from '../operation.ts';
import { pricingErrors } from '../sales/cart.ts';
import { ById } from '../shared/ids.ts';
import { page } from '../shared/page.ts';
import {
  ArchiveDiscountInput,
  CreateDiscountInput,
  DiscountEvaluation,
  DiscountRule,
  EvaluateDiscountsInput,
  ListDiscountsInput,
  UpdateDiscountInput,
} from './schemas.ts';

export const discounts = {
  list: query({
    rest: { method: 'GET', path: '/discounts', conditional: true },
    permission: 'discounts.read',
    scope: merchant,
    summary: 'List discounts',
    input: ListDiscountsInput,
    output: page(DiscountRule),
    errors: ['INVALID_CURSOR'],
  }),
  get: query({
    rest: { method: 'GET', path: '/discounts/{id}', conditional: true },
    permission: 'discounts.read',
    scope: merchant,
    summary: 'Get a discount',
    input: ById,
    output: DiscountRule,
    errors: ['NOT_FOUND'],
  }),
  create: mutation({
    rest: { method: 'POST', path: '/discounts', creates: '/discounts/{id}' },
    permission: 'discounts.manage',
    scope: merchant,
    summary: 'Add a discount, automatic or with a code',
    input: CreateDiscountInput,
    output: DiscountRule,
    errors: ['INVALID_REFERENCE', 'ALREADY_EXISTS', 'DISCOUNTS_FULL'],
  }),
  update: mutation({
    rest: { method: 'PATCH', path: '/discounts/{id}' },
    permission: 'discounts.manage',
    scope: merchant,
    summary: 'Change a discount; sales that had it keep what they had',
    input: UpdateDiscountInput,
    output: DiscountRule,
    errors: ['NOT_FOUND', 'CONFLICT', 'INVALID_REFERENCE', 'ALREADY_EXISTS'],
  }),
  archive: mutation({
    rest: { method: 'POST', path: '/discounts/{id}/archive' },
    permission: 'discounts.manage',
    scope: merchant,
    summary: 'Stop a discount for good; its code is free again',
    input: ArchiveDiscountInput,
    output: DiscountRule,
    errors: ['NOT_FOUND', 'CONFLICT'],
  }),
  evaluate: query({
    rest: { method: 'POST', path: '/discounts/evaluate' },
    permission: 'sales.create',
    scope: inStore(),
    summary: 'See what each discount does for a cart, and why; store nothing',
    input: EvaluateDiscountsInput,
    output: DiscountEvaluation,
    errors: pricingErrors,
  }),
};
