import { type Database, type Tx, transact } from '@cashwrap/database';
import { type AuditEntry, insertAuditRows } from '../../procedure/audit.repo.ts';
import { lookIntoPayment, storeAnswer, toProviderPayment } from './ask-provider.ts';
import type { AskedPayment } from './domain/decide-payment.ts';
import { isAnyDue } from './due.repo.ts';
import { takeDuePayments } from './payments.repo.ts';
import type { Providers } from './providers.ts';
import { changeRefund, type DueRefund, takeDueRefunds } from './refunds.repo.ts';

/** So many are asked about at a time: each may take as long as a provider is waited for. */
const BATCH = 20;

/** What the job needs of the world. */
interface SettlingDeps {
  readonly database: Database;
  readonly providers: Providers;
  readonly clock: () => Date;
  readonly newId: () => string;
}

/** Whether there is something to settle. */
export async function isSettlingDue({ database, providers, clock }: SettlingDeps): Promise<boolean> {
  const { connected } = providers;
  return connected.length > 0 && isAnyDue(database.db, connected, clock());
}

/**
 * Asks providers what became of payments that they have not answered, and lets them make the refunds that are pending.
 * However many servers do it, each payment and refund is taken by one at a time.
 */
export async function settleUndecided(
  deps: SettlingDeps,
  stopped: () => boolean = () => false,
): Promise<void> {
  await Promise.all([
    inBatches(deps, stopped, takeDuePayments, settlePayment),
    inBatches(deps, stopped, takeDueRefunds, makeRefund),
  ]);
}

type Take<Due> = (tx: Tx, providers: readonly string[], now: Date, limit: number) => Promise<Due[]>;

/** Does what is due, a batch after the other, until one is not full. */
async function inBatches<Due>(
  deps: SettlingDeps,
  stopped: () => boolean,
  take: Take<Due>,
  settle: (deps: SettlingDeps, due: Due) => Promise<void>,
): Promise<void> {
  const { connected } = deps.providers;
  if (connected.length === 0) return;
  while (!stopped()) {
    const due = await transact(deps.database, (tx) => take(tx, connected, deps.clock(), BATCH));
    const settled = await Promise.allSettled(due.map((each) => settle(deps, each)));
    const failed = settled.find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') throw failed.reason;
    if (due.length < BATCH) return;
  }
}

async function settlePayment(deps: SettlingDeps, payment: AskedPayment): Promise<void> {
  const answer = await lookIntoPayment(deps.providers, payment, deps.clock());
  if (answer.outcome === 'unknown') return;
  await audited(deps, 'payments.settled', (tx, audit, now) =>
    storeAnswer({ tx, audit, now }, payment, answer),
  );
}

async function makeRefund(deps: SettlingDeps, due: DueRefund): Promise<void> {
  const { refund, payment, registerId, currency, currencyDigits } = due;
  const { id, amount, provider: name } = refund;
  const sent = { id, amount, payment: toProviderPayment({ ...payment, currency, currencyDigits }) };
  const answer = await deps.providers.ask(name, (provider, signal) => provider.refund(sent, signal));
  if (answer.outcome === 'unknown') return;
  const decision =
    answer.outcome === 'refunded'
      ? { status: 'completed' as const, reference: answer.reference }
      : { status: 'failed' as const, failure: answer.failure };
  await audited(deps, 'returns.refundSettled', async (tx, audit, now) => {
    const decided = await changeRefund(tx, refund, { ...decision, askAt: null }, now);
    if (!decided) return;
    const { returnId: documentId, storeId } = refund;
    const { status, reference, failure } = decided;
    audit({
      ...{ storeId, registerId, documentType: 'return', documentId },
      before: { refundId: id, status: refund.status },
      after: { refundId: id, status, reference, failure },
    });
  });
}

/** One transaction, with the audit rows of what it changes: nobody has called for it. */
function audited(
  { database, clock, newId }: SettlingDeps,
  action: string,
  work: (tx: Tx, audit: (entry: AuditEntry) => void, now: Date) => Promise<unknown>,
): Promise<void> {
  return transact(database, async (tx) => {
    const now = clock();
    const entries: AuditEntry[] = [];
    await work(tx, (entry) => void entries.push(entry), now);
    if (entries.length === 0) return;
    const rows = entries.map((entry) => ({
      ...{ actorId: null, sessionId: null, registerId: null, approvedBy: null },
      ...entry,
      ...{ id: newId(), action, requestId: 'settle payments', recordedAt: now },
    }));
    await insertAuditRows(tx, rows);
  });
}
