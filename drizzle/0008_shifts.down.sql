-- The shifts go, and with them what happened to drawers beside sales; the sales and their money stay.
DELETE FROM "transactions" WHERE "kind" <> 'sale';
--> statement-breakpoint
ALTER TABLE "transactions" DROP CONSTRAINT "transactions_kind", DROP CONSTRAINT "transactions_paid", DROP COLUMN "shift_id", ALTER COLUMN "payment_id" SET NOT NULL;
--> statement-breakpoint
ALTER TABLE "sales" DROP COLUMN "shift_id";
--> statement-breakpoint
ALTER TABLE "registers" DROP COLUMN "open_shift_id", DROP COLUMN "last_z_number", DROP COLUMN "grand_total";
--> statement-breakpoint
DROP TABLE "cash_movements";
--> statement-breakpoint
DROP TABLE "shifts";
--> statement-breakpoint
DELETE FROM "outbox" WHERE "type" LIKE 'shift.%';
--> statement-breakpoint
DELETE FROM "idempotency_keys" WHERE "operation" LIKE 'shifts.%';
--> statement-breakpoint
DELETE FROM "approval_requests" WHERE "operation" LIKE 'shifts.%';
--> statement-breakpoint
UPDATE "roles" SET "permissions" = ARRAY(SELECT p FROM unnest("permissions") WITH ORDINALITY AS held (p, n) WHERE p !~ '^shifts[.]' ORDER BY n);
--> statement-breakpoint
UPDATE "api_keys" SET "permissions" = ARRAY(SELECT p FROM unnest("permissions") WITH ORDINALITY AS held (p, n) WHERE p !~ '^shifts[.]' ORDER BY n);
