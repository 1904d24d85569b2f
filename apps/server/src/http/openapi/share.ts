import { groupBy } from './group-by.ts';
import { pascalCase } from './problems.ts';
import type { OpenApiDocument, OperationObject, ParameterObject, ResponseObject } from './types.ts';

/** What is used less often is easier to read in its place. */
const OFTEN = 3;

/** Says once what many operations have in common, and refers to it: the document is a third smaller by that. */
export function shareWhatRepeats(document: OpenApiDocument, operations: readonly OperationObject[]): void {
  document.components = {
    ...document.components,
    parameters: shareParameters(operations),
    responses: shareResponses(operations),
  };
}

/** Of all parameters of one name the one that is used most often. */
function shareParameters(operations: readonly OperationObject[]): Record<string, ParameterObject> {
  const shared: Record<string, ParameterObject> = {};
  const places = operations.flatMap(({ parameters = [] }) =>
    parameters.flatMap((parameter, index) => ('name' in parameter ? [{ parameters, index, parameter }] : [])),
  );
  for (const [name, those] of groupBy(places, ({ parameter }) => parameter.name)) {
    const alike = [...groupBy(those, ({ parameter }) => JSON.stringify(parameter)).values()];
    const [most = []] = alike.sort((a, b) => b.length - a.length);
    const [first] = most;
    if (!first || most.length < OFTEN) continue;
    shared[name] = first.parameter;
    for (const { parameters, index } of most) parameters[index] = { $ref: `#/components/parameters/${name}` };
  }
  return shared;
}

/** Each error response that operations share, by the codes that it tells. */
function shareResponses(operations: readonly OperationObject[]): Record<string, ResponseObject> {
  const shared: Record<string, ResponseObject> = {};
  const places = operations.flatMap(({ responses = {} }) =>
    Object.entries(responses).flatMap(([status, response]) => {
      const name = nameOf(response);
      return name === undefined ? [] : [{ responses, status, response, name }];
    }),
  );
  for (const [name, those] of groupBy(places, (place) => place.name)) {
    const [first] = those;
    if (!first || those.length < OFTEN) continue;
    shared[name] = first.response;
    for (const { responses, status } of those) responses[status] = { $ref: `#/components/responses/${name}` };
  }
  return shared;
}

/** `InvalidInputOrMalformedJson`; undefined for what is no error. */
function nameOf(response: ResponseObject): string | undefined {
  const problem = 'content' in response ? response.content?.['application/problem+json'] : undefined;
  return problem?.examples && Object.keys(problem.examples).map(pascalCase).join('Or');
}
