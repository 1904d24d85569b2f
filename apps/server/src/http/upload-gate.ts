import type { Response } from 'express';
import { Failure } from '../procedure/failure.ts';
import type { Procedure } from '../procedure/operate.ts';

/** A large import takes about this long. */
const RETRY_AFTER_SECONDS = 5;

/**
 * Lets one upload in at a time, over both faces: from before its body is read until its call is over, even where the
 * client has gone meanwhile. One body and what is made of it take 100 MB and more, and one import keeps a processor
 * busy: a second one at the same time would make both slower and the tills wait.
 */
export class UploadGate {
  #reading = false;
  #running = 0;

  /** Counts the calls of what takes uploads; others stay as they are. */
  readonly watch = (procedure: Procedure): Procedure => {
    if (!procedure.operation.rest.upload) return procedure;
    const call: Procedure['call'] = async (context, raw) => {
      this.#running += 1;
      try {
        return await procedure.call(context, raw);
      } finally {
        this.#running -= 1;
      }
    };
    return { ...procedure, call };
  };

  /** Lets the request of this response in, or throws IMPORT_IN_PROGRESS. */
  enter(response: Response): void {
    if (this.#reading || this.#running > 0) {
      throw new Failure('IMPORT_IN_PROGRESS', {
        detail: `Another import is running. Try again in ${RETRY_AFTER_SECONDS} seconds.`,
        details: { retryAfterSeconds: RETRY_AFTER_SECONDS },
      });
    }
    this.#reading = true;
    response.once('close', () => {
      this.#reading = false;
    });
  }
}
