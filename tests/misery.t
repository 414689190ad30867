#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Every tool through everything that goes wrong in real life: disks, pipes, encodings, locales,
# broken files. A new tool is entered in `readers` (it reads consultations), or in `others`.
# Each must either give the same result as in fair weather or name the trouble, with the right
# status and nothing on standard output.
# shellcheck source=tests/cmd/lib.sh
. "$(dirname "$0")/cmd/lib.sh"

readers='vl-import vl-figures vl-curve vl-panel vl-early vl-predict vl-forecast template'
others='vl-check vl-plot vl-simulate vl-pseudo vl-render vl-protect'

# The words before the file.
call_of() {
	case $1 in
	vl-simulate) echo vl-simulate --months 6 --inflow 3 ;;
	vl-plot) echo vl-plot -T svg ;;
	vl-pseudo) echo vl-pseudo --key secret.key --domain test ;;
	vl-render | vl-protect) echo "$1" ;;
	*) echo "$1" "$(options_of "$1")" ;;
	esac
}
# The tool $1 on the file $2 (or standard input, without one).
# shellcheck disable=SC2046 # several words are meant
tool() {
	tool_name=$1
	shift
	[ "$tool_name" != vl-simulate ] || set --
	$(call_of "$tool_name") "$@"
}
# What a reader is told, so that the year of the example is enough for it.
options_of() {
	case $1 in
	vl-import) ;;
	vl-forecast) echo --washout 0 --paths 100 --horizon 3 ;;
	vl-predict) echo --washout 0 --months 3 ;;
	*) echo --washout 0 ;;
	esac
}

cd "$TMP" || exit 1
vl-simulate -o example --months 12 --inflow 5 --seed 3 || exit 1
vl-pseudo --new-key secret.key || exit 1
good=example/consultations.csv
vl-curve --washout 0 "$good" >curve.csv || exit 1
input() { # what a tool reads in fair weather
	case $1 in vl-plot | vl-render | vl-protect) echo curve.csv ;; *) echo "$good" ;; esac
}

# ---- no tool is forgotten --------------------------------------------------------------

# vl-report is a script over the others, with a test of its own.
for t in "$BIN"/vl-*; do
	t=${t##*/}
	case " $readers $others vl-report " in *" $t "*) ;; *) echo "$t" ;; esac
done >forgotten
is "$(cat forgotten)" "" "every tool goes through this"

# ---- fair weather, and what must not matter ----------------------------------------

head -c 3 /dev/zero | tr '\0' '\n' >blank
for t in $readers $others; do
	file=$(input "$t")
	run tool "$t" "$file"
	cp out "$t.want"
	is "$status:$err" "0:" "$t: fair weather"

	if [ "$t" != vl-simulate ]; then
		run tool "$t" <"$file"
		tool "$t" <"$file" >out 2>err
		same out "$t.want" "$t: standard input"
		# shellcheck disable=SC2002 # a pipe is what is tested
		cat "$file" | tool "$t" - >out 2>err
		same out "$t.want" "$t: a pipe, operand -"
		sed 's/$/\r/' "$file" >crlf.csv
		tool "$t" crlf.csv >out 2>err
		same out "$t.want" "$t: CRLF"
		tr '\n' '\r' <"$file" >cr.csv
		tool "$t" cr.csv >out 2>err
		same out "$t.want" "$t: CR alone"
		{ printf '\357\273\277' && cat "$file"; } >bom.csv
		tool "$t" bom.csv >out 2>err
		same out "$t.want" "$t: byte order mark"
		for kind in UTF-16LE UTF-16BE; do
			case $kind in *LE) mark='\377\376' ;; *) mark='\376\377' ;; esac
			# shellcheck disable=SC2059 # the mark is the format
			{ printf "$mark" && iconv -f UTF-8 -t $kind "$file"; } >utf16.csv
			tool "$t" utf16.csv >out 2>err
			same out "$t.want" "$t: $kind with a mark"
		done
		head -c -1 "$file" >nolast.csv
		tool "$t" nolast.csv >out 2>err
		same out "$t.want" "$t: no last line end"
		ok "$(grep -c 'nolast.csv:.*warning' err | grep -qx 1; echo $?)" \
			"$t: no last line end is warned of"
		{ cat "$file" && cat blank; } >blanks.csv
		tool "$t" blanks.csv >out 2>err
		same out "$t.want" "$t: blank lines"
		mkfifo fifo 2>/dev/null
		cat "$file" >fifo &
		tool "$t" fifo >out 2>err
		same out "$t.want" "$t: a named pipe"
	fi

	for locale in de_DE.UTF-8 tr_TR.UTF-8; do
		for zone in Europe/Berlin Pacific/Apia; do
			LOCPATH=${LOCALES:-/nonexistent} LC_ALL=$locale TZ=$zone \
				tool "$t" "$file" >out 2>err
			if [ "$t" = vl-plot ] || [ "$t" = vl-render ]; then # its labels speak the reader's language
				ok "$(grep -q '</svg>\|</html>' out; echo $?)" "$t: $locale, $zone"
			else
				same out "$t.want" "$t: the same bytes in $locale, $zone"
			fi
		done
	done
	env -i "PATH=$PATH" sh -c '"$@"' sh "$t" --version >out 2>err
	is "$?" 0 "$t: empty environment"
