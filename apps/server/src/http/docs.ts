import { createRequire } from 'node:module';
import path from 'node:path';
import { Router } from 'express';
import helmet from 'helmet';
import { getOnly } from './methods.ts';
import { EXAMPLE_KEY } from './openapi/parameters.ts';

const require = createRequire(import.meta.url);
const swaggerUi = path.dirname(require.resolve('swagger-ui-dist/package.json'));

/** What the page uses; the package brings a page of its own, too, which calls other hosts. */
const SWAGGER_UI_FILES = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'];

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Cashwrap API</title>
    <link rel="stylesheet" href="/docs/swagger-ui.css">
    <link rel="icon" type="image/png" href="/docs/favicon-32x32.png">
  </head>
  <body>
    <div id="reference"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;

/**
 * Starts the reference, for trying operations as they are: whoever signs in by trying auth.login is signed in
 * for every other operation, examples then name a till and a product that exist, and each try of a mutation has
 * an Idempotency-Key of its own.
 */
const START = String.raw`
const ui = window.SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#reference',
  deepLinking: true,
  displayRequestDuration: true,
  docExpansion: 'list',
  filter: true,
  persistAuthorization: true,
  tryItOutEnabled: true,
  requestInterceptor: (request) => {
    if (request.headers['Idempotency-Key'] === '${EXAMPLE_KEY}') {
      request.headers['Idempotency-Key'] = Array.from(crypto.getRandomValues(new Uint32Array(4))).join('-');
    }
    return request;
  },
  responseInterceptor: (response) => {
    if (response.ok && /\/v1\/auth\/(login|refresh|setup)$/.test(response.url)) {
      const { accessToken } = response.body;
      ui.preauthorizeApiKey('bearer', accessToken);
      nameRealThings(accessToken).catch(console.error);
    }
    return response;
  },
});

async function nameRealThings(token) {
  const first = async (path) => {
    const answer = await fetch('/v1' + path, { headers: { authorization: 'Bearer ' + token } });
    return answer.ok ? (await answer.json()).items[0] : undefined;
  };
  const till = await first('/registers?kind=till&limit=1');
  const product = await first('/products?status=active&limit=1');
  const ids = { storeId: till?.storeId, registerId: till?.id, productId: product?.id };
  const isExample = (key, value) => ids[key] && typeof value === 'string';
  const real = (node) =>
    Array.isArray(node)
      ? node.map(real)
      : node !== null && typeof node === 'object'
        ? Object.fromEntries(
            Object.entries(node).map(([key, value]) => [key, isExample(key, value) ? ids[key] : real(value)]),
          )
        : node;
  const spec = ui.specSelectors.specJson().toJS();
  for (const operation of Object.values(spec.paths).flatMap((item) => Object.values(item))) {
    const body = operation.requestBody?.content['application/json'];
    if (body?.example) body.example = real(body.example);
  }
  ui.specActions.updateJsonSpec(spec);
}
`;

/** The interactive reference, served from the package: no CDN. */
export function createDocsRouter(): Router {
  const router = Router();
  router.use(
    helmet.contentSecurityPolicy({
      directives: {
        defaultSrc: ["'self'"],
        fontSrc: ["'self'", 'data:'],
        imgSrc: ["'self'", 'data:'],
        // Swagger UI styles its elements inline.
        styleSrc: ["'self'", "'unsafe-inline'"],
        upgradeInsecureRequests: null,
      },
    }),
  );
  getOnly(router, '/', (_request, response) => void response.type('html').send(PAGE));
  getOnly(router, '/start.js', (_request, response) => void response.type('js').send(START));
  for (const file of SWAGGER_UI_FILES) {
    getOnly(router, `/${file}`, (_request, response) => {
      response.sendFile(file, { root: swaggerUi, maxAge: '1h' });
    });
  }
  return router;
}
