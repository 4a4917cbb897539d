# Sourced by the scripts of jobs/: finds a JDK and builds the jar if needed.
# An exported CDPATH would let cd find another folder, and print its name.
unset CDPATH
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
jar="$root/target/sunrise.jar"
# A process in a container may have no home.
cache=${SUNRISE_CACHE:-${HOME:-/tmp}/.cache/sunrise}

say() { printf 'sunrise: %s\n' "$*" >&2; }

need() {
  command -v "$1" >/dev/null 2>&1 || { say "$1 is missing: install $2 and run this again"; exit 1; }
}

# On AMD processors MKL uses its slowest code path unless this names another.
if grep -qm1 AuthenticAMD /proc/cpuinfo 2>/dev/null; then
  export MKL_DEBUG_CPU_TYPE=5
fi

# Java decodes its arguments and the names of files by the locale, and loses letters beyond ASCII in the locale C.
case "$(locale charmap 2>/dev/null)" in
  UTF-8) ;;
  *) export LC_ALL=C.UTF-8 ;;
esac

find_java() {
  if [ -z "${JAVA_HOME:-}" ]; then
    need java "a JDK 17"
    java=java
  else
    java="$JAVA_HOME/bin/java"
    [ -x "$java" ] || { say "JAVA_HOME=$JAVA_HOME has no bin/java; set it to a JDK 17, or unset it"; exit 1; }
  fi
  local version
  version=$("$java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -1)
  [ "$version" = 17 ] || { say "found Java ${version:-of no version} ($java), expected 17; set JAVA_HOME to a JDK 17"; exit 1; }
}

# Maven, with the repository that jobs/lib/dllib.py creates for BigDL's jars.
maven() {
  (cd "$root" && mvn -B -Dstyle.color=never "-Ddllib.repository=$cache/maven" "$@")
}

prepare_dllib() {
  need python3 "Python 3"
  need mvn "Maven 3.8 or newer"
  SUNRISE_CACHE=$cache python3 "$root/jobs/lib/dllib.py" || exit 1
}

# Builds the jar and the folder of Spark's jars, unless they are newer than every source file.
build() {
  find_java
  # A copy without sources, such as in the Docker image, is already built.
  [ -f "$root/pom.xml" ] || return 0
  if [ -f "$jar" ] && [ -d "$root/target/spark/jars" ] &&
    [ -z "$(find "$root/pom.xml" "$root/src/main" -newer "$jar" -print -quit)" ]; then
    return
  fi
  prepare_dllib
  say "building target/sunrise.jar (a few minutes the first time)"
  maven -q -Dmaven.test.skip package >&2 || { say "the build failed; see its messages above"; exit 1; }
}
