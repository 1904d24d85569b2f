import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { type OpenApi, type Operation, operationsIn } from './openapi.ts';

export interface DummyOptions {
  readonly document: OpenApi;
  /** What each operation once answered. */
  readonly examples: Readonly<Record<string, { readonly output: unknown }>>;
  /**
   * A clever one refuses what can be refused without remembering anything: who has no token, what the document forbids, and
   * ids of which it was told that there is nothing with them.
   */
  readonly clever?: { readonly unknownIds: readonly string[] };
}

export interface Dummy extends AsyncDisposable {
  readonly url: string;
}

interface Served extends Operation {
  readonly pattern: RegExp;
  readonly isPublic: boolean;
}

/** A server that answers every operation with an example that fits the document, and keeps nothing. */
export async function startDummy({ document, examples, clever }: DummyOptions): Promise<Dummy> {
  const served = operationsIn(document)
    .map(
      (operation): Served => ({
        ...operation,
        pattern: patternOf(operation.path),
        isPublic: isPublic(document, operation),
      }),
    )
    // `/sales/open` before `/sales/{id}`.
    .sort((a, b) => parametersIn(a.path) - parametersIn(b.path));
  const forbids = createForbids(document);
  const server = createServer((request, response) => {
    void answer(request, response);
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://dummy');
    const body = await text(request);
    const operation = served.find(
      ({ method, pattern }) => method === request.method && pattern.test(pathname.replace('/v1', '')),
    );
    if (!operation) return refuse(response, 404, 'ROUTE_NOT_FOUND');
    if (clever) {
      const { unknownIds } = clever;
      if (!operation.isPublic && !request.headers.authorization)
        return refuse(response, 401, 'UNAUTHENTICATED');
      if (forbids(operation, body)) return refuse(response, 400, 'INVALID_INPUT');
      if (unknownIds.some((id) => `${request.url} ${body}`.includes(id)))
        return refuse(response, 404, 'NOT_FOUND');
    }
    const output = examples[operation.name]?.output;
    if (operation.status === 204) return send(response, 204, undefined, '');
    if (isFile(output)) return send(response, operation.status, output.mediaType, output.content);
    return send(response, operation.status, 'application/json', JSON.stringify(output));
  }

  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
}

function parametersIn(path: string): number {
  return path.split('{').length;
}

function isPublic(document: OpenApi, { path, method }: Operation): boolean {
  return document.paths[path]?.[method.toLowerCase()]?.security?.length === 0;
}

/** Whether the schema of an operation's body refuses what was sent. */
function createForbids(document: OpenApi): (operation: Operation, body: string) => boolean {
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  ajv.addSchema(document, 'openapi.json');
  const validators = new Map<string, ValidateFunction>();
  return ({ name, body: described }, body) => {
    if (!described) return false;
    const schema = JSON.stringify(described.schema).replaceAll(
      '"#/components/',
      '"openapi.json#/components/',
    );
    const validate = validators.get(name) ?? ajv.compile(JSON.parse(schema));
    validators.set(name, validate);
    try {
      return !validate(JSON.parse(body));
    } catch {
      return true;
    }
  };
}

function isFile(output: unknown): output is { readonly mediaType: string; readonly content: string } {
  return typeof output === 'object' && output !== null && 'mediaType' in output && 'content' in output;
}

function refuse(response: ServerResponse, status: number, code: string): void {
  send(response, status, 'application/problem+json', JSON.stringify({ status, code, errors: [] }));
}

function send(response: ServerResponse, status: number, type: string | undefined, body: string): void {
  response.writeHead(status, {
    ...(type !== undefined && { 'content-type': type }),
    'x-request-id': 'dummy',
  });
  response.end(body);
}
