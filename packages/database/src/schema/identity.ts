import { RoleName } from '@cashwrap/contract';
import { sql } from 'drizzle-orm';
import { bigint, index, pgTable, smallint, text, unique, uuid } from 'drizzle-orm/pg-core';
import { checkEnum, checkThat } from './checks.ts';
import { enumText, id, instant, versioned } from './columns.ts';
import { stores } from './organization.ts';

/** Who can sign in. */
export const users = pgTable('users', {
  id: id(),
  username: text().notNull().unique(),
  name: text().notNull(),
  /** argon2id, with its parameters and salt. */
  passwordHash: text().notNull(),
  deactivatedAt: instant(),
  ...versioned,
});

/** The roles that users hold, in one store or (store_id null) in all. */
export const roleAssignments = pgTable(
  'role_assignments',
  {
    id: id(),
    userId: uuid()
      .notNull()
      .references(() => users.id),
    role: enumText(RoleName).notNull(),
    storeId: uuid().references(() => stores.id),
    createdAt: instant().notNull(),
  },
  (table) => [
    unique('role_assignments_once').on(table.userId, table.role, table.storeId).nullsNotDistinct(),
    checkEnum('role_assignments_role', table.role, RoleName),
  ],
);

/** One sign-in on one device, with the family of refresh tokens that came from it. */
export const sessions = pgTable(
  'sessions',
  {
    id: id(),
    userId: uuid()
      .notNull()
      .references(() => users.id),
    createdAt: instant().notNull(),
    expiresAt: instant().notNull(),
    revokedAt: instant(),
    revokedReason: text({ enum: ['logout', 'refresh_reuse'] }),
  },
  (table) => [index('sessions_user').on(table.userId)],
);

/** Every refresh token that was given out; each works once. Kept after use, so that reuse is recognised. */
export const refreshTokens = pgTable(
  'refresh_tokens',
  {
    id: id(),
    sessionId: uuid()
      .notNull()
      .references(() => sessions.id),
    /** SHA-256, in hex: the token itself is 256 random bits and needs no salt. */
    tokenHash: text().notNull().unique('refresh_tokens_token_hash'),
    createdAt: instant().notNull(),
    expiresAt: instant().notNull(),
    usedAt: instant(),
  },
  (table) => [index('refresh_tokens_session').on(table.sessionId)],
);

/**
 * One row whose number grows with every change of who may do what. Each server polls it and forgets what it
 * has cached about people when it moves.
 */
export const authEpoch = pgTable(
  'auth_epoch',
  {
    id: smallint().primaryKey(),
    epoch: bigint({ mode: 'number' }).notNull(),
  },
  (table) => [checkThat('auth_epoch_one_row', sql`${table.id} = 1`)],
);
