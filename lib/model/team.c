/* SPDX-License-Identifier: GPL-3.0-or-later */
/* team - the advisers of a made-up service: their shares of a post, their absences, who is in. */
#include <gsl/gsl_randist.h>
#include <math.h>

#include "base/mem.h"
#include "model/calendar.h"
#include "model/team.h"
#include "stats/random.h"

#define CASES_AN_ADVISER 2.2        /* new ones a month */
#define BETWEEN_ABSENCES 900.0      /* days */
#define ILL 0.6

static int32_t whole(gsl_rng *random, int32_t least, int32_t most)
{
	return least + (int32_t)gsl_rng_uniform_int(random, (unsigned long)(most - least + 1));
}

static int32_t draw_days(gsl_rng *random)
{
	return gsl_rng_uniform(random) < ILL ? whole(random, 14, 60) : whole(random, 120, 420);
}

static void add_absences(struct export *tables, int32_t adviser, int32_t opening, gsl_rng *random)
{
	struct export_absence absence = { .adviser = adviser, .to = opening };

	for (;;) {
		double wait = 1 + gsl_ran_exponential(random, BETWEEN_ABSENCES);

		if (wait > tables->until - absence.to)
			return;
		absence.from = calendar_after_weekend(absence.to + (int32_t)wait);
		absence.to = absence.from + draw_days(random) - 1;
		if (absence.from > tables->until)
			return;
		tables->absences = mem_grow(tables->absences, tables->absence_count,
					    &tables->absence_capacity, sizeof *tables->absences);
		tables->absences[tables->absence_count++] = absence;
	}
}

static void add_adviser(struct export *tables, int32_t adviser, unsigned long seed,
			int32_t opening)
{
	static const double shares[] = { 0.5, 0.3, 0.2 }, parts[] = { 1, 0.75, 0.5 };
	struct export_adviser *row = &tables->advisers[adviser - 1];
	gsl_rng *random = random_stream(seed, "simulate.staff", (unsigned long)adviser);

	row->from = opening;
	row->fte = parts[random_pick(random, shares, 3)];
	gsl_rng_free(random);
	row->first_absence = tables->absence_count;
	if (adviser > 1) {
		random = random_stream(seed, "simulate.absence", (unsigned long)adviser);
		add_absences(tables, adviser, opening, random);
		gsl_rng_free(random);
	}
	row->absences = tables->absence_count - row->first_absence;
}

void team_add(struct export *tables, unsigned long seed, double inflow, int32_t opening)
{
	double wanted = round(inflow / CASES_AN_ADVISER);

	tables->adviser_count = wanted > 2 ? (size_t)wanted : 2;
	tables->advisers = mem_new(tables->adviser_count, sizeof *tables->advisers);
	for (size_t i = 0; i < tables->adviser_count; i++)
		add_adviser(tables, (int32_t)i + 1, seed, opening);
}

static int is_absent(const struct export *tables, int32_t adviser, int32_t date)
{
	const struct export_adviser *row = &tables->advisers[adviser - 1];
	const struct export_absence *absences = tables->absences + row->first_absence;

	for (size_t i = 0; i < row->absences; i++)
		if (date >= absences[i].from && date <= absences[i].to)
			return 1;
	return 0;
}

int32_t team_cover(const struct export *tables, int32_t adviser, int32_t date, gsl_rng *random)
{
	while (is_absent(tables, adviser, date))
		adviser = whole(random, 1, (int32_t)tables->adviser_count);
	return adviser;
}
