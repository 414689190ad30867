#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What comments cite is there: sections of the manual, as verlauf-methods(7), "The peak", "Phases", and
# no paper by a number of its chapters (DEVIATIONS.md is about papers that are no part of the source).
here=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=tests/cmd/lib.sh
. "$here/tests/cmd/lib.sh"
cd "$here" || exit 1

is "$(grep -rnE '(^|[^-A-Z_])(METHODS|DESIGN|ROBUSTNESS|STYLE)([^A-Z_]|$)' lib cmd scripts tests/unit \
	tests/cmd tests/referee tests/ref man README.md HACKING.md)" '' 'no paper is cited that is not there'

# A line each, "page section", of all comments: their lines are joined first.
find lib cmd scripts tests -type f \( -name '*.[chtR]' -o -name '*.awk' -o -path 'scripts/*' \) \
	-exec sed 's/^ \* //; s/^# //' {} + | tr '\n' ' ' |
	grep -oE 'verlauf-[a-z]+\([57]\)(, "[^"]*")+' | sort -u >"$TMP/cited"
while IFS= read -r line; do
	page=${line%%(*}
	printf '%s\n' "$line" | grep -oE '"[^"]*"' | tr -d '"' | while IFS= read -r section; do
		grep -qx "\.S[hs] $section" "man/$page".[57] || echo "$page: $section"
	done
done <"$TMP/cited" >"$TMP/absent"
[ "$(wc -l <"$TMP/cited")" -gt 20 ]
ok $? "sections are cited"
is "$(cat "$TMP/absent")" '' 'each section that is cited is there'
done_testing
