import type { Upload } from '@cashwrap/contract';
import { descriptionOf } from './parameters.ts';
import type { ContractOperation, OperationObject } from './types.ts';

/**
 * Bodies are strict: the generator forgets it where a schema has a refinement. One in which every field may
 * be left out may be left out itself.
 */
export function finishBody(
  entry: OperationObject,
  { input, rest }: ContractOperation,
  recorded: Readonly<Record<string, unknown>> | undefined,
): void {
  const body = entry.requestBody;
  if (!body || '$ref' in body) return;
  const media = body.content['application/json'];
  if (!media?.schema || '$ref' in media.schema) return;
  const { schema } = media;
  schema.additionalProperties = false;
  delete schema.example;
  body.required = (schema.required ?? []).length > 0;
  const example = input.meta()?.example ?? withoutPath(recorded, rest.path);
  if (example !== undefined) media.example = example;
}

function withoutPath(
  input: Readonly<Record<string, unknown>> | undefined,
  path: string,
): Readonly<Record<string, unknown>> | undefined {
  return input && Object.fromEntries(Object.entries(input).filter(([name]) => !path.includes(`{${name}}`)));
}

/** The file may be the body as it is: then the other fields of the JSON body are parameters of the query. */
export function describeUpload(
  entry: OperationObject,
  { field, mediaType, maxBytes }: Upload,
  { shape }: ContractOperation['input'],
  recorded: Readonly<Record<string, unknown>> | undefined,
): void {
  const body = entry.requestBody;
  const json = body && !('$ref' in body) ? body.content['application/json'] : undefined;
  if (!body || '$ref' in body || !json?.schema || '$ref' in json.schema) return;
  const { [field]: file, ...others } = json.schema.properties ?? {};
  const required = new Set(json.schema.required);
  const example = recorded?.[field] ?? (file && 'example' in file ? file.example : undefined);
  body.content[mediaType] = { schema: { type: 'string' }, ...(example !== undefined && { example }) };
  body.description = `As JSON, or the file itself as \`${mediaType}\`; up to ${maxBytes / 1_048_576} MiB.`;
  const parameters = Object.entries(others).map(([name, schema]) => ({
    in: 'query' as const,
    name,
    // A JSON body has it in itself.
    required: false,
    description: [
      shape[name] && descriptionOf(shape[name]),
      `With \`${mediaType}\` only${required.has(name) ? ', and required there' : ''}.`,
    ]
      .filter(Boolean)
      .join(' '),
    schema: withoutExample(schema),
  }));
  entry.parameters = [...(entry.parameters ?? []), ...parameters];
}

function withoutExample<S extends object>(schema: S): S {
  const copy = { ...schema };
  if ('example' in copy) delete copy.example;
  return copy;
}
