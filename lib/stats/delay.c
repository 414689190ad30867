/* SPDX-License-Identifier: GPL-3.0-or-later */
/* delay - how long until something is reported. */
#include <string.h>

#include "base/mem.h"
#include "stats/delay.h"

enum { ROOM_ONE_IN = 5 };

static int32_t longest(const int32_t *list, size_t count)
{
	int32_t most = 0;

	for (size_t i = 0; i < count; i++)
		if (list[i] > most)
			most = list[i];
	return most;
}

/* The largest x that at least one in ROOM_ONE_IN of the rooms reaches. */
static int32_t reached(const int32_t *room, size_t count, int32_t most)
{
	size_t *rooms = mem_new((size_t)most + 1, sizeof *rooms), seen = 0;
	int32_t x = most;

	for (size_t i = 0; i < count; i++)
		rooms[room[i] < most ? room[i] : most]++;
	for (; x > 0; x--) {
		seen += rooms[x];
		if (seen * ROOM_ONE_IN >= count)
			break;
	}
	free(rooms);
	return x;
}

int delay_fit(struct delay *fit, const int32_t *delay, const int32_t *room, size_t count)
{
	size_t *seen, *gone, at_risk;
	int32_t most;

	memset(fit, 0, sizeof *fit);
	if (!count)
		return -1;
	most = fit->most = reached(room, count, longest(delay, count));
	fit->cdf = mem_new((size_t)most + 1, sizeof *fit->cdf);
	seen = mem_new((size_t)most + 1, sizeof *seen);
	gone = mem_new((size_t)most + 1, sizeof *gone);
	for (size_t i = 0; i < count; i++) {
		if (delay[i] > most)
			continue;
		fit->used++;
		seen[delay[i]]++;
		if (room[i] < most)
			gone[room[i]]++;
	}
	/* From the longest down: R(x) = those with delay <= x, less those whose room is < x. */
	at_risk = fit->used;
	for (int32_t x = 0; x < most; x++)
		at_risk -= gone[x];
	fit->cdf[most] = 1;
	for (int32_t x = most; x > 0; x--) {
		fit->cdf[x - 1] = at_risk ? fit->cdf[x] * (1 - (double)seen[x] / (double)at_risk) :
				  fit->cdf[x];
		at_risk = at_risk - seen[x] + gone[x - 1];
	}
	free(seen);
	free(gone);
	return fit->used ? 0 : -1;
}

void delay_free(struct delay *fit)
{
	free(fit->cdf);
}

double delay_share(const struct delay *fit, int32_t x)
{
	return x < 0 ? 0 : fit->cdf[x < fit->most ? x : fit->most];
}

int32_t delay_quantile(const struct delay *fit, double p)
{
	int32_t x = 0;

	while (x < fit->most && fit->cdf[x] < p)
		x++;
	return x;
}
