import { type ErrorCode, type ErrorDetails, type FieldError, SaleQuote } from '@cashwrap/contract';
import examples from '@cashwrap/contract/examples' with { type: 'json' };

/** What is particular to one occurrence of an error. */
export interface ErrorExample<C extends ErrorCode = ErrorCode> {
  readonly detail: string;
  readonly details?: ErrorDetails<C>;
  readonly errors?: readonly FieldError[];
}

// The ids are those of the recorded examples: one shop in all of them.
const PRODUCT = '019cadc6-9a80-75c6-8ba2-1724c45af4ee';
const STORE = '019cadc6-9a80-7031-8bb3-d19463a961b4';
const REGISTER = '019cadc6-9a80-7b06-8146-f497e8ba6eb7';
const SALE = '019cadc6-9a80-72b6-8fcd-3f25ac9437a0';
const SHIFT = '019cadc6-9a80-78d5-8ed1-7373c5a0eadd';
const USER = '019cadc6-9a80-7526-8ca7-9840be57eca9';
const PAYMENT = '019cadc6-9a80-7630-89b6-a4c10e9d2e78';
const DISCOUNT = '019cadc6-9a80-7c77-86ed-5e7d683a4791';
const PROGRAM = '019cadc6-9a80-7709-8bb7-f00179bc83e7';
const COFFEE_LINE = { position: 0, productId: PRODUCT };
const COFFEE = { ...COFFEE_LINE, name: 'Coffee beans 250 g' };
const DECLINED = { code: 'declined', message: 'The card was declined.' };
const QUOTE = SaleQuote.parse(examples['sales.quote']?.output);

function wrongField(message: string, ...path: FieldError['path']) {
  return [{ path, message }];
}

