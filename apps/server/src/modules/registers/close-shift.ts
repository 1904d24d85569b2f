import type { CloseShiftInput, Shift, TenderCount } from '@cashwrap/contract';
import { Failure } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { moneyText } from '../pricing/index.ts';
import { freeze, lockForClosing, reckon } from './closing.ts';
import { toCounted } from './domain/count-cash.ts';
import { REFUSED_COUNT } from './refused-counts.repo.ts';
import type { ShiftRow } from './shifts.repo.ts';

/** Closes a shift with the drawer as it was counted: what was expected is told afterwards. */
export async function closeShift(call: MutationCall & SignedIn, input: CloseShiftInput): Promise<Shift> {
  const counted = toCounted(input);
  const shift = await lockForClosing(call, input);
  const reckoning = await reckon(call, shift, counted);
  const { varianceReason } = input;
  for (const tender of reckoning.tenders) {
    if (tender.method === 'cash') await acceptVariance(call, shift, tender, varianceReason);
  }
  return freeze(call, shift, { ...reckoning, forced: false, closingReason: varianceReason });
}

/** Beyond the tolerance of the store somebody must say why, and somebody who may must accept it. */
async function acceptVariance(
  { approve, onRefusal }: MutationCall,
  shift: ShiftRow,
  { expected, counted, variance }: TenderCount,
  reason: string | null,
): Promise<void> {
  if (counted === null || variance === null || Math.abs(variance) <= shift.varianceTolerance) return;
  const { id, storeId, registerId, currency, currencyDigits } = shift;
  // Whoever counts until it fits is seen.
  onRefusal(async (_tx, audit) => {
    audit({
      ...{ storeId, registerId, documentType: REFUSED_COUNT, documentId: id },
      after: { expected, counted, variance, reason },
    });
    return undefined;
  });
  if (reason === null) {
    // Not by how much: whoever counts must not be led to what is expected.
    throw new Failure('VARIANCE_REASON_REQUIRED', {
      detail:
        'The cash that was counted differs from what is expected by more than the tolerance of the store. ' +
        'Count it again, or send varianceReason.',
    });
  }
  const money = moneyText(currencyDigits);
  const difference = `${money(Math.abs(variance))} ${currency} ${variance < 0 ? 'short' : 'over'}`;
  await approve({
    ...{ storeId, registerId },
    subject: { shiftId: id, expected, counted, reason },
    actions: [
      {
        permission: 'shifts.accept_variance',
        description: `Drawer: ${money(counted)} counted instead of ${money(expected)}, ${difference}; reason: ${reason}`,
        amounts: {
          ...{ currency, currencyDigits, quantity: null, before: expected, after: counted },
          documentTotal: counted,
        },
      },
    ],
  });
}
