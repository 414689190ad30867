/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Findings on rows made by hand: the frame of days, limits, spellings, joint sessions. What each
 * check finds in an export is tested in tests/cmd/check.t. */
#include "data/cases.h"
#include "model/check.h"
#include "tap.h"

enum { ROWS = 400 };

static struct survey_row rows[ROWS];
static size_t row_count;
static struct survey survey;

/* So many records of case "A", one a day, from a day on. */
static void start(int32_t since, size_t count)
{
	survey_start(&survey);
	survey.intake.unit = UNIT_MINUTES;
	survey.intake.columns = survey.filled = 1u << CANON_CASE_ID | 1u << CANON_ADVISER;
	intern_add(survey.names[SURVEY_CASE], "A", 1);
	row_count = count;
	for (uint32_t i = 0; i < count; i++)
		rows[i] = (struct survey_row){
			.content = i + 1, .effort = 30000000, .line = i + 2,
			.names = { 0, INTERN_NONE, INTERN_NONE, INTERN_NONE, INTERN_NONE },
			.marks = SURVEY_HELD, .contact = SURVEY_NO_CONTACT,
			.day = since + (int32_t)i, .entered = DATE_UNKNOWN };
}

static void stop(struct check *check)
{
	check_free(check);
	survey_free(&survey);
}

static const struct finding *find(const struct check *check, enum item item)
{
	for (size_t i = 0; i < check->finding_count; i++)
		if (check->findings[i].item == item)
			return &check->findings[i];
	return NULL;
}

static void run(struct check *check, struct source *source)
{
	struct findings findings = { 0 };
	struct fault fault = { 0 };

	check->survey = &survey;
	for (size_t i = 0; i < row_count; i++) {
		*survey_add(&survey) = rows[i];
		survey_set_case(&survey, i, rows[i].names[SURVEY_CASE]);
	}
	survey_settle(&survey);
	is_count(check_frame(check, source, &fault), 0, "there is a frame");
	check_run(check, &findings, 2);
}

static void test_frame(void)
{
	int32_t since = date_from_civil(2024, 1, 1);
	struct source source = { 0 };
	struct check check;

	start(since, 366);
	rows[5].day = date_from_civil(2004, 1, 6);
	rows[360].day = date_from_civil(2042, 12, 26);
	check_start(&check);
	run(&check, &source);
	is_count(check.first, since, "a year mistyped downwards is no edge");
	is_count(check.last, date_from_civil(2024, 12, 31), "nor is one upwards, with two allowed");
	is_count(find(&check, ITEM_STRAY)->count, 2, "both are counted");
	is_count(check.window.until, date_from_civil(2024, 12, 31), "the window is that of the rest");
	stop(&check);
}

static void test_exported(void)
{
	struct source source = { 0 };
	struct check check;

	start(date_from_civil(2024, 1, 1), 366);
	for (size_t i = 0; i < 366; i++)
		rows[i].entered = rows[i].day + 2;
	rows[7].entered = date_from_civil(2030, 1, 1);
	survey.filled |= 1u << CANON_ENTERED;
	survey.intake.columns |= 1u << CANON_ENTERED;
	check_start(&check);
	run(&check, &source);
	is_count(check.exported, date_from_civil(2025, 1, 2),
		 "the export ends with the entries, not with a lone one in the future");
	is_count(find(&check, ITEM_AFTER_EXPORT)->count, 1, "which is counted");
	is_count((long long)find(&check, ITEM_P90)->value, 2, "delays are those of the others");
	stop(&check);
}

static void test_limits(void)
{
	struct check check;

	check_start(&check);
	is_count(check_limit(&check, "late.p90", 62), 0, "a limit is moved");
	ok(check.limits[ITEM_P90].warning == 62 && check.limits[ITEM_P90].alarm == 184,
	   "and the alarm's with it");
	is_count(check_limit(&check, "late.p90", 7), 0, "down");
	ok(check.limits[ITEM_P90].note == 7, "the note's is never above the warning's");
	check_limit(&check, "dates.stray", INFINITY);
	ok(isinf(check.limits[ITEM_STRAY].warning) && isinf(check.limits[ITEM_STRAY].alarm),
	   "none: neither warning nor alarm");
	is_count(check_limit(&check, "late", 3), -1, "a check is no item");
	check_free(&check);
}

