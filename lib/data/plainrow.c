/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plainrow - where the cells of a row end that needs no parser. */
#include <stdint.h>
#include <string.h>

#include "data/plainrow.h"
#include "data/sixteen.h"

enum { STEP = SIXTEEN, ALL = SIXTEEN_ALL };

/* Sixteen bytes of text, a bit for each, the first one lowest. */
struct marks {
	unsigned delimiter, quote, high;
	unsigned control;          /* delimiters excluded */
};

static struct marks marks_of(const char *text, char delimiter)
{
	unsigned parts = sixteen_equal(text, delimiter);

	return (struct marks){ parts, sixteen_equal(text, '"'), sixteen_high(text),
			       sixteen_control(text) & ~parts };
}

/* What the bytes before say of those that follow: nothing, or the last one stands in quotes, or it
 * is a closing quote. */
enum before { NOTHING, INSIDE, CLOSING };

/* Delimiters in quotes are none. Whether the quotes up to the row's end, if it lies here, open and
 * close whole cells; `first` is 1 if a cell begins with the first byte, unless it stands in quotes. */
static int quotes_fit(enum before *before, struct marks *marks, unsigned first, unsigned row,
		      unsigned end)
{
	unsigned inside = sixteen_between(marks->quote) ^ (*before == INSIDE ? ALL : 0);
	unsigned opening = marks->quote & inside, closing = marks->quote & ~inside;
	unsigned behind_closing = closing << 1 | (*before == CLOSING);

	marks->delimiter &= ~inside;
	if ((opening & row & ~(marks->delimiter << 1 | first)) || (inside & end) ||
	    (behind_closing & (row | end) & ALL & ~(marks->delimiter | end)))
		return 0;
	*before = inside >> (STEP - 1) ? INSIDE : closing >> (STEP - 1) ? CLOSING : NOTHING;
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
	unsigned high = 0;
	size_t cells = 0;

	for (size_t at = 0; text + at < end; at += STEP) {
		struct marks marks = marks_of(text + at, delimiter);
		unsigned last = marks.control & -marks.control, ours = last - 1;

		if ((marks.quote || before != NOTHING) &&
		    !quotes_fit(&before, &marks, at == 0 || text[at - 1] == delimiter, ours, last))
			return 0;
		high |= marks.high & ours;
		for (unsigned left = marks.delimiter & ours; left; left &= left - 1)
			if (cells++ < kept)
				ends[cells - 1] = at + sixteen_lowest(left);
		if (!last)
			continue;
		row->length = at + sixteen_lowest(last);
		row->cells = cells + 1;
		row->high = high != 0;
		if (cells < kept)
			ends[cells] = row->length;
		return is_break(text + row->length, end, row);
	}
	return 0;
}
