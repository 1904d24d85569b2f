#!/usr/bin/env python3
"""A small client of Cashwrap with Python's standard library alone, and a sale made with it.

Python 3.9 or newer. `npm start` first; CASHWRAP_URL names another server.
"""

import http.client
import json
import os
import random
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from typing import Any, Dict, Iterator, Optional

Json = Dict[str, Any]


class CashwrapError(Exception):
    """What any call may raise."""


class Unanswered(CashwrapError):
    """No answer came: whether it happened is not known. Call again with the same key."""

    def __init__(self, reason: object, key: Optional[str]) -> None:
        super().__init__(f"no answer: {reason}")
        self.key = key


class Refused(CashwrapError):
    """The server has refused: a problem document (RFC 9457). Decide by its code."""

    def __init__(self, problem: Json, retry_after: float) -> None:
        super().__init__(problem.get("detail", "refused"))
        self.code: str = problem.get("code", "")
        self.status: int = problem.get("status", 0)
        self.details: Json = problem.get("details") or {}
        self.retryable: bool = problem.get("retryable", False)
        self.request_id: str = problem.get("requestId", "")
        self.retry_after = retry_after


class Cashwrap:
    """Calls a server. Amounts are integers in the minor unit: 1299 is 12.99."""

    def __init__(self, base_url: str, attempts: int = 4, timeout_seconds: float = 30) -> None:
        self.base_url = base_url.rstrip("/") + "/v1"
        self.attempts = attempts
        self.timeout_seconds = timeout_seconds
        self.token: Optional[str] = None

    def sign_in(self, username: str, password: str) -> Json:
        answer = self.post("/auth/login", {"username": username, "password": password})
        self.token = answer["accessToken"]
        return answer["user"]

    def get(self, path: str, **query: Any) -> Json:
        text = urllib.parse.urlencode({name: value for name, value in query.items() if value is not None})
        return self._call("GET", f"{path}?{text}" if text else path, None, None)

    def post(self, path: str, body: Json, key: Optional[str] = None) -> Json:
        """One key for all attempts: however often it is sent, it happens once."""
        return self._call("POST", path, body, key or str(uuid.uuid4()))

    def every(self, path: str, **query: Any) -> Iterator[Json]:
        """All items of a list; each page is asked for when the loop gets there."""
        cursor = None
        while True:
            page = self.get(path, cursor=cursor, **query)
            yield from page["items"]
            cursor = page["nextCursor"]
            if cursor is None:
                return

    def _call(self, method: str, path: str, body: Optional[Json], key: Optional[str]) -> Json:
        for attempt in range(1, self.attempts + 1):
            try:
                return self._send(method, path, body, key)
            except Refused as refused:
                if not refused.retryable or attempt == self.attempts:
                    raise
                wait = refused.retry_after
            except Unanswered:
                if attempt == self.attempts:
                    raise
                wait = 0
            # Later each time, and not all tills at once.
            time.sleep(max(wait, random.uniform(0, 0.2 * 2**attempt)))
        raise AssertionError("the last attempt returns or raises")

    def _send(self, method: str, path: str, body: Optional[Json], key: Optional[str]) -> Json:
        request = urllib.request.Request(self.base_url + path, method=method)
        request.add_header("Accept", "application/json")
        if self.token is not None:
            request.add_header("Authorization", f"Bearer {self.token}")
        if key is not None:
            request.add_header("Idempotency-Key", key)
        if body is not None:
            request.add_header("Content-Type", "application/json")
            request.data = json.dumps(body).encode()
        try:
            with urllib.request.urlopen(request, timeout=self.timeout_seconds) as answer:
                text = answer.read()
                return json.loads(text) if text else {}
        except urllib.error.HTTPError as error:
            raise self._refusal(error, key) from None
        except (OSError, http.client.HTTPException) as error:  # refused, timed out, cut off
            raise Unanswered(error, key) from error

    @staticmethod
    def _refusal(error: urllib.error.HTTPError, key: Optional[str]) -> CashwrapError:
        """A proxy's error page is no answer of the server."""
        if error.headers.get_content_type() != "application/problem+json":
            return Unanswered(f"{error.code} {error.reason}", key)
        retry_after = error.headers.get("Retry-After", "0")
        return Refused(json.load(error), float(retry_after) if retry_after.isdigit() else 0)


def shop(cashwrap: Cashwrap) -> None:
    user = cashwrap.sign_in("cashier", "cashwrap-demo")
    print(f"Signed in as {user['name']}.")

    store = next(store for store in cashwrap.every("/stores") if store["timeZone"] == "Europe/Dublin")
    till = next(cashwrap.every("/registers", storeId=store["id"], kind="till"))
    coffee = next(cashwrap.every("/products", search="flat white", limit=1))
    products = sum(1 for _ in cashwrap.every("/products", limit=50))
    print(f"{products} products, read in pages of 50.")

    cart = {"storeId": store["id"], "lines": [{"productId": coffee["id"], "quantity": 2}]}
    quote = cashwrap.post("/sales/quote", cart)
    checkout = {
        **cart,
        "registerId": till["id"],
        "payments": [{"method": "cash", "tendered": 1000}],
        "expected": {"total": quote["total"]},
    }
    key = str(uuid.uuid4())
    sale = cashwrap.post("/sales", checkout, key)
    again = cashwrap.post("/sales", checkout, key)
    print(f"Sale {sale['number']}, {sale['change'] / 100:.2f} change; sent twice, made once: {again['id'] == sale['id']}.")

    try:
        cashwrap.post("/sales", {**checkout, "payments": [{"method": "cash", "tendered": 1}]})
    except Refused as refused:
        print(f"Refused: {refused.code}, {refused.details['difference'] / 100:.2f} is missing.")

    recent = cashwrap.every("/sales", storeId=store["id"], sort="-completedAt", limit=2)
    numbers = [next(recent)["number"] for _ in range(5)]
    print(f"The last five sales: {len(numbers)}, this one first: {numbers[0] == sale['number']}.")


def main() -> int:
    base_url = os.environ.get("CASHWRAP_URL", "http://localhost:8000")
    try:
        shop(Cashwrap(base_url))
    except Unanswered as error:
        print(f"No Cashwrap server answers at {base_url}: start one with npm start. ({error})", file=sys.stderr)
        return 1
    except Refused as refused:
        print(f"{refused} (request {refused.request_id})", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
