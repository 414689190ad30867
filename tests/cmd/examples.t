#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The examples that are installed: the configuration is one, cron and systemd run the report with it.
. "$(dirname "$0")/lib.sh"
cd "$TMP" || exit 1
examples=$TOP/data/examples

vl-simulate -o example --seed 1
cp example/consultations.csv export.csv
cp example/cases.csv example/approvals.csv .
vl-pseudo --new-key report.key
cp "$examples/report.conf" report.conf
run vl-report -c report.conf --dry-run
is "$status:$err" 0: "report.conf is a configuration"
sed 's/^# \([a-z_]* = \)/\1/' report.conf >all.conf
is "$(grep -c '^[a-z_]* = ' all.conf)" "$(($(grep -c '^[a-z_]* = ' report.conf) + 6))" \
	"report.conf: six more keys as comments"
run vl-report -c all.conf --dry-run
is "$status:$err" 0: "... which are keys, too"

is "$(grep -v '^#' "$examples/verlauf.cron")" "MAILTO=root
PATH=/usr/local/bin:/usr/bin:/bin
0 6 3 * * verlauf vl-report -c /srv/verlauf/report.conf --month last" "verlauf.cron: when, who, what"
if command -v systemd-analyze >/dev/null; then
	# The user and the folder are the administrator's to make; program and page lie elsewhere here.
	for unit in vl-report.service vl-report.timer; do
		sed "s,^ExecStart=vl-report,ExecStart=$BIN/vl-report,; /^User=/d; /^Documentation=/d" \
			"$examples/$unit" >"$unit"
	done
	run systemd-analyze verify ./vl-report.timer ./vl-report.service
	is "$status:$err" 0: "systemd takes the timer and the service"
	run systemd-analyze calendar --iterations=1 "$(sed -n 's/^OnCalendar=//p' vl-report.timer)"
	is "$status" 0 "... and knows when"
else
	skip "systemd-analyze is not installed"
fi
done_testing
