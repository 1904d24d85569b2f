import type { RollupTable } from '../modules/reports/index.ts';

/** A table whose rows checks are about. */
export type CheckedTable =
  | 'sales'
  | 'sale_lines'
  | 'payments'
  | 'open_sales'
  | 'returns'
  | 'return_lines'
  | 'refunds'
  | 'sale_flags'
  | 'transactions'
  | 'registers'
  | 'shifts'
  | 'cash_movements'
  | 'stock_levels'
  | 'stock_movements'
  | 'damaged_movements'
  | 'stock_adjustments'
  | 'purchase_orders'
  | 'purchase_order_lines'
  | 'goods_receipts'
  | 'goods_receipt_lines'
  | 'supplier_returns'
  | 'supplier_return_lines'
  | 'transfers'
  | 'transfer_lines'
  | 'stocktakes'
  | 'stocktake_lines'
  | 'accounts'
  | 'account_entries'
  | 'gift_cards'
  | 'loyalty_members'
  | 'customers'
  | 'customer_totals'
  | 'notifications'
  | RollupTable
  | 'events'
  | 'event_consumers'
  | 'idempotency_keys';

/** One rule that the stored rows keep to. */
export interface Check {
  /** What must hold, as a sentence. */
  readonly name: string;
  /** What it looks at. */
  readonly of: CheckedTable;
  /**
   * Selects what breaks it: ids that name the row, then `expected` and `found`. It adds up in the database, so
   * that the books may be of any size.
   */
  readonly broken: string;
}

/** A row that breaks a check: its ids by name, then `expected` and `found`. */
export type BrokenRow = Readonly<Record<string, unknown>>;

/** What a check came to. */
export interface CheckResult {
  readonly name: string;
  /** How many rows it has looked at, of which table. */
  readonly checked: number;
  readonly of: CheckedTable;
  readonly seconds: number;
  /** All rows that break it. */
  readonly brokenCount: number;
  /** The first of them. */
  readonly broken: readonly BrokenRow[];
}
