import path from 'node:path';
import type { PaymentProvider } from './payment-provider.ts';
import { Simulator } from './simulator/simulator.ts';

/** What providers are made with. */
interface Surroundings {
  /** Absolute: DATA_DIR. */
  readonly dataDir: string;
}

/** The providers that can be connected, by the names that PAYMENT_PROVIDERS calls them. Add yours here: docs/guides/write-a-payment-provider.md. */
const available = {
  simulator: ({ dataDir }) => new Simulator(path.join(dataDir, 'simulated-payments')),
} satisfies Record<string, (surroundings: Surroundings) => PaymentProvider>;

export type ProviderName = keyof typeof available;

export const providerNames = Object.keys(available) as ProviderName[];

/** The providers that a server was told to connect. */
export function connectProviders(
  names: readonly ProviderName[],
  surroundings: Surroundings,
): PaymentProvider[] {
  return names.map((name) => available[name](surroundings));
}
