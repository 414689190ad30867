/* SPDX-License-Identifier: GPL-3.0-or-later */
/* output - the options about results that all tools share, and the last step of each. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/textstream.h"
#include "show/output.h"

int output_option(struct output *output, const struct command_line *line, enum option_id option)
{
	static const char *const forms[] = { "csv", "text", "excel", "markdown", "json", NULL };

	switch (option) {
	case OPT_FORMAT:
		output->format = opt_word(line, forms);
		return 1;
	case OPT_HMM:
		output->hours_minutes = 1;
		return 1;
	case OPT_META:
		output->meta = line->argument;
		return 1;
	case OPT_SAVE_TEXT:
		output->sentences = line->argument;
		return 1;
	default:
		return 0;
	}
}

const char *group_label(const char *value)
{
	return !value ? "(all)" : *value ? value : "(none)";
}

/* ---- meta: a JSON text that grows ---------------------------------------------- */

struct meta {
	char *text;
	size_t length;
	FILE *stream;
	int depth;
	int first;
};

struct meta *meta_new(void)
{
	struct meta *meta = mem_new(1, sizeof *meta);

	meta->stream = textstream_open(&meta->text, &meta->length);
	meta->first = 1;
	meta->depth = 1;
	meta_text(meta, "tool", diag_name());
	meta_text(meta, "version", VERSION);
	return meta;
}

void meta_free(struct meta *meta)
{
	if (!meta)
		return;
	textstream_close(meta->stream);
	free(meta->text);
	free(meta);
}

static void meta_name(struct meta *meta, const char *name)
{
	fprintf(meta->stream, "%s%*s", meta->first ? "\n" : ",\n", 2 * meta->depth, "");
	json_put_text(meta->stream, name);
	fputs(": ", meta->stream);
	meta->first = 0;
}

void meta_text(struct meta *meta, const char *name, const char *value)
{
	meta_name(meta, name);
	if (value)
		json_put_text(meta->stream, value);
	else
		fputs("null", meta->stream);
}

void meta_number(struct meta *meta, const char *name, double value)
{
	meta_name(meta, name);
	if (isfinite(value))
		csv_put_number(meta->stream, value);
	else
		fputs("null", meta->stream);
}

void meta_count(struct meta *meta, const char *name, int64_t value)
{
	meta_name(meta, name);
	fprintf(meta->stream, "%lld", (long long)value);
}

void meta_open(struct meta *meta, const char *name)
{
	meta_name(meta, name);
	fputc('{', meta->stream);
	meta->depth++;
	meta->first = 1;
}

void meta_close(struct meta *meta)
{
	meta->depth--;
	meta->first = 0;
	fprintf(meta->stream, "\n%*s}", 2 * meta->depth, "");
}

int meta_write(const struct meta *meta, const char *path, struct fault *fault)
{
	struct file_out *out = file_create(path, fault);

	if (!out)
		return -1;
	textstream_flush(meta->stream);
	fprintf(file_stream(out), "{%s\n}\n", meta->text);
	return file_commit(out, fault);
}

enum table_format output_form(const struct output *output)
{
	if (output->format >= 0)
		return (enum table_format)output->format;
	return isatty(STDOUT_FILENO) ? TABLE_TEXT : TABLE_CSV;
}

/* What must be written, and hold, before the table. */
static int prepare(const struct output *output, const struct table *table,
		   const struct meta *meta, struct fault *fault)
{
	const char *twice = table_name_twice(table);

	if (output->hours_minutes && (output->format == TABLE_CSV || output->format == TABLE_JSON))
		return fault_set(fault, STATUS_USAGE,
				 N_("--hmm is for people: csv and json have hours as numbers"));
	if (twice)
		return fault_set(fault, STATUS_USAGE,
				 N_("the table has a column '%s' of its own: rename that of --by"),
				 twice);
	return output->meta ? meta_write(meta, output->meta, fault) : 0;
}

int output_begin(const struct output *output, struct table *table, const struct meta *meta,
		 struct fault *fault)
{
	if (prepare(output, table, meta, fault) != 0)
		return -1;
	if (output_form(output) == TABLE_CSV)
		table_stream(table, stdout);
	return 0;
}

void output_end(const struct output *output, struct table *table)
{
	if (output_form(output) == TABLE_CSV)
		table_end(table);
	else
		table_print(table, output_form(output), output->hours_minutes, stdout);
}

int output_print(const struct output *output, const struct table *table, const struct meta *meta,
		 struct fault *fault)
{
	if (prepare(output, table, meta, fault) != 0)
		return -1;
	table_print(table, output_form(output), output->hours_minutes, stdout);
	return 0;
}

int output_text(const struct output *output, const char *text, const struct meta *meta,
		struct fault *fault)
{
	if (output->meta && meta_write(meta, output->meta, fault) != 0)
		return -1;
	fputs(text, stdout);
	return 0;
}

/* ---- sentences in a file of their own -------------------------------------------- */

/* The text, or where there is none the table's notes. */
static int save(const struct output *output, const char *text, const struct table *table,
		struct fault *fault)
{
	struct file_out *out;

	if (!output->sentences)
		return 0;
	out = file_create(output->sentences, fault);
	if (!out)
		return -1;
	if (text)
		fputs(text, file_stream(out));
	else
		table_put_notes(table, file_stream(out));
	return file_commit(out, fault);
}

int output_save_text(const struct output *output, const char *text, struct fault *fault)
{
	return save(output, text, NULL, fault);
}

int output_save_notes(const struct output *output, const struct table *table, struct fault *fault)
{
	return save(output, NULL, table, fault);
}
