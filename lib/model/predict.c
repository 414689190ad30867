/* SPDX-License-Identifier: GPL-3.0-or-later */
/* predict - what each open case is likely to take, and how far that can be believed. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "data/date.h"
#include "model/casemonth.h"
#include "model/opencheck.h"
#include "model/predict.h"
#include "model/similar.h"

static const double COVERED_LEAST = 0.75;
enum { CHECK_STEP = 6, CHECK_STEP_LONG = 12, LONG_MONTHS = 120 };

struct predicting {
	struct predict *predict;
	const struct caseload *caseload;
	const struct predict_settings *settings;
	uint32_t *order;                /* by case number: its place in the order of ids */
	struct day_buffer days;
	size_t capacity;
};

static double least_over(const struct predicting *predicting)
{
	const struct predict_settings *settings = predicting->settings;

	return settings->prognosis.counts ? settings->threshold - 0.5 : settings->threshold;
}

/* ---- rows ------------------------------------------------------------------------- */

static double used_of(struct predicting *predicting, uint32_t id, int32_t from, int32_t to)
{
	const struct caseload *caseload = predicting->caseload;
	size_t count = store_days(caseload->store, id, &predicting->days);
	int64_t sum = 0;

	to = to < caseload->window.until ? to : caseload->window.until;
	for (size_t i = 0; i < count; i++)
		if (predicting->days.days[i].day >= from && predicting->days.days[i].day <= to)
			sum += predicting->days.days[i].amount;
	return (double)sum / caseload->divisor;
}

static struct predict_row *add_row(struct predicting *predicting, uint32_t id, int32_t from,
				   int32_t to)
{
	const struct caseload *caseload = predicting->caseload;
	struct predict *predict = predicting->predict;
	int32_t origin = caseload->origin[id], day = from - 1;
	struct predict_row *row;

	day = day < caseload->window.until ? day : caseload->window.until;
	predict->rows = mem_grow(predict->rows, predict->count, &predicting->capacity,
				 sizeof *predict->rows);
	row = &predict->rows[predict->count++];
	*row = (struct predict_row){
		.id = id, .order = predicting->order[id], .from = from, .to = to, .case_month = -1,
		.used = used_of(predicting, id, from, to),
	};
	if (caseload_incident(caseload, id) && origin <= day)
		row->case_month = casemonth_of(CLOCK_ELAPSED, origin, day);
	return row;
}

static int by_chance(const void *a, const void *b)
{
	const struct predict_row *left = a, *right = b;

	if (left->over != right->over)
		return left->over > right->over ? -1 : 1;
	return left->order < right->order ? -1 : left->order > right->order;
}

/* ---- from the first weeks --------------------------------------------------------- */

static int is_open(struct predicting *predicting, uint32_t id)
{
	const struct caseload *caseload = predicting->caseload;
	size_t count = store_days(caseload->store, id, &predicting->days);
	int32_t until = caseload->window.until, last = caseload->origin[id];

	for (size_t i = 0; i < count && predicting->days.days[i].day <= until; i++)
		last = predicting->days.days[i].day;
	return month_of(until) - month_of(last) <= caseload->silence &&
	       !(caseload->closed[id] >= last && caseload->closed[id] <= until);
}

static int is_fresh(const struct predicting *predicting, const struct firstweeks_case *one)
{
	return predicting->settings->from == DATE_UNKNOWN &&
	       predicting->caseload->window.until -
	       firstweeks_landmark(&predicting->predict->firstweeks, one) < PREDICT_FRESH;
}

static void add_landmark_row(struct predicting *predicting, const struct firstweeks_case *one)
{
	const struct predict *predict = predicting->predict;
	struct prognosis_view view;
	struct predict_row *row;

	prognosis_view(predict->prognosis, one, &view);
	row = add_row(predicting, one->id, firstweeks_landmark(&predict->firstweeks, one) + 1,
		      firstweeks_end(&predict->firstweeks, one));
	row->by_landmark = 1;
	row->first = one;
	row->value = mixture_mean(&view.mixture);
	row->q10 = mixture_quantile(&view.mixture, 0.1);
	row->q50 = mixture_quantile(&view.mixture, 0.5);
	row->q90 = mixture_quantile(&view.mixture, 0.9);
	row->over = prognosis_over(predict->prognosis, &view, predicting->settings->threshold);
	row->similar_over = prognosis_similar(predict->prognosis, &view,
					      predicting->settings->threshold, &row->similar_n);
}

