/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lean - a drawing without what draws nothing. */
#include <string.h>

#include "base/mem.h"
#include "show/lean.h"

/* An element in what is kept: where its tag begins, its content, its end tag, and what follows
 * it. */
struct element {
	size_t tag, content, end, behind;
};

struct lean {
	char *text;               /* what is kept stands before what is still to be read */
	size_t kept;
	struct element *open;     /* from the outermost to the innermost */
	size_t depth, capacity;
	struct element last;      /* the group that ended last */
};

static const char blanks[] = " \t\r\n";

/* Up to ">", which may also stand in a value. */
static size_t tag_length(const char *tag)
{
	char quote = '\0';
	size_t i = 1;

	for (; tag[i] && (quote || tag[i] != '>'); i++)
		if (quote ? tag[i] == quote : tag[i] == '"' || tag[i] == '\'')
			quote = quote ? '\0' : tag[i];
	return tag[i] ? i + 1 : i;
}

static int is_named(const char *tag, const char *name)
{
	size_t length = strlen(name);

	return strncmp(tag + 1, name, length) == 0 && strchr(" \t\r\n/>", tag[1 + length]);
}

static int is_blank(const struct lean *lean, size_t from)
{
	return strspn(lean->text + from, blanks) >= lean->kept - from;
}

/* A path to one point and no further. */
static int only_moves(const char *tag, size_t length)
{
	const char *way = is_named(tag, "path") ? strstr(tag, " d='M") : NULL;

	if (!way || way >= tag + length)
		return 0;
	way += 5;
	return way[strspn(way, "-+.,0123456789 \t\r\n")] == '\'';
}

static void keep(struct lean *lean, const char *from, size_t length)
{
	memmove(lean->text + lean->kept, from, length);
	lean->kept += length;
}

static void begin(struct lean *lean, const char *tag, size_t length)
{
	lean->open = mem_grow(lean->open, lean->depth, &lean->capacity, sizeof *lean->open);
	lean->open[lean->depth++] = (struct element){ lean->kept, lean->kept + length, 0, 0 };
	keep(lean, tag, length);
}

/* Whether this is the group that has just ended once more. What works on a group as a whole works
 * otherwise on two. */
static int goes_on(const struct lean *lean, const char *tag, size_t length)
{
	static const char *const whole[] = { "opacity", "filter", "mask", "id=" };
	const struct element *last = &lean->last;

	if (!last->behind || !is_blank(lean, last->behind) ||
	    length != last->content - last->tag ||
	    memcmp(tag, lean->text + last->tag, length) != 0)
		return 0;
	for (size_t i = 0; i < sizeof whole / sizeof *whole; i++) {
		const char *at = strstr(tag, whole[i]);

		if (at && at < tag + length)
			return 0;
	}
	return 1;
}

static void go_on(struct lean *lean)
{
	lean->kept = lean->last.end;
	lean->open[lean->depth++] = lean->last;    /* there is room: it stood there */
	lean->last.behind = 0;
}

/* Of the innermost element. */
static void end(struct lean *lean, const char *tag, size_t length)
{
	struct element *element = &lean->open[lean->depth - 1];
	const char *first = lean->text + element->tag, *content = lean->text + element->content;

	lean->depth--;
	if (((is_named(first, "g") || is_named(first, "text")) && is_blank(lean, element->content)) ||
	    (is_named(first, "title") && strncmp(content, "gnuplot_plot_", 13) == 0)) {
		lean->kept = element->tag;
		return;
	}
	element->end = lean->kept;
	keep(lean, tag, length);
	element->behind = lean->kept;
	if (is_named(first, "g"))
		lean->last = *element;
}

static void take_tag(struct lean *lean, const char *tag, size_t length)
{
	int ends = tag[1] == '/', alone = tag[length - 2] == '/';

	if (ends && lean->depth)
		end(lean, tag, length);
	else if (!alone && goes_on(lean, tag, length))
		go_on(lean);
	else if (!alone)
		begin(lean, tag, length);
	else if (!only_moves(tag, length))
		keep(lean, tag, length);
}

void lean_make(char *svg)
{
	struct lean lean = { .text = svg };
	const char *at = svg;

	while (*at) {
		size_t length = *at == '<' ? tag_length(at) : strcspn(at, "<");

		if (*at == '<')
			take_tag(&lean, at, length);
		else
			keep(&lean, at, length);
		at += length;
	}
	svg[lean.kept] = '\0';
	free(lean.open);
}
