/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When a case is open: examples worked by hand. Months are small numbers; silence g = 6. */
#include "data/spell.h"
#include "tap.h"

enum { MOST = 8 };

struct example {
	const char *what;
	int32_t months[MOST];
	size_t count;
	int32_t closed;
	int silence;
	const char *want;       /* "0-5 12-12c": from-to, c = closed */
};

static const struct example examples[] = {
	{ "one contact", { 3 }, 1, NEVER_CLOSED, 6, "3-3" },
	{ "two in a row", { 3, 4 }, 2, NEVER_CLOSED, 6, "3-4" },
	/* Contacts in 0 and 7: months 1 to 6 are silent, six of them. */
	{ "six silent months do not end it", { 0, 7 }, 2, NEVER_CLOSED, 6, "0-7" },
	{ "seven do", { 0, 8 }, 2, NEVER_CLOSED, 6, "0-0 8-8" },
	{ "silence 0: each silent month ends it", { 0, 1, 3, 4, 6 }, 5, NEVER_CLOSED, 0,
	  "0-1 3-4 6-6" },
	{ "several spells", { 0, 2, 10, 12, 30 }, 5, NEVER_CLOSED, 6, "0-2 10-12 30-30" },
	{ "closed before the first contact: of no account", { 5, 6 }, 2, 3, 6, "5-6" },
	{ "closed in the month of the last contact", { 5, 6 }, 2, 6, 6, "5-6c" },
	{ "closed six months after it", { 5, 6 }, 2, 12, 6, "5-12c" },
	{ "closed seven months after it: it had ended before", { 5, 6 }, 2, 13, 6, "5-6" },
	/* A closing date between two contacts parts them, though the silence is short. */
	{ "closed between two contacts", { 5, 9 }, 2, 7, 6, "5-7c 9-9" },
	{ "closed in the month of the first of two", { 5, 9 }, 2, 5, 6, "5-5c 9-9" },
	{ "closed in the month of the second of two", { 5, 9 }, 2, 9, 6, "5-9c" },
	{ "closed between two spells, soon after the first", { 0, 20 }, 2, 4, 6, "0-4c 20-20" },
	{ "closed between two spells, too late for the first", { 0, 20 }, 2, 9, 6, "0-0 20-20" },
	{ "silence 0, closed a month later", { 5 }, 1, 6, 0, "5-5" },
	{ "silence 0, closed in that month", { 5 }, 1, 5, 0, "5-5c" },
	{ "a month before the clock starts", { -1, 2 }, 2, NEVER_CLOSED, 6, "-1-2" },
	{ "no contact", { 0 }, 0, 4, 6, "" },
};

int main(void)
{
	for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
		const struct example *e = &examples[i];
		struct spell spells[MOST];
		size_t count = spell_find(e->months, e->count, e->closed, e->silence, spells);
		char got[200] = "";

		for (size_t s = 0; s < count; s++)
			snprintf(got + strlen(got), sizeof got - strlen(got), "%s%d-%d%s",
				 s ? " " : "", (int)spells[s].from, (int)spells[s].to,
				 spells[s].closed ? "c" : "");
		is_text(got, e->want, e->what);
	}
	return done();
}
