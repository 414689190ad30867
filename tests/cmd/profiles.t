#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Profiles: exports in the layouts that services have, each beside the canonical file that it means,
# written by hand. The tools must say the same of both, and of what vl-import makes of it. Then
# everything that a profile or an export can get wrong.
# shellcheck source=tests/cmd/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$TMP" || exit 1

# agree WHAT RAW CANONICAL OPTION...: the same bytes from the raw file and the canonical one, by the
# tools in $tools.
agree() {
	agree_what=$1 agree_raw=$2 agree_canonical=$3
	shift 3
	printf '%s\n' "$tools" >tools
	while read -r tool; do
		# shellcheck disable=SC2086 # a tool and its options
		$tool -w 0 $window "$agree_canonical" >want 2>want.err
		# shellcheck disable=SC2086
		run $tool -w 0 $window "$@" "$agree_raw"
		is "$status" 0 "$agree_what: $tool reads it"
		[ "$status" = 0 ] || sed 's/^/# /' "$TMP/err"
		same "$TMP/out" want "$agree_what: $tool"
	done <tools
	[ -x "$BIN/vl-import" ] || return 0
	run vl-import "$@" "$agree_raw"
	cp "$TMP/out" imported.csv
	is "$status" 0 "$agree_what: vl-import"
	[ "$status" = 0 ] || sed 's/^/# /' "$TMP/err"
	while read -r tool; do
		# shellcheck disable=SC2086
		$tool -w 0 $window imported.csv >got 2>/dev/null
		# shellcheck disable=SC2086
		$tool -w 0 $window "$@" "$agree_raw" >want 2>/dev/null
		same got want "$agree_what: $tool through vl-import"
	done <tools
}

all='vl-figures
vl-panel
vl-curve -m per_case
template'
with_topic="$all
vl-figures -b topic"
with_activity="$with_topic
vl-figures -b activity"
window='--since 2024-01 --until 2024-03'

# ---- the canonical profile is what the tools know without it ---------------------------------------

cat >canonical.csv <<END
case_id,date,minutes,topic,activity
A,2024-01-10,30,housing|health,
A,2024-02-20,90,,
END
cp "$TOP/data/profiles/verlauf.profile" .
vl-panel -w 0 --since 2024-01 --until 2024-03 canonical.csv >want
for p in verlauf ./verlauf.profile; do
	run vl-panel -w 0 --since 2024-01 --until 2024-03 -p $p canonical.csv
	same "$TMP/out" want "-p $p is no profile at all"
done

# ---- hmis ------------------------------------------------------------------------------------------

cat >Services.csv <<END
ServicesID,EnrollmentID,PersonalID,DateProvided,RecordType,TypeProvided,OtherTypeProvided,MovingOnOtherType,SubTypeProvided,FAAmount,FAStartDate,FAEndDate,ReferralOutcome,DateCreated,DateUpdated,UserID,DateDeleted,ExportID
1,E1,P1,2024-01-10,141,2,,,,,,,,2024-01-11 09:00:00,2024-01-11 09:00:00,U1,,X
2,E1,P1,2024-02-20,144,3,,,,,,,,2024-02-20 09:00:00,2024-02-20 09:00:00,U1,,X
3,E2,P2,2024-02-21,200,200,,,,,,,,2024-02-21 09:00:00,2024-02-21 09:00:00,U1,,X
4,E2,P2,2024-02-22,141,5,,,,,,,,2024-02-22 09:00:00,2024-02-22 09:00:00,U2,,X
5,E2,P2,2024-03-01,141,5,,,,,,,,2024-03-01 09:00:00,2024-03-01 09:00:00,U2,2024-03-02 08:00:00,X
END
cat >Enrollment.csv <<END
EnrollmentID,PersonalID,ProjectID,EntryDate,HouseholdID,RelationshipToHoH,DateDeleted,ExportID
E1,P1,R1,2023-12-20,H1,1,,X
E2,P2,R1,2024-02-01,H1,2,,X
E2,P2,R1,2024-02-01,H9,2,2024-02-02 10:00:00,X
END
cat >hmis.csv <<END
case_id,date,minutes,person_id,household_id,topic,activity
E1,2024-01-10,30,P1,H1,2,path_service
E1,2024-02-20,60,P1,H1,3,ssvf_service
E2,2024-02-22,30,P2,H1,5,path_service
END
tools=$with_activity
agree hmis Services.csv hmis.csv -p hmis --join Enrollment.csv --minutes-each 141=30,144=60
cat >cases.csv <<END
case_id,first_contact,household_id
E1,2023-12-20,H1
E2,2024-02-01,H1
END
vl-curve -w 0 --since 2024-01 --until 2024-03 -c cases.csv hmis.csv >want 2>&1
vl-curve -w 0 --since 2024-01 --until 2024-03 -p hmis --minutes-each 141=30,60 --join Enrollment.csv \
	-c Enrollment.csv Services.csv >got 2>&1
