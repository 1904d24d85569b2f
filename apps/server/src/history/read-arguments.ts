import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { HistoryPlan } from './generate.ts';
import { addDays } from './local-time.ts';
import { HistoryRefusal } from './refusal.ts';

export const USAGE = `Usage: pnpm generate:history --sales <count> [--from <date>] [--to <date>] [--seed <number>] [--store <name>]…

Writes a past into a shop that has not traded yet: sales with their lines and payments, returns and voids, shifts with
their Z reports, stock and purchases, customers, ledgers, audit rows and events. An empty database gets the demo shop.

  --sales  how many sales, up to 10,000,000
  --from   the first day, such as 2025-11-01; a year before --to where it is left out
  --to     the last day; yesterday where it is left out
  --seed   0 to 4294967295: another seed, another past. The same one gives the same again
  --store  only in this store; may be given more than once

It works on DATABASE_OWNER_URL or DATABASE_URL, or without them on the embedded database in DATA_DIR (.data). Stop the
server meanwhile: nobody can sell. All of it is written or nothing.`;

export type HistoryArguments = Pick<HistoryPlan, 'sales' | 'from' | 'to' | 'seed' | 'stores'>;

const MAX_SALES = 10_000_000;
const MAX_SEED = 2 ** 32 - 1;
/** Before it there is no daylight saving time that anybody has to get right. */
const FIRST_DAY = '2000-01-01';
const IsoDate = z.iso.date();

/**
 * What was asked for on the command line.
 *
 * @throws HistoryRefusal which names the argument that is wrong
 */
export function readArguments(args: readonly string[], now: Date): HistoryArguments | 'help' {
  const { help, sales, from, to, seed, store } = parse(args);
  if (help) return 'help';
  if (sales === undefined) throw new HistoryRefusal(`Say how many --sales.\n\n${USAGE}`);
  // A day is over everywhere in the world when it was over for twelve hours in UTC.
  const lastDay = addDays(new Date(now.getTime() - 12 * 3_600_000).toISOString().slice(0, 10), -1);
  const until = to === undefined ? lastDay : dateOf('--to', to);
  const since = from === undefined ? addDays(until, -364) : dateOf('--from', from);
  if (since < FIRST_DAY) throw new HistoryRefusal(`--from must be ${FIRST_DAY} or later, not ${since}.`);
  if (until > lastDay) {
    throw new HistoryRefusal(
      `--to must be ${lastDay} or earlier, not ${until}: later days are not over everywhere.`,
    );
  }
  if (until < since) throw new HistoryRefusal(`--to (${until}) is before --from (${since}).`);
  return {
    ...{ sales: wholeNumber('--sales', sales, 1, MAX_SALES), from: since, to: until },
    ...{ seed: wholeNumber('--seed', seed, 0, MAX_SEED), stores: store },
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean', short: 'h' },
        sales: { type: 'string' },
        from: { type: 'string' },
        to: { type: 'string' },
        seed: { type: 'string', default: '1' },
        store: { type: 'string', multiple: true },
      },
    }).values;
  } catch (error) {
    throw new HistoryRefusal(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
}

function dateOf(name: string, text: string): string {
  if (IsoDate.safeParse(text).success) return text;
  throw new HistoryRefusal(`${name} must be a date such as 2025-11-01, not "${text}".`);
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new HistoryRefusal(`${name} must be a whole number from ${least} to ${most}, not "${text}".`);
}
