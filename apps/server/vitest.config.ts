import { defineProject } from '../../vitest.shared.ts';

export default defineProject({
  // By its path: vitest resolves a package here to its build, which a test run need not have.
  globalSetup: '../../packages/database/src/testing-global-setup.ts',
  testTimeout: 20_000,
});
