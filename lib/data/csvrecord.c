/* SPDX-License-Identifier: GPL-3.0-or-later */
/* csvrecord - one record of a CSV file. */
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "data/csvreader.h"

enum { PARSER_BLOCK = 4096, COPIED = 16 };

_Static_assert((int)CSVREADER_SLACK >= (int)COPIED, "more than a cell is copied");

/* ---- libcsv ---------------------------------------------------------------------- */

static int never(unsigned char c)
{
	(void)c;
	return 0;
}

/* The parser's cell grows through this. It adds a quote before it knows that it ends a cell. */
static void *resize_cell(void *cell, size_t size)
{
	return size > CSV_FIELD_BYTES_MAX + 2 ? NULL : mem_resize(cell, size, 1);
}

void csvrecord_start_parser(struct csv_reader *reader)
{
	csv_init(&reader->parser, CSV_STRICT | CSV_STRICT_FINI);
	csv_set_delim(&reader->parser, (unsigned char)reader->delimiter);
	csv_set_realloc_func(&reader->parser, resize_cell);
	csv_set_blk_size(&reader->parser, PARSER_BLOCK);
}

/* Give the record up: the parser forgets what it holds of it. */
static void abandon_record(struct csv_reader *reader)
{
	csv_free(&reader->parser);
	csvrecord_start_parser(reader);
	reader->complete = 1;
}

/* ---- lines ----------------------------------------------------------------------- */

static void grow(struct csv_reader *reader)
{
	size_t twice = 2 * reader->capacity;

	reader->capacity = twice < CSVREADER_BYTES_MAX ? twice : CSVREADER_BYTES_MAX;
	reader->bytes = mem_resize(reader->bytes, reader->capacity + CSVREADER_SLACK, 1);
}

/* 1 and more bytes behind those that are kept; 0 where there are none, or more are kept already
 * than a record may have: whether one is too long must not depend on how large the block is. */
int csvrecord_fill(struct csv_reader *reader, struct fault *fault)
{
	ssize_t got;

	if (reader->at_end || (reader->is_part && !reader->is_feeder) ||
	    reader->end - reader->record > CSV_RECORD_BYTES_MAX)
		return 0;
	memmove(reader->bytes, csvfault_record(reader), reader->end - reader->record);
	reader->next -= reader->record;
	reader->end -= reader->record;
	reader->record = 0;
	if (reader->capacity - reader->end < CSVREADER_LEAST_ROOM)
		grow(reader);
	got = charset_read(reader->charset, reader->bytes + reader->end,
			   reader->capacity - reader->end, fault);
	if (got < 0 && fault->status == STATUS_DATA)
		fault->line = reader->lines + 1;
	if (got < 0)
		return -1;
	reader->at_end = got == 0;
	reader->end += (size_t)got;
	reader->doubtful = charset_doubtful(reader->charset);
	return got > 0;
}

/* Bytes before the line's end that belong to it: CR of CRLF. */
static size_t break_before(const struct csv_reader *reader, size_t end)
{
	return reader->line_end == '\n' && end > reader->next && reader->bytes[end - 1] == '\r';
}

/* Bytes of the record, and behind it, among which its end must be. */
static size_t in_sight(const struct csv_reader *reader)
{
	size_t kept = reader->end - reader->record;

	return kept < CSV_RECORD_BYTES_MAX ? kept : CSV_RECORD_BYTES_MAX;
}

/* Take the next physical line, or of an endless one what a record may have: 1, 0 at the end
 * of the file, -1 on a fault. */
int csvrecord_take_line(struct csv_reader *reader, struct fault *fault)
{
	size_t searched = reader->next - reader->record, end;
	const char *found;
	int got = 1;

	for (;;) {
		found = memchr(csvfault_record(reader) + searched, reader->line_end,
			       in_sight(reader) - searched);
		if (found || got == 0)
			break;
		searched = in_sight(reader);
		got = csvrecord_fill(reader, fault);
		if (got < 0)
			return -1;
	}
	end = found ? (size_t)(found - reader->bytes) : reader->record + in_sight(reader);
	reader->break_length = found ? 1 + break_before(reader, end) : 0;
	reader->line = reader->next;
	reader->next = end + (found != NULL);
	reader->length = reader->next - reader->line - reader->break_length;
	reader->lines += reader->next > reader->line;
	return reader->next > reader->line;
}

