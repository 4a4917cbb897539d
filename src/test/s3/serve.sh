#!/usr/bin/env bash
# Serves S3 out of memory on a free port of the loopback, for tests; installs moto once.
set -euo pipefail
root=$(cd "$(dirname "$0")/../../.." && pwd)
. "$root/jobs/lib/build.sh"
. "$root/jobs/lib/python.sh"
environment s3 "$root/src/test/s3/requirements.txt"
exec moto_server -H 127.0.0.1 -p 0
