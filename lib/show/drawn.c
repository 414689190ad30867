/* SPDX-License-Identifier: GPL-3.0-or-later */
/* drawn - an SVG file as a part of a page. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/textstream.h"
#include "show/drawn.h"
#include "show/lean.h"

static const char *const elements[] = {
	"svg", "g", "defs", "title", "desc", "path", "rect", "circle", "ellipse", "line",
	"polyline", "polygon", "text", "tspan", "use", "clipPath", "pattern", "filter", "feFlood",
	"feComposite", "linearGradient", "radialGradient", "stop", "mask", NULL
};

static const char *const attributes[] = {
	"id", "class", "role", "width", "height", "viewBox", "xmlns", "xmlns:xlink", "version",
	"transform", "d", "x", "y", "x1", "y1", "x2", "y2", "dx", "dy", "r", "rx", "ry", "cx", "cy",
	"points", "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity",
	"stroke-dasharray", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "opacity",
	"color", "font-family", "font-size", "font-style", "font-weight", "text-anchor",
	"dominant-baseline", "clip-path", "filter", "filterUnits", "patternUnits", "in", "in2",
	"operator", "result", "flood-color", "flood-opacity", "xml:space", "offset", "stop-color",
	"gradientUnits", "aria-hidden", "aria-label", "aria-labelledby", "style", "href",
	"xlink:href", "preserveAspectRatio",
	"shape-rendering", "text-rendering", NULL
};

static const char not_ours[] = N_("this is no SVG as vl-plot writes it");

/* A shape that is drawn where <use> says; its markup stands there instead, since some
 * printers of pages do not know currentColor in a shape that is used. */
struct shape {
	char id[64];
	char *markup;
};

struct scan {
	const char *at, *end, *start;
	const char *path;
	size_t number;
	FILE *to;
	int depth;
	int seen;                 /* the svg element has begun */
	int defs;                 /* depth of the <defs> that is open, or 0 */
	struct shape *shapes;
	size_t shape_count, shape_capacity;
	/* of the element in hand */
	char id[64], reference[64], color[64];
};

static int refuse(const struct scan *scan, struct fault *fault, const char *rule)
{
	long line = 1;

	for (const char *c = scan->start; c < scan->at; c++)
		line += *c == '\n';
	return fault_at(fault, STATUS_DATA, scan->path, line, 0, rule);
}

/* ---- attributes ------------------------------------------------------------------ */

static int is_known(const char *const names[], const char *name, size_t length)
{
	for (; *names; names++)
		if (strlen(*names) == length && memcmp(*names, name, length) == 0)
			return 1;
	return 0;
}

static size_t name_at(const struct scan *scan)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789:-_";
	size_t length = 0, most = (size_t)(scan->end - scan->at);

	while (length < most && scan->at[length] && strchr(letters, scan->at[length]))
		length++;
	return length;
}

static int has(const char *text, size_t length, const char *part)
{
	size_t part_length = strlen(part);

	for (size_t i = 0; i + part_length <= length; i++)
		if (text_equal_n(part, text + i, part_length))
			return 1;
	return 0;
}

/* `url(` may lead to an id of the same drawing and nowhere else. */
static int reaches_out(const char *value, size_t length)
{
	for (size_t i = 0; i + 4 <= length; i++)
		if (text_equal_n("url(", value + i, 4) && (i + 4 == length || value[i + 4] != '#'))
			return 1;
	return has(value, length, "javascript:") || has(value, length, "@import") ||
	       has(value, length, "expression(") || memchr(value, '&', length) ||
	       memchr(value, '<', length) || memchr(value, '\\', length);
}

static int is_reference(const char *name, size_t length)
{
	return length >= 4 && memcmp(name + length - 4, "href", 4) == 0;
}

/* The value with the drawing's number before each id. */
static void put_value(const struct scan *scan, const char *name, size_t name_length,
		      const char *value, size_t length)
{
	if (name_length == 2 && memcmp(name, "id", 2) == 0)
		fprintf(scan->to, "c%zu-", scan->number);
	for (size_t i = 0; i < length; i++) {
		fputc(value[i], scan->to);
		if (value[i] == '#' && i >= 4 && text_equal_n("url(", value + i - 4, 4))
			fprintf(scan->to, "c%zu-", scan->number);
	}
}

static void skip_blanks(struct scan *scan)
{
	while (scan->at < scan->end && strchr(" \t\r\n", *scan->at))
		scan->at++;
}

/* From behind the name: gnuplot writes both x='1' and x = '1'. The quote, or 0. */
static char open_value(struct scan *scan)
{
	skip_blanks(scan);
	if (scan->at == scan->end || *scan->at != '=')
		return 0;
	scan->at++;
	skip_blanks(scan);
	if (scan->at == scan->end || (*scan->at != '\'' && *scan->at != '"'))
		return 0;
	return *scan->at++;
}

