CREATE TABLE "open_sales" (
	"id" uuid PRIMARY KEY NOT NULL,
	"store_id" uuid NOT NULL,
	"register_id" uuid NOT NULL,
	"status" text NOT NULL,
	"name" text,
	"cashier_id" uuid NOT NULL,
	"customer_id" uuid,
	"currency" text NOT NULL,
	"currency_digits" smallint NOT NULL,
	"cart" jsonb NOT NULL,
	"priced" jsonb NOT NULL,
	"line_count" integer NOT NULL,
	"total" bigint NOT NULL,
	"note" text NOT NULL,
	"input_hash" text NOT NULL,
	"cancel_reason" text,
	"version" integer DEFAULT 1 NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "open_sales_status" CHECK ("open_sales"."status" IN ('open', 'parked', 'completed', 'cancelled')),
	CONSTRAINT "open_sales_cancelled" CHECK (("open_sales"."status" = 'cancelled') = ("open_sales"."cancel_reason" IS NOT NULL))
);
--> statement-breakpoint
CREATE TABLE "refunds" (
	"id" uuid PRIMARY KEY NOT NULL,
	"return_id" uuid NOT NULL,
	"store_id" uuid NOT NULL,
	"position" smallint NOT NULL,
	"payment_id" uuid,
	"target_payment_id" uuid,
	"method" text NOT NULL,
	"status" text NOT NULL,
	"amount" bigint NOT NULL,
	"counted" bigint NOT NULL,
	"tip" bigint NOT NULL,
	"name" text,
	"reference" text,
	"provider" text,
	"failure" jsonb,
	"account_id" uuid,
	"points" bigint,
	"balance_after" bigint,
	"ask_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "refunds_position" UNIQUE("return_id","position"),
	CONSTRAINT "refunds_method" CHECK ("refunds"."method" IN ('cash', 'card', 'gift_card', 'store_credit', 'loyalty', 'other', 'exchange', 'uncollected')),
	CONSTRAINT "refunds_status" CHECK ("refunds"."status" IN ('pending', 'completed', 'failed')),
	CONSTRAINT "refunds_pending" CHECK (("refunds"."status" = 'pending') = ("refunds"."ask_at" IS NOT NULL)),
	CONSTRAINT "refunds_failure" CHECK (("refunds"."status" = 'failed') = ("refunds"."failure" IS NOT NULL)),
	CONSTRAINT "refunds_amount" CHECK ("refunds"."amount" >= 0 AND "refunds"."tip" BETWEEN 0 AND "refunds"."amount"),
	CONSTRAINT "refunds_account" CHECK (("refunds"."method" IN ('gift_card', 'store_credit', 'loyalty')) = ("refunds"."account_id" IS NOT NULL)
        AND ("refunds"."method" = 'loyalty') = ("refunds"."points" IS NOT NULL))
);
--> statement-breakpoint
CREATE TABLE "return_lines" (
	"id" uuid PRIMARY KEY NOT NULL,
	"return_id" uuid NOT NULL,
	"store_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"sale_line_id" uuid,
	"kind" text NOT NULL,
	"product_id" uuid,
	"gift_card_id" uuid,
	"sku" text,
	"name" text NOT NULL,
	"quantity" numeric(14, 3) NOT NULL,
	"unit_label" text,
	"unit_price" bigint NOT NULL,
	"gross" bigint NOT NULL,
	"discount" bigint NOT NULL,
	"taxes" jsonb NOT NULL,
	"net" bigint NOT NULL,
	"tax" bigint NOT NULL,
	"total" bigint NOT NULL,
	"disposition" text NOT NULL,
	"components" jsonb,
	"cost" bigint,
	CONSTRAINT "return_lines_position" UNIQUE("return_id","position"),
	CONSTRAINT "return_lines_kind" CHECK ("return_lines"."kind" IN ('product', 'service_charge', 'gift_card')),
	CONSTRAINT "return_lines_disposition" CHECK ("return_lines"."disposition" IN ('restock', 'damaged', 'none')),
	CONSTRAINT "return_lines_quantity" CHECK ("return_lines"."quantity" > 0),
	CONSTRAINT "return_lines_total" CHECK ("return_lines"."total" = "return_lines"."net" + "return_lines"."tax")
);
--> statement-breakpoint
CREATE TABLE "returns" (
	"id" uuid PRIMARY KEY NOT NULL,
	"store_id" uuid NOT NULL,
	"register_id" uuid NOT NULL,
	"shift_id" uuid,
	"number" bigint NOT NULL,
	"kind" text NOT NULL,
	"sale_id" uuid,
	"exchange_id" uuid,
	"customer_id" uuid,
	"business_date" date NOT NULL,
	"cashier_id" uuid NOT NULL,
	"currency" text NOT NULL,
	"currency_digits" smallint NOT NULL,
	"prices_include_tax" boolean NOT NULL,
	"taxes" jsonb NOT NULL,
	"gross_total" bigint NOT NULL,
	"discount_total" bigint NOT NULL,
	"net_total" bigint NOT NULL,
	"tax_total" bigint NOT NULL,
	"gift_card_total" bigint NOT NULL,
	"total" bigint NOT NULL,
	"cash_rounding" bigint NOT NULL,
	"tip_total" bigint NOT NULL,
	"refund_total" bigint NOT NULL,
	"loyalty" jsonb,
	"reason" text NOT NULL,
	"note" text NOT NULL,
	"input_hash" text NOT NULL,
	"completed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "returns_number" UNIQUE("register_id","number"),
	CONSTRAINT "returns_kind" CHECK ("returns"."kind" IN ('return', 'void', 'without_receipt')),
	CONSTRAINT "returns_receipt" CHECK (("returns"."kind" = 'without_receipt') = ("returns"."sale_id" IS NULL)),
	CONSTRAINT "returns_total" CHECK ("returns"."total" = "returns"."net_total" + "returns"."tax_total" + "returns"."gift_card_total" AND "returns"."total" >= 0),
	CONSTRAINT "returns_refund_total" CHECK ("returns"."refund_total" = "returns"."total" + "returns"."cash_rounding" + "returns"."tip_total")
);
--> statement-breakpoint
CREATE TABLE "sale_flags" (
	"id" uuid PRIMARY KEY NOT NULL,
	"store_id" uuid NOT NULL,
	"sale_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"status" text NOT NULL,
	"detail" text NOT NULL,
	"resolution" text,
	"resolved_by" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	"resolved_at" timestamp (3) with time zone,
	CONSTRAINT "sale_flags_kind" CHECK ("sale_flags"."kind" IN ('price_differs', 'not_approved', 'stock_below_zero', 'counted_since', 'uncollected', 'implausible_time', 'no_shift', 'not_for_sale', 'not_priceable', 'customer_unavailable')),
	CONSTRAINT "sale_flags_status" CHECK ("sale_flags"."status" IN ('open', 'resolved')),
	CONSTRAINT "sale_flags_resolved" CHECK (("sale_flags"."status" = 'resolved') = ("sale_flags"."resolution" IS NOT NULL AND "sale_flags"."resolved_by" IS NOT NULL
        AND "sale_flags"."resolved_at" IS NOT NULL))
);
--> statement-breakpoint
ALTER TABLE "account_entries" DROP CONSTRAINT "account_entries_document_type";--> statement-breakpoint
ALTER TABLE "damaged_movements" DROP CONSTRAINT "damaged_movements_kind";--> statement-breakpoint
ALTER TABLE "stock_movements" DROP CONSTRAINT "stock_movements_kind";--> statement-breakpoint
ALTER TABLE "payments" DROP CONSTRAINT "payments_method";--> statement-breakpoint
ALTER TABLE "payments" DROP CONSTRAINT "payments_status";--> statement-breakpoint
ALTER TABLE "transactions" DROP CONSTRAINT "transactions_method";--> statement-breakpoint
ALTER TABLE "transactions" DROP CONSTRAINT "transactions_kind";--> statement-breakpoint
ALTER TABLE "transactions" DROP CONSTRAINT "transactions_paid";--> statement-breakpoint
ALTER TABLE "payments" DROP CONSTRAINT "payments_sale_id_sales_id_fk";
--> statement-breakpoint
ALTER TABLE "customer_totals" ADD COLUMN "returned" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "customer_totals" ADD COLUMN "return_count" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "registers" ADD COLUMN "last_return_number" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "name" text;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "provider" text;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "provider_data" jsonb;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "capture" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "failure" jsonb;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "asking" text;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "ask_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "input_hash" text;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "updated_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "sales" ADD COLUMN "exchange_id" uuid;--> statement-breakpoint
ALTER TABLE "sales" ADD COLUMN "till_reference" text;--> statement-breakpoint
ALTER TABLE "sales" ADD COLUMN "late" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "sales" ADD COLUMN "opened_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "sales" ADD COLUMN "recorded_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "transactions" ADD COLUMN "refund_id" uuid;--> statement-breakpoint
ALTER TABLE "shifts" ADD COLUMN "late_sale_number_before" bigint;--> statement-breakpoint
UPDATE "payments" SET "updated_at" = "created_at";--> statement-breakpoint
ALTER TABLE "payments" ALTER COLUMN "updated_at" SET NOT NULL;--> statement-breakpoint
UPDATE "sales" SET "opened_at" = "completed_at", "recorded_at" = "completed_at";--> statement-breakpoint
ALTER TABLE "sales" ALTER COLUMN "opened_at" SET NOT NULL, ALTER COLUMN "recorded_at" SET NOT NULL;--> statement-breakpoint
UPDATE "shifts" SET "late_sale_number_before" = "sale_number_before";--> statement-breakpoint
ALTER TABLE "shifts" ALTER COLUMN "late_sale_number_before" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "open_sales" ADD CONSTRAINT "open_sales_store_id_stores_id_fk" FOREIGN KEY ("store_id") REFERENCES "public"."stores"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "open_sales" ADD CONSTRAINT "open_sales_register_id_registers_id_fk" FOREIGN KEY ("register_id") REFERENCES "public"."registers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "open_sales" ADD CONSTRAINT "open_sales_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_return_id_returns_id_fk" FOREIGN KEY ("return_id") REFERENCES "public"."returns"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_payment_id_payments_id_fk" FOREIGN KEY ("payment_id") REFERENCES "public"."payments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_target_payment_id_payments_id_fk" FOREIGN KEY ("target_payment_id") REFERENCES "public"."payments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "return_lines" ADD CONSTRAINT "return_lines_return_id_returns_id_fk" FOREIGN KEY ("return_id") REFERENCES "public"."returns"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "return_lines" ADD CONSTRAINT "return_lines_sale_line_id_sale_lines_id_fk" FOREIGN KEY ("sale_line_id") REFERENCES "public"."sale_lines"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "returns" ADD CONSTRAINT "returns_sale_id_sales_id_fk" FOREIGN KEY ("sale_id") REFERENCES "public"."sales"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sale_flags" ADD CONSTRAINT "sale_flags_sale_id_sales_id_fk" FOREIGN KEY ("sale_id") REFERENCES "public"."sales"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "open_sales_list_updated" ON "open_sales" USING btree ("store_id","status","updated_at","id");--> statement-breakpoint
CREATE INDEX "open_sales_updated" ON "open_sales" USING btree ("updated_at","id");--> statement-breakpoint
CREATE INDEX "open_sales_customer" ON "open_sales" USING btree ("customer_id") WHERE "open_sales"."customer_id" IS NOT NULL AND "open_sales"."status" IN ('open', 'parked');--> statement-breakpoint
CREATE INDEX "refunds_payment" ON "refunds" USING btree ("payment_id") WHERE "refunds"."payment_id" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "refunds_ask" ON "refunds" USING btree ("ask_at") WHERE "refunds"."status" = 'pending';--> statement-breakpoint
CREATE INDEX "refunds_failed" ON "refunds" USING btree ("return_id") WHERE "refunds"."status" <> 'completed';--> statement-breakpoint
CREATE INDEX "return_lines_sale_line" ON "return_lines" USING btree ("sale_line_id");--> statement-breakpoint
CREATE INDEX "return_lines_product" ON "return_lines" USING btree ("product_id");--> statement-breakpoint
CREATE INDEX "returns_sale" ON "returns" USING btree ("sale_id");--> statement-breakpoint
CREATE INDEX "returns_shift" ON "returns" USING btree ("shift_id");--> statement-breakpoint
CREATE INDEX "returns_list_completed" ON "returns" USING btree ("store_id","completed_at","id");--> statement-breakpoint
CREATE INDEX "returns_completed" ON "returns" USING btree ("completed_at","id");--> statement-breakpoint
CREATE INDEX "returns_customer" ON "returns" USING btree ("customer_id") WHERE "returns"."customer_id" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "returns_business_date" ON "returns" USING btree ("store_id","business_date");--> statement-breakpoint
CREATE UNIQUE INDEX "returns_exchange" ON "returns" USING btree ("exchange_id") WHERE "returns"."exchange_id" IS NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "returns_void" ON "returns" USING btree ("sale_id") WHERE "returns"."kind" = 'void';--> statement-breakpoint
CREATE INDEX "sale_flags_sale" ON "sale_flags" USING btree ("sale_id");--> statement-breakpoint
CREATE INDEX "sale_flags_list_created" ON "sale_flags" USING btree ("store_id","created_at","id");--> statement-breakpoint
CREATE INDEX "sale_flags_created" ON "sale_flags" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "sale_flags_open" ON "sale_flags" USING btree ("store_id","created_at","id") WHERE "sale_flags"."status" = 'open';--> statement-breakpoint
CREATE INDEX "payments_ask" ON "payments" USING btree ("ask_at") WHERE "payments"."ask_at" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "payments_undecided" ON "payments" USING btree ("store_id","created_at","id") WHERE "payments"."status" <> 'captured';--> statement-breakpoint
CREATE UNIQUE INDEX "sales_till_reference" ON "sales" USING btree ("till_reference","register_id") WHERE "sales"."till_reference" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "sales_late" ON "sales" USING btree ("register_id","number") WHERE "sales"."late";--> statement-breakpoint
CREATE UNIQUE INDEX "sales_exchange" ON "sales" USING btree ("exchange_id") WHERE "sales"."exchange_id" IS NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "transactions_refund" ON "transactions" USING btree ("refund_id") WHERE "transactions"."refund_id" IS NOT NULL;--> statement-breakpoint
ALTER TABLE "account_entries" ADD CONSTRAINT "account_entries_document_type" CHECK ("account_entries"."document_type" IN ('sale', 'return', 'gift_card', 'customer', 'adjustment'));--> statement-breakpoint
ALTER TABLE "damaged_movements" ADD CONSTRAINT "damaged_movements_kind" CHECK ("damaged_movements"."kind" IN ('receipt', 'transfer_in', 'set_aside', 'restore', 'write_off', 'supplier_return', 'return'));--> statement-breakpoint
ALTER TABLE "stock_movements" ADD CONSTRAINT "stock_movements_kind" CHECK ("stock_movements"."kind" IN ('adjustment', 'sale', 'return', 'receipt', 'supplier_return', 'transfer_out', 'transfer_in', 'count', 'revaluation'));--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_asking" CHECK (("payments"."asking" IS NULL) = ("payments"."ask_at" IS NULL));--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_pending" CHECK ("payments"."status" <> 'pending' OR "payments"."asking" IS NOT NULL);--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_failure" CHECK (("payments"."status" = 'failed') = ("payments"."failure" IS NOT NULL));--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_name" CHECK (("payments"."method" = 'other') = ("payments"."name" IS NOT NULL));--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_method" CHECK ("payments"."method" IN ('cash', 'card', 'gift_card', 'store_credit', 'loyalty', 'other', 'exchange', 'uncollected'));--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_status" CHECK ("payments"."status" IN ('pending', 'authorized', 'captured', 'failed', 'voided'));--> statement-breakpoint
ALTER TABLE "transactions" ADD CONSTRAINT "transactions_method" CHECK ("transactions"."method" IN ('cash', 'card', 'gift_card', 'store_credit', 'loyalty', 'other', 'exchange', 'uncollected'));--> statement-breakpoint
ALTER TABLE "transactions" ADD CONSTRAINT "transactions_kind" CHECK ("transactions"."kind" IN ('sale', 'return', 'paid_in', 'paid_out', 'drop'));--> statement-breakpoint
ALTER TABLE "transactions" ADD CONSTRAINT "transactions_paid" CHECK (("transactions"."kind" = 'sale') = ("transactions"."payment_id" IS NOT NULL)
        AND ("transactions"."kind" = 'return') = ("transactions"."refund_id" IS NOT NULL));--> statement-breakpoint
ALTER TABLE "sales" DROP CONSTRAINT "sales_status";--> statement-breakpoint
ALTER TABLE "sales" DROP COLUMN "status";