static int is_blank(const struct csv_reader *reader)
{
	const char *line = reader->bytes + reader->line;

	for (size_t i = 0; i < reader->length; i++)
		if (line[i] != ' ' && line[i] != '\t' && line[i] != reader->delimiter)
			return 0;
	return 1;
}

/* ---- cells ----------------------------------------------------------------------- */

static int is_edge(unsigned char c)
{
	return c == ' ' || c == '\t';
}

static int is_no_break_space(const char *text)
{
	return memcmp(text, "\xC2\xA0", 2) == 0;
}

/* Neither an edge nor a byte of a no-break space. */
static int is_inner(char c)
{
	return c > ' ' && c <= '~';
}

/* Most cells have nothing to trim, and are asked no more than that. */
static int is_trim(const char *text, size_t length)
{
	return !length || (is_inner(text[0]) && is_inner(text[length - 1]));
}

static void trim(const char **text, size_t *length)
{
	const char *from = *text, *to = *text + *length;

	while (from < to && (is_edge((unsigned char)*from) ||
			     (to - from > 1 && is_no_break_space(from))))
		from += is_edge((unsigned char)*from) ? 1 : 2;
	while (from < to && (is_edge((unsigned char)to[-1]) ||
			     (to - from > 1 && is_no_break_space(to - 2))))
		to -= is_edge((unsigned char)to[-1]) ? 1 : 2;
	*text = from;
	*length = (size_t)(to - from);
}

static void refuse_size(struct csv_reader *reader)
{
	size_t offset = csvfault_cell(reader, reader->column);
	int quoted = csvfault_record(reader)[offset] == '"';

	csvfault_offend(reader, offset, quoted ?
	       N_("a cell in quotes is longer than %d bytes; is its closing quote missing?") :
	       N_("a cell is longer than %d bytes"), CSV_FIELD_BYTES_MAX);
	reader->finished |= quoted;
}

static void keep_cell(struct csv_reader *reader, size_t index, const char *text, size_t length)
{
	if (!is_trim(text, length))
		trim(&text, &length);
	reader->cells[index].text = memcpy(reader->text + reader->text_used, text, length);
	reader->cells[index].length = length;
	reader->text_used += length;
	reader->text[reader->text_used++] = '\0';
}

/* libcsv's call for each cell of a row. Most cells of an export are not wanted: the way for them
 * is kept short. */
void csvrecord_take_cell(void *cell, size_t length, void *to)
{
	struct csv_reader *reader = to;
	size_t index = reader->column;

	if (length > CSV_FIELD_BYTES_MAX)
		refuse_size(reader);
	reader->column++;
	if (index < reader->width && reader->wanted[index])
		keep_cell(reader, index, cell, length);
}

/* libcsv's call for each cell of the header. */
void csvrecord_take_name(void *cell, size_t length, void *to)
{
	struct csv_reader *reader = to;
	const char *text = cell;

	if (length > CSV_FIELD_BYTES_MAX)
		refuse_size(reader);
	if (reader->column++ >= CSV_COLUMNS_MAX)
		return;
	trim(&text, &length);
	reader->names = mem_resize(reader->names, reader->column, sizeof *reader->names);
	reader->names[reader->name_count++] = mem_text(text, length);
}

static void take_row(int last, void *to)
{
	(void)last;
	((struct csv_reader *)to)->complete = 1;
}

/* Room for the wanted cells of a record of so many bytes; those already taken move along. */
static void make_room(struct csv_reader *reader, size_t bytes)
{
	char *text;

	if (bytes + reader->width <= reader->text_room)
		return;
	reader->text_room = (bytes + reader->width) * 2;
	text = mem_new(reader->text_room, 1);
	memcpy(text, reader->text, reader->text_used);
	for (size_t i = 0; i < reader->column && i < reader->width; i++)
		if (reader->wanted[i])
			reader->cells[i].text = text + (reader->cells[i].text - reader->text);
	free(reader->text);
	reader->text = text;
}

