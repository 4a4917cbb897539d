#!/usr/bin/env bash
# Tests the Python package on a real Spark.
set -euo pipefail

case "${1:-}" in
  -h | --help)
    cat <<'EOF'
usage: python/test.sh [PYTEST OPTION ...]

Tests the package sunrise with PySpark against target/sunrise.jar. PySpark (300 MB) is installed once into a virtual environment.
EOF
    exit 0
    ;;
esac

self=$0
[ ! -L "$0" ] || self=$(readlink -f "$0")
. "$(dirname "$self")/../jobs/lib/build.sh"
. "$root/jobs/lib/python.sh"
build
environment pyspark "$root/python/requirements.txt"
# Nothing is written beside the sources.
cd "$root/target"
SPARK_LOCAL_IP=127.0.0.1 PYTHONPATH="$root/python" PYTHONDONTWRITEBYTECODE=1 \
  exec python -m pytest -q -p no:cacheprovider "$root/python/tests" "$@"
