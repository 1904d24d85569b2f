import type { HttpMethod } from '@cashwrap/contract';
import { json, type Request, type RequestHandler, type Response, Router } from 'express';
import { Failure, invalidInput } from '../procedure/failure.ts';
import type { Procedure } from '../procedure/operate.ts';
import { refuseMethod } from './methods.ts';
import { contextOf, describeOutcome, localsOf } from './request.ts';
import { parameterReader, type ReadParameter } from './text-parameters.ts';

/** Where the REST face is mounted. */
export const REST_BASE = '/v1';

const BODY_LIMIT = '1mb';

/** The REST face: one native route per operation, each a thin way to the procedure. */
export function createRestRouter(procedures: readonly Procedure[]): Router {
  const router = Router({ caseSensitive: true, strict: true });
  router.use(answerRefusal, requireJson, json({ limit: BODY_LIMIT, strict: false }));
  for (const [path, entries] of byPath(procedures)) {
    const route = router.route(toExpressPath(path));
    for (const [method, procedure] of entries) {
      route[methodName(method)](createRoute(procedure));
    }
    route.all(refuseMethod([...entries.keys()]));
  }
  return router;
}

/** Procedures by path and method; a fixed segment comes before a parameter, so that no id shadows a name. */
function byPath(procedures: readonly Procedure[]): Map<string, Map<HttpMethod, Procedure>> {
  const paths = new Map<string, Map<HttpMethod, Procedure>>();
  for (const procedure of procedures) {
    const { method, path } = procedure.operation.rest;
    const entries = paths.get(path) ?? new Map<HttpMethod, Procedure>();
    const other = entries.get(method);
    if (other) throw new Error(`${procedure.name} and ${other.name} both answer ${method} ${path}.`);
    paths.set(path, entries.set(method, procedure));
  }
  // '{' sorts behind every letter and digit.
  return new Map([...paths].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function toExpressPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}

function methodName(method: HttpMethod) {
  return method.toLowerCase() as Lowercase<HttpMethod>;
}

function createRoute(procedure: Procedure): RequestHandler {
  const { rest, output: schema } = procedure.operation;
  const readInput = inputReader(procedure);
  const empty = schema._zod.def.type === 'null';
  return async (request, response) => {
    const outcome = await procedure.call(contextOf(response), readInput(request));
    describeOutcome(response, outcome);
    const { output } = outcome;
    if (empty) response.status(204).end();
    else if (rest.media && isMedia(output)) response.type(output.mediaType).send(output.content);
    else if (rest.creates === undefined) response.json(output);
    else created(response, rest.creates, output);
  };
}

/** An output that is to be answered as itself: a receipt as text, say. */
function isMedia(output: unknown): output is { mediaType: string; content: string } {
  return typeof output === 'object' && output !== null && 'mediaType' in output && 'content' in output;
}

function created(response: Response, template: string, output: unknown): void {
  const fields = output as Readonly<Record<string, unknown>>;
  const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(fields[name])),
  );
  response
    .status(201)
    .location(REST_BASE + path)
    .json(output);
}

/** Gathers the input of an operation from path, query text and body. */
function inputReader({ operation }: Procedure): (request: Request) => unknown {
  const { shape } = operation.input;
  const { method, path } = operation.rest;
  const readers = new Map<string, ReadParameter>(
    Object.entries(shape).map(([name, schema]) => [name, parameterReader(schema)]),
  );
  const read = (parameters: Readonly<Record<string, unknown>>): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(parameters).map(([name, text]) => [name, readers.get(name)?.(text as string) ?? text]),
    );
  const pathNames = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
  const hasBody = method !== 'GET' && method !== 'DELETE';
  return (request) => {
    const given = hasBody ? bodyOf(request) : read(request.query);
    const twice = pathNames.filter((name) => Object.hasOwn(given, name));
    if (twice.length > 0) {
      throw invalidInput(twice.map((name) => ({ path: [name], message: 'is given by the path already' })));
    }
    if (hasBody && Object.keys(request.query).length > 0) {
      throw invalidInput(
        Object.keys(request.query).map((name) => ({
          path: [name],
          message: 'belongs in the body, not in the query',
        })),
      );
    }
    return pathNames.length === 0 ? given : { ...given, ...read(request.params) };
  };
}

function bodyOf(request: Request): Record<string, unknown> {
  const body: unknown = request.body ?? {};
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return { ...body };
  throw invalidInput([{ path: [], message: 'must be a JSON object' }]);
}

const answerRefusal: RequestHandler = (_request, response, next) => {
  const { refusal } = localsOf(response);
  if (refusal) throw refusal;
  next();
};

/** A body that is not JSON is refused, not ignored. */
const requireJson: RequestHandler = (request, _response, next) => {
  const hasBody =
    request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length']) > 0;
  if (hasBody && !request.is('application/json')) {
    throw new Failure('UNSUPPORTED_MEDIA_TYPE', {
      detail: 'Send the body as JSON, with Content-Type: application/json.',
    });
  }
  next();
};
