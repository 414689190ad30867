#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What all reading tools share, shown by the smallest of them: which cells are refused and how that
# is said, the window, options, forms, and that a failure prints nothing.
. "$(dirname "$0")/lib.sh"
cd "$TMP" || exit 1
HINT="
template: 'template -h' lists the options"

# rows LINE...: export.csv with these lines below the header.
rows() {
	printf '%s\n' case_id,date,minutes,status,activity,adviser "$@" >export.csv
}

# counts WANT WHAT OPTION...: records,cases,hours of export.csv; nothing on standard error.
counts() {
	counts_want=$1 counts_what=$2
	shift 2
	run template "$@" export.csv
	is "$status:$(printf '%s\n' "$out" | sed 1d):$err" "0:$counts_want:" "$counts_what"
}

# refuses MESSAGE WHAT LINE...: a file of these lines is refused with this message about line 2.
refuses() {
	refuses_message=$1 refuses_what=$2
	shift 2
	rows "$@"
	fails 3 "template: export.csv:2:$refuses_message
template: export.csv: 1 of $# rows break a rule: nothing was computed" "$refuses_what" \
		template --since 2024-01 --until 2024-12 export.csv
}

# ---- what counts -------------------------------------------------------------------------
rows a,2024-01-31,60,held,, a,2024-03-30,30,,, b,2024-02-29,15,HELD,, b,2024-02-28,90,no_show,, \
	c,2024-02-28,,planned,, c,2024-02-28,x,deleted,, ,2024-02-01,30,held,Team,
counts 4,2,1.75 "held records; hours of cases; window of whole months" --since 2024-01
counts 3,2,1.25 "rows after --until" --since 2024-01 --until 2024-02
counts 2,1,0.25 "a window of days" --since 2024-02-01 --until 2024-02-29
rows a,2024-01-10,60,,, a,2024-01-10,60,,,
counts 2,1,2 "two records on one day" --since 2024-01 --until 2024-01
rows
counts 0,0,0 "a header and no row, with a stated window" --since 2024-01 --until 2024-01
rows a,2024-01-10,0,,,
counts 1,1,0 "a consultation of no minutes is one" --since 2024-01 --until 2024-01

# ---- cells that break a rule -----------------------------------------------------------------
refuses "3: column 'date': there is no such day" "30 February" a,2024-02-30,60,,,
refuses "3: column 'date': must be a date like 2026-10-31" "a German date" a,31.10.2024,60,,,
refuses "3: column 'date': must be a date like 2026-10-31" "no date" a,,60,,,
refuses "3: column 'date': the year must lie between 1900 and 2078" "1899" a,1899-12-31,60,,,
refuses "3: column 'date': the year must lie between 1900 and 2078" "2079" a,2079-01-01,60,,,
refuses "14: column 'minutes': must not be empty" "no minutes" a,2024-01-10,,,,
refuses "14: column 'minutes': must be a number like 12 or 12.5" "words" a,2024-01-10,abc,,,
refuses "14: column 'minutes': must be a number like 12 or 12.5" "a decimal comma" \
	'a,2024-01-10,"1,5",,,'
refuses "14: column 'minutes': must not be negative" "negative" a,2024-01-10,-5,,,
refuses "14: column 'minutes': must have at most six decimals" "seven decimals" \
	a,2024-01-10,1.1234567,,,
refuses "17: column 'status': the status must be held, no_show, planned or deleted" \
	"an unknown status" a,2024-01-10,60,cancelled,,
refuses "1: column 'case_id': a record without a case needs an activity" "neither case nor activity" \
	,2024-01-10,60,,,
refuses " wrong number of cells: 3 here, 6 in the header" "a short row" a,2024-01-10,60
# Characters are counted, not bytes; a quoted cell begins with its quote.
refuses "13: column 'date': there is no such day" "place after umlauts and quotes" \
	'"Mü, ""ä""",2024-13-01,60,,,'
rows a,2024-01-10,60,,, "$(printf '"a\nb",2024-01-12,60,,,')" a,2024-01-13,x,,,
fails 3 "template: export.csv:3:1: warning: column 'case_id': there is a line break in the cell
template: export.csv:5:14: column 'minutes': must be a number like 12 or 12.5
template: export.csv: 1 of 3 rows break a rule: nothing was computed" \
	"a line break inside a cell moves the lines" \
	template --since 2024-01 --until 2024-12 export.csv
rows a,2024-01-10,1:30,,, a,2024-01-11,90,,,
fails 3 "template: export.csv:3:14: column 'minutes': must be a duration like 1:30
template: export.csv: 1 of 2 rows break a rule: nothing was computed" \
	"the first cell decides how durations are written" \
	template --since 2024-01 --until 2024-12 export.csv
