import type { CreateRegisterInput, ListRegistersInput, Page, Register } from '@cashwrap/contract';
import type { z } from 'zod';
import { alreadyExists, notFound } from '../../procedure/failure.ts';
import type { MutationCall, QueryCall } from '../../procedure/handlers.ts';
import { readPage } from '../../procedure/page.ts';
import {
  findRegister,
  findRegisterIdByName,
  insertRegister,
  listRegisters as listRows,
  type RegisterRow,
} from './registers.repo.ts';

/** Adds a till to a store. */
export async function createRegister(call: MutationCall, input: CreateRegisterInput): Promise<Register> {
  const { tx, now } = call;
  const row = await insertRegister(tx, { ...input, id: call.newId(), kind: 'till', createdAt: now });
  if (!row) {
    const holderId = await findRegisterIdByName(tx, input.storeId, input.name);
    throw alreadyExists('register of this store', 'name', input.name, holderId ?? null);
  }
  const register = toRegister(row);
  const { id, storeId } = register;
  call.audit({ storeId, documentType: 'register', documentId: id, after: register });
  return register;
}

export async function getRegister({ db, scope }: QueryCall, { id }: { id: string }): Promise<Register> {
  const row = await findRegister(db, scope, id);
  if (!row) throw notFound('register');
  return toRegister(row);
}

export function listRegisters(
  { db, scope }: QueryCall,
  input: z.output<typeof ListRegistersInput>,
): Promise<Page<Register>> {
  return readPage(
    'registers',
    input,
    (page) => listRows(db, scope, input.kind, page),
    (row, column) => (column === 'name' ? row.name : row.createdAt.toISOString()),
    toRegister,
  );
}

/** A register as the contract has it. */
export function toRegister(row: RegisterRow): Register {
  const { tokenHash, openShiftId, lastZNumber, grandTotal, ...register } = row;
  const { createdAt, updatedAt, retiredAt } = register;
  return {
    ...register,
    paired: tokenHash !== null,
    retiredAt: retiredAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
