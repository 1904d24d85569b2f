-- Service charges and bundles have no place in the tables before: the books would no longer add up.
DO $$
BEGIN
  IF EXISTS (SELECT FROM sale_lines WHERE product_id IS NULL OR components IS NOT NULL) THEN
    RAISE EXCEPTION 'There are sales with service charges or bundles: this version cannot be left behind.';
  END IF;
END $$;
--> statement-breakpoint
-- Variants get the price that they had from their parents; bundles and open prices become products without stock.
UPDATE "products" SET "price" = parent."price" FROM "products" parent
  WHERE parent."id" = "products"."parent_id" AND "products"."price" IS NULL;
--> statement-breakpoint
ALTER TABLE "sales" DROP COLUMN "customer_id", DROP COLUMN "tax_exempt", DROP COLUMN "tax_exempt_reason", DROP COLUMN "exempted_tax_total";
--> statement-breakpoint
ALTER TABLE "sale_lines" DROP COLUMN "kind", DROP COLUMN "price", DROP COLUMN "components", DROP COLUMN "exempted_tax", ALTER COLUMN "product_id" SET NOT NULL, ALTER COLUMN "sku" SET NOT NULL;
--> statement-breakpoint
ALTER TABLE "merchants" DROP COLUMN "label_layouts";
--> statement-breakpoint
DROP TABLE "discount_customer_uses";
--> statement-breakpoint
DROP TABLE "discounts";
--> statement-breakpoint
DROP TABLE "price_list_entries";
--> statement-breakpoint
DROP TABLE "price_lists";
--> statement-breakpoint
DROP TABLE "customer_group_members";
--> statement-breakpoint
DROP TABLE "customers";
--> statement-breakpoint
DROP TABLE "customer_groups";
--> statement-breakpoint
DROP TABLE "price_changes";
--> statement-breakpoint
DROP TABLE "bundle_components";
--> statement-breakpoint
ALTER TABLE "products" DROP CONSTRAINT "products_has_price", DROP COLUMN "kind", DROP COLUMN "parent_id", DROP COLUMN "options", DROP COLUMN "option_values", DROP COLUMN "category_id", DROP COLUMN "brand", DROP COLUMN "image_url", DROP COLUMN "attributes", DROP COLUMN "plu", DROP COLUMN "search_text", ALTER COLUMN "price" SET NOT NULL;
--> statement-breakpoint
DROP INDEX "products_list_updated";
--> statement-breakpoint
DROP INDEX "product_barcodes_gtin";
--> statement-breakpoint
DROP TABLE "search_words";
--> statement-breakpoint
DROP EXTENSION pg_trgm;
--> statement-breakpoint
DROP TABLE "categories";
