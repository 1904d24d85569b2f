import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import {
  chmod,
  chown,
  lstat,
  mkdir,
  readdir,
  readlink,
  realpath,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { makeFolder } from '../make-folder.ts';
import { EmbeddedPostgresError } from './errors.ts';
import { nativeFiles } from './native-files.ts';
import { canReach, type ServerUser, serverUser } from './server-user.ts';

/** Everything that is needed to start the server of one data directory, or to reach it. */
export interface Cluster {
  /** The data directory, without symlinks. */
  readonly dataDir: string;
  readonly socketDir: string;
  readonly logFile: string;
  /** The server's program. */
  readonly postgres: string;
  readonly user: ServerUser | undefined;
}

/** The only name that the server knows its first superuser by. */
export const SUPERUSER = 'postgres';

/** Finds the data directory, or makes it with initdb. Several processes may do so at once. */
export async function openCluster(dataDir: string, fsync: boolean): Promise<Cluster> {
  const wanted = resolve(dataDir);
  await makeFolder(dirname(wanted));
  const user = await serverUser(await ownerOf(wanted));
  const [native, place] = await Promise.all([nativeFiles(user), reachablePlace(wanted, user)]);

  if (!(await isCluster(place))) await makeCluster(join(native, 'bin', 'initdb'), place, user, fsync);
  const owner = await ownerOf(place);
  const ours = user?.uid ?? process.getuid?.();
  if (owner !== ours) {
    throw new EmbeddedPostgresError(
      `The data directory ${place} belongs to the user with id ${owner}, and PostgreSQL would run as ${ours}. ` +
        'Start Cashwrap as its owner, or set DATA_DIR to another folder.',
    );
  }
  return {
    dataDir: await realpath(place),
    socketDir: await openSocketDirectory(place, user),
    logFile: `${place}.log`,
    postgres: join(native, 'bin', 'postgres'),
    user,
  };
}

async function ownerOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    ({ uid }) => uid,
    () => undefined,
  );
}

async function isCluster(path: string): Promise<boolean> {
  return (await ownerOf(join(path, 'PG_VERSION'))) !== undefined;
}

/**
 * Root's project may lie where the server's user cannot go (/root is 0700). Then the data lies in /var/lib, and the
 * wanted path is a symlink to it; deleting the symlink starts anew, like deleting the folder.
 */
async function reachablePlace(wanted: string, user: ServerUser | undefined): Promise<string> {
  const parent = await realpath(dirname(wanted));
  const here = join(parent, basename(wanted));
  if (!user || (await canReach(user, parent))) return realpath(here).catch(() => here);

  const elsewhere = '/var/lib/cashwrap';
  await mkdir(elsewhere, { recursive: true });
  await chmod(elsewhere, 0o755);
  await symlink(join(elsewhere, `${basename(wanted)}-${randomUUID().slice(0, 8)}`), here).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    },
  );
  return readlink(here).catch((cause) => {
    throw new EmbeddedPostgresError(
      `PostgreSQL runs as ${user.name} and cannot reach ${here}. Set DATA_DIR to a folder that it can reach.`,
      { cause },
    );
  });
}

/** initdb in a folder of its own, then one rename: a cluster is whole or not there. */
async function makeCluster(
  initdb: string,
  dataDir: string,
  user: ServerUser | undefined,
  fsync: boolean,
): Promise<void> {
  await removeAbandoned(dataDir);
  const making = `${dataDir}.init-${process.pid}-${randomUUID().slice(0, 8)}`;
  try {
    await ownFolder(making, user);
    await runInitdb(initdb, making, user, fsync);
    // Refused when another process was faster: its cluster is as good.
    await rename(making, dataDir).catch(async (error: NodeJS.ErrnoException) => {
      if (!(await isCluster(dataDir))) throw notEmpty(dataDir, error);
    });
  } finally {
    await rm(making, { recursive: true, force: true });
  }
}

function notEmpty(dataDir: string, cause: NodeJS.ErrnoException): Error {
  if (cause.code !== 'ENOTEMPTY' && cause.code !== 'EEXIST' && cause.code !== 'ENOTDIR') return cause;
  return new EmbeddedPostgresError(
    `${dataDir} is neither empty nor a PostgreSQL data directory. Set DATA_DIR to another folder.`,
    { cause },
  );
}

/** What a killed process left of its initdb. */
async function removeAbandoned(dataDir: string): Promise<void> {
  const prefix = `${basename(dataDir)}.init-`;
  for (const name of await readdir(dirname(dataDir))) {
    const pid = name.startsWith(prefix) ? Number.parseInt(name.slice(prefix.length), 10) : Number.NaN;
    if (pid > 0 && !isAlive(pid)) await rm(join(dirname(dataDir), name), { recursive: true, force: true });
  }
}

/** Whether a process with this id exists, whoever's it is. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function ownFolder(path: string, user: ServerUser | undefined): Promise<void> {
  await mkdir(path, { mode: 0o700 });
  if (user) await chown(path, user.uid, user.gid);
}

async function runInitdb(
  initdb: string,
  dataDir: string,
  user: ServerUser | undefined,
  fsync: boolean,
): Promise<void> {
  const args = [
    `--pgdata=${dataDir}`,
    `--username=${SUPERUSER}`,
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--locale=C.UTF-8',
    '--auth-local=trust',
    '--auth-host=reject',
    ...(fsync ? [] : ['--no-sync']),
  ];
  const child = spawn(initdb, args, {
    cwd: dataDir,
    env: serverEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
    ...asUser(user),
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const code = await new Promise<number | null>((done, fail) => child.on('error', fail).on('close', done));
  if (code !== 0) throw new EmbeddedPostgresError(`initdb failed (exit code ${code}):\n${output.trim()}`);
}

/** Of the environment the server needs the path only; PGDATA, LANG and the like would change what it does. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C' };
}

/** The options for `spawn` that start a program as `user`. */
export function asUser(user: ServerUser | undefined): { uid?: number; gid?: number } {
  return user ? { uid: user.uid, gid: user.gid } : {};
}

/** A unix socket's path has 107 characters at most on Linux, 103 on macOS. */
const LONGEST_SOCKET_PATH = 103;

/** Beside the data where its path is short enough, else in /tmp under a name that every process finds again. */
async function openSocketDirectory(dataDir: string, user: ServerUser | undefined): Promise<string> {
  const beside = `${dataDir}.socket`;
  const key = createHash('sha256').update(dataDir).digest('hex').slice(0, 16);
  const isShort = Buffer.byteLength(`${beside}/.s.PGSQL.5432`) <= LONGEST_SOCKET_PATH;
  const path = isShort ? beside : `/tmp/cashwrap-${key}`;
  await ownFolder(path, user).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });

  // Whoever can make a socket there can be our database: it must be a folder of the server's user alone. In the
  // moment between another process's mkdir and chown it is still root's.
  const { mode, uid } = await lstat(path).then((found) => {
    if (!found.isDirectory()) throw new EmbeddedPostgresError(`${path} is not a folder. Remove it.`);
    return found;
  });
  const ours = user?.uid ?? process.getuid?.();
  if ((mode & 0o077) !== 0 || (uid !== ours && uid !== 0)) {
    throw new EmbeddedPostgresError(`The folder ${path} is not private to PostgreSQL's user. Remove it.`);
  }
  if (user && uid === 0) await chown(path, user.uid, user.gid);
  return path;
}
