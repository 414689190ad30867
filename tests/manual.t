#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The manual says what the tools do, and nothing else.
#
# Examples, in sections EXAMPLES, within .Bd -literal ... .Ed (or after .Dl):
#   a block with lines that begin with "$ " is a session: these are commands, "> " goes on with
#   one, and what follows is its output, to the letter, messages included; where nothing
#   follows, any output will do, but no message. A block without such lines is a script.
#   A command must succeed unless the next one is `echo $?`. All commands of a page run in order
#   in one shell and one folder, with the export `example/` (vl-simulate -o example; unless
#   the page makes it) and the source tree's `tests/`.
# Options of a page are its `.It Fl` lines; those of verlauf-csv(5) are shared.
here=$(cd "$(dirname "$0")/.." && pwd)
BIN=${BIN:-$here/build/bin}
# shellcheck source=tests/cmd/lib.sh
. "$here/tests/cmd/lib.sh"
TOP=$here
MAN=$TOP/man
shared=$MAN/verlauf-csv.5
tables=$MAN/verlauf-tables.5
cd "$TMP" || exit 1
tools=$(cd "$BIN" && ls -d vl-*) || { echo "Bail out! no tools in $BIN"; exit 1; }

# Passes if the file (default: wrong) is empty; otherwise its lines are what is wrong.
nothing() {
	[ ! -s "${2:-wrong}" ]
	ok $? "$1"
	sed 's/^/# /' "${2:-wrong}"
}

# ---- form ------------------------------------------------------------------------------

for page in "$MAN"/*.[1-7] "$MAN"/de/*.[1-7]; do
	if command -v mandoc >/dev/null; then
		# Remarks on style are not looked at: among them are "Os verlauf" and references to
		# manuals that are not installed.
		mandoc -T lint -W warning "$page" >wrong 2>&1
		nothing "${page##*/}: mandoc finds nothing wrong"
	else
		skip "${page##*/}: lint: mandoc is not installed"
	fi
done

# A word after a punctuation mark in a line of options would come out as one: ".Fl x ; otherwise".
for page in "$MAN"/*.[1-7] "$MAN"/de/*.[1-7]; do
	awk '/^\./ { inside = 0
		for (i = 1; i <= NF; i++) {
			if ($i ~ /^\.?[A-Z][a-z]$/) inside = $i ~ /Fl$/
			else if (inside && $i ~ /^[a-z][a-z][a-z]/) print FILENAME ":" FNR ": " $i
		} }' "$page"
done >wrong
nothing "words in a line of options stay words"

# ---- pages and tools -------------------------------------------------------------------

for tool in $tools; do
	[ -f "$MAN/$tool.1" ]
	ok $? "$tool has a page"
done
for page in "$MAN"/vl-*.1; do
	tool=${page##*/}
	[ -x "$BIN/${tool%.1}" ]
	ok $? "$tool is of a tool that exists"
done
for page in "$MAN"/*.[1-7] "$MAN"/de/*.[1-7]; do
	awk '/^\./ { for (i = 1; i < NF; i++)
		if (($i == ".Xr" || $i == "Xr") && $(i + 1) ~ /^(vl-|verlauf)/)
			print $(i + 1) "." $(i + 2) }' "$page" | sort -u |
	while read -r name; do
		[ -f "$MAN/$name" ] || [ -f "$MAN/de/$name" ] || echo "$name"
	done >wrong
	nothing "${page##*/}: references lead somewhere"
done

# ---- options ---------------------------------------------------------------------------

# letter|name|argument of each option that a tool prints; "-" for no letter. An argument that
# may be left out is printed as "--name[=N]".
for tool in $tools; do
	"$tool" -h | awk '/^  (-.,|   ) --/ {
		left = substr($0, 9)
		left = substr(left, 1, index(left, "  ") - 1)
		sub(/\[=/, " [=", left)
		split(left, part, " ")
		letter = substr($0, 4, 1)
		print (letter == " " ? "-" : letter) "|" part[1] "|" tolower(part[2]) }' >"$tool.h"
	[ -s "$tool.h" ]
	ok $? "$tool -h lists options"
