import {
  commonErrors,
  type ErrorCode,
  errorCodes,
  type NamedOperation,
  type RestRoute,
} from '@cashwrap/contract';
import { z } from 'zod';
import { beforePasswordChange, openToApiKeys } from '../../procedure/scope.ts';
import { headersOf } from './headers.ts';
import { requiresKey, takesKey } from './parameters.ts';
import type { ContractOperation, OperationObject, ResponseObject, ResponsesObject } from './types.ts';

/** What goes wrong with an access token, where one is asked for. */
const SIGN_IN_ERRORS = ['UNAUTHENTICATED', 'TOKEN_EXPIRED'] as const;

/** Every error that an operation may answer over REST, in the order of the catalogue. */
export function errorsOf({ name, operation }: NamedOperation): ErrorCode[] {
  const codes = new Set<ErrorCode>([...commonErrors, ...(operation.errors ?? [])]);
  if (operation.scope === undefined && (operation.permission === 'public' || openToApiKeys.has(name))) {
    codes.delete('FORBIDDEN');
  }
  if (operation.permission !== 'public' && !beforePasswordChange.has(name)) {
    codes.add('PASSWORD_CHANGE_REQUIRED');
  }
  if (operation.permission === 'public') for (const code of SIGN_IN_ERRORS) codes.delete(code);
  const { method } = operation.rest;
  if (method !== 'GET' && method !== 'DELETE') {
    codes.add('MALFORMED_JSON').add('PAYLOAD_TOO_LARGE').add('UNSUPPORTED_MEDIA_TYPE');
  }
  if (takesKey(operation)) {
    codes.add('IDEMPOTENCY_MISMATCH').add('IDEMPOTENCY_IN_PROGRESS');
    if (requiresKey(operation)) codes.add('IDEMPOTENCY_KEY_REQUIRED');
  }
  return errorCodes.filter((code) => codes.has(code));
}

const DESCRIPTIONS = { 200: 'Done', 201: 'Created', 204: 'Done; nothing to say' };

/** The answers of an operation that go well: the generator knows no status but 200, no headers and no files. */
export function successesOf(
  { responses }: OperationObject,
  operation: ContractOperation,
  example: unknown,
): ResponsesObject {
  const { rest, output } = operation;
  const isEmpty = output._zod.def.type === 'null';
  const status = isEmpty ? 204 : rest.creates === undefined ? 200 : 201;
  const generated = responses?.['200'];
  const json =
    generated && 'content' in generated ? generated.content?.['application/json']?.schema : undefined;
  const success: ResponseObject = {
    description: DESCRIPTIONS[status],
    headers: headersOf(
      'X-Request-Id',
      ...(rest.download ? (['Content-Disposition'] as const) : []),
      ...(status === 201 ? (['Location'] as const) : []),
      ...(takesKey(operation) ? (['Idempotent-Replayed'] as const) : []),
      ...(rest.conditional ? (['ETag', 'Cache-Control', 'Vary'] as const) : []),
    ),
    ...(!isEmpty && { content: contentOf(operation, json, example) }),
  };
  const unchanged: ResponseObject = {
    description: 'Not changed: what `If-None-Match` names is what there is',
    headers: headersOf('X-Request-Id', 'ETag', 'Cache-Control', 'Vary'),
  };
  return { [status]: success, ...(rest.conditional && { 304: unchanged }) };
}

type Content = NonNullable<ResponseObject['content']>;
type Schema = Content[string]['schema'];

/** The bodies of a success by their types, and the example with the type that it came in. */
function contentOf({ rest, output }: ContractOperation, json: Schema, example: unknown): Content {
  const file = z.object({ mediaType: z.string(), content: z.string() }).safeParse(example).data;
  const fileTypes = [...(rest.media ?? []), ...(rest.download ? [rest.download.mediaType] : [])];
  const files = fileTypes.map((mediaType) => {
    const isExample = file?.mediaType.startsWith(mediaType);
    return [mediaType, { schema: { type: 'string' }, ...(isExample && { example: file?.content }) }] as const;
  });
  const content: Content = Object.fromEntries(files);
  if (!answersJson(rest, output) || json === undefined) return content;
  return {
    'application/json': { schema: json, ...(example !== undefined && !file && { example }) },
    ...content,
  };
}

/** Some operations answer files alone. */
function answersJson({ download }: RestRoute, output: z.ZodType): boolean {
  if (download) return download.beside !== undefined;
  return !(output instanceof z.ZodObject && 'mediaType' in output.shape);
}
