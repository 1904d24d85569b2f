import { Router } from 'express';
import { getOnly } from './methods.ts';

/** Whether the server should get requests: the database answers, and it is not stopping. */
export type Ready = () => Promise<boolean>;

/** `/health/live`: the process runs. `/health/ready`: it can answer. */
export function createHealthRouter(ready: Ready): Router {
  const router = Router();
  router.use((_request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });
  getOnly(router, '/live', (_request, response) => void response.json({ status: 'live' }));
  getOnly(router, '/ready', async (_request, response) => {
    const isReady = await ready();
    response.status(isReady ? 200 : 503).json({ status: isReady ? 'ready' : 'unavailable' });
  });
  return router;
}
