#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# --save-text, --save-check: what one run writes besides its table is what a second run prints.
. "$(dirname "$0")/lib.sh"
cd "$TMP" || exit 1
vl-simulate -o data --start 2021-01 -n 40 --inflow 6 --seed 5
export=data/consultations.csv

# besides SAVE OPTION TOOL ARGUMENTS...: by SAVE FILE what OPTION prints, beside the same table.
besides() {
	save=$1 option=$2
	shift 2
	"$@" "$export" >table 2>/dev/null
	# shellcheck disable=SC2086 # two words
	"$@" $option "$export" >words 2>/dev/null
	"$@" "$save" saved "$export" >got 2>/dev/null
	same got table "$1 $save: the table"
	[ -s words ] && same saved words "$1 $save: and what $option prints"
}
besides --save-text --explain vl-curve --cases data/cases.csv
besides --save-text --explain vl-curve -m per_open --by service
besides --save-text --explain vl-early
besides --save-text '-f text' vl-check
besides --save-check --check vl-predict --paths 100
vl-forecast -f text "$export" | awk 'NF == 0 { exit } { print }' >words
vl-forecast --save-text saved "$export" >got
vl-forecast "$export" >table
same got table "vl-forecast --save-text: the table"
same saved words "vl-forecast --save-text: and what stands above it"

alone() { # MESSAGE COMMAND...
	alone_message=$1
	shift
	fails 2 "$1: $alone_message
$1: '$1 -h' lists the options" "$*" "$@"
}
alone "--save-text goes with the curve's points alone" vl-curve --explain --save-text x "$export"
alone "--save-text goes with the table of means alone" vl-early --curve --save-text x "$export"
alone "--save-text goes with the findings alone" vl-check -q --save-text x "$export"
alone "the cumulative curve has no rise and no peak: choose another measure" \
	vl-curve -m cumulative --save-text x "$export"
for tool in vl-curve vl-early vl-check vl-forecast; do
	run $tool --save-text missing/x "$export"
	is "$status:$out" "5:" "$tool: a folder that is not there"
done
run vl-predict --save-check missing/x "$export"
is "$status:$out" "5:" "vl-predict: a folder that is not there"
done_testing
