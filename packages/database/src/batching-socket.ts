import { Socket } from 'node:net';

/**
 * Sends what pg writes in one turn of the event loop by one system call: by itself it makes one for each
 * statement, even of those that are pipelined, and each wakes PostgreSQL's process for a part of the work.
 */
export class BatchingSocket extends Socket {
  #holding = false;

  /** pg corks around each prepared statement; the first cork of a turn is held until its end. */
  override cork(): void {
    super.cork();
    if (this.#holding) return;
    this.#holding = true;
    super.cork();
    process.nextTick(() => {
      this.#holding = false;
      super.uncork();
    });
  }
}
