#!/usr/bin/env bash
# Builds if needed and runs the whole pipeline on generated text, on this machine.
set -euo pipefail

case "${1:-}" in
  -h | --help)
    cat <<'EOF'
usage: jobs/demo.sh [KEY=VALUE ...]

Runs the whole pipeline of conf/demo.conf in local mode, in a new folder below work/, in about three minutes on two cores.
Settings can be overridden, for example: jobs/demo.sh seed=2 pretrain.epochs=5
EOF
    exit 0
    ;;
esac
for setting; do
  case "$setting" in
    [!-]*=*) ;;
    *) printf 'sunrise: %s: jobs/demo.sh takes settings only, KEY=VALUE; see --help\n' "$setting" >&2; exit 2 ;;
  esac
done

self=$0
[ ! -L "$0" ] || self=$(readlink -f "$0")
. "$(dirname "$self")/lib/build.sh"
build
workspace="$root/work/demo-$(date +%Y%m%d-%H%M%S)"
say "the demo writes to $workspace; to resume it after an interruption, run: jobs/submit.sh pipeline --config conf/demo.conf 'workspace=\"$workspace\"'"
exec "$root/jobs/submit.sh" pipeline --config "$root/conf/demo.conf" "workspace=\"$workspace\"" "$@"
