/* SPDX-License-Identifier: GPL-3.0-or-later */
/* csv - rows of a CSV file, and where each of them stood. */
#include <csv.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/text.h"
#include "data/charset.h"
#include "data/csv.h"
#include "data/plainrow.h"

enum {
	BLOCK = 256 << 10,
	LEAST_ROOM = 8,            /* what charset_read wants */
	SLACK = PLAINROW_SLACK,    /* bytes behind the buffer that may be looked at */
	PARSER_BLOCK = 4096,
	LOOK_AHEAD = 20            /* lines among which a better header is looked for */
};

enum wanted { UNWANTED, WANTED, WANTED_WITH_ALL };

struct csv_reader {
	struct charset *charset;
	struct findings *findings;
	char file[256];            /* in messages */
	struct csv_parser parser;
	void (*on_cell)(void *, size_t, void *);
	char delimiter;
	int row_end;               /* a last empty cell too many is none */
	char line_end;             /* '\n', or '\r' in files that have no other */

	/* Input: the bytes from `record` to `end` are kept. */
	char *bytes;
	size_t record, next, end, capacity;
	size_t part;               /* fewest bytes of a part */
	int at_end;                /* the source has no more */
	int finished;              /* nothing more may be handed out */
	int reported;
	long lines;                /* taken so far */

	/* The physical line in hand. */
	size_t line;
	size_t length;             /* its line end excluded */
	size_t break_length;       /* 0: the file ends here */

	/* The record in hand. */
	long first_line;
	size_t column;             /* cells that are complete */
	long opened_line;          /* where the quoted cell that is still open begins */
	int complete;
	int offended;
	size_t offence_at;         /* offset of the first offence in the record */
	struct fault offence;

	/* The row made of it. */
	char **names;
	size_t name_count;
	size_t width;              /* that of the header, once it has been found good */
	unsigned char *wanted;
	size_t wanted_cells;       /* up to the last column wanted */
	size_t *ends;              /* of a plain row's cells, as many */
	struct csv_cell *cells;
	char *text;
	size_t text_used, text_room;

	csv_refusal_taker *tell;   /* or NULL */
	void *tell_to;
	long told_line;            /* of the row last told of */
	int cut_short;

	long records, blank_lines, first_blank;
	size_t usual_break;        /* length of the first row's line end */
	int mixed;                 /* a row with another one has been seen */
};

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

static void start_parser(struct csv_reader *reader)
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
	start_parser(reader);
	reader->complete = 1;
}

/* ---- places ---------------------------------------------------------------------- */

static const char *record_bytes(const struct csv_reader *reader)
{
	return reader->bytes + reader->record;
}

/* Index of the cell in which this byte of the record stands. */
static size_t cell_at(const struct csv_reader *reader, size_t offset)
{
	const char *bytes = record_bytes(reader);
	int quoted = 0;
	size_t index = 0;

	for (size_t i = 0; i < offset; i++) {
		quoted ^= bytes[i] == '"';
		index += !quoted && bytes[i] == reader->delimiter;
	}
	return index;
}

