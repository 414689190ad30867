/* SPDX-License-Identifier: GPL-3.0-or-later */
/* csvheader - the first row of a CSV file, and whether it is one. */
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "data/csvreader.h"

enum { LOOK_AHEAD = 20 };         /* lines among which a better header is looked for */

/* ---- the header ------------------------------------------------------------------ */

/* A physical line as it would be parted; good enough for a hint, never for data. */
struct outline {
	size_t cells, empty;
};

static struct outline outline_of(const char *line, size_t length, char delimiter)
{
	struct outline outline = { 1, 0 };
	size_t cell = 0;
	int quoted = 0;

	for (size_t i = 0; i < length; i++) {
		quoted ^= line[i] == '"';
		if (quoted || line[i] != delimiter)
			continue;
		outline.empty += i == cell;
		outline.cells++;
		cell = i + 1;
	}
	outline.empty += cell == length;
	return outline;
}

/* Whether a line as wide as the header shows that the header is in its place: of a single
 * column it may be the next line of a title, as long as nothing wider has come. */
static int is_in_place(const struct csv_reader *reader, struct outline outline, int wider_seen)
{
	return outline.cells == reader->width && (reader->width > 1 || wider_seen);
}

/* Line of a better header among the next ones, or 0: it has more cells than this one (or as
 * many, none empty, unless this one has `sound` names), and the line after it has as many. */
static long better_header(const struct csv_reader *reader, int sound, size_t *cells)
{
	const char *at = reader->bytes + reader->next, *end = reader->bytes + reader->end, *stop;
	struct outline before = { 0, 0 }, outline;
	long line = reader->lines, candidate = 0, found = 0;

	for (int i = 0; i < LOOK_AHEAD && (stop = memchr(at, reader->line_end, (size_t)(end - at)));
	     i++, at = stop + 1) {
		line++;
		outline = outline_of(at, (size_t)(stop - at) - (stop > at && stop[-1] == '\r'),
				     reader->delimiter);
		if (outline.empty == outline.cells)
			continue;
		if (sound && is_in_place(reader, outline, found > 0))
			return 0;
		if (!found && candidate && outline.cells == before.cells) {
			found = candidate;
			*cells = outline.cells;
		}
		candidate = outline.cells > reader->width ||
			    (!sound && outline.cells == reader->width && !outline.empty) ? line : 0;
		before = outline;
	}
	return found;
}

/* Add to a fault about a name where the header may stand instead. */
static int hint_header(const struct csv_reader *reader, struct fault *fault)
{
	size_t used = strlen(fault->text), cells;
	long line = reader->is_table ? 0 : better_header(reader, 0, &cells);

	if (line)
		snprintf(fault->text + used, sizeof fault->text - used,
			 _("; the header may stand on line %ld: --skip %ld"), line, line - 1);
	return -1;
}

static int refuse_name(const struct csv_reader *reader, size_t index, const char *kind,
		       struct fault *fault)
{
	const char *name = reader->names[index];
	long line, column;

	csv_place(reader, index, &line, &column);
	fault_at(fault, STATUS_DATA, reader->file, line, column, kind, index + 1);
	if (*name)
		fault_seen(fault, name, strlen(name));
	return hint_header(reader, fault);
}

static int refuse_no_name(const struct csv_reader *reader, size_t index, struct fault *fault)
{
	if (index > 0 && index + 1 == reader->width)
		return refuse_name(reader, index,
				   N_("column %zu has no name; where all lines end in a delimiter, "
				      "a profile says row_end_delimiter"), fault);
	return refuse_name(reader, index, N_("column %zu has no name"), fault);
}

static int check_names(const struct csv_reader *reader, struct fault *fault)
{
	for (size_t i = 0; i < reader->width; i++) {
		if (!*reader->names[i])
			return refuse_no_name(reader, i, fault);
		for (size_t j = 0; j < i; j++)
			if (text_equal(reader->names[i], reader->names[j]))
				return refuse_name(reader, i,
						   N_("column %zu: its name stands twice"), fault);
	}
	return 0;
}

/* A header of one column which another delimiter would have parted. */
static int check_delimiter(const struct csv_reader *reader, struct fault *fault)
{
	static const char others[] = ";,\t|";
	struct csv_cell raw = csv_raw(reader);

	if (outline_of(raw.text, raw.length, reader->delimiter).cells > 1)
		return 0;
	for (const char *other = others; *other; other++) {
		struct outline outline = outline_of(raw.text, raw.length, *other);
		const char shown[] = { '\'', *other, '\'', '\0' };

		if (outline.cells > 1 && !outline.empty && reader->is_table)
			return fault_at(fault, STATUS_USAGE, reader->file, reader->first_line, 0,
					N_("the header is a single column: commas must part the cells "
					   "of this table (--format csv), not %s"),
					*other == '\t' ? "tab" : shown);
		if (outline.cells > 1 && !outline.empty)
			return fault_at(fault, STATUS_USAGE, reader->file, reader->first_line, 0,
					N_("the header is a single column; say --delimiter %s"),
					*other == '\t' ? "tab" : shown);
	}
	return 0;
}

static int check_place(const struct csv_reader *reader, struct fault *fault)
{
	size_t cells;
	long line = better_header(reader, 1, &cells);

	if (!line)
		return 0;
	if (reader->is_table)
		return fault_at(fault, STATUS_DATA, reader->file, reader->first_line, 0,
				N_("line %ld looks more like the header: nothing may stand above it in "
				   "a table (--format csv)"), line);
	return fault_at(fault, STATUS_DATA, reader->file, reader->first_line, 0,
			N_("line %ld looks more like the header (columns there: %zu, here: %zu); "
			   "if it is, say --skip %ld"), line, cells, reader->width, line - 1);
}

