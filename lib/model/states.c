/* SPDX-License-Identifier: GPL-3.0-or-later */
/* states - the situation of every case at the end of a month, and what became of such cases. */
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "data/date.h"
#include "model/states.h"
#include "stats/sort.h"

/* A prevalent case is at least a year old. */
enum { PREVALENT_AGE = 13, FOLLOWED_MOST = 3 };

/* First months of the bands. */
static const int32_t age_starts[STATES_AGES] = { 0, 1, 2, 3, 6, 9, 15, 24 };
static const int32_t recency_starts[STATES_RECENCIES] = { 0, 1, 2, 3, 6 };
static const double cut_shares[STATES_INTENSITIES - 1] = { .33, .67, .9 };

struct reading {
	struct states *states;
	struct day_buffer days;
	size_t row_room, amount_room;
};

/* ---- state of a case -------------------------------------------------------------- */

static uint32_t band_of(const int32_t *starts, uint32_t bands, int32_t value)
{
	uint32_t band = 0;

	while (band + 1 < bands && value >= starts[band + 1])
		band++;
	return band;
}

static double recent_sum(const struct situation *situation, int months)
{
	double sum = 0;

	for (int i = 0; i < months; i++)
		sum += situation->recent[i];
	return sum;
}

/* All parts but the quarter. */
static uint32_t plain_code(const struct states *states, const struct situation *situation)
{
	double sum = recent_sum(situation, STATES_RECENT);
	uint32_t intensity = 0;

	for (int i = 0; i < STATES_INTENSITIES - 1; i++)
		intensity += sum >= states->cut[i];
	return (band_of(age_starts, STATES_AGES, situation->age) * STATES_RECENCIES +
		band_of(recency_starts, STATES_RECENCIES, situation->recency)) *
		STATES_INTENSITIES + intensity;
}

uint32_t states_code(const struct states *states, const struct situation *situation)
{
	uint32_t plain = plain_code(states, situation), quarter = 0;
	double sum = recent_sum(situation, STATES_YEAR);

	for (int i = 0; states->coding == STATES_FULL && i < STATES_QUARTERS - 1; i++)
		quarter += sum > states->year_cut[plain][i];
	return plain * STATES_QUARTERS + quarter;
}

static double known_amount(double amount)
{
	return amount == STATES_NO_CONTACT ? 0 : amount;
}

static void take_month_of(struct situation *situation, double amount)
{
	if (amount != STATES_NO_CONTACT)
		situation->recency = 0;
	for (int i = STATES_YEAR - 1; i > 0; i--)
		situation->recent[i] = situation->recent[i - 1];
	situation->recent[0] = known_amount(amount);
}

void states_next(struct situation *situation, double amount)
{
	situation->age++;
	situation->recency++;
	take_month_of(situation, amount);
}

/* The next month of a series. A stated first contact without a record is a contact as well. */
static void step(struct situation *situation, double amount, int first)
{
	if (first)
		take_month_of(situation, amount);
	else
		states_next(situation, amount);
}

/* ---- series ----------------------------------------------------------------------- */

int32_t states_first(const struct caseload *caseload)
{
	int32_t month = month_of(caseload->window.since);

	return caseload->window.since == month_first(month) ? month : month + 1;
}

int32_t states_last(const struct caseload *caseload)
{
	int32_t month = month_of(caseload->window.until);

	return caseload->window.until == month_last(month) ? month : month - 1;
}

/* Months of the first and the last contact that lie in the months seen; 0 if there is none. */
static int find_reach(const struct states *states, const struct case_day *days, size_t count,
		      int32_t *from, int32_t *to)
{
	int any = 0;

	for (size_t i = 0; i < count; i++) {
		int32_t month = month_of(days[i].day);

		if (month < states->first || month > states->origin)
			continue;
		*from = any ? *from : month;
		*to = month;
		any = 1;
	}
	return any;
}

/* Months of a case's first and last contact up to T; 0 if there is none yet. A stated first contact
 * in the window counts. */
static int find_months(const struct states *states, uint32_t id, const struct day_buffer *days,
		       size_t count, int32_t *from, int32_t *to)
{
	int32_t origin = states->caseload->origin[id];
	int seen;

	if (origin > month_last(states->origin))        /* DATE_UNKNOWN is later */
		return 0;
	seen = find_reach(states, days->days, count, from, to);
	if (month_of(origin) < states->first)
		return seen;
	*from = month_of(origin);
	*to = seen ? *to : *from;
	return 1;
}