void csvrecord_make_cells(struct csv_reader *reader)
{
	reader->wanted = mem_apart(reader->width, sizeof *reader->wanted);
	reader->wanted_ahead = mem_apart(reader->width, sizeof *reader->wanted_ahead);
	reader->cells = mem_apart(reader->width, sizeof *reader->cells);
	reader->ends = mem_apart(reader->width, sizeof *reader->ends);
	for (size_t i = 0; i < reader->width; i++)
		reader->cells[i].text = "";
}

/* ---- records --------------------------------------------------------------------- */

static void refuse_unclosed(struct csv_reader *reader, const char *kind)
{
	csvfault_offend(reader, csvfault_cell(reader, reader->column), kind, CSV_FIELD_LINES_MAX);
	reader->finished = 1;
	abandon_record(reader);
}

static void end_of_file(struct csv_reader *reader)
{
	if (csv_fini(&reader->parser, reader->on_cell, take_row, reader) != 0)
		refuse_unclosed(reader, N_("the quote opened here is not closed"));
}

/* libcsv stopped at this byte of the record. */
static void parse_failed(struct csv_reader *reader, size_t offset)
{
	if (csv_error(&reader->parser) == CSV_ENOMEM)
		refuse_size(reader);
	else if (reader->parser.quoted)
		csvfault_offend(reader, offset, N_("text after the closing quote of a cell"));
	else
		csvfault_offend(reader, offset, N_("a quote inside a cell that does not begin with one"));
	abandon_record(reader);
}

/* The line's end is not among as many bytes as a record may have. */
int csvrecord_is_endless(const struct csv_reader *reader)
{
	return !reader->break_length && !reader->at_end;
}

/* A bad byte at its beginning says more than its length: /dev/zero has no rows. */
static void refuse_endless(struct csv_reader *reader)
{
	struct csvbytes look = csvbytes_look(reader->bytes + reader->line, reader->length);

	csvbytes_check(reader, &look);
	csvfault_offend(reader, 0, N_("the row is longer than %d bytes"), CSV_RECORD_BYTES_MAX);
	reader->finished = 1;
	abandon_record(reader);
}

/* After a line that ends inside a quoted cell. */
static void check_open_cell(struct csv_reader *reader, size_t cells_before)
{
	if (reader->line == reader->record || reader->column > cells_before)
		reader->opened_line = reader->lines;
	if (reader->lines - reader->opened_line >= CSV_FIELD_LINES_MAX)
		refuse_unclosed(reader, N_("the quote opened here is not closed within %d lines"));
}

/* libcsv asks the space function at every character outside quotes. So on lines without quotes
 * it had better use its own test, which cuts the same edges as trim(). */
static void parse(struct csv_reader *reader, size_t length, int quotes)
{
	size_t cells_before = reader->column, parsed;
	int broken = length < reader->length;

	if (!broken)
		length += reader->break_length;
	csv_set_space_func(&reader->parser, quotes ? never : NULL);
	parsed = csv_parse(&reader->parser, reader->bytes + reader->line, length, reader->on_cell,
			   take_row, reader);
	if (parsed < length)
		parse_failed(reader, reader->line - reader->record + parsed);
	else if (broken)
		abandon_record(reader);
	else if (!reader->break_length)
		end_of_file(reader);
	else if (!reader->complete)
		check_open_cell(reader, cells_before);
}

static void parse_line(struct csv_reader *reader)
{
	struct csvbytes look = csvbytes_look(reader->bytes + reader->line, reader->length);
	size_t length = csvbytes_check(reader, &look);
	make_room(reader, reader->next - reader->record);
	parse(reader, length, look.quote || reader->line > reader->record);
}

static void begin_record(struct csv_reader *reader)
{
	if (reader->keeper)
		csvshare_keep(reader->keeper, csvfault_record(reader),
			      reader->next - reader->record);
	reader->record = reader->next;
	reader->first_line = reader->lines + 1;
	reader->column = 0;
	reader->text_used = 0;
	reader->complete = 0;
	reader->offended = 0;
}

