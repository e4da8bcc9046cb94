#!/usr/bin/env bash
# Lets the attacker loose on everything that a demo, 100 random cubes, 100 corrections and 100 tables of persons published.
#
#   tests/oracles/run.sh PYTHON HOME [COUNT]
#
# PYTHON has numpy and highspy; HOME is a member of a demo that has ended (deploy/demo.sh --dir). Fails
# at the first number that can be worked out.
set -euo pipefail
python=$1 home=$(cd "$2" && pwd) count=${3:-100}
cd "$(dirname "$0")/../.."
files=$(mktemp -d)
trap 'rm -rf "$files"' EXIT

# The whole workspace, as everywhere: a part of it would be built with other features, and so again.
cargo build --quiet --workspace --bins --examples
built=${CARGO_TARGET_DIR:-target}/debug
"$built/flotilla-published" "$home" "$files/demo"
"$built/examples/random_cubes" "$count" "$files/cubes"
"$built/examples/random_corrections" "$count" "$files/corrections"
"$built/examples/random_persons" "$count" "$files/persons"

audited=0
audit() {
  "$python" tests/oracles/audit.py --link "$1" "$2" >"$files/found" || {
    printf 'the attacker found something in %s (%s):\n' "${2##*/}" "$1" >&2
    tail -n 20 "$files/found" >&2
    exit 1
  }
  audited=$((audited + 1))
}
for file in "$files"/demo/*.json "$files"/cubes/*.json "$files"/persons/*.json; do audit same "$file"; done
for file in "$files"/corrections/*.json; do audit none "$file"; audit delta:6 "$file"; done
[ "$audited" -gt $((4 * count)) ] || { printf 'only %d files were audited\n' "$audited" >&2; exit 1; }
printf 'attacker: %d readings of the demo, random cubes, corrections and persons, nothing found\n' "$audited"
