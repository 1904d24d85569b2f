import { Router } from 'express';
import { getOnly } from './methods.ts';

/** What is asked of the server's health. */
export interface Health {
  /** Whether the server should get requests: the database answers, and it is not stopping. */
  readonly ready: () => Promise<boolean>;
  /** Whether the audit log gets its links. A shop goes on selling without: it is told, and does not end readiness. */
  readonly auditChainRuns: () => boolean;
}

/** `/health/live`: the process runs. `/health/ready`: it can answer. */
export function createHealthRouter({ ready, auditChainRuns }: Health): Router {
  const router = Router();
  router.use((_request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });
  getOnly(router, '/live', (_request, response) => void response.json({ status: 'live' }));
  getOnly(router, '/ready', async (_request, response) => {
    if (await ready()) {
      response.json({ status: 'ready', auditChain: auditChainRuns() ? 'running' : 'stopped' });
    } else {
      response.status(503).json({ status: 'unavailable' });
    }
  });
  return router;
}
