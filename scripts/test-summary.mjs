// The figures of a test run, read from the report that vitest writes in each package.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root, workspacePackages } from './workspace.mjs';

const REPORTS = '.reports';

/** Folders whose tests count: each package with a test script, and the repository's own scripts. */
function testedFolders() {
  const packages = workspacePackages().filter(({ manifest }) => manifest.scripts?.test);
  return [...packages.map(({ folder }) => folder), 'scripts'];
}

/** Removes old reports, so that a run that crashes cannot be mistaken for the one before it. */
export function clearReports() {
  for (const folder of testedFolders()) rmSync(join(root, folder, REPORTS), { recursive: true, force: true });
}

/** Prints the figures of the last run and answers the exit code: 0 only if every test ran and passed. */
export function printSummary({ tasksFailed }) {
  const results = testedFolders().map((folder) => readReport(folder));
  const { lines, passed } = summarize(results, tasksFailed);
  console.log(lines.join('\n'));
  return passed ? 0 : 1;
}

function readReport(folder) {
  const path = join(root, folder, REPORTS, 'vitest.json');
  return { folder, report: existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined };
}

/**
 * @param results one `{ folder, report }` per package; no report means that its run did not end
 * @param tasksFailed whether a test task failed: it may, without a failed test, as by an unhandled error
 */
export function summarize(results, tasksFailed) {
  const packages = results.map(({ folder, report }) => ({ folder, ...countPackage(folder, report) }));
  const failures = packages.flatMap((p) => p.failures);
  if (tasksFailed && failures.length === 0)
    failures.push('a test run ended with an error outside its tests: see above');
  const unrun = packages.flatMap((p) => p.unrun);
  const passedCount = packages.reduce((sum, p) => sum + p.passed, 0);

  const width = Math.max(...packages.map((p) => p.folder.length));
  const lines = [
    '',
    ...packages.map((p) => `${p.folder.padEnd(width)}  ${figures(p)}`),
    ...titled('Failed', failures),
    ...titled('Skipped or todo (these fail the run)', unrun),
    '',
    `${passedCount} passed, ${failures.length} failed`,
  ];
  return { lines, passed: failures.length === 0 && unrun.length === 0 };
}

function countPackage(folder, report) {
  if (!report)
    return {
      passed: 0,
      failures: [`${folder}: its test run wrote no report (it crashed or did not start)`],
      unrun: [],
    };
  if (report.testResults.length === 0)
    return { passed: 0, failures: [`${folder}: no tests were found`], unrun: [] };
  let passed = 0;
  const failures = [];
  const unrun = [];
  for (const file of report.testResults) {
    const name = relative(root, file.name);
    const failedBefore = failures.length;
    for (const test of file.assertionResults) {
      const label = `${name} > ${[...test.ancestorTitles, test.title].filter(Boolean).join(' > ')}`;
      if (test.status === 'passed') passed += 1;
      else if (test.status === 'failed') failures.push(`${label}\n    ${firstLine(test.failureMessages[0])}`);
      else unrun.push(`${label} (${test.status})`);
    }
    if (file.status === 'failed' && failures.length === failedBefore)
      failures.push(`${name}\n    ${firstLine(file.message)}`);
  }
  return { passed, failures, unrun };
}

function figures({ passed, failures, unrun }) {
  const rest = unrun.length > 0 ? `, ${unrun.length} skipped or todo` : '';
  return `${passed} passed, ${failures.length} failed${rest}`;
}

function titled(title, items) {
  return items.length > 0 ? ['', `${title}:`, ...items.map((item) => `  ${item}`)] : [];
}

function firstLine(message = '') {
  return message.split('\n')[0];
}
