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
      // The files of a worker share what they import: else each loads and compiles all of it again, which takes longer than
      // most of their tests. So what is tested keeps nothing beside what it is made with, but caches whose keys differ from
      // one database to the next.
      isolate: false,
      // What a file makes first takes its time where the machine is busy.
      hookTimeout: 60_000,
      reporters: ['default', ['json', { outputFile: '.reports/vitest.json' }]],
      ...test,
    },
  });
}
