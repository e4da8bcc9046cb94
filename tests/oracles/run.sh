#!/usr/bin/env bash
# Lets the attacker loose on everything that a demo and 100 random cubes published.
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

audited=0
for file in "$files"/demo/*.json "$files"/cubes/*.json; do
  "$python" tests/oracles/audit.py --link same "$file" >"$files/found" || {
    printf 'the attacker found something in %s:\n' "${file##*/}" >&2
    tail -n 20 "$files/found" >&2
    exit 1
  }
  audited=$((audited + 1))
done
[ "$audited" -gt "$count" ] || { printf 'only %d files were audited\n' "$audited" >&2; exit 1; }
printf 'attacker: %d publications of the demo and of random cubes, nothing found\n' "$audited"
