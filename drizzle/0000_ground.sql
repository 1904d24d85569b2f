-- The exclusion constraint at the end compares ids and names by equality in a GiST index.
CREATE EXTENSION btree_gist;
--> statement-breakpoint
CREATE TABLE "product_barcodes" (
	"code" text PRIMARY KEY NOT NULL,
	"product_id" uuid NOT NULL,
	"position" smallint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "products" (
	"id" uuid PRIMARY KEY NOT NULL,
	"sku" text NOT NULL,
	"name" text COLLATE "und-x-icu" NOT NULL,
	"description" text NOT NULL,
	"tax_category_id" uuid NOT NULL,
	"price" bigint NOT NULL,
	"cost" bigint,
	"sold_by" text NOT NULL,
	"unit_label" text,
	"track_stock" boolean NOT NULL,
	"allow_oversell" boolean NOT NULL,
	"status" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "products_sku_unique" UNIQUE("sku"),
	CONSTRAINT "products_sold_by" CHECK ("products"."sold_by" IN ('unit', 'measure')),
	CONSTRAINT "products_status" CHECK ("products"."status" IN ('draft', 'active', 'archived')),
	CONSTRAINT "products_price" CHECK ("products"."price" >= 0),
	CONSTRAINT "products_cost" CHECK ("products"."cost" >= 0)
);
--> statement-breakpoint
CREATE TABLE "tax_categories" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text COLLATE "und-x-icu" NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "tax_categories_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "tax_rates" (
	"id" uuid PRIMARY KEY NOT NULL,
	"store_id" uuid NOT NULL,
	"tax_category_id" uuid NOT NULL,
	"name" text NOT NULL,
	"rate_ppm" integer NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "tax_rates_rate" CHECK ("tax_rates"."rate_ppm" BETWEEN 0 AND 1000000),
	CONSTRAINT "tax_rates_validity" CHECK ("tax_rates"."valid_to" IS NULL OR "tax_rates"."valid_from" <= "tax_rates"."valid_to")
);
--> statement-breakpoint
CREATE TABLE "auth_epoch" (
	"id" smallint PRIMARY KEY NOT NULL,
	"epoch" bigint NOT NULL,
	CONSTRAINT "auth_epoch_one_row" CHECK ("auth_epoch"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "refresh_tokens" (
	"id" uuid PRIMARY KEY NOT NULL,
	"session_id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	CONSTRAINT "refresh_tokens_token_hash" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "role_assignments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"role" text NOT NULL,
	"store_id" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "role_assignments_once" UNIQUE NULLS NOT DISTINCT("user_id","role","store_id"),
	CONSTRAINT "role_assignments_role" CHECK ("role_assignments"."role" IN ('owner', 'manager', 'cashier', 'clerk', 'accountant'))
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	"revoked_reason" text
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"username" text NOT NULL,
	"name" text NOT NULL,
	"password_hash" text NOT NULL,
	"deactivated_at" timestamp (3) with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "users_username_unique" UNIQUE("username")
);
--> statement-breakpoint
CREATE TABLE "stock_adjustments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"store_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"note" text NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "stock_adjustments_reason" CHECK ("stock_adjustments"."reason" IN ('opening_stock', 'correction', 'damage', 'theft', 'expired', 'own_use', 'found', 'other'))
);
--> statement-breakpoint
CREATE TABLE "stock_levels" (
	"id" uuid PRIMARY KEY NOT NULL,
	"store_id" uuid NOT NULL,
	"product_id" uuid NOT NULL,
	"on_hand" numeric(14, 3) NOT NULL,
	"value" bigint NOT NULL,
	"last_unit_cost" bigint,
	"last_movement_number" bigint NOT NULL,
	"oversold" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "stock_levels_once" UNIQUE("store_id","product_id"),
	CONSTRAINT "stock_levels_not_negative" CHECK ("stock_levels"."on_hand" >= 0 OR "stock_levels"."oversold"),
	CONSTRAINT "stock_levels_value" CHECK ("stock_levels"."value" >= 0 OR "stock_levels"."on_hand" < 0),
	CONSTRAINT "stock_levels_value_bound" CHECK (abs("stock_levels"."value") <= 1000000000000),
	CONSTRAINT "stock_levels_zero" CHECK ("stock_levels"."on_hand" <> 0 OR "stock_levels"."value" = 0)
);
--> statement-breakpoint
CREATE TABLE "stock_movements" (
	"id" uuid PRIMARY KEY NOT NULL,
	"store_id" uuid NOT NULL,
	"product_id" uuid NOT NULL,
	"number" bigint NOT NULL,
	"kind" text NOT NULL,
	"quantity" numeric(14, 3) NOT NULL,
	"value" bigint NOT NULL,
	"on_hand_after" numeric(14, 3) NOT NULL,
	"value_after" bigint NOT NULL,
	"document_id" uuid NOT NULL,
	"actor_id" uuid NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "stock_movements_number" UNIQUE("store_id","product_id","number"),
	CONSTRAINT "stock_movements_kind" CHECK ("stock_movements"."kind" IN ('adjustment', 'revaluation')),
	CONSTRAINT "stock_movements_value_bound" CHECK (abs("stock_movements"."value") <= 1000000000000),
	CONSTRAINT "stock_movements_quantity" CHECK (("stock_movements"."quantity" <> 0) = ("stock_movements"."kind" <> 'revaluation'))
);
--> statement-breakpoint
CREATE TABLE "merchants" (
	"id" uuid PRIMARY KEY NOT NULL,
	"only_one" smallint DEFAULT 1 NOT NULL,
	"name" text NOT NULL,
	"currency" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "merchants_onlyOne_unique" UNIQUE("only_one"),
	CONSTRAINT "merchants_only_one" CHECK ("merchants"."only_one" = 1)
);
--> statement-breakpoint
CREATE TABLE "registers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"store_id" uuid NOT NULL,
	"name" text COLLATE "und-x-icu" NOT NULL,
	"kind" text NOT NULL,
	"last_sale_number" bigint DEFAULT 0 NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "registers_name" UNIQUE("store_id","name"),
	CONSTRAINT "registers_kind" CHECK ("registers"."kind" IN ('till', 'virtual'))
);
--> statement-breakpoint
CREATE TABLE "stores" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text COLLATE "und-x-icu" NOT NULL,
	"address" jsonb NOT NULL,
	"phone" text,
	"email" text,
	"currency" text NOT NULL,
	"currency_digits" smallint NOT NULL,
	"time_zone" text NOT NULL,
	"business_day_cutoff_hour" smallint NOT NULL,
	"locale" text NOT NULL,
	"prices_include_tax" boolean NOT NULL,
	"tax_rounding" text NOT NULL,
	"rounding_mode" text NOT NULL,
	"cash_rounding" jsonb,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "stores_name_unique" UNIQUE("name"),
	CONSTRAINT "stores_tax_rounding" CHECK ("stores"."tax_rounding" IN ('line', 'document')),
	CONSTRAINT "stores_rounding_mode" CHECK ("stores"."rounding_mode" IN ('half_up', 'half_even')),
	CONSTRAINT "stores_cutoff_hour" CHECK ("stores"."business_day_cutoff_hour" BETWEEN 0 AND 23)
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"id" uuid PRIMARY KEY NOT NULL,
	"actor_id" uuid,
	"session_id" uuid,
	"store_id" uuid,
	"action" text NOT NULL,
	"document_type" text NOT NULL,
	"document_id" uuid NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"request_id" text NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"actor_id" uuid NOT NULL,
	"operation" text NOT NULL,
	"key" text NOT NULL,
	"input_hash" text NOT NULL,
	"answer" json,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "idempotency_keys_actor_id_operation_key_pk" PRIMARY KEY("actor_id","operation","key")
);
--> statement-breakpoint
ALTER TABLE "product_barcodes" ADD CONSTRAINT "product_barcodes_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."products"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "products" ADD CONSTRAINT "products_tax_category_id_tax_categories_id_fk" FOREIGN KEY ("tax_category_id") REFERENCES "public"."tax_categories"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tax_rates" ADD CONSTRAINT "tax_rates_store_id_stores_id_fk" FOREIGN KEY ("store_id") REFERENCES "public"."stores"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tax_rates" ADD CONSTRAINT "tax_rates_tax_category_id_tax_categories_id_fk" FOREIGN KEY ("tax_category_id") REFERENCES "public"."tax_categories"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refresh_tokens" ADD CONSTRAINT "refresh_tokens_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_assignments" ADD CONSTRAINT "role_assignments_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_assignments" ADD CONSTRAINT "role_assignments_store_id_stores_id_fk" FOREIGN KEY ("store_id") REFERENCES "public"."stores"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stock_adjustments" ADD CONSTRAINT "stock_adjustments_store_id_stores_id_fk" FOREIGN KEY ("store_id") REFERENCES "public"."stores"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stock_adjustments" ADD CONSTRAINT "stock_adjustments_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stock_levels" ADD CONSTRAINT "stock_levels_store_id_stores_id_fk" FOREIGN KEY ("store_id") REFERENCES "public"."stores"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stock_levels" ADD CONSTRAINT "stock_levels_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."products"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stock_movements" ADD CONSTRAINT "stock_movements_store_id_stores_id_fk" FOREIGN KEY ("store_id") REFERENCES "public"."stores"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stock_movements" ADD CONSTRAINT "stock_movements_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."products"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stock_movements" ADD CONSTRAINT "stock_movements_actor_id_users_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registers" ADD CONSTRAINT "registers_store_id_stores_id_fk" FOREIGN KEY ("store_id") REFERENCES "public"."stores"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "product_barcodes_product" ON "product_barcodes" USING btree ("product_id","position");--> statement-breakpoint
CREATE INDEX "products_list_name" ON "products" USING btree ("name","id");--> statement-breakpoint
CREATE INDEX "products_list_created" ON "products" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "products_tax_category" ON "products" USING btree ("tax_category_id");--> statement-breakpoint
CREATE INDEX "tax_categories_created" ON "tax_categories" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "tax_categories_name" ON "tax_categories" USING btree ("name","id");--> statement-breakpoint
CREATE INDEX "tax_rates_list_created" ON "tax_rates" USING btree ("store_id","created_at","id");--> statement-breakpoint
CREATE INDEX "tax_rates_category" ON "tax_rates" USING btree ("tax_category_id");--> statement-breakpoint
CREATE INDEX "refresh_tokens_session" ON "refresh_tokens" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "stock_adjustments_list_created" ON "stock_adjustments" USING btree ("store_id","created_at","id");--> statement-breakpoint
CREATE INDEX "stock_levels_product" ON "stock_levels" USING btree ("product_id");--> statement-breakpoint
CREATE INDEX "stock_levels_list_created" ON "stock_levels" USING btree ("store_id","created_at","id");--> statement-breakpoint
CREATE INDEX "stock_levels_created" ON "stock_levels" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "stock_movements_document" ON "stock_movements" USING btree ("document_id");--> statement-breakpoint
CREATE UNIQUE INDEX "registers_one_virtual" ON "registers" USING btree ("store_id") WHERE "registers"."kind" = 'virtual';--> statement-breakpoint
CREATE INDEX "registers_list_created" ON "registers" USING btree ("store_id","created_at","id");--> statement-breakpoint
CREATE INDEX "registers_list_name" ON "registers" USING btree ("store_id","name","id");--> statement-breakpoint
CREATE INDEX "stores_created" ON "stores" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "stores_name" ON "stores" USING btree ("name","id");--> statement-breakpoint
CREATE INDEX "audit_log_recorded" ON "audit_log" USING btree ("recorded_at","id");--> statement-breakpoint
CREATE INDEX "audit_log_document" ON "audit_log" USING btree ("document_id");--> statement-breakpoint
CREATE INDEX "idempotency_keys_created" ON "idempotency_keys" USING btree ("created_at");
--> statement-breakpoint
-- Rates of one name for one store and category never overlap in time.
ALTER TABLE "tax_rates" ADD CONSTRAINT "tax_rates_no_overlap" EXCLUDE USING gist (
	"store_id" WITH =, "tax_category_id" WITH =, "name" WITH =, daterange("valid_from", "valid_to", '[]') WITH &&
);
