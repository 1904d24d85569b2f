DROP TABLE "transactions";
--> statement-breakpoint
DROP TABLE "payments";
--> statement-breakpoint
DROP TABLE "sale_lines";
--> statement-breakpoint
DROP TABLE "sales";
--> statement-breakpoint
DROP TABLE "outbox";
--> statement-breakpoint
ALTER TABLE "stock_movements" DROP CONSTRAINT "stock_movements_kind";
--> statement-breakpoint
ALTER TABLE "stock_movements" ADD CONSTRAINT "stock_movements_kind" CHECK ("stock_movements"."kind" IN ('adjustment', 'revaluation'));
