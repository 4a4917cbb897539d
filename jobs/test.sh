#!/usr/bin/env bash
# Runs all tests: formatting and compiler checks, unit tests, integration tests on Spark, and tests with real processes.
set -euo pipefail

case "${1:-}" in
  -h | --help)
    cat <<'EOF'
usage: jobs/test.sh [--long] [MAVEN OPTION ...]

Runs all tests; with --long also those that take minutes each, or need PyPI's pyspark (300 MB, installed once). Maven's options
select some of them:
  jobs/test.sh -Dtest=ScheduleTest -DskipITs    one unit test
  jobs/test.sh -Dit.test=PipelineIT             all unit tests and one integration test
EOF
    exit 0
    ;;
esac

self=$0
[ ! -L "$0" ] || self=$(readlink -f "$0")
. "$(dirname "$self")/lib/build.sh"
find_java
prepare_dllib
options=()
if [ "${1:-}" = --long ]; then
  options=(-Dexcluded.tests=)
  shift
  # A whole Spark, with the jars for YARN, which the build does without.
  . "$root/jobs/lib/python.sh"
  environment pyspark "$root/python/requirements.txt"
  YARN_SPARK_HOME=$(python -c 'import os, pyspark; print(os.path.dirname(pyspark.__file__))')
  export YARN_SPARK_HOME
fi
maven -ntp verify "${options[@]}" "$@"
