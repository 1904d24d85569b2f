import { bringUpToDate } from '../bring-up-to-date.ts';
import { connect, type Database } from '../connect.ts';
import { explainFailure } from '../explain-failure.ts';
import { locateDatabase } from '../locate-database.ts';
import { migrationStatus, rollback } from './migrate.ts';
import { migrationsFolder as folder } from './migrations-folder.ts';

const USAGE = `Usage: pnpm migrate up | down [n] | status

  up        applies what is pending, readies the job queue, and grants the tables to the application's role
  down [n]  undoes the last migration, or the last n
  status    lists what was applied and what is pending; changes nothing

It works on DATABASE_OWNER_URL, else DATABASE_URL, else the embedded database in DATA_DIR.`;

async function main(args: readonly string[]): Promise<void> {
  if (args.includes('--help') || args.includes('-h')) return print(USAGE);
  const [command, argument, ...more] = args;
  if (more.length > 0 || (argument !== undefined && command !== 'down')) throw new UsageError();
  const run = commandNamed(command, argument);
  await using located = await locateDatabase(process.env, { log: print, create: command !== 'status' });
  await using owner = connect({
    connection: located.ownerConnection,
    max: 2,
    applicationName: 'cashwrap migrate',
  });
  await run(owner, located.applicationRole);
}

class UsageError extends Error {
  constructor() {
    super(USAGE);
  }
}

type Command = (owner: Database, applicationRole: string | undefined) => Promise<void>;

function commandNamed(command: string | undefined, argument: string | undefined): Command {
  switch (command) {
    case 'up':
      return up;
    case 'down': {
      const steps = Number(argument ?? 1);
      if (!Number.isInteger(steps) || steps < 1) throw new UsageError();
      return (owner) => down(owner, steps);
    }
    case 'status':
      return status;
    default:
      throw new UsageError();
  }
}

async function up(owner: Database, applicationRole: string | undefined): Promise<void> {
  const applied = await bringUpToDate(owner, applicationRole);
  print(applied.length === 0 ? 'Nothing to apply' : `Applied ${applied.join(', ')}`);
  if (applicationRole !== undefined) print(`Granted the tables to ${applicationRole}`);
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
  const expected = error instanceof UsageError ? error.message : explainFailure(error);
  const unexpected = error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${expected ?? unexpected}\n`);
  process.exitCode = 1;
}
