import { type Contract, type Operation, operationsOf, TokenPair } from '@cashwrap/contract';
import type { OperationInfo } from '../src/operation-info.ts';

/** What the SDK must know at run time of each operation of a contract, by its dotted name. */
export function describeOperations(contract: Contract): Record<string, OperationInfo> {
  return Object.fromEntries(operationsOf(contract).map(({ name, operation }) => [name, describe(operation)]));
}

function describe(operation: Operation): OperationInfo {
  const { kind, permission, rest, output } = operation;
  return {
    kind,
    ...(permission === 'public' && { public: true }),
    ...(operation.kind === 'mutation' && operation.idempotency !== 'none' && { keyed: true }),
    ...(isPaged(operation) && { paged: true }),
    ...(output === TokenPair && { tokens: true }),
    ...(kind === 'query' && rest.method !== 'GET' && { post: true }),
  };
}

/** A list takes a cursor and answers the next one. */
function isPaged({ kind, input, output }: Operation): boolean {
  const answer: object = 'shape' in output ? (output.shape as object) : {};
  return kind === 'query' && 'cursor' in input.shape && 'items' in answer && 'nextCursor' in answer;
}
