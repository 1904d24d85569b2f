import type { Column } from './columns.ts';

/** The columns of a file as the table in docs/import.md. */
export function describeColumns(columns: readonly Pick<Column<never>, 'name' | 'form' | 'about'>[]): string {
  const rows = columns.map(({ name, form, about }) => `| \`${name}\` | ${form} | ${about} |\n`);
  return `| column | form | what it is |\n| --- | --- | --- |\n${rows.join('')}`;
}
