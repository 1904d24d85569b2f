import { explainFailure } from '@cashwrap/database';
import { ConfigError } from './config.ts';
import { DemoSeedError } from './demo/seed.ts';

/** Why the server cannot listen, by error code, and which variable says where. */
const SENTENCES: Readonly<Record<string, string>> = {
  EADDRINUSE: 'Something else listens there already, perhaps another Cashwrap. End it, or set PORT.',
  EADDRNOTAVAIL: 'HOST is no address of this machine. 127.0.0.1 is this machine only, 0.0.0.0 every address.',
  ENOTFOUND: 'HOST is not known. 127.0.0.1 is this machine only, 0.0.0.0 every address.',
  EACCES: 'This user may not listen on that port. Set PORT to 1024 or more.',
};

/** The sentence for a start that failed by what the server was told; undefined for any other failure. */
export function explainStartFailure(error: unknown): string | undefined {
  if (error instanceof ConfigError || error instanceof DemoSeedError) return error.message;
  return explainListening(error) ?? explainFailure(error);
}

function explainListening(error: unknown): string | undefined {
  if (!(error instanceof ListenError)) return undefined;
  const { cause } = error;
  const sentence = 'code' in cause && typeof cause.code === 'string' ? SENTENCES[cause.code] : undefined;
  return sentence && `${sentence} (${cause.message})`;
}

/** The server could not listen: the codes are those of a database that cannot be reached, the variables are not. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
  override readonly cause: Error;

  constructor(cause: Error) {
    super(cause.message, { cause });
    this.cause = cause;
  }
}