done
for tool in $tools; do
	"$tool" -h | grep -e 'for vl-' -e '(vl-[a-z]*:' >wrong
	nothing "$tool -h says what options do there, not in other tools"
done
sort -u -- *.h >all.h
cut -d'|' -f1,2 all.h | sort -u >known

# letter|name of each `.It Fl` line of a page.
page_options() {
	awk '/^\.It Fl / {
		letter = length($3) == 1 ? $3 : "-"
		for (i = 3; i <= NF; i++)
			if ($i ~ /^-[a-z]/ && $(i - 1) == "Fl")
				print letter "|" substr($i, 2) }' "$1" | sed '/Ta/d' | sort -u
}

# A German page has the options of its English one.
for page in "$MAN"/de/vl-*.1; do
	page_options "$page" >german
	page_options "$MAN/${page##*/}" >english
	same german english "de/${page##*/}: the options of the English page"
	grep '^\.It Va ' "$page" >german
	grep '^\.It Va ' "$MAN/${page##*/}" >english
	same german english "de/${page##*/}: the keys of the English page"
done

# Names of all options that a page mentions.
mentioned() {
	awk '/^\./ && / *Fl / { for (i = 2; i <= NF; i++)
		if ($i ~ /^-[a-z][a-z-]*$/) print substr($i, 2) }' "$1" | sort -u
}

grep -v '^\.It .* Ta ' "$shared" >shared.5
page_options shared.5 >shared.page
for tool in $tools; do
	page=$MAN/$tool.1
	[ -f "$page" ] || continue
	cut -d'|' -f1,2 "$tool.h" | sort >"$tool.known"
	page_options "$page" >"$tool.page"
	if grep -q 'Xr verlauf-csv 5' "$page"; then
		sort -u "$tool.page" shared.page
	else
		cat "$tool.page"
	fi >"$tool.described"
	comm -23 "$tool.known" "$tool.described" >wrong
	nothing "$tool: each option is described"
	comm -13 "$tool.known" "$tool.page" >wrong
	nothing "$tool: each option described is printed by -h"
	cut -d'|' -f2 "$tool.known" | sort >names
	mentioned "$page" | comm -23 names - >wrong
	nothing "$tool: each option is named in its page"
done
comm -23 shared.page known >wrong
nothing "verlauf-csv(5): each option described is one of a tool"
cut -d'|' -f2 all.h | sort -u >names
for page in "$MAN"/*.[1-7] "$MAN"/de/*.[1-7]; do
	mentioned "$page" | comm -13 names - >wrong
	nothing "${page##*/}: names only options that exist"
done

