import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SaleModel, type Step, step } from './sale-model-commands.ts';
import { brokenBooks, endWithCleanBooks, type Selling, sellingAt } from './selling.ts';
import { ok, type Shop, startTestServer, type TestServer } from './support.ts';

/** `pnpm test:long` makes more of them. */
const RUNS = Number(process.env.CASHWRAP_MODEL_RUNS ?? 30);
const COMMANDS = Number(process.env.CASHWRAP_MODEL_COMMANDS ?? 40);

let server: TestServer;
let shop: Shop;
let selling: Selling;
let storeId: string;

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  selling = sellingAt(server, shop);
  storeId = (await selling.newStore({ cashRounding: { step: 5, mode: 'half_up' } })).store.id;
  const program = await selling.create('/loyalty-programs', {
    ...{ name: 'Club', earning: { points: 1, perAmount: 100 }, redemption: { points: 100, amount: 500 } },
    ...{ tiers: [], rewards: [] },
  });
  await selling.create(`/loyalty-programs/${program.id}/activate`, { version: program.version });
  const { version } = await selling.get('/settings');
  const body = { version, loyaltyEnabled: true };
  ok(await server.request('PATCH', '/v1/settings', { token: shop.owner, body }));
});
afterAll(() => endWithCleanBooks(server));

test(
  'whatever tills do, everything is as one by one it should be',
  async () => {
    const steps = fc.array(step, { minLength: COMMANDS, maxLength: COMMANDS });
    const done = new Set<string>();
    const refused = new Set<string>();
    const run = async (steps: readonly Step[]): Promise<void> => {
      const model = await SaleModel.start(server, selling, shop, storeId);
      for (const each of steps) {
        const outcome = await model.make(each);
        if (!outcome) continue;
        const { expected, refused: code } = outcome;
        if (code === undefined) done.add(each.kind);
        else refused.add(code);
        if (code === undefined ? expected.size > 0 : !expected.has(code)) {
          const wanted = expected.size === 0 ? 'done' : [...expected].join(' or ');
          throw new Error(`${JSON.stringify(each)}: to be ${wanted}; ${code ?? 'it was done'}`);
        }
        expect(await model.found()).toEqual(model.expected());
      }
      await model.checkSales();
      expect(await brokenBooks(server)).toEqual([]);
    };
    await fc.assert(fc.asyncProperty(steps, run), { numRuns: RUNS, endOnFailure: true });
    // The model is not idle: what matters most was done, and refused.
    expect([...done]).toEqual(
      expect.arrayContaining(['checkOut', 'complete', 'takeBack', 'void', 'ingest', 'closeShift']),
    );
    expect([...refused]).toEqual(
      expect.arrayContaining(['CONFLICT', 'PAYMENT_MISMATCH', 'QUANTITY_EXCEEDED', 'SHIFT_REQUIRED']),
    );
  },
  Math.max(60_000, RUNS * COMMANDS * 100),
);
