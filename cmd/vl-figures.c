/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vl-figures - what did the service do, month by month?
 *
 * Sums and counts, nothing estimated; see vl-figures(1) for what each figure counts. */
#include <stdio.h>
#include <string.h>

#include "base/diag.h"
#include "base/text.h"
#include "data/ledger.h"
#include "model/figures.h"
#include "show/output.h"
#include "show/settings.h"

static const enum option_id options[] = {
	SOURCE_OPTIONS, OPT_PERIOD, OPT_LARGEST, OUTPUT_OPTIONS, OPT_END
};

static const struct command command = {
	"vl-figures", N_("Figures of a service by month, quarter, half-year or year."),
	N_("[FILE]"), options, NULL,
};

struct settings {
	struct source source;
	enum period_kind period;
	int largest;
	struct output output;
};

static struct settings read_settings(struct command_line *line)
{
	static const char *const kinds[] = { "month", "quarter", "half", "year", NULL };
	struct settings settings = { .period = PERIOD_MONTH, .output = OUTPUT_DEFAULT };
	enum option_id option;

	source_start(&settings.source);
	while ((option = opt_next(line)) != OPT_END) {
		if (source_option(&settings.source, line, option))
			continue;
		if (option == OPT_PERIOD)
			settings.period = (enum period_kind)opt_word(line, kinds);
		else if (option == OPT_LARGEST)
			settings.largest = 1;
		else
			output_option(&settings.output, line, option);
	}
	source_finish(&settings.source, line);
	return settings;
}

/* ---- the table ----------------------------------------------------------------- */

enum { COLUMN_BY = 1, COLUMN_COUNT_ALL = FIGURES + 3,
       COLUMN_LARGEST = FIGURE_LARGEST + 3 /* of these only by request */ };

static const struct table_column all_columns[COLUMN_COUNT_ALL] = {
	{ "period", NULL, COLUMN_TEXT, 0 },
	{ NULL, NULL, COLUMN_GROUP, 0 },
	{ "consultations", NULL, COLUMN_COUNT, 0 },
	{ "hours", NULL, COLUMN_HOURS, 1 },
	{ "active_cases", NULL, COLUMN_COUNT, 0 },
	{ "new_cases", NULL, COLUMN_COUNT, 0 },
	{ "ended_cases", NULL, COLUMN_COUNT, 0 },
	{ "open_cases", NULL, COLUMN_COUNT, 0 },
	{ "households", NULL, COLUMN_COUNT, 0 },
	{ "persons", NULL, COLUMN_COUNT, 0 },
	{ "no_shows", NULL, COLUMN_COUNT, 0 },
	{ "group_hours", NULL, COLUMN_HOURS, 1 },
	{ "flag", NULL, COLUMN_FLAG, 0 },
	{ "reopened_cases", NULL, COLUMN_COUNT, 0 },
	{ "largest_case", NULL, COLUMN_HOURS, 1 },
	{ "second_case", NULL, COLUMN_HOURS, 1 },
	{ "all_cases", NULL, COLUMN_HOURS, 1 },
};

static struct table *new_table(struct table_column columns[COLUMN_COUNT_ALL],
			       const struct settings *settings, const struct ledgers *ledgers)
{
	size_t count = 0;

	for (int i = 0; i < (settings->largest ? COLUMN_COUNT_ALL : COLUMN_LARGEST); i++)
		if (i != COLUMN_BY || settings->source.by)
			columns[count++] = all_columns[i];
	if (settings->source.by)
		columns[COLUMN_BY].name = settings->source.by;
	for (size_t i = 0; i < count && !effort_is_time(ledgers->intake.unit); i++)
		if (columns[i].kind == COLUMN_HOURS && strcmp(columns[i].name, "hours") == 0)
			columns[i] = (struct table_column){ "total", NULL, COLUMN_NUMBER, 2 };
	return table_new(columns, count);
}

