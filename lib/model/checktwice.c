/* SPDX-License-Identifier: GPL-3.0-or-later */
/* checktwice - what was entered twice, and days that are too long. */
#include <math.h>
#include <stdlib.h>

#include "base/distinct.h"
#include "base/keyed.h"
#include "base/mem.h"
#include "base/parallel.h"
#include "base/radix.h"
#include "base/repeats.h"
#include "model/check.h"

enum { DAY_MINUTES = 24 * 60, ADVISER_MINUTES = 12 * 60 };
/* Rows looked at together, about: they take a quarter of a megabyte, and what tells which of them
 * stand alone half as much. */
enum { ROWS_IN_RUN = 1 << 15 };
/* Rows of a day that are compared each with each. */
enum { FEW = 8 };
/* A row is a word: its case among those looked at, its day, whether it is no session, its number.
 * So words in ascending order have the rows of a case's day together, sessions first. */
enum { CASE_BITS = 15, DAY_BITS = 16, ROW_BITS = 32, DAY_SHIFT = ROW_BITS + 1 };
#define NO_SESSION (UINT64_C(1) << ROW_BITS)
#define LONG_LEAST (8 * 60)            /* minutes: what fits into a working day is no outlier */
#define FENCE 1.5                      /* interquartile ranges, on logarithms */
#define SPREAD_LEAST 2.0               /* upper over lower quartile */

static int64_t minutes(int count)
{
	return count * power_of_ten(SURVEY_DIGITS);
}

/* ---- the same id ------------------------------------------------------------------ */

static void see_contacts(struct repeats *repeats, const struct survey *survey)
{
	repeats_start(repeats, survey->count);
	for (uint32_t i = 0; i < survey->count; i++)
		if (survey->contacts[i] != SURVEY_NO_CONTACT)
			repeats_see(repeats, survey->contacts[i]);
}

/* The rows whose id may be another's too, in order of it; the others certainly stand alone
 * (base/repeats.h). */
static struct keyed *not_alone(const struct survey *survey, size_t *count)
{
	struct repeats repeats;
	struct keyed *list = NULL;
	size_t capacity = 0;

	*count = 0;
	see_contacts(&repeats, survey);
	for (uint32_t i = 0; i < survey->count; i++) {
		uint64_t key = survey->contacts[i];

		if (key == SURVEY_NO_CONTACT || !repeats_maybe(&repeats, key))
			continue;
		list = mem_grow(list, *count, &capacity, sizeof *list);
		list[(*count)++] = (struct keyed){ key, i };
	}
	repeats_free(&repeats);
	return keyed_sort(list, *count);
}

static void check_same_id(struct check *check)
{
	size_t count;
	struct keyed *list = not_alone(check->survey, &count);
	int64_t twins = 0;

	for (size_t i = 0, run; i < count; i += run) {
		run = keyed_run(list, count, i);
		for (size_t k = 1; k < run; k++)
			check_detail(check, ITEM_SAME_ID, list[i + k].row, list[i].row);
		twins += (int64_t)run - 1;
	}
	check_add(check, ITEM_SAME_ID, twins, (int64_t)check->survey->count, NAN);
	free(list);
}

/* ---- the days of cases -------------------------------------------------------------- */

/* What rows that stand twice have in common besides case and day; sessions that two advisers
 * entered, the first. */
static const enum survey_column same_columns[] = {
	SURVEY_EFFORT, SURVEY_ADVISER, SURVEY_SITE, SURVEY_HOUSEHOLD, SURVEY_GROUP, SURVEY_CONTENT
};

enum { SAME_EFFORT, SAME_ADVISER, SAME = sizeof same_columns / sizeof *same_columns };

struct entry {
	uint32_t same[SAME], row;
};

/* What is found of them. */
struct case_days {
	int is_time;
	int may_be_long;               /* some consultation is, all by itself */
	int64_t twins;                 /* rows that say what another does */
	int64_t rows, days;            /* held consultations, and the days of cases with any */
	int64_t longer;                /* days too long */
	int64_t joint, joint_effort;   /* rows beyond the first adviser's, and what they add */
	struct entry *entries;
	size_t capacity;
};

static int compare_by(const struct entry *left, const struct entry *right, int columns)
{
	for (int c = 0; c < columns; c++)
		if (left->same[c] != right->same[c])
			return left->same[c] < right->same[c] ? -1 : 1;
	return 0;
}

