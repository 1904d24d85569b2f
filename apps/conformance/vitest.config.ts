import { defineProject } from '../../vitest.shared.ts';

export default defineProject({
  globalSetup: '../../packages/database/src/testing-global-setup.ts',
  testTimeout: 20_000,
});
