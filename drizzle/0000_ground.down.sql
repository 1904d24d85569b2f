DROP TABLE "product_barcodes" CASCADE;
--> statement-breakpoint
DROP TABLE "products" CASCADE;
--> statement-breakpoint
DROP TABLE "tax_categories" CASCADE;
--> statement-breakpoint
DROP TABLE "tax_rates" CASCADE;
--> statement-breakpoint
DROP TABLE "auth_epoch" CASCADE;
--> statement-breakpoint
DROP TABLE "refresh_tokens" CASCADE;
--> statement-breakpoint
DROP TABLE "role_assignments" CASCADE;
--> statement-breakpoint
DROP TABLE "sessions" CASCADE;
--> statement-breakpoint
DROP TABLE "users" CASCADE;
--> statement-breakpoint
DROP TABLE "stock_adjustments" CASCADE;
--> statement-breakpoint
DROP TABLE "stock_levels" CASCADE;
--> statement-breakpoint
DROP TABLE "stock_movements" CASCADE;
--> statement-breakpoint
DROP TABLE "merchants" CASCADE;
--> statement-breakpoint
DROP TABLE "registers" CASCADE;
--> statement-breakpoint
DROP TABLE "stores" CASCADE;
--> statement-breakpoint
DROP TABLE "audit_log" CASCADE;
--> statement-breakpoint
DROP TABLE "idempotency_keys" CASCADE;
--> statement-breakpoint
DROP EXTENSION btree_gist;
