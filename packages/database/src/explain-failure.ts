import { EmbeddedPostgresError } from './embedded/errors.ts';
import { MigrationError } from './migrations/migration-error.ts';
import { isConnectionError } from './sql-error.ts';

/** What people do wrong with a database and its folder, by error code, and where to look. */
const SENTENCES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nothing listens where DATABASE_URL points. Start PostgreSQL, or correct host and port.',
  ENOTFOUND: 'The host in DATABASE_URL is not known. Correct it.',
  EAI_AGAIN: 'The host in DATABASE_URL cannot be looked up just now. Check it and the network.',
  ETIMEDOUT: 'The host in DATABASE_URL does not answer. Check it and the network.',
  ERR_INVALID_URL:
    'DATABASE_URL or DATABASE_OWNER_URL cannot be read. Escape special characters in passwords.',
  '28P01': 'The password in DATABASE_URL (or DATABASE_OWNER_URL) is wrong.',
  '28000': 'The server does not let the user of DATABASE_URL (or DATABASE_OWNER_URL) in.',
  '3D000':
    'The database in DATABASE_URL does not exist. Create it with CREATE DATABASE, or correct the name.',
  '42501':
    'The role of DATABASE_URL lacks a right. Run `pnpm migrate up` with DATABASE_OWNER_URL and DATABASE_APP_ROLE: it grants what is needed.',
  ENOTDIR: 'DATA_DIR, or a part of it, is a file and not a folder. Set it to a folder.',
  ENOENT: 'The folder DATA_DIR cannot be made there. Set it to a folder that can be written.',
  EACCES: 'DATA_DIR cannot be written. Set it to a folder of your own, or change its owner.',
  EPERM: 'DATA_DIR cannot be written. Set it to a folder of your own, or change its owner.',
  EROFS: 'DATA_DIR is on a read-only file system. Set it to a folder that can be written.',
  ENOSPC: 'The disk that DATA_DIR is on is full.',
};

/** The sentence for a failure that the environment has caused; undefined for any other, which is ours. */
export function explainFailure(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof EmbeddedPostgresError || error instanceof MigrationError) return error.message;
  // Drizzle's own message holds the parameters.
  if (error.cause instanceof Error) return explainFailure(error.cause);
  const sentence = sentenceFor(error);
  return sentence && `${sentence} (${reasonOf(error)})`;
}

function sentenceFor(error: Error & { code?: unknown; syscall?: unknown }): string | undefined {
  // A folder of a socket that is not there, and not DATA_DIR.
  if (error.syscall === 'connect' && error.code === 'ENOENT') return SENTENCES.ECONNREFUSED;
  // Program files that are missing are no matter of DATA_DIR.
  if (error.code === 'ENOENT' && error.syscall !== 'mkdir') return undefined;
  if (typeof error.code === 'string' && Object.hasOwn(SENTENCES, error.code)) return SENTENCES[error.code];
  return isConnectionError(error) ? 'The database of DATABASE_URL cannot be reached.' : undefined;
}

/** Node tries each address of a host and says nothing itself when all of them fail. */
function reasonOf(error: Error): string {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : undefined;
  return error.message || (first instanceof Error ? first.message : error.name);
}
