import type { z } from 'zod';
import type { ErrorCode } from './errors.ts';
import type { Permission } from './permissions.ts';

/** The documents an operation can be about; the server knows how to find the store each belongs to. */
export type DocumentNoun =
  | 'store'
  | 'register'
  | 'tax_rate'
  | 'stock_adjustment'
  | 'purchase_order'
  | 'goods_receipt'
  | 'supplier_return'
  | 'transfer'
  | 'stocktake'
  | 'shift'
  | 'cash_movement'
  | 'sale'
  | 'sale_flag'
  | 'return'
  | 'exchange'
  | 'payment'
  | 'transaction'
  | 'employee'
  | 'timecard';

/**
 * Where a permission must be held for one call.
 *
 * - `merchant`: the whole business. A query needs the permission in any store; a mutation needs it for all.
 * - `anywhere`: the whole business too, but for what every store works with, such as customers: the permission in
 *   any store will do.
 * - `store`: the store that the named input field gives; where a list leaves it out, or has no such field,
 *   all stores in which the permission is held.
 * - `document`: the store of the document whose id is `input.id`. A document in a store that the caller
 *   cannot read answers exactly like a missing one.
 */
export type Scope =
  | { readonly kind: 'merchant' }
  | { readonly kind: 'anywhere' }
  | { readonly kind: 'store'; readonly field: string }
  | { readonly kind: 'document'; readonly noun: DocumentNoun };

/** See {@link Scope}. */
export const merchant: Scope = { kind: 'merchant' };

/** What every store works with. See {@link Scope}. */
export const anywhere: Scope = { kind: 'anywhere' };

/** The store named by an input field. See {@link Scope}. */
export function inStore(field = 'storeId'): Scope {
  return { kind: 'store', field };
}

/** The store of the document whose id is `input.id`. See {@link Scope}. */
export function document(noun: DocumentNoun): Scope {
  return { kind: 'document', noun };
}

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** The REST face of an operation, below `/v1`. */
export interface RestRoute {
  readonly method: HttpMethod;
  /** For example `/sales/{id}/complete`. A name in braces is an input field; the rest is query text or body. */
  readonly path: `/${string}`;
  /** The path of what a successful call made: answers 201 with `Location`; `{id}` is taken from the output. */
  readonly creates?: `/${string}`;
  /** Media types beside JSON: an output with `mediaType` and `content` is answered as that content. */
  readonly media?: readonly string[];
  /** One field of the input may be sent as the whole body instead; the others are query text then. */
  readonly upload?: Upload;
  /** The answer is a file: written as it is made over REST, whole as JSON over tRPC. */
  readonly download?: Download;
  /** A GET of what tills keep: its answer has an `ETag`, and who sends that as `If-None-Match` is told 304 while it is the same. */
  readonly conditional?: true;
}

/** See {@link RestRoute}. */
export interface Upload {
  readonly field: string;
  /** A type of text. */
  readonly mediaType: string;
  /** How long the body may be, as JSON too. */
  readonly maxBytes: number;
}

/** See {@link RestRoute}. */
export interface Download {
  readonly mediaType: string;
  /** How many characters JSON may hold of it. */
  readonly maxLength: number;
  /** It is answered as a file only where the input asks for that, and as JSON otherwise. */
  readonly beside?: {
    /** What the field `format` of the input says for the file; over tRPC the file itself says so, too. */
    readonly format: string;
    /** What is answered otherwise. */
    readonly json: z.ZodType;
  };
}

/** Who may call: everyone, whoever is signed in, or whoever holds a permission where the scope says. */
type Access =
  | { readonly permission: 'public' | 'signed_in'; readonly scope?: never }
  | { readonly permission: Permission; readonly scope: Scope };

interface EntryDefinition {
  /** One line for people: the REST summary, the SDK's documentation. */
  readonly summary: string;
  readonly description?: string;
  /** A strict object: unknown fields are refused. */
  readonly input: z.ZodObject;
  readonly output: z.ZodType;
  /** The errors that are particular to this operation, beyond those that any operation may answer. */
  readonly errors?: readonly ErrorCode[];
}

interface Definition extends EntryDefinition {
  readonly rest: RestRoute;
}

export type QueryDefinition = Definition & Access;

export type MutationDefinition = Definition &
  Access & {
    /**
     * `required` where money or stock moves. `none` for answers that hold credentials, which are never stored.
     * Default: `optional`.
     */
    readonly idempotency?: 'required' | 'optional' | 'none';
    /** `one` (default): the handler runs inside one database transaction. `steps`: it opens its own. */
    readonly tx?: 'one' | 'steps';
    /**
     * What in this call a second person may approve where the caller lacks the permission: the call takes the
     * header `Approval`. Also put `approvalErrors` into `errors`.
     */
    readonly approvals?: readonly Permission[];
  };

/** `output` is one of its messages. Only for those whom a scope lets in: it is looked at again while it goes on. */
export type SubscriptionDefinition = EntryDefinition & Extract<Access, { readonly scope: Scope }>;

export type Query = QueryDefinition & { readonly kind: 'query' };
export type Mutation = MutationDefinition & { readonly kind: 'mutation' };
/** What is called and answers, over REST and over tRPC. */
export type Operation = Query | Mutation;
/** What goes on telling, over tRPC alone. */
export type Subscription = SubscriptionDefinition & { readonly kind: 'subscription' };
/** Whatever has a name in a contract. */
export type Entry = Operation | Subscription;

/** Entries by name, in groups that may nest: `{ auth: { login }, products: { list, get } }`. */
export interface Contract {
  readonly [name: string]: Entry | Contract;
}

/** An operation that only reads. */
export function query<const D extends QueryDefinition>(definition: D): D & { readonly kind: 'query' } {
  return { ...definition, kind: 'query' };
}

/** An operation that changes something. */
export function mutation<const D extends MutationDefinition>(
  definition: D,
): D & { readonly kind: 'mutation' } {
  return { ...definition, kind: 'mutation' };
}

/** Something that goes on telling until the caller has enough. */
export function subscription<const D extends SubscriptionDefinition>(
  definition: D,
): D & { readonly kind: 'subscription' } {
  return { ...definition, kind: 'subscription' };
}

export function isEntry(node: Entry | Contract): node is Entry {
  return typeof node.kind === 'string';
}

/** One operation with its dotted name, such as `products.byBarcode`. */
export interface NamedOperation {
  readonly name: string;
  readonly operation: Operation;
}

/** One entry with its dotted name. */
export interface NamedEntry {
  readonly name: string;
  readonly entry: Entry;
}

/** Every entry of a contract, in the order in which it is written. */
export function entriesOf(contract: Contract, prefix = ''): NamedEntry[] {
  return Object.entries(contract).flatMap(([key, node]) =>
    isEntry(node) ? [{ name: prefix + key, entry: node }] : entriesOf(node, `${prefix}${key}.`),
  );
}

/** Every operation of a contract: its entries without the subscriptions. */
export function operationsOf(contract: Contract): NamedOperation[] {
  return entriesOf(contract).flatMap(({ name, entry }) =>
    entry.kind === 'subscription' ? [] : [{ name, operation: entry }],
  );
}
