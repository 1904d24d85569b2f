// Prints how the contract has changed since its last release, and fails where that breaks callers without being announced.
// With --release the present document becomes the released one: a part of every release.
import { copyFileSync } from 'node:fs';
import { checkContract, PRESENT, RELEASED, reportOf } from './check.ts';

const [option, ...others] = process.argv.slice(2);
if ((option !== undefined && option !== '--release') || others.length > 0) {
  console.error(
    `cashwrap: contract:changes takes nothing, or --release; not ${process.argv.slice(2).join(' ')}`,
  );
  process.exit(1);
}

const check = checkContract();
console.log(reportOf(check));
if (!check.ok) process.exitCode = 1;
else if (option === '--release') copyFileSync(PRESENT, RELEASED);
