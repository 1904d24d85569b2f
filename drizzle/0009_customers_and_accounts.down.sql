-- Points, gift cards and store credit go, with what they had to do with sales. A sale in which something was put on a gift card,
-- or that was paid out of one, of store credit or by points, cannot be kept without them: it stops the way back.
ALTER TABLE "transactions" DROP CONSTRAINT "transactions_method", ADD CONSTRAINT "transactions_method" CHECK ("transactions"."method" IN ('cash', 'card'));
--> statement-breakpoint
ALTER TABLE "payments" DROP CONSTRAINT "payments_account", DROP CONSTRAINT "payments_method", ADD CONSTRAINT "payments_method" CHECK ("payments"."method" IN ('cash', 'card'));
--> statement-breakpoint
ALTER TABLE "payments" DROP COLUMN "account_id", DROP COLUMN "points", DROP COLUMN "balance_after";
--> statement-breakpoint
ALTER TABLE "sale_lines" DROP CONSTRAINT "sale_lines_gift_card", DROP CONSTRAINT "sale_lines_kind", ADD CONSTRAINT "sale_lines_kind" CHECK ("sale_lines"."kind" IN ('product', 'service_charge'));
--> statement-breakpoint
ALTER TABLE "sale_lines" DROP COLUMN "gift_card_id";
--> statement-breakpoint
ALTER TABLE "sales" DROP CONSTRAINT "sales_total", ADD CONSTRAINT "sales_total" CHECK ("sales"."total" = "sales"."net_total" + "sales"."tax_total");
--> statement-breakpoint
ALTER TABLE "sales" DROP COLUMN "gift_card_total", DROP COLUMN "loyalty";
--> statement-breakpoint
ALTER TABLE "merchants" DROP COLUMN "gift_card_expiry_months";
--> statement-breakpoint
DROP TABLE "gift_cards";
--> statement-breakpoint
DROP TABLE "loyalty_members";
--> statement-breakpoint
DROP TABLE "account_entries";
--> statement-breakpoint
DROP TABLE "accounts";
--> statement-breakpoint
DROP TABLE "loyalty_programs";
--> statement-breakpoint
DROP TABLE "customer_search_words";
--> statement-breakpoint
DROP TABLE "customer_totals";
--> statement-breakpoint
DROP TABLE "customer_consents";
--> statement-breakpoint
-- Who was merged or erased was put away for good.
ALTER TABLE "customers" DROP CONSTRAINT "customers_merged_into", DROP CONSTRAINT "customers_status";
--> statement-breakpoint
UPDATE "customers" SET "status" = 'archived' WHERE "status" IN ('merged', 'erased');
--> statement-breakpoint
ALTER TABLE "customers" ADD CONSTRAINT "customers_status" CHECK ("customers"."status" IN ('active', 'archived'));
--> statement-breakpoint
DROP INDEX "customers_reference", "customers_merged", "customers_tags", "customers_search";
--> statement-breakpoint
ALTER TABLE "customers" DROP COLUMN "reference", DROP COLUMN "company", DROP COLUMN "tax_id", DROP COLUMN "address", DROP COLUMN "birthday", DROP COLUMN "tags", DROP COLUMN "note", DROP COLUMN "consents", DROP COLUMN "merged_into_id", DROP COLUMN "search_text";
--> statement-breakpoint
DELETE FROM "sign_in_attempts" WHERE "guard" = 'gift_card';
--> statement-breakpoint
DELETE FROM "outbox" WHERE "type" ~ '^(customer|loyalty|gift_card|store_credit)[._]';
--> statement-breakpoint
DELETE FROM "idempotency_keys" WHERE "operation" ~ '^(loyalty|loyaltyPrograms|giftCards|customers)[.]';
--> statement-breakpoint
UPDATE "roles" SET "permissions" = ARRAY(SELECT p FROM unnest("permissions") WITH ORDINALITY AS held (p, n) WHERE p !~ '^(loyalty|gift_cards|store_credit)[.]' AND p NOT IN ('customers.import', 'customers.merge', 'customers.erase') ORDER BY n);
--> statement-breakpoint
UPDATE "api_keys" SET "permissions" = ARRAY(SELECT p FROM unnest("permissions") WITH ORDINALITY AS held (p, n) WHERE p !~ '^(loyalty|gift_cards|store_credit)[.]' AND p NOT IN ('customers.import', 'customers.merge', 'customers.erase') ORDER BY n);
