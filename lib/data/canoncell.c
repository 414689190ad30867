/* SPDX-License-Identifier: GPL-3.0-or-later */
/* canoncell - a cell as the profile would have it written. */
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "data/canoncell.h"

static int has_words(const struct profile *profile, const char *column)
{
	const struct profile_word *word = profile->words;

	for (; word && word->column; word++)
		if (text_equal(word->column, column))
			return 1;
	return 0;
}

struct canoncell canoncell_of(const struct profile *profile, const char *column)
{
	return (struct canoncell){ .profile = profile, .column = column,
				   .has_words = has_words(profile, column),
				   .separator = profile_separator(profile, column) };
}

void canoncell_free(struct canoncell *canon)
{
	free(canon->text);
}

void canoncell_as_in_file(struct canoncell *canon)
{
	canon->has_words = 0;
	canon->separator = 0;
}

int canoncell_is_plain(const struct canoncell *canon)
{
	if (canon->has_words || canon->profile->missing)
		return 0;
	return !canon->separator || (canon->separator == '|' && !canon->profile->strip_guard);
}

struct canoncell canoncell_like(const struct canoncell *canon)
{
	struct canoncell another = *canon;

	another.text = NULL;
	another.room = 0;
	return another;
}

static struct csv_cell trimmed(const char *text, size_t length)
{
	while (length && *text == ' ') {
		text++;
		length--;
	}
	while (length && text[length - 1] == ' ')
		length--;
	return (struct csv_cell){ text, length };
}

/* The profile's word for it, or the same. Few words come again in row after row, so each is looked
 * up once; one that the profile does not have is not kept, since it must come back as it stands. */
static struct csv_cell mapped(struct canoncell *canon, struct csv_cell cell)
{
	struct canoncell_word *lately;
	const char *value;

	if (!canon->has_words || !cell.length)
		return cell;
	lately = &canon->lately[((unsigned char)cell.text[0] + 31 * cell.length +
				  (unsigned char)cell.text[cell.length - 1]) % CANONCELL_WORDS];
	if (lately->length == cell.length && memcmp(lately->word, cell.text, cell.length) == 0)
		return lately->value;
	value = profile_value(canon->profile, canon->column, cell.text, cell.length);
	if (!value)
		return cell;
	if (cell.length <= CANONCELL_WORD) {
		memcpy(lately->word, cell.text, cell.length);
		lately->length = cell.length;
		lately->value = (struct csv_cell){ value, strlen(value) };
	}
	return (struct csv_cell){ value, strlen(value) };
}

static void append(struct canoncell *canon, size_t *length, const char *text, size_t more)
{
	if (*length + more + 1 > canon->room) {
		canon->room = 2 * (*length + more + 1);
		canon->text = mem_resize(canon->text, canon->room, 1);
	}
	memcpy(canon->text + *length, text, more);
	*length += more;
	canon->text[*length] = '\0';
}

/* A bar inside a value would make two of it, where another character parts them: it becomes a
 * broken bar. */
static void append_value(struct canoncell *canon, size_t *length, struct csv_cell value)
{
	const char *bar;

	while (canon->separator != '|' && (bar = memchr(value.text, '|', value.length))) {
		size_t before = (size_t)(bar - value.text);

		append(canon, length, value.text, before);
		append(canon, length, "\302\246", 2);
		value.text += before + 1;
		value.length -= before + 1;
	}
	append(canon, length, value.text, value.length);
}

/* Each of several values by itself; those that are empty are left out. */
static struct csv_cell put_together(struct canoncell *canon, struct csv_cell cell)
{
	const char *at = cell.text, *end = cell.text + cell.length;
	size_t length = 0;

	append(canon, &length, "", 0);
	while (at <= end) {
		const char *next = memchr(at, canon->separator, (size_t)(end - at));
		const char *stop = next ? next : end;
		struct csv_cell part = trimmed(at, (size_t)(stop - at));

		at = stop + 1;
		if (!part.length)
			continue;
		part = mapped(canon, part);
		if (length)
			append(canon, &length, "|", 1);
		append_value(canon, &length, part);
	}
	return (struct csv_cell){ canon->text, length };
}

/* Without a guard or a word for missing. */
static struct csv_cell bare(const struct profile *profile, struct csv_cell cell)
{
	if (profile->strip_guard && cell.length > 1 && cell.text[0] == '\'' &&
	    strchr("=+-@", cell.text[1])) {
		cell.text++;
		cell.length--;
	}
	if (cell.length && profile_list_has(profile->missing, cell.text, cell.length))
		return (struct csv_cell){ "", 0 };
	return cell;
}

struct csv_cell canoncell_make(struct canoncell *canon, struct csv_cell cell)
{
	cell = bare(canon->profile, cell);
	if (!cell.length)
		return cell;
	if (canon->separator && (memchr(cell.text, canon->separator, cell.length) ||
				 memchr(cell.text, '|', cell.length)))
		return put_together(canon, cell);
	return mapped(canon, cell);
}
