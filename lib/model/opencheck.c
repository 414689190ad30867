/* SPDX-License-Identifier: GPL-3.0-or-later */
/* opencheck - past prognoses of open cases against what came. */
#include <gsl/gsl_randist.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "data/date.h"
#include "model/opencheck.h"
#include "stats/random.h"
#include "stats/score.h"

/* One origin on its way into the rows. */
struct looking {
	const struct opencheck_plan *plan;
	const struct states *states;
	double divisor;
	struct opencheck_row *rows;     /* of this origin */
	uint32_t *chosen;               /* open cases among the tracked, ascending */
	uint32_t *place;                /* by tracked case: its row */
	size_t count;
};

int opencheck_group(int32_t case_month)
{
	return (case_month >= 3) + (case_month >= 12);
}

static double outcome_of(const struct looking *looking, uint32_t id, struct day_buffer *days)
{
	const struct states *states = looking->states;
	int32_t passed = states->origin + looking->plan->lead;
	int32_t from = month_last(passed) + 1, to = month_last(passed + looking->plan->months);
	size_t count = store_days(states->caseload->store, id, days);
	int64_t sum = 0;

	for (size_t i = 0; i < count; i++)
		if (days->days[i].day >= from && days->days[i].day <= to)
			sum += days->days[i].amount;
	return (double)sum / looking->divisor;
}

static size_t most_cases(const struct opencheck_plan *plan)
{
	return plan->cases ? plan->cases : OPENCHECK_CASES;
}

static size_t count_open(const struct states *states)
{
	size_t count = 0;

	for (uint32_t i = 0; i < states->tracked; i++)
		count += states->now[i].open;
	return count;
}

/* The open cases; where there are too many at some origin a part of them, in the same order. */
static void choose(struct looking *looking, size_t most)
{
	const struct states *states = looking->states;
	size_t open = 0;
	gsl_rng *random;

	for (uint32_t i = 0; i < states->tracked; i++)
		if (states->now[i].open)
			looking->chosen[open++] = i;
	looking->count = open;
	if (most <= most_cases(looking->plan))
		return;
	looking->count = (open * most_cases(looking->plan) + most / 2) / most;
	random = random_stream(looking->plan->seed, "opencheck.cases",
			       (unsigned long)states->origin);
	gsl_ran_choose(random, looking->chosen, looking->count, looking->chosen, open,
		       sizeof *looking->chosen);
	gsl_rng_free(random);
}

/* What is known of each before its prognosis; `pit` is the random number it will need. */
static void find_rows(struct looking *looking, gsl_rng *random, struct day_buffer *days)
{
	const struct states *states = looking->states;

	for (size_t n = 0; n < looking->count; n++) {
		const struct state_now *now = &states->now[looking->chosen[n]];
		struct opencheck_row *row = &looking->rows[n];

		*row = (struct opencheck_row){ .origin = states->origin,
			.unit = states->row[now->row].id, .case_month = now->situation.age,
			.group = opencheck_group(now->situation.age),
			.pit = gsl_rng_uniform(random) };
		row->outcome = outcome_of(looking, row->unit, days);
		row->happened = row->outcome >= looking->plan->threshold;
		looking->place[looking->chosen[n]] = (uint32_t)n;
	}
}

/* A chance (c + 1) / (S + 2) is drawn towards a half, the more the fewer paths there are; that of
 * the check only as much as with twice as many. */
static double as_of_more(double over, size_t paths)
{
	double reached = over * (double)(paths + 2) - 1;

	return (reached + 0.5) / (double)(paths + 1);
}

