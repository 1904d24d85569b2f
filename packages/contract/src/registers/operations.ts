import { document, inStore, mutation, query } from '../operation.ts';
import { ById } from '../shared/ids.ts';
import { page } from '../shared/page.ts';
import { CreateRegisterInput, ListRegistersInput, Register } from './schemas.ts';

export const registers = {
  create: mutation({
    rest: { method: 'POST', path: '/registers', creates: '/registers/{id}' },
    permission: 'registers.create',
    scope: inStore(),
    summary: 'Add a till to a store',
    input: CreateRegisterInput,
    output: Register,
    errors: ['NOT_FOUND', 'ALREADY_EXISTS'],
  }),
  get: query({
    rest: { method: 'GET', path: '/registers/{id}' },
    permission: 'registers.read',
    scope: document('register'),
    summary: 'Get a register',
    input: ById,
    output: Register,
    errors: ['NOT_FOUND'],
  }),
  list: query({
    rest: { method: 'GET', path: '/registers' },
    permission: 'registers.read',
    scope: inStore(),
    summary: 'List registers',
    input: ListRegistersInput,
    output: page(Register),
    errors: ['NOT_FOUND', 'INVALID_CURSOR'],
  }),
};
