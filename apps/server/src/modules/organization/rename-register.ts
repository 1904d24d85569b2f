import type { Register, RenameRegisterInput } from '@cashwrap/contract';
import { alreadyExists, notFound, refuseStale } from '../../procedure/failure.ts';
import type { MutationCall } from '../../procedure/handlers.ts';
import { findRegisterIdByName, lockRegister, updateRegister } from './registers.repo.ts';
import { toRegister } from './registers.ts';

/** Gives a register another name. */
export async function renameRegister(call: MutationCall, input: RenameRegisterInput): Promise<Register> {
  const { tx, now } = call;
  const { id, version, name } = input;
  const row = await lockRegister(tx, call.scope, id);
  if (!row) throw notFound('register');
  refuseStale('register', version, row.version);
  const before = toRegister(row);
  if (row.name === name) {
    call.changedNothing();
    return before;
  }
  const holderId = await findRegisterIdByName(tx, row.storeId, name);
  if (holderId !== undefined && holderId !== id) {
    throw alreadyExists('register of this store', 'name', name, holderId);
  }
  const after = toRegister(await updateRegister(tx, row, { name, updatedAt: now }));
  call.audit({ storeId: row.storeId, documentType: 'register', documentId: id, before, after });
  return after;
}
