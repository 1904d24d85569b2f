/** The headers of answers that are worth knowing. */
export const headers = {
  'X-Request-Id': {
    description: 'Identifies the call: the one that was sent, else a new one.',
    schema: { type: 'string' },
    example: '1f0c6b1e-5d0a-4c3e-9a53-0c5b1f6f2d11',
  },
  'Retry-After': {
    description: 'After how many seconds to try again, where that may help.',
    schema: { type: 'integer', minimum: 0 },
    example: 1,
  },
  'Idempotent-Replayed': {
    description: '`true`: the answer of an earlier call with the same Idempotency-Key.',
    schema: { type: 'string', const: 'true' },
    example: 'true',
  },
  Location: {
    description: 'Where to find what was created.',
    schema: { type: 'string', format: 'uri-reference' },
    example: '/v1/products/019cadc6-9a80-75c6-8ba2-1724c45af4ee',
  },
  'Content-Disposition': {
    description: 'The name of the file.',
    schema: { type: 'string' },
    example: 'attachment; filename="products.csv"',
  },
  'WWW-Authenticate': {
    description: 'How to sign in.',
    schema: { type: 'string' },
    example: 'Bearer',
  },
  ETag: {
    description: 'The version of the answer: send it as `If-None-Match` the next time.',
    schema: { type: 'string', pattern: '^W/"[\\w-]+"$' },
    example: 'W/"8u8GbTP1nTjDUW9jXf_2jPdDj5CAgC3y7dAvTQ2mY6k"',
  },
  'Cache-Control': {
    description: 'The answer may be kept for this caller, and is asked for again each time.',
    schema: { type: 'string' },
    example: 'private, no-cache',
  },
  Vary: {
    description: 'What else the answer depends on.',
    schema: { type: 'string' },
    example: 'Authorization, Accept-Encoding',
  },
} as const;

/** Refers to headers by their names. */
export function headersOf(...names: readonly (keyof typeof headers)[]) {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` } as const]));
}
