/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzz target of the reader. The first three input bytes choose the layout: delimiter,
 * encoding and what else a layout can say, block, lines skipped and columns wanted. Each row that
 * comes out is parted once more by a plain RFC 4180 reader written here, from the row as it stood,
 * and must be the same.
 *
 *   clang -fsanitize=fuzzer,address,undefined ... tests/fuzz/csv.c \
 *         lib/data/{csv*,plainrow,rowcut,charset}.c lib/base/{diag,mem,text,file,progress}.c \
 *         -lcsv -o fuzz-csv
 *   tests/fuzz/seeds FOLDER && ./fuzz-csv FOLDER/csv */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"
#include "data/csvreader.h"
#include "promise.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char delimiters[] = ",;\t| ";
static const char *const encodings[] = { NULL, CSV_UTF8, "cp1252", "iso-8859-1", "iso-8859-15",
					 CSV_BOM_OR_CP1252 };

/* ---- a second opinion ------------------------------------------------------------ */

/* The next cell of a record, unquoted, into `cell`; returns what is behind it. */
static const char *next_cell(const char *at, const char *end, char delimiter, char *cell,
			     size_t *length)
{
	int quoted = at < end && *at == '"';

	*length = 0;
	if (!quoted) {
		for (; at < end && *at != delimiter; at++)
			cell[(*length)++] = *at;
		return at;
	}
	for (at++; at < end; at++) {
		if (*at == '"' && (at + 1 == end || at[1] != '"'))
			return at + 1;
		at += *at == '"';
		cell[(*length)++] = *at;
	}
	must(0, "a row with an open quote came out");
	return end;
}

static size_t edge(const char *text, size_t length)
{
	if (length && (*text == ' ' || *text == '\t'))
		return 1;
	return length >= 2 && memcmp(text, "\xC2\xA0", 2) == 0 ? 2 : 0;
}

static int same_trimmed(const char *text, size_t length, const struct csv_cell *cell)
{
	size_t step;

	for (; (step = edge(text, length)) > 0; text += step)
		length -= step;
	while (length && (text[length - 1] == ' ' || text[length - 1] == '\t' ||
			  (length >= 2 && memcmp(text + length - 2, "\xC2\xA0", 2) == 0)))
		length -= text[length - 1] == ' ' || text[length - 1] == '\t' ? 1 : 2;
	return length == cell->length && memcmp(text, cell->text, length) == 0;
}

static void check_cells(const struct csv_reader *reader, const struct csv_row *row, int row_end,
			unsigned wanted)
{
	char delimiter = reader->delimiter;
	struct csv_cell raw = csv_raw(reader);
	const char *at = raw.text, *end = raw.text + raw.length;
	char *cell = mem_new(raw.length + 1, 1);
	size_t length;

	for (size_t i = 0; i < row->width; i++) {
		at = next_cell(at, end, delimiter, cell, &length);
		if (wanted >> (i % 8) & 1)
			must(same_trimmed(cell, length, &row->cells[i]), "a cell differs");
		else
			must(row->cells[i].length == 0, "an unwanted cell is there");
		must(i + 1 < row->width ? at < end && *at == delimiter :
		     at == end || (row_end && at + 1 == end && *at == delimiter), "another width");
		at++;
	}
	free(cell);
}

/* ---- one reading ----------------------------------------------------------------- */

static void check_row(struct csv_reader *reader, const struct csv_row *row)
{
	struct csv_cell raw = csv_raw(reader);
	long line_before = row->line, line, column;

	must(row->width == csv_width(reader), "the row's width");
	must(text_invalid(raw.text, raw.length) < 0, "the row is not UTF-8");
	must(!memchr(raw.text, '\0', raw.length), "the row has a NUL byte");
	for (size_t i = 0; i < row->width; i++) {
		must(strlen(row->cells[i].text) == row->cells[i].length, "a cell's length");
		csv_place(reader, i, &line, &column);
		must(line >= line_before && column >= 1, "a cell's place");
		line_before = line;
	}
	csv_refuse(reader, row->width - 1, STATUS_OK, "seen");
}

static void read_all(struct csv_reader *reader, int row_end, unsigned wanted,
		     struct findings *findings)
{
	struct fault fault = { 0 };
	struct csv_row row;
	long sound = 0;
	int got;

	for (size_t i = 0; i < csv_width(reader); i++) {
		must(*csv_name(reader, i), "a name is empty");
		if (wanted >> (i % 8) & 1)
			csv_want(reader, i);
	}
	while ((got = csv_next(reader, &row, &fault)) > 0) {
		check_row(reader, &row);
		check_cells(reader, &row, row_end, wanted);
		sound++;
	}
	must((got < 0) == (fault.status != STATUS_OK), "a fault for -1, and only then");
	must(csv_records(reader) == sound + (long)findings->refused,
	     "every record is accounted for");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char path[32];
	static int file = -1;
	struct csv_layout layout = { 0 };
	struct findings findings = { 0 };
	struct fault fault = { 0 };
	struct csv_reader *reader;

	if (size < 3)
		return 0;
	if (file < 0)
		file = scratch_file(path);
	layout.delimiter = delimiters[data[0] % (sizeof delimiters - 1)];
	layout.encoding = encodings[data[0] / 8 % (sizeof encodings / sizeof *encodings)];
	layout.second_header = (enum csv_second)(data[0] / 48 < 3 ? data[0] / 48 : 0);
	layout.row_end = data[0] / 48 == 3;
	if (data[0] / 48 == 4) {
		layout.delimiter = 0;
		layout.delimiters = ",;";
	}
	layout.block = data[1] ? data[1] : 4096;
	layout.skip = data[2] >> 6;
	must(pwrite(file, data + 3, size - 3, 0) == (ssize_t)(size - 3) &&
	     ftruncate(file, (off_t)(size - 3)) == 0, "the scratch file written");
	reader = csv_open(path, &layout, &findings, &fault);
	must(reader || fault.status != STATUS_OK, "a fault where nothing is opened");
	if (reader)
		read_all(reader, layout.row_end, data[2] | 1, &findings);
	csv_close(reader);
	findings_free(&findings);
	return 0;
}
