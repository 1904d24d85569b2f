import { expect, test } from 'vitest';
import type { PaymentRow } from '../payments.repo.ts';
import { decidePayment } from './decide-payment.ts';

const now = new Date('2026-01-01T10:00:00Z');
const failure = { code: 'declined', message: 'The card was declined.' };
const voided = { outcome: 'voided' } as const;
const refused = { outcome: 'failed', failure } as const;

function asked(status: PaymentRow['status'], asking: PaymentRow['asking']): PaymentRow {
  return {
    ...{ id: 'p', saleId: 's', storeId: 'x', position: 0, method: 'card', status, asking, askAt: now },
    ...{ amount: 1000, tendered: 1000, change: 0, tip: 200, name: null, reference: null, failure: null },
    ...{ provider: 'simulator', providerData: null, capture: true, inputHash: null, accountId: null },
    ...{ points: null, balanceAfter: null, createdAt: now, updatedAt: now },
  };
}

test('nothing is decided by what nobody knows', () => {
  expect(decidePayment(asked('pending', 'authorize'), { outcome: 'unknown' }, now)).toBeUndefined();
});

test('what was taken or set aside is what the provider says, and no tip is more than that', () => {
  for (const outcome of ['captured', 'authorized'] as const) {
    const answer = { outcome, amount: 150, reference: 'R' };
    expect(decidePayment(asked('pending', 'authorize'), answer, now)).toMatchObject({
      ...{ status: outcome, amount: 150, tip: 150, reference: 'R', asking: null, askAt: null, failure: null },
    });
  }
});

test.each([
  ['pending', 'authorize', refused, { status: 'failed', failure, asking: null, askAt: null }],
  ['pending', 'authorize', voided, { status: 'failed', failure: { code: 'not_charged' }, asking: null }],
  ['pending', 'void', voided, { status: 'voided', failure: null, asking: null, askAt: null }],
  ['captured', 'void', { outcome: 'refunded', reference: 'R' }, { status: 'voided', asking: null }],
  // What became of the charge is still not known.
  ['pending', 'void', refused, { status: 'pending', failure: null, asking: 'authorize', askAt: now }],
  ['authorized', 'void', refused, { status: 'authorized', failure: null, asking: null, askAt: null }],
  ['captured', 'void', refused, { status: 'captured', failure: null, asking: null, askAt: null }],
  ['authorized', 'capture', voided, { status: 'failed', failure: { code: 'not_charged' }, asking: null }],
] as const)('%s, asked to %s: %o', (status, asking, answer, decision) => {
  expect(decidePayment(asked(status, asking), answer, now)).toMatchObject(decision);
});
