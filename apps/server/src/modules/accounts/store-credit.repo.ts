import { type Reader, readStatement, statement, type Tx } from '@cashwrap/database';

interface StoreCreditAccount {
  readonly accountId: string;
  /** In minor units. */
  readonly balance: number;
}

const storeCredit = readStatement<StoreCreditAccount, readonly [string, string]>(
  'store_credit',
  `SELECT id AS "accountId", balance FROM accounts
   WHERE kind = 'store_credit' AND customer_id = $1 AND currency = $2`,
);

/** The store credit of a customer in one currency; `undefined` where there never was any. */
export async function findStoreCredit(
  db: Reader,
  customerId: string,
  currency: string,
): Promise<StoreCreditAccount | undefined> {
  const { rows } = await storeCredit(db, [customerId, currency]);
  return rows[0];
}

// DO NOTHING would answer no row where the account is there.
const ensure = statement<{ id: string }, readonly [string, string, string, Date]>(
  'ensure_store_credit',
  `INSERT INTO accounts (id, kind, customer_id, currency, balance, last_entry_number, created_at, updated_at)
   VALUES ($1, 'store_credit', $2, $3, 0, 0, $4, $4)
   ON CONFLICT (customer_id, currency) WHERE kind = 'store_credit' DO UPDATE SET updated_at = accounts.updated_at
   RETURNING id`,
);

/**
 * The account of a customer's store credit in a currency, made where there is none, and locked until the end of the
 * transaction: before other accounts are moved with it, see `lockAccounts`.
 */
export async function ensureStoreCredit(
  tx: Tx,
  customerId: string,
  currency: string,
  now: Date,
  newId: () => string,
): Promise<string> {
  const { rows } = await ensure(tx, [newId(), customerId, currency, now]);
  const [row] = rows;
  if (!row) throw new Error('An account was neither made nor found.');
  return row.id;
}

interface StoreCreditRow {
  readonly currency: string;
  readonly currencyDigits: number;
  readonly balance: number;
  readonly updatedAt: Date;
}

// The digits are those of the stores that give it; they are frozen there, and the same in all of one currency.
const storeCredits = readStatement<StoreCreditRow, readonly [string]>(
  'store_credits',
  `SELECT a.currency, a.balance, a.updated_at AS "updatedAt",
     (SELECT s.currency_digits FROM stores s WHERE s.currency = a.currency LIMIT 1) AS "currencyDigits"
   FROM accounts a WHERE a.kind = 'store_credit' AND a.customer_id = $1 ORDER BY a.currency`,
);

/** The store credit of a customer in each currency in which there ever was any. */
export async function listStoreCredits(db: Reader, customerId: string): Promise<StoreCreditRow[]> {
  const { rows } = await storeCredits(db, [customerId]);
  return rows;
}
