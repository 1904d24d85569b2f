import { type Actor, actsFor, ownsBusiness } from '../../procedure/actor.ts';
import { alreadyExists, Failure, invalidReference } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { storesWhere } from '../../procedure/scope.ts';
import { findVisibleUser, refuseSuperior } from '../identity/index.ts';
import { findEmployee, findEmployeeIdOfUser } from './employees.repo.ts';

/** What everybody may keep up of their own staff record. */
const OWN_FIELDS: ReadonlySet<string> = new Set(['name', 'email', 'phone']);

/**
 * Nobody decides about their own employment: neither pay, dates, position and stores, nor which user the record is of,
 * because its timecards would not be their own any more. An owner of the whole business may, because there need not be
 * anybody else.
 *
 * @param fields what is changed
 */
export function refuseOwnEmployment(actor: Actor, userId: string | null, fields: readonly string[]): void {
  const beyond = fields.filter((field) => !OWN_FIELDS.has(field));
  if (beyond.length === 0 || !actsFor(actor, userId) || ownsBusiness(actor)) return;
  throw new Failure('FORBIDDEN', {
    detail: `This staff record is yours: somebody else who manages staff has to set its ${beyond.join(', ')}.`,
  });
}

/**
 * Refuses to link a user whom the caller cannot see, as one who does not exist; their own; one who is above them; and
 * one who has another staff record than `employeeId`.
 */
export async function refuseUser(
  { tx, actor }: MutationCall & SignedIn,
  employeeId: string,
  userId: string,
): Promise<void> {
  if (!(await findVisibleUser(tx, storesWhere(actor, 'users.read'), userId))) {
    throw invalidReference('user', ['userId']);
  }
  // Hours could be written by hand for a record of nobody, which then becomes one's own.
  refuseOwnEmployment(actor, userId, ['userId']);
  await refuseSuperior(tx, actor, userId);
  const holderId = await findEmployeeIdOfUser(tx, userId);
  if (holderId === undefined || holderId === employeeId) return;
  const seen = await findEmployee(tx, storesWhere(actor, 'employees.read'), holderId);
  throw alreadyExists('employee', 'userId', userId, seen ? holderId : null);
}
