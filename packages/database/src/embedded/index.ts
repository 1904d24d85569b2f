export { EmbeddedPostgresError } from './errors.ts';
export * from './start-embedded-postgres.ts';
