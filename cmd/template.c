/* SPDX-License-Identifier: GPL-3.0-or-later */
/* template - the shape of a command: copy it, rename it, fill it in.
 *
 * It answers the smallest question there is: how many records, cases and hours does the
 * window hold? HACKING.md says what else a new tool needs. */
#include "base/diag.h"
#include "base/text.h"
#include "data/caseload.h"
#include "show/output.h"
#include "show/settings.h"

static const enum option_id options[] = { SOURCE_OPTIONS, OUTPUT_OPTIONS, OPT_END };

static const struct command command = {
	"template", N_("Count the records, cases and hours of an export."), N_("[FILE]"),
	options, NULL,
};

struct settings {
	struct source source;
	struct output output;
};

static struct settings read_settings(struct command_line *line)
{
	struct settings settings = { .output = OUTPUT_DEFAULT };
	enum option_id option;

	source_start(&settings.source);
	while ((option = opt_next(line)) != OPT_END)
		if (!source_option(&settings.source, line, option))
			output_option(&settings.output, line, option);
	source_finish(&settings.source, line);
	return settings;
}

static double hours(const struct caseload *caseload)
{
	struct day_buffer buffer = { 0 };
	int64_t sum = 0;

	for (uint32_t id = 0; id < caseload->cases; id++) {
		size_t count = store_days(caseload->store, id, &buffer);

		for (size_t i = 0; i < count; i++)
			if (buffer.days[i].day >= caseload->window.since &&
			    buffer.days[i].day <= caseload->window.until)
				sum += buffer.days[i].amount;
	}
	day_buffer_free(&buffer);
	return (double)sum / caseload->divisor;
}

static struct table *make_table(const struct caseload *caseload)
{
	static const struct table_column columns[] = {
		{ "records", N_("records"), COLUMN_COUNT, 0 },
		{ "cases", NULL, COLUMN_COUNT, 0 },
		{ "hours", NULL, COLUMN_HOURS, 1 },
	};
	struct table *table = table_new(columns, 3);

	table_count(table, caseload->intake.used);
	table_count(table, caseload->cases);
	table_number(table, hours(caseload));
	return table;
}

int main(int argc, char **argv)
{
	struct command_line line = opt_start(&command, argc, argv);
	struct settings settings = read_settings(&line);
	struct findings findings = { 0 };
	struct fault fault = { 0 };
	struct caseload caseload;
	int status;

	if (caseload_read(&caseload, &settings.source, &findings, &fault) == 0) {
		struct table *table = make_table(&caseload);
		struct meta *meta = meta_new();

		meta_caseload(meta, &settings.source, &caseload);
		output_print(&settings.output, table, meta, &fault);
		meta_free(meta);
		table_free(table);
	}
	status = diag_outcome(&findings, &fault);
	if (!status && line.verbose)
		say_intake(&caseload.intake, &caseload.window);
	caseload_free(&caseload);
	findings_free(&findings);
	return status ? status : diag_close();
}
