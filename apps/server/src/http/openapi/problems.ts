import { type ErrorCode, errors, problemType } from '@cashwrap/contract';
import { z } from 'zod';
import { createSchema } from 'zod-openapi';
import { errorExamples } from './error-examples.ts';
import { groupBy } from './group-by.ts';
import { headersOf } from './headers.ts';
import type { ResponseObject, SchemaObject } from './types.ts';

/** `INSUFFICIENT_STOCK` as `InsufficientStock`. */
export function pascalCase(code: string): string {
  return code.toLowerCase().replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function schemaName(code: ErrorCode): string {
  return `${pascalCase(code)}Problem`;
}

/**
 * Adds a schema for each of these codes: what all problems say, with what a program finds in its details. Which codes there are is
 * left open in `Problem`: operations may get more of them within /v1. The two do not build on each other, since many generators
 * refuse to narrow a property that `allOf` has already.
 */
export function addProblemSchemas(schemas: Record<string, SchemaObject>, codes: readonly ErrorCode[]): void {
  const { Problem: problem } = schemas;
  if (!problem || '$ref' in problem || !problem.properties) throw new Error('The document lacks Problem.');
  const { code: _, details, ...properties } = problem.properties;
  if (!details) throw new Error('Problem lacks its details.');
  const required = problem.required?.filter((name) => name !== 'code');
  schemas.ProblemBase = { ...problem, properties, ...(required && { required }) };
  schemas.Problem = problemWith({
    type: 'object',
    properties: {
      code: {
        type: 'string',
        description:
          'Names the error for a program, such as `NOT_FOUND`. Codes that you do not know may come.',
      },
      details,
    },
    required: ['code'],
  });
  for (const code of codes) {
    const own = createSchema(z.object({ code: z.literal(code), ...detailsOf(code) }));
    for (const [name, schema] of Object.entries(own.components)) schemas[name] ??= schema;
    nameDetails(schemas, code, own.schema);
    schemas[schemaName(code)] = problemWith(own.schema);
  }
}

/** Generators name a class after its schema: without a name of their own all details are numbered. */
function nameDetails(schemas: Record<string, SchemaObject>, code: ErrorCode, own: SchemaObject): void {
  if ('$ref' in own || !own.properties?.details) return;
  const name = `${pascalCase(code)}Details`;
  schemas[name] = own.properties.details;
  own.properties.details = { $ref: `#/components/schemas/${name}` };
}

function detailsOf(code: ErrorCode) {
  const declared = errors[code];
  return 'details' in declared && { details: declared.details };
}

function problemWith(own: SchemaObject): SchemaObject {
  return { allOf: [{ $ref: '#/components/schemas/ProblemBase' }, own] };
}

/** One whole answer of each of these codes. */
export function problemExamples(codes: readonly ErrorCode[]) {
  return Object.fromEntries(
    codes.map((code) => {
      const { status, title, retryable } = errors[code];
      const value = {
        ...{ type: problemType(code), title, status, detail: errorExamples[code].detail, code },
        ...{ requestId: '1f0c6b1e-5d0a-4c3e-9a53-0c5b1f6f2d11', retryable },
        ...(errorExamples[code].errors && { errors: errorExamples[code].errors }),
        ...(errorExamples[code].details && { details: errorExamples[code].details }),
      };
      return [code, { summary: title, value }];
    }),
  );
}

/** The answers to errors with these codes, by status. */
export function problemResponses(codes: readonly ErrorCode[]): Record<string, ResponseObject> {
  const byStatus = groupBy(codes, (code) => errors[code].status);
  return Object.fromEntries([...byStatus].map(([status, those]) => [String(status), problemResponse(those)]));
}

function problemResponse(codes: readonly ErrorCode[]): ResponseObject {
  const schemas = codes.map((code) => ({ $ref: `#/components/schemas/${schemaName(code)}` }));
  const [only] = schemas;
  return {
    description: codes.map((code) => `\`${code}\`: ${errors[code].title}`).join('. '),
    headers: headersOf(
      'X-Request-Id',
      ...(codes.some((code) => errors[code].status === 401) ? (['WWW-Authenticate'] as const) : []),
      ...(codes.some((code) => errors[code].retryable) ? (['Retry-After'] as const) : []),
    ),
    content: {
      'application/problem+json': {
        schema: schemas.length === 1 && only ? only : { oneOf: schemas },
        examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
      },
    },
  };
}
