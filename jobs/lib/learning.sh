# Sourced by jobs/bench.sh: how accurate a classifier is by its number of labels, everything from raw texts on in a given time.

learning() { # TEXTS LABELLED [MINUTES [SIZE]]
  local minutes=${3:-10} size=${4:-tiny}
  export REVIEWS=$1 SNIPPETS=$2
  local work="$root/target/bench-learning-$minutes-min-$size"
  local settings=("workspace=$work" "model.size=$size" label.validation-share=0.1 label.test-share=0.001)
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

stage() { # STAGE [SETTING ...]
  "$root/jobs/submit.sh" "$1" --config "$root/conf/reviews.conf" "${settings[@]}" "${@:2}"
}
