CREATE TABLE "account_entries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"number" bigint NOT NULL,
	"kind" text NOT NULL,
	"amount" bigint NOT NULL,
	"balance_after" bigint NOT NULL,
	"document_type" text NOT NULL,
	"document_id" uuid,
	"store_id" uuid,
	"reason" text,
	"actor_id" uuid,
	"expires_at" timestamp (3) with time zone,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "account_entries_number" UNIQUE("account_id","number"),
	CONSTRAINT "account_entries_kind" CHECK ("account_entries"."kind" IN ('earn', 'redeem', 'clawback', 'restore', 'expire', 'load', 'refund', 'adjust', 'merge', 'forfeit')),
	CONSTRAINT "account_entries_document_type" CHECK ("account_entries"."document_type" IN ('sale', 'gift_card', 'customer', 'adjustment')),
	CONSTRAINT "account_entries_amount" CHECK ("account_entries"."amount" <> 0),
	CONSTRAINT "account_entries_expires" CHECK ("account_entries"."expires_at" IS NULL OR "account_entries"."amount" > 0),
	CONSTRAINT "account_entries_document" CHECK (("account_entries"."document_type" = 'adjustment') = ("account_entries"."document_id" IS NULL))
);
--> statement-breakpoint
CREATE TABLE "accounts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"customer_id" uuid,
	"program_id" uuid,
	"currency" text,
	"balance" bigint NOT NULL,
	"last_entry_number" bigint NOT NULL,
	"may_be_negative" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "accounts_member" UNIQUE("customer_id","program_id"),
	CONSTRAINT "accounts_kind" CHECK ("accounts"."kind" IN ('loyalty', 'gift_card', 'store_credit')),
	CONSTRAINT "accounts_balance" CHECK ("accounts"."balance" >= 0 OR "accounts"."may_be_negative"),
	CONSTRAINT "accounts_range" CHECK ("accounts"."balance" BETWEEN -1000000000000 AND 1000000000000),
	CONSTRAINT "accounts_owner" CHECK (("accounts"."kind" = 'gift_card') = ("accounts"."customer_id" IS NULL)
        AND ("accounts"."kind" = 'loyalty') = ("accounts"."program_id" IS NOT NULL)
        AND ("accounts"."kind" = 'loyalty') = ("accounts"."currency" IS NULL))
);
--> statement-breakpoint
CREATE TABLE "gift_cards" (
	"id" uuid PRIMARY KEY NOT NULL,
	"code" text COLLATE "C" NOT NULL,
	"status" text NOT NULL,
	"store_id" uuid NOT NULL,
	"currency" text NOT NULL,
	"expires_on" date,
	"customer_id" uuid,
	"note" text NOT NULL,
	"blocked_reason" text,
	"sold_with_sale_id" uuid,
	"activated_at" timestamp (3) with time zone,
	"input_hash" text,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "gift_cards_code_unique" UNIQUE("code"),
	CONSTRAINT "gift_cards_status" CHECK ("gift_cards"."status" IN ('inactive', 'active', 'blocked')),
	CONSTRAINT "gift_cards_activated" CHECK ("gift_cards"."status" <> 'active' OR "gift_cards"."activated_at" IS NOT NULL),
	CONSTRAINT "gift_cards_blocked" CHECK (("gift_cards"."status" = 'blocked') = ("gift_cards"."blocked_reason" IS NOT NULL))
);
--> statement-breakpoint
CREATE TABLE "loyalty_members" (
	"account_id" uuid PRIMARY KEY NOT NULL,
	"program_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"tier_id" uuid,
	"tier_grace_until" timestamp (3) with time zone,
	"next_expiry_at" timestamp (3) with time zone,
	"next_review_at" timestamp (3) with time zone,
	"enrolled_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "loyalty_members_customer" UNIQUE("customer_id","program_id")
);
--> statement-breakpoint
CREATE TABLE "loyalty_programs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text COLLATE "und-x-icu" NOT NULL,
	"status" text NOT NULL,
	"currency" text NOT NULL,
	"enrols_automatically" boolean NOT NULL,
	"earning" jsonb NOT NULL,
	"redemption" jsonb,
	"tiers" jsonb NOT NULL,
	"rewards" jsonb NOT NULL,
	"tier_grace_days" integer NOT NULL,
	"expiry_months" integer,
	"allow_negative" boolean NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "loyalty_programs_status" CHECK ("loyalty_programs"."status" IN ('draft', 'active', 'ended'))
);
--> statement-breakpoint
CREATE TABLE "customer_consents" (
	"id" uuid PRIMARY KEY NOT NULL,
	"customer_id" uuid NOT NULL,
	"channel" text NOT NULL,
	"granted" boolean NOT NULL,
	"source" text NOT NULL,
	"actor_id" uuid NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "customer_consents_channel" CHECK ("customer_consents"."channel" IN ('email', 'sms', 'phone', 'post')),
	CONSTRAINT "customer_consents_source" CHECK ("customer_consents"."source" IN ('till', 'website', 'paper', 'phone', 'email', 'import', 'merge', 'erasure'))
);
--> statement-breakpoint
CREATE TABLE "customer_search_words" (
	"word" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "customer_totals" (
	"customer_id" uuid NOT NULL,
	"currency" text NOT NULL,
	"sale_count" bigint NOT NULL,
	"total" bigint NOT NULL,
	"first_sale_at" timestamp (3) with time zone NOT NULL,
	"last_sale_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "customer_totals_customer_id_currency_pk" PRIMARY KEY("customer_id","currency"),
	CONSTRAINT "customer_totals_count" CHECK ("customer_totals"."sale_count" > 0)
);
--> statement-breakpoint
ALTER TABLE "customers" DROP CONSTRAINT "customers_status";--> statement-breakpoint
ALTER TABLE "payments" DROP CONSTRAINT "payments_method";--> statement-breakpoint
ALTER TABLE "sale_lines" DROP CONSTRAINT "sale_lines_kind";--> statement-breakpoint
ALTER TABLE "sales" DROP CONSTRAINT "sales_total";--> statement-breakpoint
ALTER TABLE "transactions" DROP CONSTRAINT "transactions_method";--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "reference" text;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "company" text;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "tax_id" text;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "address" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "birthday" date;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "tags" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "note" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "consents" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "merged_into_id" uuid;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "search_text" text COLLATE "C" DEFAULT ' ' NOT NULL;--> statement-breakpoint
ALTER TABLE "merchants" ADD COLUMN "gift_card_expiry_months" integer;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "account_id" uuid;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "points" bigint;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "balance_after" bigint;--> statement-breakpoint
ALTER TABLE "sale_lines" ADD COLUMN "gift_card_id" uuid;--> statement-breakpoint
ALTER TABLE "sales" ADD COLUMN "gift_card_total" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sales" ADD COLUMN "loyalty" jsonb;--> statement-breakpoint
ALTER TABLE "account_entries" ADD CONSTRAINT "account_entries_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_program_id_loyalty_programs_id_fk" FOREIGN KEY ("program_id") REFERENCES "public"."loyalty_programs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gift_cards" ADD CONSTRAINT "gift_cards_id_accounts_id_fk" FOREIGN KEY ("id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gift_cards" ADD CONSTRAINT "gift_cards_store_id_stores_id_fk" FOREIGN KEY ("store_id") REFERENCES "public"."stores"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gift_cards" ADD CONSTRAINT "gift_cards_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "loyalty_members" ADD CONSTRAINT "loyalty_members_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "loyalty_members" ADD CONSTRAINT "loyalty_members_program_id_loyalty_programs_id_fk" FOREIGN KEY ("program_id") REFERENCES "public"."loyalty_programs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "loyalty_members" ADD CONSTRAINT "loyalty_members_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_consents" ADD CONSTRAINT "customer_consents_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_totals" ADD CONSTRAINT "customer_totals_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "account_entries_document" ON "account_entries" USING btree ("document_id") WHERE "account_entries"."document_id" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "account_entries_expiry" ON "account_entries" USING btree ("account_id","expires_at") WHERE "account_entries"."expires_at" IS NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "accounts_store_credit" ON "accounts" USING btree ("customer_id","currency") WHERE "accounts"."kind" = 'store_credit';--> statement-breakpoint
CREATE INDEX "gift_cards_list_created" ON "gift_cards" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "gift_cards_code_end" ON "gift_cards" USING btree (right("code", 4));--> statement-breakpoint
CREATE INDEX "gift_cards_customer" ON "gift_cards" USING btree ("customer_id") WHERE "gift_cards"."customer_id" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "loyalty_members_expiry" ON "loyalty_members" USING btree ("next_expiry_at") WHERE "loyalty_members"."next_expiry_at" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "loyalty_members_review" ON "loyalty_members" USING btree ("next_review_at") WHERE "loyalty_members"."next_review_at" IS NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "loyalty_programs_active" ON "loyalty_programs" USING btree ("status") WHERE "loyalty_programs"."status" = 'active';--> statement-breakpoint
CREATE INDEX "loyalty_programs_list_name" ON "loyalty_programs" USING btree ("name","id");--> statement-breakpoint
CREATE INDEX "loyalty_programs_list_created" ON "loyalty_programs" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "customer_consents_list" ON "customer_consents" USING btree ("customer_id","recorded_at","id");--> statement-breakpoint
CREATE INDEX "customer_search_words_word" ON "customer_search_words" USING btree ("word");--> statement-breakpoint
CREATE INDEX "customer_search_words_similar" ON "customer_search_words" USING gin ("word" gin_trgm_ops);--> statement-breakpoint
CREATE UNIQUE INDEX "customers_reference" ON "customers" USING btree ("reference");--> statement-breakpoint
CREATE INDEX "customers_merged" ON "customers" USING btree ("merged_into_id") WHERE "customers"."merged_into_id" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "customers_tags" ON "customers" USING gin ("tags");--> statement-breakpoint
CREATE INDEX "customers_search" ON "customers" USING gin ("search_text" gin_trgm_ops) WITH (gin_pending_list_limit=512);--> statement-breakpoint
ALTER TABLE "customers" ADD CONSTRAINT "customers_merged_into" CHECK (("customers"."status" = 'merged') = ("customers"."merged_into_id" IS NOT NULL) AND "customers"."merged_into_id" <> "customers"."id");--> statement-breakpoint
ALTER TABLE "customers" ADD CONSTRAINT "customers_status" CHECK ("customers"."status" IN ('active', 'archived', 'merged', 'erased'));--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_account" CHECK (("payments"."method" IN ('gift_card', 'store_credit', 'loyalty')) = ("payments"."account_id" IS NOT NULL)
        AND ("payments"."method" = 'loyalty') = ("payments"."points" IS NOT NULL));--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_method" CHECK ("payments"."method" IN ('cash', 'card', 'gift_card', 'store_credit', 'loyalty'));--> statement-breakpoint
ALTER TABLE "sale_lines" ADD CONSTRAINT "sale_lines_gift_card" CHECK (("sale_lines"."kind" = 'gift_card') = ("sale_lines"."gift_card_id" IS NOT NULL));--> statement-breakpoint
ALTER TABLE "sale_lines" ADD CONSTRAINT "sale_lines_kind" CHECK ("sale_lines"."kind" IN ('product', 'service_charge', 'gift_card'));--> statement-breakpoint
ALTER TABLE "sales" ADD CONSTRAINT "sales_total" CHECK ("sales"."total" = "sales"."net_total" + "sales"."tax_total" + "sales"."gift_card_total");--> statement-breakpoint
ALTER TABLE "transactions" ADD CONSTRAINT "transactions_method" CHECK ("transactions"."method" IN ('cash', 'card', 'gift_card', 'store_credit', 'loyalty'));--> statement-breakpoint
-- What customers have bought so far, and what search looks through: as the application keeps both from now on.
INSERT INTO "customer_totals" ("customer_id", "currency", "sale_count", "total", "first_sale_at", "last_sale_at")
SELECT "customer_id", "currency", count(*), sum("total"), min("completed_at"), max("completed_at")
FROM "sales" WHERE "customer_id" IS NOT NULL GROUP BY "customer_id", "currency";--> statement-breakpoint
UPDATE "customers" SET "search_text" = concat(
	regexp_replace(concat(' ', lower(regexp_replace(normalize(concat_ws(' ', "name", "email"), NFKD), '[\u0300-\u036f]', '', 'g')), ' '), '[^[:alnum:]]+', ' ', 'g'),
	CASE WHEN "phone" ~ '[0-9]' THEN concat(regexp_replace(
		CASE WHEN "phone" ~ '^\s*(\+|00)' THEN replace("phone", '(0)', '') ELSE "phone" END, '[^0-9]', '', 'g'), ' ') END);--> statement-breakpoint
INSERT INTO "customer_search_words" ("word")
SELECT DISTINCT word FROM "customers",
	regexp_split_to_table(btrim(regexp_replace(lower(regexp_replace(normalize("name", NFKD), '[\u0300-\u036f]', '', 'g')), '[^[:alnum:]]+', ' ', 'g')), ' ') AS word
WHERE word <> '';
