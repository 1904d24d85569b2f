import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it, and leaves what is there already. Unlike Node's own `recursive` it ends
 * where a file system takes no folders: in /proc that one never does.
 */
export async function makeFolder(path: string): Promise<void> {
  const made = await mkdirUnlessThere(path);
  if (made) return;
  await makeFolder(dirname(path));
  await mkdir(path).catch(ignoreExisting);
}

/** False where the folder above is missing. */
async function mkdirUnlessThere(path: string): Promise<boolean> {
  try {
    await mkdir(path).catch(ignoreExisting);
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOENT') && dirname(path) !== path) return false;
    throw error;
  }
}

function ignoreExisting(error: unknown): void {
  if (!hasCode(error, 'EEXIST')) throw error;
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
