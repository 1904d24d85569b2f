import type { ForceCloseShiftInput, Shift } from '@cashwrap/contract';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { freeze, lockForClosing, reckon } from './closing.ts';
import { toCounted } from './domain/count-cash.ts';

/** Closes a shift that was forgotten. Nobody may have counted it: then there is no variance, rather than one of 0. */
export async function forceCloseShift(
  call: MutationCall & SignedIn,
  input: ForceCloseShiftInput,
): Promise<Shift> {
  const counted = toCounted(input);
  const shift = await lockForClosing(call, input);
  const reckoning = await reckon(call, shift, counted);
  return freeze(call, shift, { ...reckoning, forced: true, closingReason: input.reason });
}
