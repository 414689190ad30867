/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vl-panel - what exactly is the effort curve computed from?
 *
 * The case-months behind the curves, one row each, for R and colleagues; see vl-panel(1). */
#include <stdio.h>
#include <string.h>

#include "base/diag.h"
#include "base/lines.h"
#include "base/mem.h"
#include "base/text.h"
#include "data/caseload.h"
#include "data/date.h"
#include "model/panel.h"
#include "show/curvenote.h"
#include "show/output.h"
#include "show/settings.h"

static const enum option_id options[] = {
	SOURCE_OPTIONS, OPT_CALENDAR, OPT_MONTHS, OUTPUT_OPTIONS, OPT_END
};

static const struct command command = {
	"vl-panel", N_("The case-months behind the effort curve, one row each."), N_("[FILE]"),
	options, NULL,
};

struct settings {
	struct source source;
	enum clock clock;
	int months;               /* last case month wanted, or -1 = all */
	struct output output;
};

static struct settings read_settings(struct command_line *line)
{
	struct settings settings = { .clock = CLOCK_ELAPSED, .months = -1,
				     .output = OUTPUT_DEFAULT };
	enum option_id option;

	source_start(&settings.source);
	while ((option = opt_next(line)) != OPT_END) {
		if (source_option(&settings.source, line, option))
			continue;
		if (option == OPT_CALENDAR)
			settings.clock = CLOCK_CALENDAR;
		else if (option == OPT_MONTHS)
			settings.months = (int)opt_whole(line, 0, 1200);
		else
			output_option(&settings.output, line, option);
	}
	source_finish(&settings.source, line);
	/* As a group the service stands in front; a table has each column once. */
	settings.source.service = !settings.source.by ||
				  !text_equal(settings.source.by, "service");
	return settings;
}

/* ---- the table ----------------------------------------------------------------- */

enum { COLUMN_BY = 1, COLUMN_EFFORT = 5, COLUMN_SERVICE = 9, COLUMN_COUNT_ALL = 12 };

static const struct table_column all_columns[COLUMN_COUNT_ALL] = {
	{ "case_id", NULL, COLUMN_TEXT, 0 },
	{ NULL, NULL, COLUMN_GROUP, 0 },
	{ "case_month", NULL, COLUMN_COUNT, 0 },
	{ "period", NULL, COLUMN_TEXT, 0 },
	{ "exposure", NULL, COLUMN_NUMBER, 2 },
	{ "hours", NULL, COLUMN_HOURS, 2 },
	{ "contacts", NULL, COLUMN_COUNT, 0 },
	{ "seen", NULL, COLUMN_COUNT, 0 },
	{ "open", NULL, COLUMN_COUNT, 0 },
	{ "service", NULL, COLUMN_TEXT, 0 },
	{ "first_contact", NULL, COLUMN_TEXT, 0 },
	{ "known_start", NULL, COLUMN_COUNT, 0 },
};

static struct table *new_table(struct table_column columns[COLUMN_COUNT_ALL],
			       const struct source *source, const struct caseload *caseload)
{
	size_t count = 0;

	for (int i = 0; i < COLUMN_COUNT_ALL; i++) {
		if ((i == COLUMN_BY && !source->by) || (i == COLUMN_SERVICE && !source->service))
			continue;
		columns[count] = all_columns[i];
		if (i == COLUMN_BY)
			columns[count] = (struct table_column){ source->by, NULL, COLUMN_GROUP, 0 };
		if (i == COLUMN_EFFORT && !effort_is_time(caseload->intake.unit))
			columns[count] = (struct table_column){ "total", N_("total"),
								COLUMN_NUMBER, 2 };
		count++;
	}
	return table_new(columns, count);
}

/* A part of the rows. As CSV, what all of a case have in front and behind is put together once. */
struct part {
	struct table *table;
	struct lines front, behind;
};

static void put_cells(struct table *table, const struct panel_case *rows, size_t row)
{
	const struct case_month *month = &rows->months[row];
	enum panel_open open = panel_open_of(month);
	char text[11];

	table_text(table, rows->case_id);
	if (rows->group)
		table_text(table, group_label(rows->group));
	table_count(table, rows->first + (int32_t)row);
	table_text(table, rows->periods[row]);
	table_number(table, month->exposure);
	table_number(table, month->amount / rows->divisor);
	table_count(table, month->contacts);
	table_count(table, month->contacts > 0);
	if (open == PANEL_OPEN_UNKNOWN)
		table_missing(table, MISSING_LATER);
	else
		table_count(table, open == PANEL_OPEN);
	if (rows->service)
		table_text(table, rows->service);
	date_write(text, rows->first_contact);
	table_text(table, text);
	table_count(table, rows->known_start);
}

static void put_text(struct lines *lines, const char *text)
{
	lines_text(lines, text, strlen(text));
	lines_byte(lines, ',');
}

static void begin_case(struct part *part, const struct panel_case *rows)
{
	char text[11];

	part->front.length = part->behind.length = 0;
	put_text(&part->front, rows->case_id);
	if (rows->group)
		put_text(&part->front, group_label(rows->group));
	if (rows->service)
		put_text(&part->behind, rows->service);
	date_write(text, rows->first_contact);
	put_text(&part->behind, text);
	lines_whole(&part->behind, rows->known_start);
	lines_byte(&part->behind, '\n');
	lines_more(&part->front);
	lines_more(&part->behind);
}

