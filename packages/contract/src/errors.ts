import { z } from 'zod';
import { AccountKind } from './accounts/schemas.ts';
import { ApprovalRequest } from './approvals/schemas.ts';
import { SaleQuote } from './sales/cart.ts';
import { PaymentFailure } from './sales/payments.ts';
import { importErrors } from './shared/csv.ts';
import { Id } from './shared/ids.ts';
import { Money, QuantityOrZero, SignedQuantity } from './shared/numbers.ts';
import { CalendarDate, Timestamp } from './shared/time.ts';

/** The lines of the input that an error is about. */
const productLines = z.object({
  lines: z.array(z.object({ position: z.int(), productId: Id })),
});

interface ErrorEntry {
  /** The HTTP status of the answer. */
  readonly status: number;
  /** The same for every occurrence; what is particular is in `detail`. */
  readonly title: string;
  /** Whether the same call may succeed later without a change. */
  readonly retryable: boolean;
  /** What else a program can rely on. */
  readonly details?: z.ZodType;
}

/** Every error that any operation may answer, by code. */
export const errors = {
  // The request itself
  INVALID_INPUT: { status: 400, title: 'The input is not valid', retryable: false },
  INVALID_REFERENCE: {
    status: 400,
    title: 'The input names something that does not exist',
    retryable: false,
  },
  INVALID_CURSOR: { status: 400, title: 'The cursor does not belong to this list', retryable: false },
  MALFORMED_JSON: { status: 400, title: 'The body is not JSON', retryable: false },
  MALFORMED_REQUEST: { status: 400, title: 'What was sent is not a request of HTTP', retryable: false },
  BATCH_REFUSED: { status: 400, title: 'These calls cannot be batched', retryable: false },
  ROUTE_NOT_FOUND: { status: 404, title: 'There is nothing at this path', retryable: false },
  METHOD_NOT_ALLOWED: { status: 405, title: 'This path does not take this method', retryable: false },
  REQUEST_TIMEOUT: { status: 408, title: 'The request did not arrive in time', retryable: true },
  PAYLOAD_TOO_LARGE: { status: 413, title: 'The body is too large', retryable: false },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'The body must be JSON', retryable: false },
  HEADERS_TOO_LARGE: { status: 431, title: 'The path and the headers are too long', retryable: false },

  // Who is calling
  UNAUTHENTICATED: { status: 401, title: 'Sign in first', retryable: false },
  TOKEN_EXPIRED: { status: 401, title: 'The access token has expired', retryable: false },
  INVALID_CREDENTIALS: { status: 401, title: 'The user name or password is wrong', retryable: false },
  INVALID_REFRESH_TOKEN: { status: 401, title: 'The refresh token is not valid', retryable: false },
  FORBIDDEN: { status: 403, title: 'You may not do this', retryable: false },
  INVALID_SETUP_TOKEN: { status: 403, title: 'The setup token is wrong', retryable: false },

  INVALID_REGISTER_TOKEN: { status: 401, title: 'The register token is not valid', retryable: false },
  PASSWORD_CHANGE_REQUIRED: { status: 403, title: 'Choose a password of your own first', retryable: false },
  LOCKED_OUT: {
    status: 429,
    title: 'Too many wrong attempts',
    retryable: true,
    details: z.object({ retryAfterSeconds: z.int() }),
  },
  REGISTRATION_DISABLED: { status: 403, title: 'People cannot sign up by themselves here', retryable: false },
  PERMISSION_NOT_HELD: {
    status: 403,
    title: 'Nobody can give what they do not hold',
    retryable: false,
    details: z.object({ permissions: z.array(z.string()) }),
  },
  APPROVAL_REQUIRED: {
    status: 403,
    title: 'A second person must approve this',
    retryable: false,
    details: ApprovalRequest,
  },
  INVALID_APPROVAL: { status: 403, title: 'The approval does not fit this call', retryable: false },
  SELF_APPROVAL: { status: 403, title: 'Another person must approve it', retryable: false },

  // The state of things
  LAST_OWNER: { status: 409, title: 'The last active owner must stay', retryable: false },
  ROLE_IN_USE: {
    status: 409,
    title: 'Somebody holds this role',
    retryable: false,
    details: z.object({ holders: z.int() }),
  },
  REGISTER_RETIRED: { status: 409, title: 'This register is retired', retryable: false },
  NO_EMPLOYEE: { status: 409, title: 'Your user has no staff record', retryable: false },
  NOT_EMPLOYED: {
    status: 409,
    title: 'The person is not employed on that day',
    retryable: false,
    details: z.object({ hiredOn: CalendarDate, terminatedOn: CalendarDate.nullable() }),
  },
  ALREADY_CLOCKED_IN: { status: 409, title: 'There is an open timecard', retryable: false },
  NOT_CLOCKED_IN: { status: 409, title: 'There is no open timecard', retryable: false },
  ON_BREAK: { status: 409, title: 'The break has begun already', retryable: false },
  NOT_ON_BREAK: { status: 409, title: 'There is no open break', retryable: false },
  INVALID_TIMECARD: { status: 409, title: 'The times of the timecard do not fit', retryable: false },
  NOT_FOUND: { status: 404, title: 'There is no such document', retryable: false },
  CONFLICT: {
    status: 409,
    title: 'The document has changed since it was read',
    retryable: false,
    details: z.object({ currentVersion: z.int() }),
  },
  ALREADY_EXISTS: {
    status: 409,
    title: 'Something else already has this value',
    retryable: false,
    details: z.object({
      field: z.string(),
      value: z.string(),
      /** The document that has it; null: one that you cannot see. */
      holderId: Id.nullable(),
    }),
  },
  ALREADY_SET_UP: { status: 409, title: 'The system has an owner already', retryable: false },
  PRODUCT_NOT_TRACKED: { status: 409, title: 'The stock of this product is not tracked', retryable: false },
  INSUFFICIENT_STOCK: {
    status: 409,
    title: 'There is not enough stock',
    retryable: false,
    details: z.object({
      lines: z.array(
        z.object({
          productId: Id,
          /** What the product is called. */
          name: z.string(),
          /** The first line of the input that it is on. */
          position: z.int(),
          requested: SignedQuantity,
          /** What is on hand of it, without what other lines take. */
          onHand: SignedQuantity,
          /** What is there damaged, where damaged goods were asked for. */
          damaged: QuantityOrZero.optional(),
        }),
      ),
    }),
  },
  WRONG_STATUS: {
    status: 409,
    title: 'The status of the document does not allow this',
    retryable: false,
    details: z.object({ status: z.string(), allowed: z.array(z.string()) }),
  },
  QUANTITY_EXCEEDED: {
    status: 409,
    title: 'That is more than there is of it in the document',
    retryable: false,
    details: z.object({
      lines: z.array(
        z.object({
          /** Null for what is no product, such as a service charge. */
          productId: Id.nullable(),
          name: z.string(),
          /** The line of the input that asks for it. */
          position: z.int(),
          requested: SignedQuantity,
          /** How much of it may be asked for. */
          available: SignedQuantity,
        }),
      ),
    }),
  },
  SUPPLIER_ARCHIVED: {
    status: 409,
    title: 'Nothing is ordered from this supplier any more',
    retryable: false,
  },
  CURRENCY_MISMATCH: {
    status: 409,
    title: 'The currencies are not the same',
    retryable: false,
    details: z.object({ currencies: z.array(z.string()) }),
  },
  NO_LINES: { status: 409, title: 'The document has no lines', retryable: false },
  COUNTED_ALREADY: {
    status: 409,
    title: 'Somebody else has counted this in the same area',
    retryable: false,
    details: z.object({
      lines: z.array(
        z.object({
          productId: Id,
          name: z.string(),
          /** The line of the input that counts it again. */
          position: z.int(),
          area: z.string(),
          countedBy: Id,
          countedAt: Timestamp,
        }),
      ),
    }),
  },
  NOTHING_COUNTED: { status: 409, title: 'Nothing was counted', retryable: false },
  AMOUNT_OUT_OF_RANGE: {
    status: 409,
    title: 'An amount or quantity would become too large to be kept',
    retryable: false,
  },

  CSV_MALFORMED: {
    status: 400,
    title: 'The file is not the CSV that is asked for',
    retryable: false,
    details: z.object({
      /** As a spreadsheet numbers it; null: the file as a whole. */
      row: z.int().nullable(),
      column: z.string().nullable(),
    }),
  },
  IMPORT_REFUSED: {
    status: 400,
    title: 'Rows of the file are wrong, so none was imported',
    retryable: false,
    details: z.object(importErrors),
  },
  IMPORT_IN_PROGRESS: {
    status: 503,
    title: 'Another import is running',
    retryable: true,
    details: z.object({ retryAfterSeconds: z.int() }),
  },
  EXPORT_TOO_LARGE: { status: 400, title: 'The file is too large for JSON', retryable: false },

  INVALID_BARCODE: { status: 400, title: 'The barcode cannot be read', retryable: false },
  NO_BARCODE: { status: 409, title: 'The product has no barcode', retryable: false },
  PRODUCT_IN_USE: {
    status: 409,
    title: 'Other products stand in the way',
    retryable: false,
    details: z.object({
      /** The variants or bundles that need it; of one that is put on sale again, those that it needs. */
      productIds: z.array(Id),
    }),
  },
  CATEGORY_CYCLE: { status: 409, title: 'A category cannot be below itself', retryable: false },
  CATEGORY_TOO_DEEP: { status: 409, title: 'The tree of categories would be too deep', retryable: false },
  CATEGORY_IN_USE: {
    status: 409,
    title: 'There are products or categories in this category',
    retryable: false,
    details: z.object({ products: z.int(), categories: z.int() }),
  },
  DISCOUNTS_FULL: { status: 409, title: 'There are too many active discounts', retryable: false },
  DISCOUNT_CODE_INVALID: {
    status: 409,
    title: 'A discount code is not known',
    retryable: false,
    details: z.object({ codes: z.array(z.string()) }),
  },
  DISCOUNT_NOT_APPLICABLE: {
    status: 409,
    title: 'A discount code that was given takes nothing off',
    retryable: false,
    details: z.object({
      discounts: z.array(
        z.object({
          discountId: Id,
          code: z.string().nullable(),
          /** Why, for a program; as in the outcomes of a quote. */
          reason: z.string().nullable(),
          /** Why, for the cashier. */
          detail: z.string().nullable(),
        }),
      ),
    }),
  },
  DISCOUNT_USED_UP: {
    status: 409,
    title: 'A discount has been used up',
    retryable: false,
    details: z.object({ discountIds: z.array(Id) }),
  },
  PRODUCT_NOT_FOR_SALE: {
    status: 409,
    title: 'A product is not for sale',
    retryable: false,
    details: productLines,
  },
  PRICE_MISSING: {
    status: 409,
    title: 'A product has no price to be sold at',
    retryable: false,
    details: productLines,
  },
  TAX_RATE_MISSING: {
    status: 409,
    title: 'The store has no tax rate for a product',
    retryable: false,
    details: productLines,
  },
  PRICE_MISMATCH: {
    status: 422,
    title: 'The sale does not come to what the till has shown',
    retryable: false,
    details: z.object({
      expected: z.object({ total: Money, lineTotals: z.array(Money).optional() }),
      /** What it comes to, with every figure. */
      quote: SaleQuote,
    }),
  },
  PAYMENT_MISMATCH: {
    status: 409,
    title: 'The payments do not pay the sale',
    retryable: false,
    details: z.object({
      reason: z.enum(['short', 'non_cash_over']),
      /** What is to be paid, without tips, and before cash rounding. */
      total: Money,
      /** What is missing, or too much. */
      difference: Money,
    }),
  },
  PAYMENT_UNDECIDED: {
    status: 409,
    title: 'A payment of the sale is not decided',
    retryable: false,
    details: z.object({
      payments: z.array(z.object({ id: Id, status: z.string() })),
    }),
  },
  PAYMENT_NOT_CAPTURED: {
    status: 409,
    title: 'The provider has not taken the payment',
    retryable: false,
    details: z.object({ failure: PaymentFailure.nullable() }),
  },
  PAYMENT_NOT_VOIDED: {
    status: 409,
    title: 'The provider has not given the payment back',
    retryable: false,
    details: z.object({ paymentId: Id, failure: PaymentFailure.nullable() }),
  },
  PAYMENTS_PRESENT: {
    status: 409,
    title: 'The sale has payments',
    retryable: false,
    details: z.object({ paymentIds: z.array(Id) }),
  },
  TOO_MANY_LINES: { status: 409, title: 'The sale has as many lines as it may', retryable: false },
  TOO_MANY_PAYMENTS: { status: 409, title: 'The sale has as many payments as it may', retryable: false },
  VOID_NOT_POSSIBLE: {
    status: 409,
    title: 'The sale can no longer be voided',
    retryable: false,
    details: z.object({ reason: z.enum(['shift_closed', 'returned']) }),
  },
  REFUND_MISMATCH: {
    status: 422,
    title: 'The refunds do not come to what is given back',
    retryable: false,
    details: z.object({
      /** What is to be given back: before cash rounding where refunds are chosen, all in all where one is expected. */
      refundTotal: Money,
      given: Money,
    }),
  },
  INSUFFICIENT_BALANCE: {
    status: 409,
    title: 'There is not so much on the account',
    retryable: false,
    details: z.object({
      kind: AccountKind,
      /** Minor units, or points. */
      requested: z.int(),
      available: z.int(),
    }),
  },
  GIFT_CARD_NOT_TAKEN: {
    status: 409,
    title: 'The gift card cannot be used',
    retryable: false,
    details: z.object({
      reason: z.enum(['inactive', 'blocked', 'expired', 'unknown']),
      /** The payment, or the gift card that is sold, in the input. */
      position: z.int(),
    }),
  },
  GIFT_CARD_FOR_GIFT_CARD: {
    status: 409,
    title: 'Gift cards are not bought with gift cards or points',
    retryable: false,
    details: z.object({
      /** What may be paid by gift card and points at most. */
      maximum: Money,
    }),
  },
  CUSTOMER_REQUIRED: { status: 409, title: 'The sale has no customer', retryable: false },
  LOYALTY_NOT_AVAILABLE: {
    status: 409,
    title: 'Points cannot be used here',
    retryable: false,
    details: z.object({ reason: z.enum(['no_program', 'not_a_member', 'other_currency', 'no_payment']) }),
  },
  LOYALTY_PROGRAM_ACTIVE: {
    status: 409,
    title: 'Another loyalty programme is active',
    retryable: false,
    details: z.object({ programId: Id }),
  },
  POINTS_NOT_TAKEN: {
    status: 409,
    title: 'So many points are not taken in this sale',
    retryable: false,
    details: z.object({ minimumPoints: z.int(), maximumAmount: Money }),
  },
  REWARD_NOT_APPLICABLE: {
    status: 409,
    title: 'A reward takes nothing off this cart',
    retryable: false,
    details: z.object({ rewardIds: z.array(Id) }),
  },
  SAME_CUSTOMER: { status: 409, title: 'A customer cannot be merged into itself', retryable: false },
  CUSTOMER_CHANGED: {
    status: 409,
    title: 'The customer has just been merged, erased or put away',
    retryable: true,
  },
  CUSTOMER_HAS_OPEN_SALES: {
    status: 409,
    title: 'The customer has open sales',
    retryable: false,
    details: z.object({ saleIds: z.array(Id) }),
  },
  CUSTOMER_HAS_BALANCE: {
    status: 409,
    title: 'The customer has points or store credit',
    retryable: false,
    details: z.object({
      points: z.int(),
      storeCredit: z.array(z.object({ currency: z.string(), balance: Money })),
    }),
  },
  SHIFT_ALREADY_OPEN: {
    status: 409,
    title: 'The register has an open shift',
    retryable: false,
    details: z.object({ shiftId: Id }),
  },
  SHIFT_REQUIRED: { status: 409, title: 'The register has no open shift', retryable: false },
  SHIFT_CLOSED: { status: 409, title: 'The shift is closed', retryable: false },
  SHIFT_CHANGED: { status: 409, title: 'The shift of the register has just changed', retryable: true },
  SHIFT_OPEN: { status: 409, title: 'The shift is still open', retryable: false },
  VARIANCE_REASON_REQUIRED: {
    status: 409,
    title: 'The cash differs by more than the tolerance: count again, or say why',
    retryable: false,
  },
  CASH_NOT_ACCEPTED: { status: 409, title: 'This register has no cash drawer', retryable: false },

  // Idempotency
  IDEMPOTENCY_KEY_REQUIRED: { status: 400, title: 'An Idempotency-Key header is required', retryable: false },
  IDEMPOTENCY_IN_PROGRESS: {
    status: 409,
    title: 'A call with the same Idempotency-Key is still running',
    retryable: true,
  },
  IDEMPOTENCY_MISMATCH: {
    status: 422,
    title: 'The Idempotency-Key was used for another call',
    retryable: false,
  },

  // The server
  RATE_LIMITED: {
    status: 429,
    title: 'Too many calls',
    retryable: true,
    details: z.object({ retryAfterSeconds: z.int() }),
  },
  INTERNAL: { status: 500, title: 'Something went wrong on our side', retryable: false },
  UNAVAILABLE: { status: 503, title: 'The service cannot answer right now', retryable: true },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errors;