static int compare_rows(const struct entry *left, const struct entry *right)
{
	return (left->row > right->row) - (left->row < right->row);
}

static int compare_all(const void *left, const void *right)
{
	int order = compare_by(left, right, SAME);

	return order ? order : compare_rows(left, right);
}

static int compare_sessions(const void *left, const void *right)
{
	int order = compare_by(left, right, SAME_ADVISER + 1);

	return order ? order : compare_rows(left, right);
}

static uint32_t row_of(uint64_t word)
{
	return (uint32_t)word;
}

static void read_entries(struct case_days *days, const struct survey *survey,
			 const uint64_t *words, size_t count)
{
	while (days->capacity < count)
		days->entries = mem_grow(days->entries, days->capacity, &days->capacity,
					 sizeof *days->entries);
	for (size_t i = 0; i < count; i++) {
		uint32_t row = row_of(words[i]);

		days->entries[i].row = row;
		for (int c = 0; c < SAME; c++)
			days->entries[i].same[c] = survey_number(survey, same_columns[c], row);
	}
}

/* A row that is known to be twice by its id is not told again for what it says. */
static int has_same_id(const struct survey *survey, uint32_t row, uint32_t other)
{
	return survey->contacts && survey->contacts[row] != SURVEY_NO_CONTACT &&
	       survey->contacts[row] == survey->contacts[other];
}

static void add_twins(struct check *check, struct case_days *days, size_t count)
{
	struct entry *entries = days->entries;

	qsort(entries, count, sizeof *entries, compare_all);
	for (size_t i = 1, first = 0; i < count; i++) {
		if (compare_by(&entries[i], &entries[first], SAME) != 0) {
			first = i;
			continue;
		}
		if (has_same_id(check->survey, entries[i].row, entries[first].row))
			continue;
		days->twins++;
		check_detail(check, ITEM_SAME_RECORD, entries[i].row, entries[first].row);
	}
}

/* An adviser's second one of a length is no joint session. */
static int is_first_of(const struct entry *entries, size_t i)
{
	uint32_t adviser = entries[i].same[SAME_ADVISER];

	return adviser != INTERN_NONE && (!i || adviser != entries[i - 1].same[SAME_ADVISER]);
}

/* Rows of the same length, in order of advisers; whose was entered first is told by the rows, since
 * the numbers of advisers depend on who looked them up first. */
static void add_session(struct check *check, struct case_days *days, const struct entry *entries,
			size_t count)
{
	int64_t effort = survey_effort(check->survey, entries->row);
	const struct entry *first = NULL;

	for (size_t i = 0; i < count && effort; i++)
		if (is_first_of(entries, i) && (!first || entries[i].row < first->row))
			first = &entries[i];
	for (size_t i = 0; i < count && first; i++) {
		if (!is_first_of(entries, i) || &entries[i] == first)
			continue;
		days->joint++;
		days->joint_effort += effort;
		check_detail(check, ITEM_TWO_ADVISERS, entries[i].row, first->row);
	}
}

/* Of one case on one day: consultations of the same length by so many advisers are one, entered
 * by each of them. */
static void add_joint(struct check *check, struct case_days *days, size_t count)
{
	struct entry *entries = days->entries;

	qsort(entries, count, sizeof *entries, compare_sessions);
	for (size_t i = 0, run; i < count; i += run) {
		run = 1;
		while (i + run < count &&
		       entries[i + run].same[SAME_EFFORT] == entries[i].same[SAME_EFFORT])
			run++;
		add_session(check, days, entries + i, run);
	}
}

static int64_t sum_of(const struct survey *survey, const uint64_t *words, size_t count)
{
	int64_t sum = 0;

	for (size_t i = 0; i < count; i++)
		if (__builtin_add_overflow(sum, survey_effort(survey, row_of(words[i])), &sum))
			return INT64_MAX;
	return sum;
}

/* All rows of a day, each with the first. */
static void add_day(struct check *check, enum item item, const uint64_t *words, size_t count)
{
	check_detail(check, item, row_of(words[0]), CHECK_NO_ROW);
	for (size_t i = 1; i < count; i++)
		check_detail(check, item, row_of(words[i]), row_of(words[0]));
}

/* What is entered twice has the same effort; of few rows that is soon asked, and nothing else is
 * looked up then. */
