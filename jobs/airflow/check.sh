#!/usr/bin/env bash
# Installs Airflow, checks that the DAG loads, and runs all of it.
set -euo pipefail

case "${1:-}" in
  -h | --help)
    cat <<'USAGE'
usage: jobs/airflow/check.sh [KEY=VALUE ...]

Installs Airflow and its Spark provider into a virtual environment (once), checks that jobs/airflow/sunrise_dag.py loads, and
runs all its tasks on conf/demo.conf in local[2], in a new folder below work/, with a temporary Airflow home.
Settings can be overridden, for example: jobs/airflow/check.sh 'collect.sources=[{type=generated,documents=2000}]' pretrain.epochs=2

environment
  AIRFLOW_CONN_SUNRISE_SPARK   the Spark to use instead of local[2], such as spark://host:7077
  SPARK_HOME                   your own Spark 3.5; if not set, the one that the build resolved
USAGE
    exit 0
    ;;
esac

self=$0
[ ! -L "$0" ] || self=$(readlink -f "$0")
. "$(dirname "$self")/../lib/build.sh"
. "$(dirname "$self")/../lib/python.sh"
build
environment airflow "$root/jobs/airflow/requirements.txt"

export AIRFLOW_HOME
AIRFLOW_HOME=$(mktemp -d)
trap 'rm -rf "$AIRFLOW_HOME"' EXIT
export AIRFLOW__CORE__DAGS_FOLDER="$root/jobs/airflow" AIRFLOW__CORE__LOAD_EXAMPLES=False
export AIRFLOW__USAGE_DATA_COLLECTION__ENABLED=False
export AIRFLOW_CONN_SUNRISE_SPARK="${AIRFLOW_CONN_SUNRISE_SPARK:-spark://local%5B2%5D}"
export SUNRISE_HOME="$root" PATH="$root/jobs/lib/bin:$PATH"

workspace="$root/work/airflow-$(date +%Y%m%d-%H%M%S)"
log="$workspace/airflow.log"
mkdir -p "$workspace"

quietly() { # WHAT COMMAND...
  say "$1"
  "${@:2}" >>"$log" 2>&1 || { tail -n 40 "$log" >&2; say "$1: failed; the full log: $log"; exit 1; }
}

parameters=$(python3 -c 'import json, sys; print(json.dumps({"workspace": sys.argv[1], "overrides": sys.argv[2:]}))' \
  "$workspace" "$@")

quietly "creating Airflow's database" airflow db migrate
quietly "loading the DAG" airflow dags list-import-errors --local
quietly "running the DAG (to follow it: tail -f $log)" airflow dags test sunrise --conf "$parameters"
[ -f "$workspace/report/run.json" ] || { say "the DAG succeeded, but wrote no report/run.json to $workspace"; exit 1; }
say "all tasks succeeded; the report: $workspace/report/report.html"