/* Few records lie far apart by nature: none of them is stray. */
static void test_few(void)
{
	for (size_t count = 1; count <= 4; count++) {
		int32_t since = date_from_civil(2000, 1, 1);
		struct source source = { 0 };
		struct check check;

		start(since, count);
		for (size_t i = 0; i < count; i++)
			rows[i].day = since + 1000 * (int32_t)i;
		check_start(&check);
		run(&check, &source);
		is_count(check.first, since, "from the first");
		is_count(check.last, since + 1000 * (int32_t)(count - 1), "to the last");
		is_count(find(&check, ITEM_STRAY)->count, 0, "none is stray");
		stop(&check);
	}
}

/* Which names are one, after the rules of checkids.c. */
static void test_spellings(void)
{
	static const char *const same[] = {
		"F-0012", "f12", "F 12", "F_12", "F.0012", "F\302\24012",        /* 5 besides the first */
		"2024/17", "2024-017",                                          /* 1 */
		"\xC3\x84RZTE 7", "\xC3\xA4rzte-07",                            /* 1 */
		"007", "7",                                                     /* 1 */
		"1-23", "12-3", "123", "F100", "F1", "0", "A0B", "AB", "00000",  /* 00000 is 0: 1 */
	};
	enum { COUNT = sizeof same / sizeof *same };
	struct source source = { 0 };
	struct check check;

	start(date_from_civil(2024, 1, 1), 366);
	for (uint32_t i = 0; i < COUNT; i++)
		rows[i].names[SURVEY_CASE] = intern_add(survey.names[SURVEY_CASE], same[i],
							strlen(same[i]));
	check_start(&check);
	check.listing = CHECK_IDS;
	run(&check, &source);
	is_count(find(&check, ITEM_CASE_SPELLING)->count, 9, "spellings of the same");
	is_count((long long)check.detail_count, 9, "each with its row");
	stop(&check);
}

/* Three advisers, one of them twice, on one day of one case: two rows are not the first's. */
static void test_joint(void)
{
	static const uint32_t orders[][4] = { { 0, 1, 1, 2 }, { 2, 1, 0, 1 }, { 1, 1, 2, 0 } };
	struct source source = { 0 };
	struct check check;

	for (int o = 0; o < 3; o++) {
		start(date_from_civil(2024, 1, 1), 60);
		for (uint32_t i = 0; i < 4; i++) {
			rows[i].day = rows[0].day;
			rows[i].names[SURVEY_ADVISER] = orders[o][i];
		}
		intern_add(survey.names[SURVEY_ADVISER], "X", 1);
		intern_add(survey.names[SURVEY_ADVISER], "Y", 1);
		intern_add(survey.names[SURVEY_ADVISER], "Z", 1);
		check_start(&check);
		check.listing = CHECK_JOINT;
		run(&check, &source);
		is_count(find(&check, ITEM_TWO_ADVISERS)->count, 2, "joint sessions, in any order");
		ok(check.detail_count == 2 && check.details[0].other == 0 &&
		   check.details[1].other == 0, "each with the row that was entered first");
		ok(find(&check, ITEM_TWO_ADVISERS)->value == 1, "an hour is counted twice");
		stop(&check);
	}
}

/* Of rows that differ in one thing each only the first two are the same consultation. */
static void test_twins(void)
{
	struct source source = { 0 };
	struct check check;

	start(date_from_civil(2024, 1, 1), 60);
	for (uint32_t i = 0; i < 9; i++) {
		rows[i] = rows[0];
		rows[i].line = 2 + 3 * i;
	}
	rows[2].names[SURVEY_CASE] = intern_add(survey.names[SURVEY_CASE], "B", 1);
	rows[3].names[SURVEY_SITE] = intern_add(survey.names[SURVEY_SITE], "S", 1);
	rows[4].names[SURVEY_HOUSEHOLD] = intern_add(survey.names[SURVEY_HOUSEHOLD], "H", 1);
	rows[5].names[SURVEY_GROUP] = intern_add(survey.names[SURVEY_GROUP], "G", 1);
	rows[6].effort++;
	rows[7].content++;
	rows[8].day++;
	check_start(&check);
	check.listing = CHECK_TWICE;
	run(&check, &source);
	is_count(find(&check, ITEM_SAME_RECORD)->count, 1, "one stands twice");
	is_count(check.details[0].row, 1, "the later row");
	is_count(survey_line(&survey, check.details[0].other), 2, "after the first");
	is_count(survey_line(&survey, 8), 26, "lines that do not follow one another");
	is_count(survey_line(&survey, 40), 42, "and those that do");
	stop(&check);
}

int main(void)
{
	test_frame();
	test_exported();
	test_few();
	test_limits();
	test_spellings();
	test_joint();
	test_twins();
	return done();
}
