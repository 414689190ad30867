/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check - findings and details, how they are judged, and the frame of days they are seen in. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/parallel.h"
#include "base/text.h"
#include "model/check.h"

/* Some few records (at most one in so many, or one) that lie so many days from all others are
 * stray, unless there are few altogether. */
enum { STRAY_DAYS = 183, STRAY_ONE_IN = 1000, STRAY_LEAST = 1, STRAY_TOTAL = 50 };
/* The export ends with the last day on which, within a week, so many records were entered: a
 * quarter of the usual, at least one and at most three. */
enum { WEEK = 7, USUAL_OVER = 4, ENTERED_MOST = 3 };

void check_start(struct check *check)
{
	memset(check, 0, sizeof *check);
	check->listing = CHECK_NONE;
	for (int i = 0; i < ITEMS; i++)
		check->limits[i] = check_items[i].limits;
}

int check_limit(struct check *check, const char *name, double warning)
{
	char full[64];

	for (int i = 0; i < ITEMS; i++) {
		const struct check_item *item = &check_items[i];
		struct limits *limits = &check->limits[i];
		double ratio = item->limits.warning > 0 && isfinite(item->limits.warning) ?
			       item->limits.alarm / item->limits.warning : 0;

		snprintf(full, sizeof full, "%s.%s", check_words[item->check], item->word);
		if (strcmp(full, name) != 0)
			continue;
		limits->warning = warning;
		limits->alarm = ratio > 0 ? warning * ratio : fmax(item->limits.alarm, warning);
		limits->note = fmin(limits->note, warning);
		return 0;
	}
	return -1;
}

void check_free(struct check *check)
{
	for (size_t i = 0; i < check->finding_count; i++)
		free(check->findings[i].name);
	free(check->findings);
	free(check->details);
	free(check->by_day);
	free(check->by_effort);
}

/* ---- findings ------------------------------------------------------------------ */

static enum severity judge(const struct check *check, const struct finding *finding)
{
	const struct limits *limits = &check->limits[finding->item];
	enum judged judged = check_items[finding->item].judged;
	double number = judged == JUDGED_COUNT ? (double)finding->count :
			judged == JUDGED_SHARE ? finding->share : finding->value;

	return number > limits->alarm ? SEVERITY_ALARM :
	       number > limits->warning ? SEVERITY_WARNING :
	       number > limits->note ? SEVERITY_NOTE : SEVERITY_OK;
}

static struct finding *add(struct check *check, enum item item)
{
	struct finding *finding;

	check->findings = mem_grow(check->findings, check->finding_count,
				   &check->finding_capacity, sizeof *check->findings);
	finding = &check->findings[check->finding_count++];
	*finding = (struct finding){ .item = item, .period = CHECK_NONE, .until = CHECK_NONE,
				     .count = CHECK_NONE, .of = CHECK_NONE, .share = NAN, .value = NAN,
				     .limit = check->limits[item].warning };
	return finding;
}

void check_add(struct check *check, enum item item, int64_t count, int64_t of, double value)
{
	struct finding *finding = add(check, item);

	finding->count = count;
	finding->of = of;
	finding->value = value;
	if (count != CHECK_NONE && of != CHECK_NONE)
		finding->share = of ? (double)count / (double)of : 0;
	finding->severity = judge(check, finding);
}

void check_share(struct check *check, double share)
{
	struct finding *finding = &check->findings[check->finding_count - 1];

	finding->share = share;
	finding->severity = judge(check, finding);
}

void check_name(struct check *check, const char *name)
{
	check->findings[check->finding_count - 1].name = mem_text(name, strlen(name));
}

void check_period(struct check *check, int32_t period, int32_t until)
{
	check->findings[check->finding_count - 1].period = period;
	check->findings[check->finding_count - 1].until = until;
}

void check_at_most(struct check *check, enum severity severity)
{
	struct finding *finding = &check->findings[check->finding_count - 1];

	if (finding->severity > severity)
		finding->severity = severity;
}

void check_calm(struct check *check)
{
	check->findings[check->finding_count - 1].calm = 1;
	check_at_most(check, SEVERITY_OK);
}

void check_unable(struct check *check, enum item item)
{
	add(check, item)->severity = SEVERITY_UNCHECKED;
}

