/* SPDX-License-Identifier: GPL-3.0-or-later */
/* csv - rows of a CSV file, and where each of them stood. */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/text.h"
#include "data/csvreader.h"

enum { BLOCK = 256 << 10 };

enum wanted { UNWANTED, WANTED, WANTED_WITH_ALL };

/* ---- open and close -------------------------------------------------------------- */

/* CR if the first block has one and no LF outside quotes. A CR at the end of the block may be
 * half of CRLF, unless the file ends there. */
static char find_line_end(const struct csv_reader *reader)
{
	const char *bytes = reader->bytes;
	int whole = reader->capacity - reader->end >= CSVREADER_LEAST_ROOM;
	int quoted = 0, found = 0;

	for (size_t i = 0; i < reader->end; i++) {
		quoted ^= bytes[i] == '"';
		if (quoted)
			continue;
		if (bytes[i] == '\n')
			return '\n';
		found |= bytes[i] == '\r' && (i + 1 < reader->end || whole);
	}
	return found ? '\r' : '\n';
}

static int start(struct csv_reader *reader, const char *path, const struct csv_layout *layout,
		 struct fault *fault)
{
	reader->capacity = layout->block ? layout->block : BLOCK;
	if (reader->capacity < CSVREADER_LEAST_ROOM)
		reader->capacity = CSVREADER_LEAST_ROOM;
	reader->block = reader->capacity;
	reader->bytes = mem_new(reader->capacity + CSVREADER_SLACK, 1);
	reader->text = mem_new(1, 1);
	reader->charset = charset_open(path, reader->file, layout->encoding, reader->capacity,
				       fault);
	if (!reader->charset || csvrecord_fill(reader, fault) < 0)
		return -1;
	reader->line_end = find_line_end(reader);
	return csvheader_read(reader, layout, fault);
}

struct csv_reader *csv_open(const char *path, const struct csv_layout *layout,
			    struct findings *findings, struct fault *fault)
{
	struct csv_reader *reader = mem_new(1, sizeof *reader);

	snprintf(reader->file, sizeof reader->file, "%s", diag_file(path));
	file_is_input(path);
	reader->findings = findings;
	reader->delimiter = layout->delimiter ? layout->delimiter :
			    layout->delimiters ? *layout->delimiters : ',';
	reader->row_end = layout->row_end;
	reader->is_table = layout->is_table;
	csvrecord_start_parser(reader);
	if (start(reader, path, layout, fault) == 0)
		return reader;
	csv_close(reader);
	return NULL;
}

void csv_close(struct csv_reader *reader)
{
	if (!reader)
		return;
	for (size_t i = 0; i < reader->name_count; i++)
		free(reader->names[i]);
	free(reader->names);
	free(reader->wanted);
	free(reader->wanted_ahead);
	free(reader->cells);
	free(reader->ends);
	free(reader->text);
	free(reader->bytes);
	csv_free(&reader->parser);
	findings_free(&reader->own);
	if (!reader->is_part) {
		csvshare_close(reader);
		charset_close(reader->charset);
	}
	free(reader);
}

size_t csv_width(const struct csv_reader *reader)
{
	return reader->width;
}

const char *csv_name(const struct csv_reader *reader, size_t index)
{
	return reader->names[index];
}

size_t csv_column(const struct csv_reader *reader, const char *name, size_t from)
{
	for (size_t i = from; i < csv_width(reader); i++)
		if (strcmp(csv_name(reader, i), name) == 0)
			return i;
	return SIZE_MAX;
}

struct findings *csv_findings(const struct csv_reader *reader)
{
	return reader->findings;
}

const char *csv_file(const struct csv_reader *reader)
{
	return reader->file;
}

void csv_want(struct csv_reader *reader, size_t index)
{
	reader->wanted[index] = WANTED;
	if (reader->wanted_cells <= index)
		reader->wanted_cells = index + 1;
}

void csv_want_all(struct csv_reader *reader)
{
	for (size_t i = 0; i < reader->width; i++)
		if (reader->wanted[i] == UNWANTED)
			reader->wanted[i] = WANTED_WITH_ALL;
	reader->wanted_cells = reader->width;
}

void csv_want_ahead(struct csv_reader *reader, size_t index)
{
	reader->wanted_ahead[index] = WANTED;
	if (reader->cells_ahead <= index)
		reader->cells_ahead = index + 1;
}

/* ---- rows ------------------------------------------------------------------------ */

struct csv_cell csv_raw(const struct csv_reader *reader)
{
	return (struct csv_cell){ csvfault_record(reader),
				  reader->next - reader->record - reader->break_length };
}

long csv_records(const struct csv_reader *reader)
{
	return reader->records;
}

void csv_on_refusal(struct csv_reader *reader, csv_refusal_taker *take, void *to)
{
	reader->tell = take;
	reader->tell_to = to;
}

int csv_cut_short(const struct csv_reader *reader)
{
	return reader->cut_short;
}

static void warn_breaks(struct csv_reader *reader)
{
	for (size_t i = 0; i < reader->width; i++)
		if (reader->wanted[i] == WANTED &&
		    memchr(reader->cells[i].text, reader->line_end, reader->cells[i].length))
			csv_refuse(reader, i, STATUS_OK, N_("there is a line break in the cell"));
}

/* Whether the one cell too many is nothing but what follows a delimiter at the row's end. */
static int ends_in_delimiter(const struct csv_reader *reader)
{
	struct csv_cell raw = csv_raw(reader);

	return reader->row_end && reader->column == reader->width + 1 && raw.length &&
	       raw.text[raw.length - 1] == reader->delimiter;
}

static int end_reading(struct csv_reader *reader)
{
	if (reader->is_part)
		return 0;
	if (!reader->reported && reader->blank_lines)
		csvfault_warn(reader, reader->first_blank,
			      N_("blank lines are left out: %ld, the first one here"),
			      reader->blank_lines);
	reader->reported = 1;
	reader->finished = 1;
	return 0;
}

int csv_next(struct csv_reader *reader, struct csv_row *row, struct fault *fault)
{
	while (!reader->finished) {
		int got = csvrecord_read(reader, fault);

		if (got < 0)
			return -1;
		if (got == 0)
			break;
		reader->records++;
		if (!reader->offended && reader->column != reader->width &&
		    !ends_in_delimiter(reader)) {
			csvfault_offend_width(reader);
			/* Not the end of the table: who knows what else is missing? */
			reader->cut_short |= reader->column < reader->width && !reader->break_length;
		}
		if (!reader->offended) {
			*row = (struct csv_row){ reader->cells, reader->width, reader->first_line };
			if (reader->lines > reader->first_line && !reader->ahead)
				warn_breaks(reader);
			return 1;
		}
		reader->cut_short |= reader->finished;
		csvfault_find(reader, &reader->offence);
	}
	return csvshare_outcome(reader, fault) == 0 ? end_reading(reader) : -1;
}
