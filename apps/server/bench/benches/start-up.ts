import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bench } from '../measure.ts';
import { spread, table } from '../report.ts';
import { SERVER } from '../server-process.ts';

/** From nothing, and from what an earlier start has left, to the word that it is ready: the built server alone. */
export const startUp: Bench = async (stage, { rounds }) => {
  const dataDir = join(stage.folder, 'start-up');
  const environment = { NODE_ENV: 'development', PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'error' };
  const cold: number[] = [];
  const warm: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const times of [cold, warm, warm]) {
      if (times === cold) await rm(dataDir, { recursive: true, force: true });
      await using server = await stage.startServer(SERVER, environment);
      times.push(server.readyAfterMs);
    }
  }
  return table([
    ['Start of the built server', 'ms to ready'],
    ['cold: makes the database, migrates', spread(cold)],
    ['warm', spread(warm)],
  ]);
};