int check_lists(const struct check *check, enum item item)
{
	return check->listing == (int)check_items[item].check;
}

static void add_detail(struct check *check, struct detail detail)
{
	if (!check_lists(check, detail.item))
		return;
	check->details = mem_grow(check->details, check->detail_count, &check->detail_capacity,
				  sizeof *check->details);
	check->details[check->detail_count++] = detail;
}

void check_detail(struct check *check, enum item item, uint32_t row, uint32_t other)
{
	add_detail(check, (struct detail){ item, CHECK_NONE, row, other });
}

void check_empty_cell(struct check *check, uint32_t row, enum canon column)
{
	add_detail(check, (struct detail){ ITEM_COLUMN, (int)column, row, CHECK_NO_ROW });
}

enum severity check_verdict(const struct check *check)
{
	enum severity worst = SEVERITY_OK;

	for (size_t i = 0; i < check->finding_count; i++)
		if (check->findings[i].severity > worst)
			worst = check->findings[i].severity;
	return worst;
}

size_t check_count(const struct check *check, enum severity severity)
{
	size_t count = 0;

	for (size_t i = 0; i < check->finding_count; i++)
		count += check->findings[i].severity == severity;
	return count;
}

/* ---- the frame ----------------------------------------------------------------- */

/* From one end of the days inwards: the days before the first wide gap, where they hold few
 * records, are not part of the export. Returns the first day that is. */
static int32_t inner_edge(const uint32_t *records, size_t total, int32_t from, int32_t to)
{
	int step = from < to ? 1 : -1;
	size_t allowed = total < STRAY_TOTAL ? 0 : total < STRAY_LEAST * STRAY_ONE_IN ? STRAY_LEAST :
			 total / STRAY_ONE_IN;
	int32_t edge = CHECK_NONE, last = CHECK_NONE;
	size_t seen = 0;

	for (int32_t at = from; at != to + step; at += step) {
		if (!records[at])
			continue;
		if (edge == CHECK_NONE)
			edge = at;
		else if ((at - last) * step > STRAY_DAYS)
			edge = at;
		seen += records[at];
		if (seen > allowed)
			return edge;
		last = at;
	}
	return edge;
}

/* -1: no record up to the day of the export. */
static int find_days(struct check *check)
{
	int32_t end = check->exported_given ? check->exported - DAY_MIN : SURVEY_DAYS - 1;
	size_t total = 0;

	for (int32_t day = 0; day <= end; day++)
		total += check->by_day[day];
	check->first = inner_edge(check->by_day, total, 0, end) + DAY_MIN;
	check->last = inner_edge(check->by_day, total, end, 0) + DAY_MIN;
	return total ? 0 : -1;
}

static uint32_t entered_least(const struct check *check)
{
	int32_t weeks = (check->last - check->first) / WEEK + 1;
	size_t least = check->survey->count / (size_t)weeks / USUAL_OVER;

	return least < 1 ? 1 : least > ENTERED_MOST ? ENTERED_MOST : (uint32_t)least;
}

/* Single dates of entry may be typing errors; so are those half a year after the last record. */
static int32_t last_entry(const struct check *check)
{
	const struct survey *survey = check->survey;
	uint32_t *entered = mem_new(SURVEY_DAYS + WEEK, sizeof *entered), week = 0;
	uint32_t least = entered_least(check);
	int32_t end = check->last + STRAY_DAYS < DAY_MAX ? check->last + STRAY_DAYS : DAY_MAX;
	int32_t day;

	for (size_t i = 0; i < survey->count && survey->entered; i++)
		if (survey->entered[i] <= end - DAY_MIN)
			entered[survey->entered[i] + WEEK]++;
	for (day = end; day > end - WEEK; day--)
		week += entered[day - DAY_MIN + WEEK];
	/* The week ends on `day`. */
	for (day = end; day > check->last; day--) {
		if (entered[day - DAY_MIN + WEEK] && week >= least)
			break;
		week += entered[day - DAY_MIN] - entered[day - DAY_MIN + WEEK];
	}
	free(entered);
	return day;
}

static void count_days(struct check *check)
{
	const struct survey *survey = check->survey;

	check->by_day = mem_new(SURVEY_DAYS, sizeof *check->by_day);
	for (size_t i = 0; i < survey->count; i++)
		check->by_day[survey->days[i]]++;
}

