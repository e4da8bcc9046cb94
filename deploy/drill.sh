#!/usr/bin/env bash
# A fire drill for a coalition, on one machine: what goes wrong with members, keys and disks is made to
# happen, and mended with the commands that a person would type.
#
#   deploy/drill.sh [--once] [--dir DIR] [--json]
#
#   --once   end when done, instead of staying up until Ctrl-C
#   --dir D  keep the files in D (a temporary folder otherwise)
#   --json   end with one line of JSON, from what the nodes answer; implies --once
#
# The exit status is not 0 if anything is not as it should be. Only bash, coreutils, grep, sed, cargo and
# a C compiler are needed.
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
members=(alder birch cedar)
# shellcheck source=deploy/lib.sh
. "$root/deploy/lib.sh"

secret=(--passphrase-file passphrase)
# The proposal that was made last, as the node of a member lists it.
proposal() { flotilla --dir "$1" --json proposal list | sed -n 's/.*"proposal_id": *"\([0-9a-f]*\)".*/\1/p' | head -n 1; }
approve() { run flotilla --dir "$1" --yes proposal approve "$2" "${secret[@]}"; }
knows_proposal() { [ "$(proposal "$1")" = "$2" ]; }
count() { ask "$1" "SELECT count(*) FROM $2"; }
practices_of() { count "$1" "practices WHERE member = '$2'"; }
shows() { [ "$(practices_of "$1" "$2")" = "$3" ]; }
titled() { count "$1" "practices WHERE title_en LIKE '%$2%'"; }
hides() { [ "$(titled "$1" "$2")" = 0 ]; }
is_member() { [ "$(count "$1" "members WHERE handle = '$2' AND status = '$3'")" = 1 ]; }
publishes() { flotilla --dir "$1" --json status | grep -q '"publishing": *"ready"'; }
connected() { flotilla --dir "$1" --json status | tr -d '\n ' | grep -q "{\"member\":\"$2\",\"connected\":true"; }
forks() { flotilla --dir "$1" --json status | grep -c '"forked_seq": *[1-9]' || true; }
last_seq() { ask "$1" "SELECT coalesce(max(seq), 0) FROM entries WHERE member = '$2'"; }
everywhere() {
  local member
  for member in "${members[@]}"; do "$1" "$member" "${@:2}" || return 1; done
}
same_snapshot() {
  local member first
  first=$(snapshot "${members[0]}")
  [ -n "$first" ] || return 1
  for member in "${members[@]}"; do [ "$(snapshot "$member")" = "$first" ] || return 1; done
}

# Writes a practice record with a title, and has a member publish it.
publish() {
  number=$((number + 1))
  cat >"practice-$number.md" <<PRACTICE
+++
id = "$(printf '%08x' "$number")-6c1d-4f0e-9d53-0b7d5f6a1e11"
version = 1
kind = "practice"
eepm_standard = 5
contact_role = "Program team, programs@example.org"
licence = "CC-BY-4.0"

[en]
title = "$2"
summary = "What worked for $1."
+++ en
$3
PRACTICE
  run flotilla --dir "$1" --yes --quiet publish practice "practice-$number.md"
}
number=0

stop() {
  talk; talk "\$ kill ${pid[$1]}    # the node of $1"
  kill "${pid[$1]}"
  wait "${pid[$1]}" 2>/dev/null || true
  unset "pid[$1]"
}

build
base=$((40000 + $$ % 20000 / 10 * 10))
door=127.0.0.1:$base

title 'Three members found a coalition'
init alder 'Mentors of Alder' CA-ON GROUP "$door"
for member in birch cedar; do
  init "$member" "Mentors of $member" CA-MB GROUP off --peer "$door"
done
run flotilla coalition found --name 'The Drill' --out coalition.flotilla \
  --founder alder/member.flotilla birch/member.flotilla cedar/member.flotilla
for member in "${members[@]}"; do
  run flotilla --dir "$member" --yes sign coalition.flotilla "${secret[@]}"
done
for member in "${members[@]}"; do run flotilla --dir "$member" coalition join coalition.flotilla; done
for member in "${members[@]}"; do start "$member"; done
run flotilla --dir cedar recovery verify --words-file cedar/recovery-sheet.txt
publish alder 'Waiting well' 'One activity a month near a bus line.'
publish birch 'Closing well' 'A last meeting, and a photograph.'

