import { randomUUID } from 'node:crypto';
import { productOf } from '../catalogue.ts';
import type { Bench } from '../measure.ts';
import { table } from '../report.ts';
import { SERVER, type ServerProcess } from '../server-process.ts';
import { openShop } from '../shop.ts';

const PRODUCTS = 100_000;
const SAMPLE_MS = 50;

/** A catalogue as a file: each product with barcode, category and a few lines of description. */
function catalogueFile(rows: number): string {
  const lines = ['sku,name,description,barcodes,tax_category,category,brand,price,cost,attributes'];
  for (let i = 0; i < rows; i++) {
    const { sku, name, brand, code } = productOf(i);
    lines.push(
      `${sku},"${name}","For every day.\nKeep dry, number ${i}.",${code},Standard,` +
        `Shelf ${i % 20} > Row ${i % 200},${brand},${i % 1000}.99,${i % 500}.10,"{""origin"":""IT""}"`,
    );
  }
  return `${lines.join('\r\n')}\r\n`;
}

/** What it costs to take in a whole catalogue, to take it in again unchanged, and to give it out. */
export const importing: Bench = async (stage) => {
  const database = await stage.createDatabase('import');
  await using api = await stage.startServer(SERVER, stage.environment(database));
  const { token } = await openShop(api.port, stage.secrets.setupToken);
  const url = `http://127.0.0.1:${api.port}/v1/products`;
  const headers = { authorization: `Bearer ${token}` };
  const csv = catalogueFile(PRODUCTS);
  const send = async (query = '') => {
    const answer = await fetch(`${url}/import${query}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'text/csv', 'idempotency-key': randomUUID() },
      body: csv,
    });
    if (!answer.ok) throw new Error(`The import answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  };
  const read = async () => {
    const answer = await fetch(`${url}/export`, { headers });
    let bytes = 0;
    for await (const chunk of answer.body ?? []) bytes += chunk.length;
    if (!answer.ok || bytes === 0) throw new Error(`The export answered ${answer.status}.`);
  };
  const rows = [
    await timed('import of new products', api, () => send()),
    await timed('the same again: nothing changes', api, () => send()),
    await timed('dry run', api, () => send('?dryRun=true')),
    await timed('export', api, read),
  ];
  const megabytes = (Buffer.byteLength(csv) / 1_048_576).toFixed(1);
  return table([
    [`${PRODUCTS} products, ${megabytes} MiB of CSV over REST`, 's', 'rows/s', 'MB before', 'MB at the peak'],
    ...rows,
  ]);
};

async function timed(name: string, api: ServerProcess, work: () => Promise<unknown>): Promise<string[]> {
  const before = await api.residentMegabytes();
  let peak = before;
  const sampling = setInterval(async () => {
    peak = Math.max(peak, await api.residentMegabytes());
  }, SAMPLE_MS);
  const startedAt = performance.now();
  await work();
  const seconds = (performance.now() - startedAt) / 1000;
  clearInterval(sampling);
  return [name, seconds.toFixed(1), (PRODUCTS / seconds).toFixed(0), before.toFixed(0), peak.toFixed(0)];
}
