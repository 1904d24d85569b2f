import type { PoolClient } from 'pg';
import type { Database } from '../connect.ts';

/** An advisory lock for each schema: migrators of one database come one after the other. */
const LOCK_CLASS = 0x63_77_6d_67;

/** Runs `fn` on a connection of its own while no other migrator runs. */
export async function withMigrationLock<T>(
  database: Pick<Database, 'pool'>,
  fn: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await database.pool.connect();
  try {
    // A migration may take long, and so may the wait for another migrator.
    await client.query(
      'SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0; SET lock_timeout = 0',
    );
    await client.query('SELECT pg_advisory_lock($1, hashtext(current_schema()))', [LOCK_CLASS]);
    const result = await fn(client);
    await client.query('SELECT pg_advisory_unlock($1, hashtext(current_schema()))', [LOCK_CLASS]);
    return result;
  } finally {
    // Closed and not reused: its settings, and after an error the lock, go with it.
    client.release(true);
  }
}
