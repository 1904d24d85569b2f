import {
  builtInRoleNames,
  builtInRoles,
  contract,
  type Entry,
  entriesOf,
  type NamedEntry,
  type Permission,
  permissionNames,
  permissions,
  type Scope,
} from '@cashwrap/contract';

/** docs/permissions.md: what the built-in roles may do, permission by permission and operation by operation. */
export function permissionsPage(): string {
  const entries = entriesOf(contract);
  const groups = new Set(entries.map(groupOf));
  return `<!-- Written by \`pnpm gen\` from packages/contract: do not edit. -->

# Permissions

A role is a set of permissions. People hold roles for one store or for all; API keys hold permissions. The five built-in
roles below are fixed; own ones, with any permissions, are made beside them (\`roles.create\`).

- Without the permission in any store a call is refused with 403 \`FORBIDDEN\` before its input is read.
- What is in a store that one may not see is 404, exactly like what does not exist. What one sees and may not change is 403.
- Nobody gives what they do not hold themselves (\`PERMISSION_NOT_HELD\`).
- *An approval*: a second person may approve the call on the spot instead ([how](../README.md#at-the-till-with-a-pin)).

## Permissions and roles

| permission | what it lets a person do | ${roleHeads()} |
|---|---|${builtInRoleNames.map(() => ':-:|').join('')}
${permissionNames.map((name) => `| \`${name}\` | ${permissions[name]} | ${marks(name)} |`).join('\n')}

## Operations and roles

Where the permission must be held: *all stores* and *any store* are about the whole business; a field names the store of the
call; else it is the store of the document.

${[...groups]
  .map((group) =>
    groupSection(
      group,
      entries.filter((entry) => groupOf(entry) === group),
    ),
  )
  .join('\n\n')}
`;
}

function groupOf({ name }: NamedEntry): string {
  return name.slice(0, name.lastIndexOf('.'));
}

function groupSection(group: string, members: readonly NamedEntry[]): string {
  const rows = members.map(
    ({ name, entry }) =>
      `| \`${name.slice(group.length + 1)}\` | ${routeOf(entry)} | ${accessOf(entry)} | ${rolesOf(entry)} |`,
  );
  return `### ${group}

| operation | REST | permission | where | ${roleHeads()} |
|---|---|---|---|${builtInRoleNames.map(() => ':-:|').join('')}
${rows.join('\n')}`;
}

function routeOf(entry: Entry): string {
  return entry.kind === 'subscription' ? 'tRPC alone' : `\`${entry.rest.method} ${entry.rest.path}\``;
}

function accessOf(entry: Entry): string {
  if (entry.scope === undefined)
    return `none: ${entry.permission === 'public' ? 'everyone' : 'whoever is signed in'} | `;
  const approvals = entry.kind === 'mutation' ? (entry.approvals ?? []) : [];
  const also =
    approvals.length > 0
      ? `, and at times ${approvals.map((name) => `\`${name}\``).join(', ')} or an approval`
      : '';
  return `\`${entry.permission}\`${also} | ${placeOf(entry.scope, entry.kind === 'mutation')}`;
}

function placeOf(scope: Scope, changes: boolean): string {
  switch (scope.kind) {
    case 'merchant':
      return changes ? 'all stores' : 'any store';
    case 'anywhere':
      return 'any store';
    case 'store':
      return `\`${scope.field}\``;
    case 'document':
      return `of the ${scope.noun.replaceAll('_', ' ')}`;
  }
}

function rolesOf(entry: Entry): string {
  return entry.scope === undefined ? builtInRoleNames.map(() => '✓').join(' | ') : marks(entry.permission);
}

function marks(permission: Permission): string {
  return builtInRoleNames
    .map((name) => (builtInRoles[name].permissions.some((held) => held === permission) ? '✓' : ''))
    .join(' | ');
}

function roleHeads(): string {
  return builtInRoleNames.map((name) => builtInRoles[name].title.toLowerCase()).join(' | ');
}
