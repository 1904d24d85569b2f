import type { RegisterKind } from '@cashwrap/contract';
import { inScope, keyset, type Reader, type StoreScope, statement, type Tx } from '@cashwrap/database';
import { registers } from '@cashwrap/database/schema';
import { and, eq } from 'drizzle-orm';
import type { z } from 'zod';
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

const nextSaleNumber = statement<{ number: number }, readonly [string, string]>(
  'next_sale_number',
  `UPDATE registers SET last_sale_number = last_sale_number + 1
   WHERE id = $1 AND store_id = $2 RETURNING last_sale_number AS number`,
);

/** Takes the next sale number of a register and locks the register until the end of the transaction. */
export async function takeSaleNumber(tx: Tx, storeId: string, registerId: string): Promise<number> {
  const { rows } = await nextSaleNumber(tx, [registerId, storeId]);
  const [row] = rows;
  if (!row) throw new Error('A sale number was asked of a register that is not of this store.');
  return row.number;
}
