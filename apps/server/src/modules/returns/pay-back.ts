import type { ReturnLoyalty } from '@cashwrap/contract';
import { Failure } from '../../procedure/failure.ts';
import {
  type AccountDocument,
  type AccountOwner,
  credit,
  debit,
  ensureStoreCredit,
  findAccountOwners,
  insufficientBalance,
  lockAccounts,
} from '../accounts/index.ts';
import { countCustomerReturn, lockStandingCustomer, type StandingCustomer } from '../customers/index.ts';
import { findPointsAccount, type PointsAccount, restoreOf, writePointsOfReturn } from '../loyalty/index.ts';
import { lockDiscountUses } from '../pricing/index.ts';
import type { RecordingCall, SaleLocks } from '../sales/index.ts';
import type { PlannedRefund } from './domain/plan-refunds.ts';
import { pointsOfRefund } from './domain/points-of-return.ts';
import type { ReturnPlan } from './plan-return.ts';
import type { ReturnableSale } from './sale-to-return.repo.ts';

/** A return as far as accounts move with it. */
export interface AccountsOfReturn {
  readonly returnId: string;
  readonly storeId: string;
  readonly currency: string;
  /** Null without a receipt. */
  readonly sale: ReturnableSale | null;
  /** Of the sale; of one that has none, and without a receipt, who gets the store credit. */
  readonly customerId: string | null;
  readonly plan: ReturnPlan;
  /** What the sale of an exchange locks as well. */
  readonly alongside?: SaleLocks | undefined;
}

/** Where a refund was put, and what is there now: of money, not of points. */
export interface PaidBack {
  readonly accountId: string | null;
  readonly points: number | null;
  readonly balanceAfter: number | null;
}

/** What moved. */
export interface MovedAccounts {
  /** Of each refund of the plan, in its order. */
  readonly paidBack: readonly PaidBack[];
  readonly loyalty: ReturnLoyalty | null;
}

/**
 * Moves what a return gives back onto accounts and takes off them: gift cards, store credit and points, and the figures of
 * the customer. Customers are locked first, then the accounts, both in the order of their ids. What a customer had who was
 * merged since goes to who stands for them; a blocked or expired gift card gets its money all the same: it is owed.
 *
 * @throws INSUFFICIENT_BALANCE where a gift card that comes back was spent, CUSTOMER_REQUIRED
 */
export async function moveAccounts(call: RecordingCall, returned: AccountsOfReturn): Promise<MovedAccounts> {
  const { tx, now, actor, newId } = call;
  const { returnId: documentId, storeId, plan, alongside } = returned;
  const document: AccountDocument = {
    ...{ documentType: 'return', documentId, storeId, actorId: actor.userId },
    ...{ occurredAt: now, recordedAt: now },
  };
  const owned = await findOwned(call, returned);
  if (alongside && alongside.discountIds.length > 0) await lockDiscountUses(tx, alongside.discountIds);
  const targets = await Promise.all(plan.refunds.map((refund) => targetOf(call, returned, owned, refund)));
  const points = pointsMoves(targets, await rewardsOf(call, returned, owned));
  const soldCards = plan.lines.flatMap(({ giftCardId, total }) =>
    giftCardId === null || total === 0 ? [] : { giftCardId, total },
  );
  const accountIds = [
    ...targets.flatMap(({ accountId }) => accountId ?? []),
    ...points.map(({ account }) => account.accountId),
    ...soldCards.map(({ giftCardId }) => giftCardId),
    ...(alongside?.accountIds ?? []),
  ];
  if (accountIds.length > 0) await lockAccounts(tx, [...new Set(accountIds)]);

  for (const { giftCardId: accountId, total: amount } of soldCards) {
    const taken = await debit(tx, document, { accountId, kind: 'refund', amount }, newId);
    if (!taken) throw await insufficientBalance(tx, 'gift_card', accountId, amount, documentId);
  }
  const paidBack: PaidBack[] = [];
  for (const { accountId, points: restored, amount } of targets) {
    const isMoney = accountId !== null && restored === null && amount > 0;
    const entry = isMoney
      ? await credit(tx, document, { accountId, kind: 'refund', amount }, newId)
      : undefined;
    paidBack.push({ accountId, points: restored, balanceAfter: entry?.balanceAfter ?? null });
  }
  return { paidBack, loyalty: await movePoints(call, document, points) };
}

/** Who stands for the customers whose accounts a return may move, locked. */
interface Owned {
  readonly owners: readonly AccountOwner[];
  /** Under the ids that they had when the sale was made. */
  readonly standing: ReadonlyMap<string, StandingCustomer>;
}

