import { contract, type LoyaltyReportInput } from '@cashwrap/contract';
import type { Reader } from '@cashwrap/database';
import type { QueryCall } from '../../procedure/handlers.ts';
import { currencyDigits } from '../currency/index.ts';
import { answerReport } from './answer-report.ts';
import { startsOf } from './business-days.ts';
import { comparedPeriod, type Period, plusDays } from './domain/period.ts';
import { listPoints, type ProgramRow } from './loyalty.repo.ts';
import { listReportStores } from './report-stores.repo.ts';

/** The points that came and went. */
export function readLoyalty(call: QueryCall, input: LoyaltyReportInput) {
  return answerReport(call, contract.reports.loyalty, input, async (snapshot) => {
    const other = comparedPeriod(input);
    const now = await readPrograms(snapshot, call.scope, input);
    const then = other && (await readPrograms(snapshot, call.scope, other));
    const currencies = [...new Set(now.map(({ currency }) => currency))].sort();
    return {
      rows: now.map(({ programId, name, currency, ...figures }) => ({
        ...{ programId, name, currency, currencyDigits: digitsOf(currency) },
        ...figuresOf(figures),
        compared: figuresOfProgram(then, programId),
      })),
      rowCount: now.length,
      totals: currencies.map((currency) => ({
        ...{ currency, currencyDigits: digitsOf(currency) },
        ...sumOf(now, currency),
        compared: then ? sumOf(then, currency) : null,
      })),
      comparedWith: other,
    };
  });
}

async function readPrograms(
  snapshot: Reader,
  scope: QueryCall['scope'],
  { from, to }: Period,
): Promise<ProgramRow[]> {
  const stores = await listReportStores(snapshot, scope);
  const after = plusDays(to, 1);
  return listPoints(snapshot, {
    storeIds: stores.map(({ storeId }) => storeId),
    beganAt: startsOf(stores, from),
    endedAt: startsOf(stores, after),
    utc: [new Date(from), new Date(after)],
    whole: scope.stores === 'all',
  });
}

type Figures = Omit<ProgramRow, 'programId' | 'name' | 'currency'>;

type Points = 'earned' | 'redeemed' | 'clawedBack' | 'restored' | 'adjusted' | 'expired' | 'forfeited';

/** What was out when a period began follows from what was out at its end. */
function figuresOf({ closing, ...figures }: Figures) {
  const { earned, redeemed, clawedBack, restored, adjusted, expired, forfeited } = figures;
  const change = earned - redeemed - clawedBack + restored + adjusted - expired - forfeited;
  return { ...figures, opening: closing === null ? null : closing - change, closing };
}

function figuresOfProgram(programs: readonly ProgramRow[] | undefined, id: string) {
  const program = programs?.find(({ programId }) => programId === id);
  if (!program) return null;
  const { programId, name, currency, ...figures } = program;
  return figuresOf(figures);
}

function sumOf(programs: readonly ProgramRow[], currency: string): Record<Points, number> {
  const of = programs.filter((program) => program.currency === currency);
  const sum = (figure: Points) => of.reduce((so, program) => so + program[figure], 0);
  return {
    ...{ earned: sum('earned'), redeemed: sum('redeemed'), clawedBack: sum('clawedBack') },
    ...{ restored: sum('restored'), adjusted: sum('adjusted'), expired: sum('expired') },
    forfeited: sum('forfeited'),
  };
}

/** A programme has a currency that there is. */
function digitsOf(currency: string): number {
  return currencyDigits(currency) ?? 0;
}
