CREATE TABLE "outbox" (
	"id" uuid PRIMARY KEY NOT NULL,
	"type" text NOT NULL,
	"payload_version" smallint NOT NULL,
	"store_id" uuid,
	"payload" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "payments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"sale_id" uuid NOT NULL,
	"store_id" uuid NOT NULL,
	"position" smallint NOT NULL,
	"method" text NOT NULL,
	"status" text NOT NULL,
	"amount" bigint NOT NULL,
	"tendered" bigint NOT NULL,
	"change" bigint NOT NULL,
	"tip" bigint NOT NULL,
	"reference" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "payments_position" UNIQUE("sale_id","position"),
	CONSTRAINT "payments_method" CHECK ("payments"."method" IN ('cash', 'card')),
	CONSTRAINT "payments_status" CHECK ("payments"."status" IN ('captured')),
	CONSTRAINT "payments_tendered" CHECK ("payments"."tendered" = "payments"."amount" + "payments"."change"),
	CONSTRAINT "payments_change" CHECK ("payments"."change" = 0 OR ("payments"."method" = 'cash' AND "payments"."change" > 0)),
	CONSTRAINT "payments_tip" CHECK ("payments"."tip" BETWEEN 0 AND "payments"."amount")
);
--> statement-breakpoint
CREATE TABLE "sale_lines" (
	"id" uuid PRIMARY KEY NOT NULL,
	"sale_id" uuid NOT NULL,
	"store_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"product_id" uuid NOT NULL,
	"sku" text NOT NULL,
	"name" text NOT NULL,
	"quantity" numeric(14, 3) NOT NULL,
	"unit_label" text,
	"unit_price" bigint NOT NULL,
	"gross" bigint NOT NULL,
	"discounts" jsonb NOT NULL,
	"discount" bigint NOT NULL,
	"taxes" jsonb NOT NULL,
	"net" bigint NOT NULL,
	"tax" bigint NOT NULL,
	"total" bigint NOT NULL,
	"cost" bigint,
	CONSTRAINT "sale_lines_position" UNIQUE("sale_id","position"),
	CONSTRAINT "sale_lines_total" CHECK ("sale_lines"."total" = "sale_lines"."net" + "sale_lines"."tax"),
	CONSTRAINT "sale_lines_quantity" CHECK ("sale_lines"."quantity" > 0)
);
--> statement-breakpoint
CREATE TABLE "sales" (
	"id" uuid PRIMARY KEY NOT NULL,
	"store_id" uuid NOT NULL,
	"register_id" uuid NOT NULL,
	"number" bigint NOT NULL,
	"status" text NOT NULL,
	"business_date" date NOT NULL,
	"cashier_id" uuid NOT NULL,
	"currency" text NOT NULL,
	"currency_digits" smallint NOT NULL,
	"prices_include_tax" boolean NOT NULL,
	"tax_rounding" text NOT NULL,
	"rounding_mode" text NOT NULL,
	"discounts" jsonb NOT NULL,
	"taxes" jsonb NOT NULL,
	"gross_total" bigint NOT NULL,
	"discount_total" bigint NOT NULL,
	"net_total" bigint NOT NULL,
	"tax_total" bigint NOT NULL,
	"total" bigint NOT NULL,
	"cash_rounding" bigint NOT NULL,
	"tip_total" bigint NOT NULL,
	"payable" bigint NOT NULL,
	"change" bigint NOT NULL,
	"note" text NOT NULL,
	"pricing_version" integer NOT NULL,
	"pricing_input" jsonb NOT NULL,
	"input_hash" text NOT NULL,
	"completed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "sales_number" UNIQUE("register_id","number"),
	CONSTRAINT "sales_status" CHECK ("sales"."status" IN ('completed')),
	CONSTRAINT "sales_total" CHECK ("sales"."total" = "sales"."net_total" + "sales"."tax_total"),
	CONSTRAINT "sales_payable" CHECK ("sales"."payable" = "sales"."total" + "sales"."cash_rounding" + "sales"."tip_total")
);
--> statement-breakpoint
CREATE TABLE "transactions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"store_id" uuid NOT NULL,
	"register_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"method" text NOT NULL,
	"currency" text NOT NULL,
	"amount" bigint NOT NULL,
	"tip" bigint NOT NULL,
	"document_id" uuid NOT NULL,
	"payment_id" uuid NOT NULL,
	"actor_id" uuid NOT NULL,
	"business_date" date NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "transactions_payment" UNIQUE("payment_id"),
	CONSTRAINT "transactions_method" CHECK ("transactions"."method" IN ('cash', 'card'))
);
--> statement-breakpoint
ALTER TABLE "stock_movements" DROP CONSTRAINT "stock_movements_kind";--> statement-breakpoint
ALTER TABLE "stock_movements" DROP CONSTRAINT "stock_movements_store_id_stores_id_fk";
--> statement-breakpoint
ALTER TABLE "stock_movements" DROP CONSTRAINT "stock_movements_product_id_products_id_fk";
--> statement-breakpoint
ALTER TABLE "stock_movements" DROP CONSTRAINT "stock_movements_actor_id_users_id_fk";
--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_sale_id_sales_id_fk" FOREIGN KEY ("sale_id") REFERENCES "public"."sales"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sale_lines" ADD CONSTRAINT "sale_lines_sale_id_sales_id_fk" FOREIGN KEY ("sale_id") REFERENCES "public"."sales"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "sale_lines_product" ON "sale_lines" USING btree ("product_id");--> statement-breakpoint
CREATE INDEX "sales_list_completed" ON "sales" USING btree ("store_id","completed_at","id");--> statement-breakpoint
CREATE INDEX "sales_completed" ON "sales" USING btree ("completed_at","id");--> statement-breakpoint
CREATE INDEX "sales_business_date" ON "sales" USING btree ("store_id","business_date");--> statement-breakpoint
CREATE INDEX "transactions_recorded" ON "transactions" USING btree ("store_id","recorded_at","id");--> statement-breakpoint
CREATE INDEX "transactions_document" ON "transactions" USING btree ("document_id");--> statement-breakpoint
ALTER TABLE "stock_movements" ADD CONSTRAINT "stock_movements_kind" CHECK ("stock_movements"."kind" IN ('adjustment', 'sale', 'revaluation'));