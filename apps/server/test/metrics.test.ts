import { expect, test } from 'vitest';
import { refusalOf } from './event-streams.ts';
import { ok, startTestServer } from './support.ts';

const TOKEN = 'the-token-of-the-metrics';

test('metrics are read by whoever has the token, and by nobody where none was set', async () => {
  await using closed = await startTestServer();
  expect((await closed.request('GET', '/metrics')).status).toBe(404);

  await using server = await startTestServer({ limits: { metricsAccess: { token: TOKEN } } });
  for (const token of [undefined, 'another-token', `${TOKEN}s`]) {
    const { status, body } = await server.request('GET', '/metrics', { token });
    expect([status, body.code], token).toEqual([401, 'UNAUTHENTICATED']);
  }
  const { status, headers } = await server.request('GET', '/metrics', { token: TOKEN });
  expect([status, headers.get('content-type')]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
  expect((await server.request('POST', '/metrics')).status).toBe(405);
});

test('metrics count calls by operation, however they came, and runs of jobs', async () => {
  await using server = await startTestServer({ limits: { metricsAccess: 'open' }, jobs: true });
  const token = await server.setUpOwner();
  ok(await server.request('GET', '/v1/stores', { token }));
  ok(await server.trpc('stores.list', {}, { token }));
  await server.request('GET', '/v1/stores/nothing', { token });
  await server.request('GET', '/v1/made-up', { token });
  await server.trpc('made.up', {}, { token, kind: 'query' });
  await refusalOf(server.url, {});
  await server.app.tellLowStock();
  const read = async (): Promise<string> => ok(await server.request('GET', '/metrics'));
  const text = await read();
  for (const line of [
    'cashwrap_http_requests_total{operation="auth.setup",status="201"} 1',
    'cashwrap_http_requests_total{operation="stores.list",status="200"} 2',
    'cashwrap_http_requests_total{operation="stores.get",status="400"} 1',
    'cashwrap_http_requests_total{operation="events.subscribe",status="200"} 1',
    'cashwrap_http_requests_total{operation="unknown",status="404"} 2',
    'cashwrap_http_request_duration_seconds_bucket{operation="stores.list",le="+Inf"} 2',
    'cashwrap_http_request_duration_seconds_count{operation="stores.list"} 2',
    'cashwrap_job_runs_total{job="tell-low-stock",outcome="succeeded"} 1',
    'cashwrap_job_duration_seconds_count{job="tell-low-stock"} 1',
    'cashwrap_database_up 1',
    'cashwrap_events_position 0',
  ]) {
    expect(text.split('\n')).toContain(line);
  }
  // Set-up wrote to the audit log, so its chain is due.
  await expect.poll(read, { timeout: 10_000 }).toMatch(/^cashwrap_job_failing\{job="chain-audit-log"\} 0$/m);
  expect(text).toMatch(/^cashwrap_database_connections\{state="busy"\} \d+$/m);
  // Each metric says once what it is.
  const types = text.split('\n').filter((line) => line.startsWith('# TYPE '));
  expect(new Set(types).size).toBe(types.length);
});
