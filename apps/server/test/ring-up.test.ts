import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { newId } from '@cashwrap/database';
import { createTestDatabase } from '@cashwrap/database/testing';
import { describe, expect, it } from 'vitest';
import { createApp } from '../src/app.ts';
import { seedDemo } from '../src/demo/seed.ts';
import { generateSigningKey, importSigningKeys } from '../src/modules/identity/index.ts';
import { listen, silent } from './support.ts';

const SCRIPT = fileURLToPath(new URL('../demo/ring-up.ts', import.meta.url));

/** Runs what `npm run demo` runs. */
function ringUp(url: string): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const args = ['--conditions=@cashwrap/source', SCRIPT];
    execFile(
      process.execPath,
      args,
      { env: { ...process.env, CASHWRAP_URL: url } },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

describe('npm run demo', () => {
  it('rings up a sale in the demo shop and prints its receipt; elsewhere it says what is missing', async () => {
    await using testDatabase = await createTestDatabase();
    const deps = {
      ...{
        database: testDatabase.database,
        pepper: randomBytes(32),
        setupToken: undefined,
        newId,
        log: silent,
      },
      signingKeys: await importSigningKeys([await generateSigningKey()]),
      clock: () => new Date(),
    };
    await using server = await listen(createApp(deps).http);

    const nobody = await ringUp(server.url);
    expect(nobody).toMatchObject({ code: 1, stdout: '' });
    expect(nobody.stderr).toContain('DEMO_SEED=on');

    await seedDemo(deps);
    const rung = await ringUp(server.url);
    expect(rung).toMatchObject({ code: 0, stderr: '' });
    for (const text of ['Fig & Fern Dublin', 'Flat white', 'Damaged packaging 10 %', 'Cash rounding']) {
      expect(rung.stdout).toContain(text);
    }
  }, 30_000);

  it('says that no server runs', async () => {
    const { code, stderr } = await ringUp('http://127.0.0.1:9');
    expect(code).toBe(1);
    expect(stderr).toBe(
      'No Cashwrap server answers at http://127.0.0.1:9. Start one with "npm start" in another terminal, or name its address in CASHWRAP_URL.\n',
    );
  });
});
