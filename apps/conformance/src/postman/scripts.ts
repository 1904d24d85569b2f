import type { Fields, List, Step, Value } from './story.ts';

/** The JavaScript of the assertions, as a person would write it into Postman. */

/** Assertions on the body begin with this: by them an answer is told from an example. */
export const ABOUT_BODY = 'Body: ';

export function statusTitle(status: number): string {
  return `Status: ${status}`;
}

export function statusTest(status: number): string[] {
  return [
    `pm.test('${statusTitle(status)}', () => pm.expect(pm.response.code, pm.response.text()).to.equal(${status}));`,
  ];
}

/** The first lines of a script that looks into the answer. */
export function reading(text = false): string[] {
  return [
    `const body = pm.response.${text ? 'text' : 'json'}();`,
    'const value = (name) => pm.variables.get(name);',
  ];
}

/** An assertion on the body. */
export function bodyTest(title: string, lines: readonly string[]): string[] {
  return [`pm.test(${text(ABOUT_BODY + title)}, () => {`, ...lines.map((line) => `  ${line}`), '});'];
}

/** That a value has at least these parts: of an object some fields, of an array each item. */
export function hasParts(path: string, expected: Value): string[] {
  if (Array.isArray(expected)) {
    const items = expected.flatMap((item, index) => hasParts(`${path}[${index}]`, item));
    return [`pm.expect(${path}, ${text(path)}).to.have.lengthOf(${expected.length});`, ...items];
  }
  if (isFields(expected)) {
    return Object.entries(expected).flatMap(([field, each]) => hasParts(`${path}${member(field)}`, each));
  }
  return [`pm.expect(${path}, ${text(path)}).to.equal(${literal(expected)});`];
}

/** That one item of an array has these parts, and that all have those. */
export function listTests({ in: field = 'items', has, every }: List): string[] {
  const list = `body${member(field)}`;
  const one = [
    `const fits = (item) => ${fits('item', has).join(' && ')};`,
    `pm.expect(${list}.some(fits), JSON.stringify(${list})).to.equal(true);`,
  ];
  const all = every && [
    `for (const item of ${list}) {`,
    ...hasParts('item', every).map((line) => `  ${line}`),
    '}',
  ];
  return [
    ...bodyTest(`${field} has what was made`, one),
    ...(all ? bodyTest(`${field} has nothing else than was asked for`, all) : []),
  ];
}

/** The same as {@link hasParts}, as conditions. */
function fits(path: string, expected: Value): string[] {
  if (Array.isArray(expected)) {
    return [
      `${path}.length === ${expected.length}`,
      ...expected.flatMap((item, index) => fits(`${path}[${index}]`, item)),
    ];
  }
  if (isFields(expected)) {
    return Object.entries(expected).flatMap(([field, each]) => fits(`${path}${member(field)}`, each));
  }
  return [`${path} === ${literal(expected)}`];
}

/** Makes the call again, as often as `patience` says, until a condition holds. */
export function again(until: string): string[] {
  return [
    "const tries = 1 + Number(pm.collectionVariables.get('tries') ?? 0);",
    `const isOver = (${until}) || tries >= Number(pm.variables.get('patience'));`,
    "pm.collectionVariables.set('tries', isOver ? 0 : tries);",
    'if (!isOver) {',
    '  pm.execution.setNextRequest(pm.info.requestId);',
    '  setTimeout(() => {}, 200);',
    '}',
  ];
}

export function keeping(keep: NonNullable<Step['keep']>): string[] {
  return Object.entries(keep).map(
    ([name, path]) =>
      `pm.collectionVariables.set(${text(name)}, body${path.startsWith('[') ? '' : '.'}${path});`,
  );
}

/** The value in JavaScript, with its variables replaced when it runs. */
export function literal(value: Value): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  const number = /^\{\{#(\w+)\}\}$/.exec(value)?.[1];
  if (number !== undefined) return `Number(pm.variables.get(${text(number)}))`;
  return value.includes('{{') ? `pm.variables.replaceIn(${text(value)})` : text(value);
}

/** The value as JSON that Postman puts its variables into: numbers stand there without quotes. */
export function template(value: Value): string {
  return JSON.stringify(value, null, 2).replaceAll(/"\{\{#(\w+)\}\}"/g, '{{$1}}');
}

export function isFields(value: Value | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function member(field: string): string {
  return /^[A-Za-z_]\w*$/.test(field) ? `.${field}` : `[${text(field)}]`;
}

export function text(value: string): string {
  return `'${JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