same got want "hmis: the enrollments as the case table"
run vl-figures -v -w 0 -p hmis --minutes-each 30 --join Enrollment.csv --since 2024-01 --until 2024-03 Services.csv
is "$status" 0 "hmis: one number for all"
is "$err" "vl-figures: Services.csv: Window 2024-01-01 to 2024-03-31; 5 rows read, 3 held consultations, \
1 planned or deleted, 1 left out: bed night" "hmis: what was left out"
fails 2 "vl-figures: profile hmis needs the second file of the export: --join
vl-figures: 'vl-figures -h' lists the options" "hmis without the second file" \
	vl-figures -p hmis --minutes-each 30 Services.csv
fails 2 "vl-figures: Services.csv: the export has no durations: say --minutes-each, by the column 'RecordType'" \
	"hmis without minutes" vl-figures -p hmis --join Enrollment.csv Services.csv
fails 3 "vl-figures: Services.csv:3:20: column 'RecordType': must not be empty
vl-figures: Services.csv: 1 of 5 rows break a rule: nothing was computed" "hmis: a record type without minutes" \
	vl-figures -p hmis --join Enrollment.csv --minutes-each 141=30 Services.csv
sed '/^E2/d' Enrollment.csv >one.csv
fails 3 "vl-figures: Services.csv:5:3: column 'EnrollmentID': the second file has no such row
vl-figures: Services.csv: 1 of 5 rows break a rule: nothing was computed" \
	"hmis: an enrollment that is not there, of which only a row that counts is refused" \
	vl-figures -p hmis --join one.csv --minutes-each 30 Services.csv
sed '5d' Services.csv >gone.csv
run vl-figures -v -w 0 -p hmis --minutes-each 30 --join one.csv --since 2024-01 --until 2024-03 gone.csv
is "$status:$err" "0:vl-figures: gone.csv: Window 2024-01-01 to 2024-03-31; 4 rows read, 2 held consultations, \
1 planned or deleted, 1 left out: bed night" "hmis: a deleted row needs no enrollment"
sed 's/2024-02-02 10:00:00//' Enrollment.csv >twice.csv
fails 3 "vl-figures: twice.csv:4:1: column 'EnrollmentID': a second row with the same key
vl-figures: twice.csv: 1 of 3 rows break a rule: nothing was computed" "hmis: two enrollments with one id" \
	vl-figures -p hmis --join twice.csv --minutes-each 30 Services.csv
sed 's/,DateDeleted//; s/,[^,]*,X$/,X/' Services.csv >nodelete.csv
# A file worth several threads, with something to warn of, and the second one on standard input.
awk -F, 'NR == 1 { print; next } NR == 2 { row = $0; sub(/^[^,]*,/, "", row)
	while (n < 35000) printf "S%07d,%s\n", ++n, row; printf "S%07d,%s", 0, row; exit }' Services.csv >large.csv
vl-figures -w 0 --since 2024-01 --until 2024-01 -p hmis --join Enrollment.csv --minutes-each 30 -j 1 large.csv >want 2>/dev/null
cat Enrollment.csv | vl-figures -w 0 --since 2024-01 --until 2024-01 -p hmis --join - --minutes-each 30 -j 2 large.csv >out 2>err
is "$?:$(wc -c <large.csv | awk "{ print (\$1 > 2097152) }")" "0:1" "a second file that can be read only once"
same out want "the same by one thread and by two"
run vl-figures -p hmis --join Enrollment.csv --minutes-each 30 nodelete.csv
is "$status" 2 "hmis: a file without the column of the deleted is refused"

