/* SPDX-License-Identifier: GPL-3.0-or-later */
/* checktable - the findings of vl-check as a table, and the rows concerned as another. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/decimal.h"
#include "base/text.h"
#include "show/checktable.h"
#include "show/checktext.h"

/* ---- findings ------------------------------------------------------------------ */

static const struct table_column finding_columns[] = {
	{ "check", NULL, COLUMN_TEXT, 0 },
	{ "item", NULL, COLUMN_TEXT, 0 },
	{ "name", NULL, COLUMN_TEXT, 0 },
	{ "period", NULL, COLUMN_TEXT, 0 },
	{ "until", NULL, COLUMN_TEXT, 0 },
	{ "count", NULL, COLUMN_COUNT, 0 },
	{ "of", NULL, COLUMN_COUNT, 0 },
	{ "share", NULL, COLUMN_NUMBER, 4 },
	{ "value", NULL, COLUMN_NUMBER, 2 },
	{ "limit", NULL, COLUMN_NUMBER, 4 },
	{ "severity", NULL, COLUMN_WORD, 0 },
	{ "text", NULL, COLUMN_TEXT, 0 },
};

static void put_month(struct table *table, int32_t month)
{
	char text[16] = "";

	if (month != CHECK_NONE)
		period_write(text, PERIOD_MONTH, month);
	table_text(table, text);
}

static void put_count(struct table *table, int64_t count)
{
	if (count == CHECK_NONE)
		table_missing(table, MISSING_NONE);
	else
		table_count(table, count);
}

static void put_number(struct table *table, double number)
{
	table_number(table, isfinite(number) ? number : NAN);
}

static void put_finding(struct table *table, const struct finding *finding, int translated)
{
	const struct check_item *item = &check_items[finding->item];
	char text[CHECKTEXT_SIZE], name[256] = "";

	table_text(table, check_words[item->check]);
	table_text(table, item->word);
	if (finding->item == ITEM_REFUSED && finding->name)
		diag_pattern(name, sizeof name, finding->name);
	table_text(table, *name || !finding->name ? name : finding->name);
	put_month(table, finding->period);
	put_month(table, finding->until);
	put_count(table, finding->count);
	put_count(table, finding->of);
	put_number(table, finding->share);
	put_number(table, finding->value);
	put_number(table, finding->limit);
	table_text(table, severity_words[finding->severity]);
	checktext_sentence(text, finding, translated);
	table_text(table, text);
}

struct table *checktable_findings(const struct check *check, int translated)
{
	struct table *table = table_new(finding_columns,
					sizeof finding_columns / sizeof *finding_columns);

	for (size_t i = 0; i < check->finding_count; i++)
		put_finding(table, &check->findings[i], translated);
	return table;
}

/* ---- rows ---------------------------------------------------------------------- */

static const struct table_column row_columns[] = {
	{ "check", NULL, COLUMN_TEXT, 0 },
	{ "item", NULL, COLUMN_TEXT, 0 },
	{ "line", NULL, COLUMN_COUNT, 0 },
	{ "other_line", NULL, COLUMN_COUNT, 0 },
	{ "name", NULL, COLUMN_TEXT, 0 },
	{ "value", NULL, COLUMN_TEXT, 0 },
};

static void put_item(struct table *table, enum item item)
{
	table_text(table, check_words[check_items[item].check]);
	table_text(table, check_items[item].word);
}

static void put_name(struct table *table, const struct survey *survey, enum survey_column column,
		     uint32_t row)
{
	uint32_t number = survey_number(survey, column, row);

	table_text(table, number == INTERN_NONE ? "" : intern_text(survey->names[column], number));
}

/* What stands in the row that is to be mended: an id, a day, an effort. */
static void put_value(struct table *table, const struct check *check, const struct detail *detail)
{
	const struct survey *survey = check->survey;
	uint32_t row = detail->row;
	char text[32] = "";

	switch (detail->item) {
	case ITEM_STRAY:
	case ITEM_AFTER_EXPORT:
		date_write(text, survey_day(survey, row));
		table_text(table, text);
		break;
	case ITEM_LONG:
		decimal_shortest(text, (double)survey_effort(survey, row) /
				       (double)power_of_ten(SURVEY_DIGITS));
		table_text(table, text);
		break;
	case ITEM_SITE_SPELLING:
		put_name(table, survey, SURVEY_SITE, row);
		break;
	case ITEM_ADVISER_SPELLING:
		if (check->advisers)
			put_name(table, survey, SURVEY_ADVISER, row);
		else
			table_missing(table, MISSING_SECRET);
		break;
	default:
		put_name(table, survey, SURVEY_CASE, row);
	}
}

static void put_detail(struct table *table, const struct check *check,
		       const struct detail *detail, int values)
{
	put_item(table, detail->item);
	table_count(table, survey_line(check->survey, detail->row));
	if (detail->other == CHECK_NO_ROW)
		table_missing(table, MISSING_NONE);
	else
		table_count(table, survey_line(check->survey, detail->other));
	table_text(table, detail->column == CHECK_NONE ? "" : canon_names[detail->column]);
	if (values)
		put_value(table, check, detail);
	else
		table_missing(table, MISSING_SECRET);
}

static void put_refused(struct table *table, const struct fault *fault, int values)
{
	char rule[256];

	put_item(table, ITEM_REFUSED);
	table_count(table, fault->line);
	table_missing(table, MISSING_NONE);
	diag_pattern(rule, sizeof rule, fault->kind);
	table_text(table, rule);
	if (values)
		table_text(table, fault->seen);
	else
		table_missing(table, MISSING_SECRET);
}

struct table *checktable_rows(const struct check *check, const struct findings *refused,
			      int values)
{
	struct table *table = table_new(row_columns, sizeof row_columns / sizeof *row_columns);

	for (size_t i = 0; i < refused->count && check->listing == CHECK_REFUSED; i++)
		if (refused->list[i].status != STATUS_OK)
			put_refused(table, &refused->list[i], values);
	for (size_t i = 0; i < check->detail_count; i++)
		put_detail(table, check, &check->details[i], values);
	return table;
}

/* ---- settings ------------------------------------------------------------------ */

static void meta_day(struct meta *meta, const char *name, int32_t day)
{
	char text[11];

	date_write(text, day);
	meta_text(meta, name, text);
}

void checktable_meta(struct meta *meta, const struct check *check)
{
	char item[64];

	meta_open(meta, "check");
	meta_text(meta, "verdict", severity_words[check_verdict(check)]);
	for (int s = SEVERITIES; s-- > 0;)
		meta_count(meta, severity_words[s], (int64_t)check_count(check, (enum severity)s));
	meta_day(meta, "exported", check->exported);
	meta_text(meta, "exported_from", check->exported_given ? "stated" : "last entry");
	meta_count(meta, "washout_days", check->washout);
	meta_close(meta);
	meta_open(meta, "limits");
	for (int i = 0; i < ITEMS; i++)
		if (isfinite(check->limits[i].warning)) {
			checktext_item(item, (enum item)i);
			meta_number(meta, item, check->limits[i].warning);
		}
	meta_close(meta);
}