static int may_be_twice(const struct survey *survey, const uint64_t *words, size_t count)
{
	if (count > FEW)
		return 1;
	for (size_t i = 1; i < count; i++)
		for (size_t k = 0; k < i; k++)
			if (survey_number(survey, SURVEY_EFFORT, row_of(words[i])) ==
			    survey_number(survey, SURVEY_EFFORT, row_of(words[k])))
				return 1;
	return 0;
}

/* All rows of a case's day, sessions first. */
static void look_at_day(struct check *check, struct case_days *days, const uint64_t *words,
			size_t count)
{
	size_t sessions = 0;

	while (sessions < count && !(words[sessions] & NO_SESSION))
		sessions++;
	if (count > 1 && may_be_twice(check->survey, words, count)) {
		read_entries(days, check->survey, words, count);
		add_joint(check, days, sessions);
		add_twins(check, days, count);
	}
	if (!sessions)
		return;
	days->rows += (int64_t)sessions;
	days->days++;
	if ((sessions == 1 && !days->may_be_long) || !days->is_time ||
	    sum_of(check->survey, words, sessions) <= minutes(DAY_MINUTES))
		return;
	days->longer++;
	add_day(check, ITEM_CASE_DAY, words, sessions);
}

/* Cases in runs of 2^shift, so that the rows of a run are few enough for a cache; work without a
 * case is that of one behind the last. */
struct runs {
	const struct survey *survey;
	uint32_t none;
	int shift;
	size_t count;
	size_t *ends;                  /* by run: where its rows end in `words` */
	uint64_t *words;
};

static uint32_t case_of(const struct runs *runs, uint32_t id)
{
	return id == INTERN_NONE ? runs->none : id;
}

static size_t start_of(const struct runs *runs, size_t run)
{
	return run ? runs->ends[run - 1] : 0;
}

/* Then where it begins. */
static void count_rows(struct runs *runs)
{
	struct survey_rows rows = { .wanted = 1 << SURVEY_CASE };
	size_t sum = 0;

	while (survey_next(runs->survey, &rows))
		for (size_t i = 0; i < rows.count; i++)
			runs->ends[case_of(runs, rows.numbers[SURVEY_CASE][i]) >> runs->shift]++;
	for (size_t r = 0; r < runs->count; r++) {
		size_t here = runs->ends[r];

		runs->ends[r] = sum;
		sum += here;
	}
}

/* Sessions are held consultations for a case, group sessions left out. */
static void put_words(struct runs *runs)
{
	struct survey_rows rows = { .wanted = 1 << SURVEY_CASE | 1 << SURVEY_GROUP |
					      1 << SURVEY_MARKS };

	while (survey_next(runs->survey, &rows))
		for (size_t i = 0; i < rows.count; i++) {
			uint32_t id = rows.numbers[SURVEY_CASE][i], which = case_of(runs, id);
			uint64_t first = which & ((UINT32_C(1) << runs->shift) - 1);
			int session = (rows.numbers[SURVEY_MARKS][i] & SURVEY_HELD) &&
				      id != INTERN_NONE &&
				      rows.numbers[SURVEY_GROUP][i] == INTERN_NONE;

			runs->words[runs->ends[which >> runs->shift]++] =
				(first << DAY_BITS | rows.days[i]) << DAY_SHIFT |
				(session ? 0 : NO_SESSION) | (rows.first + i);
		}
}

static struct runs make_runs(const struct survey *survey)
{
	struct runs runs = { .survey = survey, .none = intern_count(survey->names[SURVEY_CASE]) };

	while (runs.none >> runs.shift > survey->count / ROWS_IN_RUN && runs.shift < CASE_BITS)
		runs.shift++;
	runs.count = (runs.none >> runs.shift) + 1;
	runs.ends = mem_new(runs.count, sizeof *runs.ends);
	runs.words = mem_resize(NULL, survey->count, sizeof *runs.words);
	count_rows(&runs);
	put_words(&runs);
	return runs;
}

/* The rows of a run that may not be alone on their day, to the front of its words; the others are
 * counted, unless one alone may be too long. Nearly all days have but one row, and nothing is
 * looked up for it. */
static size_t keep_company(struct case_days *days, uint64_t *words, size_t count)
{
	struct repeats repeats;
	int64_t alone = 0;
	size_t kept = 0;

	repeats_start(&repeats, 2 * count);
	for (size_t i = 0; i < count; i++)
		repeats_see(&repeats, words[i] >> DAY_SHIFT);
	for (size_t i = 0; i < count; i++) {
		uint64_t word = words[i];
		int company = days->may_be_long | repeats_maybe(&repeats, word >> DAY_SHIFT);

		words[kept] = word;
		kept += (size_t)company;
		alone += !company & !(word & NO_SESSION);
	}
	days->days += alone;
	days->rows += alone;
	repeats_free(&repeats);
	return kept;
}

