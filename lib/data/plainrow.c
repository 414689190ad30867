/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plainrow - where the cells of a row end that needs no parser. */
#include <stdint.h>

#include "data/bytemask.h"
#include "data/plainrow.h"

enum { STEP = BYTEMASK, LAST = STEP - 1 };

_Static_assert((int)PLAINROW_SLACK >= (int)STEP, "a step may look behind the end");

/* Of the bytes of a step. */
struct marks {
	uint64_t delimiter, quote, high;
	uint64_t control;          /* delimiters excluded */
};

static struct marks marks_of(const char *text, char delimiter)
{
	uint64_t parts = bytemask_equal(text, delimiter);

	return (struct marks){ parts, bytemask_equal(text, '"'), bytemask_high(text),
			       bytemask_control(text) & ~parts };
}

/* What the bytes before say of those that follow: nothing, or the last one stands in quotes, or it
 * is a closing quote. */
enum before { NOTHING, INSIDE, CLOSING };

/* Delimiters in quotes are none. Whether the quotes up to the row's end, if it lies here, open and
 * close whole cells; `first` is 1 if a cell begins with the first byte, unless it stands in
 * quotes. */
static int quotes_fit(enum before *before, struct marks *marks, uint64_t first, uint64_t row,
		      uint64_t end)
{
	uint64_t inside = bytemask_between(marks->quote) ^ (*before == INSIDE ? BYTEMASK_ALL : 0);
	uint64_t opening = marks->quote & inside, closing = marks->quote & ~inside;
	uint64_t behind_closing = closing << 1 | (*before == CLOSING);

	marks->delimiter &= ~inside;
	if ((opening & row & ~(marks->delimiter << 1 | first)) || (inside & end) ||
	    (behind_closing & (row | end) & ~(marks->delimiter | end)))
		return 0;
	*before = inside >> LAST ? INSIDE : closing >> LAST ? CLOSING : NOTHING;
	return 1;
}

/* Whether the control byte is a line end; the row ends before it. */
static int is_break(const char *at, const char *end, struct plainrow *row)
{
	if (at >= end)
		return 0;
	row->break_length = *at == '\n' ? 1 : 2;
	return *at == '\n' || (*at == '\r' && end - at > 1 && at[1] == '\n');
}

int plainrow_find(const char *text, const char *end, char delimiter, size_t *ends, size_t kept,
		  struct plainrow *row)
{
	enum before before = NOTHING;
	uint64_t high = 0;
	size_t cells = 0;

	for (size_t at = 0; text + at < end; at += STEP) {
		struct marks marks = marks_of(text + at, delimiter);
		uint64_t last = marks.control & -marks.control, ours = last - 1, left;

		if ((marks.quote || before != NOTHING) &&
		    !quotes_fit(&before, &marks, at == 0 || text[at - 1] == delimiter, ours, last))
			return 0;
		high |= marks.high & ours;
		left = marks.delimiter & ours;
		for (; left && cells < kept; left &= left - 1)
			ends[cells++] = at + bytemask_lowest(left);
		for (; left; left &= left - 1)
			cells++;
		if (!last)
			continue;
		row->length = at + bytemask_lowest(last);
		row->cells = cells + 1;
		row->high = high != 0;
		if (cells < kept)
			ends[cells] = row->length;
		return is_break(text + row->length, end, row);
	}
	return 0;
}
