import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runOrFail } from './process.mjs';
import { root } from './workspace.mjs';

/** A server that counts the signals it gets and ends a little later with exit code 7. */
const SERVER = `
  let signals = 0;
  const stop = () => { signals += 1; setTimeout(() => { console.log('signals ' + signals); process.exit(7); }, 300); };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  setInterval(() => {}, 1000);
  console.log('ready');
`;

/** A launcher of that server, as `npm start` has one. */
function launch() {
  const preload = ['--import', join(root, 'scripts/follow-launcher.mjs')];
  const launcher = `
    import { run } from ${JSON.stringify(join(root, 'scripts/process.mjs'))};
    const args = ${JSON.stringify([...preload, '--eval', SERVER])};
    process.exitCode = (await run(process.execPath, args, { ownGroup: true })).code;
  `;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', launcher], { cwd: root });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text;
  });
  return { child, printed: (text) => expect.poll(() => output, { timeout: 5000 }).toContain(text) };
}

test('one Ctrl-C, which arrives twice, is one signal to the server, and its exit code is kept', async () => {
  const { child, printed } = launch();
  await printed('ready');
  child.kill('SIGINT');
  await new Promise((resolve) => setTimeout(resolve, 50));
  child.kill('SIGINT');
  expect(await once(child, 'exit')).toEqual([7, null]);
  await printed('signals 1');
});

test('the server stops by itself when its launcher is killed', async () => {
  const { child, printed } = launch();
  await printed('ready');
  child.kill('SIGKILL');
  await printed('signals 1');
});

test.each([
  ['getaddrinfo EAI_AGAIN registry', 'registry cannot be reached'],
  ['ENOSPC: no space left on device', 'disk is full'],
  ['EACCES: permission denied, mkdir', 'cannot be written'],
  ['ERR_PNPM_OUTDATED_LOCKFILE', 'run `pnpm install` and commit the lockfile'],
  ['E401 Unauthorized', 'refused the request'],
  ['something else', 'Its last lines are above'],
])('a failure that says "%s" gets the sentence that helps', async (said, advice) => {
  const args = ['--eval', `console.error(${JSON.stringify(said)}); process.exit(1)`];
  const failure = runOrFail(process.execPath, args);
  await expect(failure).rejects.toThrow(said);
  await expect(failure).rejects.toThrow(advice);
});