static size_t rows_of_day(const uint64_t *words, size_t count, size_t from)
{
	size_t at = from;

	while (at < count && words[at] >> DAY_SHIFT == words[from] >> DAY_SHIFT)
		at++;
	return at - from;
}

/* What will be compared first lies anywhere in memory: it is asked for together, so that the misses
 * of the cache overlap. */
static void fetch_days(const struct survey *survey, const uint64_t *words, size_t count)
{
	const struct narrow *efforts = &survey->columns[SURVEY_EFFORT];

	for (size_t i = 1; i < count; i++) {
		if (words[i] >> DAY_SHIFT != words[i - 1] >> DAY_SHIFT)
			continue;
		narrow_prefetch(efforts, row_of(words[i - 1]));
		narrow_prefetch(efforts, row_of(words[i]));
	}
}

/* Each run finds what it finds on its own. */
struct share {
	struct check check;            /* for its details */
	struct case_days days;
};

struct sharing {
	const struct runs *runs;
	struct share *shares;
};

static void look_at_run(size_t number, void *to)
{
	struct sharing *sharing = to;
	struct share *share = &sharing->shares[number];
	const struct runs *runs = sharing->runs;
	uint64_t *words = runs->words + start_of(runs, number);
	size_t count = keep_company(&share->days, words,
				    runs->ends[number] - start_of(runs, number));
	uint64_t *other = mem_resize(NULL, count, sizeof *other);
	const uint64_t *sorted = radix_sort(words, other, count, ROW_BITS);

	fetch_days(runs->survey, sorted, count);
	for (size_t i = 0, rows; i < count; i += rows) {
		rows = rows_of_day(sorted, count, i);
		look_at_day(&share->check, &share->days, sorted + i, rows);
	}
	free(other);
}

static void join_share(struct check *check, struct case_days *days, const struct share *share)
{
	days->twins += share->days.twins;
	days->rows += share->days.rows;
	days->days += share->days.days;
	days->longer += share->days.longer;
	days->joint += share->days.joint;
	days->joint_effort += share->days.joint_effort;
	for (size_t i = 0; i < share->check.detail_count; i++)
		check_detail(check, share->check.details[i].item, share->check.details[i].row,
			     share->check.details[i].other);
	free(share->days.entries);
	free(share->check.details);
}

static struct case_days look_at_days(struct check *check)
{
	struct case_days days = { .is_time = effort_is_time(check->survey->intake.unit) };
	struct runs runs = make_runs(check->survey);
	struct sharing sharing = { &runs, mem_new(runs.count, sizeof *sharing.shares) };

	for (size_t v = 0; v < check->survey->efforts.count; v++)
		days.may_be_long |= check->survey->efforts.values[v] > minutes(DAY_MINUTES);
	for (size_t r = 0; r < runs.count; r++) {
		sharing.shares[r].days = days;
		sharing.shares[r].check.survey = check->survey;
		sharing.shares[r].check.listing = check->listing;
	}
	parallel_each(check->threads, runs.count, look_at_run, &sharing);
	for (size_t r = 0; r < runs.count; r++)
		join_share(check, &days, &sharing.shares[r]);
	free(sharing.shares);
	free(runs.ends);
	free(runs.words);
	return days;
}

static void check_case_days(struct check *check)
{
	struct case_days days = look_at_days(check);

	check_add(check, ITEM_SAME_RECORD, days.twins, (int64_t)check->survey->count, NAN);
	if (survey_has(check->survey, CANON_ADVISER))
		check_add(check, ITEM_TWO_ADVISERS, days.joint, days.rows,
			  days.is_time ? (double)days.joint_effort / (double)minutes(60) : NAN);
	else
		check_unable(check, ITEM_TWO_ADVISERS);
	if (days.is_time)
		check_add(check, ITEM_CASE_DAY, days.longer, days.days, NAN);
}

void check_twice(struct check *check)
{
	if (survey_has(check->survey, CANON_CONTACT_ID))
		check_same_id(check);
	else
		check_unable(check, ITEM_SAME_ID);
	check_case_days(check);
}

