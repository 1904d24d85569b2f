import { isObject, isSame, type Json, type JsonObject, objectAt } from './json.ts';

/** An OpenAPI document that can be asked what its references mean. */
export class OpenApiDocument {
  readonly root: JsonObject;
  /** How it is named in errors. */
  private readonly name: string;

  constructor(name: string, root: Json) {
    this.name = name;
    this.root = objectAt(root, name);
  }

  /** The object that is meant: itself, or what its reference leads to with what stands beside the reference. */
  follow(node: JsonObject): JsonObject {
    const { $ref, ...beside } = node;
    if ($ref === undefined) return node;
    if (typeof $ref !== 'string' || !$ref.startsWith('#/')) {
      throw new Error(
        `${this.name}: only references within the document are known, not ${JSON.stringify($ref)}`,
      );
    }
    const target = $ref
      .slice(2)
      .split('/')
      .reduce<Json | undefined>(
        (at, key) => (isObject(at) ? at[key.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined),
        this.root,
      );
    if (!isObject(target)) throw new Error(`${this.name}: ${$ref} leads to nothing`);
    const meant = this.follow(target);
    return Object.keys(beside).length === 0 ? meant : { ...meant, ...beside };
  }
}

/** Two documents, and what of them was compared: what many operations share is told of once. */
export class Comparison {
  readonly before: OpenApiDocument;
  readonly after: OpenApiDocument;
  private readonly seen = new Map<string, Set<string>>();

  constructor(before: OpenApiDocument, after: OpenApiDocument) {
    this.before = before;
    this.after = after;
  }

  /** Whether these two parts were met for the first time in this role. */
  isNew(role: string, before: string, after: string): boolean {
    const met = this.seen.get(`${role} ${before}`) ?? new Set();
    this.seen.set(`${role} ${before}`, met);
    return !met.has(after) && met.add(after) !== undefined;
  }
}

/** The last part of the name of a component that both documents refer to here. */
export function sharedName(before: Json, after: Json): string | undefined {
  if (!isObject(before) || typeof before.$ref !== 'string' || !isSame(before, after)) return undefined;
  return before.$ref.split('/').at(-1);
}
