-- Sales go, with their money; the goods that they took have left the shelf and stay gone: what moved by a sale
-- becomes a correction of stock, so that levels are still the sums of their movements.
INSERT INTO "stock_adjustments" ("id", "store_id", "reason", "note", "created_by", "created_at")
SELECT DISTINCT ON ("document_id") "document_id", "store_id", 'other', 'Sold; the sale is gone', "actor_id", "recorded_at"
FROM "stock_movements" WHERE "kind" = 'sale' ORDER BY "document_id", "recorded_at";
--> statement-breakpoint
UPDATE "stock_movements" SET "kind" = 'adjustment' WHERE "kind" = 'sale';
--> statement-breakpoint
UPDATE "registers" SET "last_sale_number" = 0;
--> statement-breakpoint
DELETE FROM "idempotency_keys" WHERE "operation" = 'sales.create';
--> statement-breakpoint
DROP TABLE "transactions";
--> statement-breakpoint
DROP TABLE "payments";
--> statement-breakpoint
DROP TABLE "sale_lines";
--> statement-breakpoint
DROP TABLE "sales";
--> statement-breakpoint
DROP TABLE "outbox";
--> statement-breakpoint
ALTER TABLE "stock_movements" DROP CONSTRAINT "stock_movements_kind";
--> statement-breakpoint
ALTER TABLE "stock_movements" ADD CONSTRAINT "stock_movements_kind" CHECK ("stock_movements"."kind" IN ('adjustment', 'revaluation'));
--> statement-breakpoint
ALTER TABLE "stock_movements" ADD CONSTRAINT "stock_movements_store_id_stores_id_fk" FOREIGN KEY ("store_id") REFERENCES "public"."stores"("id");
--> statement-breakpoint
ALTER TABLE "stock_movements" ADD CONSTRAINT "stock_movements_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."products"("id");
--> statement-breakpoint
ALTER TABLE "stock_movements" ADD CONSTRAINT "stock_movements_actor_id_users_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."users"("id");