# The minutes by a column of the second file, and a filter on the minutes.
printf 'cid,d,eid\nx,2024-01-03,1\ny,2024-01-04,2\nz,2024-01-05,1\n' >services.raw
printf 'eid,kind\n1,short\n2,long\n' >kinds.csv
cat >kinds.profile <<'END'
columns = { case_id = "cid"; date = "d"; };
minutes = { column = "kind"; table = ( ("short", 30), ("long", 60) ); };
join = { key = "eid"; columns = [ "kind" ]; };
drop = ( { column = "minutes"; values = [ "60" ]; as = "other"; reason = "long"; } );
END
run vl-import -p ./kinds.profile --join kinds.csv services.raw
is "$status:$(cut -d, -f1-3 "$TMP/out")" "0:case_id,date,minutes
x,2024-01-03,30
z,2024-01-05,30" "a filter on minutes that the second file tells"

# ---- casa ------------------------------------------------------------------------------------------

cat >casa.raw <<END
Internal Contact Number,Duration Minutes,Contact Types,Contact Made,Contact Medium,Occurred At,Added To System At,Miles Driven,Wants Driving Reimbursement,Casa Case Number,Creator Email,Creator Name,Supervisor Name,Case Contact Notes
11,45,School|Therapist,true,In Person,"January 8, 2024",2024-01-09 17:00:00 UTC,0,false,CINA-24-1,a@example.org,Ann,Sue,"long, with
two lines"
12,0,Parent,false,Letter,"February 10, 2024",2024-02-10 17:00:00 UTC,0,false,CINA-24-1,a@example.org,Ann,Sue,
13,30,,true,Video,"March 1, 2024",2024-03-01 17:00:00 UTC,0,false,CINA-24-2,a@example.org,Ann,Sue,
END
cat >casa.csv <<END
case_id,date,minutes,topic,status
CINA-24-1,2024-01-08,45,School|Therapist,held
CINA-24-1,2024-02-10,0,Parent,no_show
CINA-24-2,2024-03-01,30,,held
END
tools=$with_topic
agree casa casa.raw casa.csv -p casa

# ---- civicrm ---------------------------------------------------------------------------------------

for d in ',' ';'; do
	sed "s/,/$d/g" >civicrm.raw <<END
"Activity ID","Activity Type","Activity Date","Duration","Activity Status","Case ID","Contact Name"
"501","Meeting","2024-01-10 10:00","45","Completed","7","One"
"501","Meeting","2024-01-10 10:00","45","Completed","7","Two"
"502","Phone Call","2024-02-11 09:00","15","Completed","8","One"
"503","Meeting","2024-02-12 09:00"," ","Scheduled","8","One"
"504","Phone Call","2024-03-12 09:00","NULL","No-show","8","One"
"505","Team","2024-03-13 09:00","60","Completed"," ","One"
END
	cat >civicrm.csv <<END
case_id,date,minutes,activity,status
7,2024-01-10,45,Meeting,held
8,2024-02-11,15,Phone Call,held
8,2024-02-12,,Meeting,planned
8,2024-03-12,,Phone Call,no_show
,2024-03-13,60,Team,held
END
	tools="$all
vl-figures -b activity"
	agree "civicrm, '$d'" civicrm.raw civicrm.csv -p civicrm
done
sed 's/Contact Name/Assigned To/' civicrm.raw >assigned.raw
run vl-figures -p civicrm --advisers -b adviser assigned.raw
is "$status" 2 "civicrm: who of several assignees would stand first has no say"
sed 's/"45";"Completed";"7";"Two"/"50";"Completed";"7";"Two"/' civicrm.raw >contradiction.raw
fails 3 "vl-figures: contradiction.raw:3:1: column 'Activity ID': a row before has the same key, but \
another case, date, duration, status, effort or group
vl-figures: contradiction.raw: 1 of 6 rows break a rule: nothing was computed" "duplicates that differ" \
	vl-figures -p civicrm contradiction.raw
