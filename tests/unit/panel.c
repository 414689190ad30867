/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The case-months behind the curves, row by row, on a service small enough to work out by hand from
 * verlauf-methods(7), "WINDOW, WASHOUT, SPELLS", "CASE MONTHS". The window is January to June 2024,
 * washout 7 days, silence 2 months.
 *   a  comes twice on 10 January, 90 minutes in all, and on 5 March
 *   B  known from 20 November 2023, comes on 1 February, closed on 15 February; sorts first
 *   c  is first seen in the washout: left out
 *   d  comes on 20 May
 *   e  only the case table knows: from 10 June */
#include <stdlib.h>
#include <unistd.h>

#include "data/date.h"
#include "model/panel.h"
#include "tap.h"

static const char contacts[] =
	"case_id,date,minutes,service,site\n"
	"d,2024-05-20,45,,North\n"
	"a,2024-03-05,15,special,South\n"
	"a,2024-01-10,30,welcome,South\n"
	"B,2024-02-01,30,general,North\n"
	"a,2024-01-10,60,general,North\n"
	"c,2024-01-05,600,special,North\n";

static const char case_table[] =
	"case_id,first_contact,closed,service\n"
	"B,2023-11-20,2024-02-15,special\n"
	"e,2024-06-10,,welcome\n";

/* id, by, month, period, exposure in days of 30.4375 (elapsed) or months (calendar), hours,
 * contacts, open, service, first contact, known start */
static const char calendar_rows[] =
	"B North 2 2024-01 1 0 0 1 general 2023-11-20 1\n"
	"B North 3 2024-02 1 0.5 1 1 general 2023-11-20 1\n"     /* closed in it */
	"B North 4 2024-03 1 0 0 0 general 2023-11-20 1\n"
	"B North 5 2024-04 1 0 0 0 general 2023-11-20 1\n"
	"B North 6 2024-05 1 0 0 ? general 2023-11-20 1\n"       /* June and July decide */
	"B North 7 2024-06 1 0 0 ? general 2023-11-20 1\n"
	"a North 0 2024-01 1 1.5 2 1 general 2024-01-10 0\n"     /* two values: the first in order */
	"a North 1 2024-02 1 0 0 1 general 2024-01-10 0\n"       /* silent, but comes back */
	"a North 2 2024-03 1 0.25 1 1 general 2024-01-10 0\n"
	"a North 3 2024-04 1 0 0 0 general 2024-01-10 0\n"
	"a North 4 2024-05 1 0 0 ? general 2024-01-10 0\n"
	"a North 5 2024-06 1 0 0 ? general 2024-01-10 0\n"
	"d North 0 2024-05 1 0.75 1 ? - 2024-05-20 0\n"
	"d North 1 2024-06 1 0 0 ? - 2024-05-20 0\n"
	"e - 0 2024-06 1 0 0 ? welcome 2024-06-10 1\n";

/* Month k of an elapsed clock holds the days ceil(30.4375 k) to ceil(30.4375 (k + 1)) - 1. B is
 * seen from its day 42 on, in month 1, and until day 223, in month 7; its contact is on day 73, its
 * closing on day 87. a is seen until day 172, d until 41, e until 20. */
static const char elapsed_rows[] =
	"B North 1 2023-12 19 0 0 1 general 2023-11-20 1\n"
	"B North 2 2024-01 31 0.5 1 1 general 2023-11-20 1\n"
	"B North 3 2024-02 30 0 0 0 general 2023-11-20 1\n"
	"B North 4 2024-03 31 0 0 0 general 2023-11-20 1\n"
	"B North 5 2024-04 30 0 0 ? general 2023-11-20 1\n"
	"B North 6 2024-05 31 0 0 ? general 2023-11-20 1\n"
	"B North 7 2024-06 10 0 0 ? general 2023-11-20 1\n"
	"a North 0 2024-01 31 1.5 2 1 general 2024-01-10 0\n"
	"a North 1 2024-02 30 0.25 1 1 general 2024-01-10 0\n"
	"a North 2 2024-03 31 0 0 0 general 2024-01-10 0\n"
	"a North 3 2024-04 30 0 0 ? general 2024-01-10 0\n"
	"a North 4 2024-05 31 0 0 ? general 2024-01-10 0\n"
	"a North 5 2024-06 20 0 0 ? general 2024-01-10 0\n"
	"d North 0 2024-05 31 0.75 1 ? - 2024-05-20 0\n"
	"d North 1 2024-06 11 0 0 ? - 2024-05-20 0\n"
	"e - 0 2024-06 21 0 0 ? welcome 2024-06-10 1\n";

static void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	if (!file || fputs(text, file) < 0 || fclose(file) != 0) {
		printf("Bail out! cannot write %s\n", path);
		exit(1);
	}
}

static struct source small_source(const char *file, const char *cases_file)
{
	struct source source;

	source_start(&source);
	source.file = file;
	source.cases_file = cases_file;
	source_layout(&source);
	source.by = "site";
	source.service = 1;
	source.window = (struct window){ date_from_civil(2024, 1, 1),
					 date_from_civil(2024, 6, 30), 1, 1 };
	source.washout = 7;
	source.silence = 2;
	return source;
}

