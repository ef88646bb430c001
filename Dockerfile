# syntax=docker/dockerfile:1
# Debian, since the prebuilt PostgreSQL of the development set-up and Node's own binaries are made for glibc.
FROM node:20-bookworm-slim AS build
WORKDIR /app
ENV CI=true
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY prisma.config.ts tsconfig.json tsconfig.build.json ./
COPY prisma prisma
COPY src src
COPY seed seed
RUN node src/cli/prepare.mjs --compile && npm prune --omit=dev --omit=optional --no-audit --no-fund

FROM node:20-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production \
    MAITRE_PREPARED=1 \
    HOST=0.0.0.0 \
    PORT=3000 \
    DATA_DIR=/data \
    SHUTDOWN_DRAIN_MS=5000
# The image's own unprivileged account; the code is root's, so that the service cannot change itself.
RUN mkdir /data && chown node:node /data
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY --from=build /app/prisma prisma
COPY --from=build /app/package.json ./
COPY --from=build /app/src/cli/bootstrap.mjs /app/src/cli/prepare.mjs src/cli/
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=90s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/health/ready').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Node itself is the process that gets the signals; no npm or shell between.
CMD ["node", "src/cli/bootstrap.mjs", "serve"]
