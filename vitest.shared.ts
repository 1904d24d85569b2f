import { defineConfig, type ViteUserConfig } from 'vitest/config';

/** The condition under which workspace packages resolve to their TypeScript source. */
const SOURCE_CONDITION = '@cashwrap/source';

/** The test settings that every package shares; `test` overrides them. */
export function defineProject(test: ViteUserConfig['test'] = {}): ViteUserConfig {
  return defineConfig({
    resolve: { conditions: [SOURCE_CONDITION] },
    ssr: { resolve: { conditions: [SOURCE_CONDITION] } },
    // Where vitest runs `globalSetup`: without this it would need the packages built.
    environments: { __vitest__: { resolve: { conditions: [SOURCE_CONDITION] } } },
    test: {
      include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
      reporters: ['default', ['json', { outputFile: '.reports/vitest.json' }]],
      ...test,
    },
  });
}
