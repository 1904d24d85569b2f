import { Router } from 'express';
import type { JobState } from '../jobs/job-states.repo.ts';
import { getOnly } from './methods.ts';

/** What is asked of the server's health. */
export interface Health {
  /** Whether the server should get requests: the database answers, and it is not stopping. */
  readonly ready: () => Promise<boolean>;
  /** How the jobs do. A shop goes on selling without: it is told, and does not end readiness. */
  readonly jobs: () => Promise<readonly JobState[]>;
}

/** `/health/live`: the process runs. `/health/ready`: it can answer. */
export function createHealthRouter({ ready, jobs }: Health): Router {
  const router = Router();
  router.use((_request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });
  getOnly(router, '/live', (_request, response) => void response.json({ status: 'live' }));
  getOnly(router, '/ready', async (_request, response) => {
    const failing = (await ready()) ? await failingOf(jobs) : undefined;
    if (failing === undefined) {
      response.status(503).json({ status: 'unavailable' });
    } else {
      const auditChain = failing.includes('chain-audit-log') ? 'stopped' : 'running';
      response.json({ status: 'ready', auditChain, failingJobs: failing });
    }
  });
  return router;
}

/** The jobs whose last run failed; `undefined` where the database no longer answers. */
async function failingOf(jobs: Health['jobs']): Promise<string[] | undefined> {
  try {
    return (await jobs()).flatMap(({ name, failing }) => (failing ? [name] : []));
  } catch {
    return undefined;
  }
}
