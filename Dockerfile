# syntax=docker/dockerfile:1
# The built form with production dependencies only; PostgreSQL and Redis are outside (see compose.yaml).
#
#   docker build --tag paperboy .
#
# Whole versions, so that two builds of one commit are alike; another is given by --build-arg. The base image's Debian
# brings the client programs of POSTGRES_MAJOR, which must be those of the server in compose.yaml or later.
ARG NODE_IMAGE=node:22.20.0-trixie-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
# The embedded PostgreSQL is an optional dependency, which a container with DATABASE_URL does not need.
RUN npm run build && npm prune --omit=dev --omit=optional --no-audit --no-fund

FROM ${NODE_IMAGE}
ARG POSTGRES_MAJOR=17
ARG VERSION=unreleased
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Paperboy" \
      org.opencontainers.image.description="A self-hosted newsletter of trending research papers that mails every digest exactly once." \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
# tini passes signals on: the first process of a container gets none for which it has no handler, as backup has not.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends postgresql-client-${POSTGRES_MAJOR} tini \
 && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production \
    DATA_DIR=/data
WORKDIR /app
COPY --from=build /app/package.json /app/LICENSE /app/.env.example /app/compose.yaml ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/bin bin
COPY --from=build /app/dist dist
# The only folders that are ever written, beside /tmp: all else may be read-only.
RUN ln -s /app/bin/paperboy.mjs /usr/local/bin/paperboy \
 && mkdir /data /backups \
 && chown 1000:1000 /data /backups
# A number, by which Kubernetes sees that it is not root; the image's user node has it.
USER 1000:1000
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["paperboy", "healthcheck"]
# Not through npm or a shell, which would keep SIGTERM from the process: it drains on it within 30 s.
ENTRYPOINT ["tini", "--", "paperboy"]
CMD ["start"]
