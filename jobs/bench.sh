#!/usr/bin/env bash
# Measures the throughput of training, prediction and text processing on this machine.
set -euo pipefail

usage() {
  cat <<'USAGE'
usage: jobs/bench.sh kernel|train|distri|scale [SIZE ...]
       jobs/bench.sh predict FOLDER [SIZE ...]
       jobs/bench.sh corpus FOLDER [MEGABYTES]
       jobs/bench.sh cooccurrence FOLDER VOCABULARY [COPIES]
       jobs/bench.sh learning TEXTS LABELLED [MINUTES [SIZE]]
       jobs/bench.sh books FOLDER [MINUTES [SIZE]]
       jobs/bench.sh length WORKSPACE LABELLED [TOKENS ...]
       jobs/bench.sh recipes TEXTS SECONDS ["SETTING=VALUE ..." ...]

kernel   forward, backward and update on threads of one process, without Spark. With SUNRISE_PYTHON set to a Python that
         has torch and transformers, the same with PyTorch.
train    the same through Spark, on threads of the driver and as one job per step, and the time of each part of a job.
distri   the same compared with DLlib's DistriOptimizer, and the loss that both reach.
scale    1, 2, 4 and 8 executors of one core on this machine and, if two or more sizes are measured, an estimate for larger
         clusters. As root on Linux each process has a network of its own, of 1 and of 10 Gbit/s; otherwise all share the
         loopback. EXECUTORS="1 2 4 8 16" selects other numbers; those above the machine's cores are left out of the model.
predict  rows per second of the predict stage and of transform in Spark ML, from files to files, on the texts of FOLDER (JSON Lines
         with a field text). The first round is that of a cold process. With SUNRISE_PYTHON, transformers labels some of them too.
corpus   cleaning, the Gopher rules, tokenizer training and encoding of the first MEGABYTES (20) of FOLDER's texts, on one
         thread. FOLDER holds JSON Lines with a field text, or one text per file, plain or gzip. With SUNRISE_PYTHON set to a
         Python that has tokenizers, the same with Hugging Face's, whose vocabularies and ids are compared with ours. Then, on
         Spark, near-duplicate search among all texts and its recall on planted copies (JSON Lines with id and text).
cooccurrence
         counting of co-occurrences, near ones and of passages, and their reduction to vectors 128 wide. FOLDER is
         preprocess/tokens of a workspace, VOCABULARY the number of its tokens; the rows are counted COPIES (1) times.
learning
         accuracy by number of labels. In MINUTES (10) the texts of TEXTS (JSON Lines with a field text, or Markdown) are
         collected, prepared, and a model of SIZE (tiny) is pre-trained and could be fine-tuned once; a fifth of the time is left
         for that. Then cross-validation measures it on LABELLED (CSV with text and label) with 100, 500, 2,000 and all labels,
         beside frozen vectors, the same model from scratch, and TF-IDF, which takes longer. An interrupted measurement resumes.
         The report with the curves is in target/.
books    the same for which of twenty books a sentence is from, FOLDER's longest Markdown files; from 2,000 sentences of the first to
         100 of the last.
length   accuracy by how many tokens of a text are read (50, 256 and 512), on whole texts of LABELLED (JSON Lines with text and
         label), a fifth of which is tested on: of the model that stays, of the plain one, of the teacher, and of TF-IDF.
         WORKSPACE holds a pre-trained model, such as target/bench-learning-reviews-10-min-tiny; each number is a task in it.
recipes  the loss by seconds of pre-training for SECONDS, as conf/reviews.conf says and with each of the given settings, such as
         "pretrain.learning-rate=4.0e-3" "model.size=mini pretrain.batch-rows=128"; as a table and a chart in target/.

SIZE is tiny, mini, small, medium or base, of ModernBERT; bert-tiny and so on are of BERT. The default is tiny and mini
(kernel: of both; distri: tiny). MASTER and SPARK_SUBMIT_ARGS are
those of jobs/submit.sh. Run it on an idle machine: each size takes about half a minute, and 10 minutes with scale.
USAGE
}

refuse() { printf 'sunrise: %s; see jobs/bench.sh --help\n' "$*" >&2; exit 2; }

need_path() { # [PATH]
  [ -e "${1:-}" ] || refuse "\"${1:-}\": no such file or folder"
}

need_folder() { # [FOLDER]
  [ -d "${1:-}" ] || refuse "\"${1:-}\": no such folder"
}

need_sizes() { # [SIZE ...]
  local size
  for size; do
    case "${size#bert-}" in
      tiny | mini | small | medium | base) ;;
      *) refuse "$size is no size, expected tiny, mini, small, medium or base, or bert-tiny and so on" ;;
    esac
  done
}

