import { parseArgs } from 'node:util';
import { connect, explainFailure, locateDatabase, sqlState } from '@cashwrap/database';
import type { CheckResult } from './check.ts';
import { verifyBooks } from './verify-books.ts';

// `pnpm verify:books`: checks all that is stored. It only reads, and the server may be running.

const USAGE = `Usage: pnpm verify:books [--help]

Checks that all that is stored agrees with itself: sales, payments, ledgers, stock and traces. It only reads, one
moment of the database, and the server may be running.

It works on DATABASE_URL, or without one on the embedded database in DATA_DIR (.data), which must be there.
Exit code: 0 where every rule holds, 1 where one is broken, 2 where it could not look.`;

const UNDEFINED_TABLE = '42P01';
const UNDEFINED_COLUMN = '42703';
const PROGRESS_MS = 2_000;

async function main(): Promise<boolean> {
  await using cleanup = new AsyncDisposableStack();
  const located = cleanup.use(await locateDatabase(process.env, { create: false }));
  const database = cleanup.use(
    connect({
      connection: located.connection,
      max: 1,
      applicationName: 'cashwrap-verify-books',
      // One statement may read all there is.
      timeouts: { statementMs: 0, idleInTransactionMs: 0 },
    }),
  );
  const start = performance.now();
  const results = await verifyBooks(database, { onResult: printResult, onProgress: createProgress() });
  const broken = results.filter(({ brokenCount }) => brokenCount > 0);
  for (const result of broken) printBroken(result);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const verdict = broken.length === 0 ? 'all of them hold' : `${broken.length} of them broken`;
  print(`\n${results.length} rules checked in ${seconds} s: ${verdict}.`);
  return broken.length === 0;
}

function printResult({ name, of, checked, seconds, brokenCount }: CheckResult): void {
  const verdict = brokenCount === 0 ? 'ok    ' : 'BROKEN';
  const found = brokenCount === 0 ? '' : `${format(brokenCount)} broken of `;
  print(`${verdict}  ${name}  (${found}${format(checked)} ${of}, ${seconds.toFixed(2)} s)`);
}

function printBroken({ name, brokenCount, broken }: CheckResult): void {
  print(`\n${name}: ${format(brokenCount)} broken`);
  for (const row of broken) {
    const columns = Object.entries(row).map(([column, value]) => `${column} ${show(value)}`);
    print(`  ${columns.join(', ')}`);
  }
  if (brokenCount > broken.length) print(`  … and ${format(brokenCount - broken.length)} more`);
}

/** Says now and then how far it has come: pricing a million sales again takes minutes. */
function createProgress(): (done: number, of: number) => void {
  let last = performance.now();
  return (done, of) => {
    if (performance.now() - last < PROGRESS_MS) return;
    last = performance.now();
    print(`        ${format(done)} of ${format(of)} sales priced again`);
  };
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function format(count: number): string {
  return count.toLocaleString('en-US');
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Whether only help is wanted; refuses every other argument. */
function wantsHelp(): boolean {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
  return values.help === true;
}

try {
  if (wantsHelp()) print(USAGE);
  else process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  process.stderr.write(`The books cannot be verified: ${explain(error)}\n`);
  process.exitCode = 2;
}

function explain(error: unknown): string | undefined {
  const state = sqlState(error);
  if (state === UNDEFINED_TABLE || state === UNDEFINED_COLUMN) {
    return 'the database is not at the version of this code. Run `pnpm migrate up`.';
  }
  if (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
    return `${error.message}\n\n${USAGE}`;
  }
  return explainFailure(error) ?? (error instanceof Error ? error.stack : String(error));
}
