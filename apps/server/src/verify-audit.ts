import { connect, locateDatabase } from '@cashwrap/database';
import { ConfigError, readConfig } from './config.ts';
import { SignedHead, verifyAuditLog } from './modules/audit/index.ts';
import { loadSecrets } from './secrets.ts';

// `pnpm verify:audit`: computes the chain of the audit log again and compares it with the signed head. It only
// reads, and the server may be running. Ends with 0 where the log is intact, 1 where it is not, 2 where that
// cannot be told.

async function main(): Promise<boolean> {
  const config = readConfig(process.env);
  const { signingKeys } = await loadSecrets(config);
  await using cleanup = new AsyncDisposableStack();
  const located = cleanup.use(
    await locateDatabase({ ...process.env, DATA_DIR: config.dataDir }, { create: false }),
  );
  const database = cleanup.use(
    connect({
      connection: located.connection,
      max: 1,
      applicationName: 'cashwrap-verify-audit',
      timeouts: { statementMs: 0 },
    }),
  );
  const head = new SignedHead(config.auditHeadFile, signingKeys);
  const { intact, entries, unchained, firstBroken } = await verifyAuditLog(database.db, head);
  print(`${format(entries)} entries are as they were written; ${format(unchained)} wait for the chain.`);
  if (firstBroken) {
    const { position, entryId, problem } = firstBroken;
    print(`BROKEN at position ${position}${entryId === null ? '' : `, entry ${entryId}`}: ${problem}`);
  }
  return intact;
}

function format(count: number): string {
  return count.toLocaleString('en-US');
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  const text =
    error instanceof ConfigError ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`The audit log cannot be verified: ${text}\n`);
  process.exitCode = 2;
}
