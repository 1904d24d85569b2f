import { startLoadProcess } from '../load-process.ts';
import { type Bench, inTurns, loops, ratios, type Turn } from '../measure.ts';
import { openProcedures } from '../procedures.ts';
import { against, milliseconds, perSecond, spread, table } from '../report.ts';
import { SERVER, type ServerProcess } from '../server-process.ts';
import { openShop, saleOf } from '../shop.ts';
import type { StageDatabase } from '../stage.ts';
import { makeTpcbTables, runTpcb } from '../tpcb.ts';

const CLIENTS = 8;
const BUYERS = 16;
const WORST_P99_MS = 100;

/** A whole checkout (3 lines, cash) beside TPC-B on the same server. */
export const sale: Bench = async (stage, effort) => {
  const yardstick = await stage.createDatabase('tpcb');
  await makeTpcbTables(yardstick.database);
  const shopDatabase = await stage.createDatabase('shop');
  await using api = await stage.startServer(SERVER, stage.environment(shopDatabase));
  const shop = await openShop(api.port, stage.secrets.setupToken);
  await using procedures = await openProcedures(stage, shopDatabase);
  await using load = startLoadProcess();
  await using memory = watchMemory(api);

  const overRest = (hot: boolean) => (seconds: number) =>
    load.run({ port: api.port, connections: BUYERS, seconds, calls: { shop, hot } });
  // Statistics of empty tables would lead to plans that no shop has for long.
  await overRest(false)(1);
  await shopDatabase.database.pool.query('VACUUM ANALYZE');

  const [tpcb, direct, rest, hot] = (await inTurns(
    [
      { name: 'tpc-b', run: (seconds) => runTpcb(yardstick.database, CLIENTS, seconds) },
      {
        name: 'direct',
        run: (seconds) =>
          loops(CLIENTS, seconds, (client) =>
            procedures.call('sales.create', shop.token, saleOf(shop, client, false)),
          ),
      },
      { name: 'rest', run: overRest(false) },
      { name: 'hot', run: overRest(true) },
    ],
    effort,
  )) as [Turn[], Turn[], Turn[], Turn[]];

  const row = (name: string, turns: Turn[], ratio: string) => [
    name,
    perSecond(turns),
    milliseconds(turns, 'p50'),
    milliseconds(turns, 'p99'),
    ratio,
  ];
  const worst = Math.max(...rest.map(({ p99 }) => p99 ?? Number.NaN));
  return [
    ...table([
      ['Complete sale: 3 lines, cash', 'tx/s', 'p50 ms', 'p99 ms', 'ratio'],
      row(`TPC-B through pg, ${CLIENTS} clients`, tpcb, '1'),
      row(`sale, no HTTP, ${CLIENTS} clients`, direct, against(0.4, ratios(direct, tpcb))),
      row(`sale over REST, ${BUYERS} connections`, rest, against(0.3, ratios(rest, tpcb))),
      row(
        `one hot product, ${BUYERS} buyers`,
        hot,
        `${against(0.6, ratios(hot, rest))} of the sale over REST`,
      ),
    ]),
    `worst p99 over REST ${worst.toFixed(1)} ms ${worst <= WORST_P99_MS ? 'ok' : 'ABOVE'} ≤ ${WORST_P99_MS}`,
    `deadlocks ${await deadlocks(shopDatabase)}; resident memory of the API ${spread(memory.megabytes)} MB`,
  ];
};

async function deadlocks({ database }: StageDatabase): Promise<number> {
  const { rows } = await database.pool.query<{ deadlocks: number }>(
    'SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()',
  );
  return rows[0]?.deadlocks ?? Number.NaN;
}

/** Looks at the memory of a process twice a second. */
function watchMemory(server: ServerProcess): AsyncDisposable & { readonly megabytes: number[] } {
  const megabytes: number[] = [];
  const look = async () => void megabytes.push(await server.residentMegabytes());
  const timer = setInterval(look, 500);
  return { megabytes, [Symbol.asyncDispose]: async () => clearInterval(timer) };
}
