import type { PaymentProviderInfo } from '@cashwrap/contract';
import type { Logger } from 'pino';
import { loggable } from '../../procedure/loggable.ts';
import { externalTerminalInfo } from './external-terminal.ts';
import type { PaymentProvider, Unknown } from './payment-provider.ts';

const UNKNOWN: Unknown = { outcome: 'unknown' };

/** Less than the SDK waits for an answer. */
const DEFAULT_TIMEOUT_MS = 20_000;
/** How long it may take to store what a provider has answered. */
const GRACE_MS = 5_000;

interface Options {
  /** Those that are connected. Default: none. */
  readonly paymentProviders?: readonly PaymentProvider[];
  /** How long an answer is waited for. Default: 20 seconds. */
  readonly paymentTimeoutMs?: number | undefined;
  readonly log: Logger;
}

/** The payment providers of this server. */
export class Providers {
  readonly #timeoutMs: number;
  readonly #byName: ReadonlyMap<string, PaymentProvider>;
  readonly #log: Logger;

  constructor({ paymentProviders = [], paymentTimeoutMs = DEFAULT_TIMEOUT_MS, log }: Options) {
    this.#timeoutMs = paymentTimeoutMs;
    this.#byName = new Map(paymentProviders.map((provider) => [provider.info.name, provider]));
    this.#log = log;
  }

  /** All that a card can be charged by, the terminal that is not connected first. */
  list(): PaymentProviderInfo[] {
    return [externalTerminalInfo, ...[...this.#byName.values()].map(({ info }) => info)];
  }

  /** The names of those that are connected. */
  get connected(): string[] {
    return [...this.#byName.keys()];
  }

  /** When the job may ask about a payment whose provider is called now: not before that call was given up. */
  nextAsk(now: Date): Date {
    return new Date(now.getTime() + this.#timeoutMs + GRACE_MS);
  }

  /**
   * Calls a provider outside of any transaction. Never throws: where it does not answer in time, fails, or is no longer there, the
   * outcome is unknown.
   */
  async ask<Answer>(
    name: string,
    call: (provider: PaymentProvider, signal: AbortSignal) => Promise<Answer>,
  ): Promise<Answer | Unknown> {
    const provider = this.#byName.get(name);
    if (!provider) return UNKNOWN;
    const signal = AbortSignal.timeout(this.#timeoutMs);
    const tooLate = new Promise<Unknown>((resolve) => {
      signal.addEventListener('abort', () => resolve(UNKNOWN), { once: true });
    });
    const answer = (async () => call(provider, signal))().catch((error: unknown) => {
      if (!signal.aborted)
        this.#log.warn({ err: loggable(error), provider: name }, 'payment provider failed');
      return UNKNOWN;
    });
    return Promise.race([answer, tooLate]);
  }
}
