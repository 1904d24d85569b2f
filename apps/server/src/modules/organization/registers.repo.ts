import type { RegisterKind } from '@cashwrap/contract';
import { inScope, keyset, type Reader, type StoreScope, statement, type Tx } from '@cashwrap/database';
import { registers } from '@cashwrap/database/schema';
import { and, eq, isNull, sql } from 'drizzle-orm';
import type { z } from 'zod';
import { Failure } from '../../procedure/failure.ts';
import type { PageRequest } from '../../procedure/page.ts';

export type RegisterRow = typeof registers.$inferSelect;

const sortColumns = { name: registers.name, createdAt: registers.createdAt };

export async function findRegister(
  db: Reader,
  scope: StoreScope,
  id: string,
): Promise<RegisterRow | undefined> {
  const [row] = await db
    .select()
    .from(registers)
    .where(and(eq(registers.id, id), inScope(registers.storeId, scope)));
  return row;
}

export async function listRegisters(
  db: Reader,
  scope: StoreScope,
  kind: z.infer<typeof RegisterKind> | undefined,
  page: PageRequest<keyof typeof sortColumns>,
): Promise<RegisterRow[]> {
  const { after, orderBy } = keyset(page, sortColumns[page.column], registers.id);
  return db
    .select()
    .from(registers)
    .where(and(inScope(registers.storeId, scope), kind && eq(registers.kind, kind), after))
    .orderBy(...orderBy)
    .limit(page.limit);
}

/** The register as written; `undefined` where another one of the store has the name. */
export async function insertRegister(
  tx: Tx,
  register: {
    id: string;
    storeId: string;
    name: string;
    kind: z.infer<typeof RegisterKind>;
    createdAt: Date;
  },
): Promise<RegisterRow | undefined> {
  const [row] = await tx
    .insert(registers)
    .values({ ...register, updatedAt: register.createdAt })
    .onConflictDoNothing({ target: [registers.storeId, registers.name] })
    .returning();
  return row;
}

export async function findRegisterIdByName(
  tx: Tx,
  storeId: string,
  name: string,
): Promise<string | undefined> {
  const [row] = await tx
    .select({ id: registers.id })
    .from(registers)
    .where(and(eq(registers.storeId, storeId), eq(registers.name, name)));
  return row?.id;
}

/** The store of a register; none where there is no such register. */
export async function storesOfRegister(db: Reader, id: string): Promise<string[]> {
  const rows = await db.select({ storeId: registers.storeId }).from(registers).where(eq(registers.id, id));
  return rows.map(({ storeId }) => storeId);
}

/** Locks a register in order to change it. */
export async function lockRegister(tx: Tx, scope: StoreScope, id: string): Promise<RegisterRow | undefined> {
  const [row] = await tx
    .select()
    .from(registers)
    .where(and(eq(registers.id, id), inScope(registers.storeId, scope)))
    .for('update');
  return row;
}

/** The register as written. */
export async function updateRegister(
  tx: Tx,
  { id, version }: RegisterRow,
  changes: Partial<Pick<RegisterRow, 'name' | 'tokenHash' | 'retiredAt'>> & { updatedAt: Date },
): Promise<RegisterRow> {
  const [row] = await tx
    .update(registers)
    .set({ ...changes, version: version + 1 })
    .where(eq(registers.id, id))
    .returning();
  if (!row) throw new Error('A register vanished while it was locked.');
  return row;
}

/** A sale as far as its number depends on it. */
interface NumberedSale {
  readonly storeId: string;
  readonly registerId: string;
  readonly shiftId: string | null;
  /** Of an offline till; else null. */
  readonly tillReference: string | null;
  readonly late: boolean;
}

const nextSaleNumber = statement<
  { number: number; retired: boolean; shiftId: string | null },
  readonly [registerId: string, storeId: string]
>(
  'next_sale_number',
  `UPDATE registers SET last_sale_number = last_sale_number + 1
   WHERE id = $1 AND store_id = $2
   RETURNING last_sale_number AS number, retired_at IS NOT NULL AS retired, open_shift_id AS "shiftId"`,
);

