import type { Operation } from './openapi.ts';
import type { Fields, Refusal, Story } from './story.ts';

/** Someone who may sign in, and nothing else. */
const POWERLESS = 'powerlessToken';
/** The secret of an API key, which is no person. */
const API_KEY = 'apiKey';
/** The id of nothing. */
const NOWHERE = '{{nowhere}}';

/** A refusal, and the field that it names. */
export interface Refused extends Refusal {
  readonly input: Fields;
  readonly field?: string;
}

/** The refusals that an operation has by its kind, and those of its story. */
export function refusalsOf(operation: Operation, permission: string, story: Story): Refused[] {
  const input = story.input ?? {};
  const own = (story.refused ?? []).map((refusal) => ({
    ...{ as: story.as, headers: story.headers, ...refusal },
    input: { ...input, ...refusal.change },
  }));
  // Who calls in the story may be signed out by it.
  const call = permission === 'public' ? { as: null, headers: story.headers } : {};
  return [
    { ...call, ...invalid(operation, input), code: 'INVALID_INPUT' },
    ...unauthenticated(permission, input),
    ...forbidden(operation, permission, story),
    ...missing(operation, input).map((each) => ({ ...call, ...each })),
    ...own,
  ];
}

/** What is needed is left out, or what is not known is sent. */
function invalid({ path, query, body }: Operation, input: Fields): Pick<Refused, 'name' | 'input' | 'field'> {
  const needed = body?.required[0] ?? query.find(({ required }) => required)?.name;
  if (needed !== undefined) {
    const others = Object.entries(input).filter(([field]) => field !== needed);
    return { name: `without ${needed}`, input: Object.fromEntries(others), field: needed };
  }
  if (query.some(({ name }) => name === 'limit')) {
    return { name: 'of a limit of 0', input: { ...input, limit: 0 }, field: 'limit' };
  }
  const id = idIn(path);
  if (id !== undefined) {
    return { name: `of an ${id} that is none`, input: { ...input, [id]: 'not-an-id' }, field: id };
  }
  return { name: 'of an unknown field', input: { ...input, unknown: true }, field: 'unknown' };
}

function unauthenticated(permission: string, input: Fields): Refused[] {
  if (permission === 'public') return [];
  return [{ name: 'without a token', as: null, input, code: 'UNAUTHENTICATED' }];
}

function forbidden(operation: Operation, permission: string, { input = {}, forbidden }: Story): Refused[] {
  if (permission === 'public' || !operation.statuses.has(403)) return [];
  const usual: Pick<Refused, 'name' | 'as' | 'code'> =
    permission === 'signed_in'
      ? { name: 'of an API key', as: API_KEY, code: 'FORBIDDEN' }
      : { name: `without ${permission}`, as: POWERLESS, code: 'FORBIDDEN' };
  return [{ ...usual, ...forbidden, input }];
}

function missing({ path, statuses }: Operation, input: Fields): Refused[] {
  if (!statuses.has(404)) return [];
  const field = idIn(path) ?? (input.storeId === undefined ? undefined : 'storeId');
  if (field === undefined) return [];
  return [{ name: `of an unknown ${field}`, input: { ...input, [field]: NOWHERE }, code: 'NOT_FOUND' }];
}

/** The first id in a path; a barcode is none. */
function idIn(path: string): string | undefined {
  return /\{(id|\w+Id)\}/.exec(path)?.[1];
}
