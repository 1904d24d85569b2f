import type { Database } from '@cashwrap/database';
import type { AuditTrail } from '../modules/audit/index.ts';
import { forgetAttempts, forgetQuestions, type Identity } from '../modules/identity/index.ts';
import { tellLowStock } from '../modules/inventory/index.ts';
import { tendMembers } from '../modules/loyalty/index.ts';
import { forgetNotifications, tellingBrokenChain, watchAuditChain } from '../modules/notifications/index.ts';
import { isSettlingDue, type Providers, settleUndecided } from '../modules/payments/index.ts';
import { refreshRollups } from '../modules/reports/index.ts';
import { applyStocktakes, hasApplying } from '../modules/stocktakes/index.ts';
import { forgetLapsedKeys } from '../procedure/idempotency.ts';
import type { Job } from './job.ts';

const EACH_MINUTE = '* * * * *';
const EACH_TEN_MINUTES = '*/10 * * * *';
const HOURLY = '17 * * * *';

/** What the jobs need of the world. */
export interface JobDeps {
  readonly database: Database;
  readonly identity: Identity;
  readonly auditTrail: AuditTrail;
  readonly providers: Providers;
  readonly clock: () => Date;
  readonly newId: () => string;
}

/** By its name each job keeps its place in the queue, in the metrics and in what `/health/ready` tells: it stays. */
export type JobName = keyof ReturnType<typeof createJobs>;

/** Every job of the server. What is tried again, and when, stands in `job-queue.ts`: for all alike. */
export function createJobs(deps: JobDeps) {
  const { database, identity, clock } = deps;
  const { chainer, head } = deps.auditTrail;
  return {
    'chain-audit-log': {
      cron: EACH_MINUTE,
      isDue: () => chainer.isDue(),
      run: (stopped) => tellingBrokenChain(deps, () => chainer.run(stopped)),
    },
    'verify-audit-log': { cron: HOURLY, run: (stopped) => watchAuditChain(deps, head, stopped) },
    'apply-stocktakes': {
      cron: EACH_MINUTE,
      isDue: () => hasApplying(database),
      run: (stopped) => applyStocktakes(deps, stopped),
    },
    'settle-payments': {
      cron: EACH_MINUTE,
      isDue: () => isSettlingDue(deps),
      run: (stopped) => settleUndecided(deps, stopped),
    },
    'tell-low-stock': { cron: EACH_MINUTE, run: (stopped) => tellLowStock(deps, stopped) },
    'refresh-rollups': { cron: EACH_MINUTE, run: (stopped) => refreshRollups(deps, stopped) },
    'tend-members': { cron: EACH_MINUTE, run: (stopped) => tendMembers(deps, stopped) },
    'forget-approval-requests': { cron: EACH_TEN_MINUTES, run: () => forgetQuestions(identity) },
    'forget-sign-in-attempts': { cron: HOURLY, run: () => forgetAttempts(identity) },
    'forget-idempotency-keys': {
      cron: HOURLY,
      run: (stopped) => forgetLapsedKeys(database, clock(), stopped),
    },
    'forget-notifications': {
      cron: HOURLY,
      run: (stopped) => forgetNotifications(database, clock(), stopped),
    },
  } satisfies Record<string, Job>;
}
