#!/usr/bin/env bash
# Tests the Python package against the jar, in a virtual environment in target/ with PySpark of the jar's Spark version.
set -euo pipefail

case "${1:-}" in
  -h | --help)
    cat <<'EOF'
usage: python/test.sh [PYTEST OPTION ...]

Builds target/sunrise.jar if needed, installs PySpark and the package, and runs python/tests. SUNRISE_PYSPARK names a Python that
has PySpark 3.5, numpy and pytest, to use instead.
EOF
    exit 0
    ;;
esac

. "$(dirname "$(readlink -f "$0")")/../jobs/lib/build.sh"
build
python=${SUNRISE_PYSPARK:-$root/target/pyspark/bin/python}
if [ ! -x "$python" ]; then
  say "installing PySpark (300 MB, once)"
  python3 -m venv "$root/target/pyspark"
  version=$(sed -n 's/.*<spark.version>\(.*\)<.*/\1/p' "$root/pom.xml")
  "$python" -m pip install -q "pyspark==$version" numpy pytest
fi
cd "$root/python"
SPARK_LOCAL_IP=127.0.0.1 PYTHONPATH=. exec "$python" -m pytest -q tests "$@"
