/* SPDX-License-Identifier: GPL-3.0-or-later */
/* seriestable - which tool's table it is that shall be drawn, and which columns it has. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "show/seriestable.h"
#include "show/words.h"

static const size_t none = SERIESTABLE_NONE;

const char *const seriestable_sides[] = { "early", "not_early", "difference" };

const char *seriestable_side(const char *side)
{
	return words_phrase("group", side);
}

void seriestable_list(char list[SERIESTABLE_LIST], const char *name)
{
	size_t length = strlen(list);

	snprintf(list + length, SERIESTABLE_LIST - length, "%s%s", length ? ", " : "", name);
}

/* Tables that have no chart, by their first column and another, and what to do instead. */
static const struct undrawn {
	const char *first, *other, *advice;
} undrawn[] = {
	{ "measure", "group", N_("vl-early's means are not drawn: draw the table of vl-early --curve") },
	{ "measure", "curve", N_("vl-curve --summary is not drawn alone: draw the table of vl-curve "
				 "and give this one by --marks") },
	{ "case_id", "case_month", N_("vl-panel's case-months are not drawn: draw the table of "
				      "vl-curve, which sums them up") },
	{ "method", "crps", N_("the scores of vl-forecast --check are not drawn: read them by "
			       "--format text") },
	{ "check", "item", N_("vl-check's findings are not drawn: read them by --format text") },
	{ "measure", "reason", N_("vl-import --summary is not drawn: it is for other programs") },
};

static int refuse_table(const struct series *series, struct fault *fault)
{
	const struct csv_reader *reader = series->reader;
	char list[SERIESTABLE_LIST] = "";

	for (size_t i = 0; i < sizeof undrawn / sizeof *undrawn; i++)
		if (strcmp(csv_name(reader, 0), undrawn[i].first) == 0 &&
		    csv_column(reader, undrawn[i].other, 1) != none)
			return fault_at(fault, STATUS_DATA, csv_file(reader), 0, 0,
					undrawn[i].advice);
	for (size_t i = 0; i < csv_width(reader); i++)
		seriestable_list(list, csv_name(reader, i));
	return fault_at(fault, STATUS_DATA, csv_file(reader), 0, 0,
			N_("no table that can be drawn: those of vl-curve (also --daily), vl-early "
			   "--curve, vl-figures, vl-forecast (also --track) and vl-predict (also "
			   "--check) can, in their CSV form; this one has: %s"), list);
}

static int open_values(struct series *series, struct fault *fault)
{
	const struct csv_reader *reader = series->reader;

	series->value = csv_column(reader, "value", series->fixed);
	series->lower = csv_column(reader, "lower95", series->fixed);
	series->upper = csv_column(reader, "upper95", series->fixed);
	series->n = csv_column(reader, "n", series->fixed);
	return series->value == none ? refuse_table(series, fault) : 0;
}

static int open_daily(struct series *series, struct fault *fault)
{
	if (series->choice->column || series->choice->measure)
		return fault_set(fault, STATUS_USAGE,
				 N_("a table of vl-curve --daily has one curve: neither --measure "
				    "nor --column"));
	return open_values(series, fault);
}

static int open_curve(struct series *series, struct fault *fault)
{
	const struct csv_reader *reader = series->reader;

	if (series->choice->column)
		return fault_set(fault, STATUS_USAGE,
				 N_("--column is for tables of vl-figures; this is one of "
				    "vl-curve: use --measure"));
	series->measure = series->fixed;
	if (strcmp(csv_name(reader, series->fixed - 1), "group") == 0)
		series->side = series->fixed - 1;
	series->lower_all = csv_column(reader, "lower95s", series->fixed);
	series->upper_all = csv_column(reader, "upper95s", series->fixed);
	series->smooth = csv_column(reader, "smooth", series->fixed);
	return open_values(series, fault);
}

static int open_figures(struct series *series, struct fault *fault)
{
	const char *wanted = series->choice->column ? series->choice->column : "hours";
	char list[SERIESTABLE_LIST] = "";

	if (series->choice->measure)
		return fault_set(fault, STATUS_USAGE,
				 N_("--measure is for tables of vl-curve; this is one of "
				    "vl-figures: use --column"));
	series->value = csv_column(series->reader, wanted, series->fixed);
	if (series->value != none && series->value != series->flag)
		return 0;
	for (size_t i = series->fixed; i < csv_width(series->reader); i++)
		if (i != series->flag)
			seriestable_list(list, csv_name(series->reader, i));
	return fault_set(fault, STATUS_USAGE, N_("no column '%s' to draw; the table has: %s"),
			 wanted, list);
}

static int open_forecast(struct series *series, struct fault *fault)
{
	const struct csv_reader *reader = series->reader;

	if (series->choice->measure)
		return fault_set(fault, STATUS_USAGE,
				 N_("--measure is for tables of vl-curve; this is one of "
				    "vl-forecast: use --column"));
	series->measure = series->fixed;
	series->value = csv_column(reader, "value", series->fixed);
	series->lower = csv_column(reader, "q10", series->fixed);
	series->upper = csv_column(reader, "q90", series->fixed);
	series->lower_all = csv_column(reader, "q2.5", series->fixed);
	series->upper_all = csv_column(reader, "q97.5", series->fixed);
	series->lower_core = csv_column(reader, "q25", series->fixed);
	series->upper_core = csv_column(reader, "q75", series->fixed);
	series->limit = csv_column(reader, "capacity", series->fixed);
	series->scenario = csv_column(reader, "scenario", series->fixed);
	if (csv_column(reader, "naive", series->fixed) != none)
		series->came = csv_column(reader, "seen", series->fixed);
	if (series->value == none || series->lower == none ||
	    (series->came == none && (series->scenario == none || series->flag == none)))
		return refuse_table(series, fault);
	return 0;
}

int seriestable_recognise(struct series *series, struct fault *fault)
{
	/* Per table, the first column and the one after the groups. */
	static const char *const names[][2] = {
		[TABLE_CURVE] = { "case_month", "measure" },
		[TABLE_DAILY] = { "age_day", "n" },
		[TABLE_FORECAST] = { "period", "quantity" },
		[TABLE_FIGURES] = { "period", "consultations" },
	};
	static int (*const openers[])(struct series *, struct fault *) = {
		[TABLE_CURVE] = open_curve, [TABLE_DAILY] = open_daily,
		[TABLE_FORECAST] = open_forecast, [TABLE_FIGURES] = open_figures,
	};
	const struct csv_reader *reader = series->reader;
	int kind = TABLE_CURVE;

	while (kind < TABLE_FIGURES &&
	       (strcmp(csv_name(reader, 0), names[kind][0]) != 0 ||
		(kind == TABLE_FORECAST && csv_column(reader, names[kind][1], 1) == none)))
		kind++;
	series->fixed = csv_column(reader, names[kind][1], 1);
	if (strcmp(csv_name(reader, 0), names[kind][0]) != 0 || series->fixed == none)
		return refuse_table(series, fault);
	series->kind = (enum table_kind)kind;
	series->flag = csv_column(reader, "flag", series->fixed);
	return openers[kind](series, fault);
}