/* Room for the series of a case, all months without contact. */
static void add_row(struct reading *reading, uint32_t id, int32_t from, int32_t to)
{
	struct states *states = reading->states;
	const struct caseload *caseload = states->caseload;
	int32_t since = month_of(caseload->origin[id]);
	int32_t prevalent = caseload_prevalent(caseload, id);
	int32_t last = to + STATES_SILENT - 1 + FOLLOWED_MOST;
	struct state_case *row;

	last = last < states->origin ? last : states->origin;
	states->row = mem_grow(states->row, states->rows, &reading->row_room, sizeof *states->row);
	row = &states->row[states->rows++];
	*row = (struct state_case){ .id = id, .from = from, .at = states->amounts,
		.age = from - since + PREVALENT_AGE * prevalent,
		.months = (uint32_t)(last - from + 1),
		.incident = !prevalent && since >= states->first };
	states->amounts += row->months;
	if (states->amounts > reading->amount_room) {
		reading->amount_room = 2 * states->amounts;
		states->amount = mem_resize(states->amount, reading->amount_room,
					    sizeof *states->amount);
	}
	for (uint32_t k = 0; k < row->months; k++)
		states->amount[row->at + k] = STATES_NO_CONTACT;
}

/* Of a case that is not seen from its start, states are right after the washout at the
 * earliest, and once its last three months are seen. */
static void find_usable(const struct states *states, struct state_case *row)
{
	const struct caseload *caseload = states->caseload;
	int32_t month = states->first + STATES_RECENT - 1;

	if (row->incident)
		return;
	while (month_last(month) < caseload->window.since + caseload->washout)
		month++;
	row->usable = month > row->from ? (uint32_t)(month - row->from) : 0;
}

static void add_days(struct reading *reading, size_t days)
{
	struct states *states = reading->states;
	const struct state_case *row = &states->row[states->rows - 1];

	for (size_t i = 0; i < days; i++) {
		const struct case_day *day = &reading->days.days[i];
		int32_t month = month_of(day->day);
		double *amount;

		if (month < states->first || month > states->origin)
			continue;
		amount = &states->amount[row->at + (size_t)(month - row->from)];
		*amount = known_amount(*amount) + (double)day->amount;
	}
}

static void read_case(struct reading *reading, uint32_t id)
{
	struct states *states = reading->states;
	int32_t from = 0, to = 0;
	size_t days = store_days(states->caseload->store, id, &reading->days);

	if (!find_months(states, id, &reading->days, days, &from, &to))
		return;
	add_row(reading, id, from, to);
	find_usable(states, &states->row[states->rows - 1]);
	add_days(reading, days);
}

/* ---- cuts and codes --------------------------------------------------------------- */

/* Calls for each tracked month of a case. */
typedef void month_visitor(struct states *states, const struct state_case *row, uint32_t month,
			   const struct situation *situation, void *to);

static void each_tracked(struct states *states, month_visitor *visit, void *to)
{
	for (size_t r = 0; r < states->rows; r++) {
		const struct state_case *row = &states->row[r];
		struct situation situation = { .age = row->age };

		for (uint32_t k = 0; k < row->months; k++) {
			step(&situation, states->amount[row->at + k], k == 0);
			if (situation.recency < STATES_SILENT)
				visit(states, row, k, &situation, to);
		}
	}
}

struct positive {
	double *value;
	size_t count;
};

static void take_positive(struct states *states, const struct state_case *row, uint32_t month,
			  const struct situation *situation, void *to)
{
	struct positive *positive = to;
	double sum = recent_sum(situation, STATES_RECENT);

	(void)states, (void)row, (void)month;
	if (sum > 0)
		positive->value[positive->count++] = sum;
}

static void find_cuts(struct states *states)
{
	struct positive positive = { mem_new(states->amounts, sizeof(double)), 0 };

	each_tracked(states, take_positive, &positive);
	sort_numbers(positive.value, positive.count);
	for (int i = 0; i < STATES_INTENSITIES - 1; i++)
		states->cut[i] = !positive.count ? (double)NAN :
			gsl_stats_quantile_from_sorted_data(positive.value, 1, positive.count,
							    cut_shares[i]);
	free(positive.value);
}

