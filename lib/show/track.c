/* SPDX-License-Identifier: GPL-3.0-or-later */
/* track - an earlier forecast held against what has come since. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "data/csv.h"
#include "data/date.h"
#include "show/output.h"
#include "show/track.h"

enum { COLUMN_BY = 1, BANDS = 3, YEAR = 12, MONTH_LENGTH = 7, NOTE = 400 };

static const struct table_column all_columns[TRACK_COLUMNS] = {
	{ "period", NULL, COLUMN_TEXT, 0 },
	{ NULL, NULL, COLUMN_GROUP, 0 },
	{ "quantity", NULL, COLUMN_WORD, 0 },
	{ "value", N_("forecast"), COLUMN_NUMBER, 1 },
	{ "q2.5", NULL, COLUMN_NUMBER, 1 },
	{ "q10", NULL, COLUMN_NUMBER, 1 },
	{ "q90", NULL, COLUMN_NUMBER, 1 },
	{ "q97.5", NULL, COLUMN_NUMBER, 1 },
	{ "seen", N_("came"), COLUMN_NUMBER, 1 },
	{ "error", NULL, COLUMN_NUMBER, 1 },
	{ "band", NULL, COLUMN_WORD, 0 },
	{ "naive", NULL, COLUMN_NUMBER, 1 },
	{ "naive_error", NULL, COLUMN_NUMBER, 1 },
	{ "cover50", NULL, COLUMN_NUMBER, 2 },
	{ "cover80", NULL, COLUMN_NUMBER, 2 },
	{ "cover95", NULL, COLUMN_NUMBER, 2 },
};

/* One row of the earlier forecast. */
struct entry {
	int32_t month;
	size_t group;                    /* = groups: all */
	enum forecast_quantity quantity;
	double quantile[FORECAST_LEVELS];
};

struct reading {
	const struct track *track;
	struct csv_reader *reader;
	size_t quantity, scenario, flag, level[FORECAST_LEVELS];
	struct entry *entries;
	size_t count, capacity;
	int32_t first;                   /* month that is forecast first */
	long rows;
};

/* ---- reading ------------------------------------------------------------------------- */

static int recognise(struct reading *reading, struct fault *fault)
{
	static const char *const names[FORECAST_LEVELS] = { "q2.5", "q10", "q25", "q50", "q75",
							    "q90", "q97.5" };
	const struct csv_reader *reader = reading->reader;
	size_t width = csv_width(reader);
	int sound = strcmp(csv_name(reader, 0), "period") == 0;

	reading->quantity = csv_column(reader, "quantity", 0);
	reading->scenario = csv_column(reader, "scenario", 0);
	reading->flag = csv_column(reader, "flag", 0);
	sound = sound && reading->quantity < width && reading->scenario < width &&
		reading->flag < width;
	for (int k = 0; k < FORECAST_LEVELS; k++) {
		reading->level[k] = csv_column(reader, names[k], 0);
		sound = sound && reading->level[k] < width;
	}
	if (!sound)
		return fault_at(fault, STATUS_DATA, csv_file(reader), 1, 0,
				N_("not a forecast as vl-forecast writes it in CSV"));
	return 0;
}

/* The groups of the table must be those that are asked for. */
static int check_groups(const struct reading *reading, struct fault *fault)
{
	const char *by = reading->track->by, *has = NULL;

	if (reading->quantity > 1)
		has = csv_name(reading->reader, 1);
	if (!by == !has && (!by || strcmp(by, has) == 0))
		return 0;
	if (has)
		return fault_set(fault, STATUS_USAGE,
				 N_("the earlier forecast is by group: repeat its --by"));
	return fault_set(fault, STATUS_USAGE,
			 N_("the earlier forecast has no groups: leave out --by"));
}

static int find_quantity(const struct reading *reading, const char *name,
			 enum forecast_quantity *quantity)
{
	/* The name that earlier forecasts have. */
	if (strcmp(name, "open_cases") == 0)
		name = forecast_quantity_name(FORECAST_OPEN);
	for (int q = 0; q < FORECAST_QUANTITIES; q++) {
		*quantity = (enum forecast_quantity)q;
		if (strcmp(name, q ? forecast_quantity_name(*quantity) :
				     reading->track->hours) == 0)
			return reading->track->now->past.value[q] ? 0 : -1;
	}
	return -1;
}

