#!/usr/bin/env bash
# Runs one stage, or the whole pipeline, through spark-submit.
set -euo pipefail

usage() {
  cat <<'EOF'
usage: jobs/submit.sh STAGE --config FILE [--check] [--force] [KEY=VALUE ...]
       jobs/submit.sh predict --config FILE --text "TEXT"
       jobs/submit.sh STAGE --help

STAGE is pipeline, collect, preprocess, pretrain, label, finetune, predict or report; or cross-validate, which evaluates
finetune on every fold or searches over its settings.

environment
  MASTER             Spark's master: local[*] (default), spark://HOST:7077, yarn, k8s://...
  SPARK_HOME         your own Spark 3.5; if not set, the one that the build resolved
  SPARK_SUBMIT_ARGS  more options for spark-submit, such as "--executor-memory 4g --num-executors 8"
  JAVA_HOME          a JDK 17

examples
  jobs/submit.sh pipeline --config conf/demo.conf
  MASTER=spark://host:7077 jobs/submit.sh pipeline --config conf/cluster.conf seed=2

exit codes: 0 done, 1 failed, 2 wrong usage or configuration, 130 and 143 stopped by Ctrl-C and SIGTERM

All commands, options and variables: docs/commands.md
EOF
}

case "${1:-}" in
  "") usage >&2; exit 2 ;;
  -h | --help) usage; exit 0 ;;
esac

self=$0
[ ! -L "$0" ] || self=$(readlink -f "$0")
. "$(dirname "$self")/lib/build.sh"
build

# A path as a URI, whose blanks do not end an option.
file_uri() {
  local path=${1//%/%25}
  path=${path// /%20}
  path=${path//#/%23}
  printf 'file:%s' "${path//\?/%3F}"
}

# Hadoop calls it for the files that it writes.
need chmod "the coreutils"
master=${MASTER:-local[*]}
case "$master" in
  local | local\[\*\] | local\[[1-9]*\] | local\[\*,*\] | local-cluster\[* | spark:* | yarn | k8s:*) ;;
  *) say "MASTER=$master is no master of Spark; expected local[*], spark://HOST:7077, yarn or k8s://..."; exit 2 ;;
esac
case "$master" in
  yarn | k8s:*)
    [ -n "${SPARK_HOME:-}" ] ||
      { say "MASTER=$master needs a Spark 3.5 with its jars for YARN and Kubernetes: set SPARK_HOME, to the folder of PyPI's pyspark, say"; exit 2; }
    # Spark's own spark-env.sh may set it.
    [ "$master" != yarn ] || [ -n "${HADOOP_CONF_DIR:-}${YARN_CONF_DIR:-}" ] || [ -f "${SPARK_CONF_DIR:-$SPARK_HOME/conf}/spark-env.sh" ] ||
      { say "MASTER=yarn needs HADOOP_CONF_DIR, the folder with yarn-site.xml and core-site.xml"; exit 2; }
    ;;
esac
options=(
  --master "$master"
  --class io.sunrise.cli.Main
  --name "sunrise $1"
  --driver-java-options "-Dlog4j2.configurationFile=$(file_uri "$root/conf/log4j2.properties")"
  --conf spark.ui.showConsoleProgress=false
)
# Spark's default of 1 GB is too small for a process that is driver and executor in one.
case "$master" in local*) options+=(--driver-memory 3g) ;; esac
# Spark asks for the address of this machine's name, which a laptop or container may not have.
case "$master" in
  local*) [ -n "${SPARK_LOCAL_IP:-}" ] || getent hosts "$(uname -n)" >/dev/null 2>&1 || export SPARK_LOCAL_IP=127.0.0.1 ;;
esac
if [ -n "${MKL_DEBUG_CPU_TYPE:-}" ]; then
  options+=(--conf "spark.executorEnv.MKL_DEBUG_CPU_TYPE=$MKL_DEBUG_CPU_TYPE")
fi
# Split by the shell, so that values can be quoted.
case "${SPARK_SUBMIT_ARGS:-}" in
  "" | [[:space:]]* | -*) ;;
  *) say "SPARK_SUBMIT_ARGS=$SPARK_SUBMIT_ARGS does not begin with an option; expected such as --driver-memory 4g"; exit 2 ;;
esac
eval "options+=(${SPARK_SUBMIT_ARGS:-})" 2>/dev/null ||
  { say "SPARK_SUBMIT_ARGS=$SPARK_SUBMIT_ARGS cannot be split into words: is a quote not closed?"; exit 2; }
case " ${options[*]} " in
  *" --deploy-mode cluster "* | *" --deploy-mode=cluster "*)
    say "the driver reads files of this machine, and runs here: leave --deploy-mode cluster out, or call spark-submit as docs/cluster.md says"
    exit 2
    ;;
esac

# Spark and the JVM do not say which option is wrong, or say so in a hundred lines.
for ((i = 0; i < ${#options[@]}; i++)); do
  case "${options[i]}" in
    --verbose | -v | --supervise | --*=*) ;;
    --master | --deploy-mode | --class | --name | --jars | --packages | --exclude-packages | --repositories | --py-files | --files | \
      --archives | --conf | -c | --properties-file | --driver-memory | --driver-java-options | --driver-library-path | \
      --driver-class-path | --executor-memory | --proxy-user | --driver-cores | --total-executor-cores | --executor-cores | \
      --num-executors | --principal | --keytab | --queue)
      [ $((i + 1)) -lt ${#options[@]} ] || { say "SPARK_SUBMIT_ARGS: ${options[i]} lacks its value"; exit 2; }
      i=$((i + 1))
      ;;
    *) say "SPARK_SUBMIT_ARGS: ${options[i]} is no option of spark-submit; see docs/commands.md"; exit 2 ;;
  esac
  case "${options[i - 1]} ${options[i]}" in
    "--driver-memory "*) driver_memory=${options[i]} ;;
    *" --driver-memory="*) driver_memory=${options[i]#*=} ;;
    *) continue ;;
  esac
  [[ $driver_memory =~ ^[1-9][0-9]{0,8}[kKmMgGtT]?$ ]] ||
    { say "--driver-memory is \"$driver_memory\", expected a number with m or g, such as 4g"; exit 2; }
  mebibytes=${driver_memory%[a-zA-Z]}
  case "$driver_memory" in
    *[kK]) mebibytes=$((mebibytes / 1024)) ;;
    *[gG]) mebibytes=$((mebibytes * 1024)) ;;
    *[tT]) mebibytes=$((mebibytes * 1048576)) ;;
  esac
  [ "$mebibytes" -ge 450 ] || { say "--driver-memory is $driver_memory, expected 450m or more, which Spark needs"; exit 2; }
done

exec "$root/jobs/lib/bin/spark-submit" "${options[@]}" "$jar" "$@"