need_number() { # NAME VALUE
  case "$2" in
    "" | *[!0-9]* | 0*) refuse "$1 is \"$2\", expected a whole number above 0" ;;
  esac
}

case "${1:-}" in
  "") usage >&2; exit 2 ;;
  -h | --help) usage; exit 0 ;;
  kernel | train | distri | scale) need_sizes "${@:2}" ;;
  predict) need_folder "${2:-}"; need_sizes "${@:3}" ;;
  corpus) need_folder "${2:-}"; need_number MEGABYTES "${3:-20}" ;;
  cooccurrence)
    need_folder "${2:-}"
    need_number VOCABULARY "${3:-}"
    need_number COPIES "${4:-1}"
    ;;
  learning)
    need_path "${2:-}"
    need_path "${3:-}"
    need_number MINUTES "${4:-10}"
    need_sizes "${5:-tiny}"
    ;;
  books)
    need_folder "${2:-}"
    need_number MINUTES "${3:-10}"
    need_sizes "${4:-tiny}"
    ;;
  length)
    need_path "${2:-}"
    need_path "${3:-}"
    for tokens in "${@:4}"; do need_number TOKENS "$tokens"; done
    ;;
  recipes)
    need_path "${2:-}"
    need_number SECONDS "${3:-}"
    ;;
  *) refuse "$1 is no benchmark" ;;
esac
what=$1
shift

self=$0
[ ! -L "$0" ] || self=$(readlink -f "$0")
. "$(dirname "$self")/lib/build.sh"
build
case "$what" in
  learning | books | length | recipes)
    . "$root/jobs/lib/learning.sh"
    "$what" "$@"
    exit
    ;;
esac
benches="$root/target/benches.jar"
if [ -z "$(find "$benches" -newer "$jar" 2>/dev/null)" ] ||
  [ -n "$(find "$root/src/test" -newer "$benches" -print -quit)" ]; then
  prepare_dllib
  maven -q -ntp -DskipTests test-compile >&2
  "${java%java}jar" cf "$benches" -C "$root/target/test-classes" io/sunrise
fi

# A prefix of spark-submit that runs it in another network.
submitter=()

submit_bench() { # MASTER CLASS [ARGUMENT ...]
  local options=(--master "$1" --class "io.sunrise.$2" --jars "$jar" --driver-memory 3g
    --driver-java-options "-Dlog4j2.configurationFile=file:$root/conf/log4j2.properties"
    --conf spark.ui.showConsoleProgress=false)
  if [ -n "${MKL_DEBUG_CPU_TYPE:-}" ]; then
    options+=(--conf "spark.executorEnv.MKL_DEBUG_CPU_TYPE=$MKL_DEBUG_CPU_TYPE")
  fi
  eval "options+=(${SPARK_SUBMIT_ARGS:-})"
  "${submitter[@]}" "$root/jobs/lib/bin/spark-submit" "${options[@]}" "$benches" "${@:3}"
}

# A benchmark without Spark.
run_bench() { # CLASS [ARGUMENT ...]
  "$java" -Xmx3g -cp "$benches:$jar:$root/target/spark/jars/*" "io.sunrise.$1" "${@:2}"
}

# The same benchmark with Python libraries, if SUNRISE_PYTHON is set.
compare() { # SCRIPT [ARGUMENT ...]
  [ -z "${SUNRISE_PYTHON:-}" ] || "$SUNRISE_PYTHON" "$root/src/test/python/$1" "${@:2}"
}

grep -m1 '^model name' /proc/cpuinfo 2>/dev/null | sed 's/.*: //' || true
case "$what" in
  kernel)
    run_bench train.KernelBench "$@"
    compare train_with_torch.py "$@"
    ;;
  train) submit_bench "${MASTER:-local[*]}" train.TrainBench "$@" ;;
  distri) submit_bench "${MASTER:-local[*]}" train.DistriBench "$@" ;;
  scale) . "$root/jobs/lib/scale.sh" && scale "$@" ;;
  predict)
    out="$root/target/bench-predict"
    submit_bench "${MASTER:-local[*]}" predict.PredictBench "$1" "$out" "${@:2}"
    compare predict_with_torch.py "$1" "$out" "${@:2}"
    ;;
  corpus)
    out="$root/target/bench-corpus"
    run_bench preprocess.CorpusBench "$1" "$out" "${2:-20}"
    compare tokenizers_beside_ours.py "$out"
    submit_bench "${MASTER:-local[*]}" preprocess.duplicates.DuplicatesBench "$1"
    ;;
  cooccurrence)
    submit_bench "${MASTER:-local[*]}" cooccurrence.CooccurrenceBench "$1" "$2" "${3:-1}"
    ;;
esac
