ALTER TABLE "sessions" ADD COLUMN "address" text;--> statement-breakpoint
ALTER TABLE "sign_in_attempts" ADD COLUMN "address" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "sign_in_attempts" DROP CONSTRAINT "sign_in_attempts_guard_subject_pk";--> statement-breakpoint
ALTER TABLE "sign_in_attempts" ADD CONSTRAINT "sign_in_attempts_guard_subject_address_pk" PRIMARY KEY("guard","subject","address");--> statement-breakpoint
-- Whoever could reset PINs, as a part of managing users, still can.
UPDATE "roles" SET "permissions" = array_append("permissions", 'users.reset_pin') WHERE 'users.manage' = ANY("permissions");