static int check_header(struct csv_reader *reader, struct fault *fault)
{
	if (check_delimiter(reader, fault) != 0)
		return -1;
	if (reader->offended) {
		*fault = reader->offence;
		return -1;
	}
	if (reader->column > CSV_COLUMNS_MAX)
		return fault_at(fault, STATUS_DATA, reader->file, reader->first_line, 0,
				N_("the header has %zu columns; at most %d are read"),
				reader->column, CSV_COLUMNS_MAX);
	reader->width = reader->column;
	if (reader->row_end && reader->width > 1 && !*reader->names[reader->width - 1])
		reader->width--;
	if (check_names(reader, fault) != 0)
		return -1;
	return check_place(reader, fault);
}

static int skip_lines(struct csv_reader *reader, long count, struct fault *fault)
{
	int got = 1;

	while (count-- > 0 && got > 0) {
		got = csvrecord_take_line(reader, fault);
		if (got > 0 && csvrecord_is_endless(reader))
			return fault_at(fault, STATUS_DATA, reader->file, reader->lines, 0,
					N_("the line is longer than %d bytes"),
					CSV_RECORD_BYTES_MAX);
		reader->record = reader->next;
	}
	return got < 0 ? -1 : 0;
}

/* The first line as Excel writes it to itself: "sep=;". Returns the character, or 0. */
static char stated_delimiter(const struct csv_reader *reader)
{
	const char *line = reader->bytes + reader->line;
	size_t length = reader->length;

	if (length >= 2 && line[0] == '"' && line[length - 1] == '"') {
		line++;
		length -= 2;
	}
	return length == 5 && text_equal_n("sep=", line, 4) && !strchr("\"\r\n", line[4]) ?
	       line[4] : 0;
}

static void use_delimiter(struct csv_reader *reader, char delimiter)
{
	reader->delimiter = delimiter;
	csvrecord_start_parser(reader);
}

/* Go back to before the line, or the record, in hand. */
static void put_back(struct csv_reader *reader, size_t at, long lines)
{
	reader->next = at;
	reader->lines = lines;
	reader->record = at;
}

/* What the line before the header says, or the header's own line. Among several delimiters the one
 * holds that parts it into most cells; if two part it alike, somebody must say. */
static int find_delimiter(struct csv_reader *reader, const struct csv_layout *layout,
			  struct fault *fault)
{
	const char *choices = layout->delimiter || !layout->delimiters ? "" : layout->delimiters;
	size_t most = 0;
	int got = csvrecord_take_line(reader, fault), alike = 0;
	char stated;

	if (got <= 0)
		return got;
	stated = stated_delimiter(reader);
	if (stated) {
		use_delimiter(reader, stated);
		reader->record = reader->next;
		return 0;
	}
	for (const char *c = choices; *c; c++) {
		size_t cells = outline_of(reader->bytes + reader->line, reader->length, *c).cells;

		alike = cells == most && cells > 1;
		if (cells > most) {
			most = cells;
			use_delimiter(reader, *c);
		}
	}
	put_back(reader, reader->line, reader->lines - 1);
	if (!alike)
		return 0;
	return fault_at(fault, STATUS_USAGE, reader->file, reader->lines + 1, 0,
			N_("the header is parted alike by two delimiters: say --delimiter"));
}

/* Whether the record in hand is one of HXL tags. */
static int is_tagged(const struct csv_reader *reader)
{
	struct csv_cell raw = csv_raw(reader);
	int tags = 0, begins = 1;

	for (size_t i = 0; i < raw.length; i++) {
		char c = raw.text[i];

		if (c == reader->delimiter) {
			begins = 1;
		} else if (begins && c == '#') {
			begins = 0;
			tags++;
		} else if (begins && c != '"' && c != ' ') {
			return 0;
		}
	}
	return tags > 0;
}

/* Leave out the row below the header, if the layout says so and it is there. */
static int skip_second(struct csv_reader *reader, enum csv_second second, struct fault *fault)
{
	int got;

	if (second == CSV_SECOND_NONE)
		return 0;
	got = csvrecord_read(reader, fault);
	if (got <= 0)
		return got;
	if (second == CSV_SECOND_HXL && (reader->offended || !is_tagged(reader))) {
		put_back(reader, reader->record, reader->first_line - 1);
		reader->finished = 0;
	} else if (reader->offended) {
		*fault = reader->offence;
		return -1;
	}
	return 0;
}

static void ignore_cell(void *cell, size_t length, void *to)
{
	(void)cell;
	(void)length;
	((struct csv_reader *)to)->column++;
}

int csvheader_read(struct csv_reader *reader, const struct csv_layout *layout,
		       struct fault *fault)
{
	int got;

	reader->on_cell = csvrecord_take_name;
	if (skip_lines(reader, layout->skip, fault) != 0 ||
	    find_delimiter(reader, layout, fault) != 0)
		return -1;
	got = csvrecord_read(reader, fault);
	if (got < 0)
		return -1;
	if (got == 0)
		return fault_at(fault, STATUS_DATA, reader->file, 0, 0,
				N_("is empty: there is no header"));
	if (check_header(reader, fault) != 0)
		return -1;
	csvrecord_make_cells(reader);
	reader->on_cell = ignore_cell;
	if (skip_second(reader, layout->second_header, fault) != 0)
		return -1;
	reader->on_cell = csvrecord_take_cell;
	return 0;
}
