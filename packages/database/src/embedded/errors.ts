/** The embedded PostgreSQL cannot run here, or did not start. The message says what to do about it. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
}