# All rows are checked, those outside the window too.
rows a,2024-01-10,60,,, a,2023-01-10,x,,,
fails 3 "template: export.csv:3:14: column 'minutes': must be a number like 12 or 12.5
template: export.csv: 1 of 2 rows break a rule: nothing was computed" \
	"a bad cell outside the window" template --since 2024-01 --until 2024-12 export.csv

# Values are secret.
rows geheim,2024-02-30,60,,,
fails 3 "template: export.csv:2:8: column 'date': there is no such day: '2024-02-30'
template: export.csv: 1 of 1 rows break a rule: nothing was computed" "--show-values quotes the cell" \
	template --show-values --since 2024-01 --until 2024-12 export.csv
run template --since 2024-01 --until 2024-12 export.csv
case $err in *2024-02-30* | *geheim*) false ;; esac
ok $? "without it no value is quoted"
rows "$(printf 'a,\033[2J,60,,,')"
run template --show-values --since 2024-01 --until 2024-12 export.csv
is "$status" 3 "a control byte in a date"
! printf '%s' "$err" | LC_ALL=C grep -q "$(printf '\033')"
ok $? "no control byte reaches a terminal"

# shellcheck disable=SC2046 # so many rows
rows $(for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23; do
	echo "a$i,2024-02-30,60,,,"; done)
run template --since 2024-01 --until 2024-12 export.csv
is "$(printf '%s\n' "$err" | grep -c 'no such day$')" 21 "20 findings of a kind, then a count"
is "$(printf '%s\n' "$err" | tail -n 2)" "template: 3 more of this kind: there is no such day
template: export.csv: 23 of 23 rows break a rule: nothing was computed" "how many more"

rows a,2024-01-10,1500,,,
run template --since 2024-01 --until 2024-12 export.csv
is "$status:$out" "0:records,cases,hours
1,1,25" "more than 24 hours: a warning"
is "$err" "template: export.csv:2:14: warning: column 'minutes': more than 24 hours on one day" \
	"that says so"

# ---- files and columns ----------------------------------------------------------------------------
fails 5 "template: absent.csv: cannot open: No such file or directory" "no such file" \
	template absent.csv
fails 5 "template: .: cannot read: Is a directory" "a folder" template .
: >empty.csv
fails 3 "template: empty.csv: is empty: there is no header" "an empty file" template empty.csv
printf 'case_id,Dauer\na,3\n' >columns.csv
fails 2 "template: columns.csv: no column 'date' (profile verlauf); the file has: case_id, Dauer" \
	"a missing column" template columns.csv
rows
fails 2 "template: export.csv: no column 'Zeit' (profile verlauf); the file has: case_id, date, \
minutes, status, activity, adviser" "a missing effort column" template --effort Zeit export.csv
fails 2 "template: export.csv: no column 'topic' (profile verlauf); the file has: case_id, date, \
minutes, status, activity, adviser" "a missing group column" template --by topic export.csv
fails 2 "template: figures by adviser need --advisers: the works council must agree" \
	"figures by adviser" template --by adviser export.csv
rows a,2024-01-10,60,,,B01
counts 1,1,1 "with --advisers" --by adviser --advisers --since 2024-01 --until 2024-01
printf 'Fall;Datum;Dauer;Berater\r\nä;31.01.2024;12,5;x\r\n' | iconv -f UTF-8 -t CP1252 >german.csv
fails 2 "template: german.csv: column 'Dauer' does not say whether it holds minutes or hours: \
--effort 'Dauer:minutes' or --effort 'Dauer:hours'" "a duration without a unit" \
	template -p german --since 2024-01 --until 2024-01 german.csv
run template -p german --effort Dauer:hours --since 2024-01 --until 2024-01 german.csv
is "$status:$out:$err" "0:records,cases,hours
1,1,12.5:" "the German profile, with the unit stated"
fails 2 "template: figures by adviser need --advisers: the works council must agree" \
	"figures by adviser under the export's own name" \
	template -p german --by Berater --effort Dauer:hours german.csv

# ---- the case table ------------------------------------------------------------------------------
rows a,2024-02-10,60,,,
case_table() {
	printf '%s\n' case_id,first_contact,closed,persons "$@" >cases.csv
}
refuses_case() {
	case_table "$3"
	fails 3 "template: cases.csv:2:$1
template: cases.csv: 1 of 1 rows break a rule: nothing was computed" "$2" \
		template --since 2024-01 --until 2024-12 --cases cases.csv export.csv
}
refuses_case "3: column 'first_contact': there is no such day" "case table: a bad date" a,2024-02-30,,
refuses_case "14: column 'closed': the case was closed before its first contact" \
	"case table: closed before it began" a,2024-02-10,2024-02-09,
