#!/usr/bin/env bash
# Lints the Dockerfile and checks the compose file. Needs no Docker engine.
set -euo pipefail

case "${1:-}" in
  -h | --help)
    cat <<'USAGE'
usage: docker/check.sh

Lints docker/Dockerfile with hadolint, which is installed once into a virtual environment, and checks docker/compose.yaml with
"docker compose config" or "docker-compose config", whichever is installed.
USAGE
    exit 0
    ;;
esac

self=$0
[ ! -L "$0" ] || self=$(readlink -f "$0")
. "$(dirname "$self")/../jobs/lib/build.sh"
. "$(dirname "$self")/../jobs/lib/python.sh"
environment hadolint "$root/docker/requirements.txt"

hadolint "$root/docker/Dockerfile"
say "docker/Dockerfile: no warnings"

if docker compose version >/dev/null 2>&1; then
  compose=(docker compose)
else
  need docker-compose "docker-compose, or the docker CLI's compose plugin,"
  compose=(docker-compose)
fi
"${compose[@]}" -f "$root/docker/compose.yaml" config --quiet
say "docker/compose.yaml: valid for $("${compose[@]}" version --short)"
