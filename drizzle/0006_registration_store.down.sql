ALTER TABLE "merchants" DROP COLUMN "registration_store_id";
