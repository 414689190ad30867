#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# No function of the library is without a caller in lib or cmd: what only a test calls is no part of
# a tool. A caller is a line of a function's body, which begins with a tab and is no comment;
# prototypes and heads of functions begin at the margin. Static functions the compiler looks after.
here=$(cd "$(dirname "$0")/.." && pwd)
BUILD=${BUILD:-$here/build}
# shellcheck source=tests/cmd/lib.sh
. "$here/tests/cmd/lib.sh"

nm -g "$BUILD/libverlauf.a" 2>/dev/null | awk '$2 == "T" { print $3 }' | sort -u >"$TMP/defined"
[ "$(wc -l <"$TMP/defined")" -gt 500 ]
ok $? "the library has functions"
cat "$here"/lib/*/*.[ch] "$here"/cmd/*.c | awk '/^\t/ && !/^\t+(\/\*| \*)/ {
	while (match($0, /[A-Za-z_][A-Za-z_0-9]*/)) {
		print substr($0, RSTART, RLENGTH)
		$0 = substr($0, RSTART + RLENGTH)
	} }' | sort -u >"$TMP/named"
is "$(comm -23 "$TMP/defined" "$TMP/named")" '' 'each of them has a caller'

# What is called in its own file alone is static there, unless a test or an inline function of a
# header wants it.
{
	nm "$BUILD/libverlauf.a" 2>/dev/null | awk '$1 == "U" { print $2 }'
	{
		cat "$here"/cmd/*.c "$here"/tests/*/*.[ch]
		grep -h '^	' "$here"/lib/*/*.h
	} | grep -o '[A-Za-z_][A-Za-z_0-9]*'
} | sort -u >"$TMP/elsewhere"
is "$(comm -23 "$TMP/defined" "$TMP/elsewhere")" '' 'each of them is called from another file, too'
done_testing
