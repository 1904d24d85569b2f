import { type CopyInto, copyInto, type Database, type Tx } from '@cashwrap/database';
import {
  auditLog,
  cashMovements,
  customers,
  customerTotals,
  events,
  goodsReceiptLines,
  goodsReceipts,
  payments,
  purchaseOrderLines,
  purchaseOrders,
  refunds,
  returnLines,
  returns,
  saleLines,
  sales,
  shifts,
  stockAdjustments,
  stockLevels,
  stockMovements,
  transactions,
} from '@cashwrap/database/schema';

/** What a history is written to; what others name stands before them. */
const copies = {
  customers: copyInto(customers),
  customerTotals: copyInto(customerTotals),
  shifts: copyInto(shifts),
  cashMovements: copyInto(cashMovements),
  sales: copyInto(sales),
  saleLines: copyInto(saleLines),
  payments: copyInto(payments),
  returns: copyInto(returns),
  returnLines: copyInto(returnLines),
  refunds: copyInto(refunds),
  transactions: copyInto(transactions),
  stockAdjustments: copyInto(stockAdjustments),
  purchaseOrders: copyInto(purchaseOrders),
  purchaseOrderLines: copyInto(purchaseOrderLines),
  goodsReceipts: copyInto(goodsReceipts),
  goodsReceiptLines: copyInto(goodsReceiptLines),
  stockMovements: copyInto(stockMovements),
  stockLevels: copyInto(stockLevels),
  auditLog: copyInto(auditLog),
  events: copyInto(events),
};

export type TableName = keyof typeof copies;
export type RowOf<Name extends TableName> = Parameters<(typeof copies)[Name]['line']>[0];

const tables: { readonly [Name in TableName]: CopyInto<RowOf<Name>> } = copies;

/** Rows that wait to be sent, as text. */
export class Rows {
  #lines = new Map<TableName, string[]>();
  /** How many wait. */
  size = 0;

  add<Name extends TableName>(name: Name, row: RowOf<Name>): void {
    const line = tables[name].line(row);
    const lines = this.#lines.get(name);
    if (lines) lines.push(line);
    else this.#lines.set(name, [line]);
    this.size += 1;
  }

  /** Sends all that wait; others may be added meanwhile. */
  async send(tx: Tx): Promise<void> {
    const lines = this.#lines;
    this.#lines = new Map();
    this.size = 0;
    for (const [name, table] of Object.entries(tables)) {
      await table.send(tx, lines.get(name as TableName) ?? []);
    }
  }
}

/** Lets the planner know what there is now, and marks the pages as seen, as would otherwise be done by and by. */
export async function tidyUp(pool: Database['pool']): Promise<void> {
  await pool.query('VACUUM (ANALYZE)');
}
