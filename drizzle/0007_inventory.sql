CREATE TABLE "damaged_movements" (
	"id" uuid PRIMARY KEY NOT NULL,
	"store_id" uuid NOT NULL,
	"product_id" uuid NOT NULL,
	"number" bigint NOT NULL,
	"kind" text NOT NULL,
	"quantity" numeric(14, 3) NOT NULL,
	"value" bigint NOT NULL,
	"damaged_after" numeric(14, 3) NOT NULL,
	"value_after" bigint NOT NULL,
	"document_id" uuid NOT NULL,
	"actor_id" uuid NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "damaged_movements_number" UNIQUE("store_id","product_id","number"),
	CONSTRAINT "damaged_movements_kind" CHECK ("damaged_movements"."kind" IN ('receipt', 'transfer_in', 'set_aside', 'restore', 'write_off', 'supplier_return')),
	CONSTRAINT "damaged_movements_quantity" CHECK ("damaged_movements"."quantity" <> 0)
);
--> statement-breakpoint
CREATE TABLE "document_numbers" (
	"kind" text PRIMARY KEY NOT NULL,
	"last_number" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reorder_points" (
	"store_id" uuid NOT NULL,
	"product_id" uuid NOT NULL,
	"point" numeric(14, 3) NOT NULL,
	"quantity" numeric(14, 3),
	"low_since" timestamp (3) with time zone,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "reorder_points_store_id_product_id_pk" PRIMARY KEY("store_id","product_id"),
	CONSTRAINT "reorder_points_quantities" CHECK ("reorder_points"."point" >= 0 AND ("reorder_points"."quantity" IS NULL OR "reorder_points"."quantity" > 0))
);
--> statement-breakpoint
CREATE TABLE "notification_reads" (
	"user_id" uuid NOT NULL,
	"notification_id" uuid NOT NULL,
	"read_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "notification_reads_user_id_notification_id_pk" PRIMARY KEY("user_id","notification_id")
);
--> statement-breakpoint
CREATE TABLE "notifications" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"store_id" uuid NOT NULL,
	"product_id" uuid,
	"facts" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "notifications_kind" CHECK ("notifications"."kind" IN ('low_stock'))
);
--> statement-breakpoint
CREATE TABLE "goods_receipt_lines" (
	"goods_receipt_id" uuid NOT NULL,
	"product_id" uuid NOT NULL,
	"position" smallint NOT NULL,
	"quantity" numeric(14, 3) NOT NULL,
	"damaged" numeric(14, 3) NOT NULL,
	"over" numeric(14, 3) DEFAULT 0 NOT NULL,
	"ordered_unit_cost" bigint NOT NULL,
	"unit_cost" bigint NOT NULL,
	"variance" bigint NOT NULL,
	"goods" bigint NOT NULL,
	"freight" bigint NOT NULL,
	"discount" bigint NOT NULL,
	CONSTRAINT "goods_receipt_lines_goods_receipt_id_product_id_pk" PRIMARY KEY("goods_receipt_id","product_id"),
	CONSTRAINT "goods_receipt_lines_quantities" CHECK ("goods_receipt_lines"."quantity" >= 0 AND "goods_receipt_lines"."damaged" >= 0 AND "goods_receipt_lines"."quantity" + "goods_receipt_lines"."damaged" > 0),
	CONSTRAINT "goods_receipt_lines_cost" CHECK ("goods_receipt_lines"."discount" <= "goods_receipt_lines"."goods" + "goods_receipt_lines"."freight")
);
--> statement-breakpoint
CREATE TABLE "goods_receipts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" bigint NOT NULL,
	"purchase_order_id" uuid NOT NULL,
	"store_id" uuid NOT NULL,
	"supplier_id" uuid NOT NULL,
	"delivery_note" text NOT NULL,
	"input_hash" text NOT NULL,
	"goods" bigint NOT NULL,
	"freight" bigint NOT NULL,
	"discount" bigint NOT NULL,
	"variance" bigint NOT NULL,
	"note" text NOT NULL,
	"received_by" uuid NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "goods_receipts_number" UNIQUE("number")
);
--> statement-breakpoint
CREATE TABLE "purchase_order_lines" (
	"purchase_order_id" uuid NOT NULL,
	"product_id" uuid NOT NULL,
	"position" smallint NOT NULL,
	"supplier_sku" text,
	"pack_size" numeric(14, 3),
	"quantity" numeric(14, 3) NOT NULL,
	"unit_cost" bigint NOT NULL,
	"received" numeric(14, 3) DEFAULT 0 NOT NULL,
	"damaged" numeric(14, 3) DEFAULT 0 NOT NULL,
	"cancelled" numeric(14, 3) DEFAULT 0 NOT NULL,
	"outstanding" numeric(14, 3) GENERATED ALWAYS AS (greatest(quantity - received - damaged - cancelled, 0)) STORED NOT NULL,
	CONSTRAINT "purchase_order_lines_purchase_order_id_product_id_pk" PRIMARY KEY("purchase_order_id","product_id"),
	CONSTRAINT "purchase_order_lines_quantities" CHECK ("purchase_order_lines"."quantity" > 0 AND "purchase_order_lines"."received" >= 0 AND "purchase_order_lines"."damaged" >= 0 AND "purchase_order_lines"."cancelled" BETWEEN 0 AND "purchase_order_lines"."quantity")
);
--> statement-breakpoint
CREATE TABLE "purchase_orders" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" bigint,
	"store_id" uuid NOT NULL,
	"supplier_id" uuid NOT NULL,
	"status" text NOT NULL,
	"expected_on" date,
	"supplier_reference" text,
	"note" text NOT NULL,
	"created_by" uuid NOT NULL,
	"ordered_by" uuid,
	"ordered_at" timestamp (3) with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "purchase_orders_number" UNIQUE("number"),
	CONSTRAINT "purchase_orders_status" CHECK ("purchase_orders"."status" IN ('draft', 'ordered', 'partially_received', 'received', 'cancelled')),
	CONSTRAINT "purchase_orders_numbered" CHECK ("purchase_orders"."status" IN ('draft', 'cancelled') OR ("purchase_orders"."number" IS NOT NULL AND "purchase_orders"."ordered_at" IS NOT NULL AND "purchase_orders"."ordered_by" IS NOT NULL))
);
--> statement-breakpoint
CREATE TABLE "supplier_products" (
	"supplier_id" uuid NOT NULL,
	"product_id" uuid NOT NULL,
	"supplier_sku" text,
	"pack_size" numeric(14, 3) NOT NULL,
	"cost" bigint,
	"lead_time_days" smallint,
	"minimum_order" numeric(14, 3),
	"preferred" boolean NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "supplier_products_supplier_id_product_id_pk" PRIMARY KEY("supplier_id","product_id"),
	CONSTRAINT "supplier_products_sku" UNIQUE("supplier_id","supplier_sku"),
	CONSTRAINT "supplier_products_pack" CHECK ("supplier_products"."pack_size" > 0)
);
--> statement-breakpoint
CREATE TABLE "supplier_return_lines" (
	"supplier_return_id" uuid NOT NULL,
	"product_id" uuid NOT NULL,
	"from_damaged" boolean NOT NULL,
	"position" smallint NOT NULL,
	"quantity" numeric(14, 3) NOT NULL,
	"unit_credit" bigint NOT NULL,
	"credit" bigint NOT NULL,
	"cost" bigint NOT NULL,
	CONSTRAINT "supplier_return_lines_supplier_return_id_product_id_from_damaged_pk" PRIMARY KEY("supplier_return_id","product_id","from_damaged"),
	CONSTRAINT "supplier_return_lines_quantity" CHECK ("supplier_return_lines"."quantity" > 0)
);
--> statement-breakpoint
CREATE TABLE "supplier_returns" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" bigint NOT NULL,
	"store_id" uuid NOT NULL,
	"supplier_id" uuid NOT NULL,
	"goods_receipt_id" uuid,
	"reason" text NOT NULL,
	"reference" text,
	"note" text NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "supplier_returns_number" UNIQUE("number"),
	CONSTRAINT "supplier_returns_reason" CHECK ("supplier_returns"."reason" IN ('damaged', 'wrong_item', 'not_ordered', 'quality', 'recall', 'other'))
);
--> statement-breakpoint
CREATE TABLE "suppliers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text COLLATE "und-x-icu" NOT NULL,
	"code" text,
	"currency" text NOT NULL,
	"address" jsonb NOT NULL,
	"email" text,
	"phone" text,
	"website" text,
	"tax_number" text,
	"account_number" text,
	"contacts" jsonb NOT NULL,
	"payment_term_days" smallint,
	"terms" text NOT NULL,
	"lead_time_days" smallint,
	"minimum_order_value" bigint,
	"note" text NOT NULL,
	"status" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "suppliers_code" UNIQUE("code"),
	CONSTRAINT "suppliers_status" CHECK ("suppliers"."status" IN ('active', 'archived'))
);
--> statement-breakpoint
CREATE TABLE "stocktake_counts" (
	"stocktake_id" uuid NOT NULL,
	"product_id" uuid NOT NULL,
	"area" text NOT NULL,
	"quantity" numeric(14, 3) NOT NULL,
	"expected" numeric(14, 3) NOT NULL,
	"counted_by" uuid NOT NULL,
	"counted_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "stocktake_counts_stocktake_id_product_id_area_pk" PRIMARY KEY("stocktake_id","product_id","area"),
	CONSTRAINT "stocktake_counts_quantity" CHECK ("stocktake_counts"."quantity" >= 0)
);
--> statement-breakpoint
CREATE TABLE "stocktake_lines" (
	"stocktake_id" uuid NOT NULL,
	"product_id" uuid NOT NULL,
	"counted" numeric(14, 3) NOT NULL,
	"counted_at" timestamp (3) with time zone NOT NULL,
	"expected" numeric(14, 3) NOT NULL,
	"expected_number" bigint NOT NULL,
	"unit_cost" bigint NOT NULL,
	"difference_value" bigint GENERATED ALWAYS AS (round((counted - expected) * unit_cost)) STORED NOT NULL,
	"applied" numeric(14, 3),
	"applied_at" timestamp (3) with time zone,
	CONSTRAINT "stocktake_lines_stocktake_id_product_id_pk" PRIMARY KEY("stocktake_id","product_id"),
	CONSTRAINT "stocktake_lines_counted" CHECK ("stocktake_lines"."counted" >= 0),
	CONSTRAINT "stocktake_lines_applied" CHECK (("stocktake_lines"."applied" IS NULL) = ("stocktake_lines"."applied_at" IS NULL))
);
--> statement-breakpoint
CREATE TABLE "stocktakes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" bigint NOT NULL,
	"store_id" uuid NOT NULL,
	"status" text NOT NULL,
	"name" text NOT NULL,
	"category_ids" uuid[],
	"blind" boolean NOT NULL,
	"note" text NOT NULL,
	"created_by" uuid NOT NULL,
	"started_at" timestamp (3) with time zone,
	"applied_by" uuid,
	"applied_at" timestamp (3) with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "stocktakes_number" UNIQUE("number"),
	CONSTRAINT "stocktakes_status" CHECK ("stocktakes"."status" IN ('draft', 'counting', 'review', 'applying', 'applied', 'cancelled')),
	CONSTRAINT "stocktakes_applied" CHECK (("stocktakes"."status" = 'applied') = ("stocktakes"."applied_at" IS NOT NULL))
);
--> statement-breakpoint
CREATE TABLE "transfer_lines" (
	"transfer_id" uuid NOT NULL,
	"product_id" uuid NOT NULL,
	"position" smallint NOT NULL,
	"quantity" numeric(14, 3) NOT NULL,
	"cost" bigint,
	"received" numeric(14, 3) DEFAULT 0 NOT NULL,
	"damaged" numeric(14, 3) DEFAULT 0 NOT NULL,
	"returned" numeric(14, 3) DEFAULT 0 NOT NULL,
	"lost" numeric(14, 3) DEFAULT 0 NOT NULL,
	"in_transit" numeric(14, 3) GENERATED ALWAYS AS (CASE WHEN cost IS NULL THEN 0 ELSE quantity - received - damaged - returned - lost END) STORED NOT NULL,
	CONSTRAINT "transfer_lines_transfer_id_product_id_pk" PRIMARY KEY("transfer_id","product_id"),
	CONSTRAINT "transfer_lines_quantities" CHECK ("transfer_lines"."quantity" > 0 AND "transfer_lines"."received" >= 0 AND "transfer_lines"."damaged" >= 0 AND "transfer_lines"."returned" >= 0 AND "transfer_lines"."lost" >= 0),
	CONSTRAINT "transfer_lines_arrived" CHECK ("transfer_lines"."received" + "transfer_lines"."damaged" + "transfer_lines"."returned" + "transfer_lines"."lost" <= CASE WHEN "transfer_lines"."cost" IS NULL THEN 0 ELSE "transfer_lines"."quantity" END)
);
--> statement-breakpoint
CREATE TABLE "transfers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" bigint,
	"from_store_id" uuid NOT NULL,
	"to_store_id" uuid NOT NULL,
	"status" text NOT NULL,
	"expected_on" date,
	"note" text NOT NULL,
	"created_by" uuid NOT NULL,
	"sent_by" uuid,
	"sent_at" timestamp (3) with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "transfers_number" UNIQUE("number"),
	CONSTRAINT "transfers_status" CHECK ("transfers"."status" IN ('draft', 'in_transit', 'partially_received', 'received', 'cancelled')),
	CONSTRAINT "transfers_stores" CHECK ("transfers"."from_store_id" <> "transfers"."to_store_id"),
	CONSTRAINT "transfers_numbered" CHECK ("transfers"."status" IN ('draft', 'cancelled') OR ("transfers"."number" IS NOT NULL AND "transfers"."sent_at" IS NOT NULL AND "transfers"."sent_by" IS NOT NULL))
);
--> statement-breakpoint
ALTER TABLE "stock_adjustments" DROP CONSTRAINT "stock_adjustments_reason";--> statement-breakpoint
ALTER TABLE "stock_movements" DROP CONSTRAINT "stock_movements_kind";--> statement-breakpoint
ALTER TABLE "stock_levels" ADD COLUMN "damaged" numeric(14, 3) DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "stock_levels" ADD COLUMN "damaged_value" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "stock_levels" ADD COLUMN "last_damaged_number" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "reorder_points" ADD CONSTRAINT "reorder_points_store_id_stores_id_fk" FOREIGN KEY ("store_id") REFERENCES "public"."stores"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reorder_points" ADD CONSTRAINT "reorder_points_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."products"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification_reads" ADD CONSTRAINT "notification_reads_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification_reads" ADD CONSTRAINT "notification_reads_notification_id_notifications_id_fk" FOREIGN KEY ("notification_id") REFERENCES "public"."notifications"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_store_id_stores_id_fk" FOREIGN KEY ("store_id") REFERENCES "public"."stores"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "goods_receipt_lines" ADD CONSTRAINT "goods_receipt_lines_goods_receipt_id_goods_receipts_id_fk" FOREIGN KEY ("goods_receipt_id") REFERENCES "public"."goods_receipts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "goods_receipt_lines" ADD CONSTRAINT "goods_receipt_lines_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."products"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "goods_receipts" ADD CONSTRAINT "goods_receipts_purchase_order_id_purchase_orders_id_fk" FOREIGN KEY ("purchase_order_id") REFERENCES "public"."purchase_orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "goods_receipts" ADD CONSTRAINT "goods_receipts_store_id_stores_id_fk" FOREIGN KEY ("store_id") REFERENCES "public"."stores"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "goods_receipts" ADD CONSTRAINT "goods_receipts_supplier_id_suppliers_id_fk" FOREIGN KEY ("supplier_id") REFERENCES "public"."suppliers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "purchase_order_lines" ADD CONSTRAINT "purchase_order_lines_purchase_order_id_purchase_orders_id_fk" FOREIGN KEY ("purchase_order_id") REFERENCES "public"."purchase_orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "purchase_order_lines" ADD CONSTRAINT "purchase_order_lines_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."products"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "purchase_orders" ADD CONSTRAINT "purchase_orders_store_id_stores_id_fk" FOREIGN KEY ("store_id") REFERENCES "public"."stores"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "purchase_orders" ADD CONSTRAINT "purchase_orders_supplier_id_suppliers_id_fk" FOREIGN KEY ("supplier_id") REFERENCES "public"."suppliers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "supplier_products" ADD CONSTRAINT "supplier_products_supplier_id_suppliers_id_fk" FOREIGN KEY ("supplier_id") REFERENCES "public"."suppliers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "supplier_products" ADD CONSTRAINT "supplier_products_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."products"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "supplier_return_lines" ADD CONSTRAINT "supplier_return_lines_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."products"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "supplier_return_lines" ADD CONSTRAINT "supplier_return_lines_return" FOREIGN KEY ("supplier_return_id") REFERENCES "public"."supplier_returns"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "supplier_returns" ADD CONSTRAINT "supplier_returns_store_id_stores_id_fk" FOREIGN KEY ("store_id") REFERENCES "public"."stores"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "supplier_returns" ADD CONSTRAINT "supplier_returns_supplier_id_suppliers_id_fk" FOREIGN KEY ("supplier_id") REFERENCES "public"."suppliers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "supplier_returns" ADD CONSTRAINT "supplier_returns_goods_receipt_id_goods_receipts_id_fk" FOREIGN KEY ("goods_receipt_id") REFERENCES "public"."goods_receipts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stocktake_counts" ADD CONSTRAINT "stocktake_counts_line" FOREIGN KEY ("stocktake_id","product_id") REFERENCES "public"."stocktake_lines"("stocktake_id","product_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stocktake_lines" ADD CONSTRAINT "stocktake_lines_stocktake_id_stocktakes_id_fk" FOREIGN KEY ("stocktake_id") REFERENCES "public"."stocktakes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stocktake_lines" ADD CONSTRAINT "stocktake_lines_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."products"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stocktakes" ADD CONSTRAINT "stocktakes_store_id_stores_id_fk" FOREIGN KEY ("store_id") REFERENCES "public"."stores"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transfer_lines" ADD CONSTRAINT "transfer_lines_transfer_id_transfers_id_fk" FOREIGN KEY ("transfer_id") REFERENCES "public"."transfers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transfer_lines" ADD CONSTRAINT "transfer_lines_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."products"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transfers" ADD CONSTRAINT "transfers_from_store_id_stores_id_fk" FOREIGN KEY ("from_store_id") REFERENCES "public"."stores"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transfers" ADD CONSTRAINT "transfers_to_store_id_stores_id_fk" FOREIGN KEY ("to_store_id") REFERENCES "public"."stores"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "damaged_movements_document" ON "damaged_movements" USING btree ("document_id");--> statement-breakpoint
CREATE INDEX "reorder_points_product" ON "reorder_points" USING btree ("product_id");--> statement-breakpoint
CREATE INDEX "notification_reads_notification" ON "notification_reads" USING btree ("notification_id");--> statement-breakpoint
CREATE INDEX "notifications_list_created" ON "notifications" USING btree ("store_id","created_at","id");--> statement-breakpoint
CREATE INDEX "notifications_created" ON "notifications" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "goods_receipt_lines_product" ON "goods_receipt_lines" USING btree ("product_id");--> statement-breakpoint
CREATE UNIQUE INDEX "goods_receipts_delivery_note" ON "goods_receipts" USING btree ("purchase_order_id",lower("delivery_note"));--> statement-breakpoint
CREATE INDEX "goods_receipts_list_received" ON "goods_receipts" USING btree ("store_id","received_at","id");--> statement-breakpoint
CREATE INDEX "goods_receipts_received" ON "goods_receipts" USING btree ("received_at","id");--> statement-breakpoint
CREATE INDEX "goods_receipts_supplier" ON "goods_receipts" USING btree ("supplier_id","received_at","id");--> statement-breakpoint
CREATE INDEX "purchase_order_lines_outstanding" ON "purchase_order_lines" USING btree ("product_id") WHERE "purchase_order_lines"."outstanding" > 0;--> statement-breakpoint
CREATE INDEX "purchase_order_lines_product" ON "purchase_order_lines" USING btree ("product_id","purchase_order_id");--> statement-breakpoint
CREATE INDEX "purchase_orders_list_created" ON "purchase_orders" USING btree ("store_id","created_at","id");--> statement-breakpoint
CREATE INDEX "purchase_orders_created" ON "purchase_orders" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "purchase_orders_supplier" ON "purchase_orders" USING btree ("supplier_id","created_at","id");--> statement-breakpoint
CREATE INDEX "supplier_products_product" ON "supplier_products" USING btree ("product_id");--> statement-breakpoint
CREATE UNIQUE INDEX "supplier_products_preferred" ON "supplier_products" USING btree ("product_id") WHERE "supplier_products"."preferred";--> statement-breakpoint
CREATE INDEX "supplier_returns_list_created" ON "supplier_returns" USING btree ("store_id","created_at","id");--> statement-breakpoint
CREATE INDEX "supplier_returns_created" ON "supplier_returns" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "supplier_returns_supplier" ON "supplier_returns" USING btree ("supplier_id","created_at","id");--> statement-breakpoint
CREATE INDEX "supplier_returns_receipt" ON "supplier_returns" USING btree ("goods_receipt_id");--> statement-breakpoint
CREATE INDEX "suppliers_list_name" ON "suppliers" USING btree ("name","id");--> statement-breakpoint
CREATE INDEX "suppliers_list_created" ON "suppliers" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "stocktake_lines_value" ON "stocktake_lines" USING btree ("stocktake_id","difference_value","product_id");--> statement-breakpoint
CREATE INDEX "stocktake_lines_unapplied" ON "stocktake_lines" USING btree ("stocktake_id","product_id") WHERE "stocktake_lines"."applied_at" IS NULL;--> statement-breakpoint
CREATE INDEX "stocktakes_list_created" ON "stocktakes" USING btree ("store_id","created_at","id");--> statement-breakpoint
CREATE INDEX "stocktakes_created" ON "stocktakes" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "stocktakes_applying" ON "stocktakes" USING btree ("id") WHERE "stocktakes"."status" = 'applying';--> statement-breakpoint
CREATE INDEX "transfer_lines_in_transit" ON "transfer_lines" USING btree ("product_id") WHERE "transfer_lines"."in_transit" > 0;--> statement-breakpoint
CREATE INDEX "transfer_lines_product" ON "transfer_lines" USING btree ("product_id","transfer_id");--> statement-breakpoint
CREATE INDEX "transfers_list_from" ON "transfers" USING btree ("from_store_id","created_at","id");--> statement-breakpoint
CREATE INDEX "transfers_list_to" ON "transfers" USING btree ("to_store_id","created_at","id");--> statement-breakpoint
CREATE INDEX "transfers_created" ON "transfers" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "stock_adjustments_created" ON "stock_adjustments" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "stock_movements_list_kind" ON "stock_movements" USING btree ("kind","id") WHERE "stock_movements"."kind" NOT IN ('sale', 'revaluation');--> statement-breakpoint
ALTER TABLE "stock_adjustments" ADD CONSTRAINT "stock_adjustments_reason" CHECK ("stock_adjustments"."reason" IN ('opening_stock', 'correction', 'damage', 'theft', 'expired', 'own_use', 'found', 'other', 'set_aside', 'restore', 'write_off', 'revaluation'));--> statement-breakpoint
ALTER TABLE "stock_levels" ADD CONSTRAINT "stock_levels_damaged" CHECK ("stock_levels"."damaged" >= 0 AND "stock_levels"."damaged_value" BETWEEN 0 AND CASE WHEN "stock_levels"."damaged" = 0 THEN 0 ELSE 1000000000000 END);--> statement-breakpoint
ALTER TABLE "stock_movements" ADD CONSTRAINT "stock_movements_kind" CHECK ("stock_movements"."kind" IN ('adjustment', 'sale', 'receipt', 'supplier_return', 'transfer_out', 'transfer_in', 'count', 'revaluation'));