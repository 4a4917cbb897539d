# Sourced by jobs/bench.sh: clusters of processes on this machine, each with a network of its own if possible.
scale_addresses=10.231.77

can_make_networks() {
  [ "$(id -u)" = 0 ] && command -v tc >/dev/null && ip netns add sunrise-try 2>/dev/null && ip netns del sunrise-try
}

# One namespace for the driver and the master (number 1) and one for each executor, joined by a bridge.
make_networks() { # EXECUTORS GBIT
  ip link add sunrise type bridge
  ip link set sunrise up
  local i
  for i in $(seq 1 $(($1 + 1))); do
    ip netns add "sunrise-$i"
    ip link add "sunrise-$i" type veth peer name eth0 netns "sunrise-$i"
    ip link set "sunrise-$i" master sunrise up
    ip -n "sunrise-$i" addr add "$scale_addresses.$i/24" dev eth0
    ip -n "sunrise-$i" link set lo up
    ip -n "sunrise-$i" link set eth0 up
    # Limits what the process sends, and what it receives.
    ip netns exec "sunrise-$i" tc qdisc add dev eth0 root tbf rate "$2gbit" burst "$2mb" latency 50ms
    tc qdisc add dev "sunrise-$i" root tbf rate "$2gbit" burst "$2mb" latency 50ms
  done
}

remove_networks() {
  local namespace
  for namespace in $(ip netns list 2>/dev/null | awk '/^sunrise-/ {print $1}'); do
    # The kernel removes a namespace later; its network interface is removed now.
    ip link del "$namespace" 2>/dev/null || true
    ip netns del "$namespace"
  done
  ip link del sunrise 2>/dev/null || true
}

stop_cluster() {
  [ ${#cluster[@]} = 0 ] || kill "${cluster[@]}" 2>/dev/null || true
  wait "${cluster[@]}" 2>/dev/null || true
  cluster=()
}

spark_process() { # LOG CLASS [ARGUMENT ...]
  SPARK_HOME="$root/target/spark" SPARK_SCALA_VERSION=2.12 "${inside[@]}" \
    "$java" -Xmx256m -cp "$root/target/spark/jars/*" "org.apache.spark.deploy.$2" "${@:3}" >"$1" 2>&1 &
  cluster+=($!)
}

await() { # LOG TEXT
  local i
  for i in $(seq 300); do
    grep -q "$2" "$1" 2>/dev/null && return
    sleep 0.2
  done
  say "no \"$2\" in $1 after a minute"
  exit 1
}

measure_cluster() { # SIZE EXECUTORS GBIT
  local host=127.0.0.1 inside=() i
  submitter=()
  if [ "$3" != 0 ]; then
    make_networks "$2" "$3"
    host=$scale_addresses.1
    inside=(ip netns exec sunrise-1)
  fi
  export SPARK_LOCAL_IP=$host
  spark_process "$logs/master" master.Master --host "$host" --port 7077 --webui-port 0
  await "$logs/master" "New state: ALIVE"
  for i in $(seq 2 $(($2 + 1))); do
    if [ "$3" != 0 ]; then
      inside=(ip netns exec "sunrise-$i")
      SPARK_LOCAL_IP=$scale_addresses.$i
    fi
    spark_process "$logs/worker-$i" worker.Worker --host "$SPARK_LOCAL_IP" --cores 1 --memory 1g --webui-port 0 \
      --work-dir "$logs/work-$i" "spark://$host:7077"
    await "$logs/worker-$i" "Successfully registered"
  done
  SPARK_LOCAL_IP=$host
  [ "$3" = 0 ] || submitter=(ip netns exec sunrise-1)
  # Spark waits for all executors only if it knows how many there will be, and assumes a parallelism of 2 for one core.
  SPARK_SUBMIT_ARGS="--executor-memory 1g --conf spark.scheduler.minRegisteredResourcesRatio=1 \
    --conf spark.cores.max=$2 --conf spark.default.parallelism=$2 \
    --conf spark.driver.host=$host ${SPARK_SUBMIT_ARGS:-}" \
    submit_bench "spark://$host:7077" train.ScaleBench "$1" "$2" "$3" >>"$logs/points"
  stop_cluster
  remove_networks
}

scale() { # [SIZE ...]
  local networks=(0) sizes=("$@") size executors network
  [ $# != 0 ] || sizes=(tiny mini)
  logs=$(mktemp -d)
  cluster=()
  trap 'stop_cluster; remove_networks; rm -rf "$logs"' EXIT
  if can_make_networks; then
    networks=(1 10)
  else
    say "all executors share the loopback: networks of 1 and 10 Gbit/s need root, ip and tc"
  fi
  for size in "${sizes[@]}"; do
    for network in "${networks[@]}"; do
      for executors in ${EXECUTORS:-1 2 4 8}; do
        measure_cluster "$size" "$executors" "$network"
      done
    done
  done
  "$java" -cp "$benches:$jar:$root/target/spark/jars/*" io.sunrise.train.ScaleModel "$logs/points"
}
