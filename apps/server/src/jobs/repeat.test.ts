import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { repeat } from './repeat.ts';

const silent = pino({ level: 'silent' });

test('a job runs again and again, one run at a time, and stops only after its run', async () => {
  let running = 0;
  let most = 0;
  let runs = 0;
  const job = repeat(
    {
      name: 'test',
      everyMs: 2,
      run: async () => {
        running += 1;
        most = Math.max(most, running);
        await sleep(10);
        running -= 1;
        runs += 1;
      },
    },
    silent,
  );
  job.start();
  await sleep(60);
  await Promise.all([job.runOnce(), job.runOnce()]);
  await job.stop();
  expect([running, most]).toEqual([0, 1]);
  const before = runs;
  expect(before).toBeGreaterThan(3);
  await sleep(20);
  expect(runs).toBe(before);
});

test('a run that fails is logged once for the same reason, and the next one comes', async () => {
  const lines: string[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(line) });
  let runs = 0;
  const job = repeat(
    {
      name: 'test',
      everyMs: 2,
      run: async () => {
        runs += 1;
        if (runs < 4) throw new Error('no database');
      },
    },
    log,
  );
  job.start();
  while (runs < 6) await sleep(5);
  await job.stop();
  expect(lines.map((line) => JSON.parse(line).msg)).toEqual(['loop failed', 'loop works again']);
  await expect(
    repeat({ name: 'x', everyMs: 9, run: () => Promise.reject(new Error('y')) }, log).runOnce(),
  ).rejects.toThrow('y');
});

test('a run is told that it should end', async () => {
  let ended = false;
  const job = repeat(
    {
      name: 'test',
      everyMs: 1,
      run: async (stopped) => {
        while (!stopped()) await sleep(1);
        ended = true;
      },
    },
    silent,
  );
  job.start();
  await sleep(10);
  await job.stop();
  expect(ended).toBe(true);
});
