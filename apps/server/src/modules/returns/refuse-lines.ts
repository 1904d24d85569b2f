import type { FieldError, ReturnLineInput } from '@cashwrap/contract';
import { quantityToThousandths, thousandthsToQuantity, WHOLE_THOUSANDTHS } from '@cashwrap/pricing';
import { Failure, invalidInput, invalidReference, nameSome } from '../../procedure/failure.ts';
import { soldOf, type TakenBack } from './domain/returned-lines.ts';
import type { ReturnableLine } from './sale-to-return.repo.ts';

/**
 * The lines that come back, in the order in which they are given.
 *
 * @throws INVALID_REFERENCE, INVALID_INPUT for a part of what is sold by the piece, QUANTITY_EXCEEDED
 */
export function linesTakenBack(
  lines: readonly ReturnableLine[],
  given: readonly ReturnLineInput[],
): TakenBack[] {
  const byId = new Map(lines.map((line) => [line.id, line]));
  const unknown = given.flatMap(({ saleLineId }, position) =>
    byId.has(saleLineId) ? [] : [['lines', position, 'saleLineId']],
  );
  if (unknown.length > 0) throw invalidReference('line in this sale', ...unknown);
  const taken = given.flatMap(({ saleLineId, quantity, disposition }): TakenBack[] => {
    const line = byId.get(saleLineId);
    return line ? [{ line, ...soldOf(line), now: quantityToThousandths(quantity), disposition }] : [];
  });
  refuseParts(taken);
  refuseTooMuch(taken);
  return taken;
}

/** All that is left of a sale. */
export function allLinesOf(lines: readonly ReturnableLine[]): TakenBack[] {
  return lines.flatMap((line): TakenBack[] => {
    const { sold, before } = soldOf(line);
    return before === sold ? [] : [{ line, sold, before, now: sold - before, disposition: 'restock' }];
  });
}

/** What is sold by the piece comes back by the piece, unless a part of one is all that there is of it. */
function refuseParts(taken: readonly TakenBack[]): void {
  const wrong = taken.flatMap(({ line, sold, before, now }, position): FieldError[] => {
    if (!line.isByUnit || now % WHOLE_THOUSANDTHS === 0 || before + now === sold) return [];
    const message = `must be a whole number: "${line.name}" is sold by the unit`;
    return [{ path: ['lines', position, 'quantity'], message }];
  });
  if (wrong.length > 0) throw invalidInput(wrong);
}

function refuseTooMuch(taken: readonly TakenBack[]): void {
  const lines = taken.flatMap(({ line: { productId, name }, sold, before, now }, position) =>
    before + now <= sold
      ? []
      : {
          ...{ productId, name, position, requested: thousandthsToQuantity(now) },
          available: thousandthsToQuantity(sold - before),
        },
  );
  if (lines.length === 0) return;
  const said = lines.map(
    ({ name, requested, available }) => `${name}: ${requested} asked, ${available} left`,
  );
  throw new Failure('QUANTITY_EXCEEDED', {
    detail: `More comes back than is left of what was sold. ${nameSome(said, '; ')}. Nothing was taken back.`,
    details: { lines },
  });
}
