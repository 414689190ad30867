#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# vl-pseudo: pseudonyms against Python's hmac, the rules, the key file, and that an analysis of what
# was passed on says what it said before.
# shellcheck source=tests/cmd/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$TMP" || exit 1
umask 022

digits=00112233445566778899aabbccddeeff0123456789abcdeffedcba9876543210
(umask 077 && echo $digits >key)
pseudo() { vl-pseudo --key key --domain uni "$@"; }

# ---- the key file ------------------------------------------------------------------------

cat >small.csv <<'END'
case_id,date,minutes,adviser,topic,notes
A,2024-01-10,60,Meier,Schule|Wohnen,"called ""twice"", no answer"
a,2024-02-20,22.5,Meier,Wohnen,
A,2024-02-29,8,,Folter,x
END
run vl-pseudo --new-key new
is "$status:$out$err" 0: "--new-key: makes a key and says nothing"
is "$(stat -c '%a %s' new)" "600 65" "for its owner alone"
ok "$(grep -qxE '[0-9a-f]{64}' new; echo $?)" "of 64 hexadecimal digits"
cp new before
fails 2 "vl-pseudo: new: is there already: a key is never overwritten" "a second time" \
	vl-pseudo --new-key new
same new before "it is left as it is"
vl-pseudo --new-key other
ok "$(cmp -s new other; [ $? -eq 1 ]; echo $?)" "another key is another"
ln -s nowhere dangling
run vl-pseudo --new-key dangling
is "$status:$([ -e nowhere ]; echo $?)" "2:1" "no key is made through a link"
run vl-pseudo --new-key no/such/folder
is "$status" 5 "no folder"
(umask 0777 && vl-pseudo --new-key masked)
is "$(stat -c %a masked)" 600 "whatever the umask"
(ulimit -f 0; trap '' XFSZ; exec vl-pseudo --new-key full 2>/dev/null)
is "$?:$([ -e full ]; echo $?)" "5:1" "no room: no half a key"

bad_key() { # MODE CONTENT MESSAGE WHAT
	rm -f bad
	printf "$2" >bad
	chmod "$1" bad
	fails 5 "vl-pseudo: bad: $3" "$4" vl-pseudo --key bad --domain uni small.csv
}
no_key="is no key: that is one line of 64 hexadecimal digits, as --new-key writes it"
others="others may read or change the key"
mend="chmod 600, and make a new one if they did"
bad_key 644 "$digits\\n" "$others (mode 644): $mend" "a key that all may read"
bad_key 640 "$digits\\n" "$others (mode 640): $mend" "or the group"
bad_key 602 "$digits\\n" "$others (mode 602): $mend" "or write"
bad_key 600 "" "$no_key" "an empty key"
bad_key 600 "0011\\n" "$no_key" "a key too short"
bad_key 600 "${digits}0\\n" "$no_key" "a key too long"
bad_key 600 "${digits}\\n\\n" "$no_key" "a key with more behind it"
bad_key 600 "${digits%0}g\\n" "$no_key" "no hexadecimal digit"
bad_key 600 "${digits}\\r\\n" "$no_key" "a carriage return"
rm -f bad
fails 5 "vl-pseudo: bad: cannot open: No such file or directory" "no key" \
	vl-pseudo --key bad --domain uni small.csv
mkdir folder
fails 5 "vl-pseudo: folder: the key must be a plain file" "a folder" \
	vl-pseudo --key folder --domain uni small.csv
mkfifo fifo
fails 5 "vl-pseudo: fifo: the key must be a plain file" "a pipe does not hold it up" \
	vl-pseudo --key fifo --domain uni small.csv
ln -s key link
fails 5 "vl-pseudo: link: is a symbolic link: name the key itself" "a link" \
	vl-pseudo --key link --domain uni small.csv
if [ "$(id -u)" -eq 0 ]; then
	cp -p key foreign && chown 12345 foreign
	fails 5 "vl-pseudo: foreign: the key belongs to another user: it must be your own" \
		"somebody else's key" vl-pseudo --key foreign --domain uni small.csv
else
	skip "only root can make a file of somebody else"
fi
pseudo small.csv >want
printf %s "$digits" | tr a-f A-F >key2
chmod 400 key2
vl-pseudo --key key2 --domain uni small.csv >got
same got want "capital digits, no line end, mode 400: the same key"
fails 2 "vl-pseudo: key: is read from: it is not overwritten" "the key is no place for a table" \
	vl-pseudo --key key --domain uni -o key small.csv
