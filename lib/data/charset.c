/* SPDX-License-Identifier: GPL-3.0-or-later */
/* charset - a file's bytes as UTF-8. */
#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/progress.h"
#include "base/text.h"
#include "data/charset.h"
#include "data/csv.h"

enum { BLOCK_LEAST = 512, LETTER_MAX = 4 };

/* A character of a one-byte encoding as UTF-8. */
struct letter {
	char bytes[LETTER_MAX];
	size_t length;
};

struct charset {
	int descriptor;
	const char *file;               /* in messages; belongs to the caller */
	const char *encoding;
	char *raw;                      /* bytes as they stand in the file, from start to end */
	size_t start, end, block;
	int at_end;
	int problem;                    /* errno of a failed read */
	int marked;                     /* a byte order mark was there */
	int watching;                   /* the first line with high bytes is still to come */
	int told;                       /* a watcher is told how far it was read */
	int doubtful;                   /* what was handed on may not be UTF-8 */
	struct letter *letters;         /* of a one-byte encoding, otherwise NULL */
	iconv_t wide;                   /* of UTF-16 and UTF-32 */
	size_t unit;                    /* 2, 4; 0: not wide */
};

const char *charset_name(const struct charset *charset)
{
	return charset->encoding;
}

int charset_doubtful(const struct charset *charset)
{
	return charset->doubtful;
}

int charset_marked(const struct charset *charset)
{
	return charset->marked;
}

/* Length of the leading bytes below 0x80. */
static size_t leading_ascii(const char *text, size_t length)
{
	const uint64_t high = UINT64_C(0x8080808080808080);
	uint64_t word;
	size_t at = 0;

	for (; at + sizeof word <= length; at += sizeof word) {
		memcpy(&word, text + at, sizeof word);
		if (word & high)
			break;
	}
	while (at < length && (unsigned char)text[at] < 0x80)
		at++;
	return at;
}

/* ---- bytes from the file --------------------------------------------------------- */

/* Read until the room is full or the file ends; a failed read is remembered. */
static size_t read_full(struct charset *charset, char *to, size_t room)
{
	size_t got = 0;
	ssize_t step;

	while (got < room && !charset->at_end && !charset->problem) {
		step = read(charset->descriptor, to + got, room - got);
		if (step > 0 && charset->told)
			progress_add((uint64_t)step);
		if (step > 0)
			got += (size_t)step;
		else if (step == 0)
			charset->at_end = 1;
		else if (errno != EINTR)
			charset->problem = errno;
	}
	return got;
}

static void refill(struct charset *charset)
{
	memmove(charset->raw, charset->raw + charset->start, charset->end - charset->start);
	charset->end -= charset->start;
	charset->start = 0;
	charset->end += read_full(charset, charset->raw + charset->end,
				  charset->block - charset->end);
}

static int read_failed(struct charset *charset, struct fault *fault)
{
	errno = charset->problem;
	return fault_system(fault, charset->file, N_("cannot read"));
}

/* ---- what kind of file ----------------------------------------------------------- */

static const char compressed[] = N_("is compressed; unpack it first");

static const struct signature {
	const char *bytes;
	size_t length;
	const char *refusal;
} signatures[] = {
	{ "\x1F\x8B", 2, compressed },
	{ "\x28\xB5\x2F\xFD", 4, compressed },
	{ "\xFD" "7zXZ", 5, compressed },
	{ "BZh", 3, compressed },
	{ "PK\x03\x04", 4,
	  N_("is an Excel workbook or a zip archive; convert it by 'xlsx2csv FILE.xlsx FILE.csv', "
	     "or save it as CSV in LibreOffice or Excel") },
	{ "\xD0\xCF\x11\xE0", 4,
	  N_("is an old Excel workbook; save it as CSV in LibreOffice or Excel") },
	{ "%PDF-", 5, N_("is a PDF; export the table itself as CSV") },
	{ "SQLite format 3", 16,
	  N_("is an SQLite database; export the table with sqlite3 -csv -header") },
};

/* Letters of ASCII in UTF-16 have a zero byte each, always on the same side. */
static int is_bare_wide(const char *bytes, size_t length)
{
	if (length < 4)
		return 0;
	return (!bytes[0] && bytes[1] && !bytes[2] && bytes[3]) ||
	       (bytes[0] && !bytes[1] && bytes[2] && !bytes[3]);
}

static const char *refusal_of(const char *bytes, size_t length)
{
	size_t blank = length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;

	for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++)
		if (length >= signatures[i].length &&
		    memcmp(bytes, signatures[i].bytes, signatures[i].length) == 0)
			return signatures[i].refusal;
	while (blank < length && strchr(" \t\r\n", bytes[blank]) && bytes[blank])
		blank++;
	if (blank < length && bytes[blank] == '<')
		return N_("is an HTML or XML page; open it in a spreadsheet and save it as CSV");
	if (is_bare_wide(bytes, length))
		return N_("is UTF-16 without a byte order mark; save it as UTF-8");
	return NULL;
}

