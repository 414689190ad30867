/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Minutes where the export does not say them. */
#include "data/minutes.h"
#include "tap.h"

static int of(const char *list, const char *word)
{
	static const struct profile_minutes table[] = { { "a", 11 }, { "b", 12 }, { NULL, 13 },
							{ NULL, -1 } };

	return minutes_of(list, table, word, strlen(word));
}

int main(void)
{
	static const char *const wrong[] = { "", ",", "30,", "=30", "a=", "a=x", "1441", "-1", "a=1,,2",
					     "3 0", "30x" };

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		ok(!minutes_valid(wrong[i]), "not valid: '%s'", wrong[i]);
	ok(minutes_valid("30") && minutes_valid("0") && minutes_valid("1440") &&
	   minutes_valid("a=1,b=2,3") && minutes_valid("3,a=1"), "valid ones");
	is_count(of("30", "a"), 30, "the same for all");
	is_count(of("a=1,b=2,3", "B"), 2, "by the word, ASCII case folded");
	is_count(of("a=1,b=2,3", "c"), 3, "any other");
	is_count(of("3,a=1", "a"), 1, "in any order");
	is_count(of("a=1", "b"), 12, "what the list does not know, the table may");
	is_count(of("aa=1", "a"), 11, "a word is whole");
	is_count(of(NULL, "x"), 13, "without a list");
	is_count(minutes_of("a=1", NULL, "b", 1), MINUTES_UNKNOWN, "unknown");
	is_count(minutes_of(NULL, NULL, "", 0), MINUTES_UNKNOWN, "nothing stated");
	return done();
}
