/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order of a column's dates: what decides, what does not, what contradicts. */
#include "data/dates.h"
#include "tap.h"

enum { ASK = 100, CONTRADICTION };

static int decide(const char *const cells[])
{
	struct date_votes votes = { 0 };
	struct fault fault = { 0 };
	enum date_order order;

	for (long i = 0; cells[i]; i++)
		dates_vote(&votes, cells[i], strlen(cells[i]), i + 2);
	if (dates_decide(&votes, "export.csv", "Datum", &order, &fault) == 0)
		return (int)order;
	return fault.status == STATUS_USAGE ? ASK : CONTRADICTION;
}

int main(void)
{
	static const struct {
		const char *what;
		int want;
		const char *cells[5];
	} rows[] = {
		{ "one that fits one way only decides", DATE_DMY, { "08-02-2020", "16-02-2020" } },
		{ "in whatever order", DATE_DMY, { "16-02-2020", "08-02-2020" } },
		{ "month first", DATE_MDY, { "02/16/2020", "02/08/2020" } },
		{ "all fit both ways", ASK, { "01.02.2020", "03.04.2020" } },
		{ "both ways are needed", CONTRADICTION, { "16.02.2020", "02/16/2020" } },
		{ "ISO", DATE_ISO, { "2020-02-16", "2020-01-02" } },
		{ "ISO and another", CONTRADICTION, { "2020-02-16", "16.02.2020" } },
		{ "ISO and one that fits both ways", CONTRADICTION, { "2020-02-16", "01.02.2020" } },
		{ "words", DATE_WORDS, { "January 8, 2026" } },
		{ "no dates have no vote", DATE_DMY, { "---", "16.02.2020", "soon", "31.31.2020" } },
		{ "no dates at all", DATE_ISO, { "x", "---" } },
		{ "times do not matter", DATE_MDY, { "2/16/2020 10:15 AM", "2/8/2020 1:00 PM" } },
	};
	struct date_votes votes = { 0 };
	struct fault fault = { 0 };
	enum date_order order;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		is_count(decide(rows[i].cells), rows[i].want, rows[i].what);
	dates_vote(&votes, "02/16/2020", 10, 7);
	dates_vote(&votes, "16.02.2020", 10, 3);
	dates_decide(&votes, "export.csv", "Datum", &order, &fault);
	is_count(fault.line, 7, "the later of the two lines is named");
	is_text(fault.text, "column 'Datum': this date and that of line 3 are not in the same order: "
		"say --date-order", "and the earlier one");
	return done();
}
