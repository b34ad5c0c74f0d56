# Layang in one image, for every role: `start` (pages and jobs), `serve` (pages), `worker` (jobs), and every other command.
#   docker build -t layang .                              docker build -t layang --build-arg LIBREOFFICE=yes .
#   docker run --read-only --tmpfs /tmp --volume layang:/data --publish 127.0.0.1:3000:3000 layang
ARG NODE_IMAGE=node:24-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /opt/layang
# One step and not two: the build is part of `npm ci`, and what packages may run is said in package.json.
COPY . .
RUN npm ci --no-audit --no-fund
RUN npm prune --omit=dev --include= --ignore-scripts --no-audit --no-fund
RUN rm -rf src tsconfig.json

FROM ${NODE_IMAGE}
# tini is process 1: it hands signals to Layang alone, which lets its children finish, and buries what LibreOffice leaves behind.
ARG LIBREOFFICE=no
RUN apt-get update \
 && apt-get install --yes --no-install-recommends tini \
      $(if [ "${LIBREOFFICE}" = yes ]; then echo libreoffice-writer-nogui fonts-liberation; fi) \
 && rm -rf /var/lib/apt/lists/*
# PostgreSQL, where it is the one that comes along, asks for the name of its account.
RUN groupadd --gid 10001 layang \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin layang \
 && install --directory --owner=layang --group=layang --mode=0700 /data
COPY --from=build /opt/layang /opt/layang
WORKDIR /opt/layang
ENV NODE_ENV=production DATA_DIR=/data PORT=3000 METRICS_PORT=9464
USER 10001:10001
VOLUME /data
EXPOSE 3000 9464
STOPSIGNAL SIGTERM
# Alive, not ready: a database that is away for a minute is no reason to end the process that waits for it.
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.METRICS_PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["tini", "--", "node", "dist/cli.js"]
CMD ["start"]
