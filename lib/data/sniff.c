/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sniff - how a file seems to be laid out. */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/spool.h"
#include "base/text.h"
#include "data/charset.h"
#include "data/csv.h"
#include "data/sniff.h"

enum { SAMPLE = 1 << 20, BLOCK = 1 << 16, SEQUENCE_MAX = 4, TITLES_MAX = 5 };

const char sniff_delimiters[SNIFF_DELIMITERS + 1] = ",;\t|";

/* ---- encoding -------------------------------------------------------------------- */

struct bytes {
	uint64_t seen[256];
	char block[BLOCK];
	size_t kept;            /* at its start: a sequence that the last block cut */
	int utf8;
};

/* Bytes at the end that may be the beginning of a sequence. */
static size_t cut_sequence(const char *text, size_t length)
{
	size_t tail = 0;

	while (tail < SEQUENCE_MAX - 1 && tail < length) {
		unsigned char byte = (unsigned char)text[length - 1 - tail++];

		if (byte < 0x80)
			return 0;
		if (byte >= 0xC0)
			return tail;
	}
	return 0;
}

/* The block holds `length` bytes, those kept from before included. */
static void look_at(struct bytes *bytes, size_t length, int last)
{
	size_t tail = last ? 0 : cut_sequence(bytes->block, length);

	for (size_t i = bytes->kept; i < length; i++)
		bytes->seen[(unsigned char)bytes->block[i]]++;
	bytes->utf8 &= text_invalid(bytes->block, length - tail) < 0;
	memmove(bytes->block, bytes->block + length - tail, tail);
	bytes->kept = tail;
}

static int read_bytes(struct bytes *bytes, int descriptor, const char *name, struct fault *fault)
{
	ssize_t got;

	bytes->utf8 = 1;
	do {
		got = read(descriptor, bytes->block + bytes->kept, BLOCK - bytes->kept);
		if (got >= 0)
			look_at(bytes, bytes->kept + (size_t)got, got == 0);
		else if (errno != EINTR)
			return fault_system(fault, name, N_("cannot read"));
	} while (got != 0);
	return 0;
}

static int count_bytes(struct bytes *bytes, const char *path, const char *name,
		       struct fault *fault)
{
	int is_stdin = strcmp(path, "-") == 0;
	int descriptor = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC), result;

	if (descriptor < 0)
		return fault_system(fault, name, N_("cannot open"));
	result = read_bytes(bytes, descriptor, name, fault);
	if (!is_stdin)
		close(descriptor);
	else if (result == 0)
		result = spool_rewind_stdin(fault);
	return result;
}

/* Whether any of these bytes occurs. */
static int has(const struct bytes *bytes, const char *these)
{
	for (; *these; these++)
		if (bytes->seen[(unsigned char)*these])
			return 1;
	return 0;
}

static enum sniff_encoding judge_bytes(const struct bytes *bytes, size_t *high)
{
	static const char no_cp1252[] = "\x81\x8D\x8F\x90\x9D";
	static const char other_latin9[] = "\xA4\xA6\xA8\xB4\xB8\xBC\xBD\xBE";
	uint64_t controls = 0;

	*high = 0;
	for (int byte = 0x80; byte < 0x100; byte++) {
		*high += bytes->seen[byte];
		controls += byte < 0xA0 ? bytes->seen[byte] : 0;
	}
	if (!*high || bytes->utf8)
		return *high ? SNIFF_UTF8 : SNIFF_ASCII;
	if (has(bytes, no_cp1252))
		return SNIFF_NO_ENCODING;
	return controls || !has(bytes, other_latin9) ? SNIFF_CP1252 : SNIFF_CP1252_OR_LATIN9;
}

const char *sniff_encoding_name(const struct sniff *sniff)
{
	return sniff->encoding == SNIFF_CP1252 || sniff->encoding == SNIFF_CP1252_OR_LATIN9 ?
	       "cp1252" : "utf-8";
}

/* ---- records --------------------------------------------------------------------- */

struct outline {
	long line;
	size_t cells[SNIFF_DELIMITERS];
	size_t empty[SNIFF_DELIMITERS];  /* of them */
};

struct sample {
	char *text;
	size_t length, at;
	long line;
	struct outline records[SNIFF_RECORDS];
	size_t count;
};

static int is_line_end(const struct sample *sample)
{
	char c = sample->text[sample->at];

	return c == '\n' || (c == '\r' && (sample->at + 1 == sample->length ||
					   sample->text[sample->at + 1] != '\n'));
}

static void end_cell(struct outline *outline, int delimiter, size_t start[SNIFF_DELIMITERS],
		     size_t at)
{
	outline->cells[delimiter]++;
	outline->empty[delimiter] += at == start[delimiter];
	start[delimiter] = at + 1;
}

/* Where the record that ends here has its last byte, CR of CRLF left out. */
static size_t record_end(const struct sample *sample)
{
	size_t end = sample->at;

	return end && end < sample->length && sample->text[end] == '\n' &&
	       sample->text[end - 1] == '\r' ? end - 1 : end;
}

