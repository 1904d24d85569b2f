/** The tables that the application may add to and read, but never change: it has no UPDATE or DELETE grant. */
export const appendOnlyTables = [
  'stock_movements',
  'damaged_movements',
  'transactions',
  'cash_movements',
  'account_entries',
  'customer_consents',
  'price_changes',
  'audit_log',
  'audit_chain',
  'events',
] as const;