static void keep(char to[64], const char *value, size_t length)
{
	snprintf(to, 64, "%.*s", (int)length, value);
}

/* A colour comes to stand between the quotes of another attribute. */
static int has_quote(const char *value, size_t length)
{
	return memchr(value, '"', length) || memchr(value, '\'', length);
}

static int take_attribute(struct scan *scan, struct fault *fault)
{
	const char *name = scan->at, *value, *end;
	size_t length = name_at(scan);
	char quote;

	if (!is_known(attributes, name, length))
		return refuse(scan, fault, N_("this drawing has an attribute that does not draw"));
	scan->at += length;
	quote = open_value(scan);
	value = scan->at;
	end = quote ? memchr(value, quote, (size_t)(scan->end - value)) : NULL;
	if (!end)
		return refuse(scan, fault, not_ours);
	if (reaches_out(value, (size_t)(end - value)) ||
	    (is_reference(name, length) && *value != '#'))
		return refuse(scan, fault, N_("this drawing refers to something outside of it"));
	scan->at = end + 1;
	if (is_reference(name, length)) {
		keep(scan->reference, value + 1, (size_t)(end - value) - 1);
		return 0;
	}
	if (length == 2 && memcmp(name, "id", 2) == 0)
		keep(scan->id, value, (size_t)(end - value));
	if (length == 5 && memcmp(name, "color", 5) == 0 && has_quote(value, (size_t)(end - value)))
		return refuse(scan, fault, not_ours);
	if (length == 5 && memcmp(name, "color", 5) == 0)
		keep(scan->color, value, (size_t)(end - value));
	fprintf(scan->to, " %.*s=%c", (int)length, name, quote);
	put_value(scan, name, length, value, (size_t)(end - value));
	fputc(quote, scan->to);
	return 0;
}

/* ---- elements -------------------------------------------------------------------- */

/* All attributes, up to ">" or "/>", which is taken; *empty: it was the latter. */
static int take_attributes(struct scan *scan, int closes, int *empty, struct fault *fault)
{
	for (skip_blanks(scan); scan->at < scan->end && *scan->at != '>'; skip_blanks(scan)) {
		*empty = *scan->at == '/' && scan->end - scan->at > 1 && scan->at[1] == '>';
		if (*empty && !closes) {
			scan->at++;
			break;
		}
		if (closes)
			return refuse(scan, fault, not_ours);
		if (take_attribute(scan, fault) != 0)
			return -1;
	}
	if (scan->at == scan->end)
		return refuse(scan, fault, not_ours);
	scan->at++;
	return 0;
}

/* Where a shape is drawn more than once, it can have no id. Another attribute's value may look like
 * one. */
static void drop_id(char *markup)
{
	char quote = '\0';

	for (char *c = markup; *c; c++) {
		if (!quote && strncmp(c, " id=", 4) == 0) {
			char *end = strchr(c + 5, c[4]);

			memmove(c, end + 1, strlen(end + 1) + 1);
			return;
		}
		if (*c == quote)
			quote = '\0';
		else if (!quote && (*c == '"' || *c == '\''))
			quote = *c;
	}
}

static void keep_shape(struct scan *scan, char *markup)
{
	struct shape *shape;

	drop_id(markup);

	scan->shapes = mem_grow(scan->shapes, scan->shape_count, &scan->shape_capacity,
				sizeof *scan->shapes);
	shape = &scan->shapes[scan->shape_count++];
	memcpy(shape->id, scan->id, sizeof shape->id);
	shape->markup = markup;
}

/* The shape that <use> names, in its colour. */
static int put_shape(struct scan *scan, struct fault *fault)
{
	static const char current[] = "currentColor";
	size_t i = 0;

	while (i < scan->shape_count && strcmp(scan->shapes[i].id, scan->reference) != 0)
		i++;
	if (i == scan->shape_count)
		return refuse(scan, fault, not_ours);
	for (const char *c = scan->shapes[i].markup; *c; c++)
		if (*scan->color && strncmp(c, current, sizeof current - 1) == 0) {
			fputs(scan->color, scan->to);
			c += sizeof current - 2;
		} else {
			fputc(*c, scan->to);
		}
	fputs("</g>", scan->to);
	return 0;
}

/* From behind "<" to behind ">"; the element goes to scan->to. */
static int put_element(struct scan *scan, const char *name, size_t length, int *empty,
		       struct fault *fault)
{
	int closes = name[-1] == '/', uses = length == 3 && memcmp(name, "use", 3) == 0;

	scan->id[0] = scan->reference[0] = scan->color[0] = '\0';
	scan->at = name + length;
	if (uses)
		fputs("<g", scan->to);
	else
		fprintf(scan->to, "<%s%.*s", closes ? "/" : "", (int)length, name);
	if (take_attributes(scan, closes, empty, fault) != 0)
		return -1;
	if (uses != (*scan->reference != '\0') || (uses && !*empty))
		return refuse(scan, fault, not_ours);
	fputs(*empty && !uses ? "/>" : ">", scan->to);
	return uses ? put_shape(scan, fault) : 0;
}