# The table of all options: letter, name, argument, tools.
count=$(printf '%s\n' "$tools" | wc -l)
while read -r option; do
	grep -lxF -e "$option" ./*.h | sed 's,^\./,,' | sed '/^all\.h$/d; s/^vl-//; s/\.h$//' | sort >owners
	if [ "$(wc -l <owners)" -eq "$count" ]; then
		echo "$option|all"
	else
		echo "$option|$(paste -s -d, owners | sed 's/,/, /g')"
	fi
done <all.h | sort >table.want
awk -F' Ta ' '/^\.It .* Ta Fl -/ {
	letter = $1 == ".It \"\"" ? "-" : substr($1, 8)
	argument = $3 == "\"\"" ? "" : $3
	print letter "|" substr($2, 5) "|" argument "|" $4 }' "$shared" | sort >table.got
same table.got table.want "verlauf-csv(5): the table of all options is that of the tools"

# ---- columns and settings --------------------------------------------------------------

vl-simulate -o example --seed 1 || exit 1
# Names after Va in the items of one section.
described() {
	awk -v section="$1" '/^\.Sh / { inside = $0 == ".Sh " section }
		inside && /^\.It / { for (i = 3; i <= NF; i++)
			if ($(i - 1) == "Va" || $(i - 1) == ",") if ($i != "Va") print $i }' "$tables" |
	sed 's/,$//; /^$/d' | sort -u
}
header() { # of a table in standard input
	head -n 1 | tr ',' '\n'
}
export=example/consultations.csv
vl-curve -n 1 --meta curve.json "$export" | header | sort -u >columns
described 'TABLE OF VL-CURVE' >columns.page
same columns.page columns "verlauf-tables(5): the columns of vl-curve"
for form in summary daily; do
	vl-curve --$form "$export" | header | sort -u >columns
	described "TABLE OF VL-CURVE --$(echo $form | tr a-z A-Z)" >columns.page
	same columns.page columns "verlauf-tables(5): the columns of vl-curve --$form"
done
{ vl-figures --largest --meta figures.json "$export" | header
	vl-figures -e minutes:amount "$export" | header; } | sort -u >columns
described 'TABLE OF VL-FIGURES' >columns.page
cp columns.page figures.page
same columns.page columns "verlauf-tables(5): the columns of vl-figures"
{ vl-panel -n 1 --meta panel.json "$export" | header
	vl-panel -n 1 -e minutes:amount "$export" | header; } | sort -u >columns
described 'TABLE OF VL-PANEL' >columns.page
same columns.page columns "verlauf-tables(5): the columns of vl-panel"
vl-early -B 0 --meta early.json "$export" | header | sort -u >columns
described 'TABLE OF VL-EARLY' >columns.page
same columns.page columns "verlauf-tables(5): the columns of vl-early"
vl-early -B 0 --curve "$export" | header | sort -u >columns
described 'TABLE OF VL-EARLY --CURVE' >columns.page
same columns.page columns "verlauf-tables(5): the columns of vl-early --curve"
{ vl-predict --meta predict.json "$export" | header; } 2>/dev/null | sort -u >columns
described 'TABLE OF VL-PREDICT' >columns.page
same columns.page columns "verlauf-tables(5): the columns of vl-predict"
vl-predict --check "$export" 2>/dev/null | header | sort -u >columns
described 'TABLE OF VL-PREDICT --CHECK' >columns.page
same columns.page columns "verlauf-tables(5): the columns of vl-predict --check"
vl-check --meta check.json "$export" | header | sort -u >columns
described 'TABLE OF VL-CHECK' >columns.page
same columns.page columns "verlauf-tables(5): the columns of vl-check"
vl-check --list twice "$export" | header | sort -u >columns
described 'TABLE OF VL-CHECK --LIST' >columns.page
same columns.page columns "verlauf-tables(5): the columns of vl-check --list"
vl-import --summary summary.csv "$export" >imported.csv
header <summary.csv | sort -u >columns
described 'TABLE OF VL-IMPORT --SUMMARY' >columns.page
same columns.page columns "verlauf-tables(5): the columns of vl-import --summary"
vl-forecast --paths 100 --cases example/cases.csv --meta forecast.json "$export" >forecast.csv
head -n 1 forecast.csv | tr ',' '\n' | sort -u >columns
described 'TABLE OF VL-FORECAST' >columns.page
same columns.page columns "verlauf-tables(5): the columns of vl-forecast"
awk 'BEGIN { print "month,value"; for (t = 0; t < 36; t++)
	printf "%d-%02d,%d\n", 2020 + int(t / 12), t % 12 + 1, 100 + t % 5 }' >series.csv
vl-forecast --series series.csv --check --horizon 1 --meta scores.json | header | sort -u >columns
described 'TABLE OF VL-FORECAST --CHECK' >columns.page
same columns.page columns "verlauf-tables(5): the columns of vl-forecast --check"
vl-forecast --paths 100 --until 2025-06 "$export" >earlier.csv
vl-forecast --track earlier.csv --meta track.json "$export" | header | sort -u >columns
described 'TABLE OF VL-FORECAST --TRACK' >columns.page
same columns.page columns "verlauf-tables(5): the columns of vl-forecast --track"
is "$(vl-curve -n 1 -b service "$export" | header | sed -n 2p)" service \
	"vl-curve --by: the group is the second column"
is "$(vl-figures -b service "$export" | header | sed -n 2p)" service \
	"vl-figures --by: the group is the second column"
settings_of() { # names in the meta files, joined by points
	cat "$@" | tr -d '" ,' | awk -F: '
		/{$/ && NF > 1 { inside = $1 "."; next }
		/^}/ { inside = "" }
		NF > 1 { print inside $1 }' | sort -u
}
settings_of curve.json early.json figures.json panel.json \
	forecast.json scores.json track.json >settings
described 'META FILE' >settings.page
cp settings.page settings.shared
same settings.page settings "verlauf-tables(5): the settings of the meta file"
settings_of check.json | sed 's/^limits\..*/limits/' | grep -E '^(check|limits)' | sort -u >settings
described 'META FILE OF VL-CHECK' >settings.page
same settings.page settings "verlauf-tables(5): the settings of the meta file of vl-check"
if [ -x "$BIN/vl-pseudo" ]; then
	vl-pseudo --new-key pseudo.key
	vl-pseudo --key pseudo.key --domain test --meta pseudo.json "$export" >pseudo.csv
	settings_of pseudo.json >settings
	described 'META FILE OF VL-PSEUDO' >settings.page
	same settings.page settings "verlauf-tables(5): the settings of the meta file of vl-pseudo"
