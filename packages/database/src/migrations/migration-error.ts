/** The migrations and the database do not fit together, or a migration failed. The message says which and why. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}
