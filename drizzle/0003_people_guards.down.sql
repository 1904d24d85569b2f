-- A permission that goes.
UPDATE "roles" SET "permissions" = array_remove("permissions", 'users.reset_pin') WHERE 'users.reset_pin' = ANY("permissions");
--> statement-breakpoint
UPDATE "api_keys" SET "permissions" = array_remove("permissions", 'users.reset_pin') WHERE 'users.reset_pin' = ANY("permissions");
--> statement-breakpoint
-- A few wrong attempts of the last day, at guards that go: counting begins anew.
DELETE FROM "sign_in_attempts" WHERE "guard" NOT IN ('pin', 'device');
--> statement-breakpoint
ALTER TABLE "sign_in_attempts" DROP CONSTRAINT "sign_in_attempts_guard_subject_address_pk";
--> statement-breakpoint
ALTER TABLE "sign_in_attempts" DROP COLUMN "address";
--> statement-breakpoint
ALTER TABLE "sign_in_attempts" ADD CONSTRAINT "sign_in_attempts_guard_subject_pk" PRIMARY KEY("guard","subject");
--> statement-breakpoint
ALTER TABLE "sessions" DROP COLUMN "address";