/* Amounts of the last twelve months, those of a state side by side. */
struct years {
	double *value;
	size_t start[STATES_PLAIN + 1], next[STATES_PLAIN];
};

static void count_plain(struct states *states, const struct state_case *row, uint32_t month,
			const struct situation *situation, void *to)
{
	struct years *years = to;
	uint32_t plain = plain_code(states, situation);

	states->code[row->at + month] = (uint16_t)plain;
	years->start[plain + 1]++;
}

static void take_year(struct states *states, const struct state_case *row, uint32_t month,
		      const struct situation *situation, void *to)
{
	struct years *years = to;
	uint32_t plain = states->code[row->at + month];

	years->value[years->next[plain]++] = recent_sum(situation, STATES_YEAR);
}

static void cut_years(struct states *states, const struct years *years, uint32_t state)
{
	double *value = years->value + years->start[state];
	size_t count = years->start[state + 1] - years->start[state];

	sort_numbers(value, count);
	for (int i = 0; i < STATES_QUARTERS - 1; i++)
		states->year_cut[state][i] = gsl_stats_quantile_from_sorted_data(
			value, 1, count, (i + 1.0) / STATES_QUARTERS);
}

static int was_there(const struct years *years, uint32_t state)
{
	return years->start[state + 1] > years->start[state];
}

/* A state that no case was in yet has the cuts of the age whose donors it will draw. */
static uint32_t state_with_years(const struct years *years, uint32_t state)
{
	static const uint32_t width = STATES_PLAIN / STATES_AGES;
	uint32_t age = state / width, rest = state % width;

	for (uint32_t younger = age; younger-- > 0;)
		if (was_there(years, younger * width + rest))
			return younger * width + rest;
	for (uint32_t older = age + 1; older < STATES_AGES; older++)
		if (was_there(years, older * width + rest))
			return older * width + rest;
	return state;
}

static void find_year_cuts(struct states *states)
{
	struct years years = { .value = mem_new(states->amounts, sizeof(double)) };

	each_tracked(states, count_plain, &years);
	for (int s = 0; s < STATES_PLAIN; s++) {
		years.next[s] = years.start[s];
		years.start[s + 1] += years.start[s];
	}
	each_tracked(states, take_year, &years);
	for (uint32_t s = 0; s < STATES_PLAIN; s++)
		if (was_there(&years, s))
			cut_years(states, &years, s);
	for (uint32_t s = 0; s < STATES_PLAIN; s++)
		if (!was_there(&years, s))
			memmove(states->year_cut[s],
				states->year_cut[state_with_years(&years, s)],
				sizeof states->year_cut[s]);
	free(years.value);
}

static void take_code(struct states *states, const struct state_case *row, uint32_t month,
		      const struct situation *situation, void *to)
{
	(void)to;
	states->code[row->at + month] = (uint16_t)states_code(states, situation);
}

static void find_codes(struct states *states)
{
	states->code = mem_new(states->amounts, sizeof *states->code);
	for (size_t i = 0; i < states->amounts; i++)
		states->code[i] = STATES_UNTRACKED;
	find_cuts(states);
	find_year_cuts(states);
	each_tracked(states, take_code, NULL);
}

/* ---- donors ----------------------------------------------------------------------- */

/* Where a case-month stands: by its state, and of donors who are followed for one month those who
 * had a contact in it first. */
static uint32_t pile_of(const struct donor_months *months, size_t at)
{
	const struct states *states = months->states;
	int silent = months->ahead == 1 && states->amount[at + 1] == STATES_NO_CONTACT;

	return 2 * (uint32_t)states->code[at] + (uint32_t)silent;
}

/* Calls for each donor, in order of the rows and months. */
typedef void donor_visitor(struct donor_months *months, uint32_t r, size_t at);

static void each_donor(struct donor_months *months, donor_visitor *visit)
{
	const struct states *states = months->states;

	for (uint32_t r = 0; r < states->rows; r++) {
		const struct state_case *row = &states->row[r];

		for (uint32_t k = row->usable; k + (uint32_t)months->ahead < row->months; k++)
			if (states->code[row->at + k] != STATES_UNTRACKED)
				visit(months, r, row->at + k);
	}
}

