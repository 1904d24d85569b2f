DROP INDEX "account_entries_recorded", "customers_put_away";
--> statement-breakpoint
DROP INDEX "transactions_business_date", "payments_reference";
--> statement-breakpoint
UPDATE "roles" SET "permissions" = ARRAY(SELECT p FROM unnest("permissions") WITH ORDINALITY AS held (p, n) WHERE p !~ '^transactions[.]' ORDER BY n);
--> statement-breakpoint
UPDATE "api_keys" SET "permissions" = ARRAY(SELECT p FROM unnest("permissions") WITH ORDINALITY AS held (p, n) WHERE p !~ '^transactions[.]' ORDER BY n);