static void put_figure(struct table *table, const struct figures_cell *cell, enum figure figure)
{
	enum figure_state state = (enum figure_state)cell->state[figure];

	if (state != FIGURE_KNOWN && state != FIGURE_PROVISIONAL)
		table_missing(table, state == FIGURE_LATER ? MISSING_LATER :
				     state == FIGURE_UNRELIABLE ? MISSING_UNRELIABLE : MISSING_NONE);
	else if (figure == FIGURE_EFFORT || figure == FIGURE_GROUP_EFFORT ||
		 figure >= FIGURE_LARGEST)
		table_number(table, cell->value[figure]);
	else
		table_count(table, (int64_t)cell->value[figure]);
}

/* "provisional" speaks of the whole row, "new_cases=unreliable" of one cell. */
static void put_flag(struct table *table, const struct figures_cell *cell, int provisional)
{
	static const char *const words[] = { [FIGURE_PROVISIONAL] = "provisional",
					     [FIGURE_LATER] = "provisional",
					     [FIGURE_UNRELIABLE] = "unreliable" };
	char flag[300] = "";
	size_t at = 0;

	if (provisional)
		at = (size_t)snprintf(flag, sizeof flag, "provisional");
	for (int f = 0; f < FIGURES; f++)
		if (words[cell->state[f]])
			at += (size_t)snprintf(flag + at, sizeof flag - at, "%s%s=%s",
					       at ? " " : "", all_columns[f + 2 + (f >= FIGURE_REOPENED)].name,
					       words[cell->state[f]]);
	table_text(table, flag);
}

static void put_row(struct table *table, const struct settings *settings,
		    const struct figures *figures, size_t p, const struct figures_group *group)
{
	const struct figures_cell *cell = &group->cells[p];
	char period[16];

	period_write(period, figures->kind, figures->first_period + (int32_t)p);
	table_text(table, period);
	if (settings->source.by)
		table_text(table, group_label(group->label));
	for (int f = 0; f < FIGURE_REOPENED; f++)
		put_figure(table, cell, (enum figure)f);
	put_flag(table, cell, figures->provisional[p]);
	for (int f = FIGURE_REOPENED; f < (settings->largest ? FIGURES : FIGURE_LARGEST); f++)
		put_figure(table, cell, (enum figure)f);
}

static void put_notes(struct table *table, const struct ledgers *ledgers)
{
	char text[200];

	note_window(table, &ledgers->intake, &ledgers->window);
	snprintf(text, sizeof text,
		 _("open at the end: also who has been silent for up to %d months, and may be gone"),
		 ledgers->silence);
	if (ledgers->silence)
		table_note(table, text);
}

static void print(const struct settings *settings, const struct ledgers *ledgers,
		  const struct figures *figures, struct fault *fault)
{
	struct table_column columns[COLUMN_COUNT_ALL];
	struct table *table = new_table(columns, settings, ledgers);
	struct meta *meta = meta_new();

	put_notes(table, ledgers);
	for (size_t p = 0; p < figures->periods; p++)
		for (size_t g = 0; g < figures->group_count; g++)
			put_row(table, settings, figures, p, &figures->groups[g]);
	meta_source(meta, &settings->source, &ledgers->intake, &ledgers->window);
	meta_open(meta, "rules");
	meta_count(meta, "washout_days", ledgers->washout);
	meta_count(meta, "silence_months", ledgers->silence);
	meta_close(meta);
	output_print(&settings->output, table, meta, fault);
	meta_free(meta);
	table_free(table);
}

int main(int argc, char **argv)
{
	struct command_line line = opt_start(&command, argc, argv);
	struct settings settings = read_settings(&line);
	struct findings findings = { 0 };
	struct fault fault = { 0 };
	struct ledgers ledgers;
	struct figures figures = { 0 };
	int status;

	if (ledgers_read(&ledgers, &settings.source, &findings, &fault) == 0) {
		const struct figures_settings how = { settings.period, settings.largest,
						      settings.source.threads };

		figures_count(&figures, &ledgers, &how);
		print(&settings, &ledgers, &figures, &fault);
	}
	status = diag_outcome(&findings, &fault);
	if (!status && line.verbose)
		say_intake(&ledgers.intake, &ledgers.window);
	figures_free(&figures);
	ledgers_free(&ledgers);
	findings_free(&findings);
	return status ? status : diag_close();
}
