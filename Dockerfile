# The built form with production dependencies only; PostgreSQL and Redis are outside (see compose.yaml).
FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
# The embedded PostgreSQL is an optional dependency, which a container with DATABASE_URL does not need.
RUN npm run build && npm prune --omit=dev --omit=optional

FROM node:22-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
USER node
EXPOSE 3000
# Not through npm: its shell would keep SIGTERM from the process, which drains on it within 30 s.
ENTRYPOINT ["node", "dist/src/cli/main.js"]
CMD ["start"]
