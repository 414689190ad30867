/* SPDX-License-Identifier: GPL-3.0-or-later */
/* document - headings, sentences, tables and charts in the order in which they are to be read. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/text.h"
#include "show/document.h"
#include "show/drawn.h"

enum { LINE_MAX_BYTES = 1 << 16, ROWS_MOST = 1000000 };

struct outline {
	struct document *document;
	const char *path;
	long line;
	int in_paragraph;
	struct findings *findings;
};

/* ---- items ----------------------------------------------------------------------- */

static struct document_item *add_item(struct document *document, enum item_kind kind,
				      const char *text)
{
	struct document_item *item;

	document->items = mem_grow(document->items, document->count, &document->capacity,
				   sizeof *document->items);
	item = &document->items[document->count++];
	*item = (struct document_item){ .kind = kind, .text = mem_text(text, strlen(text)) };
	return item;
}

static void set(char **text, const char *value)
{
	free(*text);
	*text = mem_text(value, strlen(value));
}

static int refuse(const struct outline *outline, struct fault *fault, const char *rule)
{
	return fault_at(fault, STATUS_USAGE, outline->path, outline->line, 0, rule);
}

/* ---- lines that begin with a word of ours ---------------------------------------- */

/* A path beside the outline. */
static char *beside(const char *outline, const char *path, size_t length)
{
	const char *slash = strrchr(outline, '/');
	size_t folder = slash && length && *path != '/' ? (size_t)(slash - outline) + 1 : 0;
	char *whole = mem_new(folder + length + 1, 1);

	memcpy(whole, outline, folder);
	memcpy(whole + folder, path, length);
	return whole;
}

/* What stands behind the bar goes to `text`; returns the length of what stands before it. */
static size_t part_at_bar(const char *line, const char **text)
{
	const char *bar = strstr(line, " | ");
	size_t length = bar ? (size_t)(bar - line) : strlen(line);

	*text = bar ? bar + 3 : "";
	while (length && line[length - 1] == ' ')
		length--;
	return length;
}

struct table_words {
	char columns[1024];
	struct stored_choice choice;
};

/* One of columns=, first= and last=. */
static int take_word(const struct outline *outline, const char *word, size_t length,
		     struct table_words *words, struct fault *fault)
{
	const char *equals = memchr(word, '=', length);
	size_t name = equals ? (size_t)(equals - word) : 0;
	char value[sizeof words->columns];

	snprintf(value, sizeof value, "%.*s", equals ? (int)(length - name - 1) : 0,
		 equals ? equals + 1 : "");
	if (length < sizeof value && name == 7 && memcmp(word, "columns", 7) == 0) {
		memcpy(words->columns, value, sizeof value);
		words->choice.columns = words->columns;
		return 0;
	}
	if ((name == 5 && memcmp(word, "first", 5) == 0 &&
	     text_whole(value, 1, ROWS_MOST, &words->choice.first) == 0) ||
	    (name == 4 && memcmp(word, "last", 4) == 0 &&
	     text_whole(value, 1, ROWS_MOST, &words->choice.last) == 0))
		return 0;
	return refuse(outline, fault,
		      N_("behind the file stand columns=A,B, first=N or last=N, and the caption "
			 "after a bar"));
}

static int put_table(struct outline *outline, const char *rest, struct fault *fault)
{
	const char *caption;
	size_t end = part_at_bar(rest, &caption), at = strcspn(rest, " ");
	struct table_words words = { .choice = { .words = 1 } };
	struct document_item *item = add_item(outline->document, ITEM_TABLE, caption);

	if (at > end)
		at = end;
	if (!at)
		return refuse(outline, fault, N_("a file must be named here"));
	item->path = beside(outline->path, rest, at);
	while (at < end) {
		size_t length;

		at += strspn(rest + at, " ");
		length = strcspn(rest + at, " ");
		if (take_word(outline, rest + at, length, &words, fault) != 0)
			return -1;
		at += length;
	}
	return stored_read(&item->stored, item->path, &words.choice, outline->findings, fault);
}

static int put_chart(struct outline *outline, const char *rest, struct fault *fault)
{
	const char *text;
	size_t length = part_at_bar(rest, &text);
	struct document_item *item = add_item(outline->document, ITEM_CHART, text);

	if (!length)
		return refuse(outline, fault, N_("a file must be named here"));
	item->path = beside(outline->path, rest, length);
	item->drawing = drawn_read(item->path, outline->document->count, fault);
	return item->drawing ? 0 : -1;
}

static int put_language(struct outline *outline, const char *word, struct fault *fault)
{
	if (strlen(word) < 2 || strspn(word, "abcdefghijklmnopqrstuvwxyz") != strlen(word))
		return refuse(outline, fault, N_("the language is a short name such as de or en"));
	set(&outline->document->language, word);
	return 0;
}

static int put_command(struct outline *outline, const char *line, struct fault *fault)
{
	struct document *document = outline->document;
	size_t length = strcspn(line, " ");
	const char *rest = line + length + strspn(line + length, " ");
	char word[16];

	snprintf(word, sizeof word, "%.*s", (int)length, line);
	if (strcmp(word, "title") == 0)
		set(&document->title, rest);
	else if (strcmp(word, "subtitle") == 0)
		set(&document->subtitle, rest);
	else if (strcmp(word, "language") == 0)
		return put_language(outline, rest, fault);
	else if (strcmp(word, "note") == 0)
		add_item(document, ITEM_NOTE, rest);
	else if (strcmp(word, "alert") == 0)
		add_item(document, ITEM_ALERT, rest);
	else if (strcmp(word, "break") == 0 && !*rest)
		add_item(document, ITEM_BREAK, "");
	else if (strcmp(word, "table") == 0)
		return put_table(outline, rest, fault);
	else if (strcmp(word, "chart") == 0)
		return put_chart(outline, rest, fault);
	else
		return refuse(outline, fault,
			      N_("after @ stands title, subtitle, language, note, alert, table, "
				 "chart or break"));
	return 0;
}