refuses_case "5: column 'persons': must be a whole number" "case table: persons" a,,,x
refuses_case "1: column 'case_id': the id of a case must not be empty" "case table: no id" ,,,2
case_table a,,, b,,, a,,,
fails 3 "template: cases.csv:4:1: column 'case_id': a second row for the same case
template: cases.csv: 1 of 3 rows break a rule: nothing was computed" "case table: twice the same" \
	template --since 2024-01 --until 2024-12 --cases cases.csv export.csv
case_table a,2024-02-01,, b,2024-02-01,,
run template --since 2024-01 --until 2024-12 --cases cases.csv export.csv
is "$status:$out" "0:records,cases,hours
1,2,1" "cases without consultations are cases"
case_table a,2024-03-01,,
run template --since 2024-01 --until 2024-12 --cases cases.csv export.csv
is "$status:$err" "0:template: cases.csv: warning: 1 case has consultations before its \
first_contact: its clock starts with the first consultation" "a first contact after the first one"
fails 5 "template: absent.csv: cannot open: No such file or directory" "case table: no such file" \
	template --cases absent.csv --since 2024-01 --until 2024-12 export.csv

# ---- the window -----------------------------------------------------------------------------------
# window WANT WHAT OPTION...: dates and how they were found, as in --meta.
window() {
	window_want=$1 window_what=$2
	shift 2
	run template --meta meta.json "$@" export.csv
	is "$err$(sed -n '/"since"/,/until_from/s/^ *"[a-z_]*": "\(.*\)",*$/\1/p' meta.json | tr '\n' ' ')" \
		"$window_want" "$window_what"
}
rows a,2024-01-03,60,,, a,2024-02-10,60,,, a,2024-03-26,60,,,
window "2024-01-01 first whole month 2024-02-29 last whole month " "whole months"
window "2024-01-03 first record 2024-03-26 last record " "--partial" --partial
window "2023-11-01 stated 2024-02-29 last whole month " "--since" --since 2023-11
window "2024-01-01 first whole month 2024-03-15 stated " "--until" --until 2024-03-15
rows a,2024-01-10,60,,, a,2024-01-20,60,,,
fails 3 "template: export.csv: no whole month between the first and the last record: say --since \
and --until, or --partial" "no whole month" template export.csv
rows
fails 3 "template: export.csv: no record with a date" "no record" template export.csv
rows a,2020-01-10,60,,, a,2024-01-02,60,,, a,2024-03-29,60,,,
fails 3 "template: export.csv: the first record (2020-01-10) lies over 12 months before the next \
(2024-01-02): a typing error? Mend it or say --since" "a stray date" template export.csv
run template -v --since 2024-01 export.csv
is "$err" "template: export.csv: Window 2024-01-01 to 2024-03-31; 3 rows read, 2 held \
consultations, 1 outside the window" "--verbose says what was read"

# A stated window that begins or ends far beyond all records, of which there are enough to tell.
{
	echo case_id,date,minutes
	for month in 01 02 03 04; do
		for day in 02 05 09 12 16 19 23 26; do echo "a,2024-$month-$day,60"; done
	done
} >export.csv
run template --since 2023-10-01 --until 2024-04 export.csv
is "$err" "template: export.csv: warning: the window begins 93 days before the first record: if the export \
does not reach back so far, cases that were running look new (--since)" "a window that begins too early"
run template --since 2024-01 --until 2024-07-31 export.csv
is "$err" "template: export.csv: warning: the window ends 96 days after the last record: if the export \
does not reach so far, the months without records look like a decline (--until)" "... that ends too late"
run template --since 2023-11-15 --until 2024-06 -j 1 export.csv
is "$err" "template: export.csv: warning: the window ends 65 days after the last record: if the export \
does not reach so far, the months without records look like a decline (--until)" "... by one thread, and at the end alone"
run template --since 2024-02 --until 2024-03 export.csv
is "$err" "" "records before and after: not a word"

# ---- options ----------------------------------------------------------------------------------------
rows a,2024-01-10,60,,,
usage() {
	usage_message=$1 usage_what=$2
	shift 2
	fails 2 "template: $usage_message$HINT" "$usage_what" template "$@"
}
usage "unknown option '-x'" "an unknown letter" -x
usage "unknown or ambiguous option '--unknown'" "an unknown name" --unknown
usage "unknown or ambiguous option '--si'" "a name cut too short" --si
usage "unknown option, or one that takes no argument: '--hmm=1'" "an argument too many" --hmm=1
usage "option '--effort' needs an argument" "an argument too few" --effort
usage "one file at most, but 2 operands were given" "two files" a b
usage "option --since: '2024': must be a month (2024-01) or a day (2024-01-15) from 1900 to 2078" \
	"--since without a month" --since 2024
