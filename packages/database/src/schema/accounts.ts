import {
  AccountDocumentType,
  AccountEntryKind,
  AccountKind,
  GiftCardStatus,
  type LoyaltyEarning,
  LoyaltyProgramStatus,
  type LoyaltyRedemption,
  type LoyaltyReward,
  type LoyaltyTier,
} from '@cashwrap/contract';
import { sql } from 'drizzle-orm';
import {
  boolean,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { checkEnum, checkThat } from './checks.ts';
import { bytewiseText, counter, enumText, id, instant, money, sortedText, versioned } from './columns.ts';
import { customers } from './customers.ts';
import { stores } from './organization.ts';

/** What customers are thanked by. Its parts are small and read whole with each sale of a member. */
export const loyaltyPrograms = pgTable(
  'loyalty_programs',
  {
    id: id(),
    name: sortedText().notNull(),
    status: enumText(LoyaltyProgramStatus).notNull(),
    currency: text().notNull(),
    enrolsAutomatically: boolean().notNull(),
    earning: jsonb().$type<LoyaltyEarning>().notNull(),
    redemption: jsonb().$type<LoyaltyRedemption>(),
    tiers: jsonb().$type<LoyaltyTier[]>().notNull(),
    rewards: jsonb().$type<LoyaltyReward[]>().notNull(),
    tierGraceDays: integer().notNull(),
    expiryMonths: integer(),
    allowNegative: boolean().notNull(),
    ...versioned,
  },
  (table) => [
    uniqueIndex('loyalty_programs_active').on(table.status).where(sql`${table.status} = 'active'`),
    index('loyalty_programs_list_name').on(table.name, table.id),
    index('loyalty_programs_list_created').on(table.createdAt, table.id),
    checkEnum('loyalty_programs_status', table.status, LoyaltyProgramStatus),
  ],
);

/**
 * What is owed: the points of a member, what is left on a gift card (which has the id of its account), the store credit of a
 * customer in one currency. The balance moves with an entry only, and by one guarded statement.
 */
export const accounts = pgTable(
  'accounts',
  {
    id: id(),
    kind: enumText(AccountKind).notNull(),
    /** Null for a gift card. */
    customerId: uuid().references(() => customers.id),
    /** Of points only. */
    programId: uuid().references(() => loyaltyPrograms.id),
    /** Null for points. */
    currency: text(),
    /** Minor units, or points. */
    balance: money().notNull(),
    /** Counts the entries. */
    lastEntryNumber: counter().notNull(),
    /** Whether a return may have taken back points that were spent: only then may it be below zero. */
    mayBeNegative: boolean().notNull().default(false),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (table) => [
    unique('accounts_member').on(table.customerId, table.programId),
    uniqueIndex('accounts_store_credit')
      .on(table.customerId, table.currency)
      .where(sql`${table.kind} = 'store_credit'`),
    checkEnum('accounts_kind', table.kind, AccountKind),
    checkThat('accounts_balance', sql`${table.balance} >= 0 OR ${table.mayBeNegative}`),
    checkThat('accounts_range', sql`${table.balance} BETWEEN -1000000000000 AND 1000000000000`),
    checkThat(
      'accounts_owner',
      sql`(${table.kind} = 'gift_card') = (${table.customerId} IS NULL)
        AND (${table.kind} = 'loyalty') = (${table.programId} IS NOT NULL)
        AND (${table.kind} = 'loyalty') = (${table.currency} IS NULL)`,
    ),
  ],
);

/** Append-only: every movement of an account, in order. */
export const accountEntries = pgTable(
  'account_entries',
  {
    id: id(),
    accountId: uuid()
      .notNull()
      .references(() => accounts.id),
    number: counter().notNull(),
    kind: enumText(AccountEntryKind).notNull(),
    amount: money().notNull(),
    balanceAfter: money().notNull(),
    documentType: enumText(AccountDocumentType).notNull(),
    documentId: uuid(),
    storeId: uuid(),
    reason: text(),
    /** Null: the system, by a rule. */
    actorId: uuid(),
    /** When what is left of points that came in goes. */
    expiresAt: instant(),
    occurredAt: instant().notNull(),
    recordedAt: instant().notNull(),
  },
  (table) => [
    unique('account_entries_number').on(table.accountId, table.number),
    index('account_entries_document').on(table.documentId).where(sql`${table.documentId} IS NOT NULL`),
    // What was owed at an earlier time is what is owed now, less what came since.
    index('account_entries_recorded').on(table.recordedAt),
    index('account_entries_expiry')
      .on(table.accountId, table.expiresAt)
      .where(sql`${table.expiresAt} IS NOT NULL`),
    checkEnum('account_entries_kind', table.kind, AccountEntryKind),
    checkEnum('account_entries_document_type', table.documentType, AccountDocumentType),
    checkThat('account_entries_amount', sql`${table.amount} <> 0`),
    checkThat('account_entries_expires', sql`${table.expiresAt} IS NULL OR ${table.amount} > 0`),
    checkThat(
      'account_entries_document',
      sql`(${table.documentType} = 'adjustment') = (${table.documentId} IS NULL)`,
    ),
  ],
);

/** Who is in a loyalty programme, with the tier. The points are on the account. */
export const loyaltyMembers = pgTable(
  'loyalty_members',
  {
    accountId: uuid()
      .primaryKey()
      .references(() => accounts.id),
    programId: uuid()
      .notNull()
      .references(() => loyaltyPrograms.id),
    customerId: uuid()
      .notNull()
      .references(() => customers.id),
    /** Of the programme's tiers. */
    tierId: uuid(),
    /** Until when the tier stays though its points are no longer there. */
    tierGraceUntil: instant(),
    /** When the next points go if they are not spent. */
    nextExpiryAt: instant(),
    /** When the tier is to be looked at again. */
    nextReviewAt: instant(),
    enrolledAt: instant().notNull(),
  },
  (table) => [
    unique('loyalty_members_customer').on(table.customerId, table.programId),
    index('loyalty_members_expiry').on(table.nextExpiryAt).where(sql`${table.nextExpiryAt} IS NOT NULL`),
    index('loyalty_members_review').on(table.nextReviewAt).where(sql`${table.nextReviewAt} IS NOT NULL`),
  ],
);

export const giftCards = pgTable(
  'gift_cards',
  {
    /** The account has the same. */
    id: uuid()
      .primaryKey()
      .references(() => accounts.id),
    /** Capital letters and digits alone. */
    code: bytewiseText().notNull().unique(),
    status: enumText(GiftCardStatus).notNull(),
    storeId: uuid()
      .notNull()
      .references(() => stores.id),
    currency: text().notNull(),
    expiresOn: date({ mode: 'string' }),
    customerId: uuid().references(() => customers.id),
    note: text().notNull(),
    blockedReason: text(),
    soldWithSaleId: uuid(),
    activatedAt: instant(),
    /** SHA-256 of what the client sent, where it made the id. */
    inputHash: text(),
    ...versioned,
  },
  (table) => [
    index('gift_cards_list_created').on(table.createdAt, table.id),
    index('gift_cards_code_end').on(sql`right(${table.code}, 4)`),
    index('gift_cards_customer').on(table.customerId).where(sql`${table.customerId} IS NOT NULL`),
    checkEnum('gift_cards_status', table.status, GiftCardStatus),
    checkThat('gift_cards_activated', sql`${table.status} <> 'active' OR ${table.activatedAt} IS NOT NULL`),
    checkThat(
      'gift_cards_blocked',
      sql`(${table.status} = 'blocked') = (${table.blockedReason} IS NOT NULL)`,
    ),
  ],
);
