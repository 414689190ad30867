/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rowcut - where a block of a CSV file may be cut. */
#include <stdint.h>
#include <string.h>

#include "data/bytemask.h"
#include "data/rowcut.h"

_Static_assert((int)ROWCUT_SLACK >= (int)BYTEMASK, "a step may look behind the end");

enum { LANES = 64, ROUNDS = UINT8_MAX };

/* Of at most ROUNDS times LANES bytes: sums that fit a byte are added up sixteen at a time. */
static long count_in(const char *text, size_t rounds, char line_end)
{
	uint8_t sums[LANES] = { 0 };
	long count = 0;

	for (size_t round = 0; round < rounds; round++)
		for (size_t i = 0; i < LANES; i++)
			sums[i] = (uint8_t)(sums[i] + (text[round * LANES + i] == line_end));
	for (size_t i = 0; i < LANES; i++)
		count += sums[i];
	return count;
}

static long count_line_ends(const char *text, size_t length, char line_end)
{
	size_t at = 0;
	long count = 0;

	while (length - at >= LANES) {
		size_t rounds = (length - at) / LANES < ROUNDS ? (length - at) / LANES : ROUNDS;

		count += count_in(text + at, rounds, line_end);
		at += rounds * LANES;
	}
	for (; at < length; at++)
		count += text[at] == line_end;
	return count;
}

static struct rowcut find_plain(const char *text, size_t length, char line_end)
{
	while (length && text[length - 1] != line_end)
		length--;
	return (struct rowcut){ length, count_line_ends(text, length, line_end) };
}

/* Bytes of a step with quotes among them or before them. What stands outside quotes: */
struct marks {
	uint64_t quote;            /* each one, inside or not */
	uint64_t inside;           /* from an opening quote to before its closing one */
	uint64_t opening, closing;
	uint64_t parting;          /* delimiters */
	uint64_t ending;           /* line ends */
	uint64_t other;            /* CR where lines end with LF, LF where they end with CR */
};

static struct marks marks_of(const char *text, char delimiter, char line_end, uint64_t carried)
{
	struct marks marks = { .quote = bytemask_equal(text, '"') };

	marks.inside = bytemask_between(marks.quote) ^ (carried ? BYTEMASK_ALL : 0);
	marks.opening = marks.quote & marks.inside;
	marks.closing = marks.quote & ~marks.inside;
	marks.parting = bytemask_equal(text, delimiter) & ~marks.inside;
	marks.ending = bytemask_equal(text, line_end) & ~marks.inside;
	marks.other = bytemask_equal(text, line_end == '\n' ? '\r' : '\n') & ~marks.inside;
	return marks;
}

/* The byte behind each; what the last step carries over is the lowest bit. */
static uint64_t behind(uint64_t bits, uint64_t last)
{
	return (bits << 1 | last >> (BYTEMASK - 1)) & BYTEMASK_ALL;
}

/* Where something stands behind which no row end is sure. */
static uint64_t doubts(const struct marks *now, const struct marks *last, char line_end)
{
	uint64_t begins = behind(now->parting | now->ending, last->parting | last->ending);
	uint64_t closed = behind(now->closing, last->closing);
	uint64_t half = behind(now->other, last->other);

	if (line_end == '\r')
		return (now->opening & ~(begins | closed)) | now->other |
		       (closed & ~(now->parting | now->ending | now->opening));
	return (now->opening & ~(begins | closed)) | (half & ~now->ending) |
	       (closed & ~(now->parting | now->ending | now->opening | now->other));
}

static long count(uint64_t bits)
{
	return __builtin_popcountll(bits);
}

static struct rowcut find_quoted(const char *text, size_t length, char delimiter, char line_end,
				 long lines_most)
{
	struct marks last = { .ending = (uint64_t)1 << (BYTEMASK - 1) }, now;
	struct rowcut cut = { 0, 0 };
	long open = 0;             /* lines since the last sure row end */

	for (size_t at = 0; at < length && open + BYTEMASK < lines_most; at += BYTEMASK, last = now) {
		uint64_t ours = length - at < BYTEMASK ? ((uint64_t)1 << (length - at)) - 1 : BYTEMASK_ALL;
		uint64_t doubtful, ends, lines = bytemask_equal(text + at, line_end) & ours;

		now = marks_of(text + at, delimiter, line_end, last.inside >> (BYTEMASK - 1));
		doubtful = doubts(&now, &last, line_end) & ours;
		ours &= (doubtful & -doubtful) - 1;
		ends = now.ending & ours;
		if (ends) {
			uint64_t up_to = BYTEMASK_ALL >> __builtin_clzll(ends);

			cut.length = at + (size_t)count(up_to);
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