export const errorCodes = Object.keys(errors) as ErrorCode[];

/** What the `details` of an error with this code hold; `undefined` where the code alone says it all. */
export type ErrorDetails<C extends ErrorCode> = C extends ErrorCode
  ? (typeof errors)[C] extends { details: infer D extends z.ZodType }
    ? z.output<D>
    : undefined
  : never;

/** What was wrong with one field of the input. */
export const FieldError = z.object({
  path: z
    .array(z.union([z.string(), z.int()]))
    .meta({ description: 'Where in the input, from the outside in.', example: ['lines', 0, 'quantity'] }),
  message: z.string().meta({ example: 'must have at most 3 decimal places' }),
});
export type FieldError = z.infer<typeof FieldError>;

/** The body of every error (RFC 9457), `application/problem+json`; tRPC carries the same in `error.data`. */
export const Problem = z
  .object({
    type: z.string().meta({ description: 'Names the kind of problem; the same for the same code.' }),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: 'What was wrong this time, and what to do.' }),
    code: z.enum(errorCodes as [ErrorCode, ...ErrorCode[]]),
    requestId: z.string(),
    retryable: z.boolean().meta({ description: 'Whether the same call may succeed later without a change.' }),
    errors: z.array(FieldError).optional(),
    details: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;

/** The `type` of a problem: a URN, so that it names without promising a page. */
export function problemType(code: ErrorCode): string {
  return `urn:cashwrap:error:${code.toLowerCase().replaceAll('_', '-')}`;
}

/** The errors that any operation may answer, whatever it does. */
export const commonErrors = [
  'INVALID_INPUT',
  'UNAUTHENTICATED',
  'TOKEN_EXPIRED',
  'FORBIDDEN',
  'RATE_LIMITED',
  'INTERNAL',
  'UNAVAILABLE',
] as const satisfies readonly ErrorCode[];

/** The errors of an operation that a second person may have to approve. */
export const approvalErrors = [
  'APPROVAL_REQUIRED',
  'INVALID_APPROVAL',
] as const satisfies readonly ErrorCode[];
