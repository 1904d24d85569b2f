import { readdir } from 'node:fs/promises';
import { SimulatedAccounts } from '../src/modules/payments/simulator/simulated-accounts.ts';

/** The payments that the simulator has taken money for, with how much; not those that were voided. */
export async function chargesOf(folder: string): Promise<Record<string, number>> {
  const accounts = new SimulatedAccounts(folder);
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const ids = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const charges = await Promise.all(
    ids.map(async (id) => {
      const happened = await accounts.read(id);
      const captured = happened.get('captured');
      return captured && !happened.has('voided') ? [[id, captured.amount]] : [];
    }),
  );
  return Object.fromEntries(charges.flat());
}