fails 2 "vl-pseudo: key: is read from: it is not overwritten" "nor for settings" \
	vl-pseudo --key key --domain uni --meta key small.csv
is "$(cat key)" $digits "it is still there"
run vl-pseudo --key key --domain uni -v --meta meta.json small.csv
ok "$(cat out err meta.json | grep -qi "${digits%????????????????????????????????}" && echo 1 || echo 0)" \
	"the key is printed nowhere"

# Nor does a crash write it, with all else that is in memory, to a file: told by the system while it reads.
mkfifo slow
# shellcheck disable=SC3045 # dash and bash have it
(ulimit -c "$(ulimit -H -c)"; exec vl-pseudo --key key --domain uni slow >out 2>err) &
reader=$!
exec 3>slow
is "$(awk '/^Max core file size/ { print $5 }' /proc/$reader/limits)" 0 "no copy of the memory is left by a crash"
exec 3>&-
wait $reader

# What stands in a header is told on the terminal without what could upset it.
printf 'case_id,date,minutes,\302\233x,\342\200\256y\n1,2024-01-01,5,a,b\n' >header.csv
is "$(pseudo -v header.csv 2>&1 >out)" \
	'vl-pseudo: header.csv: 1 of 1 rows of the table consultations; dropped columns: \xC2\x9Bx, \xE2\x80\xAEy' \
	"-v: control and bidirectional characters of a header are shown as bytes"
{ printf 'case_id,date,minutes' && seq -f ',column%03.0f' 1 600 | tr -d '\n' && echo &&
	printf '1,2024-01-01,5' && yes , | head -n 600 | tr -d '\n' && echo; } >wide.csv
is "$(pseudo -v wide.csv 2>&1 >out | sed 's/.*columns: //')" "$(seq -f 'column%03.0f' 1 600 | paste -sd, | sed 's/,/, /g')" \
	"and all of a long one"

# Names and free texts that stand in a column of words are passed on, and that is said.
texts() { # CASES WORDS
	awk -v cases="$1" -v words="$2" 'BEGIN {
		print "case_id,date,minutes,topic,provider,service"
		for (i = 0; i < 4 * cases; i++)
			printf "F%d,2024-01-05,5,t%d|u%d,Family %d,%s\n", i % cases, i % 3, i % 5, i % words, i % 2 ? "" : "welcome"
	}' >texts.csv
}
warned="vl-pseudo: texts.csv: warning: column 'provider': 20 different words, of 40 cases: names or free texts are passed on \
as they are (--drop, --coarsen)"
texts 40 20
run pseudo texts.csv
is "$status:$err" "0:$warned" "half as many words as cases: a warning"
texts 42 20
is "$(pseudo texts.csv 2>&1 >out)" "" "fewer: none"
texts 20 19
is "$(pseudo texts.csv 2>&1 >out)" "" "a small table: none"
texts 40 30
is "$(pseudo --drop provider texts.csv 2>&1 >out)" "" "a column that is left out: none"
is "$(pseudo --coarsen provider --min-count 3 texts.csv 2>&1 >out)" "" "one whose rare words are not told: none"
is "$(pseudo --drop provider --dates keep --drop case_id texts.csv 2>&1 >out)" "" "cases left out: none"
texts 20000 5000
is "$(pseudo texts.csv 2>&1 >out | grep -c '5000 different words, of 20000 cases')" 1 "thousands of words: a warning"

# ---- what pseudonyms are -----------------------------------------------------------------

cat >ids.csv <<'END'
contact_id,case_id,date,minutes,person_id,household_id,adviser,group_id,participants,Akte,authority
7,7,2024-03-05,10,7,7,7,7,2,7,7
K,"Öz, ""A""",2024-03-06,10,P,H 1,Meier,,,X/12,Amt
END
cat >pseudo.py <<'END'
# The same by Python: SINCE data/pseudonym.h.
import csv, datetime, hashlib, hmac, sys
def mac(key, *parts):
    return hmac.new(key, b"".join(p.encode() + b"\0" for p in parts), hashlib.sha256).digest()
key = hmac.new(bytes.fromhex(open("key").read().strip()),
               b"verlauf pseudonyms 1\0" + sys.argv[2].encode(), hashlib.sha256).digest()