static void count_donor(struct donor_months *months, uint32_t r, size_t at)
{
	(void)r;
	months->start[pile_of(months, at) + 1]++;
}

/* Afterwards each pile's start is the next one's. */
static void place_donor(struct donor_months *months, uint32_t r, size_t at)
{
	uint32_t place = months->start[pile_of(months, at)]++;

	months->row[place] = r;
	if (months->ahead == 1)
		months->next[place] = months->states->amount[at + 1];
	else
		months->at[place] = (uint32_t)(at + 1);
}

void donor_months_find(struct donor_months *months, const struct states *states, int ahead)
{
	uint32_t *start = months->start;

	*months = (struct donor_months){ .states = states, .ahead = ahead };
	each_donor(months, count_donor);
	for (int pile = 0; pile < DONOR_PILES; pile++)
		start[pile + 1] += start[pile];
	months->row = mem_new(start[DONOR_PILES], sizeof *months->row);
	if (ahead == 1)
		months->next = mem_new(start[DONOR_PILES], sizeof *months->next);
	else
		months->at = mem_new(start[DONOR_PILES], sizeof *months->at);
	each_donor(months, place_donor);
	memmove(start + 1, start, DONOR_PILES * sizeof *start);
	start[0] = 0;
}

void donor_months_free(struct donor_months *months)
{
	free(months->row);
	free(months->next);
	free(months->at);
}

/* Donors before each state, and contacts in the month that follows. */
struct donor_counts {
	uint32_t all[STATES_COUNT + 1], contacts[STATES_COUNT + 1];
};

static uint32_t weigh_pile(const struct donor_months *months, const uint32_t *weight, uint32_t pile)
{
	uint32_t from = months->start[pile], to = months->start[pile + 1], sum = 0;

	if (!weight)
		return to - from;
	for (uint32_t i = from; i < to; i++)
		sum += weight[months->row[i]];
	return sum;
}

static void count_donors(const struct donor_months *months, const uint32_t *weight,
			 struct donor_counts *counts)
{
	counts->all[0] = 0;
	counts->contacts[0] = 1;        /* of who had none */
	for (uint32_t s = 0; s < STATES_COUNT; s++) {
		uint32_t contacts = weigh_pile(months, weight, 2 * s);

		counts->contacts[s + 1] = counts->contacts[s] + contacts;
		counts->all[s + 1] = counts->all[s] + contacts +
				     weigh_pile(months, weight, 2 * s + 1);
	}
}

static void list_all(struct donors *donors, const struct donor_months *months,
		     const uint32_t *weight)
{
	uint32_t count = months->start[DONOR_PILES], *to;

	to = donors->at = mem_new(donors->total, sizeof *donors->at);
	for (uint32_t i = 0; i < count; i++)
		for (uint32_t w = weight ? weight[months->row[i]] : 1; w; w--)
			*to++ = months->at[i];
}

/* Nearly all weights are up to 3; nobody can foretell which, so as many are written in any case. */
static void list_contacts(struct donors *donors, const struct donor_months *months,
			  const uint32_t *weight, uint32_t contacts)
{
	enum { FEW = 3 };
	double *to = mem_new(contacts + FEW, sizeof *to);

	donors->next = to;
	*to++ = STATES_NO_CONTACT;
	for (uint32_t s = 0; s < STATES_COUNT; s++)
		for (uint32_t i = months->start[2 * s]; i < months->start[2 * s + 1]; i++) {
			uint32_t times = weight ? weight[months->row[i]] : 1;

			to[0] = to[1] = to[2] = months->next[i];
			for (uint32_t w = FEW; w < times; w++)
				to[w] = months->next[i];
			to += times;
		}
}

/* States of one age lie side by side, within it those of one recency, and so on: merging them is
 * taking a longer run of the list. Returns whether that run holds donors. */
