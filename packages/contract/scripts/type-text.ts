import { z } from 'zod';

type Schema = z.core.JSONSchema.BaseSchema;

/** What a schema describes, as TypeScript would write it; what has a name of its own by that name. */
export function typeText(schema: z.ZodType): string {
  return textOf(z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }));
}

function textOf(schema: Schema): string {
  const { $ref, id, type, const: constant, enum: values, anyOf, items, properties } = schema;
  if ($ref !== undefined) return $ref.replace(/^.*\//, '');
  if (id !== undefined) return id;
  if (constant !== undefined) return JSON.stringify(constant);
  if (values) return values.map((value) => JSON.stringify(value)).join(' | ');
  if (anyOf) return anyOf.map(textOf).join(' | ');
  if (items && !Array.isArray(items) && typeof items === 'object') return `${grouped(textOf(items))}[]`;
  if (properties) return objectText(schema, properties);
  if (type === 'integer') return 'number';
  return Array.isArray(type) ? type.join(' | ') : (type ?? 'unknown');
}

function objectText({ required = [] }: Schema, properties: NonNullable<Schema['properties']>): string {
  const fields = Object.entries(properties).map(([name, field]) => {
    const text = typeof field === 'boolean' ? 'unknown' : textOf(field);
    return `${name}${required.includes(name) ? '' : '?'}: ${text}`;
  });
  return `{ ${fields.join('; ')} }`;
}

function grouped(text: string): string {
  return text.includes(' | ') && !text.startsWith('{') ? `(${text})` : text;
}