title 'A fourth member is admitted, by two votes'
init dogwood 'Mentors of Dogwood' CA-BC GROUP off --peer "$door"
run flotilla --dir dogwood member request --out dogwood.flotilla
run flotilla --dir alder --yes member admit dogwood.flotilla "${secret[@]}"
admission=$(proposal alder)
until_true 'the proposal reaching birch' knows_proposal birch "$admission"
approve birch "$admission"
run flotilla --dir dogwood coalition join coalition.flotilla
start dogwood
members+=(dogwood)
until_true 'admission everywhere' everywhere is_member dogwood active
until_true 'the newcomer being let in' publishes dogwood
publish dogwood 'Asking early' 'We ask about transport before the match.'
until_true 'replication' everywhere shows dogwood 1
admitted=true

title 'A node key is rotated, as planned'
before=$(practices_of cedar birch)
run flotilla --dir birch --yes key rotate "${secret[@]}"
until_true 'the node taking its new key' publishes birch
publish birch 'Matching by bus line' 'The same line, not the same street.'
until_true 'replication under the new key' everywhere shows birch $((before + 1))
rotated=true

title 'A node key is stolen, and junk is published with it'
honest=$(last_seq alder birch)
stop birch
mkdir thief
cp -r birch/keys thief/keys
mkdir thief/data
cp birch/data/genesis thief/data/
cp -r birch/data/governance thief/data/governance
sed 's/^peers = "127.*/peers = "off"/' birch/flotilla.toml >thief/flotilla.toml
start thief
until_true 'the thief catching up' publishes thief
publish thief 'JUNK from a thief' 'Nothing of this is true.'
publish thief 'JUNK once more' 'Nothing of this is true, either.'
stop thief
until_true 'the junk spreading' shows alder birch 4
start birch

title 'The key is revoked with a cut: what counts, counts on; the junk is void'
until_true 'birch hearing of its own log' shows birch birch 4
run flotilla --dir birch --yes key revoke --after "$honest" "${secret[@]}"
until_true 'the junk being void everywhere' everywhere hides JUNK
until_true 'the node taking its new key' publishes birch
publish birch 'Back at work' 'After a long night.'
until_true 'replication after the cut' everywhere shows birch 3
junk_void_on_all=true

title 'An admin key is lost, and recovered from the sheet'
run flotilla --dir cedar --yes key recover --words-file cedar/recovery-sheet.txt "${secret[@]}"
run flotilla --dir alder --yes proposal confirm cedar "${secret[@]}"
confirmation=$(proposal alder)
until_true 'the proposal reaching birch' knows_proposal birch "$confirmation"
approve birch "$confirmation"
until_true 'the proposal reaching cedar' knows_proposal cedar "$confirmation"
approve cedar "$confirmation"
recovered=true

title 'A server burns; its node comes back from an old backup'
run flotilla --dir dogwood backup dogwood.backup "${secret[@]}"
publish dogwood 'After the backup' 'The backup does not know of this.'
publish dogwood 'Also after the backup' 'Nor of this.'
until_true 'replication' everywhere shows dogwood 3
published=$(practices_of alder dogwood)
stop dogwood
mkdir ashes
mv dogwood/data dogwood/keys dogwood/flotilla.toml ashes/
run flotilla --dir dogwood restore dogwood.backup "${secret[@]}"
start dogwood
run flotilla --dir dogwood --yes key rotate --restored --ask "http://$(web alder)" \
  --ask "http://$(web cedar)" "${secret[@]}"
until_true 'the restored node being let in' publishes dogwood
publish dogwood 'Risen' 'The same member, on a new disk.'
until_true 'replication from the restored node' everywhere shows dogwood $((published + 1))
published_lost=$((published + 1 - $(practices_of dogwood dogwood)))
restore_forks=0
for member in "${members[@]}"; do restore_forks=$((restore_forks + $(forks "$member"))); done

