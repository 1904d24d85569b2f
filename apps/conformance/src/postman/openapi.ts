import { requiredFields } from './required-fields.ts';

/** An OpenAPI document as far as it is read here; what it refers to is in `components`. */
export interface OpenApi {
  readonly info: { readonly title: string; readonly description?: string };
  readonly tags: readonly { readonly name: string; readonly description?: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Entry>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface Entry {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly security?: readonly unknown[];
  readonly parameters?: readonly MaybeRef<Parameter>[];
  readonly requestBody?: MaybeRef<{ readonly content: Content }>;
  readonly responses: Readonly<Record<string, MaybeRef<{ readonly content?: Content }>>>;
}

type Content = Readonly<Record<string, { readonly schema: MaybeRef<Schema> }>>;

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  readonly required?: boolean;
}

export interface Schema {
  readonly type?: string | readonly string[];
  readonly items?: MaybeRef<Schema>;
  readonly properties?: Readonly<Record<string, MaybeRef<Schema>>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly MaybeRef<Schema>[];
  readonly oneOf?: readonly MaybeRef<Schema>[];
}

export type MaybeRef<T> = T | { readonly $ref: string };

/** What is needed of an operation to call it. */
export interface Operation {
  readonly name: string;
  readonly tag: string;
  readonly summary: string;
  readonly method: string;
  /** `/products/{id}` */
  readonly path: string;
  readonly query: readonly Parameter[];
  readonly headers: readonly Parameter[];
  /** Fields of the JSON body; undefined where there is none. */
  readonly body: { readonly required: readonly string[]; readonly schema: object } | undefined;
  /** What answers a success. */
  readonly status: number;
  /** Fields that a JSON answer has. */
  readonly answered: ReadonlySet<string>;
  /** Assertions that a JSON answer, called `body`, has every field that must be there. */
  readonly required: readonly string[];
  readonly statuses: ReadonlySet<number>;
}

/** The operations of a document in its order. */
export function operationsIn(document: OpenApi): Operation[] {
  const look = <T extends object>(value: MaybeRef<T>): T =>
    '$ref' in value ? look(pointedAt<T>(document, value.$ref)) : value;
  const fieldsOf = (schema: MaybeRef<Schema>): string[] => {
    const { properties = {}, anyOf = [], oneOf = [] } = look(schema);
    return [...Object.keys(properties), ...[...anyOf, ...oneOf].flatMap(fieldsOf)];
  };
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, entry]): Operation => {
      const parameters = (entry.parameters ?? []).map(look);
      const statuses = Object.keys(entry.responses).map(Number);
      const status = Math.min(...statuses);
      const content = look(entry.responses[status] ?? {}).content ?? {};
      const json = content['application/json'];
      const sent = entry.requestBody && look(entry.requestBody).content['application/json'];
      return {
        ...{ name: entry.operationId, tag: entry.tags[0] ?? '', summary: entry.summary },
        ...{ method: method.toUpperCase(), path },
        query: parameters.filter((each) => each.in === 'query'),
        headers: parameters.filter((each) => each.in === 'header'),
        body: sent && { required: look(sent.schema).required ?? [], schema: sent.schema },
        status,
        answered: new Set(json ? fieldsOf(json.schema) : []),
        required: json ? requiredFields('body', json.schema, look) : [],
        statuses: new Set(statuses),
      };
    }),
  );
}

/** What a `$ref` such as `#/components/schemas/Sale` points at. */
function pointedAt<T>(document: OpenApi, reference: string): MaybeRef<T> {
  const [, , kind = '', name = ''] = reference.split('/');
  const found = document.components[kind]?.[name];
  if (found === undefined) throw new Error(`The document refers to ${reference}, which it does not have.`);
  return found as MaybeRef<T>;
}
