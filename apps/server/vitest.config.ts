import { defineProject } from '../../vitest.shared.ts';

export default defineProject({
  // By its path: vitest resolves a package here to its build, which a test run need not have.
  globalSetup: '../../packages/database/src/testing-global-setup.ts',
  // vitest leaves a core free; here PostgreSQL's work waits for Node's anyway, and two files at once fill both.
  maxWorkers: 2,
  testTimeout: 20_000,
});
