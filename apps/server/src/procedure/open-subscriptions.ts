import { Failure } from './failure.ts';

/** Of one person or API key, in this process. */
const MAX_PER_CALLER = 20;
/** In this process. Each takes a connection and a few look-ups a second. */
const MAX_OPEN = 1_000;
const RETRY_AFTER_SECONDS = 10;

/** Counts who listens, so that neither one caller nor all of them use the server up. */
export class OpenSubscriptions {
  readonly #byCaller = new Map<string, number>();
  #open = 0;

  /**
   * Lets one more in, until it is disposed of or `gone` is aborted: who was cut off comes again at once, before the one that it was
   * has noticed. Throws RATE_LIMITED or UNAVAILABLE.
   */
  enter(callerId: string, gone: AbortSignal): Disposable {
    const own = this.#byCaller.get(callerId) ?? 0;
    if (own >= MAX_PER_CALLER) throw tooMany();
    if (this.#open >= MAX_OPEN) throw full();
    if (gone.aborted) return { [Symbol.dispose]: () => {} };
    this.#byCaller.set(callerId, own + 1);
    this.#open += 1;
    let left = false;
    const leave = () => {
      if (!left) this.#leave(callerId);
      left = true;
    };
    gone.addEventListener('abort', leave, { once: true });
    return { [Symbol.dispose]: leave };
  }

  #leave(callerId: string): void {
    this.#open -= 1;
    const own = (this.#byCaller.get(callerId) ?? 0) - 1;
    if (own > 0) this.#byCaller.set(callerId, own);
    else this.#byCaller.delete(callerId);
  }
}

function tooMany(): Failure<'RATE_LIMITED'> {
  return new Failure('RATE_LIMITED', {
    detail: `You have ${MAX_PER_CALLER} subscriptions open already. Close one; one can be of all types of events.`,
    details: { retryAfterSeconds: RETRY_AFTER_SECONDS },
  });
}

function full(): Failure<'UNAVAILABLE'> {
  return new Failure('UNAVAILABLE', {
    detail: 'As many subscriptions are open here as this server takes. Try again in a moment.',
  });
}
