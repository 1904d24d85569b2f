#!/bin/sh
# Runs once, when the database is made. What the role may do is granted by each migration.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
  --set password="$(cat /passwords/application/password)" <<'SQL'
CREATE ROLE cashwrap_app LOGIN PASSWORD :'password';
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
SQL
