CREATE TABLE "items" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text COLLATE "und-x-icu" NOT NULL,
	"amount" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "items_amount" CHECK ("items"."amount" >= 0)
);
--> statement-breakpoint
CREATE INDEX "items_name" ON "items" USING btree ("name");
