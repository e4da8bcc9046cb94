#!/usr/bin/env bash
# Lets the attacker loose on everything that a demo, 100 random cubes, 100 corrections, 100 tables of
# persons and 100 of rates published, and on two dry runs in sequence, without a node.
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
"$built/examples/random_rates" "$count" "$files/rates"

# Two years of one school: the second beside what the first printed.
school=tests/fixtures/student-por
sed 's/SY2005-06/SY2006-07/' "$school/gp.toml" >"$files/gp-next.toml"
flotilla=$(realpath "$built/flotilla")
try_out() (
  here=$PWD
  cd "$files"
  XDG_STATE_HOME=$files "$flotilla" --quiet publish metrics "$here/$school/student-por.csv" \
    --catalogue "$here/$school/catalogue.toml" --member gp --dry-run --json "$@"
)
try_out --recipe "$PWD/$school/gp.toml" >"$files/first.json"
try_out --recipe "$files/gp-next.toml" --history "$files/first.json" >"$files/second.json"
"$python" tests/oracles/audit.py --link same "$files/first.json" "$files/second.json"

audited=0
audit() {
  "$python" tests/oracles/audit.py --link "$1" "$2" >"$files/found" || {
    printf 'the attacker found something in %s (%s):\n' "${2##*/}" "$1" >&2
    tail -n 20 "$files/found" >&2
    exit 1
  }
  audited=$((audited + 1))
}
for kind in demo cubes persons rates/first; do
  for file in "$files/$kind"/*.json; do audit same "$file"; done
done
for file in "$files"/corrections/*.json "$files"/rates/corrected/*.json; do audit none "$file"; audit delta:6 "$file"; done
[ "$audited" -gt $((5 * count)) ] || { printf 'only %d files were audited\n' "$audited" >&2; exit 1; }
printf 'attacker: %d readings of the demo, random cubes, corrections, persons and rates, nothing found\n' "$audited"
