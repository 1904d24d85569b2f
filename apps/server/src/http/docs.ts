import { createRequire } from 'node:module';
import path from 'node:path';
import { Router } from 'express';
import helmet from 'helmet';
import { getOnly } from './methods.ts';

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

/** Starts the reference. Whoever signs in by trying auth.login is signed in for every other operation. */
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
  responseInterceptor: (response) => {
    if (response.ok && /\/v1\/auth\/(login|refresh|setup)$/.test(response.url)) {
      ui.preauthorizeApiKey('bearer', response.body.accessToken);
    }
    return response;
  },
});
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