struct listing {
	enum clock clock;
	char text[4000];
	size_t length;
};

static void list_row(struct listing *listing, const struct panel_case *rows, size_t row)
{
	const struct case_month *month = &rows->months[row];
	int days = listing->clock == CLOCK_ELAPSED;
	char first[11];

	date_write(first, rows->first_contact);
	listing->length += (size_t)snprintf(
		listing->text + listing->length, sizeof listing->text - listing->length,
		"%s %s %d %s %.12g %g %lld %c %s %s %d\n", rows->case_id,
		*rows->group ? rows->group : "-", (int)rows->first + (int)row, rows->periods[row],
		days ? month->exposure * 30.4375 : month->exposure, month->amount / rows->divisor,
		(long long)month->contacts, "01?"[panel_open_of(month)],
		*rows->service ? rows->service : "-", first, rows->known_start);
}

static void list(const struct panel_case *rows, void *to)
{
	for (size_t i = 0; i < rows->count; i++)
		list_row(to, rows, i);
}

static void *new_listing(const void *whole)
{
	struct listing *part = calloc(1, sizeof *part);

	part->clock = ((const struct listing *)whole)->clock;
	return part;
}

static void join_listing(void *whole, void *from)
{
	struct listing *listing = whole, *part = from;

	memcpy(listing->text + listing->length, part->text, part->length + 1);
	listing->length += part->length;
	part->length = 0;
	part->text[0] = '\0';
}

static const struct panel_sink list_sink = { list, new_listing, join_listing, free };

static void test_rows(const struct caseload *caseload, enum clock clock, const char *want,
		      const char *what)
{
	struct listing listing = { .clock = clock };
	struct fault fault = { 0 };
	struct panel panel;
	long long rows = 0;

	for (const char *c = want; *c; c++)
		rows += *c == '\n';
	is_count(panel_start(&panel, caseload, clock, -1, &fault), 0, what);
	panel_each(&panel, 2, &list_sink, &listing);
	is_text(listing.text, want, what);
	is_count(panel.rows, rows, "as many rows as announced");
	is_count(panel.cases, 4, "four cases");
	is_count(panel.later, 0, "all of them have rows");
	panel_free(&panel);
}

static void count_rows(const struct panel_case *rows, void *to)
{
	long long *count = to;

	for (size_t i = 0; i < rows->count; i++)
		*count += rows->first + (int32_t)i <= 1;
}

static void *new_count(const void *whole)
{
	(void)whole;
	return calloc(1, sizeof(long long));
}

static void join_count(void *whole, void *part)
{
	*(long long *)whole += *(long long *)part;
	*(long long *)part = 0;
}

static const struct panel_sink count_sink = { count_rows, new_count, join_count, free };

static void test_months(const struct caseload *caseload)
{
	struct fault fault = { 0 };
	struct panel panel;
	long long rows = 0;

	is_count(panel_start(&panel, caseload, CLOCK_CALENDAR, 1, &fault), 0, "months 0 and 1");
	panel_each(&panel, 1, &count_sink, &rows);
	is_count(rows, 5, "two months of a and d, one of e");
	is_count(panel.rows, 5, "announced");
	is_count(panel.later, 1, "B enters in month 2");
	panel_free(&panel);
}

static void test_no_case(struct source source, const char *path)
{
	struct findings findings = { 0 };
	struct fault fault = { 0 };
	struct caseload caseload;
	struct panel panel;

	write_file(path, "case_id,date,minutes,site\nc,2024-01-05,60,x\n");
	source.cases_file = NULL;
	is_count(caseload_read(&caseload, &source, &findings, &fault), 0, "a prevalent case alone");
	is_count(panel_start(&panel, &caseload, CLOCK_ELAPSED, -1, &fault), -1, "has no panel");
	is_count(fault.status, STATUS_MODEL, "the data are sound, but there is no case");
	panel_free(&panel);
	caseload_free(&caseload);
	findings_free(&findings);
}

int main(void)
{
	char path[] = "/tmp/panel-test-XXXXXX", cases_path[] = "/tmp/panel-test-XXXXXX";
	struct findings findings = { 0 };
	struct fault fault = { 0 };
	struct caseload caseload;
	struct source source;

	close(mkstemp(path));
	close(mkstemp(cases_path));
	write_file(path, contacts);
	write_file(cases_path, case_table);
	source = small_source(path, cases_path);
	is_count(caseload_read(&caseload, &source, &findings, &fault), 0, "the service is read");
	is_count(caseload.prevalent, 1, "one case is prevalent");
	test_rows(&caseload, CLOCK_CALENDAR, calendar_rows, "calendar months");
	test_rows(&caseload, CLOCK_ELAPSED, elapsed_rows, "elapsed months");
	test_months(&caseload);
	caseload_free(&caseload);
	findings_free(&findings);
	test_no_case(source, path);
	unlink(path);
	unlink(cases_path);
	return done();
}
