import { HttpConnection, type HttpRequest } from './http-connection.ts';
import { loops, type Turn } from './measure.ts';
import { type Shop, saleRequest } from './shop.ts';

// The buyers, in a process of their own: they must not share the event loop of what they measure.

/** What the load process is asked to do once. */
export interface Job {
  readonly port: number;
  readonly connections: number;
  readonly seconds: number;
  /** Sells, or asks the same thing again and again. */
  readonly calls: { readonly shop: Shop; readonly hot: boolean } | { readonly request: HttpRequest };
}

export type JobResult = { readonly turn: Turn } | { readonly failure: string };

async function run({ port, connections, seconds, calls }: Job): Promise<Turn> {
  const open = await Promise.all(Array.from({ length: connections }, () => HttpConnection.open(port)));
  try {
    return await loops(connections, seconds, async (index) => {
      const request = 'shop' in calls ? saleRequest(calls.shop, index, calls.hot) : calls.request;
      const answer = await open[index]?.request(request);
      // A refusal is quick: counted as work, it would make the figure better.
      if (!answer || answer.status >= 300)
        throw new Error(`${request.path}: ${answer?.status} ${answer?.body}`);
    });
  } finally {
    for (const connection of open) connection.close();
  }
}

process.on('message', (job: Job) => {
  run(job).then(
    (turn) => process.send?.({ turn } satisfies JobResult),
    (error: Error) => process.send?.({ failure: error.message } satisfies JobResult),
  );
});