/* ---- which encoding -------------------------------------------------------------- */

static const struct mark {
	const char *bytes;
	size_t length;
	size_t unit;
	const char *encoding;
} marks[] = {
	{ "\xEF\xBB\xBF", 3, 0, "UTF-8" },
	{ "\xFF\xFE\0\0", 4, 4, "UTF-32LE" },
	{ "\0\0\xFE\xFF", 4, 4, "UTF-32BE" },
	{ "\xFF\xFE", 2, 2, "UTF-16LE" },
	{ "\xFE\xFF", 2, 2, "UTF-16BE" },
};

static const struct mark *mark_of(const char *bytes, size_t length)
{
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (length >= marks[i].length &&
		    memcmp(bytes, marks[i].bytes, marks[i].length) == 0)
			return &marks[i];
	return NULL;
}

/* A table of the 256 bytes; one without a meaning stays itself, which is no UTF-8. */
static struct letter *letters_of(iconv_t converter)
{
	struct letter *letters = mem_new(256, sizeof *letters);

	for (int byte = 0; byte < 256; byte++) {
		char raw = (char)byte;
		char *in = &raw, *out = letters[byte].bytes;
		size_t left = 1, room = LETTER_MAX;

		if (iconv(converter, &in, &left, &out, &room) == (size_t)-1) {
			letters[byte].bytes[0] = raw;
			room = LETTER_MAX - 1;
		}
		letters[byte].length = LETTER_MAX - room;
	}
	return letters;
}

/* The converter for this encoding, or a fault where this system has none. */
static int open_converter(struct charset *charset, iconv_t *converter, struct fault *fault)
{
	*converter = iconv_open("UTF-8", charset->encoding);
	if (*converter != (iconv_t)-1)
		return 0;
	return fault_at(fault, STATUS_SYSTEM, charset->file, 0, 0,
			N_("this system cannot convert %s"), charset->encoding);
}

static int use_mark(struct charset *charset, const struct mark *mark, struct fault *fault)
{
	charset->encoding = mark->encoding;
	charset->marked = 1;
	charset->start = mark->length;
	if (mark->unit && open_converter(charset, &charset->wide, fault) != 0)
		return -1;
	charset->unit = mark->unit;
	return 0;
}

static int use_letters(struct charset *charset, const char *encoding, struct fault *fault)
{
	iconv_t converter;

	charset->encoding = encoding;
	if (open_converter(charset, &converter, fault) != 0)
		return -1;
	charset->letters = letters_of(converter);
	charset->doubtful = 0;
	iconv_close(converter);
	return 0;
}

static int choose(struct charset *charset, const char *encoding, struct fault *fault)
{
	const struct mark *mark = mark_of(charset->raw, charset->end);
	int by_mark = text_equal(encoding, CSV_BOM_OR_CP1252);
	static const char *const one_byte[] = { "cp1252", "iso-8859-1", "iso-8859-15" };

	if (mark && (by_mark || text_equal(encoding, CSV_UTF8)))
		return use_mark(charset, mark, fault);
	if (mark)
		return fault_at(fault, STATUS_USAGE, charset->file, 0, 0,
				N_("has the byte order mark of %s, but %s was stated; "
				   "leave out --encoding"), mark->encoding, encoding);
	charset->encoding = "UTF-8";
	if (text_equal(encoding, CSV_UTF8))
		return 0;
	charset->watching = by_mark;
	if (by_mark)
		return use_letters(charset, "cp1252", fault);
	for (size_t i = 0; i < sizeof one_byte / sizeof *one_byte; i++)
		if (text_equal(encoding, one_byte[i]))
			return use_letters(charset, one_byte[i], fault);
	return fault_set(fault, STATUS_USAGE, N_("the encoding '%s' is not known"), encoding);
}

static int start(struct charset *charset, const char *encoding, struct fault *fault)
{
	const char *refusal;

	refill(charset);
	if (charset->problem)
		return read_failed(charset, fault);
	refusal = refusal_of(charset->raw, charset->end);
	if (refusal)
		return fault_at(fault, STATUS_DATA, charset->file, 0, 0, refusal);
	return choose(charset, encoding, fault);
}

/* Bytes of a regular file, otherwise 0. */
static uint64_t size_of(int descriptor)
{
	struct stat status;

	if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode))
		return 0;
	return (uint64_t)status.st_size;
}

struct charset *charset_open(const char *path, const char *name, const char *encoding,
			     size_t block, struct fault *fault)
{
	int is_stdin = strcmp(path, "-") == 0;
	int descriptor = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	struct charset *charset;

	if (descriptor < 0) {
		fault_system(fault, name, N_("cannot open"));
		return NULL;
	}
	charset = mem_new(1, sizeof *charset);
	charset->descriptor = descriptor;
	charset->doubtful = 1;
	charset->file = name;
	charset->block = block < BLOCK_LEAST ? BLOCK_LEAST : block;
	charset->raw = mem_resize(NULL, charset->block, 1);
	charset->told = progress_begin(PROGRESS_READING, size_of(descriptor));
	if (start(charset, encoding ? encoding : CSV_UTF8, fault) == 0)
		return charset;
	charset_close(charset);
	return NULL;
}