static int find_group(const struct reading *reading, const struct csv_row *row, size_t *group)
{
	const struct track *track = reading->track;
	size_t groups = track->now->groups;

	*group = groups;
	if (!track->by)
		return 0;
	for (size_t g = 0; g <= groups; g++)
		if (strcmp(row->cells[1].text, group_label(track->labels[g])) == 0) {
			*group = g;
			return 0;
		}
	return -1;
}

static int read_quantiles(struct reading *reading, const struct csv_row *row, struct entry *entry)
{
	for (int k = 0; k < FORECAST_LEVELS; k++)
		if (text_number(row->cells[reading->level[k]].text, &entry->quantile[k]) != 0) {
			csv_refuse(reading->reader, reading->level[k], STATUS_DATA,
				   N_("not a number with '.' for decimals"));
			return -1;
		} else if (k && entry->quantile[k] < entry->quantile[k - 1]) {
			csv_refuse(reading->reader, reading->level[k], STATUS_DATA,
				   N_("a quantile below the one before it"));
			return -1;
		}
	return 0;
}

/* 0, and the month; 1 for the sum over a span; -1: refused. */
static int read_month(struct reading *reading, const struct csv_cell *period, int32_t *month)
{
	int32_t first, last;

	if (date_span(period->text, &first, &last) == 0 && period->length == MONTH_LENGTH) {
		*month = month_of(first);
		return 0;
	}
	if (strchr(period->text, ':') || (period->length == 4 &&
	    strspn(period->text, "0123456789") == 4))
		return 1;
	csv_refuse(reading->reader, 0, STATUS_DATA, N_("not a month like 2026-10, nor a span"));
	return -1;
}

static int is_second(struct reading *reading, const struct entry *entry)
{
	for (size_t i = 0; i < reading->count; i++) {
		const struct entry *other = &reading->entries[i];

		if (other->month != entry->month || other->quantity != entry->quantity ||
		    other->group != entry->group)
			continue;
		csv_refuse(reading->reader, 0, STATUS_DATA, N_("a second row for this month"));
		return 1;
	}
	return 0;
}

static void take(struct reading *reading, const struct csv_row *row)
{
	struct entry entry;

	if (row->cells[reading->scenario].length || row->cells[reading->flag].length ||
	    read_month(reading, &row->cells[0], &entry.month) != 0 ||
	    find_quantity(reading, row->cells[reading->quantity].text, &entry.quantity) != 0 ||
	    find_group(reading, row, &entry.group) != 0)
		return;
	reading->rows++;
	if (entry.month < reading->first)
		reading->first = entry.month;
	if (entry.month > reading->track->now->origin ||
	    read_quantiles(reading, row, &entry) != 0 || is_second(reading, &entry))
		return;
	reading->entries = mem_grow(reading->entries, reading->count, &reading->capacity,
				    sizeof *reading->entries);
	reading->entries[reading->count++] = entry;
}

static int read_rows(struct reading *reading, struct fault *fault)
{
	struct csv_row row;
	int more;

	csv_want_all(reading->reader);
	while ((more = csv_next(reading->reader, &row, fault)) > 0)
		take(reading, &row);
	if (more < 0)
		return -1;
	if (!reading->rows)
		return fault_at(fault, STATUS_DATA, csv_file(reading->reader), 0, 0,
				N_("no row of this forecast is about a month of what is read"));
	if (!reading->count)
		return fault_set(fault, STATUS_MODEL,
				 N_("no month of the earlier forecast has been seen whole yet"));
	return 0;
}

/* ---- the table ------------------------------------------------------------------------- */

static double seen_of(const struct track *track, enum forecast_quantity quantity, size_t group,
		      int32_t month)
{
	const struct forecast_past *past = &track->now->past;
	size_t groups = track->now->groups, at = (size_t)(month - past->first);
	double sum = 0;

	if (month < past->first || at >= past->months)
		return NAN;
	if (quantity == FORECAST_OPEN || group < groups)
		return past->value[quantity][at * groups + (group < groups ? group : 0)];
	for (size_t g = 0; g < groups; g++)
		sum += past->value[quantity][at * groups + g];
	return sum;
}

/* Bands that hold the value: 0 = none, 1 = 95 %, 2 = also 80 %, 3 = also 50 %. */
static int bands_of(const struct entry *entry, double seen)
{
	int bands = 0;

	while (bands < BANDS && seen >= entry->quantile[bands] &&
	       seen <= entry->quantile[FORECAST_LEVELS - 1 - bands])
		bands++;
	return bands;
}

