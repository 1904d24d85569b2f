import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { HttpMethod } from '@cashwrap/contract';
import { type Request, type RequestHandler, type Response, Router } from 'express';
import { Download } from '../procedure/download.ts';
import { Failure, invalidInput } from '../procedure/failure.ts';
import { loggable } from '../procedure/loggable.ts';
import type { Procedure } from '../procedure/operate.ts';
import { BODY_LIMIT, readJson } from './json-body.ts';
import { refuseMethod } from './methods.ts';
import { readUpload } from './read-upload.ts';
import { contextOf, describeOutcome, localsOf } from './request.ts';
import { sendTagged, tagJson } from './tagged.ts';
import { parameterReader, type ReadParameter, takesSeveral } from './text-parameters.ts';
import type { UploadGate } from './upload-gate.ts';

/** Where the REST face is mounted. */
export const REST_BASE = '/v1';

/** The REST face: one native route per operation, each a thin way to the procedure. */
export function createRestRouter(procedures: readonly Procedure[], uploads: UploadGate): Router {
  const router = Router({ caseSensitive: true, strict: true });
  router.use(answerRefusal);
  for (const [path, entries] of byPath(procedures)) {
    const route = router.route(toExpressPath(path));
    for (const [method, procedure] of entries) {
      route[methodName(method)](...bodyReaders(procedure, uploads), createRoute(procedure));
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

/** A path of the contract in the words of Express: what is `{id}` there is `:id` here. */
export function toExpressPath(path: string): string {
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
    if (output instanceof Download) await sendDownload(response, output, rest.download?.mediaType ?? '');
    else if (empty) response.status(204).end();
    else if (rest.media && isMedia(output)) sendMedia(response, output);
    else if (rest.conditional) sendConditional(response, output);
    else if (rest.creates === undefined) response.json(output);
    else created(response, rest.creates, output);
  };
}

/** Writes a file as fast as it is read. What fails before its first piece is still answered as an error. */
async function sendDownload(
  response: Response,
  { fileName, chunks }: Download,
  mediaType: string,
): Promise<void> {
  const pieces = chunks[Symbol.asyncIterator]();
  const first = await pieces.next();
  async function* all() {
    if (!first.done) yield first.value;
    yield* { [Symbol.asyncIterator]: () => pieces };
  }
  response.attachment(fileName).type(mediaType);
  await pipeline(Readable.from(all()), response).catch((error: unknown) => {
    // Too late for an error: the file ends without its end, which the client notices.
    localsOf(response).log.warn({ err: loggable(error) }, 'download broken off');
    response.destroy();
  });
}

/** What depends on who asks: only their own cache may keep it, and for them alone. */
function sendConditional(response: Response, output: unknown): void {
  response.vary('Authorization');
  sendTagged(response, tagJson(output), 'private, no-cache');
}

/** An output that is to be answered as itself: a receipt as text, say. */
function isMedia(output: unknown): output is { mediaType: string; content: string } {
  return typeof output === 'object' && output !== null && 'mediaType' in output && 'content' in output;
}

/** A page has its style in it, and may neither run nor load anything. */
const PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

function sendMedia(response: Response, output: { mediaType: string; content: string }): void {
  if (output.mediaType.startsWith('text/html')) response.setHeader('Content-Security-Policy', PAGE_POLICY);
  response.type(output.mediaType).send(bytesOf(output));
}

/** What is no text comes as Base64, as in JSON; here it is what it stands for. */
function bytesOf({ mediaType, content }: { mediaType: string; content: string }): string | Buffer {
  return /^text\/|\+xml$/.test(mediaType) ? content : Buffer.from(content, 'base64');
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
  const { method, path, upload } = operation.rest;
  const readers = new Map<string, ReadParameter>(
    Object.entries(shape).map(([name, schema]) => [name, parameterReader(schema)]),
  );
  const read = (parameters: Readonly<Record<string, unknown>>): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(parameters).map(([name, text]) => [name, readers.get(name)?.(text as string) ?? text]),
    );
  const pathNames = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
  const hasBody = method !== 'GET' && method !== 'DELETE';
  const takesOne = (name: string) => shape[name] !== undefined && !takesSeveral(shape[name]);
  return (request) => {
    const repeated = Object.keys(request.query).filter(
      (name) => Array.isArray(request.query[name]) && takesOne(name),
    );
    if (repeated.length > 0) {
      throw invalidInput(repeated.map((name) => ({ path: [name], message: 'is given more than once' })));
    }
    const file = upload && request.is(upload.mediaType) ? upload.field : undefined;
    const given =
      file === undefined && hasBody
        ? bodyOf(request)
        : { ...read(request.query), ...(file !== undefined && { [file]: request.body as unknown }) };
    const twice = pathNames.filter((name) => Object.hasOwn(given, name));
    if (twice.length > 0) {
      throw invalidInput(twice.map((name) => ({ path: [name], message: 'is given by the path already' })));
    }
    if (file !== undefined && Object.hasOwn(request.query, file)) {
      throw invalidInput([{ path: [file], message: 'is given by the body already' }]);
    }
    if (file === undefined && hasBody && Object.keys(request.query).length > 0) {
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

/** What reads the body of a route. An upload may be large, so its caller is known, and alone, before it is read. */
function bodyReaders(procedure: Procedure, uploads: UploadGate): RequestHandler[] {
  const { upload } = procedure.operation.rest;
  if (!upload) return [requireType('application/json'), readJson(BODY_LIMIT)];
  const admit: RequestHandler = async (_request, response, next) => {
    await procedure.admit(contextOf(response));
    uploads.enter(response);
    next();
  };
  const readText: RequestHandler = async (request, _response, next) => {
    if (request.is(upload.mediaType)) request.body = await readUpload(request, upload);
    next();
  };
  return [requireType('application/json', upload.mediaType), admit, readText, readJson(upload.maxBytes)];
}

const answerRefusal: RequestHandler = (_request, response, next) => {
  const { refusal } = localsOf(response);
  if (refusal) throw refusal;
  next();
};

/** A body of another type is refused, not ignored. */
function requireType(...types: readonly string[]): RequestHandler {
  return (request, _response, next) => {
    const hasBody =
      request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length']) > 0;
    if (hasBody && !request.is([...types])) {
      throw new Failure('UNSUPPORTED_MEDIA_TYPE', {
        detail: `Send the body as JSON, with Content-Type: ${types.join(', or as ')}.`,
      });
    }
    next();
  };
}
