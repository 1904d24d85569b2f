import { randomBytes } from 'node:crypto';
import { type Database, transact } from '@cashwrap/database';
import { insertAuditRows } from '../../procedure/audit.repo.ts';
import { resetPasswordAttempts } from './attempts.repo.ts';
import { givePasswordForOnce } from './password-for-once.ts';
import { hashPassword } from './passwords.ts';
import { withRoles } from './user-rules.ts';
import { findUserIdByUsername, lockPeople, lockUser } from './users.repo.ts';

/** 120 random bits, in 20 characters that can be typed. */
const PASSWORD_BYTES = 15;

export type CommandedReset =
  | { readonly outcome: 'reset'; readonly password: string }
  | { readonly outcome: 'unknown' | 'deactivated' };

/**
 * Lets a person back in whom nobody else can: the sole owner who is locked out, or has forgotten the password. It
 * takes the server's own access to the database. The password is for once, and told to nobody but the caller.
 */
export async function resetPasswordByCommand(
  { database, now, newId }: { database: Database; now: Date; newId: () => string },
  username: string,
): Promise<CommandedReset> {
  const password = randomBytes(PASSWORD_BYTES).toString('base64url');
  const passwordHash = await hashPassword(password);
  return transact<CommandedReset>(database, async (tx) => {
    await lockPeople(tx);
    const id = await findUserIdByUsername(tx, username);
    if (id === undefined) return { outcome: 'unknown' };
    await resetPasswordAttempts(tx, username, id);
    const row = await lockUser(tx, id);
    const [user] = row ? await withRoles(tx, [row]) : [];
    if (!user) return { outcome: 'unknown' };
    if (user.deactivatedAt !== null) return { outcome: 'deactivated' };
    const entry = await givePasswordForOnce(tx, user, passwordHash, now);
    await insertAuditRows(tx, [
      {
        ...entry,
        ...{ id: newId(), action: 'users.resetPassword', requestId: 'users:reset-password', recordedAt: now },
        // Nobody is signed in at the server's console.
        ...{ actorId: null, sessionId: null, registerId: null, approvedBy: null },
      },
    ]);
    return { outcome: 'reset', password };
  });
}