/* What several checks ask for. */
static void tally(size_t which, void *to)
{
	if (which == 0)
		count_days(to);
	else
		check_count_efforts(to);
}

int check_frame(struct check *check, const struct source *source, struct fault *fault)
{
	const struct survey *survey = check->survey;
	struct day_set days = { 0 };
	struct fault whole = { 0 };

	check->window = source->window;
	if (!survey->count)
		return fault_at(fault, STATUS_DATA, survey->intake.file, 0, 0,
				N_("no record with a date"));
	parallel_each(source->threads, 2, tally, check);
	if (find_days(check) != 0)
		return fault_at(fault, STATUS_DATA, survey->intake.file, 0, 0,
				N_("all records lie after the day of the export (--exported)"));
	for (int32_t day = check->first; day <= check->last; day++)
		if (check->by_day[day - DAY_MIN])
			day_set_add(&days, day);
	/* Where no whole month is covered, the days from the first to the last record. */
	if (window_find(&check->window, &days, source->partial, survey->intake.file, &whole) != 0) {
		check->window.since = check->first;
		check->window.until = check->last;
	}
	if (check->exported_given)
		return 0;
	/* A window that ends with its month says that the export covers it. */
	check->exported = last_entry(check);
	if (!check->window.until_given && check->window.until > check->exported)
		check->exported = check->window.until;
	return 0;
}

/* ---- all checks ---------------------------------------------------------------- */

static int compare_kinds(const void *a, const void *b)
{
	const struct kind_count *const *left = a, *const *right = b;

	return strcmp((*left)->kind, (*right)->kind);
}

/* Rows that break a rule, by rule. Warnings about the file are no refusals. */
static void add_refused(struct check *check, const struct findings *refused)
{
	const struct kind_count **kinds = mem_new(refused->kind_count + 1, sizeof *kinds);
	size_t count = 0;

	for (size_t k = 0; k < refused->kind_count; k++)
		for (size_t i = 0; i < refused->count; i++)
			if (refused->list[i].kind == refused->kinds[k].kind) {
				if (refused->list[i].status != STATUS_OK)
					kinds[count++] = &refused->kinds[k];
				break;
			}
	qsort(kinds, count, sizeof *kinds, compare_kinds);
	for (size_t k = 0; k < count; k++) {
		check_add(check, ITEM_REFUSED, (int64_t)kinds[k]->count,
			  check->survey->intake.rows, NAN);
		check_name(check, kinds[k]->kind);
	}
	if (!count)
		check_add(check, ITEM_REFUSED, 0, check->survey->intake.rows, NAN);
	free(kinds);
}

static int compare_details(const void *a, const void *b)
{
	const struct detail *left = a, *right = b;

	if (left->item != right->item)
		return left->item < right->item ? -1 : 1;
	if (left->row != right->row)
		return left->row < right->row ? -1 : 1;
	return (left->column > right->column) - (left->column < right->column);
}

static void (*const all_checks[])(struct check *check) = {
	check_dates, check_gaps, check_silent, check_late, check_heaped, check_minutes, check_twice,
	check_adviser_days, check_outliers, check_ids, check_missing, check_cases, check_origin,
	check_unit,
};

enum { ALL_CHECKS = sizeof all_checks / sizeof *all_checks };

/* Each with the same frame and findings of its own. */
static void run_one(size_t number, void *to)
{
	struct check *parts = to;

	all_checks[number](&parts[number]);
}

static void append(struct check *check, const struct check *part)
{
	for (size_t i = 0; i < part->finding_count; i++)
		*add(check, part->findings[i].item) = part->findings[i];
	for (size_t i = 0; i < part->detail_count; i++)
		add_detail(check, part->details[i]);
	free(part->findings);
	free(part->details);
}

void check_run(struct check *check, const struct findings *refused, size_t threads)
{
	struct check parts[ALL_CHECKS];

	check->threads = threads;
	for (size_t i = 0; i < ALL_CHECKS; i++)
		parts[i] = *check;
	parallel_each(threads, ALL_CHECKS, run_one, parts);
	add_refused(check, refused);
	for (size_t i = 0; i < ALL_CHECKS; i++)
		append(check, &parts[i]);
	if (check->detail_count)
		qsort(check->details, check->detail_count, sizeof *check->details,
		      compare_details);
}
