import type { CashwrapContract, Entry } from '@cashwrap/contract';

/** What the SDK must know of an operation at run time; the rest is types. */
export interface OperationInfo {
  readonly kind: 'query' | 'mutation' | 'subscription';
  /** Anyone may call it: it is sent without a token. */
  readonly public?: true;
  /** It takes an Idempotency-Key, so that repeating it is safe. */
  readonly keyed?: true;
  /** It answers one page of a list. */
  readonly paged?: true;
  /** It answers a pair of tokens: it begins or renews a session. */
  readonly tokens?: true;
  /** It is done at a register, which may prove itself by its token. */
  readonly atRegister?: true;
  /** A query that may be too long for a URL: sent by POST. */
  readonly post?: true;
}

type NamesOf<C> = {
  [K in keyof C & string]: C[K] extends Entry ? K : `${K}.${NamesOf<C[K]>}`;
}[keyof C & string];

/** The dotted name of an operation, such as `products.list`. */
export type OperationName = NamesOf<CashwrapContract>;

/** What is known of each operation, in the groups of the contract. */
export type InfoTree<C = CashwrapContract> = {
  readonly [K in keyof C]: C[K] extends Entry ? OperationInfo : InfoTree<C[K]>;
};

/** The same by name. The groups write each name once, which is a third of the size. */
export function byName(tree: InfoTree): Readonly<Record<OperationName, OperationInfo>> {
  // A test compares it with the contract.
  return Object.fromEntries(namedIn(tree, '')) as Record<OperationName, OperationInfo>;
}

interface AnyTree {
  readonly [name: string]: OperationInfo | AnyTree;
}

function namedIn(tree: AnyTree, prefix: string): [string, OperationInfo][] {
  return Object.entries(tree).flatMap(([key, node]) =>
    isInfo(node) ? [[prefix + key, node]] : namedIn(node, `${prefix}${key}.`),
  );
}

function isInfo(node: OperationInfo | AnyTree): node is OperationInfo {
  return typeof node.kind === 'string';
}
