import type { RequestHandler } from 'express';

const PLACES = {
  docs: '/docs',
  openapi: '/openapi.json',
  rest: '/v1',
  trpc: '/trpc',
  jwks: '/.well-known/jwks.json',
  health: '/health/ready',
  version: '/version',
};

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Cashwrap</title>
    <style>
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem; }
      dt { font-weight: 600; }
      dd { margin: 0 0 .75rem; }
    </style>
  </head>
  <body>
    <h1>Cashwrap</h1>
    <p>The backend behind tills. This server is running.</p>
    <dl>
      <dt><a href="/docs">/docs</a></dt><dd>Every operation, to read and to try.</dd>
      <dt><a href="/openapi.json">/openapi.json</a></dt><dd>The OpenAPI 3.1 document of the REST face under /v1.</dd>
      <dt>/trpc</dt><dd>The tRPC face, for @cashwrap/sdk.</dd>
      <dt><a href="/health/ready">/health/ready</a></dt><dd>Whether it can answer.</dd>
    </dl>
  </body>
</html>
`;

/** Says what this is and where to go, to people and to programs. */
export const home: RequestHandler = (_request, response) => {
  response.format({
    json: () => response.json({ name: 'Cashwrap', ...PLACES }),
    html: () => response.send(PAGE),
  });
};
