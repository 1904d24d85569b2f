CREATE TABLE "approval_requests" (
	"id" uuid PRIMARY KEY NOT NULL,
	"store_id" uuid NOT NULL,
	"register_id" uuid,
	"operation" text NOT NULL,
	"fingerprint" text NOT NULL,
	"permissions" text[] NOT NULL,
	"actions" jsonb NOT NULL,
	"requester_id" uuid NOT NULL,
	"approval_id" uuid,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "approval_requests_call" UNIQUE("requester_id","fingerprint")
);
--> statement-breakpoint
ALTER TABLE "approvals" ADD COLUMN "actions" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "stores" ADD COLUMN "max_discount_percentage" smallint DEFAULT 20 NOT NULL;--> statement-breakpoint
ALTER TABLE "approval_requests" ADD CONSTRAINT "approval_requests_store_id_stores_id_fk" FOREIGN KEY ("store_id") REFERENCES "public"."stores"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approval_requests" ADD CONSTRAINT "approval_requests_requester_id_users_id_fk" FOREIGN KEY ("requester_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approval_requests" ADD CONSTRAINT "approval_requests_approval_id_approvals_id_fk" FOREIGN KEY ("approval_id") REFERENCES "public"."approvals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "approval_requests_asked" ON "approval_requests" USING btree ("asked_at","id");--> statement-breakpoint
CREATE INDEX "approval_requests_expiry" ON "approval_requests" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "audit_log_store" ON "audit_log" USING btree ("store_id","recorded_at","id");--> statement-breakpoint
CREATE INDEX "audit_log_actor" ON "audit_log" USING btree ("actor_id","recorded_at","id");--> statement-breakpoint
ALTER TABLE "stores" ADD CONSTRAINT "stores_max_discount" CHECK ("stores"."max_discount_percentage" BETWEEN 0 AND 100);