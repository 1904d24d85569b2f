import { productHandlers } from '../../src/modules/catalog/index.ts';
import { fillCatalogue } from '../catalogue.ts';
import { type Bench, inTurns, loops, median } from '../measure.ts';
import { milliseconds, table } from '../report.ts';
import { SERVER } from '../server-process.ts';
import { openShop, pick } from '../shop.ts';

const PRODUCTS = 100_000;
const LIMIT_MS = 30;

/** What cashiers type, by what makes it hard. */
const QUERIES = {
  'one letter': ['a', 'c', 'o', 'z', '5'],
  'two letters': ['co', 'be', 'xl', '25', 'mi'],
  'a common word': ['coffee', 'organic', 'milk', 'tea', 'beans'],
  'a common part': ['ate', 'ing', 'ora', 'ter', 'and'],
  'several words': [
    'beans coffee',
    'org milk',
    'gouda 250 family',
    'rye bread corner',
    'salted butter alpina',
  ],
  'a rare word': ['quowenzo', 'lumgrafi', 'zosaltu', 'bacordel'],
  'a SKU or barcode': ['ALP-100035', 'cor 154321', '3000000700006', '30000007'],
  'an accent left out': ['vallee', 'creme fraiche', 'Vallée crème'],
  'a typing error': ['cofee', 'mozarella', 'choclate', 'suger', 'mlik', 'tomatos jiuce', 'sphagetti organik'],
  nonsense: ['qwxzjk', 'asdf ghjk', '9999999999999', '%%%', 'xq zq', 'jjjjjjjjjjjjjjjj'],
} as const;

/** What a cashier waits for who types a part of a name, among 100,000 products. */
export const search: Bench = async (stage, effort) => {
  const stageDatabase = await stage.createDatabase('search');
  const api = await stage.startServer(SERVER, stage.environment(stageDatabase));
  await openShop(api.port, stage.secrets.setupToken);
  await api[Symbol.asyncDispose]();
  await fillCatalogue(stageDatabase.database, PRODUCTS);
  // The use case reads nothing of a call but the database.
  const call = { db: stageDatabase.database.db } as Parameters<typeof productHandlers.list>[0];
  const contestants = Object.entries(QUERIES).map(([name, queries]) => ({
    name,
    run: (seconds: number) =>
      loops(1, seconds, () => productHandlers.list(call, { search: pick(queries), limit: 50, sort: 'name' })),
  }));
  const turns = await inTurns(contestants, effort);
  return table([
    [`Search of ${PRODUCTS} products`, 'p50 ms', 'p99 ms', ''],
    ...contestants.map(({ name }, index) => {
      const own = turns[index] ?? [];
      const usual = median(own.map(({ p99 = Number.NaN }) => p99));
      const verdict = `${usual <= LIMIT_MS ? 'ok' : 'ABOVE'} ≤ ${LIMIT_MS}`;
      return [name, milliseconds(own, 'p50'), milliseconds(own, 'p99'), verdict];
    }),
  ]);
};
