import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { connect, locateDatabase } from '@cashwrap/database';
import { ConfigError, readConfig } from './config.ts';
import { acceptChain, type Head, HeadError, SignedHead, verifyAuditLog } from './modules/audit/index.ts';
import { loadSecrets } from './secrets.ts';

// `pnpm verify:audit`: computes the chain of the audit log again and compares it with the signed head. It only
// reads, and the server may be running. Ends with 0 where the log is intact, 1 where it is not, 2 where that
// cannot be told. With --accept it first signs the chain as it is: a new start, where the head is lost or the
// database was restored. With --against it also compares with heads that were signed earlier and kept elsewhere: one
// of them, or a file that holds any number, such as the log of the server.

async function main(): Promise<boolean> {
  const { accept, against } = parseArgs({
    options: { accept: { type: 'boolean' }, against: { type: 'string' } },
  }).values;
  const config = readConfig(process.env);
  const { pepper } = await loadSecrets(config);
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
  const head = new SignedHead(config.auditHeadFile, pepper);
  if (accept) {
    const signed = await head.read().catch(() => undefined);
    const before = signed ? `the head of ${format(signed.position)} entries` : 'no head that is ours';
    const accepted = await acceptChain({ database, head, clock: () => new Date() });
    print(`ACCEPTED: signed the chain as it is, with ${format(accepted)} entries; there was ${before}.`);
  }
  const anchors = against === undefined ? [] : await readAnchors(head, against);
  const { intact, entries, unchained, firstBroken } = await verifyAuditLog(
    database.db,
    head,
    new Date(),
    anchors,
  );
  print(`${format(entries)} entries are as they were written; ${format(unchained)} wait for the chain.`);
  if (against !== undefined) print(`Compared with ${format(anchors.length)} earlier heads.`);
  if (firstBroken) {
    const { position, entryId, problem } = firstBroken;
    print(`BROKEN at position ${position}${entryId === null ? '' : `, entry ${entryId}`}: ${problem}`);
    if (!accept) print('Where you know why: "pnpm verify:audit --accept" signs the chain as it is now.');
  }
  return intact;
}

async function readAnchors(head: SignedHead, against: string): Promise<Head[]> {
  const text = await readFile(against, 'utf8').catch((error: NodeJS.ErrnoException) => {
    // What is no file may be a head itself; it is longer than any name of a file.
    if (error.code === 'ENOENT' || error.code === 'ENAMETOOLONG') return against;
    throw error;
  });
  const anchors = await head.readAll(text);
  if (anchors.length > 0) return anchors;
  throw new ConfigError(`--against ${against}: this is neither a signed head nor a file that holds one.`);
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
    error instanceof ConfigError || error instanceof HeadError
      ? error.message
      : error instanceof Error
        ? error.stack
        : String(error);
  process.stderr.write(`The audit log cannot be verified: ${text}\n`);
  process.exitCode = 2;
}
