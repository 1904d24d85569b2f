DROP TABLE "movements";
