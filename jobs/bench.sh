#!/usr/bin/env bash
# Measures how fast this machine trains.
set -euo pipefail

usage() {
  cat <<'USAGE'
usage: jobs/bench.sh kernel [SIZE ...]

kernel   forward, backward and update on threads of one process, without Spark, for the model sizes named (tiny and mini
         where none is). With SUNRISE_PYTHON set to a Python that has torch, PyTorch does the same beside it.

Run it with nothing else running. Each size takes about 15 seconds.
USAGE
}

case "${1:-}" in
  -h | --help) usage; exit 0 ;;
  kernel) ;;
  *) usage >&2; exit 2 ;;
esac
shift

. "$(dirname "$0")/lib/build.sh"
build
[ -n "$(find "$root/target/test-classes" -name KernelBench.class -newer "$jar" 2>/dev/null)" ] ||
  maven -q -ntp -DskipTests test-compile >&2

grep -m1 '^model name' /proc/cpuinfo 2>/dev/null | sed 's/.*: //' || true
"$java" -Xmx3g -cp "$root/target/test-classes:$root/target/classes:$jar:$root/target/spark/jars/*" \
  -Dlog4j2.configurationFile="file:$root/conf/log4j2.properties" io.sunrise.train.KernelBench "$@"
if [ -n "${SUNRISE_PYTHON:-}" ]; then
  "$SUNRISE_PYTHON" "$root/src/test/python/train_with_torch.py" "$@"
fi