/* The line end of each row is that of the first one, or there is a warning. */
static void check_break(struct csv_reader *reader)
{
	if (reader->finished || reader->break_length == reader->usual_break)
		return;
	if (!reader->break_length) {
		csvfault_warn(reader, reader->lines,
			      N_("the last line has no line end; is the file cut off?"), 0);
	} else if (!reader->usual_break) {
		reader->usual_break = reader->break_length;
	} else if (!reader->mixed) {
		reader->mixed = 1;
		csvfault_warn(reader, reader->lines, csvshare_mixed, 0);
	}
}

/* ---- plain rows ------------------------------------------------------------------ */

/* Sixteen bytes at a time, whatever lies behind the text: a call for each cell would take longer.
 * And whoever loads several bytes of a cell gets them from one store: from two they come only when
 * both have reached the cache, which cost 8 ns a row. */
static void copy_cell(char *to, const char *text, size_t length)
{
	size_t at = 0;

	do {
		memcpy(to + at, text + at, COPIED);
		at += COPIED;
	} while (at < length);
	to[length] = '\0';
}

/* One that is wanted, where it may be in quotes. */
static struct csv_cell keep_plain_cell(char *to, const char *text, size_t length)
{
	if (length && *text == '"') {
		text++;
		length -= 2;
	}
	if (!is_trim(text, length))
		trim(&text, &length);
	copy_cell(to, text, length);
	return (struct csv_cell){ to, length };
}

/* The reader's pointers are kept at hand: for all the compiler knows a cell could overwrite
 * them. */
static void keep_plain_cells(struct csv_reader *reader, size_t cells)
{
	size_t count = cells < reader->wanted_cells ? cells : reader->wanted_cells;
	const char *line = reader->bytes + reader->line;
	const unsigned char *wanted = reader->wanted;
	const size_t *ends = reader->ends;
	struct csv_cell *kept = reader->cells;
	char *to;

	make_room(reader, reader->length + COPIED);
	to = reader->text;
	for (size_t i = 0, from = 0; i < count; from = ends[i++] + 1)
		if (wanted[i]) {
			kept[i] = keep_plain_cell(to, line + from, ends[i] - from);
			to += kept[i].length + 1;
		}
}

/* Read the next record if it lies whole in the buffer and needs neither a parser nor a judge:
 * otherwise it is still to be read. */
static void read_plain(struct csv_reader *reader)
{
	const char *line = reader->bytes + reader->next;
	struct plainrow row;

	if (reader->on_cell != csvrecord_take_cell || reader->line_end != '\n' ||
	    !plainrow_find(line, reader->bytes + reader->end, reader->delimiter, reader->ends,
			   reader->wanted_cells, &row) || row.length > CSV_FIELD_BYTES_MAX ||
	    (row.high && reader->doubtful && text_invalid(line, row.length) >= 0))
		return;
	reader->line = reader->next;
	reader->length = row.length;
	if (is_blank(reader))
		return;
	reader->break_length = row.break_length;
	reader->next += row.length + row.break_length;
	reader->lines++;
	reader->complete = 1;
	keep_plain_cells(reader, row.cells);
	reader->column = row.cells;
}

/* Read one record, sound or not: 1, 0 at the end of the file, -1 on a fault. */
int csvrecord_read(struct csv_reader *reader, struct fault *fault)
{
	begin_record(reader);
	read_plain(reader);
	while (!reader->complete) {
		int got = csvrecord_take_line(reader, fault);

		if (got < 0 || (got == 0 && reader->record == reader->next))
			return got;
		if (csvrecord_is_endless(reader)) {
			refuse_endless(reader);
		} else if (got == 0) {
			end_of_file(reader);
		} else if (reader->line == reader->record && is_blank(reader)) {
			if (reader->blank_lines++ == 0)
				reader->first_blank = reader->lines;
			begin_record(reader);
		} else {
			parse_line(reader);
		}
	}
	check_break(reader);
	return 1;
}
