/* SPDX-License-Identifier: GPL-3.0-or-later */
/* earlytable - cases that came back early against the others, as a table. */
#include <math.h>
#include <stddef.h>

#include "base/text.h"
#include "show/earlytable.h"
#include "show/output.h"

static const struct table_column all_columns[EARLYTABLE_COLUMNS] = {
	{ "measure", NULL, COLUMN_WORD, 0 },
	{ NULL, NULL, COLUMN_GROUP, 0 },
	{ "group", NULL, COLUMN_WORD, 0 },
	{ "n", NULL, COLUMN_COUNT, 0 },
	{ "value", NULL, COLUMN_NUMBER, 2 },
	{ "se", NULL, COLUMN_NUMBER, 2 },
	{ "lower95", NULL, COLUMN_NUMBER, 2 },
	{ "upper95", NULL, COLUMN_NUMBER, 2 },
	{ "p_value", NULL, COLUMN_NUMBER, 4 },
	{ "exposure", NULL, COLUMN_NUMBER, 1 },
	{ "total", NULL, COLUMN_NUMBER, 1 },
	{ "last_month", NULL, COLUMN_COUNT, 0 },
	{ "of", NULL, COLUMN_WORD, 0 },
	{ "flag", NULL, COLUMN_FLAG, 0 },
};

static const char *const side_names[EARLY_SIDES] = { "early", "not_early", "all" };

/* Where the rows of one group of --by go. */
struct rows {
	struct table *table;
	const struct early_group *group;
	const char *by;
};

/* What a row says. NaN = not there. */
struct row {
	const char *measure, *side;
	int64_t n;
	double value, se;
	struct interval limits;
	double p, exposure, total;
	const char *of;
};

static void put_known(struct table *table, double value)
{
	if (isfinite(value))
		table_number(table, value);
	else
		table_missing(table, MISSING_UNRELIABLE);
}

static void put_row(const struct rows *to, const struct row *row)
{
	struct table *table = to->table;
	int has_months = !isnan(row->exposure) || *row->of;

	table_text(table, row->measure);
	if (to->by)
		table_text(table, group_label(to->group->label));
	table_text(table, row->side);
	table_count(table, row->n);
	put_known(table, row->value);
	put_known(table, row->se);
	put_known(table, row->limits.lower);
	put_known(table, row->limits.upper);
	table_number(table, row->p);
	table_number(table, row->exposure);
	table_number(table, row->total);
	if (has_months && to->group->last >= 0)
		table_count(table, to->group->last);
	else
		table_missing(table, MISSING_NONE);
	table_text(table, row->of);
	table_text(table, isinf(row->value) ? "infinite" :
			  isfinite(row->limits.lower) ? "" : "unreliable");
}

static void put_share(const struct rows *to)
{
	const struct early_group *group = to->group;
	double n = (double)group->cases[EARLY_BOTH], share = group->share;

	put_row(to, &(struct row){ "share", "early", group->cases[EARLY_BOTH], share,
				   sqrt(share * (1 - share) / (n - 1)), group->share_limits, NAN,
				   NAN, NAN, "" });
}

static void put_mean(const struct rows *to, enum early_measure measure)
{
	for (int side = 0; side < EARLY_SIDES; side++) {
		const struct early_mean *mean = &to->group->means[measure][side];

		put_row(to, &(struct row){ early_measure_name(measure), side_names[side], mean->n,
					   mean->value, mean->se, mean->limits, NAN, mean->exposure,
					   mean->total, "" });
	}
}

static void put_contrast(const struct rows *to, enum early_measure measure)
{
	const struct early_contrast *contrast = &to->group->contrasts[measure];
	const char *of = early_measure_name(measure);
	int64_t n = to->group->means[measure][EARLY_BOTH].n;

	put_row(to, &(struct row){ "difference", "all", n, contrast->difference, contrast->se,
				   contrast->limits,
				   measure == EARLY_PER_CASE ? to->group->p : NAN, NAN, NAN, of });
	put_row(to, &(struct row){ "ratio", "all", n, contrast->ratio, contrast->log_se,
				   contrast->ratio_limits, NAN, NAN, NAN, of });
}

static void put_group(const struct rows *to, unsigned measures)
{
	put_share(to);
	for (int m = 0; m < EARLY_MEASURES; m++)
		if (m == EARLY_ZERO_SHARE || measures >> m & 1)
			put_mean(to, (enum early_measure)m);
	for (int m = 0; m < EARLY_MEANS; m++)
		if (measures >> m & 1)
			put_contrast(to, (enum early_measure)m);
}

void earlytable_make(struct earlytable *to, const struct early *early, unsigned measures,
		     const char *by)
{
	size_t used = 0;

	for (size_t i = 0; i < EARLYTABLE_COLUMNS; i++) {
		if (!all_columns[i].name && !by)
			continue;
		to->columns[used] = all_columns[i];
		if (!all_columns[i].name)
			to->columns[used] = (struct table_column){ by, NULL, COLUMN_GROUP, 0 };
		used++;
	}
	to->table = table_new(to->columns, used);
	for (size_t g = 0; g < early->group_count; g++)
		if (early->groups[g].cases[EARLY_BOTH])
			put_group(&(struct rows){ to->table, &early->groups[g], by }, measures);
}

void earlytable_free(struct earlytable *earlytable)
{
	table_free(earlytable->table);
}
