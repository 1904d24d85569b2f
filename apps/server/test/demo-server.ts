import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { migrateJobQueue, newId } from '@cashwrap/database';
import { createTestTemplate } from '@cashwrap/database/testing';
import { type AppDeps, createApp } from '../src/app.ts';
import { seedDemo } from '../src/demo/seed.ts';
import { generateSigningKey, importSigningKeys } from '../src/modules/identity/index.ts';
import { Simulator } from '../src/modules/payments/simulator/simulator.ts';
import { type Listening, listen, silent } from './support.ts';

/** The demo shop as `npm start` opens it, for any number of servers that begin with it. */
export interface DemoShop extends AsyncDisposable {
  /** A server on a copy of the shop, with its jobs and its feed. */
  serve(): Promise<Listening>;
}

/** Opens the demo shop once, which takes seconds; each server on a copy of it takes a part of one. */
export async function openDemoShop(clock = () => new Date()): Promise<DemoShop> {
  const secrets = {
    // The PINs of the staff are hashed with the pepper: the servers need the one that they were seeded with.
    pepper: randomBytes(32),
    signingKeys: await importSigningKeys([await generateSigningKey()]),
    setupToken: undefined,
  };
  const surroundings = { ...secrets, clock, newId, log: silent };
  const template = await createTestTemplate(async (database) => {
    await migrateJobQueue(database);
    await seedDemo({ ...surroundings, database });
  });
  return {
    serve: async () => {
      await using cleanup = new AsyncDisposableStack();
      const { database } = cleanup.use(await template.createDatabase());
      const folder = await mkdtemp(path.join(tmpdir(), 'cashwrap-demo-'));
      cleanup.defer(() => rm(folder, { recursive: true, force: true }));
      const deps: AppDeps = {
        ...surroundings,
        database,
        auditHeadFile: path.join(folder, 'audit-head.jws'),
        corsOrigins: ['http://localhost:*'],
        // What a provider does not answer is asked for soon, so that nobody waits long for it.
        paymentTimeoutMs: 200,
        paymentProviders: [new Simulator(path.join(folder, 'simulated-payments'))],
      };
      const app = createApp(deps);
      const listening = cleanup.use(await listen(app.http));
      cleanup.defer(() => app.stop());
      app.start();
      app.startFeed();
      app.startJobs();
      const resources = cleanup.move();
      return { ...listening, [Symbol.asyncDispose]: () => resources.disposeAsync() };
    },
    [Symbol.asyncDispose]: () => template[Symbol.asyncDispose](),
  };
}
