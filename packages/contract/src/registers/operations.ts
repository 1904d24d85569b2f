import { document, inStore, mutation, query } from '../operation.ts';
import { ById } from '../shared/ids.ts';
import { page } from '../shared/page.ts';
import {
  CreateRegisterInput,
  ListRegistersInput,
  Register,
  RegisterPairing,
  RenameRegisterInput,
} from './schemas.ts';

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
    rest: { method: 'GET', path: '/registers/{id}', conditional: true },
    permission: 'registers.read',
    scope: document('register'),
    summary: 'Get a register',
    input: ById,
    output: Register,
    errors: ['NOT_FOUND'],
  }),
  list: query({
    rest: { method: 'GET', path: '/registers', conditional: true },
    permission: 'registers.read',
    scope: inStore(),
    summary: 'List registers',
    input: ListRegistersInput,
    output: page(Register),
    errors: ['NOT_FOUND', 'INVALID_CURSOR'],
  }),
  rename: mutation({
    rest: { method: 'PATCH', path: '/registers/{id}' },
    permission: 'registers.update',
    scope: document('register'),
    summary: 'Rename a register',
    input: RenameRegisterInput,
    output: Register,
    errors: ['NOT_FOUND', 'CONFLICT', 'ALREADY_EXISTS'],
  }),
  pair: mutation({
    rest: { method: 'POST', path: '/registers/{id}/pair' },
    permission: 'registers.update',
    scope: document('register'),
    summary: 'Pair a device with a register: gives the token by which it proves itself',
    description: 'A device that was paired before is unpaired.',
    input: ById,
    output: RegisterPairing,
    errors: ['NOT_FOUND', 'REGISTER_RETIRED'],
    idempotency: 'none',
  }),
  retire: mutation({
    rest: { method: 'POST', path: '/registers/{id}/retire' },
    permission: 'registers.update',
    scope: document('register'),
    summary: 'Retire a register: it sells no more, its sales stay',
    input: ById,
    output: Register,
    errors: ['NOT_FOUND', 'SHIFT_OPEN'],
  }),
};
