import type { ListLoyaltyProgramsInput, LoyaltyProgram, Page } from '@cashwrap/contract';
import { notFound } from '../../procedure/failure.ts';
import type { QueryCall } from '../../procedure/handlers.ts';
import { readPage } from '../../procedure/page.ts';
import { findProgram, listPrograms as listRows, type ProgramRow } from './programs.repo.ts';

export async function getProgram({ db }: QueryCall, { id }: { id: string }): Promise<LoyaltyProgram> {
  const row = await findProgram(db, id);
  if (!row) throw notFound('loyalty programme');
  return toProgram(row);
}

export function listPrograms(
  { db }: QueryCall,
  input: ListLoyaltyProgramsInput,
): Promise<Page<LoyaltyProgram>> {
  return readPage(
    'loyaltyPrograms',
    input,
    (page) => listRows(db, input, page),
    (row, column) => (column === 'name' ? row.name : row.createdAt.toISOString()),
    toProgram,
  );
}

export function toProgram({ createdAt, updatedAt, ...row }: ProgramRow): LoyaltyProgram {
  return { ...row, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}
