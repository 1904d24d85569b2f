import type {
  CreateLoyaltyProgramInput,
  LoyaltyEarning,
  LoyaltyProgram,
  LoyaltyProgramStatus,
  LoyaltyReward,
  UpdateLoyaltyProgramInput,
} from '@cashwrap/contract';
import type { Tx } from '@cashwrap/database';
import { Failure, notFound, refuseStale } from '../../procedure/failure.ts';
import { changesOf } from '../../procedure/field-changes.ts';
import type { MutationCall } from '../../procedure/handlers.ts';
import {
  type Reference,
  referencesIn,
  referencesOfSelection,
  refuseUnknown,
} from '../../procedure/references.ts';
import { findCatalogueCurrency } from '../catalog/index.ts';
import {
  findActiveProgram,
  insertProgram,
  lockProgram,
  type ProgramRow,
  updateProgram as updateRow,
} from './programs.repo.ts';
import { toProgram } from './programs.ts';

/** Drafts a programme: nothing is earned in it until it is activated. */
export async function createProgram(
  call: MutationCall,
  input: CreateLoyaltyProgramInput,
): Promise<LoyaltyProgram> {
  const { tx, now } = call;
  await refuseUnknown(tx, referencesOf(input));
  const { currency } = await findCatalogueCurrency(tx);
  const stamps = { version: 1, createdAt: now, updatedAt: now };
  const row: ProgramRow = { id: call.newId(), ...input, status: 'draft', currency, ...stamps };
  await insertProgram(tx, row);
  const program = toProgram(row);
  call.audit({ storeId: null, documentType: 'loyalty_program', documentId: program.id, after: program });
  return program;
}

/** Changes what is given and leaves the rest; refuses a version other than the stored one. */
export async function updateProgram(
  call: MutationCall,
  { id, version, ...given }: UpdateLoyaltyProgramInput,
): Promise<LoyaltyProgram> {
  const before = await lockAt(
    call.tx,
    { id, version },
    ['draft', 'active'],
    'It has ended and stays as it was.',
  );
  await refuseUnknown(call.tx, referencesOf(given));
  return store(call, before, changesOf(before, given));
}

/** Starts a draft: from now on sales earn points in it. */
export async function activateProgram(
  call: MutationCall,
  input: { id: string; version: number },
): Promise<LoyaltyProgram> {
  const before = await lockAt(call.tx, input, ['draft'], 'Only a draft can be started.');
  const active = await findActiveProgram(call.tx);
  if (active) {
    throw new Failure('LOYALTY_PROGRAM_ACTIVE', {
      detail: `The loyalty programme "${active.name}" is active, and there is one at a time. End it first.`,
      details: { programId: active.id },
    });
  }
  return store(call, before, { status: 'active' });
}

/** Ends a programme for good, or drops a draft. */
export async function endProgram(
  call: MutationCall,
  input: { id: string; version: number },
): Promise<LoyaltyProgram> {
  const before = await lockAt(call.tx, input, ['draft', 'active'], 'It has ended already.');
  return store(call, before, { status: 'ended' });
}

async function lockAt(
  tx: Tx,
  { id, version }: { readonly id: string; readonly version: number },
  allowed: readonly LoyaltyProgramStatus[],
  advice: string,
): Promise<ProgramRow> {
  const row = await lockProgram(tx, id);
  if (!row) throw notFound('loyalty programme');
  refuseStale('loyalty programme', version, row.version);
  if (allowed.includes(row.status)) return row;
  throw new Failure('WRONG_STATUS', {
    detail: `The loyalty programme is ${row.status}. ${advice}`,
    details: { status: row.status, allowed: [...allowed] },
  });
}

async function store(
  call: MutationCall,
  before: ProgramRow,
  changes: Partial<ProgramRow>,
): Promise<LoyaltyProgram> {
  if (Object.keys(changes).length === 0) {
    call.changedNothing();
    return toProgram(before);
  }
  const row = { ...before, ...changes, version: before.version + 1, updatedAt: call.now };
  await updateRow(call.tx, row);
  const after = toProgram(row);
  call.audit({
    ...{ storeId: null, documentType: 'loyalty_program', documentId: row.id },
    ...{ before: toProgram(before), after },
  });
  return after;
}

interface Naming {
  readonly earning?: LoyaltyEarning | undefined;
  readonly rewards?: readonly LoyaltyReward[] | undefined;
}

/** The products and categories that a programme names. */
function referencesOf({ earning, rewards = [] }: Naming): Reference[] {
  return [
    ...(earning
      ? [
          ...referencesIn('product', earning.excludedProductIds, ['earning', 'excludedProductIds']),
          ...referencesIn('category', earning.excludedCategoryIds, ['earning', 'excludedCategoryIds']),
        ]
      : []),
    ...rewards.flatMap(({ effect: { products } }, position) =>
      referencesOfSelection(products, ['rewards', position, 'effect', 'products']),
    ),
  ];
}
