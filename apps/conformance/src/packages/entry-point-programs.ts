import type { EntryPoint } from './packed-package.ts';

/** Two programs that take each entry point, as a module and as CommonJS, and print as JSON how many names each has. */
export function entryPointPrograms(entryPoints: readonly EntryPoint[]): {
  imported: string;
  required: string;
} {
  const imports = entryPoints.map(({ specifier, isJson }, index) =>
    isJson
      ? `import e${index} from '${specifier}' with { type: 'json' };`
      : `import * as e${index} from '${specifier}';`,
  );
  const requires = entryPoints.map(({ specifier }, index) => `import e${index} = require('${specifier}');`);
  const counts = entryPoints.map(({ specifier }, index) => `['${specifier}', Object.keys(e${index}).length]`);
  const print = `console.log(JSON.stringify([${counts}]));`;
  return { imported: [...imports, print].join('\n'), required: [...requires, print].join('\n') };
}
