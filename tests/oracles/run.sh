#!/usr/bin/env bash
# Lets the attacker loose on everything that a demo, tables from the literature, random cubes, tables of
# persons, rates, balances, corrections, masked tables and pools published, on what a peer accepts of changed
# publications, on two dry runs in sequence, without a node, and on two years of ten small organisations, each
# in its dialect.
#
#   tests/oracles/run.sh PYTHON HOME [COUNT]
#
# PYTHON has numpy and highspy; HOME is a member of a demo that has ended (deploy/demo.sh --dir), or `-`.
# COUNT is how many random cubes there are, 1,000 where nothing is said, and a twelfth of that of each other
# kind, or half as many: about ten minutes on two processors. Fails at the first number that can be worked out.
set -euo pipefail
python=$1 home=$2 count=${3:-1000}
cd "$(dirname "$0")/../.."
others=$((count / 12))
files=$(mktemp -d)
trap 'rm -rf "$files"' EXIT
audit() { "$python" tests/oracles/audit_all.py "$@"; }

# The whole workspace, as everywhere: a part of it would be built with other features, and so again.
cargo build --quiet --workspace --bins --examples
built=${CARGO_TARGET_DIR:-target}/debug

# What was published in earnest.
if [ "$home" != - ]; then
  "$built/flotilla-published" "$(cd "$home" && pwd)" "$files/demo"
  audit "$files/demo"
fi

# What somebody wrote about, attacked by people who are in the tables as well.
"$built/examples/oracle_cases" tests/oracles/cases "$files/cases"
audit --insider --group-k 0 "$files/cases"

# What nobody thought of. The attacker has all processors; so have those he waits for.
"$built/examples/random_cubes" $((count / 2)) "$files/cubes" &
"$built/examples/random_cubes" $((count - count / 2)) "$files/cubes" $((count / 2))
wait $!
audit "$files/cubes"
"$built/examples/random_persons" "$others" "$files/persons"
audit "$files/persons"
"$built/examples/random_corrections" "$others" "$files/corrections"
audit --link none "$files/corrections"
audit --link delta:6 "$files/corrections"
"$built/examples/random_rates" "$others" "$files/rates"
audit "$files/rates/first"
audit --link none "$files/rates/corrected"
audit --link delta:6 "$files/rates/corrected"
"$built/examples/random_balances" $((others / 2)) "$files/balances"
audit "$files/balances/first"
audit --link none "$files/balances/corrected"
audit --link delta:6 "$files/balances/corrected"
"$built/examples/random_mutants" "$others" "$files/mutants"
audit "$files/mutants"

# What others have masked, and what several report together.
"$built/examples/random_masks" "$others" "$files/masks"
audit "$files/masks"

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

# Ten organisations in their own dialects, smaller than those whose worth the README tells.
"$python" tests/oracles/organisations.py "$flotilla" --rows $((count * 3))
