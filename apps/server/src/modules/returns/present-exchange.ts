import type { Exchange, PaymentMethod, Return, Sale } from '@cashwrap/contract';
import { sumOf } from './domain/returned-lines.ts';

/** An exchange in the words of the contract, from its two documents. */
export function toExchange(
  id: string,
  documents: { readonly return: Return; readonly sale: Sale },
): Exchange {
  const { payments } = documents.sale;
  const paid = sumOf(payments.filter(movesMoney), ({ amount }) => amount);
  const givenBack = sumOf(documents.return.refunds.filter(movesMoney), ({ amount }) => amount);
  const exchanged = sumOf(payments, ({ method, amount }) => (method === 'exchange' ? amount : 0));
  return { id, ...documents, exchanged, net: paid - givenBack };
}

/** Goods that pay others, and what nobody has collected, move none. */
function movesMoney({ method }: { readonly method: PaymentMethod }): boolean {
  return method !== 'exchange' && method !== 'uncollected';
}
