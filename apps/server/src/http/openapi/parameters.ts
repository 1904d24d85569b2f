import { z } from 'zod';
import type { ContractOperation, OperationObject, ParameterObject } from './types.ts';

export function takesKey(operation: ContractOperation): boolean {
  return operation.kind === 'mutation' && operation.idempotency !== 'none';
}

export function requiresKey(operation: ContractOperation): boolean {
  return operation.kind === 'mutation' && operation.idempotency === 'required';
}

export function approvalsOf(operation: ContractOperation): readonly string[] {
  return operation.kind === 'mutation' ? (operation.approvals ?? []) : [];
}

/** The reference page sends a new key in its place. */
export const EXAMPLE_KEY = 'a-key-of-your-own';

/** Names the headers that an operation takes; the generator knows what is in path and query. */
export function headerParameters(operation: ContractOperation): ParameterObject[] {
  const { errors: codes = [], permission, rest } = operation;
  const parameters: ParameterObject[] = [];
  if (takesKey(operation)) {
    parameters.push({
      in: 'header',
      name: 'Idempotency-Key',
      required: requiresKey(operation),
      description: 'Any unique text; the same one when you retry this call.',
      ...(requiresKey(operation) && { example: EXAMPLE_KEY }),
      schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[!-~]+$' },
    });
  }
  if (approvalsOf(operation).length > 0) {
    parameters.push({
      in: 'header',
      name: 'Approval',
      required: false,
      description: 'The id of an approval, after `APPROVAL_REQUIRED`; it works once, for this very call.',
      schema: { type: 'string', format: 'uuid' },
    });
  }
  // Where a device proves that it is a register. Approvals can do without.
  if (codes.includes('INVALID_REGISTER_TOKEN')) {
    parameters.push({
      in: 'header',
      name: 'Register-Token',
      required: permission === 'public',
      description: 'The token of the register at which this is done, from `registers.pair`.',
      schema: { type: 'string' },
    });
  }
  if (rest.conditional) {
    parameters.push({
      in: 'header',
      name: 'If-None-Match',
      required: false,
      description: 'The `ETag` of the answer that you have, or several: 304 where it is still right.',
      schema: { type: 'string' },
    });
  }
  return parameters;
}

/**
 * Describes what is in path and query in its own words, also beside its schema, where the reference page looks for them. What is
 * required has the example of a recorded call; what may be left out has none: tools would fill it in, and a filter that nobody
 * asked for finds nothing.
 */
export function describeParameters(
  { parameters = [] }: OperationObject,
  { shape }: ContractOperation['input'],
  recorded: Readonly<Record<string, unknown>> = {},
): void {
  for (const parameter of parameters) {
    if ('$ref' in parameter || !parameter.schema) continue;
    const { name, required, schema } = parameter;
    const description = (shape[name] && descriptionOf(shape[name])) ?? usualWords(name);
    parameter.description = description;
    if (required && recorded[name] !== undefined) parameter.example = recorded[name];
    else delete parameter.example;
    if ('$ref' in schema) continue;
    schema.description = description;
    delete schema.example;
  }
}

const USUAL_WORDS: Readonly<Record<string, string>> = {
  sort: 'What the list is sorted by; with `-` from the last to the first.',
  groupBy: 'What the figures are split by.',
  format: 'The form of the answer.',
};

/** What a parameter without words of its own does: it is a filter, unless it is one of these. */
function usualWords(name: string): string {
  const words = name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return USUAL_WORDS[name] ?? `Only what has this ${words}.`;
}

/** The words of a schema, or of what it makes optional. */
export function descriptionOf(schema: z.core.$ZodType): string | undefined {
  const own = z.globalRegistry.get(schema)?.description;
  if (own !== undefined) return own;
  const { def } = schema._zod;
  return 'innerType' in def ? descriptionOf(def.innerType as z.core.$ZodType) : undefined;
}
