/** What holds for every operation. */
export const DESCRIPTION = `The backend behind tills: one contract, served as REST under \`/v1\` and as tRPC.

- **Money** is a whole number in the minor unit of its currency: \`1299\` is 12.99 USD.
- **Errors** are \`application/problem+json\` (RFC 9457); rely on \`code\`, and treat a code that you do not know as its
  status says: operations may get more of them. An answer may get more fields, too.
- **Retries**: send an \`Idempotency-Key\` with every mutation, the same one when you retry. The same key and
  body get the first answer again, with the header \`Idempotent-Replayed: true\`.
- **Synchronising**: what tills keep has an \`ETag\`; send it as \`If-None-Match\`, and \`304\` says that you have it already.
- **Compression**: what is read by GET comes as brotli or gzip where \`Accept-Encoding\` takes it.
- **Lists** answer \`items\` and \`nextCursor\`; pass that as \`cursor\` to read on.
- **Limits**: a body of 1 MiB (of a file 32 MiB), 64 levels deep; path and headers of 16 KiB. \`429\` says in \`Retry-After\` after
  how many seconds to come again; \`RateLimit\` says what is left.
- Every answer carries an \`X-Request-Id\`; quote it when you report a fault.`;

/** What each group of operations is about. */
export const TAGS: Readonly<Record<string, string>> = {
  auth: 'Signing in and out.',
  users: 'Who can sign in, and what they may do where.',
  roles: 'Sets of permissions: the built-in ones and those of the merchant.',
  permissions: 'What there is to be permitted.',
  apiKeys: 'Keys with which other systems call.',
  employees: 'The staff records, and what each of them did.',
  timecards: 'When people worked.',
  stores: 'The places that trade.',
  registers: 'The tills of a store.',
  taxCategories: 'What products that are taxed alike have in common.',
  taxRates: 'What a store charges on a tax category, and when.',
  categories: 'The tree in which products are found.',
  products: 'What is sold.',
  customerGroups: 'Customers who are treated alike, by price lists and discounts.',
  customers: 'Who buys.',
  loyaltyPrograms: 'How customers are thanked: what earns points, what points are worth, tiers and rewards.',
  loyalty: 'The points of customers.',
  giftCards: 'Cards and codes that hold money which is owed to whoever has them.',
  priceLists: 'Prices for a store, a group of customers or a time, in the place of the catalogue’s.',
  discounts: 'Rules that make sales cheaper, by themselves or with a code.',
  inventory: 'What is in stock, and why.',
  shifts: 'Cash drawers: floats, counts, X and Z reports.',
  sales: 'Pricing carts, checking out, receipts.',
  returns: 'Goods that come back, of sales and without a receipt, and what is given for them.',
  exchanges: 'Goods that come back for others that go out, with one payment either way.',
  saleFlags: 'What somebody should look at, of sales that tills have handed over without a connection.',
  payments: 'How sales were paid.',
  reports:
    'What was sold, earned, owed and is in stock: figures by day and by what they are grouped by, as JSON and as files.',
  transactions: 'The ledger of money: each movement, and what they come to.',
  settings: 'How the business and its stores are run, and what that was before.',
  notifications: 'What people of a store should know, and who of them has read it.',
  events: 'What has happened, in one order, for other systems to follow.',
  auditLog: 'Who changed what, chained by hash.',
  approvals: 'The word of a second person for what the caller may not do alone.',
};

/** The group of an operation. */
export function tagOf(operationName: string): string {
  return operationName.split('.', 1)[0] ?? operationName;
}
