// Writes the pages of docs/ that follow from the contract.
import { writeFileSync } from 'node:fs';
import { errorsPage } from './errors-page.ts';
import { permissionsPage } from './permissions-page.ts';

const pages = { 'errors.md': errorsPage(), 'permissions.md': permissionsPage() };

for (const [name, text] of Object.entries(pages)) {
  writeFileSync(new URL(`../../../docs/${name}`, import.meta.url), text);
}
