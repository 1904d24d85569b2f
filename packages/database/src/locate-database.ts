import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ConnectionOptions } from './connect.ts';
import { type EmbeddedPostgres, EmbeddedPostgresError, startEmbeddedPostgres } from './embedded/index.ts';

/** The database that the environment means, running. Disposing leaves the embedded server. */
export interface LocatedDatabase extends AsyncDisposable {
  /** For the application. */
  readonly connection: ConnectionOptions;
  /** For migrations: the owner of the tables. */
  readonly ownerConnection: ConnectionOptions;
  /** The application's role, where it is not the owner and so needs grants. */
  readonly applicationRole: string | undefined;
  /** Set where no DATABASE_URL is. */
  readonly embedded: EmbeddedPostgres | undefined;
}

export interface DatabaseEnvironment {
  readonly DATABASE_URL?: string | undefined;
  readonly DATABASE_OWNER_URL?: string | undefined;
  readonly DATABASE_APP_ROLE?: string | undefined;
  readonly DATA_DIR?: string | undefined;
}

export interface LocateOptions {
  /** Told when the embedded database is made, when its server is lost and when it is back. */
  readonly log?: ((message: string) => void) | undefined;
  /** False for a command that only reads: it fails where there is no embedded database. Default: true. */
  readonly create?: boolean;
}

const EMBEDDED_DATABASE = 'cashwrap';
const repositoryRoot = fileURLToPath(new URL('../../..', import.meta.url));

/** DATABASE_URL and DATABASE_OWNER_URL, or without them the embedded PostgreSQL in DATA_DIR (`.data`). */
export async function locateDatabase(
  env: DatabaseEnvironment,
  { log, create = true }: LocateOptions = {},
): Promise<LocatedDatabase> {
  const url = env.DATABASE_URL || env.DATABASE_OWNER_URL;
  if (url) {
    const ownerUrl = env.DATABASE_OWNER_URL || url;
    return {
      connection: { url },
      ownerConnection: { url: ownerUrl },
      applicationRole: env.DATABASE_APP_ROLE || otherRole(url, ownerUrl),
      embedded: undefined,
      [Symbol.asyncDispose]: async () => {},
    };
  }

  const dataDir = join(resolve(repositoryRoot, env.DATA_DIR || '.data'), 'postgres');
  if (!(await hasCluster(dataDir))) {
    if (!create) throw missing(dataDir);
    log?.(`Making a PostgreSQL database in ${dataDir}`);
  }
  const embedded = await startEmbeddedPostgres({ dataDir, ...(log ? { log } : {}) });
  if (create) await embedded.ensureDatabase(EMBEDDED_DATABASE);
  const connection = embedded.connection(EMBEDDED_DATABASE);
  return {
    connection,
    ownerConnection: connection,
    applicationRole: undefined,
    embedded,
    [Symbol.asyncDispose]: () => embedded.stop(),
  };
}

/** Whether PostgreSQL has its data in the folder. */
function hasCluster(dataDir: string): Promise<boolean> {
  return stat(join(dataDir, 'PG_VERSION')).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return false;
      throw error;
    },
  );
}

function missing(dataDir: string): Error {
  return new EmbeddedPostgresError(
    `There is no database in ${dataDir}. Correct DATA_DIR, or set DATABASE_URL.`,
  );
}

function otherRole(url: string, ownerUrl: string): string | undefined {
  const [role, owner] = [url, ownerUrl].map((text) => decodeURIComponent(new URL(text).username));
  return role && role !== owner ? role : undefined;
}
