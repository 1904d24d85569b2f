import { type Database, type Tx, transact } from '@cashwrap/database';
import { PRICING_VERSION } from '@cashwrap/pricing';
import { accountChecks } from './account-checks.repo.ts';
import type { BrokenRow, Check, CheckedTable, CheckResult } from './check.ts';
import { documentTraceChecks } from './document-trace-checks.repo.ts';
import { feedChecks } from './feed-checks.repo.ts';
import { ledgerChecks } from './ledger-checks.repo.ts';
import { moneyChecks } from './money-checks.repo.ts';
import { numberChecks } from './number-checks.repo.ts';
import { offlineSaleChecks } from './offline-sale-checks.repo.ts';
import { openSaleChecks } from './open-sale-checks.repo.ts';
import { countPricedSales, readPricedSales } from './priced-sales.repo.ts';
import { purchasingChecks } from './purchasing-checks.repo.ts';
import {
  accountReferenceChecks,
  aroundSalesReferenceChecks,
  documentReferenceChecks,
  referenceChecks,
} from './reference-checks.repo.ts';
import { refundChecks } from './refund-checks.repo.ts';
import { repriceSale } from './reprice-sale.ts';
import { returnChecks } from './return-checks.repo.ts';
import { returnTraceChecks } from './return-trace-checks.repo.ts';
import { rollupChecks } from './rollup-checks.repo.ts';
import { countRows, findBroken, guarded, readOneSnapshot } from './run-check.repo.ts';
import { saleChecks } from './sale-checks.repo.ts';
import { shiftChecks } from './shift-checks.repo.ts';
import { stockChecks } from './stock-checks.repo.ts';
import { stockDocumentChecks } from './stock-document-checks.repo.ts';
import { stocktakeChecks } from './stocktake-checks.repo.ts';
import { traceChecks } from './trace-checks.repo.ts';
import { transferChecks } from './transfer-checks.repo.ts';

/** How many rows of each check are named; all are counted. */
const NAMED_ROWS = 20;

/** Those of points, gift cards and store credit. */
export const owedChecks: readonly Check[] = [...accountChecks, ...accountReferenceChecks];

/** Those of what is around completed sales: open ones, returns, and what offline tills have handed over. */
export const aroundSalesChecks: readonly Check[] = [
  ...openSaleChecks,
  ...returnChecks,
  ...refundChecks,
  ...offlineSaleChecks,
  ...returnTraceChecks,
  ...aroundSalesReferenceChecks,
];

/** Those of the documents of purchasing and inventory. */
export const documentChecks: readonly Check[] = [
  ...stockDocumentChecks,
  ...purchasingChecks,
  ...transferChecks,
  ...stocktakeChecks,
  ...numberChecks,
  ...documentTraceChecks,
  ...documentReferenceChecks,
];

/** The rules that the database itself looks after, one statement each. */
export const checks: readonly Check[] = [
  ...saleChecks,
  ...moneyChecks,
  ...shiftChecks,
  ...ledgerChecks,
  ...aroundSalesChecks,
  ...owedChecks,
  ...stockChecks,
  ...traceChecks,
  ...referenceChecks,
  ...documentChecks,
  ...feedChecks,
  ...rollupChecks,
];

/** The rule that takes the pricing engine. */
export const REPRICING = 'Priced again from what it was priced from, a sale has the same figures';

/** Told while the books are read. */
export interface VerifyListener {
  readonly onResult?: (result: CheckResult) => void;
  readonly onProgress?: (done: number, of: number) => void;
}

/**
 * Checks every rule on all that is stored, in one snapshot: while sales go on, the answer is about one moment.
 * Memory stays the same however much is stored.
 */
export function verifyBooks(
  database: Pick<Database, 'pool'>,
  listener: VerifyListener = {},
): Promise<CheckResult[]> {
  return transact(database, async (tx) => {
    await readOneSnapshot(tx);
    return runChecks(tx, listener);
  });
}

/** Checks every rule as this transaction sees the database. */
export async function runChecks(
  tx: Tx,
  { onResult = () => {}, onProgress = () => {} }: VerifyListener = {},
): Promise<CheckResult[]> {
  const counts = new Map<CheckedTable, number>();
  const results: CheckResult[] = [];
  const run = async (name: string, of: CheckedTable, find: () => Promise<Finding>) => {
    const start = performance.now();
    const finding = await guarded(tx, find).catch(unreadable);
    const checked = counts.get(of) ?? (await countRows(tx, of));
    counts.set(of, checked);
    const result = { name, of, checked, ...finding, seconds: (performance.now() - start) / 1000 };
    results.push(result);
    onResult(result);
  };
  for (const check of checks) {
    await run(check.name, check.of, () => findBroken(tx, check, NAMED_ROWS));
  }
  await run(REPRICING, 'sales', () => repriceAll(tx, onProgress));
  return results;
}

type Finding = Pick<CheckResult, 'brokenCount' | 'broken'> & Partial<CheckResult>;

/** A rule that cannot even be looked at, because something stored cannot be read, is broken. */
function unreadable(error: unknown): Finding {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const found = cause instanceof Error ? cause.message : String(cause);
  return { brokenCount: 1, broken: [{ expected: 'what can be read', found }] };
}

/** Only what the current version of the rules has priced: another version's figures may rightly differ. */
async function repriceAll(tx: Tx, onProgress: (done: number, of: number) => void): Promise<Finding> {
  const all = await countPricedSales(tx, PRICING_VERSION);
  const broken: BrokenRow[] = [];
  let brokenCount = 0;
  let done = 0;
  for await (const batch of readPricedSales(tx, PRICING_VERSION)) {
    for (const sale of batch) {
      const row = repriceSale(sale);
      if (!row) continue;
      brokenCount += 1;
      if (broken.length < NAMED_ROWS) broken.push(row);
    }
    done += batch.length;
    onProgress(done, all);
  }
  return { brokenCount, broken, checked: all };
}
