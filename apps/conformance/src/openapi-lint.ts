import {
  BaseResolver,
  createConfig,
  lintDocument,
  makeDocumentFromString,
  type Oas3MediaType,
  type Oas3Rule,
  type UserContext,
} from '@redocly/openapi-core';

/** What the OpenAPI document must keep to, beyond being valid. */
const RULES = {
  'array-parameter-serialization': 'off',
  'no-http-verbs-in-paths': 'error',
  'no-invalid-media-type-examples': { severity: 'error', allowAdditionalProperties: true },
  'no-invalid-parameter-examples': { severity: 'error', allowAdditionalProperties: false },
  'no-invalid-schema-examples': { severity: 'error', allowAdditionalProperties: false },
  'operation-4xx-problem-details-rfc7807': 'error',
  'operation-description': 'error',
  'operation-operationId': 'error',
  'operation-operationId-unique': 'error',
  'operation-operationId-url-safe': 'error',
  'operation-singular-tag': 'error',
  'operation-tag-defined': 'error',
  'parameter-description': 'error',
  'path-not-include-query': 'error',
  'paths-kebab-case': 'error',
  'response-contains-header': {
    severity: 'error',
    names: {
      '2xx': ['X-Request-Id'],
      '3xx': ['X-Request-Id'],
      '4xx': ['X-Request-Id'],
      '5xx': ['X-Request-Id'],
    },
  },
  'tag-description': 'error',
  'cashwrap/bodies-have-examples': 'error',
} as const;

/** Each body, of a request and of an answer, is shown by an example in one of its types. */
const bodiesHaveExamples: Oas3Rule = () => {
  const check = ({ content = {} }: { content?: Record<string, Oas3MediaType> }, context: UserContext) => {
    const types = Object.values(content);
    if (types.length === 0 || types.some(({ example, examples }) => example !== undefined || examples))
      return;
    context.report({ message: 'None of the types of this body has an example.', location: context.location });
  };
  return { Response: check, RequestBody: check };
};

const plugin = { id: 'cashwrap', rules: { oas3: { 'bodies-have-examples': bodiesHaveExamples } } };

/** One thing that is wrong with a document. */
export interface LintProblem {
  readonly rule: string;
  readonly message: string;
  /** Where, as a JSON pointer. */
  readonly pointer: string | undefined;
}

/** Redocly's strict rules and ours: everything that is wrong with an OpenAPI document, given as JSON. */
export async function lintOpenApi(text: string): Promise<LintProblem[]> {
  const config = await createConfig({ extends: ['recommended-strict'], plugins: [plugin], rules: RULES });
  const document = makeDocumentFromString(text, 'openapi.json');
  const problems = await lintDocument({ document, config, externalRefResolver: new BaseResolver() });
  return problems
    .map(({ ruleId, message, location: [place] }) => ({ rule: ruleId, message, pointer: place?.pointer }))
    .filter((problem) => !isWellKnown(problem));
}

/** `/products/{id}/label` is no way to read the barcode `label`: ids are UUIDs, and none of them is `barcode`. */
function isWellKnown({ rule, message }: LintProblem): boolean {
  return rule === 'no-ambiguous-paths' && message.includes('`/products/barcode/{code}`');
}
