import type { CreateReturnInput, Return } from '@cashwrap/contract';
import { flush } from '@cashwrap/database';
import { Failure, invalidInput, invalidReference, notFound } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { hashInput } from '../../procedure/idempotency.ts';
import { findStandingCustomer } from '../customers/index.ts';
import { findTradingPlace } from '../organization/index.ts';
import { chosenRefunds } from './chosen-refunds.ts';
import { planReturn, refuseOtherRefund } from './plan-return.ts';
import { toReturn } from './present-return.ts';
import { linesTakenBack } from './refuse-lines.ts';
import { findReturn, findReturnHash } from './returns.repo.ts';
import { findSaleToReturn, lockSale, type ReturnableSale } from './sale-to-return.repo.ts';
import { takeBack } from './take-back.ts';

/** Takes goods of a sale back, and gives what they cost back: lock → read → decide → write, in one transaction. */
export async function createReturn(call: MutationCall & SignedIn, input: CreateReturnInput): Promise<Return> {
  const { tx, scope } = call;
  const { storeId, registerId, saleId, refunds: chosen, cardReference, reason, note } = input;
  const inputHash = hashInput(input);
  // A twin that waits for the sale must find what the first one has written.
  const isLocked = await lockSale(tx, scope, saleId);
  const [place, replayed] = await flush(tx, [
    findTradingPlace(tx, storeId, registerId),
    replay(call, input.id, inputHash),
  ]);
  if (replayed) return replayed;
  if (!place) throw notFound('store');
  // The scope is the store of the call: goods come back to where they were sold.
  const stored = isLocked ? await findSaleToReturn(tx, scope, saleId) : undefined;
  if (!stored) throw invalidReference('completed sale in this store', ['saleId']);

  const named = await namedCustomer(call, input, stored.sale);
  const plan = planReturn(stored, linesTakenBack(stored.lines, input.lines), { chosen });
  refuseOtherRefund(plan, input.expected);
  if (chosen) {
    const { id = null, lines } = input;
    await call.approve({
      ...{ storeId, registerId, actions: [chosenRefunds(place, plan, chosen)] },
      subject: { id, registerId, saleId, customerId: named, lines, refunds: chosen },
    });
  }
  const id = input.id ?? call.newId();
  const { sale } = stored;
  const customerId = sale.customerId ?? named;
  const draft = { id, place, registerId, sale, customerId, plan, cardReference, reason, note, inputHash };
  return toReturn(await takeBack(call, { ...draft, kind: 'return' }));
}

/** Who brings the goods of a sale without a customer, where the call says so. */
async function namedCustomer(
  { tx }: MutationCall,
  { customerId }: CreateReturnInput,
  sale: ReturnableSale,
): Promise<string | null> {
  if (customerId === undefined) return null;
  if (sale.customerId !== null) {
    throw invalidInput([{ path: ['customerId'], message: 'must be left out: the sale has its customer' }]);
  }
  const customer = await findStandingCustomer(tx, customerId);
  if (customer?.status !== 'active') throw invalidReference('active customer', ['customerId']);
  return customer.id;
}

/** The return that an earlier call with this id and this content has made; refuses other content. */
export async function replay(
  { tx, scope, changedNothing }: MutationCall,
  id: string | undefined,
  inputHash: string,
): Promise<Return | undefined> {
  const earlierHash = id === undefined ? undefined : await findReturnHash(tx, id);
  if (id === undefined || earlierHash === undefined) return undefined;
  const stored = earlierHash === inputHash ? await findReturn(tx, scope, id) : undefined;
  if (!stored) {
    throw new Failure('ALREADY_EXISTS', {
      detail: 'There is a return with this id, and it has other content. Make a new id for a new return.',
      details: { field: 'id', value: id, holderId: id },
    });
  }
  changedNothing();
  return toReturn(stored);
}
