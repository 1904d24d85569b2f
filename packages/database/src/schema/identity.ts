import { type PermissionName, RoleName, type SensitiveAction } from '@cashwrap/contract';
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import type { z } from 'zod';
import { checkEnum, checkThat } from './checks.ts';
import { enumText, id, instant, sortedText, versioned } from './columns.ts';
import { registers, stores } from './organization.ts';

/** Who can sign in. */
export const users = pgTable('users', {
  id: id(),
  username: text().notNull().unique(),
  name: sortedText().notNull(),
  /** A person, or the user in whose name an API key acts: it has the key's id and cannot sign in. */
  kind: text({ enum: ['person', 'api_key'] })
    .notNull()
    .default('person'),
  /** argon2id, with its parameters and salt; null where nobody can sign in by password. */
  passwordHash: text(),
  /** argon2id over the peppered PIN; null where none is set. */
  pinHash: text(),
  /** Set with a password that somebody else chose. */
  mustChangePassword: boolean().notNull().default(false),
  lastLoginAt: instant(),
  deactivatedAt: instant(),
  ...versioned,
});

/** The merchant's own roles; the built-in ones are in the contract. */
export const roles = pgTable('roles', {
  id: id(),
  name: sortedText().notNull().unique(),
  permissions: text().array().$type<z.infer<typeof PermissionName>[]>().notNull(),
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
    /** A built-in role … */
    role: enumText(RoleName),
    /** … or an own one: exactly one of the two. */
    customRoleId: uuid().references(() => roles.id),
    storeId: uuid().references(() => stores.id),
    createdAt: instant().notNull(),
  },
  (table) => [
    unique('role_assignments_once')
      .on(table.userId, table.role, table.storeId, table.customRoleId)
      .nullsNotDistinct(),
    index('role_assignments_custom_role').on(table.customRoleId),
    checkThat('role_assignments_one_role', sql`(${table.role} IS NULL) <> (${table.customRoleId} IS NULL)`),
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
    /** The register at which it was opened by PIN. */
    registerId: uuid().references(() => registers.id),
    userAgent: text(),
    /** Where it was opened from. Who has signed in there before is known there. */
    address: text(),
    createdAt: instant().notNull(),
    lastUsedAt: instant().notNull(),
    expiresAt: instant().notNull(),
    revokedAt: instant(),
    revokedReason: text({ enum: ['logout', 'refresh_reuse', 'revoked', 'password_changed', 'deactivated'] }),
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

/** A key with which another system calls. Its id is that of the user in whose name it acts. */
export const apiKeys = pgTable(
  'api_keys',
  {
    id: uuid()
      .primaryKey()
      .references(() => users.id),
    name: text().notNull(),
    /** How the key begins: enough to recognise it, not to use it. */
    prefix: text().notNull(),
    /** SHA-256, in hex: the key is 256 random bits and needs no salt. */
    secretHash: text().notNull().unique('api_keys_secret_hash'),
    permissions: text().array().$type<z.infer<typeof PermissionName>[]>().notNull(),
    /** Null: all stores. */
    storeIds: uuid().array(),
    createdBy: uuid()
      .notNull()
      .references(() => users.id),
    createdAt: instant().notNull(),
    expiresAt: instant(),
    lastUsedAt: instant(),
    revokedAt: instant(),
  },
  (table) => [index('api_keys_created').on(table.createdAt, table.id)],
);

/** Wrong passwords and PINs, by what is guarded. */
export const signInAttempts = pgTable(
  'sign_in_attempts',
  {
    /**
     * `password`: a user name at an address; `account`: a user name, wherever it is tried; `address`: whoever is
     * tried from there; `own_password`: a user who is signed in; `pin`: a user name; `device`: all PINs at a
     * register; `registration`: who signs up from an address, rightly or not; `gift_card`: codes of gift cards that a
     * user tries.
     */
    guard: text({
      enum: ['account', 'address', 'device', 'gift_card', 'own_password', 'password', 'pin', 'registration'],
    }).notNull(),
    /** The user name, the user or the register; empty where the address is all. */
    subject: text().notNull(),
    /** Wrong attempts that count. */
    failures: integer().notNull(),
    lockedUntil: instant(),
    lastFailedAt: instant().notNull(),
    /** Where from, where the guard is about that; else empty. */
    address: text().notNull().default(''),
  },
  (table) => [primaryKey({ columns: [table.guard, table.subject, table.address] })],
);

/** A second person's word for one call: single use, a few minutes. */
export const approvals = pgTable('approvals', {
  id: id(),
  storeId: uuid()
    .notNull()
    .references(() => stores.id),
  operation: text().notNull(),
  /** SHA-256 of operation, document and amounts. */
  fingerprint: text().notNull(),
  permissions: text().array().$type<z.infer<typeof PermissionName>[]>().notNull(),
  /** What was approved, in words; those of before there were requests say it nowhere. */
  actions: jsonb().$type<SensitiveAction[]>().notNull().default([]),
  requesterId: uuid()
    .notNull()
    .references(() => users.id),
  approverId: uuid()
    .notNull()
    .references(() => users.id),
  createdAt: instant().notNull(),
  expiresAt: instant().notNull(),
  usedAt: instant(),
});

/**
 * What a call was refused for that a second person may approve, for a few minutes. Written after the transaction of
 * the call has been rolled back; the same call refused again renews its row.
 */
export const approvalRequests = pgTable(
  'approval_requests',
  {
    id: id(),
    storeId: uuid()
      .notNull()
      .references(() => stores.id),
    registerId: uuid(),
    operation: text().notNull(),
    /** SHA-256 of operation, document and amounts. */
    fingerprint: text().notNull(),
    /** Those that the actions take. */
    permissions: text().array().$type<z.infer<typeof PermissionName>[]>().notNull(),
    actions: jsonb().$type<SensitiveAction[]>().notNull(),
    requesterId: uuid()
      .notNull()
      .references(() => users.id),
    /** Null while nobody has approved it. */
    approvalId: uuid().references(() => approvals.id),
    askedAt: instant().notNull(),
    expiresAt: instant().notNull(),
  },
  (table) => [
    unique('approval_requests_call').on(table.requesterId, table.fingerprint),
    index('approval_requests_asked').on(table.askedAt, table.id),
    index('approval_requests_expiry').on(table.expiresAt),
  ],
);
