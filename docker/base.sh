#!/usr/bin/env bash
# Makes the two images that docker/Dockerfile builds on, where no registry of images can be reached.
set -euo pipefail

case "${1:-}" in
  -h | --help)
    cat <<'USAGE'
usage: docker/base.sh

Makes the images sunrise-build (a JDK 17, Maven, Python) and sunrise-spark (Spark 3.5.7 on Java 17) from Debian's packages and
PyPI's pyspark, for places that cannot pull Docker's official ones. Executors on Kubernetes need the entry point of the official
one. Then:

  docker build -f docker/Dockerfile -t sunrise:0.1.0 \
    --build-arg BUILD_IMAGE=sunrise-build --build-arg SPARK_IMAGE=sunrise-spark .

Needs root, debootstrap, and docker or podman.

environment
  ENGINE          docker or podman; if not set, the one that is installed
  BUILD_OPTIONS   more options for its build, such as "--network=host"
  CA_FOLDER       a folder of .crt files, one certificate each, to trust too, such as that of a company's proxy
  DEBIAN_MIRROR   where Debian's packages are; if not set, debootstrap's own
USAGE
    exit 0
    ;;
esac

self=$0
[ ! -L "$0" ] || self=$(readlink -f "$0")
here=$(cd "$(dirname "$self")" && pwd)
. "$here/../jobs/lib/build.sh"
need debootstrap debootstrap
engine=${ENGINE:-$(command -v docker || command -v podman || true)}
[ -n "$engine" ] || { say "found neither docker nor podman: install one of them"; exit 1; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
say "installing Debian"
debootstrap --variant=minbase --include=ca-certificates bookworm "$work/debian" ${DEBIAN_MIRROR:+"$DEBIAN_MIRROR"} >"$work/log" 2>&1 ||
  { tail -n 20 "$work/log" >&2; exit 1; }
if [ -n "${CA_FOLDER:-}" ]; then
  cp "$CA_FOLDER"/*.crt "$work/debian/usr/local/share/ca-certificates/"
  chroot "$work/debian" update-ca-certificates >"$work/log" 2>&1 || { tail -n 20 "$work/log" >&2; exit 1; }
fi
tar -C "$work/debian" -c . | "$engine" import - sunrise-debian >/dev/null

eval "options=(${BUILD_OPTIONS:-})"
for image in build spark; do
  say "building sunrise-$image"
  "$engine" build "${options[@]}" -t "sunrise-$image" --target "$image" -f "$here/base.Dockerfile" "$here" >"$work/log" 2>&1 ||
    { tail -n 20 "$work/log" >&2; exit 1; }
done
say "done: sunrise-build and sunrise-spark"
