/* SPDX-License-Identifier: GPL-3.0-or-later */
/* minutes - how long a record takes where the export does not say it. */
#include <string.h>

#include "base/text.h"
#include "data/minutes.h"

/* Digits up to the entry's end. */
static int number(const char *text, const char *end)
{
	int value = 0;

	if (text == end)
		return MINUTES_UNKNOWN;
	for (; text < end; text++) {
		if (*text < '0' || *text > '9')
			return MINUTES_UNKNOWN;
		value = value * 10 + (*text - '0');
		if (value > MINUTES_MAX)
			return MINUTES_UNKNOWN;
	}
	return value;
}

/* Where the number of an entry begins; its word, if it has one, ends one before. */
static const char *number_in(const char *entry, const char *end)
{
	const char *equals = memchr(entry, '=', (size_t)(end - entry));

	return equals ? equals + 1 : entry;
}

int minutes_valid(const char *list)
{
	for (const char *at = list, *end;; at = end + 1) {
		const char *from;

		end = at + strcspn(at, ",");
		from = number_in(at, end);
		if (from == at + 1 || number(from, end) == MINUTES_UNKNOWN)
			return 0;
		if (!*end)
			return 1;
	}
}

static int of_list(const char *list, const char *word, size_t length)
{
	int others = MINUTES_UNKNOWN;

	for (const char *at = list, *end; *at; at = end + (*end == ',')) {
		const char *from;

		end = at + strcspn(at, ",");
		from = number_in(at, end);
		if (from == at)
			others = number(from, end);
		else if ((size_t)(from - at) == length + 1 && text_same(at, word, length))
			return number(from, end);
	}
	return others;
}

static int of_table(const struct profile_minutes *table, const char *word, size_t length)
{
	int others = MINUTES_UNKNOWN;

	for (; table && table->minutes >= 0; table++) {
		if (!table->value)
			others = table->minutes;
		else if (text_equal_n(table->value, word, length))
			return table->minutes;
	}
	return others;
}

int minutes_of(const char *list, const struct profile_minutes *table, const char *word,
	       size_t length)
{
	int minutes = list ? of_list(list, word, length) : MINUTES_UNKNOWN;

	return minutes == MINUTES_UNKNOWN ? of_table(table, word, length) : minutes;
}
