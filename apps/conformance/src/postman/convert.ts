import { convertV2 } from 'openapi-to-postmanv2';
import { z } from 'zod';
import type { Entry, OpenApi } from './openapi.ts';
import type { Request } from './postman.ts';

/** The requests by method and path: `PATCH /products/:id`. */
export type Requests = ReadonlyMap<string, Request>;

const Field = z.object({ key: z.string(), description: z.object({ content: z.string() }).optional() });

/** A request of the library's, without the values, which it makes up anew each time. */
const ConvertedRequest = z.object({
  method: z.string(),
  description: z.object({ content: z.string() }).optional(),
  header: z.array(Field).default([]),
  url: z.object({ path: z.array(z.string()), query: z.array(Field), variable: z.array(Field) }),
});

const ConvertedFolder = z.object({
  get item() {
    return z.array(z.union([ConvertedFolder, z.object({ request: ConvertedRequest })]));
  },
});

/** What the library makes of the document: a request for each operation, with its parameters and what is said of them. */
export function convert(document: OpenApi): Promise<Requests> {
  return new Promise((resolve, reject) => {
    const source = { type: 'json', data: withoutAnswers(document) } as const;
    const options = { schemaFaker: false, alwaysInheritAuthentication: true };
    convertV2(source, options, (error, converted) => {
      const collection = converted?.output?.[0]?.data;
      if (collection) resolve(new Map(requestsOf(ConvertedFolder.parse(collection))));
      else reject(new Error(`The document cannot be converted: ${error?.message ?? converted?.reason}`));
    });
  });
}

/** Its requests do not depend on the answers, and without them it takes a fifth of the time. */
function withoutAnswers(document: OpenApi): OpenApi {
  const unanswered = (entry: Entry): Entry => ({ ...entry, responses: {} });
  const paths = Object.entries(document.paths).map(([path, item]) => [
    path,
    Object.fromEntries(Object.entries(item).map(([method, entry]) => [method, unanswered(entry)])),
  ]);
  return structuredClone({ ...document, paths: Object.fromEntries(paths) });
}

function requestsOf(folder: z.infer<typeof ConvertedFolder>): [string, Request][] {
  return folder.item.flatMap((each): [string, Request][] => {
    if ('item' in each) return requestsOf(each);
    const { request } = each;
    return [[`${request.method} /${request.url.path.join('/')}`, plain(request)]];
  });
}

function plain({ method, description, header, url }: z.infer<typeof ConvertedRequest>): Request {
  const field = ({ key, description }: z.infer<typeof Field>) => ({
    ...{ key, value: '' },
    ...(description?.content && { description: description.content }),
  });
  return {
    method,
    ...(description?.content && { description: description.content }),
    header: header.map(field),
    url: {
      raw: `{{baseUrl}}/${url.path.join('/')}`,
      host: ['{{baseUrl}}'],
      path: url.path,
      query: url.query.map(field),
      variable: url.variable.map(field),
    },
  };
}