/**
 * Takes the next sale number of a register and locks the register until the end of the transaction: the sale is in the
 * shift that was read. Throws REGISTER_RETIRED where the register was retired a moment ago, SHIFT_CHANGED where its
 * shift was opened or closed; the number goes back with the transaction then. A guard in the WHERE could not tell
 * which, and the sale, sent behind it, would take the number of another one.
 *
 * What an offline till has handed over is recorded at a retired register too, and a late sale is in no shift.
 */
export async function takeSaleNumber(
  tx: Tx,
  { storeId, registerId, shiftId, tillReference, late }: NumberedSale,
): Promise<number> {
  const { rows } = await nextSaleNumber(tx, [registerId, storeId]);
  const [row] = rows;
  if (!row || (row.retired && tillReference === null)) throw registerRetired();
  if (!late && row.shiftId !== shiftId) {
    throw new Failure('SHIFT_CHANGED', {
      detail:
        'The shift of this register was opened or closed just now. Nothing was sold: send the sale again.',
    });
  }
  return row.number;
}

const nextReturnNumber = statement<
  { number: number; retired: boolean; shiftId: string | null },
  readonly [registerId: string, storeId: string]
>(
  'next_return_number',
  `UPDATE registers SET last_return_number = last_return_number + 1
   WHERE id = $1 AND store_id = $2
   RETURNING last_return_number AS number, retired_at IS NOT NULL AS retired, open_shift_id AS "shiftId"`,
);

/** Takes the next number of the returns of a register, which it locks as `takeSaleNumber` does, and refuses likewise. */
export async function takeReturnNumber(
  tx: Tx,
  { storeId, registerId, shiftId }: { storeId: string; registerId: string; shiftId: string | null },
): Promise<number> {
  const { rows } = await nextReturnNumber(tx, [registerId, storeId]);
  const [row] = rows;
  if (!row || row.retired) throw registerRetired();
  if (row.shiftId !== shiftId) {
    throw new Failure('SHIFT_CHANGED', {
      detail:
        'The shift of this register was opened or closed just now. Nothing was taken back: send the return again.',
    });
  }
  return row.number;
}

/** Gives a register its open shift and answers its last sale number; `undefined` where it has one, or is retired. */
export async function setOpenShift(tx: Tx, registerId: string, shiftId: string): Promise<number | undefined> {
  const [row] = await tx
    .update(registers)
    .set({ openShiftId: shiftId })
    .where(and(eq(registers.id, registerId), isNull(registers.openShiftId), isNull(registers.retiredAt)))
    .returning({ lastSaleNumber: registers.lastSaleNumber });
  return row?.lastSaleNumber;
}

/** What people call a register. */
export async function findRegisterName(db: Reader, id: string): Promise<string> {
  const [row] = await db.select({ name: registers.name }).from(registers).where(eq(registers.id, id));
  if (!row) throw new Error(`There is no register ${id}.`);
  return row.name;
}

/** Ends the open shift of a register: it gets the next Z number, and its turnover joins the grand total. */
export async function endOpenShift(
  tx: Tx,
  { registerId, shiftId, turnover }: { registerId: string; shiftId: string; turnover: number },
): Promise<Pick<RegisterRow, 'name' | 'lastSaleNumber' | 'lastZNumber' | 'grandTotal'> | undefined> {
  const [row] = await tx
    .update(registers)
    .set({
      openShiftId: null,
      lastZNumber: sql`${registers.lastZNumber} + 1`,
      grandTotal: sql`${registers.grandTotal} + ${turnover}`,
    })
    .where(and(eq(registers.id, registerId), eq(registers.openShiftId, shiftId)))
    .returning({
      name: registers.name,
      lastSaleNumber: registers.lastSaleNumber,
      lastZNumber: registers.lastZNumber,
      grandTotal: registers.grandTotal,
    });
  return row;
}

/** A retired register sells no more. */
export function registerRetired(): Failure<'REGISTER_RETIRED'> {
  return new Failure('REGISTER_RETIRED', {
    detail: 'This register is retired: it sells no more. Use another.',
  });
}
