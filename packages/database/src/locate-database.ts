import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ConnectionOptions } from './connect.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded/index.ts';

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

const EMBEDDED_DATABASE = 'cashwrap';
const repositoryRoot = fileURLToPath(new URL('../../..', import.meta.url));

/** DATABASE_URL and DATABASE_OWNER_URL, or without them the embedded PostgreSQL in DATA_DIR (`.data`). */
export async function locateDatabase(
  env: DatabaseEnvironment,
  log?: (message: string) => void,
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
  const embedded = await startEmbeddedPostgres({ dataDir, ...(log ? { log } : {}) });
  await embedded.ensureDatabase(EMBEDDED_DATABASE);
  const connection = embedded.connection(EMBEDDED_DATABASE);
  return {
    connection,
    ownerConnection: connection,
    applicationRole: undefined,
    embedded,
    [Symbol.asyncDispose]: () => embedded.stop(),
  };
}

function otherRole(url: string, ownerUrl: string): string | undefined {
  const [role, owner] = [url, ownerUrl].map((text) => decodeURIComponent(new URL(text).username));
  return role && role !== owner ? role : undefined;
}
