import { cpus, release } from 'node:os';
import { parseArgs } from 'node:util';
import { barcode } from './benches/barcode.ts';
import { importing } from './benches/import.ts';
import { noOp } from './benches/no-op.ts';
import { reports } from './benches/reports.ts';
import { sale } from './benches/sale.ts';
import { search } from './benches/search.ts';
import { startUp } from './benches/start-up.ts';
import { type Bench, type Effort, full, quick } from './measure.ts';
import { openStage } from './stage.ts';

// `pnpm bench`: the figures of QUALITY.md on this machine, as ratios of things measured in turns in one run.
//   --quick        two short rounds: to see that it works, not to quote
//   --only <name>  one of the benches; may be given more than once

const benches: Readonly<Record<string, Bench>> = {
  sale,
  'no-op': noOp,
  barcode,
  search,
  import: importing,
  reports,
  'start-up': startUp,
};

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
  },
});
const unknown = values.only.find((name) => !Object.hasOwn(benches, name));
if (unknown !== undefined) {
  process.stderr.write(`There is no bench "${unknown}"; there are: ${Object.keys(benches).join(', ')}.\n`);
  process.exit(1);
}
const effort: Effort = values.quick ? quick : full;
const chosen = Object.entries(benches).filter(
  ([name]) => values.only.length === 0 || values.only.includes(name),
);

const startedAt = performance.now();
await using stage = await openStage();
print(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, ${process.platform} ${release()}`);
print(`Node ${process.versions.node}, PostgreSQL ${await stage.serverVersion()} (embedded), fsync on`);
print(`${effort.rounds} rounds × ${effort.seconds} s in turns: median (lowest–highest)\n`);
for (const [, bench] of chosen) {
  for (const line of await bench(stage, effort)) print(line);
  print('');
}
print(`${Math.round((performance.now() - startedAt) / 1000)} s`);

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
