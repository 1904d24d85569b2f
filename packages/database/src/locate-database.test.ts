import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { scratchFolder } from '../test/fixtures.ts';
import { locateDatabase } from './locate-database.ts';

test('a command that only reads makes no database', async () => {
  await using folder = await scratchFolder();
  const env = { DATA_DIR: join(folder.path, 'mistyped') };
  await expect(locateDatabase(env, { create: false })).rejects.toThrow(/^There is no database in .*mistyped/);
  expect(await readdir(folder.path)).toEqual([]);
});

const cli = fileURLToPath(new URL('./migrations/cli.ts', import.meta.url));

async function migrate(args: string[], dataDir: string) {
  const child = spawn(process.execPath, ['--conditions=@cashwrap/source', cli, ...args], {
    env: { PATH: process.env.PATH, DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      output += text;
    });
  }
  const [code] = await once(child, 'close');
  return { code, output };
}

test('`migrate status` makes no database, and says a failure in a sentence', async () => {
  await using folder = await scratchFolder();
  const status = await migrate(['status'], join(folder.path, 'mistyped'));
  expect(status.output).toMatch(/^There is no database in .*\n$/);
  expect(status.code).toBe(1);
  expect(await readdir(folder.path)).toEqual([]);
});

test('`migrate` explains itself, and refuses what it does not know', async () => {
  await using folder = await scratchFolder();
  expect(await migrate(['--help'], folder.path)).toMatchObject({
    code: 0,
    output: expect.stringMatching(/^Usage/),
  });
  const refused = [['sideways'], ['status', '--all'], ['down', '0']].map((args) =>
    migrate(args, folder.path),
  );
  for (const { code, output } of await Promise.all(refused)) {
    expect(output).toMatch(/^Usage/);
    expect(code).toBe(1);
  }
  expect(await readdir(folder.path)).toEqual([]);
});
