/* SPDX-License-Identifier: GPL-3.0-or-later */
/* picture - the forms that a chart can have as a file. */
#include <stdio.h>
#include <string.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/textstream.h"
#include "show/picture.h"

enum {
	PIXELS_MIN = 160, PIXELS_MAX = 4000,
	COLUMNS_MIN = 30, COLUMNS_MAX = 400,
	LINES_MIN = 10, LINES_MAX = 200
};

/* page: an A4 page on its side; half: half an upright one (96 pixels are an inch). */
static const char *const size_words[] = { "half", "page", "phone" };
enum { SIZES = sizeof size_words / sizeof *size_words };

static const struct picture_size pixel_sizes[SIZES] = {
	{ 640, 400, 1 }, { 960, 600, 1 }, { 320, 320, 1 },
};
static const struct picture_size text_sizes[SIZES] = {
	{ 79, 24, 1 }, { 120, 40, 1 }, { 40, 20, 1 },
};

int picture_form_of(const char *path)
{
	static const char *const endings[] = { ".svg", ".png", ".pdf", ".txt" };
	const char *ending = strrchr(path, '.');

	for (int form = PICTURE_SVG; ending && form <= PICTURE_TEXT; form++)
		if (text_equal(endings[form], ending))
			return form;
	return -1;
}

struct picture_size picture_default_size(enum picture_form form)
{
	return form == PICTURE_TEXT ? text_sizes[0] : pixel_sizes[0];
}

static int read_pair(const char *text, struct picture_size *size, const long limits[4])
{
	const char *cross = strchr(text, 'x');
	long width, height;
	char *first;
	int failed;

	if (!cross)
		return -1;
	first = mem_text(text, (size_t)(cross - text));
	failed = text_whole(first, limits[0], limits[1], &width) != 0 ||
		 text_whole(cross + 1, limits[2], limits[3], &height) != 0;
	free(first);
	if (failed)
		return -1;
	*size = (struct picture_size){ (int)width, (int)height, 0 };
	return 0;
}

const char *picture_read_size(enum picture_form form, const char *text, struct picture_size *size)
{
	static const long pixels[] = { PIXELS_MIN, PIXELS_MAX, PIXELS_MIN, PIXELS_MAX };
	static const long characters[] = { COLUMNS_MIN, COLUMNS_MAX, LINES_MIN, LINES_MAX };
	int is_text = form == PICTURE_TEXT;

	for (int i = 0; i < SIZES; i++)
		if (strcmp(text, size_words[i]) == 0) {
			*size = is_text ? text_sizes[i] : pixel_sizes[i];
			return NULL;
		}
	if (read_pair(text, size, is_text ? characters : pixels) == 0)
		return NULL;
	return is_text ? N_("must be page, half, phone, or characters from 30x10 to 400x200")
		       : N_("must be page, half, phone, or pixels from 160x160 to 4000x4000");
}

/* ---- whole? --------------------------------------------------------------------- */

/* A program that does not look at its writes can lose a block and still write the end
 * mark, so that the parts between must fit together as well, where the form can tell. */

static size_t trimmed(const char *file, size_t length)
{
	while (length && (file[length - 1] == ' ' || file[length - 1] == '\n'))
		length--;
	return length;
}

static int ends(const char *file, size_t length, const char *mark)
{
	size_t mark_length = strlen(mark);

	length = trimmed(file, length);
	return length >= mark_length && memcmp(file + length - mark_length, mark, mark_length) == 0;
}

static int is_plain_text(const char *file, size_t length)
{
	return strlen(file) == length && text_invalid(file, length) < 0;
}

/* Each element that is opened is closed; gnuplot writes no comment, no CDATA and no > in an
 * attribute. */
static int svg_fits(const char *file)
{
	const char *tag = strchr(file, '<'), *end;
	long depth = 0;

	for (; tag && depth >= 0; tag = strchr(end, '<')) {
		end = tag + 1 + strcspn(tag + 1, "<>");
		if (*end != '>')
			return 0;
		if (tag[1] == '/')
			depth--;
		else if (tag[1] != '?' && end[-1] != '/')
			depth++;
	}
	return depth == 0;
}

static unsigned long big_endian(const unsigned char *bytes)
{
	return (unsigned long)bytes[0] << 24 | (unsigned long)bytes[1] << 16 |
	       (unsigned long)bytes[2] << 8 | bytes[3];
}

/* The chunks follow one another up to the end, and the last is IEND (PNG 1.2, 3.2). */
static int png_fits(const char *file, size_t length)
{
	enum { SIGNATURE = 8, FRAME = 12 };   /* FRAME: length, name, check sum of a chunk */
	size_t at = SIGNATURE, last = 0;

	if (length < SIGNATURE || memcmp(file, "\211PNG\r\n\032\n", SIGNATURE) != 0)
		return 0;
	while (length - at >= FRAME) {
		unsigned long chunk = big_endian((const unsigned char *)file + at);

		if (chunk > length - at - FRAME)
			return 0;
		last = at;
		at += chunk + FRAME;
	}
	return at == length && memcmp(file + last, "\0\0\0\0IEND\256B`\202", FRAME) == 0;
}