/* The cells between, and what parts them. */
enum { MONTH_CELLS = 7 };

/* Contacts, whether there are any, and whether the case was open. */
static char *put_contacts(char *to, const struct case_month *month)
{
	static const char cells[][8] = {
		[PANEL_NOT_OPEN] = ",0,0,", [PANEL_OPEN] = ",0,1,", [PANEL_OPEN_UNKNOWN] = ",0,,"
	};
	enum panel_open open = panel_open_of(month);

	to = lines_put_whole(to, month->contacts);
	memcpy(to, cells[open], sizeof *cells);
	to[1] = month->contacts > 0 ? '1' : '0';
	return to + (open == PANEL_OPEN_UNKNOWN ? 4 : 5);
}

static char *put_month(char *to, struct lines_number *numbers, const struct panel_case *rows,
		       size_t row)
{
	const struct case_month *month = &rows->months[row];

	to = lines_put_whole(to, rows->first + (int32_t)row);
	*to++ = ',';
	memcpy(to, rows->periods[row], 8);
	to[7] = ',';
	to = lines_put_number(numbers, to + 8, month->exposure);
	*to++ = ',';
	to = lines_put_number(numbers, to, month->amount / rows->divisor);
	*to++ = ',';
	return put_contacts(to, month);
}

/* In a sixth of the time of cell by cell: there may be a gigabyte of them. What nothing points to
 * is kept in registers. */
static void put_csv(const struct part *part, struct lines *lines, const struct panel_case *rows)
{
	const struct lines front = part->front, behind = part->behind;
	const struct panel_case whole = *rows;
	struct lines_number *numbers = lines_numbers(lines);
	char *start = lines_room(lines, rows->count * (front.length + behind.length +
						       2 * LINES_MORE + MONTH_CELLS * DECIMAL_SIZE));
	char *to = start;

	for (size_t i = 0; i < whole.count; i++) {
		to = lines_put_lines(to, &front);
		to = put_month(to, numbers, &whole, i);
		to = lines_put_lines(to, &behind);
	}
	lines->length += (size_t)(to - start);
}

static void put_rows(const struct panel_case *rows, void *to)
{
	struct part *part = to;
	struct lines *lines = table_csv(part->table);

	if (lines) {
		begin_case(part, rows);
		put_csv(part, lines, rows);
		return;
	}
	for (size_t i = 0; i < rows->count; i++)
		put_cells(part->table, rows, i);
}

static void *new_part(const void *table)
{
	struct part *part = mem_new(1, sizeof *part);

	part->table = table_part(table);
	return part;
}

static void join_part(void *table, void *part)
{
	table_add(table, ((struct part *)part)->table);
}

static void drop_part(void *to)
{
	struct part *part = to;

	table_free(part->table);
	lines_free(&part->front);
	lines_free(&part->behind);
	free(part);
}

static const struct panel_sink sink = { put_rows, new_part, join_part, drop_part };

static void put_notes(struct table *table, const struct panel *panel)
{
	char text[300];

	curvenote_cases(table, panel->caseload, panel->clock == CLOCK_CALENDAR ?
			CURVENOTE_CALENDAR : CURVENOTE_MONTHS, panel->cases);
	if (!panel->later)
		return;
	snprintf(text, sizeof text,
		 ngettext("%ld case without a row: it was under observation only after case month %d",
			  "%ld cases without a row: they were under observation only after case "
			  "month %d", (unsigned long)panel->later), (long)panel->later,
		 panel->months);
	table_note(table, text);
}

static struct meta *make_meta(const struct settings *settings, const struct panel *panel)
{
	struct meta *meta = meta_new();

	meta_caseload(meta, &settings->source, panel->caseload);
	meta_open(meta, "panel");
	meta_text(meta, "clock", panel->clock == CLOCK_CALENDAR ? "calendar" : "elapsed");
	if (panel->months >= 0)
		meta_count(meta, "last_month", panel->months);
	meta_count(meta, "cases", panel->cases);
	meta_count(meta, "rows", panel->rows);
	meta_count(meta, "cases_after_last_month", panel->later);
	meta_close(meta);
	return meta;
}

static void print(const struct settings *settings, struct panel *panel, struct fault *fault)
{
	struct table_column columns[COLUMN_COUNT_ALL];
	struct table *table = new_table(columns, &settings->source, panel->caseload);
	struct meta *meta = make_meta(settings, panel);

	put_notes(table, panel);
	if (output_begin(&settings->output, table, meta, fault) == 0) {
		panel_each(panel, settings->source.threads, &sink, table);
		output_end(&settings->output, table);
	}
	meta_free(meta);
	table_free(table);
}

int main(int argc, char **argv)
{
	struct command_line line = opt_start(&command, argc, argv);
	struct settings settings = read_settings(&line);
	struct findings findings = { 0 };
	struct fault fault = { 0 };
	struct caseload caseload;
	struct panel panel = { 0 };
	int status;

	if (caseload_read(&caseload, &settings.source, &findings, &fault) == 0 &&
	    panel_start(&panel, &caseload, settings.clock, settings.months, &fault) == 0) {
		caseload_warn_groups(&caseload, &settings.source, &findings);
		print(&settings, &panel, &fault);
	}
	status = diag_outcome(&findings, &fault);
	if (!status && line.verbose)
		say_intake(&caseload.intake, &caseload.window);
	panel_free(&panel);
	caseload_free(&caseload);
	findings_free(&findings);
	return status ? status : diag_close();
}
