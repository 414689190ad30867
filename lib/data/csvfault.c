/* SPDX-License-Identifier: GPL-3.0-or-later */
/* csvfault - where something in a CSV file stands, and what is said of it. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "data/csvreader.h"

/* ---- places ---------------------------------------------------------------------- */

/* Index of the cell in which this byte of the record stands. */
static size_t cell_at(const struct csv_reader *reader, size_t offset)
{
	const char *bytes = csvfault_record(reader);
	int quoted = 0;
	size_t index = 0;

	for (size_t i = 0; i < offset; i++) {
		quoted ^= bytes[i] == '"';
		index += !quoted && bytes[i] == reader->delimiter;
	}
	return index;
}

/* Offset in the record of a cell's first byte; its last byte where there is no such cell. */
size_t csvfault_cell(const struct csv_reader *reader, size_t index)
{
	const char *bytes = csvfault_record(reader);
	size_t length = reader->next - reader->record, i = 0;
	int quoted = 0;

	for (; index > 0 && i < length; i++) {
		quoted ^= bytes[i] == '"';
		index -= !quoted && bytes[i] == reader->delimiter;
	}
	return i;
}

static void place_of(const struct csv_reader *reader, size_t offset, long *line, long *column)
{
	const char *bytes = csvfault_record(reader);
	size_t line_start = 0;

	*line = reader->first_line;
	for (size_t i = 0; i < offset; i++)
		if (bytes[i] == reader->line_end) {
			line_start = i + 1;
			++*line;
		}
	*column = (long)text_characters(bytes + line_start, offset - line_start) + 1;
}

void csv_place(const struct csv_reader *reader, size_t index, long *line, long *column)
{
	place_of(reader, csvfault_cell(reader, index), line, column);
}

/* ---- findings -------------------------------------------------------------------- */

/* A rule, with the column's name before it and the row's line after it where they are of use. */
static void describe(const struct csv_reader *reader, struct fault *fault, enum status status,
		     size_t offset, const char *kind, va_list arguments)
{
	char rule[sizeof fault->text], name[sizeof fault->seen];
	size_t index = cell_at(reader, offset), used;
	long line, column;

	vsnprintf(rule, sizeof rule, _(kind), arguments);
	place_of(reader, offset, &line, &column);
	memset(fault, 0, sizeof *fault);
	if (index < reader->width) {
		text_escape(name, sizeof name, reader->names[index], strlen(reader->names[index]));
		fault_at(fault, status, reader->file, line, column, N_("column '%s': %s"), name,
			 rule);
	} else {
		fault_at(fault, status, reader->file, line, column, "%s", rule);
	}
	fault->kind = kind;
	used = strlen(fault->text);
	if (line > reader->first_line)
		snprintf(fault->text + used, sizeof fault->text - used,
			 _("; its row begins on line %ld"), reader->first_line);
}

/* The record breaks a rule at this offset; only its first offence counts. */
void csvfault_offend(struct csv_reader *reader, size_t offset, const char *kind, ...)
{
	va_list arguments;

	if (reader->offended && reader->offence_at <= offset)
		return;
	reader->offended = 1;
	reader->offence_at = offset;
	if (reader->ahead)
		return;
	va_start(arguments, kind);
	describe(reader, &reader->offence, STATUS_DATA, offset, kind, arguments);
	va_end(arguments);
}

/* The same, but no place in the row is to blame. */
void csvfault_offend_width(struct csv_reader *reader)
{
	reader->offended = 1;
	if (reader->ahead)
		return;
	memset(&reader->offence, 0, sizeof reader->offence);
	fault_at(&reader->offence, STATUS_DATA, reader->file, reader->first_line, 0,
		 N_("wrong number of cells: %zu here, %zu in the header"),
		 reader->column, reader->width);
}

void csvfault_warn(struct csv_reader *reader, long line, const char *kind, long count)
{
	struct fault warning = { .status = STATUS_OK };

	if (reader->ahead)
		return;
	fault_at(&warning, STATUS_OK, reader->file, line, 0, kind, count);
	findings_add(reader->findings, &warning);
}

/* Add to the findings; of a row that is refused twice the first reason is told. */
void csvfault_find(struct csv_reader *reader, const struct fault *fault)
{
	if (reader->ahead)
		return;
	findings_add(reader->findings, fault);
	if (!reader->tell || fault->status == STATUS_OK || reader->told_line == reader->first_line)
		return;
	reader->told_line = reader->first_line;
	reader->tell(fault, csv_raw(reader), reader->tell_to);
}

void csv_refuse(struct csv_reader *reader, size_t index, enum status status, const char *kind, ...)
{
	struct fault fault;
	va_list arguments;

	if (reader->ahead)
		return;
	va_start(arguments, kind);
	describe(reader, &fault, status, csvfault_cell(reader, index), kind, arguments);
	va_end(arguments);
	fault_seen(&fault, reader->cells[index].text, reader->cells[index].length);
	csvfault_find(reader, &fault);
}
