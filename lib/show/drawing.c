/* SPDX-License-Identifier: GPL-3.0-or-later */
/* drawing - what a chart shows, apart from how it is drawn. */
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/textstream.h"
#include "show/drawing.h"

static void group_free(struct drawing_group *group)
{
	free(group->name);
	free(group->frame);
	free(group->points);
}

void drawing_free(struct drawing *drawing)
{
	for (size_t i = 0; i < drawing->count; i++)
		group_free(&drawing->groups[i]);
	free(drawing->groups);
	drawing->groups = NULL;
	drawing->count = drawing->capacity = 0;
}

static const struct drawing_mark no_mark = { NAN, NAN, NAN };

size_t drawing_group(struct drawing *drawing, const char *name)
{
	for (size_t i = 0; i < drawing->count; i++)
		if (strcmp(drawing->groups[i].name, name) == 0)
			return i;
	drawing->groups = mem_grow(drawing->groups, drawing->count, &drawing->capacity,
				   sizeof *drawing->groups);
	drawing->groups[drawing->count] = (struct drawing_group){
		.name = mem_text(name, strlen(name)),
		.marks = { no_mark, no_mark, no_mark, no_mark, no_mark, no_mark } };
	return drawing->count++;
}

void drawing_add(struct drawing *drawing, size_t index, const struct drawing_point *point)
{
	struct drawing_group *group = &drawing->groups[index];

	group->points = mem_grow(group->points, group->count, &group->capacity,
				 sizeof *group->points);
	group->points[group->count++] = *point;
}

void drawing_drop(struct drawing *drawing, size_t group)
{
	group_free(&drawing->groups[group]);
	drawing->count--;
	memmove(drawing->groups + group, drawing->groups + group + 1,
		(drawing->count - group) * sizeof *drawing->groups);
}

static int by_position(const void *a, const void *b)
{
	const struct drawing_point *first = a, *second = b;

	if (first->at != second->at)
		return first->at < second->at ? -1 : 1;
	return (first->line > second->line) - (first->line < second->line);
}

static int refuse_double(const struct drawing *drawing, const struct drawing_group *group,
			 struct fault *fault)
{
	for (size_t p = 1; p < group->count; p++) {
		const struct drawing_point *here = &group->points[p];
		char at[16];

		if (here->at != here[-1].at)
			continue;
		drawing->write(at, drawing->kind, here->at);
		return fault_at(fault, STATUS_DATA, drawing->file, here->line, 0,
				N_("%s stands there already, on line %ld; each group has one row "
				   "for each"), at, here[-1].line);
	}
	return 0;
}

int drawing_ready(struct drawing *drawing, struct fault *fault)
{
	size_t values = 0;

	if (drawing->count > DRAWING_GROUPS_MAX)
		return fault_set(fault, STATUS_USAGE,
				 N_("the table has more than %d groups, too many for one chart"),
				 DRAWING_GROUPS_MAX);
	for (size_t i = 0; i < drawing->count; i++) {
		struct drawing_group *group = &drawing->groups[i];

		if (group->count)
			qsort(group->points, group->count, sizeof *group->points, by_position);
		if (refuse_double(drawing, group, fault) != 0)
			return -1;
		for (size_t p = 0; p < group->count; p++)
			values += isfinite(group->points[p].value) != 0;
	}
	if (!values)
		return fault_set(fault, STATUS_MODEL,
				 N_("the table has no value to draw: all of them are empty"));
	return 0;
}

/* ---- what is in it ------------------------------------------------------------- */

static const struct drawing_span nothing = { INFINITY, -INFINITY, INFINITY, -INFINITY, INFINITY,
					     -INFINITY };

static void raise_to(double *high, double value)
{
	if (isfinite(value) && value > *high)
		*high = value;
}

static void lower_to(double *low, double value)
{
	if (isfinite(value) && value < *low)
		*low = value;
}

static void widen(struct drawing_span *span, const struct drawing_point *point)
{
	lower_to(&span->low, point->value);
	lower_to(&span->low, point->smooth);
	raise_to(&span->high, point->value);
	raise_to(&span->high, point->smooth);
	lower_to(&span->band_low, point->lower);
	raise_to(&span->band_high, point->upper);
	lower_to(&span->band_all_low, point->lower_all);
	raise_to(&span->band_all_high, point->upper_all);
}

static void include(struct drawing_range *range, const struct drawing_point *point, int apart,
		    int has_limit)
{
	if (point->at < range->first)
		range->first = point->at;
	if (point->at > range->last)
		range->last = point->at;
	if (point->n > range->n_high)
		range->n_high = point->n;
	widen(apart ? &range->apart : &range->joined, point);
	if (has_limit)
		raise_to(&range->joined.high, point->limit);
}

struct drawing_range drawing_range(const struct drawing *drawing)
{
	struct drawing_range range = { .first = LONG_MAX, .last = LONG_MIN, .joined = nothing,
				       .apart = nothing, .n_high = -1 };

