CREATE TABLE "notification_preferences" (
	"user_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"enabled" boolean NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "notification_preferences_user_id_kind_pk" PRIMARY KEY("user_id","kind"),
	CONSTRAINT "notification_preferences_kind" CHECK ("notification_preferences"."kind" IN ('low_stock', 'drawer_variance', 'sale_flagged', 'audit_chain_broken'))
);
--> statement-breakpoint
CREATE TABLE "event_consumers" (
	"name" text PRIMARY KEY NOT NULL,
	"position" bigint NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "events" (
	"position" bigint PRIMARY KEY NOT NULL,
	"id" uuid NOT NULL,
	"type" text NOT NULL,
	"payload_version" smallint NOT NULL,
	"store_id" uuid,
	"business_date" date,
	"payload" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "events_id" UNIQUE("id")
);
--> statement-breakpoint
CREATE TABLE "rollup_customers" (
	"store_id" uuid NOT NULL,
	"business_date" date NOT NULL,
	"customer_id" uuid NOT NULL,
	"sale_count" integer NOT NULL,
	"gross" bigint NOT NULL,
	"discount" bigint NOT NULL,
	"net" bigint NOT NULL,
	"tax" bigint NOT NULL,
	"exempted_tax" bigint NOT NULL,
	"cost" bigint NOT NULL,
	"return_count" integer NOT NULL,
	"returned_gross" bigint NOT NULL,
	"returned_discount" bigint NOT NULL,
	"returned_net" bigint NOT NULL,
	"returned_tax" bigint NOT NULL,
	"returned_cost" bigint NOT NULL,
	CONSTRAINT "rollup_customers_key" PRIMARY KEY("store_id","business_date","customer_id")
);
--> statement-breakpoint
CREATE TABLE "rollup_discounts" (
	"store_id" uuid NOT NULL,
	"business_date" date NOT NULL,
	"discount_id" text NOT NULL,
	"name" text NOT NULL,
	"sale_count" integer NOT NULL,
	"amount" bigint NOT NULL,
	CONSTRAINT "rollup_discounts_key" PRIMARY KEY("store_id","business_date","discount_id","name")
);
--> statement-breakpoint
CREATE TABLE "rollup_products" (
	"store_id" uuid NOT NULL,
	"business_date" date NOT NULL,
	"product_id" uuid,
	"sale_count" integer NOT NULL,
	"quantity" numeric(20, 3) NOT NULL,
	"gross" bigint NOT NULL,
	"discount" bigint NOT NULL,
	"net" bigint NOT NULL,
	"tax" bigint NOT NULL,
	"exempted_tax" bigint NOT NULL,
	"cost" bigint NOT NULL,
	"return_count" integer NOT NULL,
	"returned_quantity" numeric(20, 3) NOT NULL,
	"returned_gross" bigint NOT NULL,
	"returned_discount" bigint NOT NULL,
	"returned_net" bigint NOT NULL,
	"returned_tax" bigint NOT NULL,
	"returned_cost" bigint NOT NULL,
	CONSTRAINT "rollup_products_once" UNIQUE NULLS NOT DISTINCT("store_id","business_date","product_id")
);
--> statement-breakpoint
CREATE TABLE "rollup_sales" (
	"store_id" uuid NOT NULL,
	"business_date" date NOT NULL,
	"local_hour" smallint NOT NULL,
	"register_id" uuid NOT NULL,
	"employee_id" uuid NOT NULL,
	"sale_count" integer NOT NULL,
	"gross" bigint NOT NULL,
	"discount" bigint NOT NULL,
	"net" bigint NOT NULL,
	"tax" bigint NOT NULL,
	"exempted_tax" bigint NOT NULL,
	"cost" bigint NOT NULL,
	"gift_cards" bigint NOT NULL,
	"cash_rounding" bigint NOT NULL,
	"tips" bigint NOT NULL,
	"return_count" integer NOT NULL,
	"void_count" integer NOT NULL,
	"returned_gross" bigint NOT NULL,
	"returned_discount" bigint NOT NULL,
	"returned_net" bigint NOT NULL,
	"returned_tax" bigint NOT NULL,
	"returned_cost" bigint NOT NULL,
	"returned_gift_cards" bigint NOT NULL,
	"returned_cash_rounding" bigint NOT NULL,
	"returned_tips" bigint NOT NULL,
	"voided_total" bigint NOT NULL,
	CONSTRAINT "rollup_sales_key" PRIMARY KEY("store_id","business_date","local_hour","register_id","employee_id"),
	CONSTRAINT "rollup_sales_voids" CHECK ("rollup_sales"."void_count" <= "rollup_sales"."return_count")
);
--> statement-breakpoint
CREATE TABLE "rollup_taxes" (
	"store_id" uuid NOT NULL,
	"business_date" date NOT NULL,
	"tax_rate_id" uuid NOT NULL,
	"name" text NOT NULL,
	"percentage" numeric(7, 4) NOT NULL,
	"base" bigint NOT NULL,
	"amount" bigint NOT NULL,
	"exempted" bigint NOT NULL,
	"returned_base" bigint NOT NULL,
	"returned_amount" bigint NOT NULL,
	CONSTRAINT "rollup_taxes_key" PRIMARY KEY("store_id","business_date","tax_rate_id","name","percentage")
);
--> statement-breakpoint
CREATE TABLE "rollup_tenders" (
	"store_id" uuid NOT NULL,
	"business_date" date NOT NULL,
	"method" text NOT NULL,
	"name" text NOT NULL,
	"payment_count" integer NOT NULL,
	"amount" bigint NOT NULL,
	"tips" bigint NOT NULL,
	"refund_count" integer NOT NULL,
	"refunded" bigint NOT NULL,
	"refunded_tips" bigint NOT NULL,
	CONSTRAINT "rollup_tenders_key" PRIMARY KEY("store_id","business_date","method","name")
);
--> statement-breakpoint
ALTER TABLE "notifications" DROP CONSTRAINT "notifications_kind";--> statement-breakpoint
ALTER TABLE "notifications" ALTER COLUMN "store_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "notifications" ADD COLUMN "document_id" uuid;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "business_date" date;--> statement-breakpoint
-- The days of before are rolled up once their events are moved on.
UPDATE "outbox" SET "business_date" = "sales"."business_date" FROM "sales" WHERE "outbox"."type" = 'sale.completed' AND "sales"."id" = ("outbox"."payload" ->> 'saleId')::uuid;--> statement-breakpoint
UPDATE "outbox" SET "business_date" = "returns"."business_date" FROM "returns" WHERE "outbox"."type" = 'return.completed' AND "returns"."id" = ("outbox"."payload" ->> 'returnId')::uuid;--> statement-breakpoint
ALTER TABLE "returns" ADD COLUMN "local_hour" smallint;--> statement-breakpoint
UPDATE "returns" SET "local_hour" = extract(hour FROM "completed_at" AT TIME ZONE "stores"."time_zone") FROM "stores" WHERE "stores"."id" = "returns"."store_id";--> statement-breakpoint
ALTER TABLE "returns" ALTER COLUMN "local_hour" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "sales" ADD COLUMN "local_hour" smallint;--> statement-breakpoint
UPDATE "sales" SET "local_hour" = extract(hour FROM "completed_at" AT TIME ZONE "stores"."time_zone") FROM "stores" WHERE "stores"."id" = "sales"."store_id";--> statement-breakpoint
ALTER TABLE "sales" ALTER COLUMN "local_hour" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "notification_preferences" ADD CONSTRAINT "notification_preferences_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "stock_movements_as_of" ON "stock_movements" USING btree ("store_id","product_id","recorded_at","number","kind","quantity","value","on_hand_after","value_after");--> statement-breakpoint
CREATE INDEX "stock_movements_losses" ON "stock_movements" USING btree ("store_id","recorded_at") WHERE "stock_movements"."kind" IN ('adjustment', 'count', 'revaluation');--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_product" CHECK (("notifications"."kind" = 'low_stock') = ("notifications"."product_id" IS NOT NULL));--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_document" CHECK (("notifications"."kind" IN ('drawer_variance', 'sale_flagged')) = ("notifications"."document_id" IS NOT NULL));--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_store" CHECK (("notifications"."kind" = 'audit_chain_broken') = ("notifications"."store_id" IS NULL));--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_kind" CHECK ("notifications"."kind" IN ('low_stock', 'drawer_variance', 'sale_flagged', 'audit_chain_broken'));--> statement-breakpoint
ALTER TABLE "returns" ADD CONSTRAINT "returns_local_hour" CHECK ("returns"."local_hour" BETWEEN 0 AND 23);--> statement-breakpoint
ALTER TABLE "sales" ADD CONSTRAINT "sales_local_hour" CHECK ("sales"."local_hour" BETWEEN 0 AND 23);