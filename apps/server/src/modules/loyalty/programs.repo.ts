import type { ListLoyaltyProgramsInput } from '@cashwrap/contract';
import { keyset, type Reader, type Tx } from '@cashwrap/database';
import { loyaltyPrograms } from '@cashwrap/database/schema';
import { and, eq } from 'drizzle-orm';
import type { PageRequest } from '../../procedure/page.ts';

export type ProgramRow = typeof loyaltyPrograms.$inferSelect;

const sortColumns = { name: loyaltyPrograms.name, createdAt: loyaltyPrograms.createdAt };

export async function findProgram(db: Reader, id: string): Promise<ProgramRow | undefined> {
  const [row] = await db.select().from(loyaltyPrograms).where(eq(loyaltyPrograms.id, id));
  return row;
}

/** The programme that holds now, whether or not the settings rest it. */
export async function findActiveProgram(db: Reader): Promise<ProgramRow | undefined> {
  const [row] = await db.select().from(loyaltyPrograms).where(eq(loyaltyPrograms.status, 'active'));
  return row;
}

/** The programme, locked for a change: sales read on. */
export async function lockProgram(tx: Tx, id: string): Promise<ProgramRow | undefined> {
  const [row] = await tx
    .select()
    .from(loyaltyPrograms)
    .where(eq(loyaltyPrograms.id, id))
    .for('no key update');
  return row;
}

export async function listPrograms(
  db: Reader,
  { status }: Pick<ListLoyaltyProgramsInput, 'status'>,
  page: PageRequest<keyof typeof sortColumns>,
): Promise<ProgramRow[]> {
  const { after, orderBy } = keyset(page, sortColumns[page.column], loyaltyPrograms.id);
  return db
    .select()
    .from(loyaltyPrograms)
    .where(and(status === undefined ? undefined : eq(loyaltyPrograms.status, status), after))
    .orderBy(...orderBy)
    .limit(page.limit);
}

export async function insertProgram(tx: Tx, program: ProgramRow): Promise<void> {
  await tx.insert(loyaltyPrograms).values(program);
}

export async function updateProgram(tx: Tx, program: ProgramRow): Promise<void> {
  await tx.update(loyaltyPrograms).set(program).where(eq(loyaltyPrograms.id, program.id));
}
