# What the demo and the drill share: a folder of their own, members, nodes, and questions to them. Sourced
# by both, after `root`, `dir` and `members` are set; only bash, coreutils, cargo and a C compiler are
# needed.

declare -A pid=()

if [ -n "$dir" ]; then
  mkdir -p "$dir"
  [ -z "$(ls -A "$dir")" ] || { printf 'error: %s is not empty\n' "$dir" >&2; exit 8; }
  dir=$(cd "$dir" && pwd)
else
  dir=$(mktemp -d) temporary=true
fi

# Ends what was started here, by its own number, and nothing else.
finish() {
  local member
  for member in "${!pid[@]}"; do
    kill "${pid[$member]}" 2>/dev/null || true
    wait "${pid[$member]}" 2>/dev/null || true
  done
  [ "${temporary:-false}" = false ] || rm -rf "$dir"
}
trap finish EXIT
trap 'exit 130' INT TERM

talk() { printf '%s\n' "$*" >&2; }
title() { talk; talk "── $* ──"; }
fail() { talk "error: $*"; exit 1; }
# Shows a command as it would be typed, then runs it. What it prints is shown, too.
run() {
  local word line=
  for word in "$@"; do
    word=${word/#"$root"\//}
    case $word in *[[:space:]\;]*) word="'$word'" ;; esac
    line+=" $word"
  done
  talk; talk "\$$line"
  "$@" >&2
}

# Waits until a command succeeds, for at most a minute.
until_true() {
  local what=$1 tries
  shift
  for tries in $(seq 300); do
    if "$@" >/dev/null 2>&1; then return 0; fi
    sleep 0.2
  done
  fail "$what did not happen within a minute ($tries tries)"
}

# Asks the node of a member one question and prints the one value of the answer.
ask() { flotilla --dir "$1" --quiet query --format csv "$2" | tail -n 1; }
# The name of the state that the node of a member answers from.
snapshot() { flotilla --dir "$1" --json status | sed -n 's/.*"snapshot_id": *"\([0-9a-f]*\)".*/\1/p' | head -n 1; }
entries() { ask "$1" 'SELECT count(*) FROM entries'; }
web() { sed -n 's/.*"web": *"\([^"]*\)".*/\1/p' "$dir/$1/data/run/addresses.json"; }
same_everywhere() {
  local first
  first=$(snapshot "${members[0]}")
  [ -n "$first" ] && [ "$(snapshot "${members[1]}")" = "$first" ] && [ "$(snapshot "${members[2]}")" = "$first" ]
}
answers() { [ -n "$(snapshot "$1")" ]; }
holds() { [ "$(entries "$1")" = "$2" ]; }

start() {
  talk; talk "\$ flotilla-node --config $1/flotilla.toml &"
  flotilla-node --config "$1/flotilla.toml" >>"$dir/$1/node.log" 2>&1 &
  pid[$1]=$!
  until_true "the start of the node of $1" answers "$1"
}

# Builds everything, and goes to the folder with a passphrase in it.
build() {
  title 'Building (a few minutes the first time)'
  cd "$root"
  cargo build --quiet --workspace >&2
  PATH=${CARGO_TARGET_DIR:-$root/target}/debug:$PATH
  export LC_ALL=C.UTF-8 NO_COLOR=1
  cd "$dir"
  printf 'correct horse battery staple\n' >passphrase
  chmod 600 passphrase
}

# Makes a member: handle, name, region, program, where peers dial it, and more options.
init() {
  run flotilla --dir "$1" init --name "$2" --handle "$1" --region "$3" --program "$4" \
    --contact "Data team, data@example.org" --passphrase-file passphrase \
    --listen-peers "$5" --listen-web 127.0.0.1:0 "${@:6}"
}