fi
vl-figures -b service "$export" | vl-protect --meta protect.json --audit audit.csv >protected.csv
header <audit.csv | sort -u >columns
described 'TABLE OF VL-PROTECT --AUDIT' >columns.page
same columns.page columns "verlauf-tables(5): the columns of vl-protect --audit"
if [ -x "$BIN/vl-pseudo" ]; then
	vl-figures "$export" | vl-protect --round --key pseudo.key --meta rounded.json >rounded.csv
	header <rounded.csv | grep -vxFf figures.page | sort -u >columns
	described 'TABLE OF VL-PROTECT' | grep per_case >columns.page
	same columns.page columns "verlauf-tables(5): the columns of vl-protect --round"
	settings_of protect.json rounded.json >settings
	described 'META FILE OF VL-PROTECT' >settings.page
	same settings.page settings "verlauf-tables(5): the settings of the meta file of vl-protect"
fi
settings_of predict.json | grep -vxFf settings.shared >settings
described 'META FILE OF VL-PREDICT' >settings.page
same settings.page settings "verlauf-tables(5): the settings of the meta file of vl-predict"

# ---- messages --------------------------------------------------------------------------

# Messages of some sources, what is filled in shown as "...". Help texts are none: they stand in
# one table of opt.c, which is left out.
messages() {
	sed '/ registry\[OPT_COUNT\] = {$/,/^};/d' "$@" |
	xgettext -L C -k_ -kN_ --no-wrap -o - - 2>/dev/null |
	sed -n 's/^msgid "\(..*\)"$/\1/p' | sed 's/\\n$//; s/\\"/"/g' |
	while IFS= read -r message; do
		case $message in
		usage|OPTIONS|warning|reading|computing|'Manual: man '*|"column '%s': %s"|'decimal mark|.') continue ;;
		"'%s -h' lists the options") continue ;;
		esac
		printf '%s\n' "$message" | sed 's/%[0-9]*[lz]*[a-zA-Z]/.../g; s/^ *//'
	done | sort -u
}

# Texts of the messages that a page lists.
listed() {
	awk '/^\.Bl -diag/ { inside = 1 } /^\.El/ { inside = 0 }
		inside && /^\.It / { print substr($0, 5) }' "$1" |
	sed "s/\\\\-/-/g; s/\\\\(aq/'/g; s/\\\\&//g"
}

# Messages that are not the beginning of any in the file texts.
unlisted() {
	while IFS= read -r message; do
		message=$message awk 'index($0, ENVIRON["message"]) == 1 { found = 1 }
			END { exit !found }' texts || printf '%s\n' "$message"
	done
}