/* Offset in the record of a cell's first byte; its last byte where there is no such cell. */
static size_t cell_offset(const struct csv_reader *reader, size_t index)
{
	const char *bytes = record_bytes(reader);
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
	const char *bytes = record_bytes(reader);
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
	place_of(reader, cell_offset(reader, index), line, column);
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
static void offend(struct csv_reader *reader, size_t offset, const char *kind, ...)
{
	va_list arguments;

	if (reader->offended && reader->offence_at <= offset)
		return;
	va_start(arguments, kind);
	describe(reader, &reader->offence, STATUS_DATA, offset, kind, arguments);
	va_end(arguments);
	reader->offended = 1;
	reader->offence_at = offset;
}

/* The same, but no place in the row is to blame. */
static void offend_width(struct csv_reader *reader)
{
	memset(&reader->offence, 0, sizeof reader->offence);
	fault_at(&reader->offence, STATUS_DATA, reader->file, reader->first_line, 0,
		 N_("wrong number of cells: %zu here, %zu in the header"),
		 reader->column, reader->width);
	reader->offended = 1;
}

static void warn(struct csv_reader *reader, long line, const char *kind, long count)
{
	struct fault warning = { .status = STATUS_OK };

	fault_at(&warning, STATUS_OK, reader->file, line, 0, kind, count);
	findings_add(reader->findings, &warning);
}

/* Add to the findings; of a row that is refused twice the first reason is told. */
static void find_fault(struct csv_reader *reader, const struct fault *fault)
{
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

	va_start(arguments, kind);
	describe(reader, &fault, status, cell_offset(reader, index), kind, arguments);
	va_end(arguments);
	fault_seen(&fault, reader->cells[index].text, reader->cells[index].length);
	find_fault(reader, &fault);
}

/* ---- lines ----------------------------------------------------------------------- */

/* 1 and more bytes behind those that are kept; 0 where there are none, or no room for them. */
static int fill(struct csv_reader *reader, struct fault *fault)
{
	ssize_t got;

	if (reader->at_end)
		return 0;
	memmove(reader->bytes, record_bytes(reader), reader->end - reader->record);
	reader->next -= reader->record;
	reader->end -= reader->record;
	reader->record = 0;
	if (reader->capacity - reader->end < LEAST_ROOM) {
		if (reader->capacity >= CSV_RECORD_BYTES_MAX)
			return 0;
		reader->capacity *= 2;
		reader->bytes = mem_resize(reader->bytes, reader->capacity + SLACK, 1);
	}
	got = charset_read(reader->charset, reader->bytes + reader->end,
			   reader->capacity - reader->end, fault);
	if (got < 0 && fault->status == STATUS_DATA)
		fault->line = reader->lines + 1;
	if (got < 0)
		return -1;
	reader->at_end = got == 0;
	reader->end += (size_t)got;
	return got > 0;
}

/* Bytes before the line's end that belong to it: CR of CRLF. */
static size_t break_before(const struct csv_reader *reader, size_t end)
{
	return reader->line_end == '\n' && end > reader->next && reader->bytes[end - 1] == '\r';
}

/* Take the next physical line, or of an endless one what the buffer may hold: 1, 0 at the end
 * of the file, -1 on a fault. */
static int take_line(struct csv_reader *reader, struct fault *fault)
{
	size_t searched = reader->next - reader->record, end;
	const char *found;
	int got = 1;

	for (;;) {
		found = memchr(record_bytes(reader) + searched, reader->line_end,
			       reader->end - reader->record - searched);
		if (found || got == 0)
			break;
		searched = reader->end - reader->record;
		got = fill(reader, fault);
		if (got < 0)
			return -1;
	}
	end = found ? (size_t)(found - reader->bytes) : reader->end;
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

/* ---- bytes ----------------------------------------------------------------------- */

/* What a line is made of. */
struct look {
	uint64_t control, high, quote;   /* not 0: there are bytes below 0x20, from 0x80 on, quotes */
};

#define EACH_BYTE(byte) (UINT64_C(0x0101010101010101) * (unsigned char)(byte))

/* Add what eight bytes hold. (A borrow can only come from a byte that is itself below 0x20, or a
 * quote, so that the answers are right.) */
static void look_at_word(struct look *look, uint64_t word)
{
	uint64_t no_quote = word ^ EACH_BYTE('"');

	look->control |= (word - EACH_BYTE(0x20)) & ~word & EACH_BYTE(0x80);
	look->high |= word & EACH_BYTE(0x80);
	look->quote |= (no_quote - EACH_BYTE(1)) & ~no_quote & EACH_BYTE(0x80);
}

/* One pass for all questions, eight bytes at a time; of the last eight only the first few are the
 * text's. (Byte by byte these few took as long as all before.) */
static struct look look_at(const char *text, size_t length)
{
	static const char which[2 * sizeof(uint64_t)] = "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF";
	struct look look = { 0, 0, 0 };
	uint64_t word, ours;
	size_t i = 0;

	for (; i + sizeof word <= length; i += sizeof word) {
		memcpy(&word, text + i, sizeof word);
		look_at_word(&look, word);
	}
	memcpy(&word, text + i, sizeof word);
	memcpy(&ours, which + sizeof word - (length - i), sizeof ours);
	look_at_word(&look, (word & ours) | (EACH_BYTE(' ') & ~ours));
	return look;
}

static void refuse_encoding(struct csv_reader *reader, size_t offset)
{
	unsigned byte = (unsigned char)record_bytes(reader)[offset];
	const char *encoding = charset_name(reader->charset);

	if (strncmp(encoding, "UTF", 3) != 0)
		offend(reader, offset, N_("the byte 0x%02X has no meaning in %s"), byte, encoding);
	else if (strcmp(encoding, "UTF-8") != 0)
		offend(reader, offset, N_("this is no character of %s"), encoding);
	else if (charset_marked(reader->charset))
		offend(reader, offset, N_("the byte 0x%02X is not UTF-8"), byte);
	else
		offend(reader, offset, N_("the byte 0x%02X is not UTF-8; the file may be in "
					  "another encoding: --encoding cp1252"), byte);
}

/* A control byte, or a line end of the other kind. Returns whether the row breaks off here. */
static int check_control(struct csv_reader *reader, size_t offset, int quoted)
{
	char byte = record_bytes(reader)[offset];

	if (byte == '\t')
		return 0;
	if (byte != '\r' && byte != '\n') {
		offend(reader, offset, N_("the control byte 0x%02X is not text"), (unsigned)byte);
		return 0;
	}
	if (quoted)
		return 0;
	offend(reader, offset, byte == '\r' ?
	       N_("a lone carriage return; the lines of this file end with line feeds") :
	       N_("a lone line feed; the lines of this file end with carriage returns"));
	return 1;
}

/* How many of the line's bytes may be parsed. */
static size_t check_controls(struct csv_reader *reader)
{
	const char *line = reader->bytes + reader->line;
	size_t start = reader->line - reader->record, i;
	int quoted = reader->line > reader->record, broken = 0;

	for (i = 0; i < reader->length && !broken; i++) {
		quoted ^= line[i] == '"';
		if ((unsigned char)line[i] < 0x20)
			broken = check_control(reader, start + i, quoted);
	}
	return i - (size_t)broken;
}

/* Check the line's bytes; returns how many of them may be parsed. */
static size_t check_bytes(struct csv_reader *reader, const struct look *look)
{
	const char *line = reader->bytes + reader->line;
	size_t length = look->control ? check_controls(reader) : reader->length;
	ptrdiff_t invalid = look->high && charset_doubtful(reader->charset) ?
			    text_invalid(line, length) : -1;

	if (invalid >= 0)
		refuse_encoding(reader, reader->line - reader->record + (size_t)invalid);
	return length;
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
	size_t offset = cell_offset(reader, reader->column);
	int quoted = record_bytes(reader)[offset] == '"';

	offend(reader, offset, quoted ?
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
static void take_cell(void *cell, size_t length, void *to)
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
static void take_name(void *cell, size_t length, void *to)
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

/* ---- records --------------------------------------------------------------------- */

static void refuse_unclosed(struct csv_reader *reader, const char *kind)
{
	offend(reader, cell_offset(reader, reader->column), kind, CSV_FIELD_LINES_MAX);
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
		offend(reader, offset, N_("text after the closing quote of a cell"));
	else
		offend(reader, offset, N_("a quote inside a cell that does not begin with one"));
	abandon_record(reader);
}

/* The line's end is not among as many bytes as a record may have. */
static int is_endless(const struct csv_reader *reader)
{
	return !reader->break_length && !reader->at_end;
}

/* A bad byte at its beginning says more than its length: /dev/zero has no rows. */
static void refuse_endless(struct csv_reader *reader)
{
	struct look look = look_at(reader->bytes + reader->line, reader->length);

	check_bytes(reader, &look);
	offend(reader, 0, N_("the row is longer than %d bytes"), CSV_RECORD_BYTES_MAX);
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
	struct look look = look_at(reader->bytes + reader->line, reader->length);
	size_t length = check_bytes(reader, &look);
	make_room(reader, reader->next - reader->record);
	parse(reader, length, look.quote || reader->line > reader->record);
}

static void begin_record(struct csv_reader *reader)
{
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
		warn(reader, reader->lines,
		     N_("the last line has no line end; is the file cut off?"), 0);
	} else if (!reader->usual_break) {
		reader->usual_break = reader->break_length;
	} else if (!reader->mixed) {
		reader->mixed = 1;
		warn(reader, reader->lines,
		     N_("line ends are mixed: from here on also the other kind"), 0);
	}
}

/* ---- plain rows ------------------------------------------------------------------ */

/* The row is copied up to the last wanted cell, and its cells are ended in the copy. */
static void keep_plain_cells(struct csv_reader *reader, size_t cells)
{
	size_t count = cells < reader->wanted_cells ? cells : reader->wanted_cells;
	char *copy;
	size_t from = 0;

	make_room(reader, reader->length);
	copy = reader->text;
	if (count)
		memcpy(copy, reader->bytes + reader->line, reader->ends[count - 1]);
	for (size_t i = 0; i < count; from = reader->ends[i++] + 1) {
		const char *text = copy + from;
		size_t length = reader->ends[i] - from;

		if (!reader->wanted[i])
			continue;
		if (length && *text == '"') {
			text++;
			length -= 2;
		}
		if (!is_trim(text, length))
			trim(&text, &length);
		reader->cells[i] = (struct csv_cell){ text, length };
		copy[text - copy + (ptrdiff_t)length] = '\0';
	}
}

/* Read the next record if it lies whole in the buffer and needs neither a parser nor a judge:
 * otherwise it is still to be read. */
static void read_plain(struct csv_reader *reader)
{
	const char *line = reader->bytes + reader->next;
	struct plainrow row;

	if (reader->on_cell != take_cell || reader->line_end != '\n' ||
	    !plainrow_find(line, reader->bytes + reader->end, reader->delimiter, reader->ends,
			   reader->wanted_cells, &row) || row.length > CSV_FIELD_BYTES_MAX ||
	    (row.high && charset_doubtful(reader->charset) && text_invalid(line, row.length) >= 0))
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
static int read_record(struct csv_reader *reader, struct fault *fault)
{
	begin_record(reader);
	read_plain(reader);
	while (!reader->complete) {
		int got = take_line(reader, fault);

		if (got < 0 || (got == 0 && reader->record == reader->next))
			return got;
		if (got == 0) {
			end_of_file(reader);
		} else if (is_endless(reader)) {
			refuse_endless(reader);
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
	long line = better_header(reader, 0, &cells);

	if (line)
		snprintf(fault->text + used, sizeof fault->text - used,
			 _("; the header may stand on line %ld: --skip %ld"), line, line - 1);
	return -1;
}

static int refuse_name(const struct csv_reader *reader, size_t index, const char *kind,
		       struct fault *fault)
{
	char name[sizeof fault->seen];
	long line, column;

	csv_place(reader, index, &line, &column);
	text_escape(name, sizeof name, reader->names[index], strlen(reader->names[index]));
	fault_at(fault, STATUS_DATA, reader->file, line, column, kind, index + 1, name);
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
						   N_("column %zu: the name '%s' stands twice"),
						   fault);
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
		got = take_line(reader, fault);
		if (got > 0 && is_endless(reader))
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
	start_parser(reader);
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
	int got = take_line(reader, fault), alike = 0;
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
	got = read_record(reader, fault);
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

static void make_cells(struct csv_reader *reader)
{
	reader->wanted = mem_new(reader->width, sizeof *reader->wanted);
	reader->cells = mem_new(reader->width, sizeof *reader->cells);
	reader->ends = mem_new(reader->width, sizeof *reader->ends);
	for (size_t i = 0; i < reader->width; i++)
		reader->cells[i].text = "";
}

static int read_header(struct csv_reader *reader, const struct csv_layout *layout,
		       struct fault *fault)
{
	int got;

	reader->on_cell = take_name;
	if (skip_lines(reader, layout->skip, fault) != 0 ||
	    find_delimiter(reader, layout, fault) != 0)
		return -1;
	got = read_record(reader, fault);
	if (got < 0)
		return -1;
	if (got == 0)
		return fault_at(fault, STATUS_DATA, reader->file, 0, 0,
				N_("is empty: there is no header"));
	if (check_header(reader, fault) != 0)
		return -1;
	make_cells(reader);
	reader->on_cell = ignore_cell;
	if (skip_second(reader, layout->second_header, fault) != 0)
		return -1;
	reader->on_cell = take_cell;
	return 0;
}

/* ---- open and close -------------------------------------------------------------- */

/* CR if the first block has one and no LF outside quotes. A CR at the end of the block may be
 * half of CRLF, unless the file ends there. */
static char find_line_end(const struct csv_reader *reader)
{
	const char *bytes = reader->bytes;
	int whole = reader->capacity - reader->end >= LEAST_ROOM;
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
	if (reader->capacity < LEAST_ROOM)
		reader->capacity = LEAST_ROOM;
	reader->part = layout->part ? layout->part : CSV_PART_BYTES;
	reader->bytes = mem_new(reader->capacity + SLACK, 1);
	reader->text = mem_new(1, 1);
	reader->charset = charset_open(path, reader->file, layout->encoding, reader->capacity,
				       fault);
	if (!reader->charset || fill(reader, fault) < 0)
		return -1;
	reader->line_end = find_line_end(reader);
	return read_header(reader, layout, fault);
}

struct csv_reader *csv_open(const char *path, const struct csv_layout *layout,
			    struct findings *findings, struct fault *fault)
{
	struct csv_reader *reader = mem_new(1, sizeof *reader);

	snprintf(reader->file, sizeof reader->file, "%s", strcmp(path, "-") ? path : "<stdin>");
	file_is_input(path);
	reader->findings = findings;
	reader->delimiter = layout->delimiter ? layout->delimiter :
			    layout->delimiters ? *layout->delimiters : ',';
	reader->row_end = layout->row_end;
	start_parser(reader);
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
	free(reader->cells);
	free(reader->ends);
	free(reader->text);
	free(reader->bytes);
	csv_free(&reader->parser);
	charset_close(reader->charset);
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

const char *csv_file(const struct csv_reader *reader)
{
	return reader->file;
}

char csv_delimiter(const struct csv_reader *reader)
{
	return reader->delimiter;
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

/* ---- parts ----------------------------------------------------------------------- */

/* Bit by bit: counting took seven times as long, and all threads wait for it. */
static int odd_quotes(const char *bytes, size_t length)
{
	char odd = 0;

	for (size_t i = 0; i < length; i++)
		odd ^= bytes[i] == '"';
	return odd;
}

/* The line end behind a target is a row's end where no quote is near. Should it lie in a quoted cell
 * all the same, the part before it finds that its last row does not end. So in a file without quotes
 * nothing need be counted (which took 0.2 CPU seconds of 528 MB, with all threads waiting). Returns
 * whether all cuts are found. */
static int find_plain_cuts(const struct csv_reader *reader, off_t at[], size_t count)
{
	char *block = mem_new(BLOCK, 1);
	size_t cut = 1;

	for (; cut < count; cut++) {
		size_t got = charset_peek(reader->charset, block, BLOCK, at[cut]);
		const char *end = memchr(block, reader->line_end, got);

		if (!end || memchr(block, '"', got))
			break;
		at[cut] += end - block + 1;
	}
	free(block);
	return cut == count;
}

/* Where the first row behind each of the targets at[1] .. at[count - 1] begins. A row ends with a
 * line end that has an even number of quotes before it. Returns how many parts are not empty. */
static size_t find_quoted_cuts(const struct csv_reader *reader, off_t at[], size_t count)
{
	char *block = mem_new(BLOCK, 1);
	off_t position = 0;
	size_t cut = 1, got;
	int quoted = 0;

	while (cut < count && (got = charset_peek(reader->charset, block, BLOCK, position)) > 0) {
		size_t before = at[cut] > position ? (size_t)(at[cut] - position) : 0, i;

		before = before < got ? before : got;
		quoted ^= odd_quotes(block, before);
		for (i = before; i < got && cut < count && at[cut] <= position + (off_t)i; i++) {
			quoted ^= block[i] == '"';
			if (!quoted && block[i] == reader->line_end)
				at[cut++] = position + (off_t)i + 1;
		}
		position += (off_t)i;
	}
	free(block);
	return cut;
}

static struct csv_reader *part_of(const struct csv_reader *reader, off_t from,
				  struct findings *findings)
{
	struct csv_reader *part = mem_new(1, sizeof *part);

	memcpy(part->file, reader->file, sizeof part->file);
	part->findings = findings;
	part->charset = charset_part(reader->charset, from);
	part->on_cell = take_cell;
	part->delimiter = reader->delimiter;
	part->row_end = reader->row_end;
	part->line_end = reader->line_end;
	part->usual_break = reader->usual_break;
	part->capacity = reader->capacity < LEAST_ROOM ? LEAST_ROOM : reader->capacity;
	part->bytes = mem_new(part->capacity + SLACK, 1);
	part->text = mem_new(1, 1);
	start_parser(part);
	part->width = part->name_count = reader->width;
	part->names = mem_new(part->width, sizeof *part->names);
	for (size_t i = 0; i < part->width; i++)
		part->names[i] = mem_text(reader->names[i], strlen(reader->names[i]));
	make_cells(part);
	memcpy(part->wanted, reader->wanted, part->width * sizeof *part->wanted);
	part->wanted_cells = reader->wanted_cells;
	return part;
}

size_t csv_share(struct csv_reader *reader, struct csv_reader *parts[],
		 struct findings findings[], size_t count)
{
	off_t size = charset_size(reader->charset), least = (off_t)reader->part;
	off_t *at;

	parts[0] = reader;
	reader->findings = &findings[0];
	if (size / least < (off_t)count)
		count = size < least ? 1 : (size_t)(size / least);
	at = mem_new(count, sizeof *at);
	for (size_t i = 1; i < count; i++)
		at[i] = size / (off_t)count * (off_t)i;
	if (count < 2 || at[1] <= charset_position(reader->charset))
		count = 1;
	else if (!find_plain_cuts(reader, at, count))
		count = find_quoted_cuts(reader, at, count);
	for (size_t i = 1; i < count; i++) {
		parts[i] = part_of(reader, at[i], &findings[i]);
		charset_stop(parts[i - 1]->charset, at[i]);
	}
	free(at);
	return count;
}

/* ---- rows ------------------------------------------------------------------------ */

struct csv_cell csv_raw(const struct csv_reader *reader)
{
	return (struct csv_cell){ record_bytes(reader),
				  reader->next - reader->record - reader->break_length };
}

long csv_lines(const struct csv_reader *reader)
{
	return reader->lines;
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
	if (!reader->reported && reader->blank_lines)
		warn(reader, reader->first_blank,
		     N_("blank lines are left out: %ld, the first one here"),
		     reader->blank_lines);
	reader->reported = 1;
	reader->finished = 1;
	return 0;
}

int csv_next(struct csv_reader *reader, struct csv_row *row, struct fault *fault)
{
	while (!reader->finished) {
		int got = read_record(reader, fault);

		if (got < 0)
			return -1;
		if (got == 0)
			break;
		reader->records++;
		if (!reader->offended && reader->column != reader->width &&
		    !ends_in_delimiter(reader))
			offend_width(reader);
		if (!reader->offended) {
			*row = (struct csv_row){ reader->cells, reader->width, reader->first_line };
			if (reader->lines > reader->first_line)
				warn_breaks(reader);
			return 1;
		}
		reader->cut_short |= reader->finished;
		find_fault(reader, &reader->offence);
	}
	return end_reading(reader);
}
