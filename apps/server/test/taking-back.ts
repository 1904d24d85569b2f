import { newId } from '@cashwrap/database';
import type { Owing } from './owing.ts';
import type { CallOptions, Selling } from './selling.ts';
import { type Answer, type Json, ok, type Shop, type TestServer } from './support.ts';

/** How much of each line of a sale comes back, by its position; left out: all of it. */
export type Parts = Readonly<Record<number, number>>;

/** How tests take goods back: everything over REST, as the owner unless told otherwise, where the sale was made. */
export interface Returning {
  /** The call that takes goods of a sale back. */
  bring(sale: Json, parts?: Parts, fields?: object, options?: CallOptions): Promise<Answer>;
  /** A return that must succeed. */
  takeBack(sale: Json, parts?: Parts, fields?: object): Promise<Json>;
  quote(sale: Json, parts?: Parts): Promise<Json>;
  /** What a void answers. */
  undo(saleId: string, fields?: object, options?: CallOptions): Promise<Answer>;
  /** Goods without a receipt, for a customer. */
  bringUnsold(
    customerId: string,
    lines: readonly Json[],
    fields?: object,
    options?: CallOptions,
  ): Promise<Answer>;
}

export function returningAt(server: TestServer, shop: Shop, { here }: Selling): Returning {
  const post = (path: string, body: unknown, { key = newId(), token = shop.owner }: CallOptions = {}) =>
    server.request('POST', `/v1${path}`, { token, body, headers: { 'idempotency-key': key } });
  const linesOf = ({ lines }: Json, parts: Parts | undefined): Json[] =>
    lines.flatMap(({ id: saleLineId, position, quantity }: Json) => {
      const back = parts === undefined ? quantity : (parts[position] ?? 0);
      return back === 0 ? [] : { saleLineId, quantity: back };
    });
  const place = { storeId: here.store.id, registerId: here.register.id };
  const bring: Returning['bring'] = (sale, parts, { dispositions = {}, ...fields }: Json = {}, options) => {
    const lines = linesOf(sale, parts).map((line) => {
      const { position } = sale.lines.find(({ id }: Json) => id === line.saleLineId);
      return { ...line, ...(dispositions[position] && { disposition: dispositions[position] }) };
    });
    return post('/returns', { ...place, saleId: sale.id, lines, reason: 'Too small', ...fields }, options);
  };
  return {
    bring,
    takeBack: async (sale, parts, fields) => ok(await bring(sale, parts, fields)),
    quote: async (sale, parts = {}) =>
      ok(
        await post('/returns/quote', {
          ...{ storeId: sale.storeId, saleId: sale.id, lines: linesOf(sale, parts) },
        }),
      ),
    undo: (saleId, fields = {}, options) =>
      post(`/sales/${saleId}/void`, { reason: 'Rung up twice', ...fields }, options),
    bringUnsold: (customerId, lines, fields = {}, options) =>
      post(
        '/returns/without-receipt',
        { ...place, customerId, lines, reason: 'No receipt', ...fields },
        options,
      ),
  };
}

/** What a refused call is refused with. It must have changed nothing: not in `everything`, nor of returns. */
export async function refusalOf(selling: Selling, owing: Owing, call: () => Promise<Answer>): Promise<Json> {
  const state = async () => JSON.stringify([await owing.everything(), await countReturns(selling)]);
  const before = await state();
  const { status, body } = await call();
  if (status < 400) throw new Error(`It was not refused: ${JSON.stringify(body)}`);
  if ((await state()) !== before) throw new Error(`${body.code} has changed something.`);
  return { status, code: body.code, ...body.details };
}

async function countReturns(selling: Selling): Promise<Json> {
  const [counts] = await selling.rows(
    `SELECT (SELECT count(*) FROM returns) AS returns, (SELECT count(*) FROM return_lines) AS lines,
       (SELECT count(*) FROM refunds) AS refunds, (SELECT sum(last_return_number) FROM registers) AS numbers,
       (SELECT count(*) FROM damaged_movements) AS damaged, (SELECT sum(value) FROM stock_levels) AS stock_value`,
  );
  return counts;
}
