import { defineProject } from '../../vitest.shared.ts';

export default defineProject({
  // By its path: vitest resolves a package here to its build, which a test run need not have.
  globalSetup: '../../packages/database/src/testing-global-setup.ts',
  maxConcurrency: 2,
  testTimeout: 20_000,
  // A page takes its time where the machine is busy.
  expect: { poll: { timeout: 10_000 } },
});
