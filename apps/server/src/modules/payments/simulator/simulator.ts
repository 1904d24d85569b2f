import type { PaymentProviderInfo } from '@cashwrap/contract';
import { z } from 'zod';
import type {
  Charged,
  PaymentProvider,
  ProviderPayment,
  ProviderRefund,
  Refunded,
  Refused,
  Unknown,
  Voided,
} from '../payment-provider.ts';
import { SimulatedAccounts } from './simulated-accounts.ts';

/** What can happen to a call. Each but `decline` happens to the first call only: a repeated one is answered as it stands. */
const Scenario = z.enum(['approve', 'decline', 'decline_once', 'timeout', 'late', 'lost']);

/** The value in `data` that says what happens to a call. */
const scenarioFields = {
  authorize: 'scenario',
  capture: 'captureScenario',
  void: 'voidScenario',
  refund: 'refundScenario',
} as const;

/** A call that arrives: what it does, and what it does where it is to be refused. */
interface Scene<Answer> {
  readonly payment: ProviderPayment;
  readonly played: keyof typeof scenarioFields;
  /** The refund that it is about, of which a payment can have several. */
  readonly refundId?: string;
  readonly signal: AbortSignal;
  readonly act: () => Promise<Answer>;
  readonly refuse?: () => Promise<unknown>;
}

/** A provider for developers and tests: it moves no money, and does what a real one does on its bad days. */
export class Simulator implements PaymentProvider {
  readonly info: PaymentProviderInfo = {
    name: 'simulator',
    title: 'Simulator',
    description:
      'Moves no money. data.scenario says what happens: "approve" (as without one), "decline", "decline_once", "timeout" (it ' +
      'is charged, and never answered), "late" (it is charged when nobody waits for the answer any more) or "lost" (it ' +
      'never arrives). data.captureScenario, data.voidScenario and data.refundScenario say the same of what follows.',
    isSimulated: true,
    canAuthorize: true,
  };
  readonly #accounts: SimulatedAccounts;

  /** @param folder where it remembers what it has done: servers that share it are one provider. */
  constructor(folder: string) {
    this.#accounts = new SimulatedAccounts(folder);
  }

  authorize(payment: ProviderPayment, signal: AbortSignal): Promise<Charged | Refused | Unknown> {
    const { id, amount, capture } = payment;
    return this.#play({
      ...{ payment, played: 'authorize', signal },
      act: async () => {
        const happened = await this.#accounts.read(id);
        if (!happened.has('refused')) {
          await this.#accounts.record(id, { name: capture ? 'captured' : 'authorized', amount });
        }
        return unlessVoided(await this.status(payment));
      },
      refuse: () => this.#accounts.record(id, { name: 'refused', amount }),
    });
  }

  capture(payment: ProviderPayment, signal: AbortSignal): Promise<Charged | Refused | Unknown> {
    const { id, amount } = payment;
    return this.#play({
      ...{ payment, played: 'capture', signal },
      act: async () => {
        const before = await this.status(payment);
        if (before.outcome === 'authorized') {
          if (amount > before.amount)
            return refused('amount_too_large', `Only ${before.amount} is set aside.`);
          await this.#accounts.record(id, { name: 'captured', amount });
        }
        return unlessVoided(await this.status(payment));
      },
    });
  }

  void(payment: ProviderPayment, signal: AbortSignal): Promise<Voided | Refused> {
    return this.#play({
      ...{ payment, played: 'void', signal },
      act: async (): Promise<Voided> => {
        await this.#accounts.record(payment.id, { name: 'voided', amount: 0 });
        return { outcome: 'voided' };
      },
    });
  }

  refund({ id, amount, payment }: ProviderRefund, signal: AbortSignal): Promise<Refunded | Refused> {
    const name = `refunded-${id}`;
    return this.#play({
      ...{ payment, played: 'refund', refundId: id, signal },
      act: async (): Promise<Refunded | Refused> => {
        const happened = await this.#accounts.read(payment.id);
        if (!happened.has(name)) {
          const standing = await this.status(payment);
          const captured = standing.outcome === 'captured' ? standing.amount : 0;
          const refunds = [...happened.values()].filter((each) => each.name.startsWith('refunded-'));
          const left = refunds.reduce((rest, refund) => rest - refund.amount, captured);
          if (amount > left) return refused('amount_too_large', `Only ${left} can be given back.`);
          await this.#accounts.record(payment.id, { name, amount });
        }
        return { outcome: 'refunded', reference: referenceOf(id) };
      },
    });
  }

  async status({ id }: ProviderPayment): Promise<Charged | Refused | Voided | Unknown> {
    const happened = await this.#accounts.read(id);
    // A void holds whatever else was written: before it, or by a call that has come later.
    if (happened.has('voided')) return { outcome: 'voided' };
    if (happened.has('refused')) return declined();
    const charge = happened.get('captured') ?? happened.get('authorized');
    if (!charge) return { outcome: 'unknown' };
    const outcome = happened.has('captured') ? 'captured' : 'authorized';
    return { outcome, amount: charge.amount, reference: referenceOf(id) };
  }

  /** Lets happen to a call what the data of its payment say. */
  async #play<Answer>({ payment, played, refundId, signal, act, refuse }: Scene<Answer>) {
    const scenario = Scenario.safeParse(payment.data[scenarioFields[played]] ?? 'approve');
    if (!scenario.success) return refused('unknown_scenario', 'The simulator knows no such scenario.');
    const name = ['asked-to', played, ...(refundId === undefined ? [] : [refundId])].join('-');
    const isFirst = await this.#accounts.record(payment.id, { name, amount: 0 });
    switch (isFirst || scenario.data === 'decline' ? scenario.data : 'approve') {
      case 'approve':
        return act();
      case 'decline':
      case 'decline_once':
        await refuse?.();
        return declined();
      case 'timeout':
        await act();
        return untilGivenUp(signal);
      case 'late':
        await untilGivenUp(signal).catch(() => {});
        return act();
      case 'lost':
        return untilGivenUp(signal);
    }
  }
}

/** Nothing can be charged of a payment that was voided, before or meanwhile. */
function unlessVoided(standing: Charged | Refused | Voided | Unknown): Charged | Refused | Unknown {
  return standing.outcome === 'voided' ? refused('voided', 'The payment was voided.') : standing;
}

/** Waits for as long as somebody waits for an answer, and gives none. */
function untilGivenUp(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

function declined(): Refused {
  return refused('declined', 'The card was declined.');
}

function refused(code: string, message: string): Refused {
  return { outcome: 'failed', failure: { code, message } };
}

function referenceOf(id: string): string {
  return `SIM-${id.slice(-12)}`;
}
