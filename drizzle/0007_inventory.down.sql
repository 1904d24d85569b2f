-- The documents go; the goods that they moved stay where they are: each becomes a correction of stock by each person in each
-- of its stores, so that levels are still the sums of their movements. What is damaged or on its way is no longer known.
-- Its id is made of theirs, as a UUID of version 3.
WITH moved AS (
  SELECT DISTINCT ON ("document_id", "store_id", "actor_id") "document_id", "store_id", "actor_id", "recorded_at",
    overlay(overlay(md5("document_id"::text || "store_id" || "actor_id") PLACING '3' FROM 13) PLACING '8' FROM 17)::uuid AS "id"
  FROM "stock_movements"
  WHERE "document_id" IN (
    SELECT "id" FROM "goods_receipts" UNION ALL SELECT "id" FROM "supplier_returns"
    UNION ALL SELECT "id" FROM "transfers" UNION ALL SELECT "id" FROM "stocktakes")
  ORDER BY "document_id", "store_id", "actor_id", "recorded_at"
), adjusted AS (
  INSERT INTO "stock_adjustments" ("id", "store_id", "reason", "note", "created_by", "created_at")
  SELECT "id", "store_id", 'other', 'Moved by a document that is gone', "actor_id", "recorded_at"
  FROM moved
)
UPDATE "stock_movements" movement
SET "document_id" = moved."id", "kind" = CASE "kind" WHEN 'revaluation' THEN "kind" ELSE 'adjustment' END
FROM moved
WHERE (moved."document_id", moved."store_id", moved."actor_id")
  = (movement."document_id", movement."store_id", movement."actor_id");
--> statement-breakpoint
DELETE FROM "stock_adjustments" WHERE "reason" = 'write_off';
--> statement-breakpoint
UPDATE "stock_adjustments" SET "reason" = CASE "reason" WHEN 'set_aside' THEN 'damage' WHEN 'restore' THEN 'found' ELSE 'correction' END WHERE "reason" IN ('set_aside', 'restore', 'revaluation');
--> statement-breakpoint
DELETE FROM "idempotency_keys" WHERE "operation" LIKE 'inventory.%';
--> statement-breakpoint
DELETE FROM "approval_requests" WHERE "operation" LIKE 'inventory.%';
--> statement-breakpoint
DELETE FROM "outbox" WHERE "type" ~ '^(purchase_order|goods_receipt|supplier_return|transfer|stocktake|stock)[.]';
--> statement-breakpoint
UPDATE "roles" SET "permissions" = ARRAY(SELECT p FROM unnest("permissions") WITH ORDINALITY AS held (p, n) WHERE p !~ '^(suppliers|purchase_orders|transfers|stocktakes|notifications)[.]' AND p NOT IN ('inventory.manage_reorder', 'products.read_cost') ORDER BY n);
--> statement-breakpoint
UPDATE "api_keys" SET "permissions" = ARRAY(SELECT p FROM unnest("permissions") WITH ORDINALITY AS held (p, n) WHERE p !~ '^(suppliers|purchase_orders|transfers|stocktakes|notifications)[.]' AND p NOT IN ('inventory.manage_reorder', 'products.read_cost') ORDER BY n);
--> statement-breakpoint
DROP TABLE "notification_reads";
--> statement-breakpoint
DROP TABLE "notifications";
--> statement-breakpoint
DROP TABLE "reorder_points";
--> statement-breakpoint
DROP TABLE "stocktake_counts";
--> statement-breakpoint
DROP TABLE "stocktake_lines";
--> statement-breakpoint
DROP TABLE "stocktakes";
--> statement-breakpoint
DROP TABLE "transfer_lines";
--> statement-breakpoint
DROP TABLE "transfers";
--> statement-breakpoint
DROP TABLE "supplier_return_lines";
--> statement-breakpoint
DROP TABLE "supplier_returns";
--> statement-breakpoint
DROP TABLE "goods_receipt_lines";
--> statement-breakpoint
DROP TABLE "goods_receipts";
--> statement-breakpoint
DROP TABLE "purchase_order_lines";
--> statement-breakpoint
DROP TABLE "purchase_orders";
--> statement-breakpoint
DROP TABLE "supplier_products";
--> statement-breakpoint
DROP TABLE "suppliers";
--> statement-breakpoint
DROP TABLE "document_numbers";
--> statement-breakpoint
DROP TABLE "damaged_movements";
--> statement-breakpoint
DROP INDEX "stock_movements_list_kind";
--> statement-breakpoint
DROP INDEX "stock_adjustments_created";
--> statement-breakpoint
ALTER TABLE "stock_levels" DROP COLUMN "damaged", DROP COLUMN "damaged_value", DROP COLUMN "last_damaged_number";
--> statement-breakpoint
ALTER TABLE "stock_movements" DROP CONSTRAINT "stock_movements_kind";
--> statement-breakpoint
ALTER TABLE "stock_movements" ADD CONSTRAINT "stock_movements_kind" CHECK ("stock_movements"."kind" IN ('adjustment', 'sale', 'revaluation'));
--> statement-breakpoint
ALTER TABLE "stock_adjustments" DROP CONSTRAINT "stock_adjustments_reason";
--> statement-breakpoint
ALTER TABLE "stock_adjustments" ADD CONSTRAINT "stock_adjustments_reason" CHECK ("stock_adjustments"."reason" IN ('opening_stock', 'correction', 'damage', 'theft', 'expired', 'own_use', 'found', 'other'));