/* ---- the days of advisers ------------------------------------------------------------ */

/* A group session stands in a row for each participant and takes an adviser's time once: rows
 * that tell of the same session (a group_id on a date) again. Who did not come takes none, and must
 * not stand for the others. NULL: there are none. */
static uint8_t *session_again(const struct survey *survey)
{
	uint64_t advisers = (uint64_t)intern_count(survey->names[SURVEY_ADVISER]) + 1;
	struct keyed *list;
	uint8_t *again;
	size_t count = 0;

	if (!survey->columns[SURVEY_GROUP].most)
		return NULL;
	list = mem_new(survey->count + 1, sizeof *list);
	again = mem_new(survey->count + 1, sizeof *again);
	for (uint32_t i = 0; i < survey->count; i++) {
		uint64_t group = survey_number(survey, SURVEY_GROUP, i);
		uint64_t adviser = survey_number(survey, SURVEY_ADVISER, i);

		if (adviser == INTERN_NONE)
			adviser = advisers - 1;
		if (group != INTERN_NONE && survey_is(survey, i, SURVEY_HELD))
			list[count++] = (struct keyed){
				(group * advisers + adviser) * SURVEY_DAYS + survey->days[i], i };
	}
	list = keyed_sort(list, count);
	for (size_t i = 1; i < count; i++)
		again[list[i].row] = list[i].key == list[i - 1].key;
	free(list);
	return again;
}

/* Minutes by adviser and day: a table of all of them where it takes no more than the rows
 * do, otherwise only those that there are. */
struct adviser_days {
	const struct survey *survey;
	uint8_t *again;
	int64_t from, span;            /* days with records, from DAY_MIN on */
	int is_whole;
	struct distinct known;
	int64_t *sums;                 /* and 1 more; 0 = no row */
	size_t count, capacity;
};

static void start_days(struct adviser_days *days, const struct check *check)
{
	const struct survey *survey = check->survey;
	int64_t from = 0, to = SURVEY_DAYS - 1, advisers;

	while (!check->by_day[from])
		from++;
	while (!check->by_day[to])
		to--;
	advisers = intern_count(survey->names[SURVEY_ADVISER]);
	*days = (struct adviser_days){ .survey = survey, .again = session_again(survey),
				       .from = from, .span = to - from + 1 };
	days->is_whole = advisers * days->span <= (int64_t)survey->count;
	if (days->is_whole)
		days->sums = mem_new((size_t)(advisers * days->span), sizeof *days->sums);
}

#define NO_PLACE SIZE_MAX
#define DAY_WANTED (1 << SURVEY_ADVISER | 1 << SURVEY_MARKS | 1 << SURVEY_EFFORT)

/* Whether a row at hand takes time of its adviser's day. */
static int takes_time(const struct adviser_days *days, const struct survey_rows *rows, size_t i)
{
	return rows->numbers[SURVEY_ADVISER][i] != INTERN_NONE &&
	       rows->numbers[SURVEY_MARKS][i] & SURVEY_HELD &&
	       !(days->again && days->again[rows->first + i]);
}

/* Place of the adviser's day of a row in the sums, which may move. */
static size_t day_of(struct adviser_days *days, const struct survey_rows *rows, size_t i)
{
	int64_t day = rows->numbers[SURVEY_ADVISER][i] * days->span + rows->days[i] - days->from;
	size_t place;

	if (days->is_whole)
		return (size_t)day;
	place = distinct_add(&days->known, day);
	if (place == days->count) {
		days->sums = mem_grow(days->sums, days->count, &days->capacity,
				      sizeof *days->sums);
		days->sums[days->count++] = 0;
	}
	return place;
}

/* Of the rows at hand; they are asked for together, so that the misses of the cache overlap. */
static void find_places(struct adviser_days *days, const struct survey_rows *rows,
			size_t places[SURVEY_ROWS])
{
	for (size_t i = 0; i < rows->count; i++)
		places[i] = takes_time(days, rows, i) ? day_of(days, rows, i) : NO_PLACE;
	for (size_t i = 0; i < rows->count; i++)
		if (places[i] != NO_PLACE)
			__builtin_prefetch(&days->sums[places[i]]);
}

static void add_effort(struct adviser_days *days, size_t place, uint32_t number)
{
	int64_t *sum = &days->sums[place];

	*sum += *sum == 0;
	if (__builtin_add_overflow(*sum, days->survey->efforts.values[number], sum))
		*sum = INT64_MAX;
}

