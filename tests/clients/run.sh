#!/usr/bin/env bash
# Has the tools of researchers read a node that holds what a demo published.
#
#   tests/clients/run.sh PYTHON HOME
#
# PYTHON has adbc-driver-flightsql, duckdb, grpcio-reflection, openpyxl, pandas and pyarrow; HOME is a member of a demo that has ended. Takes seconds.
set -euo pipefail
python=$1 home=$(cd "$2" && pwd)
cd "$(dirname "$0")/../.."
cargo build --quiet --workspace --bins
built=$(realpath "${CARGO_TARGET_DIR:-target}/debug")

log=$(mktemp)
(cd "$home/.." && exec "$built/flotilla-node" --config "$home/flotilla.toml") >"$log" 2>&1 &
node=$!
finish() {
  kill "$node" 2>/dev/null || true
  wait "$node" 2>/dev/null || true
  rm -rf "$log" ${lake:+"$lake"}
}
trap finish EXIT

address=
for _ in $(seq 150); do
  kill -0 "$node" 2>/dev/null || { cat "$log" >&2; exit 1; }
  # It tells its addresses anew when it has them; those of its life before have nobody behind them.
  address=$(sed -n 's/.*"web": *"\([^"]*\)".*/\1/p' "$home/data/run/addresses.json" 2>/dev/null || true)
  if [ -n "$address" ] && "$python" tests/clients/documents.py --ready "$address" 2>/dev/null; then break; fi
  address=
  sleep 0.2
done
[ -n "$address" ] || { cat "$log" >&2; exit 1; }

"$python" tests/clients/documents.py "$address"
"$python" tests/clients/frames.py "$address"
"$python" tests/clients/drivers.py "$address"

# Twice: the second time nothing has changed, and every file is there already.
lake=$(mktemp -d)
for _ in 1 2; do "$built/flotilla" --lang en export lake "$lake" --node "http://$address"; done
"$python" tests/clients/lake.py "$address" "$lake"