alphabet = "0123456789abcdefghjkmnpqrstvwxyz"
def pseudonym(letter, *parts):
    bits = int.from_bytes(mac(key, *parts), "big") >> 176
    return letter + "".join(alphabet[bits >> 75 - 5 * i & 31] for i in range(16))
def shift(case, most):
    return int.from_bytes(mac(key, "shift", case, "days")[:8], "big") % (2 * most + 1) - most
rows = list(csv.DictReader(open(sys.argv[1], encoding="utf-8")))
if len(sys.argv) > 3:
    for row in rows:
        day = datetime.date.fromisoformat(row["date"])
        print(row["case_id"], day + datetime.timedelta(shift(row["case_id"], int(sys.argv[3]))))
    sys.exit()
kinds = dict(case_id="c case", household_id="h household", person_id="p person",
             adviser="a adviser", contact_id="k contact", group_id="g group", Akte="c case",
             authority="x authority")
out = [",".join(pseudonym(kinds[name][0], kinds[name][2:], value) if name in kinds and value else value
       for name, value in row.items()) for row in rows]
print(",".join(rows[0]))
print("\n".join(sorted(out)))
END
if command -v python3 >/dev/null; then
	python3 pseudo.py ids.csv uni >want
	pseudo --dates keep --pseudonym Akte:case --pseudonym authority ids.csv >got
	same got want "pseudonyms are what Python's hmac makes of the key"
	python3 pseudo.py ids.csv statistics >want
	vl-pseudo --key key --domain statistics --dates keep --pseudonym Akte:case \
		--pseudonym authority ids.csv >got
	same got want "and of another domain"
	vl-simulate --months 12 --inflow 5 | cut -d, -f2-4 >dated.csv
	python3 pseudo.py dated.csv uni 45 | cut -d' ' -f2 | sort >want
	pseudo --dates shift:45 dated.csv | cut -d, -f2 | sed 1d | sort >got
	same got want "so are shifts"
else
	skip "python3 is not installed"
fi
is "$(pseudo --dates keep --pseudonym Akte:case ids.csv | awk -F, '$2 == $10 { n++ } END { print n + 0 }')" \
	1 "another column of the same kind has the same pseudonyms"
is "$(pseudo ids.csv | sed 1d | tr , '\n' | grep -cE '^[7KP]$|H 1|Meier|Öz|Amt')" 0 "no id is left"
{ echo date,authority,minutes,adviser,case_id; echo 2024-03-05,Amt,10,Meier,7; } >turned.csv
is "$(pseudo --keep authority turned.csv | head -n 1)" case_id,date,minutes,adviser,authority \
	"columns come in the canonical order, those asked for last"
is "$(pseudo ids.csv | head -n 1)" \
	contact_id,case_id,date,minutes,person_id,household_id,adviser,group_id,participants \
	"unknown columns and those that describe people are dropped"

# ---- rules --------------------------------------------------------------------------------

# The rows of the small file, its cases told apart by their names.
A=$(pseudo small.csv | grep 60 | cut -d, -f1)
B=$(pseudo small.csv | grep 22.5 | cut -d, -f1)
M=$(pseudo small.csv | grep 60 | cut -d, -f4)
rows() { sed "s/$A/A/; s/$B/B/; s/$M/M/" "$TMP/out" | sort; }
header=case_id,date,minutes,adviser,topic
run pseudo small.csv
is "$(rows)" "A,2024-01-01,60,M,Schule|Wohnen
A,2024-02-01,8,,Folter
B,2024-02-01,22.5,M,Wohnen
$header" "dates by month, the default"
run pseudo --dates keep --keep notes small.csv
is "$(rows)" "A,2024-01-10,60,M,Schule|Wohnen,\"called \"\"twice\"\", no answer\"
A,2024-02-29,8,,Folter,x
B,2024-02-20,22.5,M,Wohnen,
$header,notes" "--dates keep, --keep"
run pseudo --minutes 15 --drop adviser --drop topic small.csv
is "$(rows)" "A,2024-01-01,60
A,2024-02-01,15
B,2024-02-01,30
case_id,date,minutes" "--minutes to the nearest multiple, half to the even one: 22.5 is 30, 8 is 15; --drop"
cat >halves.csv <<'END'
case_id,date,minutes,counted
A,2024-01-10,7.5,22.5
A,2024-01-10,37.5,0
A,2024-01-10,7,52.5
A,2024-01-10,8,97.4
END
is "$(pseudo --minutes 15 halves.csv | sed 1d | cut -d, -f3- | sort -n | paste -s -d' ')" \
	"0,30 0,60 15,90 30,0" "halves go to the even multiple, accounted minutes too"
