import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the guide's payment service answers about a payment or a refund. */
interface Told {
  state: 'captured' | 'authorized' | 'refused' | 'cancelled' | 'refunded';
  amount: number;
  reference: string;
  reason?: string;
}

export interface AcmeService extends AsyncDisposable {
  readonly url: string;
  /** How often cards were charged. */
  charges(): number;
  /** The next calls are answered by an error page. */
  fail(times: number): void;
}

/** The service that the guide to payment providers connects: `PUT` makes something once, under the id of the client. */
export async function startAcmeService(key: string): Promise<AcmeService> {
  const payments = new Map<string, Told>();
  const refunds = new Map<string, Told>();
  let charges = 0;
  let failures = 0;

  const charge = (id: string, { amount, capture }: { amount: number; capture: boolean }): Told => {
    const known = payments.get(id);
    if (known) return known;
    charges += 1;
    const told: Told = { state: capture ? 'captured' : 'authorized', amount, reference: `acme-${charges}` };
    payments.set(id, told);
    return told;
  };
  const cancel = (id: string): Told => {
    const told: Told = payments.get(id) ?? { state: 'cancelled', amount: 0, reference: 'acme-none' };
    payments.set(id, Object.assign(told, { state: 'cancelled' as const }));
    return told;
  };
  const capture = (id: string, { amount }: { amount: number }): Told | undefined => {
    const told = payments.get(id);
    if (told?.state === 'authorized') Object.assign(told, { state: 'captured', amount });
    return told;
  };
  const refund = (id: string, { payment, amount }: { payment: string; amount: number }): Told => {
    const known = refunds.get(id);
    if (known) return known;
    const left = payments.get(payment)?.amount ?? 0;
    if (amount > left)
      return { state: 'refused', amount: 0, reference: 'acme-none', reason: 'More than is left.' };
    Object.assign(payments.get(payment) ?? {}, { amount: left - amount });
    const told: Told = { state: 'refunded', amount, reference: `acme-refund-${refunds.size + 1}` };
    refunds.set(id, told);
    return told;
  };

  const server = createServer(async (incoming, outgoing) => {
    const body = await bodyOf(incoming);
    const [, noun, id = '', verb] = (incoming.url ?? '').split('/');
    const answer = (): Told | undefined => {
      if (noun === 'refunds') return refund(id, body);
      if (verb === 'capture') return capture(id, body);
      if (verb === 'cancel') return cancel(id);
      return incoming.method === 'PUT' ? charge(id, body) : payments.get(id);
    };
    if (failures > 0) {
      failures -= 1;
      outgoing.writeHead(502).end('<html>Bad gateway</html>');
    } else if (incoming.headers.authorization !== `Bearer ${key}`) {
      outgoing.writeHead(401).end();
    } else {
      const told = answer();
      outgoing
        .writeHead(told ? 200 : 404, { 'content-type': 'application/json' })
        .end(JSON.stringify(told ?? {}));
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    charges: () => charges,
    fail: (times) => {
      failures = times;
    },
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(incoming: IncomingMessage) {
  const text = (await incoming.toArray()).join('');
  return text === '' ? {} : JSON.parse(text);
}
