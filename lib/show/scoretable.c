/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scoretable - the scores of past forecasts as a table. */
#include <stdio.h>

#include "base/text.h"
#include "data/date.h"
#include "show/scoretable.h"

enum { BANDS = 3, NOTE = 500 };

static const struct table_column columns[] = {
	{ "method", NULL, COLUMN_TEXT, 0 },
	{ "quantity", NULL, COLUMN_WORD, 0 },
	{ "horizon", NULL, COLUMN_TEXT, 0 },
	{ "n", NULL, COLUMN_COUNT, 0 },
	{ "mase", NULL, COLUMN_NUMBER, 3 },
	{ "rmsse", NULL, COLUMN_NUMBER, 3 },
	{ "crps", NULL, COLUMN_NUMBER, 3 },
	{ "cover50", NULL, COLUMN_NUMBER, 2 },
	{ "cover80", NULL, COLUMN_NUMBER, 2 },
	{ "cover95", NULL, COLUMN_NUMBER, 2 },
	{ "skill", NULL, COLUMN_NUMBER, 3 },
	{ "skill_lower95", NULL, COLUMN_NUMBER, 3 },
	{ "skill_upper95", NULL, COLUMN_NUMBER, 3 },
	{ "pinball", NULL, COLUMN_NUMBER, 3 },
	{ "cover50_lower95", NULL, COLUMN_NUMBER, 2 },
	{ "cover50_upper95", NULL, COLUMN_NUMBER, 2 },
	{ "cover80_lower95", NULL, COLUMN_NUMBER, 2 },
	{ "cover80_upper95", NULL, COLUMN_NUMBER, 2 },
	{ "cover95_lower95", NULL, COLUMN_NUMBER, 2 },
	{ "cover95_upper95", NULL, COLUMN_NUMBER, 2 },
};

static void put_score(struct table *table, const struct backtest_score *score)
{
	table_count(table, (int64_t)score->n);
	table_number(table, score->mase);
	table_number(table, score->rmsse);
	table_number(table, score->crps);
	for (int b = 0; b < BANDS; b++)
		table_number(table, score->cover[b]);
	table_number(table, score->skill);
	table_number(table, score->skill_limits.lower);
	table_number(table, score->skill_limits.upper);
	table_number(table, score->pinball);
	for (int b = 0; b < BANDS; b++) {
		table_number(table, score->limits[b].lower);
		table_number(table, score->limits[b].upper);
	}
}

/* Methods in order of their CRPS over all horizons, those without scores left out. */
static size_t order_methods(const struct backtest *backtest, enum forecast_quantity quantity,
			    enum forecast_method order[FORECAST_METHODS])
{
	size_t count = 0;

	for (int m = 0; m < FORECAST_METHODS; m++) {
		const struct backtest_score *score =
			backtest_score(backtest, quantity, (enum forecast_method)m, 0);
		size_t at = count;

		if (!score->n)
			continue;
		while (at > 0 && score->crps <
		       backtest_score(backtest, quantity, order[at - 1], 0)->crps) {
			order[at] = order[at - 1];
			at--;
		}
		order[at] = (enum forecast_method)m;
		count++;
	}
	return count;
}

static void put_quantity(struct table *table, const struct backtest *backtest,
			 enum forecast_quantity quantity, const char *name)
{
	enum forecast_method order[FORECAST_METHODS];
	size_t count = order_methods(backtest, quantity, order);
	char horizon[32];

	for (size_t h = 0; h <= backtest->months; h++) {
		if (h)
			snprintf(horizon, sizeof horizon, "%zu", h);
		else
			snprintf(horizon, sizeof horizon, "1-%zu", backtest->months);
		for (size_t i = 0; i < count; i++) {
			table_text(table, forecast_method_name(order[i]));
			table_text(table, name);
			table_text(table, horizon);
			put_score(table, backtest_score(backtest, quantity, order[i], h));
		}
	}
}

static void put_notes(struct table *table, const struct backtest *backtest)
{
	char first[16], last[16], text[NOTE];

	period_write(first, PERIOD_MONTH, backtest->first);
	period_write(last, PERIOD_MONTH, backtest->last);
	snprintf(text, sizeof text,
		 ngettext("%zu past forecast, made at the end of %s to %s, each from what was known "
			  "then, 1 to %zu months ahead",
			  "%zu past forecasts, made at the end of %s to %s, each from what was known "
			  "then, 1 to %zu months ahead", backtest->origins),
		 backtest->origins, first, last, backtest->months);
	table_note(table, text);
	table_note(table, _("Errors as shares of the usual change over a year: smaller is better. "
			    "Skill: how much smaller the CRPS is than that of \"as a year ago\" "
			    "(snaive)."));
}

struct table *scoretable_new(const struct backtest *backtest, const char *hours)
{
	struct table *table = table_new(columns, sizeof columns / sizeof *columns);

	put_notes(table, backtest);
	for (int q = 0; q < FORECAST_QUANTITIES; q++)
		put_quantity(table, backtest, (enum forecast_quantity)q,
			     q == FORECAST_HOURS ? hours :
			     forecast_quantity_name((enum forecast_quantity)q));
	return table;
}
