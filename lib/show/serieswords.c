/* SPDX-License-Identifier: GPL-3.0-or-later */
/* serieswords - what the axes, bands and lines of a drawn table are called. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "data/date.h"
#include "show/serieswords.h"

static const size_t none = SERIESTABLE_NONE;

struct wording {
	const char *name, *label, *n_label;
};

static const struct wording measures[] = {
	{ "per_case", N_("Hours per case and month"), N_("Cases at risk") },
	{ "per_open", N_("Hours per open case and month"), N_("Open cases") },
	{ "per_seen", N_("Hours per case with a contact in the month"),
	  N_("Cases with a contact") },
	{ "same_cases", N_("Hours per case and month, the same cases in each"), N_("Cases") },
	{ "cumulative", N_("Hours per case since the first contact"), N_("Cases at risk") },
};
enum { MEASURES = sizeof measures / sizeof *measures };

static const struct wording columns[] = {
	{ "consultations", N_("Consultations"), NULL },
	{ "hours", N_("Hours"), NULL },
	{ "active_cases", N_("Active cases"), NULL },
	{ "new_cases", N_("New cases"), NULL },
	{ "ended_cases", N_("Ended cases"), NULL },
	{ "reopened_cases", N_("Reopened cases"), NULL },
	{ "open_cases", N_("Open cases"), NULL },
	{ "open_at_end", N_("Open cases at the month's end"), NULL },
	{ "households", N_("Households"), NULL },
	{ "persons", N_("Persons"), NULL },
	{ "no_shows", N_("No-shows"), NULL },
	{ "group_hours", N_("Hours of group sessions"), NULL },
};
enum { COLUMNS = sizeof columns / sizeof *columns };

/* Steps between labelled positions, chosen so that January, the first quarter and so on
 * are among them. */
static const int month_steps[] = { 1, 2, 3, 6, 12, 24, 36, 60, 120, 240, 600, 1200, 12000, 0 };
static const int day_steps[] = { 1, 2, 5, 10, 30, 60, 90, 180, 360, 720, 1800, 3600, 36000, 360000,
				 0 };
static const int period_steps[][12] = {
	[PERIOD_MONTH] = { 1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 12000, 0 },
	[PERIOD_QUARTER] = { 1, 2, 4, 8, 20, 40, 80, 200, 400, 4000, 0 },
	[PERIOD_HALF] = { 1, 2, 4, 10, 20, 40, 100, 200, 2000, 0 },
	[PERIOD_YEAR] = { 1, 2, 5, 10, 20, 50, 100, 1000, 0 },
};

static void write_whole(char to[16], int kind, long at)
{
	(void)kind;
	snprintf(to, 16, "%ld", at);
}

static void write_period(char to[16], int kind, long at)
{
	period_write(to, (enum period_kind)kind, (int32_t)at);
}

static const struct wording *wording_of(const struct wording *words, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(words[i].name, name) == 0)
			return &words[i];
	return NULL;
}

static void word_curve(const struct series *series)
{
	const char *name = series->choice->measure ? series->choice->measure : "per_case";
	const struct wording *words = wording_of(measures, MEASURES, name);
	struct drawing *drawing = series->drawing;

	drawing->measure = name;
	drawing->value_label = words ? _(words->label) : name;
	drawing->n_label = series->n == none ? NULL : words ? _(words->n_label) : _("Cases");
	drawing->at_label = _("Month since the first contact");
	drawing->steps = month_steps;
	drawing->write = write_whole;
	/* Month 0 holds the first contact of every case; a sum from it on is no stranger. */
	drawing->apart = strcmp(name, "cumulative") == 0 ? -1 : 0;
	drawing->apart_label = _("month 0, with the first contact");
}

/* The difference, in a frame of its own below. */
static void word_early(const struct series *series)
{
	struct drawing *drawing = series->drawing;
	const char *difference = seriestable_side(seriestable_sides[SIDE_DIFFERENCE]);

	word_curve(series);
	drawing->landmark_label = _("landmark: compare what follows");
	if (drawing->count < 2 || strcmp(drawing->groups[drawing->count - 1].name, difference) != 0)
		return;
	drawing->below = 1;
	drawing->frame_labels[0] = _("Both courses");
	drawing->frame_labels[1] = _("Difference (early less not early)");
}

static void word_daily(const struct series *series)
{
	const struct wording *words = wording_of(measures, MEASURES, "cumulative");
	struct drawing *drawing = series->drawing;

	drawing->value_label = _(words->label);
	drawing->n_label = series->n == none ? NULL : _(words->n_label);
	drawing->at_label = _("Day since the first contact");
	drawing->steps = day_steps;
	drawing->write = write_whole;
	drawing->apart = -1;
	drawing->stairs = 1;
}

static void word_figures(const struct series *series)
{
	const char *name = series->choice->column ? series->choice->column : "hours";
	const struct wording *words = wording_of(columns, COLUMNS, name);
	struct drawing *drawing = series->drawing;

	drawing->value_label = words ? _(words->label) : name;
	drawing->kind = series->period < 0 ? PERIOD_MONTH : series->period;
	drawing->steps = period_steps[drawing->kind];
	drawing->write = write_period;
	drawing->apart = -1;
}

static void word_forecast(const struct series *series)
{
	const struct wording *words = wording_of(columns, COLUMNS, series->quantity);
	struct drawing *drawing = series->drawing;

	drawing->value_label = words ? _(words->label) : series->choice->column ?
			       series->choice->column : _("Value");
	drawing->kind = PERIOD_MONTH;
	drawing->steps = period_steps[PERIOD_MONTH];
	drawing->write = write_period;
	drawing->apart = -1;
	/* xgettext:no-c-format */
	drawing->core_label = series->lower_core == none ? NULL : _("50 %");
	/* xgettext:no-c-format */
	drawing->band_label = _("80 %");
	/* xgettext:no-c-format */
	drawing->band_all_label = _("95 % of the sample paths");
	drawing->limit_label = series->limits ? _("capacity") : NULL;
	/* Where only what is ahead is drawn there is no border. */
	if (series->seen.at) {
		drawing->landmark = series->ahead;
		drawing->landmark_label = _("forecast from here on");
	}
	for (size_t i = 0; i < drawing->count && series->scenarios; i++)
		if (!*drawing->groups[i].name) {
			free(drawing->groups[i].name);
			drawing->groups[i].name = mem_text(_("seen, expected"),
							   strlen(_("seen, expected")));
		}
}

void serieswords_put(const struct series *series)
{
	if (series->kind == TABLE_FIGURES)
		word_figures(series);
	else if (series->kind == TABLE_FORECAST)
		word_forecast(series);
	else if (series->kind == TABLE_DAILY)
		word_daily(series);
	else if (series->side != none)
		word_early(series);
	else
		word_curve(series);
	if (series->choice->label)
		series->drawing->value_label = series->choice->label;
}
