// What the tools that know how packages are resolved say against one.
import { checkPackage, type Package, type Problem } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

/** What publint would have done otherwise, its suggestions too. */
export async function publintProblems(contents: Package): Promise<string[]> {
  const files = contents.listFiles().map((name) => ({ name, data: contents.readFile(name) }));
  const pkgDir = `/node_modules/${contents.packageName}`;
  const { messages, pkg } = await publint({ pkgDir, pack: { files }, level: 'suggestion' });
  return messages.map((message) => formatMessage(message, pkg) ?? message.code);
}

/**
 * Where types do not say what comes at run time.
 *
 * The packages are ESM alone, for what knows an exports map. So TypeScript's `node10` resolution, which TypeScript 7 has
 * no more, is left out; and that `require` gives ESM, which Node 20.19 and newer can.
 */
export async function typeProblems(contents: Package): Promise<Problem[]> {
  const result = await checkPackage(contents);
  if (!result.types) throw new Error(`${contents.packageName} has no types.`);
  return result.problems.filter(
    (problem) =>
      problem.kind !== 'CJSResolvesToESM' &&
      !('resolutionKind' in problem && problem.resolutionKind === 'node10'),
  );
}