static int widen(struct donors *donors, const struct donor_counts *counts, uint32_t state,
		 uint32_t like, int merge)
{
	static const uint32_t widths[] = { 1, STATES_QUARTERS, STATES_QUARTERS * STATES_INTENSITIES,
		STATES_QUARTERS * STATES_INTENSITIES * STATES_RECENCIES };
	const uint32_t *starts = donors->at ? counts->all : counts->contacts;

	for (int i = 0; i < (merge ? 4 : 2); i++) {
		uint32_t from = like / widths[i] * widths[i], to = from + widths[i];
		uint32_t count = counts->all[to] - counts->all[from];

		if (count < (i == 0 ? STATES_LEAST : 1))
			continue;
		donors->of[state] = (struct donor_run){
			starts[from], counts->contacts[to] - counts->contacts[from], count };
		donors->merged[state] = i > 1 || like != state;
		return 1;
	}
	return 0;
}

static void find_run(struct donors *donors, const struct donor_counts *counts, uint32_t state,
		     int merge)
{
	static const uint32_t width = STATES_COUNT / STATES_AGES;
	uint32_t age = state / width, rest = state % width;

	if (widen(donors, counts, state, state, merge) || !merge)
		return;
	for (uint32_t younger = age; younger-- > 0;)
		if (widen(donors, counts, state, younger * width + rest, merge))
			return;
	for (uint32_t older = age + 1; older < STATES_AGES; older++)
		if (widen(donors, counts, state, older * width + rest, merge))
			return;
}

/* Rows whose first month is that of a new case; where there is none, all. */
static void list_fresh(struct donors *donors, const struct states *states, const uint32_t *weight)
{
	size_t room = 0;

	for (size_t r = 0; r < states->rows; r++) {
		uint32_t times = weight ? weight[r] : 1;

		if (!states->row[r].incident && !states->fresh_from_all)
			continue;
		for (uint32_t w = 0; w < times; w++) {
			donors->fresh = mem_grow(donors->fresh, donors->fresh_count, &room,
						 sizeof *donors->fresh);
			donors->fresh[donors->fresh_count++] =
				states->amount[states->row[r].at];
		}
	}
}

void donors_find(struct donors *donors, const struct donor_months *months, const uint32_t *weight)
{
	const struct states *states = months->states;
	struct donor_counts counts;

	memset(donors, 0, sizeof *donors);
	count_donors(months, weight, &counts);
	donors->total = counts.all[STATES_COUNT];
	if (months->ahead == 1)
		list_contacts(donors, months, weight, counts.contacts[STATES_COUNT]);
	else
		list_all(donors, months, weight);
	for (uint32_t s = 0; s < STATES_COUNT; s++)
		find_run(donors, &counts, s, states->coding != STATES_BARE);
	list_fresh(donors, states, weight);
}

void donors_free(struct donors *donors)
{
	free(donors->at);
	free(donors->next);
	free(donors->fresh);
}

/* ---- means and variances ---------------------------------------------------------- */

/* Of `count` values, all but the first `given` of them 0. Two passes; values are whole, so that
 * their sum is exact. */
static void find_moments(const double *values, size_t given, size_t count, double *mean,
			 double *variance)
{
	double sum = 0, squares = 0;

	for (size_t i = 0; i < given; i++)
		sum += values[i];
	*mean = count ? sum / (double)count : 0;
	for (size_t i = 0; i < given; i++)
		squares += (values[i] - *mean) * (values[i] - *mean);
	squares += (double)(count - given) * *mean * *mean;
	*variance = count > 1 ? squares / (double)(count - 1) : 0;
}

static void state_moments(struct states *states, const struct donors *donors)
{
	for (int s = 0; s < STATES_COUNT; s++) {
		struct state_moments *moments = &states->moments[s];
		struct donor_run run = donors->of[s];

		moments->donors = run.count;
		moments->merged = donors->merged[s];
		find_moments(donors->next + run.from, run.contacts, run.count, &moments->mean,
			     &moments->variance);
	}
}

static void all_moments(struct states *states)
{
	struct donor_months months;
	struct donors donors;

	donor_months_find(&months, states, 1);
	donors_find(&donors, &months, NULL);
	donor_months_free(&months);
	state_moments(states, &donors);
	for (size_t i = 0; i < donors.fresh_count; i++)
		donors.fresh[i] = known_amount(donors.fresh[i]);
	find_moments(donors.fresh, donors.fresh_count, donors.fresh_count, &states->fresh_mean,
		     &states->fresh_variance);
	donors_free(&donors);
}

/* ---- history and now -------------------------------------------------------------- */

