// Where the workspace's packages are.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** The folders that hold packages: those of pnpm-workspace.yaml. */
const PARENTS = ['apps', 'packages'];

/** Each workspace package: its folder relative to the root, and its package.json. */
export function workspacePackages() {
  return PARENTS.flatMap((parent) => readdirSync(join(root, parent)).map((name) => `${parent}/${name}`))
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .sort()
    .map((folder) => ({ folder, manifest: readJson(join(root, folder, 'package.json')) }));
}

export function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