done

# The same export as a German system writes it, through its profile.
vl-simulate -o german --months 12 --inflow 5 --seed 3 --dialect german || exit 1
for t in $readers; do
	run tool "$t" -p german german/consultations.csv
	is "$status:$err" "0:" "$t: a German export"
	[ "$t" = vl-import ] || same "$TMP/out" "$t.want" "$t: a German export gives the same"
done

# ---- where the result goes ---------------------------------------------------------

for t in $readers $others; do
	file=$(input "$t")
	tool "$t" "$file" >/dev/full 2>err
	is "$?" 5 "$t: full disk: status"
	ok "$(grep -q "^$t: .*No space left on device" err; echo $?)" "$t: full disk: says so"
	tool "$t" "$file" >&- 2>err
	is "$?" 5 "$t: closed standard output"
	tool "$t" "$file" 2>err | head -c 1 >/dev/null
	is "$(cat err)" "" "$t: a reader that goes away is no trouble"
	(ulimit -f 0 && trap '' XFSZ && tool "$t" "$file" >limited 2>/dev/null)
	is "$?" 5 "$t: file size limit"
	rm -f limited
	"$t" --help >/dev/full 2>err
	is "$?" 5 "$t: help on a full disk"
done

# ---- what is read ------------------------------------------------------------------

# refused STATUS WHAT FILE TOOL: that status, silence on stdout, a message that names tool and file.
refused() {
	run tool "$4" "$3"
	is "$status:$out" "$1:" "$4: $2: status $1, nothing on standard output"
	ok "$(printf '%s\n' "$err" | grep -q "^$4: .*$3"; echo $?)" "$4: $2: names the file"
}

mkdir folder
: >empty.csv
printf '\n\n' >onlyblank.csv
# A row is broken: vl-check counts it and goes on, the others refuse the file.
broken() {
	if [ "$3" != vl-check ]; then
		refused 3 "$@"
		return
	fi
	run tool "$3" "$2"
	ok "$(printf '%s' "$out" | grep -q '^refused,rows,.*,1,[0-9]*,.*,alarm,'; echo $((status + $?)))" \
		"$3: $1: one row refused, the others are looked at"
}

for t in $readers vl-plot vl-pseudo vl-render vl-protect vl-check; do
	file=$(input "$t")
	head -n 1 "$file" >header.csv
	refused 5 'a directory' folder "$t"
	refused 5 'no such file' missing.csv "$t"
	refused 3 'an empty file' empty.csv "$t"
	refused 3 'blank lines only' onlyblank.csv "$t"
	refused 3 'a header and no rows' header.csv "$t"
	run tool "$t" folder/missing.csv
	is "$status" 5 "$t: a folder's missing file"
	tool "$t" <&- >out 2>err
	is "$?:$(cat out)" "5:" "$t: closed standard input"

	sed '5s/^[^,]*,/M\xfcller,/' "$file" >latin1.csv
	broken 'Latin-1 without saying so' latin1.csv "$t"
	sed '5s/,/\x00,/' "$file" >nul.csv
	broken 'a NUL byte' nul.csv "$t"
	sed '5s/,/\x01,/' "$file" >control.csv
	broken 'a control byte' control.csv "$t"
	sed '5s/$/,extra/' "$file" >wide.csv
	broken 'a row too wide' wide.csv "$t"
	sed '5s/,[^,]*$//' "$file" >narrow.csv
	broken 'a row too narrow' narrow.csv "$t"
	sed '5s/^/"/' "$file" >unclosed.csv
	refused 3 'an unclosed quote' unclosed.csv "$t"
	{ head -n 3 "$file" && head -c 2000000 /dev/zero | tr '\0' 'x'; } >huge.csv
	broken 'a huge cell' huge.csv "$t"
	printf '\037\213\010\000' >gzip.csv
	refused 3 'gzip' gzip.csv "$t"
	printf 'PK\003\004' >zip.csv
	refused 3 'a workbook' zip.csv "$t"
	sed '1s/\([^,]*\),/\1,\1,/; 2,$s/,/,,/' "$file" >twice.csv
	refused 3 'a column named twice' twice.csv "$t"
