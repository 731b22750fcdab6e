# An image that serves the mock on port 4010. Put options of `scan-findings mock` after the name of the image.
#   docker build --tag scan-findings-mock .
#   docker run --publish 4010:4010 scan-findings-mock --count 1000

FROM node:24.21.0-alpine AS packages
WORKDIR /app
ENV SCARF_ANALYTICS=false
COPY package.json package-lock.json ./
# The mock's run-time dependencies, in the versions of the lock file.
RUN npm install --ignore-scripts --no-audit --no-fund --omit=dev --save-prod --save-exact @stoplight/prism-core @stoplight/prism-http @smithy/signature-v4 ajv yaml

FROM node:24.21.0-alpine AS build
WORKDIR /app
ENV SCARF_ANALYTICS=false
COPY package.json package-lock.json tsconfig.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY scripts scripts
COPY generated generated
RUN npm run build

FROM node:24.21.0-alpine
WORKDIR /app
COPY LICENSE ./
COPY --from=packages /app/package.json ./
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/generated generated
COPY --from=build /app/dist dist
USER node
EXPOSE 4010
HEALTHCHECK --interval=5s --timeout=3s --start-period=10s CMD ["node", "-e", "fetch('http://127.0.0.1:4010/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "dist/scripts/cli.js", "mock", "--host", "0.0.0.0"]
