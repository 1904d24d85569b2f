import { contract, type NamedOperation, operationsOf } from '@cashwrap/contract';
import { DEMO_PASSWORD } from '../../src/demo/shop.ts';
import { openKeptDatabases } from '../generated-shop.ts';
import { HttpConnection } from '../http-connection.ts';
import { type Bench, type Contestant, inTurns, loops, median, quick, type Turn } from '../measure.ts';
import { milliseconds, table } from '../report.ts';
import type { StageDatabase } from '../stage.ts';

/** The same trade for one year and for ten: as many sales in the month that is asked for. */
const YEARS = {
  one: { from: '2025-01-01', to: '2025-12-31' },
  ten: { from: '2016-01-01', to: '2025-12-31' },
};
const MONTH = { from: '2025-11-01', to: '2025-11-30' };
/** What a report of now tells of: the afternoon of a day with trade before and behind it. */
const NOW = '2025-12-12T15:30:00Z';
/** The server from its source, at that instant. */
const SERVER = ['--conditions=@cashwrap/source', '--max-semi-space-size=4', 'bench/report-server.ts', NOW];
const SALES_A_YEAR = 100_000;
const QUICK_SALES_A_YEAR = 2_000;
/** Of QUALITY.md. */
const MOST_MS = 50;
const MOST_RATIO = 1.3;
/** A part of the time that others take: there are many reports, and one call takes little. */
const SHARE = 0.25;

/** A server on a generated shop, and how its owner reads a report of a month. */
interface Reader {
  readonly name: string;
  read(operation: NamedOperation): Promise<{ status: number; bytes: number }>;
}

/** Each report over one month, and the dashboard, over REST: what ten times as many sales behind it cost. */
export const reports: Bench = async (stage, effort) => {
  const operations = operationsOf(contract).filter(({ name }) => name.startsWith('reports.'));
  if (operations.length === 0) return ['Reports: the contract has none yet.'];
  const perYear = effort === quick ? QUICK_SALES_A_YEAR : SALES_A_YEAR;
  const notes: string[] = [];
  await using cleanup = new AsyncDisposableStack();
  const kept = cleanup.use(await openKeptDatabases(stage, (line) => process.stderr.write(`${line}\n`)));
  const databases: [string, StageDatabase][] = [];
  for (const shop of [
    { sales: perYear, ...YEARS.one },
    { sales: 10 * perYear, ...YEARS.ten },
  ]) {
    databases.push([shop.sales.toLocaleString('en-US'), await kept.open(shop)]);
  }
  const readers: Reader[] = [];
  // Not before both are filled: who signs in is signed in for minutes.
  for (const [name, database] of databases) {
    const server = cleanup.use(await stage.startServer(SERVER, stage.environment(database)));
    const connection = await HttpConnection.open(server.port);
    cleanup.defer(() => connection.close());
    readers.push(await signIn(connection, name));
  }
  const [few, many] = readers as [Reader, Reader];

  const rows: string[][] = [];
  for (const operation of operations) {
    const { status, bytes } = await many.read(operation);
    if (status !== 200) {
      notes.push(`${operation.name} is left out: it answered ${status}.`);
      continue;
    }
    const contestant = ({ name, read }: Reader): Contestant => ({
      name,
      run: (seconds) => loops(1, seconds, () => read(operation)),
    });
    const shortly = { ...effort, seconds: effort.seconds * SHARE };
    const turns = await inTurns([contestant(few), contestant(many)], shortly);
    rows.push(row(operation, bytes, turns as [Turn[], Turn[]]));
  }
  const head = [few, many].flatMap(({ name }) => [`${name} sales: median ms`, 'p99 ms']);
  return [
    ...table([['Report of one month', 'bytes', ...head, 'ratio of medians', 'figures'], ...rows]),
    `To reach: p99 ≤ ${MOST_MS} ms, ratio ≤ ${MOST_RATIO}. The databases are kept in ${kept.folder}.`,
    ...notes,
  ];
};

async function signIn(connection: HttpConnection, name: string): Promise<Reader> {
  const body = JSON.stringify({ username: 'owner', password: DEMO_PASSWORD });
  const answer = await connection.request({ method: 'POST', path: '/v1/auth/login', headers: {}, body });
  if (answer.status !== 200) throw new Error(`Signing in answered ${answer.status}: ${answer.body}`);
  const headers = { authorization: `Bearer ${JSON.parse(answer.body).accessToken}` };
  return {
    name,
    read: async (operation) => {
      const { status, body } = await connection.request({ method: 'GET', path: pathOf(operation), headers });
      return { status, bytes: Buffer.byteLength(body) };
    },
  };
}

/** The path of a report of the month; what takes no period is of now. */
function pathOf({ operation }: NamedOperation): string {
  const fields = 'shape' in operation.input ? Object.keys(operation.input.shape as object) : [];
  const query = fields.includes('from') ? `?from=${MONTH.from}&to=${MONTH.to}` : '';
  return `/v1${operation.rest.path}${query}`;
}

function row({ name }: NamedOperation, bytes: number, [few, many]: [Turn[], Turn[]]): string[] {
  const of = (turns: readonly Turn[]) => median(turns.map(({ p50 = Number.NaN }) => p50));
  const ratio = of(many) / of(few);
  const p99 = median(many.map((turn) => turn.p99 ?? Number.NaN));
  const reached = p99 <= MOST_MS && ratio <= MOST_RATIO ? 'ok' : 'BEYOND';
  const cells = [few, many].flatMap((turns) => [milliseconds(turns, 'p50'), milliseconds(turns, 'p99')]);
  return [name.replace('reports.', ''), String(bytes), ...cells, ratio.toFixed(2), reached];
}
