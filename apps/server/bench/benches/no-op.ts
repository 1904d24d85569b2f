import { randomUUID } from 'node:crypto';
import type { HttpRequest } from '../http-connection.ts';
import { startLoadProcess } from '../load-process.ts';
import { type Bench, inTurns, ratios, type Turn } from '../measure.ts';
import { against, milliseconds, perSecond, table } from '../report.ts';
import { SERVER } from '../server-process.ts';
import { openShop } from '../shop.ts';

const CONNECTIONS = 16;

/** What the pipeline costs: an operation that does nothing, among 160, beside a bare Express route. */
export const noOp: Bench = async (stage, effort) => {
  const stageDatabase = await stage.createDatabase('no_op');
  const environment = stage.environment(stageDatabase);
  await using api = await stage.startServer(SERVER, environment);
  const { token } = await openShop(api.port, stage.secrets.setupToken);
  await using server = await stage.startServer(
    ['--conditions=@cashwrap/source', 'bench/no-op-server.ts'],
    environment,
  );
  await using load = startLoadProcess();

  const id = randomUUID();
  const headers = { authorization: `Bearer ${token}` };
  const get = (path: string): HttpRequest => ({ method: 'GET', path, headers });
  const run = (port: number, request: HttpRequest) => (seconds: number) =>
    load.run({ port, connections: CONNECTIONS, seconds, calls: { request } });
  const input = encodeURIComponent(JSON.stringify({ id, limit: 50 }));
  const [bare, rest, trpc] = (await inTurns(
    [
      { name: 'bare', run: run(server.port, get(`/bare/${id}`)) },
      { name: 'rest', run: run(server.port, get(`/v1/group-12/${id}/part-5?limit=50`)) },
      { name: 'trpc', run: run(server.port, get(`/trpc/group12.part5?input=${input}`)) },
    ],
    effort,
  )) as [Turn[], Turn[], Turn[]];
  return table([
    ['An operation that does nothing', '1/s', 'p50 ms', 'ratio'],
    ['bare Express JSON route', perSecond(bare), milliseconds(bare, 'p50'), '1'],
    ['over REST', perSecond(rest), milliseconds(rest, 'p50'), against(0.45, ratios(rest, bare))],
    [
      'over tRPC',
      perSecond(trpc),
      milliseconds(trpc, 'p50'),
      `REST to tRPC ${against(1, ratios(rest, trpc))}`,
    ],
  ]);
};