static void add_efforts(struct adviser_days *days)
{
	struct survey_rows rows = { .wanted = DAY_WANTED };
	size_t places[SURVEY_ROWS];

	while (survey_next(days->survey, &rows)) {
		find_places(days, &rows, places);
		for (size_t i = 0; i < rows.count; i++)
			if (places[i] != NO_PLACE)
				add_effort(days, places[i], rows.numbers[SURVEY_EFFORT][i]);
	}
}

static int is_long(int64_t sum)
{
	return sum - 1 > minutes(ADVISER_MINUTES);
}

/* Each with the first of that day, whose row counts from 1 on. */
static void list_day(struct check *check, uint32_t *first, size_t row)
{
	check_detail(check, ITEM_ADVISER_DAY, (uint32_t)row, *first ? *first - 1 : CHECK_NO_ROW);
	if (!*first)
		*first = (uint32_t)row + 1;
}

static void list_adviser_days(struct check *check, struct adviser_days *days, size_t places)
{
	uint32_t *first = mem_new(places + 1, sizeof *first);
	struct survey_rows rows = { .wanted = DAY_WANTED };
	size_t found[SURVEY_ROWS];

	while (survey_next(days->survey, &rows)) {
		find_places(days, &rows, found);
		for (size_t i = 0; i < rows.count; i++)
			if (found[i] != NO_PLACE && is_long(days->sums[found[i]]))
				list_day(check, &first[found[i]], rows.first + i);
	}
	free(first);
}

static void sum_adviser_days(struct check *check)
{
	struct adviser_days days;
	int64_t longer = 0, all = 0;
	size_t places;

	start_days(&days, check);
	add_efforts(&days);
	places = days.is_whole ? intern_count(check->survey->names[SURVEY_ADVISER]) *
				 (size_t)days.span : days.count;
	for (size_t i = 0; i < places; i++) {
		all += days.sums[i] != 0;
		longer += is_long(days.sums[i]);
	}
	if (check_lists(check, ITEM_ADVISER_DAY))
		list_adviser_days(check, &days, places);
	check_add(check, ITEM_ADVISER_DAY, longer, all, NAN);
	distinct_free(&days.known);
	free(days.sums);
	free(days.again);
}

void check_adviser_days(struct check *check)
{
	if (survey_has(check->survey, CANON_ADVISER) && effort_is_time(check->survey->intake.unit))
		sum_adviser_days(check);
	else
		check_unable(check, ITEM_ADVISER_DAY);
}

/* ---- outliers ------------------------------------------------------------------ */

/* Type 1, an observed value. */
static double quartile(const struct efforts *efforts, int which)
{
	size_t place = (efforts->rows * (size_t)which + 3) / 4, at = 0;

	for (size_t seen = efforts->list[0].rows; seen < place;)
		seen += efforts->list[++at].rows;
	return (double)efforts->list[at].effort;
}

/* Tukey's fence (1977, Exploratory Data Analysis) on logarithms, since efforts are skew:
 * Q3 (Q3 / Q1)^1.5. */
static double fence_of(const struct efforts *efforts, int is_time)
{
	double upper = quartile(efforts, 3);
	double fence = upper * pow(fmax(upper / quartile(efforts, 1), SPREAD_LEAST), FENCE);

	return is_time ? fmax(fence, (double)minutes(LONG_LEAST)) : fence;
}

static void add_long(struct check *check, const struct efforts *efforts, double fence)
{
	const struct survey *survey = check->survey;
	int64_t longer = 0;

	for (size_t i = efforts->count; i > 0 && (double)efforts->list[i - 1].effort > fence; i--)
		longer += efforts->list[i - 1].rows;
	for (uint32_t i = 0; i < survey->count && check_lists(check, ITEM_LONG); i++)
		if (check_has_effort(survey, i) && (double)survey_effort(survey, i) > fence)
			check_detail(check, ITEM_LONG, i, CHECK_NO_ROW);
	check_add(check, ITEM_LONG, longer, (int64_t)efforts->rows,
		  fence / (double)power_of_ten(SURVEY_DIGITS));
}

void check_outliers(struct check *check)
{
	struct efforts efforts = check_efforts(check);

	if (efforts.rows)
		add_long(check, &efforts,
			 fence_of(&efforts, effort_is_time(check->survey->intake.unit)));
	else
		check_unable(check, ITEM_LONG);
	free(efforts.list);
}
