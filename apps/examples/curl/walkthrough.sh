#!/usr/bin/env bash
# A day at a till, call by call, with curl: sign in, find, price, sell, send it again, take back, refused calls, lists.
# `npm start` first; CASHWRAP_URL names another server. Node reads the answers, as jq would.
set -euo pipefail

URL=${CASHWRAP_URL:-http://localhost:8000}/v1

field() { node -pe "JSON.parse(require('fs').readFileSync(0))$1"; }
say() { printf '\n== %s\n' "$*"; }

# call <method> <path> [body]: what the server answers, whatever the status. KEY makes a call one that happens once.
call() {
  curl -sS -X "$1" "$URL$2" -H "Authorization: Bearer ${TOKEN-}" -H 'Content-Type: application/json' \
    -H "Idempotency-Key: ${KEY:-walk-$RANDOM-$RANDOM-$RANDOM}" ${3:+-d "$3"}
}

say 'Sign in'
TOKEN=$(call POST /auth/login '{"username": "cashier", "password": "cashwrap-demo"}' | field .accessToken)
call GET /auth/me | field .name

say 'A till and two products'
STORE=$(call GET /stores | field '.items.find(({ timeZone }) => timeZone === "Europe/Dublin").id')
TILL=$(call GET "/registers?storeId=$STORE&kind=till&limit=1" | field .items[0].id)
COFFEE=$(call GET '/products?search=flat%20white&limit=1' | field .items[0].id)
STAMP=$(call GET '/products?search=postage%20stamp&limit=1' | field .items[0].id)
call GET "/products/$COFFEE" | field .name

say 'What a cart comes to, and how'
LINES="[{\"productId\": \"$COFFEE\", \"quantity\": 3}, {\"productId\": \"$STAMP\", \"quantity\": 1}]"
call POST /sales/quote "{\"storeId\": \"$STORE\", \"lines\": $LINES}" | field '.explanation.join("\n")'

say 'Sell it for a card and cash'
SALE_BODY="{\"storeId\": \"$STORE\", \"registerId\": \"$TILL\", \"lines\": $LINES,
  \"payments\": [{\"method\": \"card\", \"amount\": 500, \"reference\": \"TX-1\"}, {\"method\": \"cash\", \"tendered\": 2000}]}"
ONE=walk-$RANDOM-$RANDOM-$RANDOM
SALE=$(KEY=$ONE call POST /sales "$SALE_BODY" | field .id)
call GET "/sales/$SALE/receipt?format=text"

say 'Sent again under its key it is the same sale'
[ "$(KEY=$ONE call POST /sales "$SALE_BODY" | field .id)" = "$SALE" ] && echo same

say 'One coffee comes back'
LINE=$(call GET "/sales/$SALE" | field .lines[0].id)
BACK="{\"storeId\": \"$STORE\", \"registerId\": \"$TILL\", \"saleId\": \"$SALE\", \"reason\": \"Too cold\",
  \"lines\": [{\"saleLineId\": \"$LINE\", \"quantity\": 1, \"disposition\": \"none\"}]}"
call POST /returns "$BACK" | field '.refunds.map(({ method }) => method).join()'

say 'What is refused says why, by code'
call POST /returns "${BACK/\"quantity\": 1/\"quantity\": 3}" | field '.code'
call POST /sales "${SALE_BODY/2000/1}" | field '.code'
call GET /transactions | field '.code'
TOKEN=nobody call GET /stores | field '.code'

say 'A list, page by page'
NEXT=$(call GET "/sales?storeId=$STORE&limit=2" | field .nextCursor)
call GET "/sales?storeId=$STORE&limit=2&cursor=$NEXT" | field .items.length

say 'Sign out'
call POST /auth/logout
TOKEN=$TOKEN call GET /auth/me | field '.code'