run pseudo --dates month --min-count 2 --coarsen topic small.csv
is "$(rows)" "A,2024-01-01,60,M,other|Wohnen
A,2024-02-01,8,,other
B,2024-02-01,22.5,M,Wohnen
$header" "--coarsen"
is "$err" "vl-pseudo: small.csv: warning: column 'topic': 'other' stands for fewer than 2 cases" \
	"which says where it hides too few"
run pseudo --min-count 5 --coarsen topic --coarsen notes --keep notes small.csv
is "$(rows | cut -d, -f5- | sort)" "other,
other,other
other,other
topic,notes" "several columns, a kept one among them"

# The shift: intervals within a case stay, in all of its dates.
sed 's/,notes/,entered/; 2,$s/,[^,]*$/,2024-03-01/' small.csv | sed '2s/.*/A,2024-01-10,60,Meier,Schule,2024-03-01/' >entered.csv
pseudo --dates shift:30 entered.csv >got
jd() { date -u -d "$1" +%s | awk '{ print $1 / 86400 }'; }
# shellcheck disable=SC2046 # words
set -- $(grep "^$A" got | sort -t, -k2 | cut -d, -f2,6 | tr , ' ')
is "$(($(jd "$3") - $(jd "$1"))) $(($(jd "$2") - $(jd "$1")))" "50 51" "--dates shift keeps intervals"
pseudo --dates shift entered.csv | cut -d, -f2 >far
is "$(pseudo --dates shift:183 entered.csv | cut -d, -f2)" "$(cat far)" "by up to 183 days"

# Sessions of groups. Two meetings of one group in a month must not become one.
cat >group.csv <<'END'
case_id,date,minutes,group_id,participants
A,2024-01-10,60,G,2
B,2024-01-10,60,G,2
A,2024-01-17,60,G,2
B,2024-01-17,60,G,2
END
is "$(pseudo --dates keep group.csv | cut -d, -f4 | sed 1d | sort -u | wc -l)" 1 "a group keeps its id"
is "$(pseudo group.csv | cut -d, -f4 | sed 1d | sort | uniq -c | awk '{ print $1 }' | paste -s -d' ')" \
	"2 2" "by months its sessions stay apart"
is "$(pseudo --dates shift group.csv | cut -d, -f4 | sed 1d | sort -u | wc -l)" 4 \
	"shifted, the cases of a session have nothing in common"
# Approvals begin and end with months: by the day each would tell how far its case was moved.
cat >granted.csv <<'END'
case_id,applied,decided,hours,from,to
A,2024-01-10,2024-01-25,40,2024-02-01,2024-07-31
B,2024-01-10,2024-01-25,40,2024-02-01,2024-07-31
C,2024-01-10,2024-01-25,40,2024-02-01,2024-07-31
D,2024-01-10,,,,
END
pseudo --dates shift granted.csv | sed 1d >got
while IFS=, read -r case_id _ decided hours _ _; do
	moved=$((($(date -ud "$decided" +%s) - $(date -ud 2024-01-25 +%s)) / 86400))
	echo "$case_id,$(date -ud "2024-01-10 $moved days" +%F),$decided,$hours,$(date -ud "2024-02-01 $moved days" +%Y-%m)-01,$(
		date -ud "$(date -ud "2024-07-31 $moved days" +%Y-%m)-01 1 month -1 day" +%F)"
done >want <<END
$(grep -v ',$' got)
END
is "$(wc -l <want)" 3 "three approvals"
grep ',$' got >>want
sort want >sorted
same got sorted "--dates shift tells months of approvals, and no day of them that a case was moved by"

for dates in keep month shift; do
	is "$(pseudo --dates $dates group.csv |
		vl-figures -w 0 --since 2023-01 --until 2024-12 --period year |
		awk -F, 'NR > 1 { n += $2; h += $3 } END { print n, h }')" "4 2" \
		"--dates $dates: hours of groups are what they were"
