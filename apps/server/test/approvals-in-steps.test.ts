import { type ApprovalRequest, inStore, mutation } from '@cashwrap/contract';
import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { Actor } from '../src/procedure/actor.ts';
import { Failure } from '../src/procedure/failure.ts';
import { type Handlers, implement } from '../src/procedure/handlers.ts';
import { createProcedures } from '../src/procedure/operate.ts';
import { rowsOf } from './people.ts';
import { ok, type Shop, silent, startTestServer, type TestServer } from './support.ts';

/** A mutation in steps that asks for approval by its contract entry alone, as later ones will. */
const contract = {
  drawers: {
    open: mutation({
      rest: { method: 'POST', path: '/drawers/open' },
      permission: 'sales.create',
      scope: inStore(),
      summary: 'Open a drawer without a sale',
      input: z.strictObject({ storeId: z.string(), documentId: z.string(), failing: z.boolean() }),
      output: z.null(),
      approvals: ['sales.override_price'],
      tx: 'steps',
    }),
  },
};

let server: TestServer;
let shop: Shop;
let requesterId: string;
let managerToken: string;
beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  requesterId = (await server.createUser('cashier')).id;
  managerToken = await server.signInAs('manager');
});
afterAll(() => server[Symbol.asyncDispose]());

const handlers: Handlers<typeof contract> = {
  drawers: {
    open: async (call, { storeId, documentId, failing }) => {
      const document = { storeId, documentType: 'drawer', documentId };
      await call.transact(async (_tx, audit, approve) => {
        const actions = [
          { permission: 'sales.override_price', description: `Drawer ${documentId}`, amounts: null } as const,
        ];
        await approve({ storeId, subject: { documentId }, actions });
        audit({ ...document, after: { step: 1 } });
        if (failing) throw new Failure('ROUTE_NOT_FOUND', { detail: 'Later steps fail, too.' });
      });
      await call.transact(async (_tx, audit) => audit({ ...document, after: { step: 2 } }));
      return null;
    },
  },
};

function openDrawer(documentId: string, approval?: string, failing = false): Promise<unknown> {
  const held = new Set(['sales.create', 'stores.read']);
  const actor = {
    ...{ userId: requesterId, sessionId: null, registerId: null, mustChangePassword: false },
    ...{ roles: [], username: 'x', name: 'x', everywhere: held, byStore: new Map() },
  } as Actor;
  const [procedure] = createProcedures(implement(contract, handlers), {
    ...{ database: server.database, clock: server.clock.now, newId },
    ...{ authenticate: async () => actor, storeExists: async () => true, storesOfDocument: {} },
    keptAnswers: {},
  });
  const storeId = shop.stores[0].id;
  return (
    procedure?.call(
      {
        ...{ requestId: 'test', authorization: undefined, idempotencyKey: undefined, approval, log: silent },
        device: { registerToken: undefined, userAgent: undefined, address: '127.0.0.1' },
      },
      { storeId, documentId, failing },
    ) ?? Promise.reject(new Error('There is no procedure.'))
  );
}

const failureOf = async (call: Promise<unknown>): Promise<Failure> =>
  call.then(
    () => Promise.reject(new Error('It was not refused.')),
    (error: Failure) => error,
  );
const auditOf = (documentId: string) =>
  rowsOf(
    server,
    'SELECT after, approved_by IS NOT NULL AS approved FROM audit_log WHERE document_id = $1 ORDER BY id',
    [documentId],
  );

test('a mutation in steps asks, keeps the question, and is approved in all of its steps', async () => {
  const documentId = newId();
  const refused = await failureOf(openDrawer(documentId));
  expect(refused.code).toBe('APPROVAL_REQUIRED');
  expect(await auditOf(documentId)).toEqual([]);
  const question = refused.details as ApprovalRequest;
  expect(question).toMatchObject({ operation: 'drawers.open', requesterId, registerId: null });
  const approval = ok(
    await server.request('POST', '/v1/approvals', {
      token: managerToken,
      body: { approvalRequestId: question.id },
    }),
  );
  // What is rolled back uses nothing up.
  expect((await failureOf(openDrawer(documentId, approval.id, true))).code).toBe('ROUTE_NOT_FOUND');
  await openDrawer(documentId, approval.id);
  expect(await auditOf(documentId)).toEqual([
    { after: { step: 1 }, approved: true },
    { after: { step: 2 }, approved: true },
  ]);
  expect((await failureOf(openDrawer(documentId, approval.id))).code).toBe('INVALID_APPROVAL');
  expect((await failureOf(openDrawer(newId(), approval.id))).code).toBe('INVALID_APPROVAL');
});