	for (size_t i = 0; i < drawing->count; i++)
		for (size_t p = 0; p < drawing->groups[i].count; p++)
			include(&range, &drawing->groups[i].points[p],
				drawing->groups[i].points[p].at == drawing->apart,
				drawing->limit_label != NULL);
	return range;
}

int drawing_joined(const struct drawing *drawing, const struct drawing_group *group, size_t index)
{
	const struct drawing_point *here = &group->points[index];

	return index > 0 && !drawing->single && (drawing->stairs || here[-1].at + 1 == here->at) &&
	       isfinite(here->value) && isfinite(here[-1].value) && here->at != drawing->apart &&
	       here[-1].at != drawing->apart;
}

/* ---- marks --------------------------------------------------------------------- */

int drawing_has_mark(const struct drawing_group *group, enum drawing_mark_kind kind)
{
	const struct drawing_marks *marks = &group->marks;

	switch (kind) {
	case DRAWING_PEAK:
		return isfinite(marks->peak.lower) && isfinite(marks->peak.upper);
	case DRAWING_RISE:
		return isfinite(marks->early.value) && isfinite(marks->middle.value) &&
		       isfinite(marks->rise.value);
	default:
		return isfinite(marks->core_from.value) && isfinite(marks->core_to.value);
	}
}

static void months_words(char to[DRAWING_WORDS], const char *one, const char *several, double first,
			 double last)
{
	if (lround(first) == lround(last))
		snprintf(to, DRAWING_WORDS, one, lround(first));
	else
		snprintf(to, DRAWING_WORDS, several, lround(first), lround(last));
}

static void rise_words(char to[DRAWING_WORDS], const struct drawing_mark *rise)
{
	char value[32], lower[32], upper[32];

	drawing_number(value, rise->value, 2);
	drawing_number(lower, rise->lower, 2);
	drawing_number(upper, rise->upper, 2);
	if (isfinite(rise->lower) && isfinite(rise->upper))
		snprintf(to, DRAWING_WORDS, _("rise: %s (%s to %s)"), value, lower, upper);
	else
		snprintf(to, DRAWING_WORDS, _("rise: %s"), value);
}

void drawing_mark_words(char to[DRAWING_WORDS], const struct drawing_group *group,
			enum drawing_mark_kind kind)
{
	const struct drawing_marks *marks = &group->marks;

	if (kind == DRAWING_PEAK)
		months_words(to, _("peak: month %ld"), _("peak: one of months %ld-%ld"),
			     marks->peak.lower, marks->peak.upper);
	else if (kind == DRAWING_RISE)
		rise_words(to, &marks->rise);
	else
		months_words(to, _("core phase: month %ld"), _("core phase: months %ld-%ld"),
			     marks->core_from.value, marks->core_to.value);
}

/* ---- in words ------------------------------------------------------------------ */

void drawing_number(char to[32], double value, int decimals)
{
	text_fixed(to, 32, value, decimals);
}

static const struct drawing_point *highest(const struct drawing_group *group)
{
	const struct drawing_point *best = NULL;

	for (size_t p = 0; p < group->count; p++)
		if (isfinite(group->points[p].value) &&
		    (!best || group->points[p].value > best->value))
			best = &group->points[p];
	return best;
}

static void describe_group(const struct drawing *drawing, const struct drawing_group *group,
			   FILE *to)
{
	const struct drawing_point *best = highest(group);
	char value[32], at[16];

	if (!best)
		return;
	drawing_number(value, best->value, 2);
	drawing->write(at, drawing->kind, best->at);
	fputc(' ', to);
	if (*group->name)
		fprintf(to, "%s: ", group->name);
	fprintf(to, _("highest value %s at %s."), value, at);
	for (int kind = DRAWING_PEAK; kind <= DRAWING_CORE; kind++) {
		char words[DRAWING_WORDS];

		if (!drawing_has_mark(group, (enum drawing_mark_kind)kind))
			continue;
		drawing_mark_words(words, group, (enum drawing_mark_kind)kind);
		fprintf(to, " (%s)", words);
	}
}

char *drawing_describe(const struct drawing *drawing)
{
	struct drawing_range range = drawing_range(drawing);
	char first[16], last[16], *text = NULL;
	size_t length;
	FILE *to = textstream_open(&text, &length);

	drawing->write(first, drawing->kind, range.first);
	drawing->write(last, drawing->kind, range.last);
	fprintf(to, _("Line chart of: %s. Horizontal axis: %s from %s to %s."),
		drawing->value_label, drawing->at_label ? drawing->at_label : _("period"), first,
		last);
	for (size_t i = 0; i < drawing->count; i++)
		describe_group(drawing, &drawing->groups[i], to);
	if (drawing->core_label)
		/* xgettext:no-c-format */
		fprintf(to, " %s", _("Shaded areas hold 50, 80 and 95 % of the sample paths."));
	else if (isfinite(range.joined.band_high) && drawing->band_label)
		fprintf(to, " %s: %s.", _("Intervals"), drawing->band_label);
	else if (isfinite(range.joined.band_high))
		/* xgettext:no-c-format */
		fprintf(to, " %s", _("Shaded areas are 95 % intervals."));
	textstream_close(to);
	return text;
}
