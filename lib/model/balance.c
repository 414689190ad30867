/* SPDX-License-Identifier: GPL-3.0-or-later */
/* balance - what stock and flow would give away. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/balance.h"

static size_t column_of(const struct sheet *sheet, const char *name)
{
	size_t c = 0;

	while (c < sheet->columns && strcmp(sheet->name[c], name) != 0)
		c++;
	return c;
}

/* The latest row with the same labels and an earlier period; their texts are in order of time. */
static size_t find_before(const struct sheet *sheet, size_t row)
{
	const char *period = crosstab_text(sheet, row, "period"), *best = "";
	size_t found = sheet->rows;

	for (size_t other = 0; other < sheet->rows; other++) {
		const char *earlier = crosstab_text(sheet, other, "period");

		if (strcmp(earlier, period) < 0 && strcmp(earlier, best) > 0 &&
		    crosstab_alike_but(sheet, row, other, "period")) {
			found = other;
			best = earlier;
		}
	}
	return found;
}

void balance_read(struct balance *balance, const struct sheet *sheet)
{
	balance->open = column_of(sheet, "open_cases");
	balance->added = column_of(sheet, "new_cases");
	balance->ended = column_of(sheet, "ended_cases");
	balance->reopened = column_of(sheet, "reopened_cases");
	balance->before = mem_new(sheet->rows + 1, sizeof *balance->before);
	for (size_t r = 0; r < sheet->rows; r++)
		balance->before[r] = balance->open < sheet->columns &&
				     balance->added < sheet->columns &&
				     balance->ended < sheet->columns ? find_before(sheet, r) : sheet->rows;
}

void balance_free(struct balance *balance)
{
	free(balance->before);
}

static size_t force(unsigned char *forced, size_t cell)
{
	size_t news = !forced[cell];

	forced[cell] = 1;
	return news;
}

size_t balance_force(const struct balance *balance, const struct sheet *sheet,
		     const unsigned char *blank, unsigned char *forced)
{
	size_t news = 0, width = sheet->columns;

	for (size_t r = 0; r < sheet->rows; r++) {
		size_t now = r * width, before = balance->before[r] * width;
		size_t terms[] = { now + balance->open, before + balance->open, now + balance->added,
				   before + balance->ended, now + balance->reopened };
		size_t count = balance->reopened < width ? 5 : 4;
		int any = 0, known = 1;

		if (balance->before[r] == sheet->rows)
			continue;
		for (size_t i = 0; i < count; i++) {
			any = any || blank[terms[i]];
			known = known && !isnan(sheet->number[terms[i]]);
		}
		if (any && known)
			news += force(forced, terms[2]) + force(forced, terms[3]);
	}
	return news;
}
