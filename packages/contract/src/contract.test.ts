import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  builtInRoles,
  CashwrapEvent,
  contract,
  entriesOf,
  errorCodes,
  errors,
  eventVersions,
  type NamedEntry,
  type NamedOperation,
  operationsOf,
  permissionNames,
  problemType,
} from './index.ts';

const named = operationsOf(contract);
const pathNames = (path: string) => [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');

/** Every schema inside a schema, itself included. */
function schemasIn(schema: z.core.$ZodType, seen = new Set<z.core.$ZodType>()): Set<z.core.$ZodType> {
  if (seen.has(schema)) return seen;
  seen.add(schema);
  const visit = (value: unknown): void => {
    if (value instanceof z.core.$ZodType) schemasIn(value, seen);
    else if (Array.isArray(value)) value.forEach(visit);
    else if (typeof value === 'object' && value !== null && !(value instanceof RegExp)) {
      Object.values(value).forEach(visit);
    }
  };
  const { checks: _checks, ...def } = schema._zod.def as unknown as Record<string, unknown>;
  visit(def);
  return seen;
}

describe.each(entriesOf(contract))('$name', ({ entry }: NamedEntry) => {
  const { input, output } = entry;

  it('takes a strict object: what it does not know is refused', () => {
    const result = input.safeParse({ surelyNotAField: 1 });
    const unknownKeys = result.error?.issues.filter((issue) => issue.code === 'unrecognized_keys');
    expect(unknownKeys).toHaveLength(1);
  });

  it('has only schemas whose JSON is the same before and after: no transforms, dates or coercion', () => {
    for (const schema of [...schemasIn(input), ...schemasIn(output)]) {
      const { def } = schema._zod;
      expect(['transform', 'pipe', 'date', 'bigint', 'map', 'set', 'symbol']).not.toContain(def.type);
      expect('coerce' in def && def.coerce).toBeFalsy();
    }
  });

  it('bounds every string and every list that comes in', () => {
    // The field that is a whole file has a bound of its own.
    const largest = entry.kind === 'subscription' ? 0 : (entry.rest.upload?.maxBytes ?? 0);
    const endless = 'a'.repeat(Math.max(2_000_000, largest + 1));
    for (const schema of schemasIn(input)) {
      if (schema instanceof z.ZodArray) expect(z.toJSONSchema(schema)).toHaveProperty('maxItems');
      if (schema._zod.def.type === 'string') expect(z.safeParse(schema, endless).success).toBe(false);
    }
  });

  it('says what it does in one line, and each of its errors once', () => {
    expect(entry.summary).toMatch(/^[A-Z][^\n]+[^.\s]$/);
    const listed = entry.errors ?? [];
    expect(new Set(listed).size).toBe(listed.length);
  });
});

describe.each(named)('$name over REST', ({ operation }: NamedOperation) => {
  const { rest, input, output } = operation;

  it('names only input fields in its path, and only output fields in its Location', () => {
    for (const name of pathNames(rest.path)) expect(Object.keys(input.shape)).toContain(name);
    const outputNames = output instanceof z.ZodObject ? Object.keys(output.shape) : [];
    for (const name of pathNames(rest.creates ?? '')) expect(outputNames).toContain(name);
  });

  it('has a tag of its answer only where that is read, as JSON', () => {
    if (!rest.conditional) return;
    expect([rest.method, rest.media, rest.download]).toEqual(['GET', undefined, undefined]);
  });

  it('names a Location that an operation answers', () => {
    if (rest.creates === undefined) return;
    const readable = named.some(
      ({ operation: other }) => other.rest.method === 'GET' && other.rest.path === rest.creates,
    );
    expect(readable, `nothing answers GET ${rest.creates}`).toBe(true);
  });
});

describe.each(CashwrapEvent.options.map((event) => ({ type: event.shape.type.value, event })))(
  'the event $type',
  ({ type, event }) => {
    it('is named <noun>.<what happened>, and says when it is told', () => {
      expect(type).toMatch(/^[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*$/);
      expect(event.meta()?.description).toMatch(/^[A-Z].+\.$/);
      expect(eventVersions.get(type)).toBe(event.shape.version.value);
    });

    it('tells ids, amounts and words of the catalogue, and never a text that people have written', () => {
      for (const schema of schemasIn(event.shape.data)) {
        if (schema instanceof z.ZodString) expect(schema.safeParse('Ada Lovelace').success).toBe(false);
      }
    });

    it('has JSON that is the same before and after', () => {
      for (const schema of schemasIn(event)) {
        expect(['transform', 'pipe', 'date', 'bigint', 'map', 'set']).not.toContain(schema._zod.def.type);
      }
    });
  },
);

describe('the contract', () => {
  it('answers each method and path once', () => {
    const routes = named.map(({ operation: { rest } }) => `${rest.method} ${rest.path}`);
    expect(new Set(routes).size).toBe(routes.length);
  });

  it('uses every permission', () => {
    // These guard fields of operations that take another one: use cases ask for them.
    const ofFields: readonly string[] = ['employees.manage_pay', 'products.read_cost'];
    const approved = named.flatMap(({ operation }) =>
      'approvals' in operation ? (operation.approvals ?? []) : [],
    );
    const used = new Set([...named.map(({ operation }) => operation.permission), ...approved, ...ofFields]);
    for (const permission of permissionNames) expect(used).toContain(permission);
  });

  it('lets the owner do everything, and every permission of a role exist', () => {
    expect([...builtInRoles.owner.permissions].sort()).toEqual([...permissionNames].sort());
    for (const role of Object.values(builtInRoles)) {
      for (const permission of role.permissions) expect(permissionNames).toContain(permission);
    }
  });

  it('gives each error a status of an error, a title and a type of its own', () => {
    for (const code of errorCodes) {
      expect(errors[code].status).toBeGreaterThanOrEqual(400);
      expect(errors[code].title).not.toMatch(/\.$/);
    }
    expect(new Set(errorCodes.map(problemType)).size).toBe(errorCodes.length);
  });
});
