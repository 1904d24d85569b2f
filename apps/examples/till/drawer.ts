import type { Payment, Return } from '@cashwrap/sdk';

/** What is in a drawer, by what its till has seen go in and out. Minor units. */
export class Drawer {
  cash: number;

  constructor(float: number) {
    this.cash = float;
  }

  /** Takes the cash of a sale; the change is out of `amount` already. */
  take(payments: readonly Pick<Payment, 'method' | 'amount'>[]): void {
    this.cash += cashOf(payments);
  }

  giveBack(refunds: Return['refunds']): void {
    this.cash -= cashOf(refunds);
  }
}

function cashOf(moved: readonly { readonly method: string; readonly amount: number }[]): number {
  return moved.reduce((sum, { method, amount }) => sum + (method === 'cash' ? amount : 0), 0);
}