/* The number before the end mark is where the table of contents begins, which is either
 * the word xref or an object, "12 0 obj" (ISO 32000-1, 7.5.4, 7.5.5, 7.5.8). */
static int pdf_fits(const char *file, size_t length)
{
	static const char key[] = "startxref\n";
	char object[16] = "";
	long at;

	if (strncmp(file, "%PDF-", 5) != 0 || !ends(file, length, "%%EOF") || length < sizeof key)
		return 0;
	for (size_t i = length - sizeof key; i > 0; i--) {
		if (memcmp(file + i, key, sizeof key - 1) != 0)
			continue;
		at = strtol(file + i + sizeof key - 1, NULL, 10);
		if (at <= 0 || (size_t)at + sizeof object > length)
			return 0;
		memcpy(object, file + at, sizeof object - 1);
		return strncmp(object, "xref", 4) == 0 || strstr(object, " 0 obj") != NULL;
	}
	return 0;
}

static int has_lines(const char *file, int lines)
{
	int count = 1;

	while ((file = strchr(file, '\n'))) {
		file++;
		count++;
	}
	return count >= lines;
}

int picture_whole(enum picture_form form, const char *file, size_t length, int lines)
{
	switch (form) {
	case PICTURE_SVG:
		return is_plain_text(file, length) && strncmp(file, "<?xml", 5) == 0 &&
		       ends(file, length, "</svg>") && svg_fits(file);
	case PICTURE_PNG:
		return png_fits(file, length);
	case PICTURE_PDF:
		return pdf_fits(file, length);
	default:
		return length > 0 && is_plain_text(file, length) && has_lines(file, lines);
	}
}

/* ---- an SVG in words ------------------------------------------------------------ */

static void put_xml(FILE *to, const char *text)
{
	for (; *text; text++) {
		if (*text == '<')
			fputs("&lt;", to);
		else if (*text == '>')
			fputs("&gt;", to);
		else if (*text == '&')
			fputs("&amp;", to);
		else
			fputc(*text, to);
	}
}

/* After <TAG>...</TAG> and blanks before it, or the start where there is none. */
static const char *after_element(const char *start, const char *tag)
{
	const char *at = start + strspn(start, " \t\r\n");
	char mark[16];
	const char *end;

	snprintf(mark, sizeof mark, "<%s>", tag);
	if (strncmp(at, mark, strlen(mark)) != 0)
		return start;
	snprintf(mark, sizeof mark, "</%s>", tag);
	end = strstr(at, mark);
	return end ? end + strlen(mark) : start;
}

/* gnuplot leaves > in texts as it is, and XML forbids ]]> there (XML 1.0, 2.4). */
static void put_rest(FILE *to, const char *rest)
{
	const char *end;

	while ((end = strstr(rest, "]]>"))) {
		fprintf(to, "%.*s]]&gt;", (int)(end - rest), rest);
		rest = end + 3;
	}
	fputs(rest, to);
}

char *picture_describe(const char *svg, const char *title, const char *description, size_t *length)
{
	const char *root = strstr(svg, "<svg"), *inside = root ? strchr(root, '>') : NULL, *rest;
	char *text = NULL;
	FILE *to;

	if (!inside)
		inside = root = svg;
	else
		inside++;
	rest = after_element(after_element(inside, "title"), "desc");
	to = textstream_open(&text, length);
	if (inside != svg)
		fprintf(to, "%.*s role=\"img\"%.*s\n", (int)(root + 4 - svg), svg,
			(int)(inside - root - 4), root + 4);
	fputs("<title>", to);
	put_xml(to, title);
	fputs("</title>\n<desc>", to);
	put_xml(to, description);
	fputs("</desc>", to);
	put_rest(to, rest);
	textstream_close(to);
	return text;
}

/* ---- text ----------------------------------------------------------------------- */

size_t picture_trim(char *text, size_t length)
{
	size_t to = 0, end = 0;

	/* Blanks are written, and taken back when the line turns out to end there. There is
	 * always room for a last line end: each line of a chart is as wide as the chart. */
	for (size_t from = length && text[0] == '\f'; from < length; from++) {
		if (text[from] == '\n')
			to = end;
		text[to++] = text[from];
		if (text[from] != ' ')
			end = to;
	}
	to = end;
	if (to && text[to - 1] != '\n' && to < length)
		text[to++] = '\n';
	return to;
}

/* ---- a PDF without a clock ------------------------------------------------------ */

/* Older cairo knows nothing of SOURCE_DATE_EPOCH. The length stays, since the file's
 * table of contents counts bytes; blanks outside the string mean nothing. */
void picture_undate(char *pdf, size_t length)
{
	static const char key[] = "/CreationDate (", none[] = "D:19700101000000Z)";
	size_t key_length = sizeof key - 1, none_length = sizeof none - 1;

	for (size_t i = 0; i + key_length + none_length <= length; i++) {
		char *value = pdf + i + key_length, *end;

		if (memcmp(pdf + i, key, key_length) != 0)
			continue;
		end = memchr(value, ')', length - i - key_length);
		if (!end || (size_t)(end - value) + 1 < none_length)
			return;
		memset(value, ' ', (size_t)(end - value) + 1);
		memcpy(value, none, none_length);
		return;
	}
}
