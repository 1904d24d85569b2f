import type { Json, TestServer } from './support.ts';

/** A sale or a return as it was written, with what reports group by. Returns count from zero down. */
export interface Document {
  readonly sign: 1n | -1n;
  readonly isVoid: boolean;
  readonly storeId: string;
  readonly currency: string;
  readonly date: string;
  readonly hour: number;
  readonly registerId: string;
  readonly cashierId: string;
  readonly customerId: string | null;
  readonly giftCards: bigint;
  readonly cashRounding: bigint;
  readonly tips: bigint;
  readonly lines: readonly Line[];
  readonly tenders: readonly { readonly method: string; readonly amount: bigint; readonly tip: bigint }[];
}

export interface Line {
  readonly productId: string | null;
  readonly categoryId: string | null;
  /** In thousandths; 0 of a service charge. */
  readonly quantity: bigint;
  readonly gross: bigint;
  readonly discount: bigint;
  readonly net: bigint;
  readonly tax: bigint;
  readonly cost: bigint;
}

/** Every sale and return that is stored, line by line: what reports are compared with that add them up otherwise. */
export async function readDocuments({ database }: Pick<TestServer, 'database'>): Promise<Document[]> {
  const all = async (sql: string): Promise<Json[]> => (await database.pool.query(sql)).rows;
  const categoryOf = new Map(
    (
      await all(
        'SELECT p.id, coalesce(p.category_id, q.category_id) AS category FROM products p LEFT JOIN products q ON q.id = p.parent_id',
      )
    ).map(({ id, category }) => [id, category]),
  );
  const of = async (kind: 'sale' | 'return', tenders: string): Promise<Document[]> => {
    const documents = await all(`SELECT *, business_date::text AS date FROM ${kind}s`);
    const lines = groupsBy(
      await all(`SELECT * FROM ${kind}_lines WHERE kind <> 'gift_card'`),
      (line) => line[`${kind}_id`],
    );
    const paid = groupsBy(await all(`SELECT * FROM ${tenders}`), (tender) => tender[`${kind}_id`]);
    return documents.map((row) => ({
      sign: kind === 'sale' ? 1n : -1n,
      isVoid: row.kind === 'void',
      ...{ storeId: row.store_id, currency: row.currency, date: row.date, hour: row.local_hour },
      ...{ registerId: row.register_id, cashierId: row.cashier_id, customerId: row.customer_id },
      giftCards: BigInt(row.gift_card_total),
      cashRounding: BigInt(row.cash_rounding),
      tips: BigInt(row.tip_total),
      lines: (lines.get(row.id) ?? []).map((line) => ({
        productId: line.product_id,
        categoryId: categoryOf.get(line.product_id) ?? null,
        quantity: line.product_id === null ? 0n : BigInt(line.quantity.replace('.', '')),
        ...{ gross: BigInt(line.gross), discount: BigInt(line.discount), net: BigInt(line.net) },
        ...{ tax: BigInt(line.tax), cost: BigInt(line.cost ?? 0) },
      })),
      tenders: (paid.get(row.id) ?? []).map(({ method, amount, tip }) => ({
        ...{ method, amount: BigInt(amount), tip: BigInt(tip) },
      })),
    }));
  };
  return [
    ...(await of('sale', `payments WHERE status = 'captured' AND sale_id IN (SELECT id FROM sales)`)),
    ...(await of('return', 'refunds')),
  ];
}

/** What belongs together, by its key. */
export function groupsBy<T, K>(all: readonly T[], keyOf: (each: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const each of all) {
    const group = groups.get(keyOf(each));
    if (group) group.push(each);
    else groups.set(keyOf(each), [each]);
  }
  return groups;
}
