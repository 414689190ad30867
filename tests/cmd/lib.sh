# SPDX-License-Identifier: GPL-3.0-or-later
# What command tests share: sourced by tests/cmd/*.t, which print TAP.
#   BIN     folder of the tools (default build/bin); it is first in PATH
#   TOP     the project's top folder; TMP a folder of this test's own, removed at the end
# Each test starts in English, with the C locale and without a terminal.
set -u
TOP=$(cd "$(dirname "$0")/../.." && pwd)
BIN=$(cd "${BIN:-$TOP/build/bin}" && pwd)
PATH=$BIN:$PATH
LC_ALL=C.UTF-8
LANGUAGE=
TZ=UTC
export BIN TOP PATH LC_ALL LANGUAGE TZ
TMP=$(mktemp -d) || exit 1
trap 'rm -rf "$TMP"' EXIT
trap 'exit 1' HUP INT TERM
tap_count=0
tap_failed=0

# ok STATUS WHAT: passes if STATUS is 0.
ok() {
	tap_count=$((tap_count + 1))
	if [ "$1" -eq 0 ]; then
		printf 'ok %d - %s\n' "$tap_count" "$2"
	else
		printf 'not ok %d - %s\n' "$tap_count" "$2"
		tap_failed=1
	fi
}

# is GOT WANT WHAT
is() {
	[ "$1" = "$2" ]
	ok $? "$3"
	[ "$1" = "$2" ] || printf '%s\n' "got:" "$1" "want:" "$2" | sed 's/^/# /'
}

# run COMMAND...: leaves $out, $err (files' contents) and $status.
run() {
	"$@" >"$TMP/out" 2>"$TMP/err" </dev/null
	status=$?
	out=$(cat "$TMP/out")
	err=$(cat "$TMP/err")
}

# fails STATUS STDERR WHAT COMMAND...: that status, exactly that message, nothing on stdout.
fails() {
	fails_status=$1 fails_err=$2 fails_what=$3
	shift 3
	run "$@"
	is "$status" "$fails_status" "$fails_what: status"
	is "$err" "$fails_err" "$fails_what: message"
	is "$out" "" "$fails_what: nothing on standard output"
}

# same FILE FILE WHAT: byte for byte.
same() {
	cmp -s "$1" "$2"
	same_status=$?
	ok $same_status "$3"
	[ $same_status -eq 0 ] || diff -u "$2" "$1" | head -n 20 | sed 's/^/# /'
}

# agrees WANT GOT WHAT [AWK OPTIONS]: two tables of numbers, to 1e-12; only GOT has a header.
agrees() {
	agrees_want=$1 agrees_got=$2 agrees_what=$3
	shift 3
	awk "$@" -f "$TOP/tests/referee/compare.awk" "$agrees_want" "$agrees_got" >"$TMP/difference"
	agrees_status=$?
	ok $agrees_status "$agrees_what"
	[ $agrees_status -eq 0 ] || cat "$TMP/difference"
}

# skip WHY: one test that cannot run here.
skip() {
	tap_count=$((tap_count + 1))
	printf 'ok %d # SKIP %s\n' "$tap_count" "$1"
}

done_testing() {
	printf '1..%d\n' "$tap_count"
	exit $tap_failed
}