# What is counted, and by which groups, must not depend on which of them stands first.
cat >keyed.profile <<END
key = ( "id" );
END
printf '%s\n' id,case_id,date,minutes,cost,topic 1,a,2024-01-02,30,10,home 1,a,2024-01-02,30,99,work >keyed.csv
run vl-figures -p ./keyed.profile -w 0 --partial keyed.csv
is "$status" 0 "duplicates that differ in what nobody asks for"
for asked in '-e cost:amount' '-b topic'; do
	# shellcheck disable=SC2086 # two words
	run vl-figures -p ./keyed.profile -w 0 --partial $asked keyed.csv
	is "$status:$(printf '%s\n' "$err" | head -n 1)" "3:vl-figures: keyed.csv:3:1: column 'id': a row \
before has the same key, but another case, date, duration, status, effort or group" "and in what is: $asked"
done
# Of a size that several threads would share.
awk 'BEGIN { print "Activity ID,Activity Type,Activity Date,Duration,Activity Status,Case ID"
	for (i = 0; i < 50000; i++)
		for (k = i % 10 == 0; k >= 0; k--)
			printf "%d,Meeting,2024-%02d-10 10:00,45,Completed,%d\n", i, i % 12 + 1, i % 7 }' >many.raw
for threads in 1 2; do
	run vl-figures -v -j $threads --meta many.json -p civicrm many.raw
	is "${err#*; }" "55000 rows read, 50000 held consultations, 5000 duplicates" \
		"duplicates are counted, $threads threads"
	is "$(grep -e duplicates -e left_out many.json | tr -d ' \n')" '"duplicates":5000,"left_out":0,' \
		"... and stand in --meta"
done

# ---- kobo ------------------------------------------------------------------------------------------

{
	printf '"case";"duration";"topics";"remark";"_id";"_uuid";"_submission_time";"_validation_status"\r\n'
	printf '"#case";"";"#topic";"";"";"";"";""\r\n'
	printf '"A";"30";"housing health";"one\r\ntwo";"1";"u1";"2024-01-31T23:30:00";""\r\n'
	printf '"B";"45";"";"";"2";"u2";"2024-03-30T22:30:00";"validation_status_approved"\r\n'
	printf '"B";"45";"";"";"3";"u3";"2024-03-30T22:40:00";"validation_status_not_approved"\r\n'
} >kobo.raw
cat >kobo.csv <<END
case_id,date,minutes,topic
A,2024-02-01,30,housing|health
B,2024-03-30,45,
END
tools=$with_topic
agree kobo kobo.raw kobo.csv -p kobo
sed 2d kobo.raw >untagged.raw
run vl-panel -w 0 --since 2024-01 --until 2024-03 -p kobo untagged.raw
vl-panel -w 0 --since 2024-01 --until 2024-03 kobo.csv >want
same "$TMP/out" want "kobo without a row of tags"

# ---- commcare --------------------------------------------------------------------------------------

printf '\357\273\277number,formid,form.case.@case_id,form.visit_date,form.duration,form.topics,completed_time,username,received_on\n0,f1,c1,2024-01-10,30,---,2024-01-10 10:00:00,w1,2024-01-11 01:00:00\n1,f2,c1,2024-02-10,---,---,2024-02-10 10:00:00,w1,2024-02-10 10:00:00\n2,f3,c2,2024-03-10,15,family,2024-03-10 10:00:00,---,2024-03-10 10:00:00\n' >commcare.raw
fails 3 "vl-figures: commcare.raw:3:20: column 'form.duration': must not be empty
vl-figures: commcare.raw: 1 of 3 rows break a rule: nothing was computed" "commcare: --- is no duration" \
	vl-figures -p commcare commcare.raw
sed -i 's/2024-02-10,---/2024-02-10,5/' commcare.raw
cat >commcare.csv <<END
case_id,date,minutes,topic
c1,2024-01-10,30,
c1,2024-02-10,5,
c2,2024-03-10,15,family
END
agree commcare commcare.raw commcare.csv -p commcare

# ---- clockify --------------------------------------------------------------------------------------