static int learn(struct predicting *predicting, struct fault *fault)
{
	const struct predict_settings *settings = predicting->settings;
	struct predict *predict = predicting->predict;
	uint32_t *former = mem_new(predict->firstweeks.count, sizeof *former);
	size_t count = prognosis_former(&predict->firstweeks, predicting->caseload->window.until,
					former);
	int result = prognosis_fit(&predict->own, &predict->firstweeks, former, count,
				   &settings->prognosis, fault);

	free(former);
	predict->prognosis = &predict->own;
	return result;
}

static int predict_landmarks(struct predicting *predicting, struct fault *fault)
{
	const struct predict_settings *settings = predicting->settings;
	struct predict *predict = predicting->predict;
	const struct caseload *caseload = predicting->caseload;

	firstweeks_read(&predict->firstweeks, caseload, settings->prognosis.weeks,
			settings->prognosis.months);
	predict->prognosis = settings->ready;
	if (!settings->ready && learn(predicting, fault) != 0)
		return -1;
	if (rolling_check(&predict->landmark, &predict->firstweeks, predict->prognosis,
			  settings->threshold, caseload->window.until, settings->seed, fault) != 0)
		return -1;
	trials_score(&predict->landmark_score, &predict->landmark, TRIAL_ANY, TRIAL_ANY);
	for (size_t i = 0; i < predict->firstweeks.count; i++) {
		const struct firstweeks_case *one = &predict->firstweeks.list[i];

		if (is_fresh(predicting, one) && is_open(predicting, one->id))
			add_landmark_row(predicting, one);
	}
	return 0;
}

/* ---- from the state --------------------------------------------------------------- */

struct opening {
	struct predicting *predicting;
	const struct states *states;
	uint32_t *chosen;               /* numbers in states->now */
	size_t count;
	struct predict_row *rows;       /* of the chosen, in their order */
	size_t *place;                  /* by number in states->now */
};

static void take_sums(size_t tracked, const double *sums, size_t paths, void *to)
{
	const struct opening *opening = to;
	double divisor = opening->states->caseload->divisor;
	struct path_sum sum = paths_sum(sums, paths, least_over(opening->predicting) * divisor);
	struct predict_row *row = &opening->rows[opening->place[tracked]];

	row->value = sum.mean / divisor;
	row->q10 = sum.q10 / divisor;
	row->q50 = sum.q50 / divisor;
	row->q90 = sum.q90 / divisor;
	row->over = sum.over;
}

/* Cases that the first weeks have spoken for, by number; the caller frees. */
static uint8_t *find_told(const struct predict *predict, uint32_t cases)
{
	uint8_t *told = mem_new(cases, sizeof *told);

	for (size_t i = 0; i < predict->count; i++)
		told[predict->rows[i].id] = 1;
	return told;
}

static double recent_sum(const struct state_now *now, int months)
{
	double sum = 0;

	for (int k = 0; k < months; k++)
		sum += now->situation.recent[k];
	return sum;
}

static void choose_open(struct opening *opening, int32_t from, int32_t to)
{
	struct predict *predict = opening->predicting->predict;
	const struct states *states = opening->states;
	size_t before = predict->count;
	uint8_t *told = find_told(predict, states->caseload->cases);

	for (uint32_t i = 0; i < states->tracked; i++) {
		const struct state_now *now = &states->now[i];
		uint32_t id = states->row[now->row].id;
		struct predict_row *row;

		if (!now->open || told[id])
			continue;
		row = add_row(opening->predicting, id, from, to);
		row->silent = now->situation.recency;
		row->recent = recent_sum(now, STATES_RECENT) / states->caseload->divisor;
		row->year = recent_sum(now, STATES_YEAR) / states->caseload->divisor;
		opening->place[i] = opening->count;
		opening->chosen[opening->count++] = i;
	}
	opening->rows = opening->count ? predict->rows + before : NULL;
	free(told);
}

static void find_similar(struct opening *opening)
{
	const struct predict_settings *settings = opening->predicting->settings;
	const struct similar_span span = {
		.lead = opening->predicting->predict->lead, .months = settings->prognosis.months,
		.threshold = least_over(opening->predicting) * opening->states->caseload->divisor,
	};
	struct similar *similar = mem_new(opening->count, sizeof *similar);

	similar_find(similar, opening->states, opening->chosen, opening->count, &span,
		     settings->threads);
	for (size_t i = 0; i < opening->count; i++) {
		opening->rows[i].similar_over = similar[i].over;
		opening->rows[i].similar_n = similar[i].count;
	}
	free(similar);
}

