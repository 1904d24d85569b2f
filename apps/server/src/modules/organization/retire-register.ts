import type { Register } from '@cashwrap/contract';
import { Failure, invalidInput, notFound } from '../../procedure/failure.ts';
import type { MutationCall } from '../../procedure/handlers.ts';
import { endSessionsAtRegister } from '../identity/index.ts';
import { lockRegister, updateRegister } from './registers.repo.ts';
import { toRegister } from './registers.ts';

/** Retires a register that has no open shift: it sells no more, its device is unpaired, who signed in by PIN at it is signed out. */
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
  if (row.openShiftId !== null) {
    throw new Failure('SHIFT_OPEN', {
      detail: 'The shift of this register is still open. Close it first, so that its cash is counted.',
    });
  }
  const after = toRegister(
    await updateRegister(tx, row, { tokenHash: null, retiredAt: now, updatedAt: now }),
  );
  await endSessionsAtRegister(tx, id, now);
  call.audit({ storeId: row.storeId, documentType: 'register', documentId: id, before, after });
  return after;
}
