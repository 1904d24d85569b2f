CREATE EXTENSION pg_trgm;
--> statement-breakpoint
CREATE TABLE "bundle_components" (
	"bundle_id" uuid NOT NULL,
	"product_id" uuid NOT NULL,
	"position" smallint NOT NULL,
	"quantity" numeric(14, 3) NOT NULL,
	CONSTRAINT "bundle_components_bundle_id_product_id_pk" PRIMARY KEY("bundle_id","product_id"),
	CONSTRAINT "bundle_components_quantity" CHECK ("bundle_components"."quantity" > 0)
);
--> statement-breakpoint
CREATE TABLE "categories" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text COLLATE "und-x-icu" NOT NULL,
	"parent_id" uuid,
	"path" uuid[] NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "categories_name" UNIQUE NULLS NOT DISTINCT("parent_id","name"),
	CONSTRAINT "categories_path_ends" CHECK ("categories"."path"[cardinality("categories"."path")] = "categories"."id")
);
--> statement-breakpoint
CREATE TABLE "price_changes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"product_id" uuid NOT NULL,
	"field" text NOT NULL,
	"price_list_id" uuid,
	"min_quantity" numeric(14, 3),
	"before" bigint,
	"after" bigint,
	"changed_by" uuid NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "search_words" (
	"word" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "customer_group_members" (
	"customer_id" uuid NOT NULL,
	"group_id" uuid NOT NULL,
	CONSTRAINT "customer_group_members_customer_id_group_id_pk" PRIMARY KEY("customer_id","group_id")
);
--> statement-breakpoint
CREATE TABLE "customer_groups" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text COLLATE "und-x-icu" NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "customer_groups_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "customers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text COLLATE "und-x-icu" NOT NULL,
	"email" text,
	"phone" text,
	"tax_exempt" boolean NOT NULL,
	"tax_exempt_reason" text,
	"status" text NOT NULL,
	"sale_count" bigint DEFAULT 0 NOT NULL,
	"input_hash" text,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "customers_status" CHECK ("customers"."status" IN ('active', 'archived')),
	CONSTRAINT "customers_exemption" CHECK (NOT "customers"."tax_exempt" OR "customers"."tax_exempt_reason" IS NOT NULL)
);
--> statement-breakpoint
CREATE TABLE "discount_customer_uses" (
	"discount_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"used_count" bigint NOT NULL,
	CONSTRAINT "discount_customer_uses_customer_id_discount_id_pk" PRIMARY KEY("customer_id","discount_id")
);
--> statement-breakpoint
CREATE TABLE "discounts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text COLLATE "und-x-icu" NOT NULL,
	"code" text,
	"effect" jsonb NOT NULL,
	"products" jsonb NOT NULL,
	"conditions" jsonb NOT NULL,
	"stacking" text NOT NULL,
	"priority" integer NOT NULL,
	"usage_limit" integer,
	"usage_limit_per_customer" integer,
	"used_count" bigint DEFAULT 0 NOT NULL,
	"status" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "discounts_stacking" CHECK ("discounts"."stacking" IN ('combinable', 'exclusive')),
	CONSTRAINT "discounts_status" CHECK ("discounts"."status" IN ('active', 'archived')),
	CONSTRAINT "discounts_usage" CHECK ("discounts"."used_count" >= 0 AND ("discounts"."usage_limit" IS NULL OR "discounts"."used_count" <= "discounts"."usage_limit"))
);
--> statement-breakpoint
CREATE TABLE "price_list_entries" (
	"product_id" uuid NOT NULL,
	"price_list_id" uuid NOT NULL,
	"min_quantity" numeric(14, 3) NOT NULL,
	"unit_price" bigint NOT NULL,
	CONSTRAINT "price_list_entries_product_id_price_list_id_min_quantity_pk" PRIMARY KEY("product_id","price_list_id","min_quantity"),
	CONSTRAINT "price_list_entries_min_quantity" CHECK ("price_list_entries"."min_quantity" > 0),
	CONSTRAINT "price_list_entries_unit_price" CHECK ("price_list_entries"."unit_price" >= 0)
);
--> statement-breakpoint
CREATE TABLE "price_lists" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text COLLATE "und-x-icu" NOT NULL,
	"currency" text NOT NULL,
	"store_id" uuid,
	"customer_group_id" uuid,
	"starts_on" date,
	"ends_on" date,
	"status" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "price_lists_name_unique" UNIQUE("name"),
	CONSTRAINT "price_lists_status" CHECK ("price_lists"."status" IN ('active', 'archived')),
	CONSTRAINT "price_lists_days" CHECK ("price_lists"."starts_on" IS NULL OR "price_lists"."ends_on" IS NULL OR "price_lists"."starts_on" <= "price_lists"."ends_on")
);
--> statement-breakpoint
ALTER TABLE "products" ALTER COLUMN "price" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "sale_lines" ALTER COLUMN "product_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "sale_lines" ALTER COLUMN "sku" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "products" ADD COLUMN "kind" text DEFAULT 'standard' NOT NULL;--> statement-breakpoint
ALTER TABLE "products" ADD COLUMN "parent_id" uuid;--> statement-breakpoint
ALTER TABLE "products" ADD COLUMN "options" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "products" ADD COLUMN "option_values" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "products" ADD COLUMN "category_id" uuid;--> statement-breakpoint
ALTER TABLE "products" ADD COLUMN "brand" text;--> statement-breakpoint
ALTER TABLE "products" ADD COLUMN "image_url" text;--> statement-breakpoint
ALTER TABLE "products" ADD COLUMN "attributes" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "products" ADD COLUMN "plu" text;--> statement-breakpoint
ALTER TABLE "products" ADD COLUMN "search_text" text COLLATE "C";--> statement-breakpoint
-- As the application writes it (domain/search-text.ts), but for letters that are no letter with an accent, such as ø, and
-- the marks of scripts other than these: the next change of the product writes those.
CREATE FUNCTION pg_temp.fold(given text) RETURNS text LANGUAGE sql AS $$
  SELECT btrim(regexp_replace(
    regexp_replace(normalize(lower(normalize(given, NFKD)), NFKD), U&'[\0300-\036F]', '', 'g'), '[^[:alnum:]]+', ' ', 'g'))
