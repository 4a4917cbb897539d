# Sourced by jobs/bench.sh: how accurate a classifier is by its number of labels, everything from raw texts on in a given time, and
# by how much of a text it reads; how fast the loss of pre-training falls by its settings.

learning() { # TEXTS LABELLED [MINUTES [SIZE]]
  local minutes=${3:-10} size=${4:-tiny}
  local work="$root/target/bench-learning-$(basename "$1")-$minutes-min-$size"
  export SNIPPETS=$2
  local settings=("workspace=$work" "collect.sources=[$(texts_source "$1")]" "model.size=$size"
    label.validation-share=0.1 label.test-share=0.001)
  mkdir -p "$work"
  SECONDS=0
  stage collect
  stage preprocess
  stage label
  # A resumed measurement keeps the budget that it started with.
  local budget="$work/.pretrain-seconds"
  [ -f "$budget" ] || echo $((minutes * 60 - SECONDS - minutes * 12)) >"$budget"
  if [ "$(cat "$budget")" -lt 30 ]; then
    rm "$budget"
    say "preparing the texts took $SECONDS s, which leaves no time for pre-training; give it more than $minutes minutes"
    exit 1
  fi
  settings+=("pretrain.budget=$(cat "$budget") s")
  stage pretrain
  stage cross-validate 'cross-validate.label-counts=[100, 500, 2000, 0]'
  stage report
}

texts_source() { # TEXTS
  local type=jsonl
  [ -z "$(find "$1" -name '*.md*' -print -quit)" ] || type=markdown
  printf '{type=%s, path="%s"}' "$type" "$(realpath "$1")"
}

recipes() { # TEXTS SECONDS [SETTINGS ...]
  local texts=$1 seconds=$2 recipe traces=()
  shift 2
  local work="$root/target/bench-recipes-$(basename "$texts")"
  local settings=("workspace=$work" "collect.sources=[$(texts_source "$texts")]")
  mkdir -p "$work"
  stage collect
  stage preprocess
  settings+=("pretrain.budget=$seconds s" pretrain.passage-vectors=false)
  for recipe in "" "$@"; do
    local trace="$work/recipe-${#traces[@]}.jsonl" changed
    read -ra changed <<<"$recipe"
    stage pretrain --force "${changed[@]}"
    cp "$work/pretrain/trace.jsonl" "$trace"
    traces+=("${recipe:-conf/reviews.conf}=$trace")
  done
  say "training loss by seconds; the chart is $work/recipes.svg"
  python3 "$root/jobs/lib/curves.py" "$work/recipes.svg" "${traces[@]}"
}

books() { # FOLDER [MINUTES [SIZE]]
  mkdir -p "$root/target"
  python3 "$root/jobs/lib/books.py" "$1" >"$root/target/books.csv"
  learning "$1" "$root/target/books.csv" "${@:2}"
}

length() { # WORKSPACE LABELLED [TOKENS ...]
  local workspace=$1 labelled=$2 tokens baseline=true
  shift 2
  [ $# -gt 0 ] || set -- 50 256 512
  for tokens; do
    local settings=("workspace=$workspace" "task=tokens-$tokens" "label.max-tokens=$tokens"
      "label.sources=[{type=jsonl, path=\"$(realpath "$labelled")\"}]" label.test-share=0.2 label.validation-share=0.05
      finetune.epochs=3 finetune.scratch=false "finetune.baseline=$baseline")
    stage label
    stage finetune
    # It reads whole texts, and needs to do so once.
    baseline=false
  done
  say "test accuracy by tokens read"
  for tokens; do
    python3 - "$workspace/tasks/tokens-$tokens/finetune/metrics.json" "$tokens" <<'PY'
import json, sys
metrics = json.load(open(sys.argv[1]))
print("  %6s" % sys.argv[2], *("%s %.3f" % (model, metrics[model]["test"]["accuracy"]) for model in ["pretrained", "plain", "teacher", "baseline"] if model in metrics))
PY
  done
}

stage() { # STAGE [SETTING ...]
  "$root/jobs/submit.sh" "$1" --config "$root/conf/reviews.conf" "${settings[@]}" "${@:2}"
}