/* Whether a closing date, known by then, has come since the last contact. */
static int is_closed(const struct states *states, uint32_t id, int32_t month, int32_t recency)
{
	int32_t closed = states->caseload->closed[id];

	return closed <= month_last(month) && month_of(closed) >= month - recency;
}

static int is_open(const struct states *states, uint32_t id, int32_t month, int32_t recency)
{
	return recency <= states->caseload->silence && !is_closed(states, id, month, recency);
}

size_t states_open(const struct caseload *caseload, int32_t origin)
{
	struct states states = { .caseload = caseload, .first = states_first(caseload),
				 .origin = origin };
	struct day_buffer days = { 0 };
	size_t open = 0;

	for (uint32_t id = 0; id < caseload->cases; id++) {
		size_t count = store_days(caseload->store, id, &days);
		int32_t from = 0, to = 0;

		if (find_months(&states, id, &days, count, &from, &to))
			open += origin - to < STATES_SILENT &&
				is_open(&states, id, origin, origin - to);
	}
	day_buffer_free(&days);
	return open;
}

static void take_month(struct states *states, const struct state_case *row, uint32_t k,
		       const struct situation *situation, void *to)
{
	int32_t month = row->from + (int32_t)k;
	struct state_history *history = &states->history[month - states->first];
	const struct state_moments *moments = &states->moments[states->code[row->at + k]];

	(void)to;
	history->tracked++;
	history->open += (uint32_t)is_open(states, row->id, month, situation->recency);
	if (month == states->origin)
		return;
	history[1].expected += moments->mean;
	history[1].variance += moments->variance;
}

static void find_history(struct states *states)
{
	states->history = mem_new((size_t)(states->origin - states->first) + 1,
				  sizeof *states->history);
	for (size_t r = 0; r < states->rows; r++) {
		const struct state_case *row = &states->row[r];
		struct state_history *history = &states->history[row->from - states->first];

		history->fresh += row->incident;
		history->appeared += !row->incident;
		for (uint32_t k = 0; k < row->months; k++) {
			double amount = states->amount[row->at + k];

			history[k].active += amount != STATES_NO_CONTACT;
			history[k].total += known_amount(amount);
		}
	}
	each_tracked(states, take_month, NULL);
}

static void take_now(struct states *states, const struct state_case *row, uint32_t k,
		     const struct situation *situation, void *to)
{
	struct state_now *now;

	(void)to;
	if (row->from + (int32_t)k != states->origin)
		return;
	now = &states->now[states->tracked++];
	*now = (struct state_now){ .row = (uint32_t)(row - states->row),
		.code = states->code[row->at + k], .situation = *situation,
		.open = (uint8_t)is_open(states, row->id, states->origin, situation->recency),
		.closed = (uint8_t)is_closed(states, row->id, states->origin, situation->recency) };
}

/* ---- the whole -------------------------------------------------------------------- */

static int read_rows(struct states *states, struct fault *fault)
{
	struct reading reading = { .states = states };

	for (uint32_t i = 0; i < states->caseload->cases; i++)
		read_case(&reading, states->caseload->order[i]);
	day_buffer_free(&reading.days);
	if (!states->rows)
		return fault_set(fault, STATUS_MODEL,
				 N_("no case was seen in the whole months of the window"));
	for (size_t r = 0; r < states->rows; r++)
		if (states->row[r].incident)
			return 0;
	states->fresh_from_all = 1;
	return 0;
}

int states_read(struct states *states, const struct caseload *caseload, int32_t origin,
		enum states_coding coding, struct fault *fault)
{
	memset(states, 0, sizeof *states);
	states->caseload = caseload;
	states->coding = coding;
	states->first = states_first(caseload);
	states->origin = origin;
	if (origin < states->first || origin > states_last(caseload))
		return fault_set(fault, STATUS_MODEL,
				 N_("no whole month lies in the window up to the month that the "
				    "prognosis starts from"));
	if (read_rows(states, fault) != 0)
		return -1;
	find_codes(states);
	all_moments(states);
	find_history(states);
	states->now = mem_new(states->rows, sizeof *states->now);
	each_tracked(states, take_now, NULL);
	return 0;
}

void states_free(struct states *states)
{
	free(states->row);
	free(states->amount);
	free(states->code);
	free(states->now);
	free(states->history);
}