/* Of the rows up to this one, of the same quantity and group. */
static void put_coverage(struct table *table, const struct reading *reading, size_t i)
{
	const struct entry *entry = &reading->entries[i];
	double n = 0, inside[BANDS + 1] = { 0 };

	for (size_t k = 0; k <= i; k++) {
		const struct entry *other = &reading->entries[k];
		double seen = seen_of(reading->track, other->quantity, other->group, other->month);

		if (other->quantity != entry->quantity || other->group != entry->group ||
		    isnan(seen))
			continue;
		n++;
		for (int b = 1; b <= bands_of(other, seen); b++)
			inside[b]++;
	}
	for (int b = BANDS; b > 0; b--)
		table_number(table, inside[b] / n);
}

static void put_entry(struct table *table, const struct reading *reading, size_t i)
{
	static const char *const words[] = { "outside", "95", "80", "50" };
	const struct track *track = reading->track;
	const struct entry *entry = &reading->entries[i];
	int32_t years = (entry->month - reading->first) / YEAR + 1;
	double seen = seen_of(track, entry->quantity, entry->group, entry->month);
	double naive = seen_of(track, entry->quantity, entry->group, entry->month - YEAR * years);
	double median = entry->quantile[FORECAST_LEVELS / 2];
	char month[16];

	period_write(month, PERIOD_MONTH, entry->month);
	table_text(table, month);
	if (track->by)
		table_text(table, group_label(track->labels[entry->group]));
	table_text(table, entry->quantity == FORECAST_HOURS ? track->hours :
		   forecast_quantity_name(entry->quantity));
	table_number(table, median);
	for (int k = 0; k < FORECAST_LEVELS; k++)
		if (k < 2 || k > 4)
			table_number(table, entry->quantile[k]);
	table_number(table, seen);
	table_number(table, median - seen);
	table_text(table, isnan(seen) ? "" : words[bands_of(entry, seen)]);
	table_number(table, naive);
	table_number(table, naive - seen);
	put_coverage(table, reading, i);
}

static void put_note(struct table *table, const struct reading *reading)
{
	double error = 0, naive_error = 0;
	long inside = 0, months = 0;
	char text[NOTE];

	for (size_t i = 0; i < reading->count; i++) {
		const struct entry *entry = &reading->entries[i];
		double seen = seen_of(reading->track, entry->quantity, entry->group, entry->month);
		int32_t years = (entry->month - reading->first) / YEAR + 1;
		double naive = seen_of(reading->track, entry->quantity, entry->group,
				       entry->month - YEAR * years);

		if (entry->quantity != FORECAST_HOURS ||
		    entry->group != reading->track->now->groups || isnan(naive))
			continue;
		months++;
		inside += bands_of(entry, seen) >= 2;
		error += fabs(entry->quantile[FORECAST_LEVELS / 2] - seen);
		naive_error += fabs(naive - seen);
	}
	if (!months)
		return;
	snprintf(text, sizeof text,
		 error <= naive_error ?
		 _("Months of the earlier forecast that have come: %ld, of them within its 80 %% "
		   "band: %ld; it erred less than the rule \"as a year ago\" would have.") :
		 _("Months of the earlier forecast that have come: %ld, of them within its 80 %% "
		   "band: %ld; it erred more than the rule \"as a year ago\" would have."), months, inside);
	table_note(table, text);
}

static struct table *make_table(struct track *track, const struct reading *reading)
{
	size_t count = 0;
	struct table *table;

	for (int c = 0; c < TRACK_COLUMNS; c++) {
		if (c == COLUMN_BY && !track->by)
			continue;
		track->columns[count] = all_columns[c];
		if (c == COLUMN_BY)
			track->columns[count].name = track->by;
		count++;
	}
	table = table_new(track->columns, count);
	put_note(table, reading);
	for (size_t i = 0; i < reading->count; i++)
		put_entry(table, reading, i);
	return table;
}

struct table *track_read(struct track *track, const char *path, struct findings *findings,
			 struct fault *fault)
{
	const struct csv_layout layout = { .delimiter = ',', .is_table = 1 };
	struct reading reading = { .track = track, .first = INT32_MAX };
	size_t refused = findings->refused;
	struct table *table = NULL;

	reading.reader = csv_open(path, &layout, findings, fault);
	if (!reading.reader)
		return NULL;
	if (recognise(&reading, fault) == 0 && check_groups(&reading, fault) == 0 &&
	    read_rows(&reading, fault) == 0 && findings->refused == refused)
		table = make_table(track, &reading);
	csv_close(reading.reader);
	free(reading.entries);
	return table;
}