title 'Something should never have been published: it is erased, everywhere'
marker=MARKER-5b1f7c
publish dogwood "$marker" "$marker tells what nobody should read: $marker"
until_true 'replication' everywhere shows dogwood $((published + 2))
# A piece of the payload as it lies on the disks: compressed, so the words alone would prove nothing.
erased=$(ask dogwood "SELECT id FROM entries WHERE member = 'dogwood' ORDER BY seq DESC LIMIT 1")
segment=$(find dogwood/data/log -name '*.seg' -size +0 -newer passphrase -path "*$(ask dogwood "SELECT id FROM members WHERE handle = 'dogwood'")*" | sort | tail -n 1)
hex=$(tail -c 400 "$segment" | od -An -v -tx1 | tr -d ' \n')
piece=
for at in $(seq 0 2 600); do
  slice=${hex:at:48}
  case $slice in *00* | *0a*) ;; *) [ ${#slice} -eq 48 ] && piece=$slice ;; esac
done
[ -n "$piece" ] || fail 'no piece of the payload can be looked for'
pattern=$(sed 's/../\\x&/g' <<<"$piece")
disks=()
for member in "${members[@]}"; do disks+=("$member/data"); done
marked() { { LC_ALL=C grep -rlaP "$pattern" "${disks[@]}" || true; grep -rla "$marker" "${disks[@]}" || true; } 2>/dev/null | sort -u | wc -l; }
talk; talk "It lies in $(marked) files of ${#members[@]} nodes."
[ "$(marked)" -ge "${#members[@]}" ] || fail 'the marker is not found where it must be'
run flotilla --dir dogwood --yes entry erase "$erased" --now --reason 'It spoke of a person.' "${secret[@]}"
until_true 'hiding everywhere' everywhere hides "$marker"
receipts() { flotilla --dir dogwood --json entry erasures | tr -d '\n ' | sed 's/.*"confirmed":\[\([^]]*\)\].*/\1/' | tr ',' '\n' | grep -c .; }
all_confirm() { [ "$(receipts)" = "${#members[@]}" ]; }
until_true 'receipts of deletion from all' all_confirm
deletion_receipts=$(receipts)
marker_bytes_left=$(marked)
talk; talk "$deletion_receipts of ${#members[@]} nodes confirm; it lies in $marker_bytes_left files."

title 'A member is removed while its sessions are open'
until_true 'the session with dogwood' connected alder dogwood
run flotilla --dir alder --yes member remove dogwood --after "$(last_seq alder dogwood)" \
  --reason 'The organization has closed.' "${secret[@]}"
removal=$(proposal alder)
until_true 'the proposal reaching birch' knows_proposal birch "$removal"
approve birch "$removal"
until_true 'the proposal reaching cedar' knows_proposal cedar "$removal"
is_cut_off() { ! connected alder dogwood; }
began=$(date +%s%N)
approve cedar "$removal"
until_true 'the session ending' is_cut_off
removed_cut_off_s=$(($(date +%s%N) - began))
removed_cut_off_s=$((removed_cut_off_s / 1000000000)).$(printf '%03d' $((removed_cut_off_s / 1000000 % 1000)))
members=(alder birch cedar)
until_true 'the removal everywhere' everywhere is_member dogwood former
old_records_still_valid=false
everywhere shows dogwood $((published + 1)) && everywhere shows birch 3 && old_records_still_valid=true
digests_equal=false
until_true 'equal copies' same_snapshot && digests_equal=true

if $json; then
  printf '{"admitted":%s,"rotated":%s,"junk_void_on_all":%s,"recovered":%s,"restore_forks":%d,"published_lost":%d,"marker_bytes_left":%d,"deletion_receipts":%d,"removed_cut_off_s":%s,"old_records_still_valid":%s,"digests_equal":%s}\n' \
    "$admitted" "$rotated" "$junk_void_on_all" "$recovered" "$restore_forks" "$published_lost" \
    "$marker_bytes_left" "$deletion_receipts" "$removed_cut_off_s" "$old_records_still_valid" "$digests_equal"
fi

[ "$restore_forks" -eq 0 ] || fail 'a restored node forked its log'
[ "$published_lost" -eq 0 ] || fail 'something that was published is lost'
[ "$marker_bytes_left" -eq 0 ] || fail 'something that was erased is still there'
$old_records_still_valid || fail 'old records do not count any more'
$digests_equal || fail 'the nodes hold different data'

if ! $once; then
  talk; talk 'The nodes stay up. Ctrl-C ends them.'
  wait
fi
