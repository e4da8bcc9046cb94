#!/usr/bin/env bash
# Three members found a coalition, publish real data, replicate it, lose and regain a node, and give
# the same answer to the same question. Every command shown is one that a person would type.
#
#   deploy/demo.sh [--once] [--dir DIR] [--json]
#
#   --once   end when done, instead of staying up until Ctrl-C
#   --dir D  keep the files in D (a temporary folder otherwise)
#   --json   end with one line of JSON; implies --once
#
# The exit status is not 0 if anything that it claims is not so. Only bash, coreutils, cargo and a C
# compiler are needed.
set -euo pipefail

once=false json=false dir=
while [ $# -gt 0 ]; do
  case $1 in
    --once) once=true ;;
    --json) json=true once=true ;;
    --dir) dir=${2:?--dir needs a folder}; shift ;;
    *) printf 'usage: %s [--once] [--dir DIR] [--json]\n' "$0" >&2; exit 2 ;;
  esac
  shift
done

root=$(cd "$(dirname "$0")/.." && pwd)
fixtures=$root/tests/fixtures
members=(gp ms library)
# shellcheck source=deploy/lib.sh
. "$root/deploy/lib.sh"

build

# Three neighbouring ports above the ones a real node would take by default.
base=$((20000 + $$ % 20000 / 10 * 10))
peers=("127.0.0.1:$base" "127.0.0.1:$((base + 1))" off)

title 'Three members, each with keys of its own'
init gp 'Gabriel Pereira School' PT-GP OTHER "${peers[0]}"
init ms 'Mousinho da Silveira School' PT-MS OTHER "${peers[1]}" --peer "${peers[0]}"
init library 'Practice Library' CA-ON OTHER "${peers[2]}" --peer "${peers[0]}" --peer "${peers[1]}"

title 'They found a coalition: one draft, signed by all, passed on by hand'
run flotilla coalition found --name 'Demo Coalition' --catalogue "$fixtures/student-por/catalogue.toml" \
  --founder gp/member.flotilla ms/member.flotilla library/member.flotilla --out coalition.flotilla
for member in "${members[@]}"; do
  run flotilla --dir "$member" --yes coalition sign coalition.flotilla --passphrase-file passphrase
done
for member in "${members[@]}"; do
  run flotilla --dir "$member" coalition join coalition.flotilla
done

title 'Three nodes, over mutual TLS; the third only dials out'
for member in "${members[@]}"; do start "$member"; done

title 'The first school publishes; first a look at what others would see'
run flotilla --dir gp publish metrics "$fixtures/student-por/student-por.csv" \
  --recipe "$fixtures/student-por/gp.toml" --dry-run
run flotilla --dir gp --yes --quiet publish metrics "$fixtures/student-por/student-por.csv" \
  --recipe "$fixtures/student-por/gp.toml"

title 'The library publishes what it knows'
for practice in "$fixtures"/practices/*.md; do
  run flotilla --dir library --yes --quiet publish practice "$practice"
done
until_true 'replication' same_everywhere
talk; talk "All three hold the same: snapshot $(snapshot gp)"

title 'One node is lost without warning; the others go on'
talk; talk "\$ kill -KILL ${pid[library]}    # the node of the library"
kill -KILL "${pid[library]}"
wait "${pid[library]}" 2>/dev/null || true
unset 'pid[library]'
before=$(entries gp)
run flotilla --dir ms --yes --quiet publish metrics "$fixtures/student-por/student-por.csv" \
  --recipe "$fixtures/student-por/ms.toml"
after=$(entries ms)
[ "$after" -gt "$before" ] || fail 'the second school published nothing'
until_true 'replication without the library' holds gp "$after"

title 'It comes back and catches up'
start library
until_true 'catching up' same_everywhere
caught_up=false
[ "$(entries library)" = "$after" ] && caught_up=true

title 'The same question to all three'
question="SELECT member, indicator, gender, value, status FROM observations
  WHERE gender <> '_T' ORDER BY member, indicator, gender LIMIT 12"
for member in "${members[@]}"; do
  flotilla --dir "$member" --quiet query --format csv "$question" >"answer-$member.csv"
  flotilla --dir "$member" --quiet query --format csv 'SELECT * FROM observations' >"all-$member.csv"
  flotilla --dir "$member" --quiet query --format json 'SELECT * FROM practices' >>"all-$member.csv"
done
run flotilla --dir library query --format table "$question"
identical=false
if cmp -s answer-gp.csv answer-ms.csv && cmp -s answer-gp.csv answer-library.csv &&
  cmp -s all-gp.csv all-ms.csv && cmp -s all-gp.csv all-library.csv; then
  identical=true
  talk; talk 'All three answer alike, byte for byte.'
fi

title 'What was withheld, and why'
run flotilla --dir ms query --format table "SELECT member, indicator, dimension_of_row AS by, count(*) AS withheld FROM (
  SELECT member, indicator, CASE WHEN age_group <> '_T' THEN 'age_group' WHEN gender <> '_T' THEN 'gender'
  ELSE 'other' END AS dimension_of_row FROM observations WHERE status = 'x') GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
talk 'A cell marked x stands for fewer people than the coalition shows, or protects one that does;'
talk 'only the member that published it was told which, before it consented.'

entries=$(entries gp)
observations=$(ask gp 'SELECT count(*) FROM observations')
withheld=$(ask gp "SELECT count(*) FROM observations WHERE status = 'x'")
practices=$(ask gp 'SELECT count(*) FROM practices')
snapshots=("$(snapshot gp)" "$(snapshot ms)" "$(snapshot library)")
joined=$(ask gp 'SELECT count(*) FROM members')
same=false
[ "${snapshots[0]}" = "${snapshots[1]}" ] && [ "${snapshots[0]}" = "${snapshots[2]}" ] && same=true

title 'Where to look next'
for member in "${members[@]}"; do talk "  http://$(web "$member")/    the node of $member"; done
gp=$(web gp)
talk "  http://$gp/v1/totals.csv?by=region    totals over members, added up by the rules of the catalogue"
talk "  http://$gp/practices    what they learned, to be searched"
talk 'The same table in one line, of any of the three:'
talk "  Excel    Data, From Web: http://$gp/v1/observations.csv"
talk "  R        readr::read_csv(\"http://$gp/v1/observations.csv\")"
talk "  pandas   pandas.read_csv(\"http://$gp/v1/observations.csv\")"
talk "  DuckDB   FROM 'http://$gp/v1/dataset.parquet'"
talk "  ADBC     flight_sql.connect(\"grpc://$gp\").execute(\"SELECT * FROM observations\").fetch_df()"
[ "${temporary:-false}" = true ] || talk "  $dir    the files"

if $json; then
  printf '{"members":%d,"entries":%d,"observations":%d,"withheld":%d,"practices":%d,"snapshots":["%s","%s","%s"],"identical":%s,"caught_up_after_kill":%s}\n' \
    "$joined" "$entries" "$observations" "$withheld" "$practices" "${snapshots[@]}" "$identical" "$caught_up"
fi

$same || fail 'the three nodes hold different data'
$identical || fail 'the three nodes answer differently'
$caught_up || fail 'the node that was lost did not catch up'
[ "$joined" -eq 3 ] && [ "$observations" -gt 0 ] && [ "$withheld" -gt 0 ] && [ "$practices" -gt 0 ] ||
  fail 'something was not published'

if ! $once; then
  talk; talk 'The nodes stay up. Ctrl-C ends them.'
  wait
fi