static int draw_paths(struct opening *opening, int32_t from, int32_t to, struct fault *fault)
{
	const struct predict_settings *settings = opening->predicting->settings;
	size_t room = (size_t)(month_of(to) - opening->states->origin);
	double *share = mem_new(room, sizeof *share);
	struct paths_plan plan = {
		.paths = settings->paths, .follow = opening->predicting->predict->follow,
		.threads = settings->threads, .seed = settings->seed, .chosen = opening->chosen,
		.chosen_count = opening->count, .share = share, .take = take_sums, .to = opening,
	};
	int result;

	plan.months = paths_span(opening->states->origin, from, to, share, room);
	result = paths_run(NULL, opening->states, &plan, fault);
	free(share);
	return result;
}

static int predict_states(struct predicting *predicting, const struct states *states, int32_t from,
			  int32_t to, struct fault *fault)
{
	struct opening opening = { .predicting = predicting, .states = states };
	int result = 0;

	opening.chosen = mem_new(states->tracked, sizeof *opening.chosen);
	opening.place = mem_new(states->tracked, sizeof *opening.place);
	choose_open(&opening, from, to);
	if (opening.count)
		result = draw_paths(&opening, from, to, fault);
	if (opening.count && result == 0)
		find_similar(&opening);
	free(opening.chosen);
	free(opening.place);
	return result;
}

/* Whoever came only after the end of the month that the states are of has none. */
static void count_left_out(struct predicting *predicting, int32_t from)
{
	const struct caseload *caseload = predicting->caseload;
	struct predict *predict = predicting->predict;
	int32_t known = month_last(predict->origin);
	int32_t seen = from - 1 < caseload->window.until ? from - 1 : caseload->window.until;
	uint8_t *told;

	if (seen <= known)
		return;
	predict->passed_over = seen - known;
	told = find_told(predict, caseload->cases);
	for (uint32_t id = 0; id < caseload->cases; id++) {
		size_t count = told[id] ? 0 : store_days(caseload->store, id, &predicting->days);
		size_t i = 0;

		while (i < count && predicting->days.days[i].day <= known)
			i++;
		predict->left_out += i < count && predicting->days.days[i].day <= seen;
	}
	free(told);
}

/* ---- the check of the open cases ----------------------------------------------------- */

/* Of a long window every second half-year is enough. */
static int check_step(const struct caseload *caseload)
{
	return states_last(caseload) - states_first(caseload) >= LONG_MONTHS ? CHECK_STEP_LONG :
									       CHECK_STEP;
}

static struct opencheck_plan check_plan(const struct predicting *predicting)
{
	const struct predict_settings *settings = predicting->settings;

	return (struct opencheck_plan){
		.paths = settings->check_paths, .lead = predicting->predict->lead,
		.months = settings->prognosis.months, .step = check_step(predicting->caseload),
		.follow = predicting->predict->follow, .threshold = least_over(predicting),
		.threads = settings->threads, .seed = settings->seed,
	};
}

/* How many of the intervals hold; NaN where there are none to look at. */
static int find_coverage(const struct predicting *predicting, int follow, double *covered,
			 struct fault *fault)
{
	struct opencheck_plan plan = check_plan(predicting);
	struct opencheck check;
	size_t inside = 0;
	int result;

	plan.follow = follow;
	plan.cases = PREDICT_CHOICE_CASES;
	plan.paths = PREDICT_CHOICE_PATHS;
	result = opencheck_run(&check, predicting->caseload, &plan, fault);
	for (size_t i = 0; i < check.count; i++)
		inside += check.rows[i].pit > 0.1 && check.rows[i].pit < 0.9;
	*covered = (double)inside / (double)check.count;
	predicting->predict->choice_cases = check.count;
	opencheck_free(&check);
	return result;
}

/* Longer steps where single months lose too much of what lasts in a case. */
static int choose_follow(struct predicting *predicting, struct fault *fault)
{
	double single, longer;

	predicting->predict->follow = 1;
	if (find_coverage(predicting, 1, &single, fault) != 0)
		return -1;
	if (!(single < COVERED_LEAST))
		return 0;
	if (find_coverage(predicting, STATES_RECENT, &longer, fault) != 0)
		return -1;
	if (longer > single)
		predicting->predict->follow = STATES_RECENT;
	return 0;
}

