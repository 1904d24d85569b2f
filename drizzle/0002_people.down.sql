-- What people made with the features that go: own roles, API keys and their users.
DELETE FROM "role_assignments" WHERE "custom_role_id" IS NOT NULL;
--> statement-breakpoint
ALTER TABLE "role_assignments" DROP CONSTRAINT "role_assignments_one_role";
--> statement-breakpoint
ALTER TABLE "role_assignments" DROP CONSTRAINT "role_assignments_once";
--> statement-breakpoint
ALTER TABLE "role_assignments" DROP COLUMN "custom_role_id";
--> statement-breakpoint
ALTER TABLE "role_assignments" ALTER COLUMN "role" SET NOT NULL;
--> statement-breakpoint
ALTER TABLE "role_assignments" ADD CONSTRAINT "role_assignments_once" UNIQUE NULLS NOT DISTINCT("user_id","role","store_id");
--> statement-breakpoint
DROP TABLE "timecards";
--> statement-breakpoint
DROP TABLE "employee_stores";
--> statement-breakpoint
DROP TABLE "employees";
--> statement-breakpoint
DROP TABLE "audit_chain";
--> statement-breakpoint
DROP TABLE "settings_changes";
--> statement-breakpoint
DROP TABLE "sign_in_attempts";
--> statement-breakpoint
DROP TABLE "roles";
--> statement-breakpoint
DROP TABLE "approvals";
--> statement-breakpoint
DROP TABLE "api_keys";
--> statement-breakpoint
ALTER TABLE "audit_log" DROP COLUMN "approved_by", DROP COLUMN "register_id";
--> statement-breakpoint
ALTER TABLE "stores" DROP COLUMN "variance_tolerance", DROP COLUMN "allow_oversell", DROP COLUMN "receipt_footer", DROP COLUMN "receipt_header";
--> statement-breakpoint
ALTER TABLE "registers" DROP COLUMN "retired_at", DROP COLUMN "token_hash";
--> statement-breakpoint
ALTER TABLE "merchants" DROP COLUMN "loyalty_enabled", DROP COLUMN "registration_enabled";
--> statement-breakpoint
ALTER TABLE "users" ALTER COLUMN "name" SET DATA TYPE text COLLATE "default";
--> statement-breakpoint
ALTER TABLE "users" DROP COLUMN "last_login_at", DROP COLUMN "must_change_password", DROP COLUMN "pin_hash", DROP COLUMN "kind";
--> statement-breakpoint
-- Users without a password stay, because documents name them; this hash matches none.
UPDATE "users" SET "password_hash" = '!' WHERE "password_hash" IS NULL;
--> statement-breakpoint
ALTER TABLE "users" ALTER COLUMN "password_hash" SET NOT NULL;
--> statement-breakpoint
ALTER TABLE "sessions" DROP COLUMN "last_used_at", DROP COLUMN "user_agent", DROP COLUMN "register_id";
