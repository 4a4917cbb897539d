#!/usr/bin/env bash
# Measures how fast this machine trains, and reads what it trains on.
set -euo pipefail

usage() {
  cat <<'USAGE'
usage: jobs/bench.sh kernel [SIZE ...]
       jobs/bench.sh train [SIZE ...]
       jobs/bench.sh corpus FOLDER [MEGABYTES]

kernel   forward, backward and update on threads of one process, without Spark. With SUNRISE_PYTHON set to a Python that
         has torch and transformers, PyTorch does the same beside it.
train    the same as Spark runs it, on threads of the driver and as one job a step, and where a job's time goes. MASTER and
         SPARK_SUBMIT_ARGS are those of jobs/submit.sh.
corpus   cleaning, training a vocabulary and encoding the first MEGABYTES (20) of FOLDER's texts, on one thread. FOLDER holds
         JSON Lines with a field text, or a text a file, plain or gzip. With SUNRISE_PYTHON set to a Python that has
         tokenizers, Hugging Face's do the same beside it, and their vocabularies and ids are compared with ours.

SIZE is tiny, mini, small, medium or base; without one, tiny and mini. Run it with nothing else running: each size takes
about half a minute.
USAGE
}

case "${1:-}" in
  -h | --help) usage; exit 0 ;;
  kernel | train) ;;
  corpus) [ -d "${2:-}" ] || { usage >&2; exit 2; } ;;
  *) usage >&2; exit 2 ;;
esac
what=$1
shift

. "$(dirname "$0")/lib/build.sh"
build
benches="$root/target/benches.jar"
if [ -z "$(find "$benches" -newer "$jar" 2>/dev/null)" ]; then
  prepare_dllib
  maven -q -ntp -DskipTests test-compile >&2
  "${java%java}jar" cf "$benches" -C "$root/target/test-classes" io/sunrise/train \
    -C "$root/target/test-classes" io/sunrise/text
fi

grep -m1 '^model name' /proc/cpuinfo 2>/dev/null | sed 's/.*: //' || true
# What a corpus goes through, a line a step.
corpus() { # FOLDER MEGABYTES
  local out="$root/target/bench-corpus"
  "$java" -Xmx3g -XX:+UseSerialGC -cp "$benches:$jar:$root/target/spark/jars/*" io.sunrise.text.CorpusBench "$1" "$out" "$2"
  if [ -n "${SUNRISE_PYTHON:-}" ]; then
    "$SUNRISE_PYTHON" "$root/src/test/python/tokenizers_beside_ours.py" "$out"
  fi
}

if [ "$what" = corpus ]; then
  corpus "$1" "${2:-20}"
  exit
fi
if [ "$what" = train ]; then
  options=(--master "${MASTER:-local[*]}" --class io.sunrise.train.TrainBench --jars "$jar" --driver-memory 3g
    --driver-java-options "-Dlog4j2.configurationFile=file:$root/conf/log4j2.properties"
    --conf spark.ui.showConsoleProgress=false)
  if [ -n "${MKL_DEBUG_CPU_TYPE:-}" ]; then
    options+=(--conf "spark.executorEnv.MKL_DEBUG_CPU_TYPE=$MKL_DEBUG_CPU_TYPE")
  fi
  eval "options+=(${SPARK_SUBMIT_ARGS:-})"
  exec "$root/jobs/lib/bin/spark-submit" "${options[@]}" "$benches" "$@"
fi
"$java" -Xmx3g -cp "$benches:$jar:$root/target/spark/jars/*" io.sunrise.train.KernelBench "$@"
if [ -n "${SUNRISE_PYTHON:-}" ]; then
  "$SUNRISE_PYTHON" "$root/src/test/python/train_with_torch.py" "$@"
fi
