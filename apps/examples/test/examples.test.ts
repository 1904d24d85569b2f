import { fileURLToPath } from 'node:url';
import { createCashwrap } from '@cashwrap/sdk';
import { type DemoShop, openDemoShop } from '@cashwrap/server/testing/demo-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLossyProxy } from './lossy-proxy.ts';
import { run } from './run.ts';

const NOWHERE = 'http://127.0.0.1:9';

let shop: DemoShop;
beforeAll(async () => {
  shop = await openDemoShop();
}, 120_000);
afterAll(() => shop?.[Symbol.asyncDispose]());

/** Runs an example on a server. */
const programs = {
  till: (url: string) => program(url, process.execPath, '--conditions=@cashwrap/source', 'till/till.ts'),
  curl: (url: string) => program(url, 'bash', 'curl/walkthrough.sh'),
  python: (url: string) => program(url, 'python3', 'python/shop.py'),
};

function program(url: string, command: string, ...args: string[]) {
  const cwd = fileURLToPath(new URL('..', import.meta.url));
  return run(command, args, { cwd, env: { CASHWRAP_URL: url, PYTHONDONTWRITEBYTECODE: '1' } });
}

describe('the till', () => {
  it('lives a day, and a second one behind it, with a drawer that fits to the cent', async () => {
    await using server = await shop.serve();
    for (const day of ['first', 'second']) {
      const { code, stdout, stderr } = await programs.till(server.url);
      expect({ day, code, stderr }).toEqual({ day, code: 0, stderr: '' });
      expect(stdout).toMatch(/^Shift opened with 150\.00\.\nSale \d+: \d+\.\d\d, \d+\.\d\d change\.$/m);
      for (const text of ['Fig & Fern Dublin', 'Flat white', 'Neighbour 10 %', 'Cash rounding', 'TX-48211']) {
        expect(stdout).toContain(text);
      }
      expect(stdout).toMatch(/^Z \d+: 1 sale, 1 return, turnover \d+\.\d\d, .* in the drawer, 0\.00 off\.$/m);
    }
    const cashwrap = createCashwrap({ baseUrl: server.url });
    await cashwrap.auth.login({ username: 'manager', password: 'cashwrap-demo' });
    const shifts = await cashwrap.shifts.list({ status: 'closed', sort: '-openedAt', limit: 2 });
    expect(shifts.items.map(({ forced, tenders }) => [forced, tenders?.[0]?.variance])).toEqual([
      [false, 0],
      [false, 0],
    ]);
  }, 60_000);

  it('says where it looked for a server', async () => {
    expect(await programs.till(NOWHERE)).toEqual({
      ...{ code: 1, stdout: '' },
      stderr: `No Cashwrap server answers at ${NOWHERE}. Start one with "npm start", or name its address in CASHWRAP_URL.\n`,
    });
  });
});

describe('the walk through with curl', () => {
  it('does and shows what it says', async () => {
    await using server = await shop.serve();
    const { code, stdout, stderr } = await programs.curl(server.url);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const shown = new Map(
      stdout
        .split('\n== ')
        .slice(1)
        .map((part) => {
          const [title = '', ...lines] = part.trimEnd().split('\n');
          return [title, lines.join('\n')];
        }),
    );
    expect(shown.get('What a cart comes to, and how')).toContain('Flat white: 3 × 3.90');
    expect(shown.get('Sell it for a card and cash')).toContain('Postage stamp');
    expect(shown.get('Sent again under its key it is the same sale')).toBe('same');
    expect(shown.get('One coffee comes back')).toMatch(/^card$/);
    expect(shown.get('What is refused says why, by code')).toBe(
      'QUANTITY_EXCEEDED\nPAYMENT_MISMATCH\nFORBIDDEN\nUNAUTHENTICATED',
    );
    expect(shown.get('A list, page by page')).toBe('2');
    expect(shown.get('Sign out')).toBe('UNAUTHENTICATED');
  }, 60_000);
});

describe('the Python client', () => {
  it('makes one sale under one key, though the answer to the first attempt is lost', async () => {
    await using server = await shop.serve();
    await using proxy = await startLossyProxy(server.url, { method: 'POST', path: '/v1/sales' });
    const { code, stdout, stderr } = await programs.python(proxy.url);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Sale \d+, \d\.\d\d change; sent twice, made once: True\.$/m);
    expect(stdout).toMatch(/^Refused: PAYMENT_MISMATCH, \d\.\d\d is missing\.$/m);
    expect(stdout).toContain('The last five sales: 5, this one first: True.');

    const sales = proxy.seen.filter(({ method, path }) => method === 'POST' && path === '/v1/sales');
    const keys = sales.map(({ idempotencyKey }) => idempotencyKey);
    // Lost, repeated, and sent again by the program; then the one that is refused.
    expect(keys).toHaveLength(4);
    expect(new Set(keys.slice(0, 3)).size).toBe(1);
    expect(keys[3]).not.toBe(keys[0]);
    expect(proxy.seen.filter(({ path }) => path.startsWith('/v1/products?cursor=')).length).toBeGreaterThan(
      2,
    );
  }, 60_000);

  it('says where it looked for a server', async () => {
    const { code, stderr } = await programs.python(NOWHERE);
    expect(code).toBe(1);
    expect(stderr).toContain(`No Cashwrap server answers at ${NOWHERE}`);
  });
});
