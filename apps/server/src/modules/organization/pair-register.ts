import type { RegisterPairing } from '@cashwrap/contract';
import { Failure, invalidInput, notFound } from '../../procedure/failure.ts';
import type { MutationCall } from '../../procedure/handlers.ts';
import { endSessionsAtRegister, hashRegisterToken, newRegisterToken } from '../identity/index.ts';
import { lockRegister, updateRegister } from './registers.repo.ts';
import { toRegister } from './registers.ts';

/**
 * Makes the calling device a register: gives the token by which it proves so from now on. A device that was
 * paired before is none any more, and who signed in by PIN at it is signed out, in case it was stolen.
 */
export async function pairRegister(call: MutationCall, { id }: { id: string }): Promise<RegisterPairing> {
  const { tx, now } = call;
  const row = await lockRegister(tx, call.scope, id);
  if (!row) throw notFound('register');
  if (row.kind === 'virtual') {
    const message = 'is the virtual register of its store, which is no device';
    throw invalidInput([{ path: ['id'], message }]);
  }
  if (row.retiredAt !== null) {
    throw new Failure('REGISTER_RETIRED', {
      detail: 'This register is retired. Pair the device with another one.',
    });
  }
  const registerToken = newRegisterToken();
  const tokenHash = hashRegisterToken(registerToken);
  const register = toRegister(await updateRegister(tx, row, { tokenHash, updatedAt: now }));
  await endSessionsAtRegister(tx, id, now);
  call.audit({
    storeId: row.storeId,
    documentType: 'register',
    documentId: id,
    before: toRegister(row),
    after: register,
  });
  return { register, registerToken };
}