cat >clockify.raw <<END
"Project","Client","Description","Task","User","Group","Email","Tags","Type","Billable","Start Date","Start Time","End Date","End Time","Duration (h)","Duration (decimal)","Billable Rate (USD)","Billable Amount (USD)"
"P1","C","x","Visit","Ann","","a@example.org","housing, health","Regular","Yes","07/01/2024","10:00:00","07/01/2024","11:17:00","01:17:00","1.28","0.00","0.00"
"P1","C","x","Call","Ann","","a@example.org","","Regular","Yes","16/02/2024","10:00:00","16/02/2024","10:20:20","00:20:20","0.34","0.00","0.00"
"P2","C","x","Lunch","Ann","","a@example.org","","Break","Yes","16/02/2024","12:00:00","16/02/2024","12:30:00","00:30:00","0.50","0.00","0.00"
END
cat >clockify.csv <<END
case_id,date,minutes,topic,activity
P1,2024-01-07,1:17:00,housing|health,Visit
P1,2024-02-16,0:20:20,,Call
END
tools=$with_activity
agree clockify clockify.raw clockify.csv -p clockify
# shellcheck disable=SC2002 # a pipe is what is tested
cat clockify.raw | vl-panel -w 0 --since 2024-01 --until 2024-03 -p clockify >got 2>err
vl-panel -w 0 --since 2024-01 --until 2024-03 clockify.csv >want
same got want "clockify: from a pipe, read twice"
is "$(cat err)" "" "clockify: without a word"
vl-panel -w 0 --since 2024-01 --until 2024-03 -p clockify <clockify.raw >got
same got want "clockify: from standard input"
sed '/16\/02/d' clockify.raw >either.raw
fails 2 "vl-panel: either.raw: column 'Start Date': all dates can be read as day and month or as month and \
day: say --date-order dmy or --date-order mdy" "dates that can be read two ways" vl-panel -p clockify either.raw
run vl-panel -w 0 --since 2024-01 --until 2024-07 -p clockify --date-order mdy either.raw
is "$status:$(printf '%s\n' "$out" | sed -n 2p | cut -d, -f1,10)" "0:P1,2024-07-01" "--date-order decides"
sed 's,16/02,02/16,' clockify.raw | sed 's,07/01,16/01,' >both.raw
fails 3 "vl-panel: both.raw:3: column 'Start Date': this date and that of line 2 are not in the same order: \
say --date-order" "dates that contradict each other" vl-panel -p clockify both.raw
mkfifo fifo
cat clockify.raw >fifo &
fails 2 "vl-panel: fifo: is read twice for the order of its dates: give a file, standard input, or --date-order" \
	"a named pipe cannot be read twice" vl-panel -p clockify fifo
cat fifo >/dev/null &
wait

# ---- german ----------------------------------------------------------------------------------------

printf '\357\273\277sep=;\r\nFallnummer;Datum;Stunden;Anliegen;Aktivität;Status\r\nA;10.01.2024;1,25;Wohnen|Familie;;durchgeführt\r\n'"'"'-B;11.02.2024;0,5;;Gruppe;ausgefallen\r\n' >german.raw
cat >german.csv <<END
case_id,date,minutes,topic,activity,status
A,2024-01-10,75,Wohnen|Familie,,held
-B,2024-02-11,30,,Gruppe,no_show
END
agree german german.raw german.csv -p german
printf 'Fallnummer;Beantragt am;Stunden;Von;Bis\nA;01.01.2024;50;01.01.2024;31.03.2024\n' >approvals.csv
printf 'Fallnummer;Datum;Minuten\nA;10.01.2024;30\n' >one.raw
run vl-figures -w 0 --since 2024-01 --until 2024-01 -p german -b service --service-rule --approvals approvals.csv \
	one.raw
is "$status:$(printf '%s\n' "$out" | sed -n 2p | cut -d, -f1-4)" "0:2024-01,special,1,0.5" \
	"german: approvals with their hours"

# ---- group sessions in clock time ------------------------------------------------------------------

cat >clock.csv <<END
case_id,date,minutes,group_id,participants
A,2024-01-10,1:10:00,G,7
B,2024-01-10,1:10:00,G,7
C,2024-02-11,0:20:00,,
END
sed 's/1:10:00/70/; s/0:20:00/20/' clock.csv >plain.csv
vl-panel -w 0 --since 2024-01 --until 2024-03 clock.csv >got
vl-panel -w 0 --since 2024-01 --until 2024-03 plain.csv >want
same got want "whole minutes are shared out the same in clock time"

# ---- the form of exports ---------------------------------------------------------------------------

