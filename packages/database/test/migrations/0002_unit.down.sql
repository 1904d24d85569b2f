DROP INDEX "items_unit";
--> statement-breakpoint
ALTER TABLE "items" DROP COLUMN "unit";