/** Locks the customers, and counts the return in the figures of that of the sale. */
async function findOwned(
  { tx }: RecordingCall,
  { sale, customerId, currency, plan: { refunds, totals }, alongside }: AccountsOfReturn,
): Promise<Owned> {
  const accountIds = refunds.flatMap(({ tender, method, chosen }) =>
    chosen === null && (method === 'store_credit' || method === 'loyalty')
      ? (tender?.target.accountId ?? [])
      : [],
  );
  const owners = accountIds.length === 0 ? [] : await findAccountOwners(tx, accountIds);
  const ids = new Set([
    ...(customerId === null ? [] : [customerId]),
    ...owners.map((owner) => owner.customerId),
    ...(alongside?.customerId ? [alongside.customerId] : []),
  ]);
  const standing = new Map<string, StandingCustomer>();
  for (const id of [...ids].sort()) {
    const customer = await lockStandingCustomer(tx, id);
    if (customer) standing.set(id, customer);
  }
  const buyer = sale?.customerId ? standing.get(sale.customerId) : undefined;
  if (buyer) {
    await countCustomerReturn(tx, buyer.id, { currency, total: totals.total - totals.giftCardTotal });
  }
  return { owners, standing };
}

/** Where a refund goes. */
interface Target extends Omit<PaidBack, 'balanceAfter'> {
  readonly amount: number;
  /** Of a refund by points. */
  readonly pointsAccount?: PointsAccount;
}

async function targetOf(
  call: RecordingCall,
  returned: AccountsOfReturn,
  { owners, standing }: Owned,
  refund: PlannedRefund,
): Promise<Target> {
  const { tx, now, newId } = call;
  const { method, amount, tender, chosen } = refund;
  const points = pointsOfRefund(refund, restoreOf);
  if (method === 'gift_card') return { amount, points, accountId: tender?.target.accountId ?? null };
  if (method !== 'store_credit' && method !== 'loyalty') return { amount, points, accountId: null };

  const owner = chosen ? undefined : owners.find(({ accountId }) => accountId === tender?.target.accountId);
  const customer = standing.get(owner?.customerId ?? returned.customerId ?? '');
  if (!customer || customer.status === 'erased') throw nobodyToGiveTo(method);
  if (method === 'store_credit') {
    const accountId = await ensureStoreCredit(tx, customer.id, returned.currency, now, newId);
    return { amount, points, accountId };
  }
  const account = owner?.programId ? await findPointsAccount(tx, customer.id, owner.programId) : undefined;
  if (!account) throw new Error('Whoever has paid by points has none of that programme.');
  return { amount, points, accountId: account.accountId, pointsAccount: account };
}

function nobodyToGiveTo(method: 'store_credit' | 'loyalty'): Failure<'CUSTOMER_REQUIRED'> {
  const what = method === 'loyalty' ? 'Points' : 'Store credit';
  return new Failure('CUSTOMER_REQUIRED', {
    detail: `${what} can be given to a customer only, and the sale has none, or they were erased: choose other refunds.`,
  });
}

/** Points that move on one account. */
interface MovedPoints {
  readonly account: PointsAccount;
  readonly restored: number;
  readonly clawback: number;
}

/** What is restored and clawed back of the points of the customer of a sale; of who was erased nothing is. */
async function rewardsOf(
  { tx }: RecordingCall,
  { sale, customerId, plan: { points } }: AccountsOfReturn,
  { standing }: Owned,
): Promise<MovedPoints[]> {
  const customer = standing.get(customerId ?? '');
  if (!sale?.loyalty || !customer || customer.status === 'erased') return [];
  const account = await findPointsAccount(tx, customer.id, sale.loyalty.programId);
  return account ? [{ account, restored: points.rewards, clawback: points.clawback }] : [];
}

/** One move for each account that any points move on. */
function pointsMoves(targets: readonly Target[], rewards: readonly MovedPoints[]): MovedPoints[] {
  const moves = new Map<string, MovedPoints>();
  const refunds = targets.flatMap(({ pointsAccount: account, points }) =>
    account && points !== null ? { account, restored: points, clawback: 0 } : [],
  );
  for (const move of [...rewards, ...refunds]) {
    const before = moves.get(move.account.accountId);
    moves.set(move.account.accountId, {
      account: move.account,
      restored: move.restored + (before?.restored ?? 0),
      clawback: move.clawback + (before?.clawback ?? 0),
    });
  }
  return [...moves.values()].filter(({ restored, clawback }) => restored > 0 || clawback > 0);
}

async function movePoints(
  call: RecordingCall,
  document: AccountDocument,
  moves: readonly MovedPoints[],
): Promise<ReturnLoyalty | null> {
  const [first] = moves;
  if (!first) return null;
  let [clawedBack, restored] = [0, 0];
  for (const { account, ...move } of moves) {
    clawedBack += await writePointsOfReturn(call.tx, call, document, account, move);
    restored += move.restored;
  }
  return { programId: first.account.programId, clawedBack, restored };
}
