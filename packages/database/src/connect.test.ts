import { once } from 'node:events';
import { type AddressInfo, createServer, connect as dial } from 'node:net';
import { expect, test } from 'vitest';
import { accountsDatabase, eventually } from '../test/fixtures.ts';
import { connect } from './connect.ts';
import { isConnectionError, sqlState } from './sql-error.ts';

test('timeouts are set on every connection', async () => {
  await using test = await accountsDatabase();
  const { rows } = await test.database.pool.query(
    `SELECT current_setting('statement_timeout') AS statement, current_setting('lock_timeout') AS lock,
       current_setting('idle_in_transaction_session_timeout') AS idle`,
  );
  expect(rows).toEqual([{ statement: '30s', lock: '2s', idle: '15s' }]);
});

test('close waits until the server has seen every connection go, and may be called twice', async () => {
  await using test = await accountsDatabase();
  const other = connect({ connection: test.connection, applicationName: 'closing' });
  await Promise.all([other.ping(), other.ping(), other.ping()]);
  await Promise.all([other.close(), other.close()]);
  await expect(other.ping()).rejects.toSatisfy(isConnectionError);
});

test('a terminated connection is reported, and its statement fails with its state', async () => {
  const lost: Error[] = [];
  await using test = await accountsDatabase();
  await using other = connect({ connection: test.connection, onClientError: (error) => lost.push(error) });
  const client = await other.pool.connect();
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const running = client.query('SELECT pg_sleep(10)');
  const outcome = expect(running).rejects.toSatisfy(
    (error) => sqlState(error) === '57P01' && isConnectionError(error),
  );
  await test.database.pool.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
  await outcome;
  await eventually(async () => lost.length > 0);
  client.release(true);
  await other.ping();
});

test('a server that is not there is a connection error', async () => {
  await using nowhere = connect({ connection: { host: '/nonexistent', user: 'x', database: 'x' } });
  await expect(nowhere.ping()).rejects.toSatisfy(isConnectionError);
  await using refused = connect({ connection: { url: 'postgres://x@127.0.0.1:1/x' } });
  await expect(refused.ping()).rejects.toSatisfy(isConnectionError);
});

test('a ping of a database that falls silent is given up, and the next one is answered when it speaks again', async () => {
  await using test = await accountsDatabase();
  if ('url' in test.connection) throw new Error('Test databases are told by their parts.');
  const { host, port = 5432, user, database } = test.connection;
  let silent = false;
  const wire = createServer((socket) => {
    const real = dial(`${host}/.s.PGSQL.${port}`);
    socket.on('close', () => real.destroy()).on('error', () => {});
    socket.on('data', (said) => void (silent || real.write(said)));
    real.pipe(socket);
  }).listen(0, '127.0.0.1');
  await once(wire, 'listening');
  const { port: wirePort } = wire.address() as AddressInfo;
  {
    const url = `postgres://${user}@127.0.0.1:${wirePort}/${database}`;
    await using other = connect({ connection: { url }, timeouts: { answerMs: 500 } });
    await other.ping();
    silent = true;
    await expect(other.ping()).rejects.toThrow('timeout');
    silent = false;
    await other.ping();
  }
  wire.close();
});

test('other errors are neither', () => {
  const epipe = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
  expect(sqlState(epipe)).toBeUndefined();
  expect(isConnectionError(new Error('wrapped', { cause: epipe }))).toBe(true);
  expect(isConnectionError(Object.assign(new Error('no file'), { code: 'ENOENT', syscall: 'open' }))).toBe(
    false,
  );
  expect(isConnectionError('text')).toBe(false);
});
