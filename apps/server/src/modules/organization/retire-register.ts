import type { Register } from '@cashwrap/contract';
import { invalidInput, notFound } from '../../procedure/failure.ts';
import type { MutationCall } from '../../procedure/handlers.ts';
import { endSessionsAtRegister } from '../identity/index.ts';
import { lockRegister, updateRegister } from './registers.repo.ts';
import { toRegister } from './registers.ts';

/** Retires a register: it sells no more, its device is unpaired, who signed in by PIN at it is signed out. */
export async function retireRegister(call: MutationCall, { id }: { id: string }): Promise<Register> {
  const { tx, now } = call;
  const row = await lockRegister(tx, call.scope, id);
  if (!row) throw notFound('register');
  const before = toRegister(row);
  if (row.retiredAt !== null) {
    call.changedNothing();
    return before;
  }
  if (row.kind === 'virtual') {
    const message = 'is the virtual register of its store, which every store keeps';
    throw invalidInput([{ path: ['id'], message }]);
  }
  const after = toRegister(
    await updateRegister(tx, row, { tokenHash: null, retiredAt: now, updatedAt: now }),
  );
  await endSessionsAtRegister(tx, id, now);
  call.audit({ storeId: row.storeId, documentType: 'register', documentId: id, before, after });
  return after;
}
