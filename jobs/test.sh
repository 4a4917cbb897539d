#!/usr/bin/env bash
# Runs all tests: formatting and compiler checks, unit tests, integration tests on Spark, and tests with real processes.
set -euo pipefail

case "${1:-}" in
  -h | --help)
    cat <<'EOF'
usage: jobs/test.sh [MAVEN OPTION ...]

Runs every test. A part of them: jobs/test.sh -Dtest=ScheduleTest -DskipITs, or jobs/test.sh -Dit.test=PipelineIT
EOF
    exit 0
    ;;
esac

. "$(dirname "$0")/lib/build.sh"
find_java
prepare_dllib
maven -ntp verify "$@"
