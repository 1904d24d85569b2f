import { randomUUID } from 'node:crypto';
import { contract } from '@cashwrap/contract';
import { newId } from '@cashwrap/database';
import { pino } from 'pino';
import { createAuditTrail } from '../src/modules/audit/index.ts';
import { createHandlers } from '../src/modules/handlers.ts';
import { createIdentity, importSigningKeys } from '../src/modules/identity/index.ts';
import { keptAnswers } from '../src/modules/kept-answers.ts';
import { createStoreExists } from '../src/modules/organization/index.ts';
import { Providers } from '../src/modules/payments/index.ts';
import { storesOfDocument } from '../src/modules/stores-of-document.ts';
import { implement } from '../src/procedure/handlers.ts';
import { createProcedures } from '../src/procedure/operate.ts';
import type { Stage, StageDatabase } from './stage.ts';

/** The pipeline in this process, as createApp puts it together, without HTTP. */
export interface Procedures extends AsyncDisposable {
  call(name: string, token: string, input: unknown): Promise<unknown>;
}

export async function openProcedures({ secrets }: Stage, { database }: StageDatabase): Promise<Procedures> {
  const log = pino({ level: 'silent' });
  const clock = () => new Date();
  const signingKeys = await importSigningKeys(secrets.signingKeys);
  const pepper = Buffer.from(secrets.pepper, 'base64');
  const identity = createIdentity({ database, clock, signingKeys, pepper, setupToken: undefined });
  const auditTrail = createAuditTrail({ database, clock, pepper, log });
  const procedures = createProcedures(
    implement(contract, createHandlers(identity, auditTrail, new Providers({ log }))),
    {
      database,
      clock,
      newId,
      authenticate: identity.authority.authenticate,
      storeExists: createStoreExists(database.db),
      storesOfDocument,
      keptAnswers,
    },
  );
  const byName = new Map(procedures.map((procedure) => [procedure.name, procedure]));
  identity.authority.start();
  return {
    call: async (name, token, input) => {
      const procedure = byName.get(name);
      if (!procedure) throw new Error(`There is no operation ${name}.`);
      const requestId = randomUUID();
      const context = {
        ...{ requestId, authorization: `Bearer ${token}`, idempotencyKey: requestId, log },
        approval: undefined,
        device: { registerToken: undefined, userAgent: undefined, address: '' },
      };
      return (await procedure.call(context, input)).output;
    },
    [Symbol.asyncDispose]: () => identity.authority.stop(),
  };
}
