import type { Database } from './connect.ts';
import { grantJobQueue, migrateJobQueue } from './job-queue.ts';
import { grantApplicationRole } from './migrations/grant-application-role.ts';
import { migrate } from './migrations/migrate.ts';
import { migrationsFolder as folder } from './migrations/migrations-folder.ts';
import { appendOnlyTables } from './schema/append-only.ts';

/**
 * Makes a database what this code needs, as the owner of its tables: the migrations that are pending, the tables of
 * the job queue, and the grants of the application's role where that is another one.
 *
 * @returns the tags of the migrations that were applied.
 * @throws MigrationError
 */
export async function bringUpToDate(
  owner: Pick<Database, 'pool'>,
  applicationRole: string | undefined,
): Promise<string[]> {
  const applied = await migrate(owner, { folder });
  await migrateJobQueue(owner);
  if (applicationRole !== undefined) {
    await grantApplicationRole(owner, applicationRole, { appendOnlyTables });
    await grantJobQueue(owner, applicationRole);
  }
  return applied;
}
