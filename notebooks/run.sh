#!/usr/bin/env bash
# Executes a notebook on a finished run and writes it as one HTML page.
set -euo pipefail

case "${1:-}" in
  -h | --help)
    cat <<'USAGE'
usage: notebooks/run.sh [WORKSPACE [trace|library]]

Executes a notebook on a finished run and writes it into the workspace as HTML: trace.ipynb, in Java, shows the run; library.ipynb,
in Python, uses its models in PySpark. WORKSPACE is a local folder; the default is the newest run below work/. Jupyter's nbconvert
and the kernel are installed once into a virtual environment.
USAGE
    exit 0
    ;;
esac

self=$0
[ ! -L "$0" ] || self=$(readlink -f "$0")
. "$(dirname "$self")/../jobs/lib/build.sh"
. "$(dirname "$self")/../jobs/lib/python.sh"

case "${1:-}" in
  -*) say "$1 is no option; see notebooks/run.sh --help"; exit 2 ;;
  trace | library) [ -d "$1" ] || set -- "" "$1" ;;
esac
workspace=${1:-}
if [ -z "$workspace" ]; then
  newest=$(ls -t "$root"/work/*/report/run.json 2>/dev/null | head -1)
  [ -n "$newest" ] || { say "no finished run below $root/work: run jobs/demo.sh first, or name a workspace"; exit 2; }
  workspace=${newest%/report/run.json}
fi
[ -f "$workspace/report/run.json" ] || { say "$workspace has no report/run.json: name the folder of a finished run, or run its report stage"; exit 2; }
workspace=$(cd "$workspace" && pwd)

notebook=${2:-trace}
build
case "$notebook" in
  trace) environment notebook "$root/notebooks/requirements.txt" ;;
  library) environment notebook-library "$root/notebooks/library-requirements.txt" ;;
  *) say "$notebook: no such notebook; expected trace or library"; exit 2 ;;
esac
# The kernel starts the first java on the PATH.
[ -z "${JAVA_HOME:-}" ] || export PATH="$JAVA_HOME/bin:$PATH"
# Nothing is written to the home folder, and the page loads nothing from outside.
messages="$root/target/notebook.log"
if ! SUNRISE_WORKSPACE="$workspace" SUNRISE_JAR="$jar" PYTHONPATH="$root/python" PYTHONDONTWRITEBYTECODE=1 IPYTHONDIR="$root/target/ipython" \
  jupyter nbconvert --log-level=ERROR --execute --to html --output-dir "$workspace" \
  --HTMLExporter.mathjax_url= --HTMLExporter.require_js_url= --HTMLExporter.jquery_url= \
  "$root/notebooks/$notebook.ipynb" 2>"$messages"; then
  tail -n 30 "$messages" >&2
  say "the notebook failed; the full log: $messages"
  exit 1
fi
say "the page: $workspace/$notebook.html"