cat >ends.profile <<END
row_end_delimiter = true;
END
printf 'case_id,date,minutes,\nA,2024-01-10,30,\nB,2024-02-10,30\n' >ends.csv
run template --since 2024-01 --until 2024-03 -p ./ends.profile ends.csv
is "$status:$out:$err" "0:records,cases,hours
2,2,1:" "lines that end in a delimiter"
fails 3 "template: ends.csv:1:22: column 4 has no name; where all lines end in a delimiter, a profile says \
row_end_delimiter" "... need a word" template ends.csv
printf 'case_id,date,minutes,\nA,2024-01-10,30,x\n' >ends.csv
fails 3 "template: ends.csv:2: wrong number of cells: 4 here, 3 in the header
template: ends.csv: 1 of 1 rows break a rule: nothing was computed" "... and nothing behind it" \
	template -p ./ends.profile ends.csv
printf 'sep=\t\ncase_id\tdate\tminutes\nA\t2024-01-10\t30\n' >sep.csv
run template --since 2024-01 --until 2024-03 sep.csv
is "$status:$out" "0:records,cases,hours
1,1,0.5" "a first line sep="
printf 'second_header = "any";\n' >second.profile
printf 'case_id,date,minutes\nid,day,min\nA,2024-01-10,3x\n' >second.csv
fails 3 "template: second.csv:3:14: column 'minutes': must be a number like 12 or 12.5
template: second.csv: 1 of 1 rows break a rule: nothing was computed" "a second header row counts as a line" \
	template -p ./second.profile second.csv
printf 'case_id,date,minutes\nid,"day,min\nA,2024-01-10,3\n' >second.csv
fails 3 "template: second.csv:2:4: column 'date': the quote opened here is not closed" \
	"a second header row with a quote too many" template -p ./second.profile second.csv
printf 'delimiter = ",;";\n' >choice.profile
printf 'case_id,date;x,minutes;y\nA,2024-01-10,30\n' >choice.csv
run template -p ./choice.profile choice.csv
is "$status:$err" "2:template: choice.csv:1: the header is parted alike by two delimiters: say --delimiter" \
	"two delimiters that part the header alike"

# ---- profiles that are wrong -----------------------------------------------------------------------

# wrong LINE MESSAGE TEXT: a profile of these lines is refused there.
wrong() {
	printf "$3" >wrong.profile
	wrong_at=wrong.profile:$1:
	[ "$1" = 0 ] && wrong_at=wrong.profile:
	fails 2 "template: ./$wrong_at $2" "profile: $2" template -p ./wrong.profile canonical.csv
}
wrong 1 "there is no setting 'delimeter' here" 'delimeter = ",";\n'
wrong 2 "'delimiter' must be text in quotes" '\ndelimiter = 5;\n'
wrong 1 "'delimiter' must be one character of ASCII, or several to choose from" 'delimiter = "ä";\n'
wrong 1 "'delimiter' must not be empty" 'delimiter = "";\n'
wrong 3 "'encoding' must be one of utf-8, cp1252, iso-8859-1, iso-8859-15, utf-8-bom-or-cp1252" \
	'# a\n# b\nencoding = "latin1";\n'
wrong 1 "'skip' must be a whole number from 0 to 1000" 'skip = 1001;\n'
wrong 1 "'skip' must be a whole number from 0 to 1000" 'skip = "1";\n'
wrong 1 "'row_end_delimiter' must be true or false" 'row_end_delimiter = 1;\n'
wrong 1 "'second_header' must be one of none, any, hxl" 'second_header = "two";\n'
wrong 1 "'decimal_mark' must be one of ., ," 'decimal_mark = ";";\n'
wrong 1 "'dates' must be one of iso, dmy, mdy, words, auto" 'dates = "ymd";\n'
wrong 2 "'entered' must be one of iso, dmy, mdy, words, auto" 'dates = {\nentered = "ymd"; };\n'
wrong 0 "times in UTC need a zone" 'times = "utc";\n'
wrong 1 "'zone' must be UTC, WET, CET, EET, or an offset like +05:30" 'zone = "Europe/Berlin";\n'
wrong 2 "there is no canonical column 'fall_id'" 'columns = {\nfall_id = "Fall";\n};\n'
wrong 1 "'columns' must be a group of settings in braces" 'columns = [ "a" ];\n'
wrong 2 "the name 'FALL' stands twice" 'columns = {\ncase_id = [ "Fall", "FALL" ]; };\n'
wrong 2 "'case_id' has no units: only minutes may be a group" 'columns = {\ncase_id = { hours = "x"; }; };\n'
wrong 2 "there is no unit 'days'; there are minutes, hours, seconds, count and unstated" \
	'columns = {\nminutes = { days = "x"; }; };\n'
