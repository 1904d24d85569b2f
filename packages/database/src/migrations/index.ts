export type { AppliedMigration } from './applied-migrations.ts';
export * from './grant-application-role.ts';
export * from './migrate.ts';
export { MigrationError } from './migration-error.ts';
export { migrationsFolder } from './migrations-folder.ts';
