ALTER TABLE "items" ADD COLUMN "unit" text;
--> statement-breakpoint
CREATE UNIQUE INDEX "items_unit" ON "items" USING btree ("unit") WHERE "unit" IS NOT NULL;