wrong 2 "'case_id' must be text in quotes" 'columns = {\ncase_id = [ 1 ]; };\n'
wrong 2 "'case_id' must not be empty" 'columns = {\ncase_id = [ ]; };\n'
wrong 1 "'case_id' must not contain control characters" 'columns = { case_id = "a\\nb"; };\n'
wrong 1 "'case_id' must be text in UTF-8" 'columns = { case_id = "a\\xffb"; };\n'
wrong 1 "there is no canonical column 'fall'" 'first_wins = "fall";\n'
wrong 3 "the word 'X' stands twice" 'values = { status = {\nheld = "x";\nno_show = "X"; }; };\n'
wrong 1 "'topic' must be one character of ASCII" 'separators = { topic = ", "; };\n'
wrong 1 "'drop' must be a list in round brackets" 'drop = { column = "x"; };\n'
wrong 1 "'drop' needs a column" 'drop = ( { as = "deleted"; } );\n'
wrong 1 "'as' must be one of deleted, planned, other" 'drop = ( { column = "x"; as = "gone"; } );\n'
wrong 1 "'reason' is too long" "drop = ( { column = \"x\"; reason = \"$(printf %071d 0)\"; } );\n"
wrong 1 "'drop' has more than 16 entries" \
	"drop = ( $(for i in 1 2 3 4 5 6 7 8 9 a b c d e f g; do printf '{ column = "x%s"; }, ' $i; done) \
{ column = \"y\"; } );\n"
wrong 1 "'join' needs key and columns" 'join = { key = "x"; };\n'
wrong 1 "'minutes' needs a column" 'minutes = { others = 5; };\n'
wrong 1 "'table' must hold pairs like (\"141\", 30)" 'minutes = { column = "x"; table = ( "a" ); };\n'
wrong 1 "'others' must be a whole number from 0 to 1440" 'minutes = { column = "x"; others = 1441; };\n'
wrong 2 "'@include' is not allowed in a profile" '\n@include "/etc/passwd"\n'
wrong 3 "'@include' is not allowed in a profile" 'missing = ( "a\n\n \t@include \"b\"" );\n'
wrong 2 "there is a zero byte" '\n\000'
wrong 2 "a profile must be in UTF-8" '#\n\377\n'
wrong 2 "is not written as libconfig wants it: syntax error" 'delimiter = ","\n}\n'
printf 'other_tables = "none";\n' >wrong.profile
fails 2 "template: there is no profile 'none'; there are casa, civicrm, clockify, commcare, german, hmis, kobo, \
verlauf, and those of your own by path, as ./NAME.profile" "no such profile for the other tables" \
	template -p ./wrong.profile canonical.csv
fails 5 "template: ./absent.profile: cannot read: No such file or directory" "no such profile file" \
	template -p ./absent.profile canonical.csv
fails 5 "template: /: cannot read: Is a directory" "a folder as a profile" template -p / canonical.csv
head -c 300000 /dev/zero | tr '\0' '#' >long.profile
fails 2 "template: ./long.profile: is too long for a profile" "a long profile" template -p ./long.profile canonical.csv
fails 2 "template: --join is of use with a profile that joins a second file
template: 'template -h' lists the options" "--join for nothing" \
	template --join x canonical.csv
fails 2 "template: canonical.csv: the file has durations, in 'minutes': leave out --minutes-each" \
	"--minutes-each for nothing" template --minutes-each 30 canonical.csv
fails 2 "template: option --minutes-each: '141=x': must be like 30 or 141=30,144=60,45, each from 0 to 1440
template: 'template -h' lists the options" "--minutes-each without a number" template --minutes-each 141=x canonical.csv
fails 2 "template: profile verlauf names no column to which the words of --minutes-each belong" \
	"--minutes-each by words without a column" template --minutes-each 141=3 canonical.csv

done_testing