/* The next record's cells; whether it holds anything but blanks and delimiters. */
static int take_record(struct sample *sample, struct outline *outline)
{
	size_t start[SNIFF_DELIMITERS];
	int quoted = 0, filled = 0;

	*outline = (struct outline){ sample->line, { 1, 1, 1, 1 }, { 0, 0, 0, 0 } };
	for (int i = 0; i < SNIFF_DELIMITERS; i++)
		start[i] = sample->at;
	for (; sample->at < sample->length; sample->at++) {
		char c = sample->text[sample->at];
		const char *found = quoted ? NULL : memchr(sniff_delimiters, c, SNIFF_DELIMITERS);

		quoted ^= c == '"';
		sample->line += is_line_end(sample);
		if (is_line_end(sample) && !quoted)
			break;
		if (found)
			end_cell(outline, (int)(found - sniff_delimiters), start, sample->at);
		else
			filled |= c != ' ' && c != '\r';
	}
	for (int i = 0; i < SNIFF_DELIMITERS; i++)
		outline->empty[i] += start[i] == record_end(sample);
	sample->at++;
	return filled;
}

/* A record that the end of the sample may have cut is left out, unless it is the only one. */
static void take_records(struct sample *sample, int whole)
{
	struct outline outline;

	sample->line = 1;
	while (sample->at < sample->length && sample->count < SNIFF_RECORDS) {
		int filled = take_record(sample, &outline);

		if (filled && (whole || sample->count == 0 || sample->at < sample->length))
			sample->records[sample->count++] = outline;
	}
}

static int read_sample(struct sample *sample, const char *path, const char *name,
		       const char *encoding, struct fault *fault)
{
	struct charset *charset = charset_open(path, name, encoding, 0, fault);
	ssize_t got = 0;

	if (!charset)
		return -1;
	sample->text = mem_new(SAMPLE, 1);
	while (SAMPLE - sample->length >= 8 &&
	       (got = charset_read(charset, sample->text + sample->length, SAMPLE - sample->length,
				   fault)) > 0)
		sample->length += (size_t)got;
	charset_close(charset);
	if (got < 0)
		return -1;
	take_records(sample, got == 0);
	return strcmp(path, "-") == 0 ? spool_rewind_stdin(fault) : 0;
}

/* ---- delimiter ------------------------------------------------------------------- */

static long count_width(const struct sample *sample, int delimiter, size_t width)
{
	long count = 0;

	for (size_t i = 0; i < sample->count; i++)
		count += sample->records[i].cells[delimiter] == width;
	return count;
}

/* A title that a spreadsheet has filled up with delimiters is not the header, if a whole one
 * follows soon. */
static long header_line(const struct sample *sample, int delimiter, size_t width, size_t first)
{
	const struct outline *title = &sample->records[first];

	if (title->empty[delimiter] * 2 < width)
		return title->line;
	for (size_t i = first + 1; i < sample->count && i <= first + TITLES_MAX; i++)
		if (sample->records[i].cells[delimiter] == width &&
		    !sample->records[i].empty[delimiter])
			return sample->records[i].line;
	return title->line;
}

static struct sniff_parting part(const struct sample *sample, int delimiter)
{
	struct sniff_parting best = { 0, 1, 0 };

	for (size_t i = 0; i < sample->count; i++) {
		size_t width = sample->records[i].cells[delimiter];
		long records = width > 1 && width != best.width ?
			       count_width(sample, delimiter, width) : 0;

		if (records > best.records)
			best = (struct sniff_parting){ width, records,
						       header_line(sample, delimiter, width, i) };
	}
	return best;
}

/* The one that most records agree with; of two that all agree with, neither. */
static int choose(const struct sniff *sniff)
{
	int best = SNIFF_NONE;
	long most = 0;

	for (int i = 0; i < SNIFF_DELIMITERS; i++) {
		const struct sniff_parting *parting = &sniff->partings[i];

		if (!parting->width || parting->records < most ||
		    parting->records * 2 < sniff->records)
			continue;
		best = parting->records == most ? SNIFF_OPEN : i;
		most = parting->records;
	}
	return best;
}

static void find_other(struct sniff *sniff, const struct sample *sample)
{
	const struct sniff_parting *parting = &sniff->partings[sniff->delimiter];

	for (size_t i = 0; i < sample->count && !sniff->other_line; i++)
		if (sample->records[i].line > parting->header_line &&
		    sample->records[i].cells[sniff->delimiter] != parting->width)
			sniff->other_line = sample->records[i].line;
}

/* ---- all together ---------------------------------------------------------------- */

/* By its mark, or by all of its bytes. */
static int find_encoding(struct sniff *sniff, const char *path, const char *name,
			 struct fault *fault)
{
	struct charset *charset = charset_open(path, name, CSV_UTF8, 0, fault);
	struct bytes *bytes;
	int result;

	if (!charset)
		return -1;
	if (charset_marked(charset))
		sniff->mark = charset_name(charset);
	charset_close(charset);
	if (strcmp(path, "-") == 0 && spool_rewind_stdin(fault) != 0)
		return -1;
	bytes = mem_new(1, sizeof *bytes);
	result = count_bytes(bytes, path, name, fault);
	sniff->encoding = judge_bytes(bytes, &sniff->high);
	if (sniff->mark)
		sniff->encoding = SNIFF_MARKED;
	free(bytes);
	return result;
}

int sniff_file(struct sniff *sniff, const char *path, struct fault *fault)
{
	const char *name = diag_file(path);
	struct sample *sample = mem_new(1, sizeof *sample);
	int result;

	memset(sniff, 0, sizeof *sniff);
	result = find_encoding(sniff, path, name, fault);
	if (result == 0)
		result = read_sample(sample, path, name, sniff_encoding_name(sniff), fault);
	sniff->records = (long)sample->count;
	for (int i = 0; i < SNIFF_DELIMITERS; i++)
		sniff->partings[i] = part(sample, i);
	sniff->delimiter = choose(sniff);
	if (sniff->delimiter >= 0)
		find_other(sniff, sample);
	free(sample->text);
	free(sample);
	return result;
}