$$;
--> statement-breakpoint
CREATE FUNCTION pg_temp.fold_code(given text) RETURNS text LANGUAGE sql AS $$
  SELECT folded || CASE WHEN folded LIKE '% %' THEN ' ' || replace(folded, ' ', '') ELSE '' END
  FROM (SELECT pg_temp.fold(given) AS folded) AS f
$$;
--> statement-breakpoint
UPDATE "products" SET "search_text" = ' ' || concat_ws(' ',
  nullif(pg_temp.fold("name"), ''),
  nullif(pg_temp.fold_code("sku"), ''),
  (SELECT string_agg(pg_temp.fold_code("code"), ' ' ORDER BY "position") FROM "product_barcodes"
   WHERE "product_id" = "products"."id" AND pg_temp.fold("code") <> '')) || ' ';
--> statement-breakpoint
ALTER TABLE "products" ALTER COLUMN "search_text" SET NOT NULL;--> statement-breakpoint
INSERT INTO "search_words" ("word")
  SELECT DISTINCT word FROM "products", regexp_split_to_table(pg_temp.fold("name"), ' ') AS word
  WHERE word ~ '^[[:alpha:]]{3,40}$';
--> statement-breakpoint
DROP FUNCTION pg_temp.fold_code(text), pg_temp.fold(text);--> statement-breakpoint
ALTER TABLE "merchants" ADD COLUMN "label_layouts" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "sale_lines" ADD COLUMN "kind" text DEFAULT 'product' NOT NULL;--> statement-breakpoint
ALTER TABLE "sale_lines" ADD COLUMN "price" jsonb NOT NULL DEFAULT '{"source": "product", "priceListId": null, "name": null, "cataloguePrice": null}';--> statement-breakpoint
ALTER TABLE "sale_lines" ALTER COLUMN "price" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "sale_lines" ADD COLUMN "components" jsonb;--> statement-breakpoint
ALTER TABLE "sales" ADD COLUMN "customer_id" uuid;--> statement-breakpoint
ALTER TABLE "sales" ADD COLUMN "tax_exempt" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "sales" ADD COLUMN "tax_exempt_reason" text;--> statement-breakpoint
ALTER TABLE "sales" ADD COLUMN "exempted_tax_total" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sale_lines" ADD COLUMN "exempted_tax" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "bundle_components" ADD CONSTRAINT "bundle_components_bundle_id_products_id_fk" FOREIGN KEY ("bundle_id") REFERENCES "public"."products"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bundle_components" ADD CONSTRAINT "bundle_components_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."products"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "categories" ADD CONSTRAINT "categories_parent_id_categories_id_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."categories"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "price_changes" ADD CONSTRAINT "price_changes_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."products"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_group_members" ADD CONSTRAINT "customer_group_members_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_group_members" ADD CONSTRAINT "customer_group_members_group_id_customer_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."customer_groups"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "discount_customer_uses" ADD CONSTRAINT "discount_customer_uses_discount_id_discounts_id_fk" FOREIGN KEY ("discount_id") REFERENCES "public"."discounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "price_list_entries" ADD CONSTRAINT "price_list_entries_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."products"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "price_list_entries" ADD CONSTRAINT "price_list_entries_price_list_id_price_lists_id_fk" FOREIGN KEY ("price_list_id") REFERENCES "public"."price_lists"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "price_lists" ADD CONSTRAINT "price_lists_store_id_stores_id_fk" FOREIGN KEY ("store_id") REFERENCES "public"."stores"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "price_lists" ADD CONSTRAINT "price_lists_customer_group_id_customer_groups_id_fk" FOREIGN KEY ("customer_group_id") REFERENCES "public"."customer_groups"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "bundle_components_product" ON "bundle_components" USING btree ("product_id");--> statement-breakpoint
CREATE INDEX "categories_list_name" ON "categories" USING btree ("name","id");--> statement-breakpoint
CREATE INDEX "categories_created" ON "categories" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "categories_path" ON "categories" USING gin ("path");--> statement-breakpoint
CREATE INDEX "price_changes_list" ON "price_changes" USING btree ("product_id","changed_at","id");--> statement-breakpoint
CREATE INDEX "search_words_word" ON "search_words" USING btree ("word");--> statement-breakpoint
CREATE INDEX "search_words_similar" ON "search_words" USING gin ("word" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "customer_group_members_group" ON "customer_group_members" USING btree ("group_id","customer_id");--> statement-breakpoint
CREATE INDEX "customer_groups_name" ON "customer_groups" USING btree ("name","id");--> statement-breakpoint
CREATE INDEX "customer_groups_created" ON "customer_groups" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "customers_list_name" ON "customers" USING btree ("name","id");--> statement-breakpoint
CREATE INDEX "customers_list_created" ON "customers" USING btree ("created_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "discounts_code" ON "discounts" USING btree ("code") WHERE "discounts"."status" = 'active';--> statement-breakpoint
CREATE INDEX "discounts_list_name" ON "discounts" USING btree ("name","id");--> statement-breakpoint
CREATE INDEX "discounts_list_created" ON "discounts" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "discounts_active" ON "discounts" USING btree ("id") WHERE "discounts"."status" = 'active';--> statement-breakpoint
CREATE INDEX "price_list_entries_list" ON "price_list_entries" USING btree ("price_list_id","product_id","min_quantity");--> statement-breakpoint
CREATE INDEX "price_lists_list_name" ON "price_lists" USING btree ("name","id");--> statement-breakpoint
CREATE INDEX "price_lists_list_created" ON "price_lists" USING btree ("created_at","id");--> statement-breakpoint
ALTER TABLE "products" ADD CONSTRAINT "products_parent_id_products_id_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."products"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "products" ADD CONSTRAINT "products_category_id_categories_id_fk" FOREIGN KEY ("category_id") REFERENCES "public"."categories"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "product_barcodes_gtin" ON "product_barcodes" USING btree ((CASE WHEN "code" ~ '^[0-9]{12,14}$' THEN lpad("code", 14, '0') ELSE "code" END));--> statement-breakpoint
CREATE INDEX "products_search" ON "products" USING gin ("search_text" gin_trgm_ops) WITH (gin_pending_list_limit=512);--> statement-breakpoint
CREATE INDEX "products_search_name" ON "products" USING btree (left("search_text", 100),"id");--> statement-breakpoint
CREATE INDEX "products_list_updated" ON "products" USING btree ("updated_at","id");--> statement-breakpoint
CREATE INDEX "products_category" ON "products" USING btree ("category_id","name","id");--> statement-breakpoint
CREATE UNIQUE INDEX "products_variant" ON "products" USING btree ("parent_id","option_values") WHERE "products"."parent_id" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "sales_customer" ON "sales" USING btree ("customer_id","completed_at","id") WHERE "sales"."customer_id" IS NOT NULL;--> statement-breakpoint
ALTER TABLE "products" ADD CONSTRAINT "products_plu" UNIQUE("plu");--> statement-breakpoint
ALTER TABLE "products" ADD CONSTRAINT "products_kind" CHECK ("products"."kind" IN ('standard', 'open_price', 'bundle'));--> statement-breakpoint
ALTER TABLE "products" ADD CONSTRAINT "products_has_price" CHECK ("products"."price" IS NOT NULL OR "products"."parent_id" IS NOT NULL);--> statement-breakpoint
ALTER TABLE "sale_lines" ADD CONSTRAINT "sale_lines_kind" CHECK ("sale_lines"."kind" IN ('product', 'service_charge'));--> statement-breakpoint
ALTER TABLE "sale_lines" ADD CONSTRAINT "sale_lines_product" CHECK (("sale_lines"."kind" = 'product') = ("sale_lines"."product_id" IS NOT NULL));