static void take(size_t tracked, const double *sums, size_t paths, void *to)
{
	const struct looking *looking = to;
	struct opencheck_row *row = &looking->rows[looking->place[tracked]];
	double observed = row->outcome * looking->divisor;
	struct path_sum sum = paths_sum(sums, paths, looking->plan->threshold * looking->divisor);

	sum.mean /= looking->divisor;
	sum.q10 /= looking->divisor;
	sum.q50 /= looking->divisor;
	sum.q90 /= looking->divisor;
	sum.over = as_of_more(sum.over, paths);
	row->forecast = sum;
	row->pit = score_pit_sample(sums, paths, observed, row->pit);
	row->crps = score_crps(sums, paths, observed, 0) / looking->divisor;
}

static int forecast(struct looking *looking, struct fault *fault)
{
	const struct opencheck_plan *plan = looking->plan;
	size_t lead = (size_t)plan->lead, months = lead + (size_t)plan->months;
	double *share = mem_new(months, sizeof *share);
	struct paths_plan paths_plan = { .paths = plan->paths, .months = months,
		.follow = plan->follow, .threads = plan->threads, .seed = plan->seed,
		.chosen = looking->chosen, .chosen_count = looking->count, .share = share,
		.take = take, .to = looking };
	int result;

	for (size_t h = lead; h < months; h++)
		share[h] = 1;
	result = paths_run(NULL, looking->states, &paths_plan, fault);
	free(share);
	return result;
}

static int look_at(struct opencheck *check, const struct states *states,
		   const struct opencheck_plan *plan, size_t most, struct fault *fault)
{
	struct looking looking = { .plan = plan, .states = states,
		.divisor = states->caseload->divisor };
	struct day_buffer days = { 0 };
	gsl_rng *random = random_stream(plan->seed, "opencheck.pit", (unsigned long)states->origin);
	int result;

	looking.chosen = mem_new(states->tracked, sizeof *looking.chosen);
	looking.place = mem_new(states->tracked, sizeof *looking.place);
	choose(&looking, most);
	check->rows = mem_resize(check->rows, check->count + looking.count, sizeof *check->rows);
	looking.rows = check->rows + check->count;
	find_rows(&looking, random, &days);
	result = looking.count ? forecast(&looking, fault) : 0;
	check->count += looking.count;
	check->open += count_open(states);
	check->origins++;
	gsl_rng_free(random);
	day_buffer_free(&days);
	free(looking.chosen);
	free(looking.place);
	return result;
}

/* The months after which the first prognosis is made. */
static int32_t least_history(const struct opencheck_plan *plan, int32_t months)
{
	if (plan->history)
		return plan->history;
	return months / 3 > OPENCHECK_HISTORY ? months / 3 : OPENCHECK_HISTORY;
}

/* Open cases at the fullest origin, or 0 where there cannot be too many. */
static size_t find_most(const struct caseload *caseload, const struct opencheck_plan *plan,
			int32_t earliest, int32_t latest)
{
	size_t most = 0;

	if (caseload->cases <= most_cases(plan))
		return 0;
	for (int32_t origin = earliest; origin <= latest; origin += plan->step) {
		size_t open = states_open(caseload, origin);

		most = open > most ? open : most;
	}
	return most;
}

int opencheck_run(struct opencheck *check, const struct caseload *caseload,
		  const struct opencheck_plan *plan, struct fault *fault)
{
	int32_t last = states_last(caseload), first = states_first(caseload);
	int32_t latest = last - plan->lead - plan->months;
	int32_t least = first + least_history(plan, last - first + 1) - 1;
	int32_t earliest = latest - (latest - least) / plan->step * plan->step;
	size_t most;
	int result = 0;

	memset(check, 0, sizeof *check);
	if (latest < least)
		return 0;
	most = find_most(caseload, plan, earliest, latest);
	for (int32_t origin = earliest; origin <= latest && result == 0; origin += plan->step) {
		struct states states;

		result = states_read(&states, caseload, origin,
				     plan->coarse ? STATES_COARSE : STATES_FULL, fault);
		if (result == 0)
			result = look_at(check, &states, plan, most, fault);
		states_free(&states);
	}
	return result;
}

void opencheck_free(struct opencheck *check)
{
	free(check->rows);
}