done

# ---- what may not be read, too little memory, a signal ---------------------------------

for t in $readers vl-check vl-plot vl-pseudo vl-render vl-protect; do
	file=$(input "$t")
	if [ "$(id -u)" -eq 0 ]; then
		skip "$t: root may read everything"
	else
		cp "$file" closed.csv && chmod 000 closed.csv
		refused 5 'a file that may not be read' closed.csv "$t"
		rm -f closed.csv
	fi

	# Where the program starts at all, it ends with the result or says that memory is short.
	limits='12000 16000 24000 40000'
	if grep -q __asan_init "$BIN/$t"; then
		limits=
		skip "$t: a sanitizer wants terabytes of addresses"
	fi
	for kilobytes in $limits; do
		# shellcheck disable=SC3045 # both shells that are /bin/sh somewhere have it
		(ulimit -v $kilobytes && tool "$t" "$file" >out 2>err) 2>/dev/null
		short=$?
		case $short in
		0) cmp -s out "$t.want" ;;
		5) [ ! -s out ] && grep -q "^$t: " err ;;
		*) [ ! -s out ] && [ $short -lt 128 ] && grep -qv "^$t: " err ;; # the loader, not the tool
		esac
		ok $? "$t: $kilobytes kB of memory: the result, or status 5"
	done

	mkfifo endless
	sleep 3 >endless &
	sleeper=$!
	# shellcheck disable=SC2046
	timeout --preserve-status -s TERM 0.3 $(call_of "$t") endless >out 2>err
	is "$?:$(cat out)" "143:" "$t: ended by a signal: nothing on standard output"
	kill $sleeper
	wait $sleeper 2>/dev/null
	rm endless
done

# ---- each system call fails once ---------------------------------------------------

# A fault in the call $3 on its $4-th time, for the tool $1; $2 = the error.
inject() {
	# shellcheck disable=SC2046
	ASAN_OPTIONS=detect_leaks=0 strace -f -qq -o /dev/null -e "trace=$3" -e "inject=$3:error=$2:when=$4" \
		sh -c 'exec "$@"' sh "$1" $(options_of "$1") "$(input "$1")" >out 2>err
	injected=$?
}

if strace -qq -o /dev/null true 2>/dev/null; then
	for t in $readers; do
		# shellcheck disable=SC2046
		size=$(ASAN_OPTIONS=detect_leaks=0 strace -f -qq -o trace -e trace=pread64 "$t" \
			$(options_of "$t") "$good" >/dev/null 2>&1
			grep -c "pread64(" trace)
		for k in $(seq "$size"); do
			inject "$t" EIO pread64 "$k"
			if [ "$injected" -eq 0 ]; then cmp -s out "$t.want"; else [ ! -s out ]; fi
			ok $? "$t: read error at call $k: refused, or it did not matter"
		done
		inject "$t" ENOSPC write 1
		is "$injected" 5 "$t: no space at the first write"
	done
else
	skip 'strace may not trace here'
fi

# ---- secrets -----------------------------------------------------------------------

for t in $readers vl-pseudo; do
	awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "date") d = i }
		NR == 7 { $d = "GEHEIM" } { print }' "$good" >secret.csv
	run tool "$t" secret.csv
	is "$status" 3 "$t: a cell that is no date: status"
	ok "$(printf '%s' "$err" | grep -q GEHEIM && echo 1 || echo 0)" \
		"$t: messages do not quote the data"
	run tool "$t" --show-values secret.csv
	ok "$(printf '%s' "$err" | grep -q "GEHEIM"; echo $?)" "$t: unless asked to"
	ok "$(printf '%s' "$err" | grep -q '^'"$t"': secret.csv:7:'; echo $?)" "$t: by line"
done

done_testing
