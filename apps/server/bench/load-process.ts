import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Job, JobResult } from './load.ts';
import type { Turn } from './measure.ts';

/** The process that makes HTTP load. Disposing ends it. */
export interface LoadProcess extends AsyncDisposable {
  run(job: Job): Promise<Turn>;
}

export function startLoadProcess(): LoadProcess {
  const child = fork(fileURLToPath(new URL('load.ts', import.meta.url)));
  return {
    run: async (job) => {
      child.send(job);
      const [result] = (await once(child, 'message')) as [JobResult];
      if ('failure' in result) throw new Error(`The load has failed: ${result.failure}`);
      return result.turn;
    },
    [Symbol.asyncDispose]: async () => {
      const ended = once(child, 'close');
      child.kill();
      await ended;
    },
  };
}
