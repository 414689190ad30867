/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rowcut - where a block of a CSV file may be cut. */
#include <string.h>

#include "data/rowcut.h"
#include "data/sixteen.h"

static struct rowcut find_plain(const char *text, size_t length, char line_end)
{
	struct rowcut cut = { length, 0 };

	while (cut.length && text[cut.length - 1] != line_end)
		cut.length--;
	for (size_t i = 0; i < cut.length; i++)
		cut.lines += text[i] == line_end;
	return cut;
}

/* Sixteen bytes with quotes among them or before them. What stands outside quotes: */
struct marks {
	unsigned quote;            /* each one, inside or not */
	unsigned inside;           /* from an opening quote to before its closing one */
	unsigned opening, closing;
	unsigned parting;          /* delimiters */
	unsigned ending;           /* line ends */
	unsigned other;            /* CR where lines end with LF, LF where they end with CR */
};

static struct marks marks_of(const char *text, char delimiter, char line_end, unsigned carried)
{
	struct marks marks = { .quote = sixteen_equal(text, '"') };

	marks.inside = sixteen_between(marks.quote) ^ (carried ? SIXTEEN_ALL : 0);
	marks.opening = marks.quote & marks.inside;
	marks.closing = marks.quote & ~marks.inside;
	marks.parting = sixteen_equal(text, delimiter) & ~marks.inside;
	marks.ending = sixteen_equal(text, line_end) & ~marks.inside;
	marks.other = sixteen_equal(text, line_end == '\n' ? '\r' : '\n') & ~marks.inside;
	return marks;
}

/* The byte behind each; what the last sixteen carry over is the lowest bit. */
static unsigned behind(unsigned bits, unsigned last)
{
	return (bits << 1 | last >> (SIXTEEN - 1)) & SIXTEEN_ALL;
}

/* Where something stands behind which no row end is sure. */
static unsigned doubts(const struct marks *now, const struct marks *last, char line_end)
{
	unsigned begins = behind(now->parting | now->ending, last->parting | last->ending);
	unsigned closed = behind(now->closing, last->closing);
	unsigned half = behind(now->other, last->other);

	if (line_end == '\r')
		return (now->opening & ~(begins | closed)) | now->other |
		       (closed & ~(now->parting | now->ending | now->opening));
	return (now->opening & ~(begins | closed)) | (half & ~now->ending) |
	       (closed & ~(now->parting | now->ending | now->opening | now->other));
}

static unsigned count(unsigned bits)
{
	return (unsigned)__builtin_popcount(bits);
}

static struct rowcut find_quoted(const char *text, size_t length, char delimiter, char line_end,
				 long lines_most)
{
	struct marks last = { .ending = 1U << (SIXTEEN - 1) }, now;
	struct rowcut cut = { 0, 0 };
	long open = 0;             /* lines since the last sure row end */

	for (size_t at = 0; at < length && open + SIXTEEN < lines_most; at += SIXTEEN, last = now) {
		unsigned ours = length - at < SIXTEEN ? (1U << (length - at)) - 1 : SIXTEEN_ALL;
		unsigned doubtful, ends, lines = sixteen_equal(text + at, line_end) & ours;

		now = marks_of(text + at, delimiter, line_end, last.inside >> (SIXTEEN - 1));
		doubtful = doubts(&now, &last, line_end) & ours;
		ours &= (doubtful & -doubtful) - 1;
		ends = now.ending & ours;
		if (ends) {
			unsigned up_to = SIXTEEN_ALL >> (__builtin_clz(ends) - 16);

			cut.length = at + count(up_to);
			cut.lines += open + count(lines & up_to);
			lines &= ~up_to;
			open = 0;
		}
		if (doubtful)
			break;
		open += count(lines);
	}
	return cut;
}

struct rowcut rowcut_find(const char *text, size_t length, char delimiter, char line_end,
			  long lines_most)
{
	if (!memchr(text, '"', length))
		return find_plain(text, length, line_end);
	return find_quoted(text, length, delimiter, line_end, lines_most);
}
