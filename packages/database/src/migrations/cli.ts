import { connect, type Database } from '../connect.ts';
import { locateDatabase } from '../locate-database.ts';
import { appendOnlyTables } from '../schema/append-only.ts';
import { grantApplicationRole } from './grant-application-role.ts';
import { migrate, migrationStatus, rollback } from './migrate.ts';
import { migrationsFolder as folder } from './migrations-folder.ts';

const USAGE = 'Usage: migrate up | down [n] | status';

async function main([command, argument]: readonly string[]): Promise<void> {
  const run = commandNamed(command, argument);
  await using located = await locateDatabase(process.env, print);
  await using owner = connect({
    connection: located.ownerConnection,
    max: 2,
    applicationName: 'cashwrap migrate',
  });
  await run(owner, located.applicationRole);
}

type Command = (owner: Database, applicationRole: string | undefined) => Promise<void>;

function commandNamed(command: string | undefined, argument: string | undefined): Command {
  switch (command) {
    case 'up':
      return up;
    case 'down': {
      const steps = Number(argument ?? 1);
      if (!Number.isInteger(steps) || steps < 1) throw new Error(USAGE);
      return (owner) => down(owner, steps);
    }
    case 'status':
      return status;
    default:
      throw new Error(USAGE);
  }
}

async function up(owner: Database, applicationRole: string | undefined): Promise<void> {
  const applied = await migrate(owner, { folder });
  print(applied.length === 0 ? 'Nothing to apply' : `Applied ${applied.join(', ')}`);
  if (applicationRole === undefined) return;
  await grantApplicationRole(owner, applicationRole, { appendOnlyTables });
  print(`Granted the tables to ${applicationRole}`);
}

async function down(owner: Database, steps: number): Promise<void> {
  const undone = await rollback(owner, { folder, target: { steps } });
  print(undone.length === 0 ? 'Nothing to undo' : `Undid ${undone.join(', ')}`);
}

async function status(owner: Database): Promise<void> {
  const { applied, pending } = await migrationStatus(owner, { folder });
  for (const { tag, appliedAt } of applied) print(`applied  ${tag}  ${appliedAt.toISOString()}`);
  for (const { tag } of pending) print(`pending  ${tag}`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
