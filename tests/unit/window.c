/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window that an export covers; weekdays from a calendar on paper. */
#include "data/date.h"
#include "data/window.h"
#include "tap.h"

static int32_t day_of(const char *text)
{
	int32_t day = 0;

	if (date_read(text, strlen(text), DATE_ISO, &day) != NULL)
		printf("Bail out! bad date in the test: %s\n", text);
	return day;
}

struct example {
	const char *first, *second;     /* records; all others lie between */
	const char *since, *until;      /* stated, or NULL */
	int partial;
	const char *want;               /* "2024-01-01 2024-03-31", or a message */
	const char *what;
};

/* Records every day between the two, so that none is stray. */
static void fill(struct day_set *days, const char *first, const char *last)
{
	for (int32_t day = day_of(first); day <= day_of(last); day++)
		day_set_add(days, day);
}

static void check(const struct example *example, const struct day_set *days)
{
	struct window window = { 0 };
	struct fault fault = { 0 };
	char got[800], since[11], until[11];

	if (example->since) {
		window.since = day_of(example->since);
		window.since_given = 1;
	}
	if (example->until) {
		window.until = day_of(example->until);
		window.until_given = 1;
	}
	if (window_find(&window, days, example->partial, "export.csv", &fault) == 0) {
		date_write(since, window.since);
		date_write(until, window.until);
		snprintf(got, sizeof got, "%s %s", since, until);
	} else {
		snprintf(got, sizeof got, "%d %s: %s", (int)fault.status, fault.file, fault.text);
	}
	is_text(got, example->want, example->what);
}

static void test_edges(void)
{
	static const struct example examples[] = {
		/* January 2024 began on a Monday; March 2024 ended on Easter Sunday, its last
		 * working days are Wednesday 27 to Friday 29 (feast days are not known). */
		{ "2024-01-01", "2024-03-27", NULL, NULL, 0, "2024-01-01 2024-03-31",
		  "the third last working day reaches the end" },
		{ "2024-01-01", "2024-03-26", NULL, NULL, 0, "2024-01-01 2024-02-29",
		  "the fourth last does not" },
		{ "2024-01-01", "2024-03-31", NULL, NULL, 0, "2024-01-01 2024-03-31",
		  "nor must the last day be a working day" },
		{ "2024-01-03", "2024-03-31", NULL, NULL, 0, "2024-01-01 2024-03-31",
		  "the third working day reaches the beginning" },
		{ "2024-01-04", "2024-03-31", NULL, NULL, 0, "2024-02-01 2024-03-31",
		  "the fourth does not" },
		/* June 2024 began on a Saturday: working days are Monday 3 to Wednesday 5. */
		{ "2024-06-02", "2024-08-31", NULL, NULL, 0, "2024-06-01 2024-08-31",
		  "a weekend before the first working day" },
		{ "2024-06-05", "2024-08-31", NULL, NULL, 0, "2024-06-01 2024-08-31",
		  "the third working day after a weekend" },
		{ "2024-06-06", "2024-08-31", NULL, NULL, 0, "2024-07-01 2024-08-31",
		  "the fourth after a weekend" },
		/* 24 to 31 December count as free: in 2024 the last working days are Thursday 19,
		 * Friday 20 and Monday 23. */
		{ "2024-10-01", "2024-12-19", NULL, NULL, 0, "2024-10-01 2024-12-31",
		  "the last service day before Christmas reaches the end of the year" },
		{ "2024-10-01", "2024-12-18", NULL, NULL, 0, "2024-10-01 2024-11-30",
		  "the day before it does not" },
		{ "2024-10-01", "2024-12-30", NULL, NULL, 0, "2024-10-01 2024-12-31",
		  "a record between the years" },
		{ "2024-01-04", "2024-03-26", NULL, NULL, 1, "2024-01-04 2024-03-26", "partial" },
		{ "2024-01-04", "2024-03-26", "2023-07-01", NULL, 0, "2023-07-01 2024-02-29",
		  "a stated beginning" },
		{ "2024-01-04", "2024-03-26", NULL, "2024-03-15", 0, "2024-02-01 2024-03-15",
		  "a stated end" },
		{ "2024-01-04", "2024-03-26", "2023-12-15", "2024-04-30", 1, "2023-12-15 2024-04-30",
		  "what is stated holds against partial" },
		{ "2024-01-10", "2024-01-20", NULL, NULL, 0,
		  "3 export.csv: no whole month between the first and the last record: "
		  "say --since and --until, or --partial", "no whole month" },
		{ "2024-01-10", "2024-01-20", NULL, NULL, 1, "2024-01-10 2024-01-20",
		  "no whole month, but partial" },
		{ "2024-01-01", "2024-03-31", "2024-05-01", NULL, 0,
		  "3 export.csv: no whole month between the first and the last record: "
		  "say --since and --until, or --partial", "all records before --since" },
	};

	for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
		struct day_set days = { 0 };

		fill(&days, examples[i].first, examples[i].second);
		check(&examples[i], &days);
	}
}

