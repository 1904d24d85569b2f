ALTER TABLE "sales" DROP COLUMN "local_hour";
--> statement-breakpoint
ALTER TABLE "returns" DROP COLUMN "local_hour";
--> statement-breakpoint
DROP INDEX "stock_movements_as_of";
--> statement-breakpoint
DROP INDEX "stock_movements_losses";
--> statement-breakpoint
ALTER TABLE "outbox" DROP COLUMN "business_date";
--> statement-breakpoint
INSERT INTO "outbox" ("id", "type", "payload_version", "store_id", "payload", "created_at") SELECT "id", "type", "payload_version", "store_id", "payload", "created_at" FROM "events" ORDER BY "position";
--> statement-breakpoint
DROP TABLE "events";
--> statement-breakpoint
DROP TABLE "event_consumers";
--> statement-breakpoint
DELETE FROM "notifications" WHERE "kind" <> 'low_stock';
--> statement-breakpoint
ALTER TABLE "notifications" DROP CONSTRAINT "notifications_product", DROP CONSTRAINT "notifications_document", DROP CONSTRAINT "notifications_store", DROP CONSTRAINT "notifications_kind";
--> statement-breakpoint
ALTER TABLE "notifications" DROP COLUMN "document_id";
--> statement-breakpoint
ALTER TABLE "notifications" ALTER COLUMN "store_id" SET NOT NULL;
--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_kind" CHECK ("notifications"."kind" IN ('low_stock'));
--> statement-breakpoint
DROP TABLE "notification_preferences";
--> statement-breakpoint
DROP TABLE "rollup_customers";
--> statement-breakpoint
DROP TABLE "rollup_discounts";
--> statement-breakpoint
DROP TABLE "rollup_products";
--> statement-breakpoint
DROP TABLE "rollup_sales";
--> statement-breakpoint
DROP TABLE "rollup_taxes";
--> statement-breakpoint
DROP TABLE "rollup_tenders";
--> statement-breakpoint
UPDATE "roles" SET "permissions" = ARRAY(SELECT p FROM unnest("permissions") WITH ORDINALITY AS held (p, n) WHERE p !~ '^(reports|events)[.]' ORDER BY n);
--> statement-breakpoint
UPDATE "api_keys" SET "permissions" = ARRAY(SELECT p FROM unnest("permissions") WITH ORDINALITY AS held (p, n) WHERE p !~ '^(reports|events)[.]' ORDER BY n);