/* ---- all lines ------------------------------------------------------------------- */

static void go_on(struct outline *outline, const char *line)
{
	struct document *document = outline->document;
	struct document_item *last = document->count ? &document->items[document->count - 1] : NULL;
	size_t before;

	if (!outline->in_paragraph) {
		add_item(document, ITEM_PARAGRAPH, line);
		outline->in_paragraph = 1;
		return;
	}
	before = strlen(last->text);
	last->text = mem_resize(last->text, before + strlen(line) + 2, 1);
	sprintf(last->text + before, " %s", line);
}

static int take_line(struct outline *outline, const char *line, struct fault *fault)
{
	size_t level = strspn(line, "#");

	if (!*line || strchr("#@", *line) || strncmp(line, "- ", 2) == 0)
		outline->in_paragraph = 0;
	if (!*line)
		return 0;
	if (*line == '@')
		return put_command(outline, line + 1, fault);
	if (level > 3 || (level && line[level] != ' '))
		return refuse(outline, fault,
			      N_("a heading is one to three # and a blank before its text"));
	if (level)
		add_item(outline->document, ITEM_HEADING, line + level + 1)->level = (int)level;
	else if (strncmp(line, "- ", 2) == 0)
		add_item(outline->document, ITEM_BULLET, line + 2);
	else
		go_on(outline, line);
	return 0;
}

/* Without its line end and the blanks before that. */
static void strip(char *line)
{
	size_t length = strlen(line);

	while (length && strchr(" \t\r\n", line[length - 1]))
		line[--length] = '\0';
}

static int read_lines(struct outline *outline, FILE *from, struct fault *fault)
{
	char *line = NULL;
	size_t capacity = 0;
	ssize_t length;
	int result = 0;

	while (result == 0 && (length = getline(&line, &capacity, from)) >= 0) {
		outline->line++;
		if (length > LINE_MAX_BYTES)
			result = refuse(outline, fault, N_("the line is too long"));
		else if (memchr(line, '\0', (size_t)length) ||
			 text_invalid(line, (size_t)length) >= 0)
			result = refuse(outline, fault, N_("the line is not UTF-8 text"));
		strip(line);
		if (result == 0)
			result = take_line(outline, line, fault);
	}
	if (result == 0 && ferror(from))
		result = fault_system(fault, outline->path, N_("cannot read"));
	free(line);
	return result;
}

static int is_parted_number(const char *text, const char *at)
{
	return at > text && at[-1] >= '0' && at[-1] <= '9' && at[0] == ' ' && at[1] == '%';
}

/* A number and its per cent sign stay on one line: the blank between them is U+00A0 (DIN 5008). */
static char *with_fixed_blanks(const char *text)
{
	char *fixed = mem_new(2 * strlen(text) + 1, 1), *to = fixed;

	for (const char *at = text; *at; at++) {
		if (is_parted_number(text, at)) {
			*to++ = '\xC2';
			*to++ = '\xA0';
		} else {
			*to++ = *at;
		}
	}
	return fixed;
}

static void fix_blanks(struct document *document)
{
	for (size_t i = 0; i < document->count; i++) {
		char *text = document->items[i].text;

		document->items[i].text = with_fixed_blanks(text);
		free(text);
	}
}

static void start(struct document *document)
{
	*document = (struct document){ .title = mem_text("", 0), .subtitle = mem_text("", 0),
				       .language = mem_text("", 0) };
	/* The language that sentences come in: TRANSLATORS: the code of your language. */
	set(&document->language, _("en"));
}

int document_read(struct document *document, const char *path, struct findings *findings,
		  struct fault *fault)
{
	struct outline outline = { .document = document, .path = path, .findings = findings };
	FILE *from = fopen(path, "r");
	int result;

	start(document);
	if (!from)
		return fault_system(fault, path, N_("cannot open"));
	file_is_input(path);
	result = read_lines(&outline, from, fault);
	fclose(from);
	fix_blanks(document);
	return result;
}

/* What tells one table from another: the name of its file, without folders and ending. */
static void put_name(struct document_item *item)
{
	const char *slash = strrchr(item->path, '/'), *name = slash ? slash + 1 : item->path;
	const char *dot = strrchr(name, '.');

	free(item->text);
	item->text = mem_text(name, dot && dot > name ? (size_t)(dot - name) : strlen(name));
}

int document_of_tables(struct document *document, char *const paths[], size_t count,
		       struct findings *findings, struct fault *fault)
{
	struct stored_choice all = { .words = 1 };

	start(document);
	for (size_t i = 0; i < count; i++) {
		struct document_item *item = add_item(document, ITEM_TABLE, "");

		item->path = mem_text(paths[i], strlen(paths[i]));
		if (count > 1)
			put_name(item);
		if (stored_read(&item->stored, item->path, &all, findings, fault) != 0)
			return -1;
		if (!table_rows(item->stored.table))
			return fault_at(fault, STATUS_DATA, item->path, 0, 0,
					N_("has a header and no rows"));
	}
	return 0;
}

void document_set_title(struct document *document, const char *title)
{
	set(&document->title, title);
}

void document_free(struct document *document)
{
	for (size_t i = 0; i < document->count; i++) {
		struct document_item *item = &document->items[i];

		free(item->text);
		free(item->path);
		free(item->drawing);
		stored_free(&item->stored);
	}
	free(document->items);
	free(document->title);
	free(document->subtitle);
	free(document->language);
}
