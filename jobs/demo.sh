#!/usr/bin/env bash
# From generated text to predictions on this machine: builds what is not built and runs the whole pipeline.
set -euo pipefail

case "${1:-}" in
  -h | --help)
    cat <<'EOF'
usage: jobs/demo.sh [KEY=VALUE ...]

Runs the whole pipeline of conf/demo.conf in local mode, in a fresh folder below work/, in about three minutes on two cores.
Settings may be changed, for example: jobs/demo.sh seed=2 pretrain.epochs=5
EOF
    exit 0
    ;;
esac

. "$(dirname "$0")/lib/build.sh"
build
workspace="$root/work/demo-$(date +%Y%m%d-%H%M%S)"
say "the demo works in $workspace; should it be stopped, this goes on: jobs/submit.sh pipeline --config conf/demo.conf 'workspace=\"$workspace\"'"
exec "$root/jobs/submit.sh" pipeline --config "$root/conf/demo.conf" "workspace=\"$workspace\"" "$@"