static int check_open(struct predicting *predicting, struct fault *fault)
{
	struct predict *predict = predicting->predict;
	struct opencheck_plan plan;
	struct opencheck check;
	int result;

	if (choose_follow(predicting, fault) != 0)
		return -1;
	plan = check_plan(predicting);
	result = opencheck_run(&check, predicting->caseload, &plan, fault);
	for (size_t i = 0; result == 0 && i < check.count; i++) {
		const struct opencheck_row *row = &check.rows[i];
		struct trial trial = {
			.unit = predicting->order[row->unit],
			.half = period_of(PERIOD_HALF, row->origin + 1), .group = row->group,
			.mean = row->forecast.mean, .over = row->forecast.over, .pit = row->pit,
			.outcome = row->outcome, .happened = row->happened != 0,
		};

		trials_add(&predict->open, &trial);
	}
	predict->open.origins = check.origins;
	predict->open.drawn_from = check.open;
	opencheck_free(&check);
	if (result == 0)
		trials_score(&predict->open_score, &predict->open, TRIAL_ANY, TRIAL_ANY);
	return result;
}

static int predict_open(struct predicting *predicting, struct fault *fault)
{
	const struct caseload *caseload = predicting->caseload;
	const struct predict_settings *settings = predicting->settings;
	int32_t from = settings->from, to;
	struct states states;
	int result;

	if (from == DATE_UNKNOWN)
		from = caseload->window.until + 1;
	to = from + casemonth_whole_days(settings->prognosis.months) - 1;
	predicting->predict->origin = states_last(caseload);
	if (month_of(from) <= predicting->predict->origin)
		predicting->predict->origin = month_of(from) - 1;
	predicting->predict->lead = month_of(from) - predicting->predict->origin - 1;
	result = states_read(&states, caseload, predicting->predict->origin, STATES_FULL,
			     fault);
	if (result == 0)
		result = check_open(predicting, fault);
	if (result == 0)
		result = predict_states(predicting, &states, from, to, fault);
	if (result == 0)
		count_left_out(predicting, from);
	states_free(&states);
	return result;
}

/* ---- the whole -------------------------------------------------------------------- */

static int recalibrate(struct predict *predict, struct fault *fault)
{
	for (size_t i = 0; i < predict->count; i++) {
		struct predict_row *row = &predict->rows[i];
		const struct trial_score *score = row->by_landmark ? &predict->landmark_score :
								     &predict->open_score;

		if (!isfinite(score->calibration.slope))
			return fault_set(fault, STATUS_MODEL,
					 N_("there is no calibration line to apply: the check of "
					    "earlier half-years needs cases on both sides of the "
					    "threshold"));
		row->over = calibration_apply(&score->calibration, row->over);
	}
	return 0;
}

/* Without a stated day the prognosis from the first weeks stands for itself. */
static int run_parts(struct predicting *predicting, struct fault *fault)
{
	struct predict *predict = predicting->predict;
	size_t landmarks;

	if (predicting->settings->from != DATE_UNKNOWN)
		return predict_open(predicting, fault);
	if (predict_landmarks(predicting, fault) != 0)
		return -1;
	landmarks = predict->count;
	if (predict_open(predicting, &predict->open_fault) != 0)
		predict->count = landmarks;
	return 0;
}

int predict_run(struct predict *predict, const struct caseload *caseload,
		const struct predict_settings *settings, struct fault *fault)
{
	struct predicting predicting = { .predict = predict, .caseload = caseload,
					 .settings = settings };
	int result;

	memset(predict, 0, sizeof *predict);
	predicting.order = mem_new(caseload->cases, sizeof *predicting.order);
	for (uint32_t i = 0; i < caseload->cases; i++)
		predicting.order[caseload->order[i]] = i;
	result = run_parts(&predicting, fault);
	if (result == 0 && settings->recalibrate)
		result = recalibrate(predict, fault);
	if (result == 0 && predict->count)
		qsort(predict->rows, predict->count, sizeof *predict->rows, by_chance);
	free(predicting.order);
	day_buffer_free(&predicting.days);
	return result;
}

void predict_free(struct predict *predict)
{
	prognosis_free(&predict->own);
	firstweeks_free(&predict->firstweeks);
	trials_free(&predict->landmark);
	trials_free(&predict->open);
	free(predict->rows);
}
