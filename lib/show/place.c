/* SPDX-License-Identifier: GPL-3.0-or-later */
/* place - texts and samples of a chart, as wide as they are and where they are put. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "show/place.h"

enum { NAME_BYTES_MAX = 400 };   /* longer texts are cut before they are measured */

struct metric {
	double size;             /* of the font */
	double character;        /* mean width; DejaVu Sans, digits included */
	double line;
};

static const struct metric pixels[] = {
	[LAYOUT_TITLE] = { 15, 9.2, 21 },
	[LAYOUT_TEXT] = { 12, 7.3, 17 },
	[LAYOUT_SMALL] = { 10, 6.3, 13 },
};
static const struct metric characters = { 1, 1, 1 };

static const struct metric *metric(const struct layout *layout, enum layout_font font)
{
	return layout->is_text ? &characters : &pixels[font];
}

double place_font_size(enum layout_font font)
{
	return pixels[font].size;
}

double place_sample_width(const struct layout *layout)
{
	return layout->is_text ? 3 : 24;
}

double place_line(const struct layout *layout, enum layout_font font)
{
	return metric(layout, font)->line;
}

double place_character(const struct layout *layout, enum layout_font font)
{
	return metric(layout, font)->character;
}

double place_margin(const struct layout *layout)
{
	return layout->is_text ? 1 : 10;
}

double place_gap(const struct layout *layout)
{
	return layout->is_text ? 1 : 6;
}

double place_width(const struct layout *layout, enum layout_font font, const char *text)
{
	return (double)text_width(text) * place_character(layout, font);
}

/* Control characters and those that XML forbids: C0, DEL, C1, U+2028/9, U+FFFE/F. */
static size_t forbidden(const unsigned char *p)
{
	if (p[0] < 0x20 || p[0] == 0x7F)
		return 1;
	if (p[0] == 0xC2 && p[1] >= 0x80 && p[1] <= 0x9F)
		return 2;
	if (p[0] == 0xE2 && p[1] == 0x80 && (p[2] == 0xA8 || p[2] == 0xA9))
		return 3;
	if (p[0] == 0xEF && p[1] == 0xBF && p[2] >= 0xBE)
		return 3;
	return 0;
}

static char *without_forbidden(const char *text)
{
	char *copy = mem_text(text, strlen(text)), *to = copy;

	while (*text) {
		size_t length = forbidden((const unsigned char *)text);

		*to++ = length ? ' ' : *text;
		text += length ? length : 1;
	}
	*to = '\0';
	return copy;
}

char *place_clean(const char *text, int is_text)
{
	char *plain = without_forbidden(text), *escaped;
	size_t size = 4 * strlen(plain) + 1;

	if (!is_text)
		return plain;
	escaped = mem_new(size + 4, 1);
	text_escape(escaped, size + 4, plain, strlen(plain));
	free(plain);
	return escaped;
}

/* Bytes of the longest start of the text that takes at most so many columns. */
static size_t fitting(const char *text, size_t columns)
{
	size_t end = 0, next = 0;

	while (text[next] && next < NAME_BYTES_MAX) {
		char *start;
		int fits;

		do
			next++;
		while (((unsigned char)text[next] & 0xC0) == 0x80);
		start = mem_text(text, next);
		fits = text_width(start) <= columns;
		free(start);
		if (!fits)
			break;
		end = next;
	}
	return end;
}

static size_t columns_in(const struct layout *layout, enum layout_font font, double width)
{
	double columns = floor(width / place_character(layout, font));

	return columns > 2 ? (size_t)columns : 2;
}

/* Copy, with an ellipsis where it had to be cut. */
char *place_cut(const struct layout *layout, enum layout_font font, const char *text, double width)
{
	size_t columns = columns_in(layout, font, width);
	size_t end = fitting(text, columns);
	char *copy;

	if (!text[end])
		return mem_text(text, end);
	end = fitting(text, columns - 1);
	copy = mem_new(end + 4, 1);
	memcpy(copy, text, end);
	memcpy(copy + end, "\342\200\246", 4);
	return copy;
}

/* Takes the text. */
void place_text(struct layout *layout, double x, double y, enum layout_align align,
		enum layout_font font, char *text)
{
	layout->texts = mem_grow(layout->texts, layout->text_count, &layout->text_capacity,
				 sizeof *layout->texts);
	layout->texts[layout->text_count++] = (struct layout_text){ x, y, align, font, text };
}

void place_sample(struct layout *layout, enum layout_sample_kind kind, size_t group, double x,
		  double y)
{
	layout->samples = mem_grow(layout->samples, layout->sample_count, &layout->sample_capacity,
				   sizeof *layout->samples);
	layout->samples[layout->sample_count++] = (struct layout_sample){ kind, group, x, y };
}

/* Where a line ends: after the last word that fits, or inside a word that fits nowhere. */
static size_t line_end(const char *text, size_t columns)
{
	size_t end = fitting(text, columns), blank = end;

	if (!text[end] || text[end] == ' ')
		return end;
	while (blank > 0 && text[blank - 1] != ' ')
		blank--;
	return blank > 0 ? blank : end;
}

/* Lines from `top` downwards; returns where the next thing can stand. */
double place_lines(struct layout *layout, enum layout_font font, double top, int most,
		   const char *text)
{
	double width = layout->width - 2 * place_margin(layout), line = place_line(layout, font);
	char *clean = place_clean(text, layout->is_text);
	const char *rest = clean + strspn(clean, " ");

	for (int i = 1; i <= most && *rest; i++, top += line) {
		size_t end = line_end(rest, columns_in(layout, font, width));
		char *piece = i < most ? mem_text(rest, end) : place_cut(layout, font, rest, width);

		place_text(layout, place_margin(layout), top + line / 2, LAYOUT_LEFT, font, piece);
		rest += end;
		rest += strspn(rest, " ");
	}
	free(clean);
	return top;
}