done
sed 's/,2$/,/' group.csv >uncounted.csv
fails 3 "vl-pseudo: uncounted.csv:2:17: column 'group_id': with --dates shift a group session \
needs its participants: its rows are shifted apart and can no longer be counted
vl-pseudo: uncounted.csv:3:17: column 'group_id': with --dates shift a group session \
needs its participants: its rows are shifted apart and can no longer be counted
vl-pseudo: uncounted.csv: 2 of 2 rows break a rule: nothing was computed" \
	"a session that cannot be counted" \
	sh -c 'sed -i 4,5d uncounted.csv; exec vl-pseudo --key key --domain uni --dates shift uncounted.csv'

# ---- the four tables join ------------------------------------------------------------------

vl-simulate -o example --months 24 --inflow 10 --seed 4 || exit 1
for dates in keep month shift:60; do
	mkdir -p "$dates"
	for table in consultations cases approvals staff; do
		[ $dates:$table != shift:60:staff ] || continue
		run pseudo --dates $dates -o "$dates/$table.csv" example/$table.csv
		is "$status:$out$err:$(stat -c %a "$dates/$table.csv")" "0::600" \
			"--dates $dates: $table, into a file"
	done
done
fails 2 "vl-pseudo: example/staff.csv: a table of staff has no cases whose dates could be shifted: \
say --dates month or --dates keep" "staff cannot be shifted" pseudo --dates shift example/staff.csv
joined() { # FOLDER: rows of each pair of tables that join
	for pair in "consultations case_id cases case_id" "approvals case_id cases case_id" \
		"consultations household_id cases household_id" "consultations adviser staff adviser"; do
		# shellcheck disable=SC2086 # four words
		set -- "$1" $pair
		awk -F, -v a="$3" -v b="$5" 'FNR == 1 { file++; for (i = 1; i <= NF; i++)
				if ($i == (file == 1 ? b : a)) c = i; next }
			file == 1 { there[$c] = 1; next } $c in there { n++ } END { print n }' \
			"$1/$4.csv" "$1/$2.csv"
	done
}
is "$(joined keep)" "$(joined example)" "the tables join as before"
ok "$(cat keep/*.csv | grep -qE '[FHPBGK][0-9]{2}' && echo 1 || echo 0)" "and hold none of the ids"
for table in consultations cases approvals; do
	is "$(wc -l <shift:60/$table.csv)" "$(wc -l <example/$table.csv)" "$table: no row is lost"
done
{ head -n 1 example/consultations.csv; sed 1d example/consultations.csv | sort -t, -k5,5r; } >shuffled.csv
pseudo --dates keep shuffled.csv >got
same got keep/consultations.csv "the order of the rows does not matter"
pseudo --dates keep - <example/consultations.csv >got
same got keep/consultations.csv "nor whether it is a file"
for dialect in german german-clock german-hours; do
	vl-simulate -o $dialect --dialect $dialect --months 24 --inflow 10 --seed 4
	pseudo -p german --dates keep $dialect/cases.csv >got
	same got keep/cases.csv "$dialect: cases"
	# The profile may know the name of the first column, or not.
	pseudo -p german --dates keep $dialect/consultations.csv >got
	! grep -q ^contact_id got ||
		{ cut -d, -f2- got >rest && { head -n 1 rest && sed 1d rest | sort; } >got; }
	pseudo --dates keep --drop contact_id example/consultations.csv >want
	case $dialect in german-clock) ;; *) same got want "$dialect: consultations" ;; esac
	vl-curve got >figures
	vl-curve want >other
	same figures other "$dialect: their curve"
	pseudo -p german --dates keep --minutes 15 $dialect/consultations.csv >got
	! grep -q ^contact_id got ||
		{ cut -d, -f2- got >rest && { head -n 1 rest && sed 1d rest | sort; } >got; }
	pseudo --dates keep --minutes 15 --drop contact_id example/consultations.csv >want
	same got want "$dialect: consultations by quarters of an hour"
done

# What a profile leaves out, joins and looks up holds here as well: the same records.
mkdir hmis
cat >hmis/Services.csv <<'END'
ServicesID,EnrollmentID,PersonalID,DateProvided,RecordType,TypeProvided,UserID,DateDeleted,ExportID
1,E1,P1,2024-01-03,141,2,u1,,X
2,E1,P1,2024-02-05,141,3,u1,,X
3,E1,P1,2024-02-06,200,200,u1,,X
4,E2,P2,2024-02-07,141,2,u2,2024-03-01,X
5,E2,P2,2024-03-07,141,2,u2,,X
END
cat >hmis/Enrollment.csv <<'END'
EnrollmentID,PersonalID,HouseholdID,EntryDate
E1,P1,H1,2024-01-02
E2,P2,H2,2024-02-01
END
vl-figures -w 0 -p hmis --join hmis/Enrollment.csv --minutes-each 30 --since 2024-01 --until 2024-03 \
	hmis/Services.csv >want
