DROP INDEX "audit_log_actor";
--> statement-breakpoint
DROP INDEX "audit_log_store";
--> statement-breakpoint
ALTER TABLE "stores" DROP COLUMN "max_discount_percentage";
--> statement-breakpoint
DROP TABLE "approval_requests";
--> statement-breakpoint
ALTER TABLE "approvals" DROP COLUMN "actions";
--> statement-breakpoint
-- A permission that the versions before do not know.
UPDATE "roles" SET "permissions" = array_remove("permissions", 'sales.give_large_discount');
--> statement-breakpoint
UPDATE "api_keys" SET "permissions" = array_remove("permissions", 'sales.give_large_discount');
