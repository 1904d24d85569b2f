import { type Contract, type Entry, entriesOf, TokenPair } from '@cashwrap/contract';
import type { OperationInfo } from '../src/operation-info.ts';

/** What the SDK must know at run time of each operation of a contract, by its dotted name. */
export function describeOperations(contract: Contract): Record<string, OperationInfo> {
  return Object.fromEntries(entriesOf(contract).map(({ name, entry }) => [name, describe(entry)]));
}

/** What the SDK must know of one. */
export function describe(entry: Entry): OperationInfo {
  const { kind, permission, output } = entry;
  return {
    kind,
    ...(permission === 'public' && { public: true }),
    ...(entry.kind === 'mutation' && entry.idempotency !== 'none' && { keyed: true }),
    ...(isPaged(entry) && { paged: true }),
    ...(output === TokenPair && { tokens: true }),
    ...(entry.errors?.includes('INVALID_REGISTER_TOKEN') && { atRegister: true }),
    ...(entry.kind === 'query' && entry.rest.method !== 'GET' && { post: true }),
  };
}

/** A list takes a cursor and answers the next one. */
function isPaged({ kind, input, output }: Entry): boolean {
  const answer: object = 'shape' in output ? (output.shape as object) : {};
  return kind === 'query' && 'cursor' in input.shape && 'items' in answer && 'nextCursor' in answer;
}