void charset_close(struct charset *charset)
{
	if (!charset)
		return;
	if (charset->told)
		progress_end();
	if (charset->descriptor != STDIN_FILENO)
		close(charset->descriptor);
	if (charset->unit)
		iconv_close(charset->wide);
	free(charset->letters);
	free(charset->raw);
	free(charset);
}

/* ---- UTF-8 without a mark, or CP1252? -------------------------------------------- */

/* Whether the high bytes of this part of a line are UTF-8. Where the line goes on behind it, a
 * sequence that is cut at its end says nothing. */
static int is_utf8(const char *part, size_t length, int cut)
{
	while (cut && length && (unsigned char)part[length - 1] >= 0x80)
		length--;
	return length && text_invalid(part, length) < 0;
}

/* How many of the raw bytes may be converted as CP1252: where the file looks like UTF-8, only
 * those before the first high byte. */
static size_t watch(struct charset *charset)
{
	size_t length = charset->end - charset->start;
	const char *raw = charset->raw + charset->start;
	size_t high = leading_ascii(raw, length), line = high;

	if (high == length)
		return length;
	while (line < length && raw[line] != '\n' && raw[line] != '\r')
		line++;
	if (line == length && !charset->at_end && high > 0)
		return high;             /* come back with more of this line in sight */
	if (is_utf8(raw + high, line - high, line == length && !charset->at_end))
		return high;
	charset->watching = 0;
	return length;
}

static int looks_like_utf8(struct charset *charset, struct fault *fault)
{
	return fault_at(fault, STATUS_DATA, charset->file, 0, 0,
			N_("looks like UTF-8 without a byte order mark: "
			   "say --encoding utf-8 (or --encoding cp1252)"));
}

/* ---- conversion ------------------------------------------------------------------ */

/* From the raw bytes up to `end`, as many as there is room for. */
static size_t convert_letters(struct charset *charset, size_t end, char *to, size_t room)
{
	size_t used = 0, run;

	while (charset->start < end && room - used >= LETTER_MAX) {
		const char *from = charset->raw + charset->start;
		const struct letter *letter;

		run = end - charset->start < room - used ? end - charset->start : room - used;
		run = leading_ascii(from, run);
		memcpy(to + used, from, run);
		used += run;
		charset->start += run;
		if (charset->start == end || room - used < LETTER_MAX)
			break;
		letter = &charset->letters[(unsigned char)from[run]];
		charset->doubtful |= letter->length == 1;
		memcpy(to + used, letter->bytes, LETTER_MAX);
		used += letter->length;
		charset->start++;
	}
	return used;
}

/* UTF-16 and UTF-32: a unit without a meaning, or half of one at the end, becomes 0xFF. */
static size_t convert_wide(struct charset *charset, char *to, size_t room)
{
	char *in = charset->raw + charset->start, *out = to;
	size_t left = charset->end - charset->start, room_left = room;
	int why = 0;

	if (iconv(charset->wide, &in, &left, &out, &room_left) == (size_t)-1)
		why = errno;
	charset->start = charset->end - left;
	if (room_left && (why == EILSEQ || (why == EINVAL && charset->at_end))) {
		*out = '\xFF';
		room_left--;
		charset->start += left < charset->unit ? left : charset->unit;
	}
	return room - room_left;
}

static size_t copy(struct charset *charset, char *to, size_t room)
{
	size_t length = charset->end - charset->start;

	if (!length)
		return read_full(charset, to, room);
	if (length > room)
		length = room;
	memcpy(to, charset->raw + charset->start, length);
	charset->start += length;
	return length;
}

/* One step; 0 where nothing is left or nothing may be handed on. */
static size_t step(struct charset *charset, char *to, size_t room)
{
	size_t end;

	if (!charset->letters && !charset->unit)
		return copy(charset, to, room);
	if (charset->unit) {
		if (charset->end - charset->start < LETTER_MAX)   /* perhaps half a pair */
			refill(charset);
		return convert_wide(charset, to, room);
	}
	if (charset->start == charset->end || charset->watching)
		refill(charset);
	end = charset->start + (charset->watching ? watch(charset) : charset->end - charset->start);
	return convert_letters(charset, end, to, room);
}

ssize_t charset_read(struct charset *charset, char *to, size_t room, struct fault *fault)
{
	size_t got = 0, more;

	while (room - got >= LETTER_MAX && (more = step(charset, to + got, room - got)) > 0)
		got += more;
	if (got)
		return (ssize_t)got;
	if (charset->problem)
		return read_failed(charset, fault);
	if (charset->watching && charset->start < charset->end)
		return looks_like_utf8(charset, fault);
	return 0;
}