static int take_element(struct scan *scan, struct fault *fault)
{
	int closes = *scan->at == '/', empty = 0, result;
	const char *name = scan->at + closes;
	FILE *to = scan->to;
	char *markup = NULL;
	size_t length, size;

	scan->at = name;
	length = name_at(scan);
	if (!is_known(elements, name, length) ||
	    (length == 3 && memcmp(name, "svg", 3) == 0) != (scan->depth == closes))
		return refuse(scan, fault, N_("this drawing has an element that does not draw"));
	scan->seen = 1;
	scan->to = textstream_open(&markup, &size);
	result = put_element(scan, name, length, &empty, fault);
	textstream_close(scan->to);
	scan->to = to;
	scan->depth += closes ? -1 : !empty;
	if (!scan->defs && !closes && !empty && length == 4 && memcmp(name, "defs", 4) == 0)
		scan->defs = scan->depth;
	if (scan->depth < scan->defs)
		scan->defs = 0;
	if (result == 0 && empty && scan->defs && scan->depth == scan->defs && *scan->id) {
		keep_shape(scan, markup);
		return 0;
	}
	fputs(markup, scan->to);
	free(markup);
	return result;
}

static int is_entity(const char *text, size_t left)
{
	static const char *const entities[] = { "&amp;", "&lt;", "&gt;", "&quot;", "&apos;", NULL };

	for (int i = 0; entities[i]; i++)
		if (strlen(entities[i]) <= left &&
		    memcmp(text, entities[i], strlen(entities[i])) == 0)
			return 1;
	return 0;
}

/* What stands before the drawing: <?xml ...?> and the like, comments. */
static int skip_prolog(struct scan *scan)
{
	size_t left = (size_t)(scan->end - scan->at);
	const char *stop;

	if (left > 2 && memcmp(scan->at, "?xml", 4) == 0)
		stop = "?>";
	else if (left > 3 && memcmp(scan->at, "!--", 3) == 0)
		stop = "-->";
	else
		return 0;
	for (; scan->at + strlen(stop) <= scan->end; scan->at++)
		if (memcmp(scan->at, stop, strlen(stop)) == 0) {
			scan->at += strlen(stop);
			return 1;
		}
	return 0;
}

static int take_all(struct scan *scan, struct fault *fault)
{
	while (scan->at < scan->end && !(scan->seen && !scan->depth)) {
		char c = *scan->at++;

		if (c == '<') {
			if (skip_prolog(scan))
				continue;
			if (scan->at == scan->end)
				return refuse(scan, fault, not_ours);
			if (take_element(scan, fault) != 0)
				return -1;
		} else if (c == '&' && !is_entity(scan->at - 1, (size_t)(scan->end - scan->at) + 1)) {
			return refuse(scan, fault, not_ours);
		} else if (scan->seen) {
			fputc(c, scan->to);
		}
	}
	if (!scan->seen || scan->depth)
		return refuse(scan, fault, not_ours);
	return 0;
}

char *drawn_make(const char *svg, size_t length, const char *path, size_t number,
		 struct fault *fault)
{
	struct scan scan = { .at = svg, .end = svg + length, .start = svg, .path = path,
			     .number = number };
	char *text = NULL;
	size_t size;
	int result;

	if (memchr(svg, '\0', length) || text_invalid(svg, length) >= 0) {
		refuse(&scan, fault, not_ours);
		return NULL;
	}
	scan.to = textstream_open(&text, &size);
	result = take_all(&scan, fault);
	textstream_close(scan.to);
	for (size_t i = 0; i < scan.shape_count; i++)
		free(scan.shapes[i].markup);
	free(scan.shapes);
	if (result == 0) {
		lean_make(text);
		return text;
	}
	free(text);
	return NULL;
}

char *drawn_read(const char *path, size_t number, struct fault *fault)
{
	FILE *from = fopen(path, "rb");
	char *bytes, *drawing = NULL;
	size_t length;

	if (!from) {
		fault_system(fault, path, N_("cannot open"));
		return NULL;
	}
	bytes = mem_new(DRAWN_BYTES_MAX + 1, 1);
	length = fread(bytes, 1, DRAWN_BYTES_MAX + 1, from);
	if (ferror(from))
		fault_system(fault, path, N_("cannot read"));
	else if (length > DRAWN_BYTES_MAX)
		fault_at(fault, STATUS_DATA, path, 0, 0, N_("is larger than a chart can be"));
	else
		drawing = drawn_make(bytes, length, path, number, fault);
	free(bytes);
	fclose(from);
	return drawing;
}
