import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { EmbeddedPostgresError } from './errors.ts';

/** The user whom the server runs as. */
export interface ServerUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/**
 * PostgreSQL refuses to run as root, so root starts it as the owner of an existing cluster, else as `postgres`,
 * else as `nobody`. Anyone else starts it as themselves: undefined.
 */
export async function serverUser(clusterOwnerUid: number | undefined): Promise<ServerUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const users = await knownUsers();
  const user =
    users.find(({ uid }) => uid !== 0 && uid === clusterOwnerUid) ??
    users.find(({ name }) => name === 'postgres') ??
    users.find(({ name }) => name === 'nobody');
  if (!user) {
    throw new EmbeddedPostgresError(
      'PostgreSQL does not run as root, and this machine has neither a user `postgres` nor `nobody`. ' +
        'Start Cashwrap as another user, or set DATABASE_URL.',
    );
  }
  return user;
}

// initdb and postgres look their own user up, so a uid that passwd does not know would fail.
async function knownUsers(): Promise<ServerUser[]> {
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '');
  return passwd
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 4)
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
}

/** Whether `user` can read and pass through a file or folder and all the folders above it. */
export async function canReach(user: ServerUser, path: string): Promise<boolean> {
  const { mode, uid, gid } = await stat(path);
  const shift = uid === user.uid ? 6 : gid === user.gid ? 3 : 0;
  if (((mode >> shift) & 0o5) !== 0o5) return false;
  const parent = dirname(path);
  return parent === path || (await canReach(user, parent));
}
