CREATE TABLE "cash_movements" (
	"id" uuid PRIMARY KEY NOT NULL,
	"shift_id" uuid NOT NULL,
	"store_id" uuid NOT NULL,
	"register_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"amount" bigint NOT NULL,
	"reason" text NOT NULL,
	"actor_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "cash_movements_kind" CHECK ("cash_movements"."kind" IN ('paid_in', 'paid_out', 'drop', 'no_sale')),
	CONSTRAINT "cash_movements_amount" CHECK (("cash_movements"."kind" = 'no_sale') = ("cash_movements"."amount" = 0) AND "cash_movements"."amount" >= 0)
);
--> statement-breakpoint
CREATE TABLE "shifts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"store_id" uuid NOT NULL,
	"register_id" uuid NOT NULL,
	"status" text NOT NULL,
	"business_date" date NOT NULL,
	"opening_float" bigint NOT NULL,
	"note" text NOT NULL,
	"opened_by" uuid NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"input_hash" text NOT NULL,
	"sale_number_before" bigint NOT NULL,
	"last_sale_number" bigint,
	"z_number" bigint,
	"tenders" jsonb,
	"totals" jsonb,
	"grand_total_before" bigint,
	"grand_total" bigint,
	"closing_reason" text,
	"forced" boolean DEFAULT false NOT NULL,
	"closed_by" uuid,
	"closed_at" timestamp (3) with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "shifts_z_number" UNIQUE("register_id","z_number"),
	CONSTRAINT "shifts_status" CHECK ("shifts"."status" IN ('open', 'closed')),
	CONSTRAINT "shifts_closed" CHECK (("shifts"."status" = 'closed') = ("shifts"."z_number" IS NOT NULL AND "shifts"."tenders" IS NOT NULL AND "shifts"."totals" IS NOT NULL
        AND "shifts"."grand_total" IS NOT NULL AND "shifts"."grand_total_before" IS NOT NULL AND "shifts"."last_sale_number" IS NOT NULL
        AND "shifts"."closed_by" IS NOT NULL AND "shifts"."closed_at" IS NOT NULL))
);
--> statement-breakpoint
ALTER TABLE "transactions" ALTER COLUMN "payment_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "registers" ADD COLUMN "open_shift_id" uuid;--> statement-breakpoint
ALTER TABLE "registers" ADD COLUMN "last_z_number" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "registers" ADD COLUMN "grand_total" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sales" ADD COLUMN "shift_id" uuid;--> statement-breakpoint
ALTER TABLE "transactions" ADD COLUMN "shift_id" uuid;--> statement-breakpoint
ALTER TABLE "cash_movements" ADD CONSTRAINT "cash_movements_shift_id_shifts_id_fk" FOREIGN KEY ("shift_id") REFERENCES "public"."shifts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shifts" ADD CONSTRAINT "shifts_store_id_stores_id_fk" FOREIGN KEY ("store_id") REFERENCES "public"."stores"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shifts" ADD CONSTRAINT "shifts_register_id_registers_id_fk" FOREIGN KEY ("register_id") REFERENCES "public"."registers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "cash_movements_list_created" ON "cash_movements" USING btree ("shift_id","created_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "shifts_one_open" ON "shifts" USING btree ("register_id") WHERE "shifts"."status" = 'open';--> statement-breakpoint
CREATE INDEX "shifts_list_opened" ON "shifts" USING btree ("store_id","opened_at","id");--> statement-breakpoint
CREATE INDEX "shifts_opened" ON "shifts" USING btree ("opened_at","id");--> statement-breakpoint
CREATE INDEX "shifts_register" ON "shifts" USING btree ("register_id","opened_at","id");--> statement-breakpoint
CREATE INDEX "shifts_business_date" ON "shifts" USING btree ("store_id","business_date");--> statement-breakpoint
ALTER TABLE "transactions" ADD CONSTRAINT "transactions_kind" CHECK ("transactions"."kind" IN ('sale', 'paid_in', 'paid_out', 'drop'));--> statement-breakpoint
ALTER TABLE "transactions" ADD CONSTRAINT "transactions_paid" CHECK (("transactions"."kind" = 'sale') = ("transactions"."payment_id" IS NOT NULL));