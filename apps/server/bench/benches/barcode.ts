import { productHandlers } from '../../src/modules/catalog/index.ts';
import { type Bench, inTurns, loops, ratios, type Turn } from '../measure.ts';
import { against, perSecond, table } from '../report.ts';
import { SERVER } from '../server-process.ts';
import { openShop, pick } from '../shop.ts';

const CLIENTS = 8;

const BARE = {
  name: 'bare_product_by_barcode',
  text: `SELECT p.*, ARRAY(SELECT b.code FROM product_barcodes b WHERE b.product_id = p.id ORDER BY b.position) AS barcodes
    FROM products p JOIN product_barcodes c ON c.product_id = p.id WHERE c.code = $1`,
};

/** What a scanner waits for: the use case beside its statement alone. */
export const barcode: Bench = async (stage, effort) => {
  const stageDatabase = await stage.createDatabase('catalogue');
  await using api = await stage.startServer(SERVER, stage.environment(stageDatabase));
  const { barcodes } = await openShop(api.port, stage.secrets.setupToken);
  const { db, pool } = stageDatabase.database;
  // The use case reads nothing of a call but the database.
  const call = { db } as Parameters<typeof productHandlers.byBarcode>[0];

  const [bare, useCase] = (await inTurns(
    [
      {
        name: 'bare',
        run: (seconds) => loops(CLIENTS, seconds, () => pool.query({ ...BARE, values: [pick(barcodes)] })),
      },
      {
        name: 'use case',
        run: (seconds) =>
          loops(CLIENTS, seconds, () => productHandlers.byBarcode(call, { code: pick(barcodes) })),
      },
    ],
    effort,
  )) as [Turn[], Turn[]];
  return table([
    ['Product by barcode', '1/s', 'ratio'],
    [`prepared query through pg, ${CLIENTS} clients`, perSecond(bare), '1'],
    [`use case, ${CLIENTS} clients`, perSecond(useCase), against(0.5, ratios(useCase, bare))],
  ]);
};
