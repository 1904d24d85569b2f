CREATE INDEX "account_entries_recorded" ON "account_entries" USING btree ("recorded_at");--> statement-breakpoint
CREATE INDEX "customers_put_away" ON "customers" USING btree ("name","id") WHERE "customers"."status" <> 'active';--> statement-breakpoint
CREATE INDEX "payments_reference" ON "payments" USING btree ("reference") WHERE "payments"."reference" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "transactions_business_date" ON "transactions" USING btree ("store_id","business_date","recorded_at","id");