if command -v xgettext >/dev/null; then
	messages "$TOP"/lib/base/*.c "$TOP"/lib/data/*.c >real
	listed "$shared" >texts
	unlisted <real >wrong
	nothing "verlauf-csv(5): each message about files, rows and options is listed"
	messages "$TOP/lib/model/curve.c" "$TOP/lib/model/casecourse.c" \
		"$TOP/lib/model/grouping.c" "$TOP/lib/model/daily.c" >real
	listed "$MAN/vl-curve.1" >texts
	unlisted <real >wrong
	nothing "vl-curve(1): each message of the curve is listed"
	messages "$TOP/lib/model/panel.c" >real
	listed "$MAN/vl-panel.1" >texts
	unlisted <real >wrong
	nothing "vl-panel(1): each message of the panel is listed"
	messages "$TOP"/lib/model/forecast.c "$TOP"/lib/model/plan.c "$TOP"/lib/model/past.c \
		"$TOP"/lib/model/ahead.c "$TOP"/lib/model/backtest.c \
		"$TOP"/lib/stats/total.c "$TOP"/lib/stats/reference.c \
		"$TOP"/lib/stats/expsmooth.c "$TOP"/lib/stats/countsmooth.c >real
	{ listed "$MAN/vl-forecast.1"; listed "$shared"; } >texts
	unlisted <real >wrong
	nothing "vl-forecast(1): each message of the forecast is listed"
	messages "$TOP/lib/model/pseudo.c" "$TOP/lib/model/treatment.c" \
		"$TOP/lib/model/treatamount.c" >real
	{ listed "$MAN/vl-pseudo.1"; listed "$shared"; } >texts
	unlisted <real >wrong
	nothing "vl-pseudo(1): each message of its own is listed"
	messages "$TOP/lib/model/protect.c" "$TOP/lib/model/risk.c" \
		"$TOP/lib/model/crosstab.c" >real
	listed "$MAN/vl-protect.1" >texts
	unlisted <real >wrong
	nothing "vl-protect(1): each message of its own is listed"
	messages "$TOP/lib/model/landmark.c" "$TOP/lib/model/early.c" \
		"$TOP/lib/model/earlycurve.c" >real
	listed "$MAN/vl-early.1" >texts
	unlisted <real >wrong
	nothing "vl-early(1): each message of the comparison is listed"
	messages "$TOP/lib/model/prognosis.c" "$TOP/lib/model/predict.c" \
		"$TOP/lib/model/states.c" "$TOP/lib/model/paths.c" \
		"$TOP/lib/show/prognosisfile.c" "$TOP/lib/stats/irls.c" "$TOP/lib/stats/hurdle.c" >real
	listed "$MAN/vl-predict.1" >texts
	unlisted <real >wrong
	nothing "vl-predict(1): each message of the predictions is listed"
	{ messages "$TOP/cmd/vl-check.c"; messages "$TOP/lib/model/check.c"; } | sort -u |
		grep -v -e '^Can these data' -e '^\[FILE' -e '^approved hours' -e '^no record with a date' >real
	listed "$MAN/vl-check.1" >texts
	unlisted <real >wrong
	nothing "vl-check(1): each message of vl-check is listed"
	messages "$TOP"/lib/*/*.c "$TOP"/cmd/vl-*.c >real
	for page in "$shared" "$MAN"/vl-[!p]*.1 "$MAN"/vl-p[!l]*.1; do # vl-plot lists some as people know them
		listed "$page"
	done | while IFS= read -r text; do
		text=$text awk 'index(ENVIRON["text"], $0) == 1 { found = 1 } END { exit !found }' \
			real || printf '%s\n' "$text"
	done >wrong
	nothing "verlauf-csv(5), the tools' own pages: each message listed is one of a tool"
else
	skip "messages: xgettext is not installed"
fi

# ---- the curve by other means ----------------------------------------------------------

if command -v Rscript >/dev/null; then
	run Rscript "$TOP/tests/manual-curve.R"
	is "$status:$err" 0: "vl-curve agrees with tests/manual-curve.R"
	printf '%s\n' "$out" | sed 's/^/# /'
else
	skip "vl-curve and tests/manual-curve.R: R is not installed"
fi

# ---- examples --------------------------------------------------------------------------