for way in file stream; do
	if [ $way = file ]; then
		run pseudo -v -p hmis --join hmis/Enrollment.csv --minutes-each 30 hmis/Services.csv
	else
		# shellcheck disable=SC2002 # a pipe is what is tested
		cat hmis/Services.csv | pseudo -v -p hmis --join hmis/Enrollment.csv --minutes-each 30 \
			>out 2>err
	fi
	vl-figures -w 0 --since 2024-01 --until 2024-03 out >got
	same got want "a raw export, $way: the same figures as of its pseudonyms"
	is "$(sed 's/.*: \([0-9]* of [0-9]*\) rows.*/\1/' err)" \
		"$(awk -F, 'NR > 1 { n += $2 } END { print n }' want) of 5" \
		"a raw export, $way: what the profile leaves out does not come out"
done

# ---- the analysis says what it said --------------------------------------------------------

# Numbers agree to 1e-9, since sums over cases run in the order of their ids; the rest to the letter.
alike() { # GOT WANT WHAT
	awk -F, 'NR == FNR { want[FNR] = $0; rows = FNR; next }
		{ if (split(want[FNR], w) != NF) bad++
			for (i = 1; i <= NF; i++) if ($i != w[i]) {
				gap = $i - w[i]
				if ($i !~ /^-?[0-9.e-]+$/ || gap * gap > 1e-18 * w[i] * w[i]) bad++ } }
		END { exit bad || rows != FNR || rows < 3 }' "$2" "$1"
	ok $? "$3"
}
window="--since 2022-01 --until 2023-12"
for options in "-b service" "--period quarter -c cases.csv" "-b adviser --advisers" "-b topic"; do
	# shellcheck disable=SC2086 # words
	(cd example && vl-figures $options consultations.csv) >want
	# shellcheck disable=SC2086
	(cd keep && vl-figures $options consultations.csv) >got
	[ "$options" != "-b adviser --advisers" ] || for file in want got; do
		cut -d, -f1,3- $file | sort >sorted && mv sorted $file
	done
	same got want "--dates keep: vl-figures $options, byte for byte"
done
# shellcheck disable=SC2086
(cd example && vl-figures $window -w 0 -c cases.csv consultations.csv) >want
# shellcheck disable=SC2086
(cd month && vl-figures $window -w 0 -c cases.csv consultations.csv) >got
same got want "--dates month: vl-figures, byte for byte"
for options in "-B 0" "-B 0 -c cases.csv -b service" "--daily" \
	"-B 0 --service-rule --approvals approvals.csv -b service"; do
	# shellcheck disable=SC2086
	(cd example && vl-curve $options consultations.csv) >want
	# shellcheck disable=SC2086
	(cd keep && vl-curve $options consultations.csv) >got
	alike got want "--dates keep: vl-curve $options"
done
cut -d, -f1-4,6 want >exact
cut -d, -f1-4,6 got | cmp -s - exact
ok $? "counts to the letter"
# shellcheck disable=SC2086
(cd example && vl-curve -B 0 --calendar -w 0 $window -c cases.csv consultations.csv) >want
# shellcheck disable=SC2086
(cd month && vl-curve -B 0 --calendar -w 0 $window -c cases.csv consultations.csv) >got
alike got want "--dates month: vl-curve --calendar"
wide="--since 2021-10 --until 2024-03 -w 0 -n 20"
# shellcheck disable=SC2086
vl-curve -B 0 -m per_seen $wide example/consultations.csv >want
# shellcheck disable=SC2086
vl-curve -B 0 -m per_seen $wide shift:60/consultations.csv >got
alike got want "--dates shift: vl-curve -m per_seen, in a window that holds all"

# ---- what is said ----------------------------------------------------------------------------

run pseudo -v --meta meta.json --dates shift:20 --minutes 5 --coarsen topic --min-count 2 --keep notes \
	--drop adviser small.csv