/* Two records only. */
static void test_stray(void)
{
	static const struct example examples[] = {
		{ "2022-12-31", "2024-01-31", NULL, NULL, 0,
		  "3 export.csv: the first record (2022-12-31) lies over 12 months before the next "
		  "(2024-01-31): a typing error? Mend it or say --since", "13 months before the next" },
		{ "2023-01-01", "2024-01-31", NULL, NULL, 0, "2023-01-01 2024-01-31",
		  "12 months before the next" },
		{ "2022-12-31", "2024-01-31", "2022-12-01", NULL, 0,
		  "3 export.csv: the last record (2024-01-31) lies over 12 months after the one "
		  "before (2022-12-31): a typing error? Mend it or say --until",
		  "13 months after the one before" },
		{ "2022-12-31", "2024-01-31", "2022-12-01", "2024-01-31", 0, "2022-12-01 2024-01-31",
		  "both sides stated" },
		{ "2022-12-31", "2024-01-31", NULL, NULL, 1,
		  "3 export.csv: the first record (2022-12-31) lies over 12 months before the next "
		  "(2024-01-31): a typing error? Mend it or say --since", "partial is no excuse" },
	};

	for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
		struct day_set days = { 0 };

		day_set_add(&days, day_of(examples[i].first));
		day_set_add(&days, day_of(examples[i].second));
		check(&examples[i], &days);
	}
}

static void test_nothing(void)
{
	static const struct example nothing = { .want = "3 export.csv: no record with a date",
						.what = "no record" };
	static const struct example stated = { .since = "2024-01-01", .until = "2024-06-30",
					       .want = "2024-01-01 2024-06-30",
					       .what = "no record, but a stated window" };
	struct day_set days = { 0 };

	ok(day_set_empty(&days), "an empty set of days");
	check(&nothing, &days);
	check(&stated, &days);
}

static void test_day_set(void)
{
	static struct day_set days;

	day_set_add(&days, DAY_MAX);
	is_count(day_set_first(&days), DAY_MAX, "the last day that there is");
	day_set_add(&days, DAY_MIN);
	is_count(day_set_first(&days), DAY_MIN, "the first day that there is");
	is_count(day_set_last(&days), DAY_MAX, "and the last again");
}

static void test_empty_edges(void)
{
	static struct day_set days;
	struct window window = { .since = day_of("2023-09-10"), .until = day_of("2024-08-31") };

	is_count(window_empty_start(&window, &days), 0, "no record, no edge");
	fill(&days, "2024-01-01", "2024-01-09");
	fill(&days, "2024-06-21", "2024-06-30");
	is_count(window_empty_start(&window, &days), 0, "of nineteen days nobody knows what is usual");
	/* From then on to 21 June 103 days, from 10 September to 1 January 113. */
	day_set_add(&days, day_of("2024-03-10"));
	is_count(window_empty_start(&window, &days), 113, "longer than anywhere between");
	window.since = day_of("2023-09-20");
	is_count(window_empty_start(&window, &days), 0, "103, as many as between");
	fill(&days, "2024-01-09", "2024-06-21");
	is_count(window_empty_start(&window, &days), 103, "longer than the one day that there is now");
	window.since = day_of("2023-10-31");
	is_count(window_empty_start(&window, &days), 0, "62 are not unusual");
	is_count(window_empty_end(&window, &days), 0, "nor at the end");
	window.until = day_of("2024-09-01");
	is_count(window_empty_end(&window, &days), 63, "63 are");
}

int main(void)
{
	test_edges();
	test_stray();
	test_nothing();
	test_day_set();
	test_empty_edges();
	return done();
}