# From a page to files in a folder: N.cmd, and N.want where output is shown.
extract() {
	awk -v to="$2" '
	function plain(line) {
		gsub(/\\e/, "\001", line); gsub(/\\-/, "-", line); gsub(/\\\(aq/, "\047", line)
		gsub(/\\\(ha/, "^", line); gsub(/\\\(ti/, "~", line); gsub(/\\\(dq/, "\"", line)
		gsub(/\\\(ga/, "`", line); gsub(/\\&/, "", line); gsub("\001", "\\", line)
		return line
	}
	function add(line) {
		if (line ~ /^\$ /) {
			n++; session = 1; shown = 0
			print substr(line, 3) >(to "/" n ".cmd")
		} else if (session && line ~ /^> / && !shown) {
			print substr(line, 3) >(to "/" n ".cmd")
		} else if (session) {
			shown = 1
			print line >(to "/" n ".want")
		} else {
			if (!script) n++
			script = 1
			print line >(to "/" n ".cmd")
		}
	}
	/^\.Sh / { inside = $2 == "EXAMPLES" || $2 == "BEISPIELE" }
	inside && /^\.Bd -literal/ { block = 1; session = script = 0; next }
	/^\.Ed/ { block = 0 }
	inside && block { add(plain($0)) }
	inside && /^\.Dl / { session = script = 0; add(plain(substr($0, 5))) }
	END { print n + 0 >(to "/count") }' "$1"
}

# The program that a command needs and that is not here.
absent_for() {
	for program in gnuplot sqlite3 mlr datamash Rscript xlsx2csv; do
		word=$program
		[ "$program" != gnuplot ] || word='vl-plot|vl-report'
		if grep -Eq "(^|[ |])($word) " "$1" && ! command -v "$program" >/dev/null; then
			echo "$program"
			return
		fi
	done
}

# One script of all commands: output to N.out and, where none is shown, messages to N.err.
driver() {
	echo 'last=0'
	n=1
	absent=
	while [ "$n" -le "$(cat "$1/count")" ]; do
		errors="2>&1"
		[ -f "$1/$n.want" ] || errors="2>$1/$n.err"
		# What comes after a command that cannot run here may need it.
		[ -n "$absent" ] || absent=$(absent_for "$1/$n.cmd")
		if [ -n "$absent" ]; then
			echo "echo $absent >$1/$n.status"
		else
			# The echo keeps the status of the command before for `echo $?`.
			# shellcheck disable=SC2016 # it is the driver that expands them
			printf '(exit $last)\n{\n%s\n} >%s %s </dev/null\n' "$(cat "$1/$n.cmd")" \
				"$1/$n.out" "$errors"
			# shellcheck disable=SC2016
			printf 'last=$?\necho $last >%s\n' "$1/$n.status"
		fi
		n=$((n + 1))
	done
}

# The verdict on command N of a page.
judge() {
	first=$(head -n 1 "$2/$3.cmd")
	what="$1, example $3: $first"
	if [ ! -f "$2/$3.status" ]; then
		ok 1 "$what (was not reached)"
		return
	fi
	got=$(cat "$2/$3.status")
	case $got in
	*[!0-9]*)
		skip "$what: $got is not installed"
		return ;;
	esac
	next=$(cat "$2/$(($3 + 1)).cmd" 2>/dev/null)
	# shellcheck disable=SC2016 # it stands so in the page
	[ "$next" = 'echo $?' ] || is "$got" 0 "$what"
	if [ -f "$2/$3.want" ]; then
		same "$2/$3.out" "$2/$3.want" "$what: output"
	else
		nothing "$what: no message" "$2/$3.err"
	fi
}

for page in "$MAN"/*.[1-7] "$MAN"/de/*.[1-7]; do
	name=${page#"$MAN/"}
	parts=$TMP/parts/$name
	mkdir -p "$parts" "$TMP/run/$name"
	# A page that makes it begins without.
	grep -q '^\$ vl.-simulate .*-o example$' "$page" || cp -R example "$TMP/run/$name"
	ln -s "$TOP/tests" "$TMP/run/$name/tests"
	extract "$page" "$parts"
	[ "$(cat "$parts/count")" -gt 0 ]
	ok $? "$name has examples"
	driver "$parts" >"$parts/driver"
	(cd "$TMP/run/$name" && sh "$parts/driver") >"$parts/stray" 2>&1 </dev/null
	nothing "$name: the examples are sound as shell" "$parts/stray"
	n=1
	while [ "$n" -le "$(cat "$parts/count")" ]; do
		judge "$name" "$parts" "$n"
		n=$((n + 1))
	done
done

done_testing