is "$err" "vl-pseudo: small.csv: warning: column 'topic': 'other' stands for fewer than 2 cases
vl-pseudo: small.csv: 3 of 3 rows of the table consultations; dropped columns: adviser" "-v"
is "$(tr -d '\n' <meta.json | sed 's/  */ /g; s/"version": "[^"]*"/"version"/')" '{ "tool": "vl-pseudo", "version", "source": { "file": "small.csv", "profile": "verlauf", "rows": 3 }, "pseudo": { "table": "consultations", "rows": 3, "domain": "uni", "dates": "shift", "shift_days": 20, "minutes": 5, "min_count": 2, "words_coarsened": 2, "pseudonyms": "case_id", "kept_as_text": "notes", "dropped": "adviser" }}' \
	"--meta"

# ---- several threads -------------------------------------------------------------------------

# Large enough to be read by several; what they make of it is what one does.
vl-simulate --months 48 --inflow 40 --seed 5 >large.csv
ok "$([ "$(wc -c <large.csv)" -gt 4200000 ]; echo $?)" "a file that is worth several threads"
for rules in "--dates month" "--dates shift --drop case_id" \
	"--dates keep --coarsen topic --min-count 40 --minutes 15"; do
	# shellcheck disable=SC2086 # words
	pseudo -j 1 $rules large.csv >want
	for threads in 2 5; do
		# shellcheck disable=SC2086
		pseudo -j $threads $rules large.csv >got
		same got want "$rules: by $threads threads the same"
	done
done
if command -v python3 >/dev/null; then
	cut -d, -f2-4 large.csv >plain.csv
	python3 pseudo.py plain.csv uni >want
	pseudo --dates keep plain.csv >got
	same got want "what Python makes of it"
fi
{ cat large.csv; printf 'K,F,2024-02-30,10,,,,,,,,,,,,,\n'; } >spoiled.csv
fails 3 "vl-pseudo: spoiled.csv:$(wc -l <spoiled.csv):5: column 'date': there is no such day
vl-pseudo: spoiled.csv: 1 of $(sed 1d spoiled.csv | wc -l) rows break a rule: nothing was computed" \
	"a date that only the last of them sees, in its place" pseudo -j 3 spoiled.csv
{ cat large.csv; printf 'K,F,2024-02-20,x,,,,,,,,,,,,,\n'; } >spoiled.csv
fails 3 "vl-pseudo: spoiled.csv:$(wc -l <spoiled.csv):16: column 'minutes': must be a number like 12 or 12.5
vl-pseudo: spoiled.csv: 1 of $(sed 1d spoiled.csv | wc -l) rows break a rule: nothing was computed" \
	"an amount, which is looked at when all is read" pseudo -j 3 spoiled.csv

# ---- refusals --------------------------------------------------------------------------------

hint="
vl-pseudo: 'vl-pseudo -h' lists the options"
usage() { # MESSAGE OPTIONS...
	usage_message=$1
	shift
	fails 2 "vl-pseudo: $usage_message$hint" "$*" vl-pseudo "$@"
}
needed="--key and --domain must be given (vl-pseudo --new-key FILE makes a key)"
usage "$needed" small.csv
usage "$needed" --key key small.csv
usage "$needed" --domain uni small.csv
usage "--new-key makes a key and does nothing else" --new-key x --key key
usage "unexpected operand 'small.csv'" --new-key x small.csv
usage "option --domain: '': must be a name of 1 to 100 bytes" --domain ""
usage "option --dates: 'week': must be one of month, keep, shift" --dates week
usage "option --dates: 'shift:0': must be shift:DAYS with 1 to 3660 days" --dates shift:0
usage "option --dates: 'shift:9x': must be shift:DAYS with 1 to 3660 days" --dates shift:9x
usage "option --minutes: '0': must be a whole number from 1 to 1440" --minutes 0
usage "option --min-count: '1': must be a whole number from 2 to 1000000" --min-count 1
usage "option --keep: '': must be the name of a column, at most 100 times" --keep ""
usage "option --threads: '0': must be a whole number from 1 to 64" --threads 0
usage "--coarsen and --min-count need each other" --key key --domain uni --coarsen topic small.csv
usage "--coarsen and --min-count need each other" --key key --domain uni --min-count 5 small.csv
usage "--effort must name a time here; other columns are passed on with --keep" \
	--key key --domain uni -e notes:amount small.csv
fails 2 "vl-pseudo: small.csv: no column 'nots' (profile verlauf); the file has: case_id, date, \
minutes, adviser, topic, notes" "a column that is not there" pseudo --keep nots small.csv
fails 2 "vl-pseudo: small.csv: column 'adviser' holds ids: they get pseudonyms or are dropped, but \
are not kept" "ids are not kept" pseudo --keep adviser small.csv
fails 2 "vl-pseudo: small.csv: column 'minutes' holds no words that are passed on: --coarsen does \
not apply" "numbers are not coarsened to words" pseudo --coarsen minutes --min-count 5 small.csv
fails 2 "vl-pseudo: small.csv: column 'notes' holds no words that are passed on: --coarsen does \
not apply" "nor what is dropped" pseudo --coarsen notes --min-count 5 small.csv
printf 'adviser,from,to,fte,team\nB,2024-01-01,,1,North\n' >team.csv
fails 2 "vl-pseudo: team.csv: --coarsen counts cases, and a table of staff has none" \
	"nor staff" pseudo --keep team --coarsen team --min-count 5 team.csv
echo a,b,c >strange.csv
echo 1,2,3 >>strange.csv
fails 2 "vl-pseudo: strange.csv: is none of the tables consultations, cases, approvals, staff (profile \
verlauf): it has no column date, fte, from, to, applied, first_contact, assigned or closed" \
	"another table" pseudo strange.csv
head -n 1 small.csv >header.csv
fails 3 "vl-pseudo: header.csv: the table has no rows" "no rows" pseudo header.csv
cat >wrong.csv <<'END'
case_id,date,minutes,participants
A,2024-02-30,10,1
A,2024-02-28,x,1
A,2024-02-28,1,Frau Meier
A,1899-02-28,1,
END
printf 'case_id,date,minutes\n1,,30\n' >dateless.csv
for dates in month keep; do
	fails 3 "vl-pseudo: dateless.csv:2:3: column 'date': must be a date like 2026-10-31
vl-pseudo: dateless.csv: 1 of 1 rows break a rule: nothing was computed" "no date, --dates $dates" \
		pseudo --dates $dates dateless.csv
done
fails 3 "vl-pseudo: wrong.csv:2:3: column 'date': there is no such day
vl-pseudo: wrong.csv:3:14: column 'minutes': must be a number like 12 or 12.5
vl-pseudo: wrong.csv:4:16: column 'participants': must be a number like 12 or 12.5
vl-pseudo: wrong.csv:5:3: column 'date': the year must lie between 1900 and 2078
vl-pseudo: wrong.csv: 4 of 4 rows break a rule: nothing was computed" "wrong cells" pseudo wrong.csv
printf 'case_id,first_contact\n,2024-01-01\n' >noid.csv
fails 3 "vl-pseudo: noid.csv:2:1: column 'case_id': the id of a case must not be empty
vl-pseudo: noid.csv: 1 of 1 rows break a rule: nothing was computed" "a case without an id" \
	pseudo noid.csv
printf 'Fall;Datum;Dauer\n1;01.02.2024;5\n' >unit.csv
fails 2 "vl-pseudo: unit.csv: column 'Dauer' does not say whether it holds minutes or hours: \
--effort 'Dauer:minutes' or --effort 'Dauer:hours'" "a unit that nobody knows" pseudo -p german unit.csv
is "$(pseudo -p german -e Dauer:hours --dates keep unit.csv | tail -n 1 | cut -d, -f2-)" "2024-02-01,300" \
	"unless it is said"
pseudo small.csv >kept
cp kept target
run pseudo -o target wrong.csv
is "$status" 3 "a wrong file, into a file"
same target kept "leaves it as it was"

# Columns with few words are put together, long cells in several pieces: against sort, to which a byte
# that is less than all others stands between cells.
awk 'BEGIN {
	print "case_id,date,minutes,topic,channel,x"
	for (i = 0; i < 3000; i++)
		printf "%d,2024-0%d-11,%d,%s,%s,%s\n", i % 40, i % 9 + 1, i % 4 * 15 + 15,
			substr("homeschool", i % 5, i % 7), i % 11 ? "phone" : "", substr(i * 7919 "", 1, 3)
}' >few.csv
awk -F, -v OFS=, 'NR == 1 || $6 = sprintf("%03d%2000s.", $6, $6)' few.csv >long.csv
for table in few long; do
	sed 1d $table.csv | cut -d, -f2- | tr , '\001' | LC_ALL=C sort | tr '\001' , >want
	for threads in 1 3; do
		pseudo -j $threads --drop case_id --dates keep --keep x $table.csv 2>err | sed 1d >got
		same got want "$table: rows in order, with $threads threads"
	done
done

done_testing