usage "--since lies after --until" "the sides of the window" --since 2024-05 --until 2024-03
usage "option --washout: '1.5': must be a whole number from 0 to 3660" "half a day" -w 1.5
usage "option --washout: '-1': must be a whole number from 0 to 3660" "less than none" -w -1
fails 2 "template: there is no profile 'french'; there are casa, civicrm, clockify, commcare, german, \
hmis, kobo, verlauf, and those of your own by path, as ./NAME.profile" \
	"an unknown profile" template -p french export.csv
usage "option --encoding: 'ebcdic': must be one of utf-8, cp1252, iso-8859-1, iso-8859-15" \
	"an unknown encoding" --encoding ebcdic
usage "option --delimiter: 'xx': must be one character or the word tab" "a long delimiter" -d xx
usage "option --effort: ':hours': must be COLUMN or COLUMN:UNIT" "a unit of nothing" -e :hours
usage "option --format: 'xml': must be one of csv, text, excel, markdown, json" "a form" -f xml
usage "only one of the files can be standard input" "two files from standard input" --cases -
run template -h
is "$status:$(printf '%s\n' "$out" | sed -n 1,2p):$err" "0:usage: template [OPTIONS] [FILE]
Count the records, cases and hours of an export.:" "-h"
run template -V
is "$status:$(printf '%s' "$out" | sed 's/[0-9.]*$//'):$err" "0:template (verlauf) :" "-V"

# ---- where it cannot be written -------------------------------------------------------------------------
fails 5 "template: absent/meta.json: cannot write: No such file or directory" "--meta into no folder" \
	template --since 2024-01 --until 2024-01 --meta absent/meta.json export.csv
if [ -c /dev/full ]; then
	for form in csv text excel markdown json; do
		template -f $form --since 2024-01 --until 2024-01 export.csv >/dev/full 2>err
		is "$?:$(cat err)" "5:template: cannot write to standard output: No space left on device" \
			"a full disk, $form"
	done
	template -h >/dev/full 2>err
	is $? 5 "a full disk, -h"
else
	skip "/dev/full is absent"
fi
template --since 2024-01 --until 2024-01 export.csv >&- 2>err
is "$?:$(cat err)" "5:template: cannot write to standard output: Bad file descriptor" \
	"standard output is closed"
template --since 2024-01 --until 2024-01 --meta meta.json export.csv >&- 2>err
is $? 5 "standard output is closed, with --meta"
template --since 2024-01 --until 2024-01 <&- >out 2>err
is $? 5 "standard input is closed"
is "$(cat out)" "" "and nothing is printed"

# ---- forms ------------------------------------------------------------------------------------------------
rows a,2024-01-10,60,,, b,2024-01-31,100,no_show,, a,2024-02-10,100,,,
for form in csv text excel markdown json; do
	template -f $form --since 2024-01 --until 2024-02 export.csv >got
	same got "$TOP/tests/golden/template.$form" "--format $form: golden"
done
template -f text --hmm --since 2024-01 --until 2024-02 export.csv >got
is "$(tail -n 1 got)" "      2      1   2:40" "--hmm"
template --hmm --since 2024-01 --until 2024-02 export.csv >got
same got "$TOP/tests/golden/template.csv" "--hmm leaves CSV alone"
for form in csv json; do
	fails 2 "template: --hmm is for people: csv and json have hours as numbers" "but is refused with --format $form" \
		template --hmm -f $form --since 2024-01 --until 2024-02 export.csv
done

# ---- progress ---------------------------------------------------------------------------------------------
# On a terminal, which script(1) makes up; what stands there before the line is wiped.
cat >slow.sh <<'END'
{ cat export.csv; sleep "$1"; echo a,2024-02-11,60,,,; } | template --until 2024-02 --since 2024-01 >got
END
if script -qec true /dev/null </dev/null >/dev/null 2>&1; then
	script -qec 'sh slow.sh 1.1' /dev/null </dev/null >seen
	wiped=$(printf '\r\033[K')
	is "$(cat seen)" "$(printf '\rtemplate: reading 0 MB')${wiped#?}$wiped" \
		"what takes over a second tells how far it is, and leaves nothing behind"
	script -qec 'sh slow.sh 0' /dev/null </dev/null >seen
	is "$(cat seen)" "" "under a second not a byte"
else
	skip "progress: script(1) cannot make a terminal here"
fi
sh slow.sh 1.1 2>seen
is "$(cat seen):$(tail -n 1 got)" ":3,1,3.6666666666666665" "without a terminal not a byte"

done_testing
