-- Returns and open sales go, with flags. A sale with a payment that could not be taken before (other, exchange, uncollected), and
-- stock, damaged goods, points or credit that a return has moved, cannot be kept without them: they stop the way back.
ALTER TABLE "transactions" DROP CONSTRAINT "transactions_paid", DROP CONSTRAINT "transactions_kind", DROP CONSTRAINT "transactions_method", ADD CONSTRAINT "transactions_kind" CHECK ("transactions"."kind" IN ('sale', 'paid_in', 'paid_out', 'drop')), ADD CONSTRAINT "transactions_method" CHECK ("transactions"."method" IN ('cash', 'card', 'gift_card', 'store_credit', 'loyalty')), ADD CONSTRAINT "transactions_paid" CHECK (("transactions"."kind" = 'sale') = ("transactions"."payment_id" IS NOT NULL));
--> statement-breakpoint
ALTER TABLE "account_entries" DROP CONSTRAINT "account_entries_document_type", ADD CONSTRAINT "account_entries_document_type" CHECK ("account_entries"."document_type" IN ('sale', 'gift_card', 'customer', 'adjustment'));
--> statement-breakpoint
ALTER TABLE "damaged_movements" DROP CONSTRAINT "damaged_movements_kind", ADD CONSTRAINT "damaged_movements_kind" CHECK ("damaged_movements"."kind" IN ('receipt', 'transfer_in', 'set_aside', 'restore', 'write_off', 'supplier_return'));
--> statement-breakpoint
ALTER TABLE "stock_movements" DROP CONSTRAINT "stock_movements_kind", ADD CONSTRAINT "stock_movements_kind" CHECK ("stock_movements"."kind" IN ('adjustment', 'sale', 'receipt', 'supplier_return', 'transfer_out', 'transfer_in', 'count', 'revaluation'));
--> statement-breakpoint
DROP TABLE "sale_flags", "refunds", "return_lines", "returns", "open_sales";
--> statement-breakpoint
-- What was never taken for a completed sale is no payment without open sales.
DELETE FROM "payments" WHERE NOT EXISTS (SELECT FROM "sales" WHERE "sales"."id" = "payments"."sale_id") OR "status" <> 'captured';
--> statement-breakpoint
ALTER TABLE "payments" DROP CONSTRAINT "payments_asking", DROP CONSTRAINT "payments_pending", DROP CONSTRAINT "payments_failure", DROP CONSTRAINT "payments_name", DROP CONSTRAINT "payments_method", DROP CONSTRAINT "payments_status", ADD CONSTRAINT "payments_method" CHECK ("payments"."method" IN ('cash', 'card', 'gift_card', 'store_credit', 'loyalty')), ADD CONSTRAINT "payments_status" CHECK ("payments"."status" IN ('captured')), ADD CONSTRAINT "payments_sale_id_sales_id_fk" FOREIGN KEY ("sale_id") REFERENCES "public"."sales"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
DROP INDEX "payments_ask", "payments_undecided", "sales_till_reference", "sales_late", "sales_exchange", "transactions_refund";
--> statement-breakpoint
ALTER TABLE "payments" DROP COLUMN "name", DROP COLUMN "provider", DROP COLUMN "provider_data", DROP COLUMN "capture", DROP COLUMN "failure", DROP COLUMN "asking", DROP COLUMN "ask_at", DROP COLUMN "input_hash", DROP COLUMN "updated_at";
--> statement-breakpoint
ALTER TABLE "transactions" DROP COLUMN "refund_id";
--> statement-breakpoint
ALTER TABLE "sales" DROP COLUMN "exchange_id", DROP COLUMN "till_reference", DROP COLUMN "late", DROP COLUMN "opened_at", DROP COLUMN "recorded_at", ADD COLUMN "status" text DEFAULT 'completed' NOT NULL, ADD CONSTRAINT "sales_status" CHECK ("sales"."status" IN ('completed'));
--> statement-breakpoint
ALTER TABLE "sales" ALTER COLUMN "status" DROP DEFAULT;
--> statement-breakpoint
ALTER TABLE "shifts" DROP COLUMN "late_sale_number_before";
--> statement-breakpoint
ALTER TABLE "registers" DROP COLUMN "last_return_number";
--> statement-breakpoint
ALTER TABLE "customer_totals" DROP COLUMN "returned", DROP COLUMN "return_count";
--> statement-breakpoint
DELETE FROM "outbox" WHERE "type" ~ '^(return|exchange|sale_flag|payment)[.]' OR "type" IN ('sale.opened', 'sale.cancelled', 'sale.parked');
--> statement-breakpoint
DELETE FROM "idempotency_keys" WHERE "operation" ~ '^(sales|returns|exchanges|payments|saleFlags)[.]';
--> statement-breakpoint
UPDATE "roles" SET "permissions" = ARRAY(SELECT p FROM unnest("permissions") WITH ORDINALITY AS held (p, n) WHERE p !~ '^returns[.]' AND p NOT IN ('sales.void', 'sales.ingest', 'sales.review') ORDER BY n);
--> statement-breakpoint
UPDATE "api_keys" SET "permissions" = ARRAY(SELECT p FROM unnest("permissions") WITH ORDINALITY AS held (p, n) WHERE p !~ '^returns[.]' AND p NOT IN ('sales.void', 'sales.ingest', 'sales.review') ORDER BY n);