/** How each error reads: one occurrence of it, in the words of the server. */
export const errorExamples: { readonly [C in ErrorCode]: ErrorExample<C> } = {
  INVALID_INPUT: {
    detail: 'lines[0].quantity must have at most 3 decimal places.',
    errors: wrongField('must have at most 3 decimal places', 'lines', 0, 'quantity'),
  },
  INVALID_REFERENCE: {
    detail: 'There is no such tax category.',
    errors: wrongField('There is no such tax category.', 'taxCategoryId'),
  },
  INVALID_CURSOR: {
    detail:
      'The cursor is not a cursor of this list with this sort and these filters. Start again without a cursor.',
    errors: wrongField('is not a cursor of this list with this sort and these filters', 'cursor'),
  },
  MALFORMED_JSON: { detail: 'The body is not valid JSON.' },
  MALFORMED_REQUEST: { detail: 'What was sent is not a request of HTTP/1.1.' },
  BATCH_REFUSED: { detail: 'A batch may hold at most 20 calls; send several.' },
  ROUTE_NOT_FOUND: { detail: 'There is nothing at GET /v1/product. See /docs for what there is.' },
  METHOD_NOT_ALLOWED: { detail: 'PUT does not work here; GET, POST, HEAD would.' },
  REQUEST_TIMEOUT: { detail: 'The request did not arrive whole in time.' },
  PAYLOAD_TOO_LARGE: { detail: 'The body is larger than 1 MiB.' },
  UNSUPPORTED_MEDIA_TYPE: { detail: 'Send the body as JSON, with Content-Type: application/json.' },
  HEADERS_TOO_LARGE: {
    detail: 'The path with its query and the headers are together longer than 16 KiB.',
  },

  UNAUTHENTICATED: {
    detail: 'Send a valid access token as "Authorization: Bearer …"; auth.login gives one.',
  },
  TOKEN_EXPIRED: { detail: 'The access token has expired. Exchange the refresh token for a new pair.' },
  INVALID_CREDENTIALS: { detail: 'The user name or what proves it is wrong.' },
  INVALID_REFRESH_TOKEN: {
    detail: 'This refresh token is unknown, used, expired or revoked. Sign in again.',
  },
  FORBIDDEN: { detail: 'This takes the permission "products.create", which you do not hold here.' },
  INVALID_SETUP_TOKEN: {
    detail: 'The setup token is not the SETUP_TOKEN that the server was started with.',
  },
  INVALID_REGISTER_TOKEN: {
    detail: 'Send the token of a paired register as "Register-Token"; registers.pair gives one.',
  },
  PASSWORD_CHANGE_REQUIRED: {
    detail: 'Somebody else chose your password. Choose one of your own with auth.changePassword first.',
  },
  LOCKED_OUT: {
    detail: 'There were too many attempts. Try again in 30 seconds.',
    details: { retryAfterSeconds: 30 },
  },
  REGISTRATION_DISABLED: {
    detail: 'People cannot sign up by themselves here. Ask somebody who manages users for an account.',
  },
  PERMISSION_NOT_HELD: {
    detail: 'The role takes permissions that you do not hold there: users.manage.',
    details: { permissions: ['users.manage'] },
  },
  APPROVAL_REQUIRED: {
    detail:
      'A second person must approve this: Price of "Coffee beans 250 g": 4.99 instead of 6.99; sale total: 4.99 ' +
      "EUR. Send the approval's id in the Approval header.",
    details: {
      id: '019cadc6-9a80-73a6-8be0-b6176b184727',
      storeId: STORE,
      registerId: REGISTER,
      operation: 'sales.create',
      fingerprint: '01a207dcf7d7779790dfcc1501ecb46d01a207dcf7d7779790dfcc1501ecb46d',
      actions: [
        {
          permission: 'sales.override_price',
          description: 'Price of "Coffee beans 250 g": 4.99 instead of 6.99; sale total: 4.99 EUR',
          amounts: {
            ...{ currency: 'EUR', currencyDigits: 2, quantity: 1 },
            ...{ before: 699, after: 499, documentTotal: 499 },
          },
        },
      ],
      requesterId: USER,
      askedAt: '2026-03-02T09:00:01.000Z',
      expiresAt: '2026-03-02T09:05:01.000Z',
      approvalId: null,
    },
  },
  INVALID_APPROVAL: {
    detail:
      'The approval is unknown, used, expired, or for another call. Repeat the call without it to see what must be ' +
      'approved.',
  },
  SELF_APPROVAL: { detail: 'Nobody approves their own call: ask a second person.' },

  LAST_OWNER: { detail: 'This is the last active owner. Make somebody else an owner of all stores first.' },
  ROLE_IN_USE: {
    detail: '2 users hold this role. Give them another one first.',
    details: { holders: 2 },
  },
  REGISTER_RETIRED: { detail: 'This register is retired: it sells no more. Use another.' },
  NO_EMPLOYEE: { detail: 'No staff record is linked to your user. Ask a manager to correct it.' },
  NOT_EMPLOYED: {
    detail:
      'By the staff record the employment began on 2026-03-01, and this is 2026-02-28. A manager can correct the record.',
    details: { hiredOn: '2026-03-01', terminatedOn: null },
  },
  ALREADY_CLOCKED_IN: { detail: 'You have been clocked in since 2026-03-02T09:00:01.000Z.' },
  NOT_CLOCKED_IN: { detail: 'You have no open timecard. Clock in first.' },
  ON_BREAK: { detail: 'You are on a break. End it before you begin another.' },
  NOT_ON_BREAK: { detail: 'You are not on a break.' },
  INVALID_TIMECARD: { detail: 'A timecard holds 50 breaks at the most.' },
  NOT_FOUND: { detail: 'There is no such product.' },
  CONFLICT: {
    detail: 'The product is at version 3 now. Read it again and repeat the change.',
    details: { currentVersion: 3 },
  },
  ALREADY_EXISTS: {
    detail: 'Another product already has the sku "COF-250".',
    details: { field: 'sku', value: 'COF-250', holderId: PRODUCT },
  },
  ALREADY_SET_UP: { detail: 'The system has an owner already: sign in instead.' },
  PRODUCT_NOT_TRACKED: {
    detail: 'The stock of "Gift wrapping" is not tracked: it can be neither moved nor counted.',
    errors: wrongField('must be tracked: the stock of "Gift wrapping" is not', 'lines', 0, 'productId'),
  },
  INSUFFICIENT_STOCK: {
    detail: 'There is not enough stock. Coffee beans 250 g: 3 asked, 2 on hand. Nothing was changed.',
    details: { lines: [{ ...COFFEE, requested: 3, onHand: 2 }] },
  },
  WRONG_STATUS: {
    detail: 'Counting takes a stocktake in status counting. This one was applied already.',
    details: { status: 'applied', allowed: ['counting'] },
  },
  QUANTITY_EXCEEDED: {
    detail:
      'More comes back than is left of what was sold. Coffee beans 250 g: 2 asked, 1 left. Nothing was taken back.',
    details: { lines: [{ ...COFFEE, requested: 2, available: 1 }] },
  },
  SUPPLIER_ARCHIVED: {
    detail:
      '"North Sea Tea" is archived. Order from another supplier, or take this one up again with ' +
      'inventory.suppliers.unarchive.',
  },
  CURRENCY_MISMATCH: {
    detail: 'The gift card …7K2M is in USD, and the store sells in EUR.',
    details: { currencies: ['USD', 'EUR'] },
  },
  NO_LINES: { detail: 'Nothing is in the sale: add lines, or cancel it.' },
  COUNTED_ALREADY: {
    detail:
      'Somebody else has counted "Coffee beans 250 g" in the area "shelf". Name the area where you count, so that both ' +
      'add up; or send `replace: true` where yours is a recount of the same goods. Nothing was changed.',
    details: {
      lines: [{ ...COFFEE, area: 'shelf', countedBy: USER, countedAt: '2026-03-02T09:00:01.000Z' }],
    },
  },
  NOTHING_COUNTED: {
    detail:
      'Nothing was counted, so there is nothing to apply. Start the stocktake again and count, or cancel it.',
  },
  AMOUNT_OUT_OF_RANGE: {
    detail:
      'A quantity or its value would become larger than can be kept (10^12 minor units, or a quantity of ' +
      '99,999,999,999.999). Nothing was changed.',
  },

  CSV_MALFORMED: {
    detail: 'Row 3 has 5 cells, and the header has 4. Nothing was imported.',
    details: { row: 3, column: null },
  },
  IMPORT_REFUSED: {
    detail: 'row 2, price: must be an amount such as 12.99. Nothing was imported.',
    details: {
      errorCount: 1,
      errors: [{ row: 2, column: 'price', value: '1,2,3', message: 'must be an amount such as 12.99' }],
    },
  },
  IMPORT_IN_PROGRESS: {
    detail: 'Another import is running. Try again in 5 seconds.',
    details: { retryAfterSeconds: 5 },
  },
  EXPORT_TOO_LARGE: {
    detail: 'The file has more than 8388608 characters. Read it over REST, which answers the file itself.',
  },

  INVALID_BARCODE: {
    detail:
      'The barcode 4006381333932 cannot be right: its check digit does not fit. Scan it again, or type in the article by hand.',
  },
  NO_BARCODE: { detail: '"Coffee beans 250 g" has no barcode. Give it one first.' },
  PRODUCT_IN_USE: {
    detail: 'Bundles on sale hold this product: "Breakfast". Archive them first.',
    details: { productIds: ['019cadc6-9a80-7344-8d31-86976ce70d1d'] },
  },
  CATEGORY_CYCLE: { detail: '"Drinks" cannot be moved into itself or into a category below it.' },
  CATEGORY_TOO_DEEP: { detail: 'The tree of categories would be more than 10 levels deep.' },
  CATEGORY_IN_USE: {
    detail: 'There are 12 products and 2 categories in "Drinks". Move them first.',
    details: { products: 12, categories: 2 },
  },
  DISCOUNTS_FULL: { detail: 'There are 200 active discounts, and no more can be. Archive one first.' },
  DISCOUNT_CODE_INVALID: {
    detail: 'There is no active discount with the code "SUMMER".',
    details: { codes: ['SUMMER'] },
  },
  DISCOUNT_NOT_APPLICABLE: {
    detail:
      '"WELCOME" takes nothing off: Another 8.00 of the products it is for are needed. Leave it out, or send what the ' +
      'till has shown as expected. Nothing was sold.',
    details: {
      discounts: [
        {
          discountId: DISCOUNT,
          code: 'WELCOME',
          reason: 'MINIMUM_AMOUNT',
          detail: 'Another 8.00 of the products it is for are needed.',
        },
      ],
    },
  },
  DISCOUNT_USED_UP: {
    detail: 'Other sales have had the last use of a discount. Price the cart again. Nothing was sold.',
    details: { discountIds: [DISCOUNT] },
  },
  PRODUCT_NOT_FOR_SALE: {
    detail: 'Line 0, "Coffee beans 250 g", is archived.',
    details: { lines: [COFFEE_LINE] },
  },
  PRICE_MISSING: {
    detail: 'Line 0, "Coffee beans 250 g", has no price in EUR.',
    details: { lines: [COFFEE_LINE] },
  },
  TAX_RATE_MISSING: {
    detail: 'Line 0, "Coffee beans 250 g", has no tax rate here on 2026-03-02.',
    details: { lines: [COFFEE_LINE] },
  },
  PRICE_MISMATCH: {
    detail: 'The total is 474, and 499 was expected (minor units). Nothing was sold.',
    details: { expected: { total: 499 }, quote: QUOTE },
  },
  PAYMENT_MISMATCH: {
    detail: 'The payments are 109 short of the total of 509 (minor units).',
    details: { reason: 'short', total: 509, difference: 109 },
  },
  PAYMENT_UNDECIDED: {
    detail:
      'A payment of the sale is still being asked for, or only authorized. Read the sale again in a moment, capture the ' +
      'payment, or remove it.',
    details: { payments: [{ id: PAYMENT, status: 'authorized' }] },
  },
  PAYMENT_NOT_CAPTURED: {
    detail: 'The provider "simulator" has not taken the payment: The card was declined.',
    details: { failure: DECLINED },
  },
  PAYMENT_NOT_VOIDED: {
    detail: 'The provider "simulator" has not given the payment back: The card was declined.',
    details: { paymentId: PAYMENT, failure: DECLINED },
  },
  PAYMENTS_PRESENT: {
    detail: 'The sale has payments, and is not parked with them: complete it, or remove them first.',
    details: { paymentIds: [PAYMENT] },
  },
  TOO_MANY_LINES: {
    detail: 'The sale has 1000 lines, and none has more. Complete it and open another one.',
  },
  TOO_MANY_PAYMENTS: {
    detail: 'The sale has 50 payments, with those that failed or were voided, and none has more.',
  },
  VOID_NOT_POSSIBLE: {
    detail: 'The shift or the business day of this sale is over. Take it back as an ordinary return.',
    details: { reason: 'shift_closed' },
  },
  REFUND_MISMATCH: {
    detail:
      'The refunds come to 400; 509 is to be given back, before cash rounding (minor units). Nothing was taken back.',
    details: { refundTotal: 509, given: 400 },
  },
  INSUFFICIENT_BALANCE: {
    detail: 'There are 120 points, and 500 were asked for.',
    details: { kind: 'loyalty', requested: 500, available: 120 },
  },
  GIFT_CARD_NOT_TAKEN: {
    detail: 'There is no such gift card.',
    details: { reason: 'unknown', position: 0 },
  },
  GIFT_CARD_FOR_GIFT_CARD: {
    detail:
      'Gift cards and points may pay 509 of this sale (minor units), and not what is put on gift cards.',
    details: { maximum: 509 },
  },
  CUSTOMER_REQUIRED: {
    detail: 'Points and rewards are those of a customer: say who buys. Nothing was sold.',
  },
  LOYALTY_NOT_AVAILABLE: {
    detail: 'No loyalty programme is active. Start one with loyaltyPrograms.activate.',
    details: { reason: 'no_program' },
  },
  LOYALTY_PROGRAM_ACTIVE: {
    detail: 'The loyalty programme "Beans" is active, and there is one at a time. End it first.',
    details: { programId: PROGRAM },
  },
  POINTS_NOT_TAKEN: {
    detail:
      '50 points pay 50 (minor units). At least 100 points are taken, what they pay must be above 0, and of this sale ' +
      'they may pay 509 at most.',
    details: { minimumPoints: 100, maximumAmount: 509 },
  },
  REWARD_NOT_APPLICABLE: {
    detail: 'Nothing is taken off this cart by "Free coffee". Leave it out.',
    details: { rewardIds: ['019cadc6-9a80-7f20-8bcb-d31bfc0757ba'] },
  },
  SAME_CUSTOMER: {
    detail: 'Both ids are those of the same customer. Name who stays and who is merged into them.',
  },
  CUSTOMER_CHANGED: {
    detail: 'The customer has just been merged, erased or put away. Send it again. Nothing was changed.',
  },
  CUSTOMER_HAS_OPEN_SALES: {
    detail:
      'The customer has 1 open or parked sales. Complete or cancel them, or take the customer off them.',
    details: { saleIds: [SALE] },
  },
  CUSTOMER_HAS_BALANCE: {
    detail: 'The customer has 120 points, 5.00 EUR on account. Send forfeitBalances to let them go.',
    details: { points: 120, storeCredit: [{ currency: 'EUR', balance: 500 }] },
  },
  SHIFT_ALREADY_OPEN: {
    detail: 'This register has an open shift. Sell in it, or close it first.',
    details: { shiftId: SHIFT },
  },
  SHIFT_REQUIRED: {
    detail: 'This register has no open shift, so it takes no cash. Open one with shifts.open.',
  },
  SHIFT_CLOSED: {
    detail: 'This shift is closed: what it has come to is in its Z report. Open a new one.',
  },
  SHIFT_CHANGED: {
    detail:
      'The shift of this register was opened or closed just now. Nothing was sold: send the sale again.',
  },
  SHIFT_OPEN: {
    detail: 'The shift of this register is still open. Close it first, so that its cash is counted.',
  },
  VARIANCE_REASON_REQUIRED: {
    detail:
      'The cash that was counted differs from what is expected by more than the tolerance of the store. Count it ' +
      'again, or send varianceReason.',
  },
  CASH_NOT_ACCEPTED: { detail: 'The virtual register has no cash drawer: take cash at a till.' },

  IDEMPOTENCY_KEY_REQUIRED: {
    detail: 'Send an Idempotency-Key header: any unique text, the same one when you retry this call.',
  },
  IDEMPOTENCY_IN_PROGRESS: {
    detail: 'A call with this Idempotency-Key is still running. Try again in a moment for its answer.',
  },
  IDEMPOTENCY_MISMATCH: {
    detail: 'This Idempotency-Key was used with another input. Use a new key for a new call.',
  },

  RATE_LIMITED: {
    detail: 'There were too many calls. Try again in 12 seconds.',
    details: { retryAfterSeconds: 12 },
  },
  INTERNAL: { detail: 'Something went wrong on our side. Quote the request id when you report it.' },
  UNAVAILABLE: {
    detail: 'The database cannot answer right now. Nothing was changed; try again in a moment.',
  },
};
