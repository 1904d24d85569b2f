import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileStorage } from '../src/node/index.ts';
import { fails, ok, startFakeServer, tokenPair } from './fake-server.ts';

const tokens = { accessToken: 'access-1', refreshToken: 'refresh-1', session: 'ada' };
const PROCESS = fileURLToPath(new URL('./processes/refresh-in-turn.ts', import.meta.url));

let directory: string;
let files = 0;
const newPath = () => join(directory, `${++files}`, 'tokens.json');

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cashwrap-sdk-'));
});

afterAll(async () => {
  await rm(directory, { recursive: true });
});

/** Runs work under the locks of several storages of one file at once; the most that ran at the same time. */
async function runTogether(path: string, count: number): Promise<number> {
  let running = 0;
  let most = 0;
  const work = async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, 5));
    running -= 1;
  };
  await Promise.all(Array.from({ length: count }, () => fileStorage(path).lock?.(work)));
  return most;
}

describe('the storage of a file', () => {
  it('keeps tokens for its owner alone, and leaves nothing else behind', async () => {
    const path = newPath();
    const storage = fileStorage(path);
    expect(await storage.load()).toBeUndefined();
    await storage.save(tokens);
    await storage.save({ ...tokens, accessToken: 'access-2' });
    expect(await fileStorage(path).load()).toEqual({ ...tokens, accessToken: 'access-2' });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(dirname(path))).toEqual(['tokens.json']);
    await storage.save(undefined);
    await storage.save(undefined);
    expect(await storage.load()).toBeUndefined();
  });

  it('takes what is not of the SDK for nothing, and says what the file system says', async () => {
    const path = newPath();
    await fileStorage(path).save(tokens);
    await writeFile(path, '{"accessToken":');
    expect(await fileStorage(path).load()).toBeUndefined();
    await expect(fileStorage(dirname(path)).load()).rejects.toMatchObject({ code: 'EISDIR' });
    await expect(fileStorage(join(path, 'below')).save(tokens)).rejects.toMatchObject({
      code: expect.stringMatching(/^(ENOTDIR|EEXIST)$/),
    });
  });

  it('keeps those in order who share it, and leaves no lock behind', async () => {
    const path = newPath();
    expect(await runTogether(path, 5)).toBe(1);
    const failing = fileStorage(path).lock?.(() => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    expect(await runTogether(path, 2)).toBe(1);
    expect(await readdir(dirname(path))).toEqual([]);
  });

  it('takes the lock of whoever died with it, and of nobody else', async () => {
    const path = newPath();
    await fileStorage(path).save(tokens);
    const lock = `${path}.lock`;
    await writeFile(lock, 'of a process that was killed');
    const longAgo = Date.now() / 1000 - 60;
    await utimes(lock, longAgo, longAgo);
    expect(await runTogether(path, 2)).toBe(1);

    await writeFile(lock, 'of a process that is at work');
    let ran = false;
    const waiting = fileStorage(path).lock?.(async () => {
      ran = true;
      // Somebody has taken it for dead meanwhile: what is theirs is left alone.
      await writeFile(lock, 'of somebody else');
    });
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(ran).toBe(false);
    await rm(lock);
    await waiting;
    expect(await readdir(dirname(path))).toEqual(['tokens.json', 'tokens.json.lock']);
  });

  it('lets several processes exchange a refresh token once', async () => {
    await using server = await startFakeServer({
      'auth.refresh': async () => {
        await new Promise((resolve) => setTimeout(resolve, 50));
        return ok(tokenPair(2));
      },
      'auth.me': ({ headers }) =>
        headers.authorization === 'Bearer access-2' ? ok({ name: 'Ada' }) : fails('TOKEN_EXPIRED'),
    });
    const path = newPath();
    await fileStorage(path).save(tokens);
    const run = () =>
      promisify(execFile)(process.execPath, ['--conditions=@cashwrap/source', PROCESS, server.baseUrl, path]);

    const ended = await Promise.all([run(), run(), run()]);

    expect(ended.map(({ stdout }) => stdout)).toEqual(['Ada\n', 'Ada\n', 'Ada\n']);
    expect(server.callsOf('auth.refresh').map(({ input }) => input)).toEqual([{ refreshToken: 'refresh-1' }]);
    expect(await fileStorage(path).load()).toMatchObject({ refreshToken: 'refresh-2', session: 'ada' });
  });
});
