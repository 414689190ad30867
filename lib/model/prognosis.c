/* SPDX-License-Identifier: GPL-3.0-or-later */
/* prognosis - the effort that comes after the first weeks, as a distribution for each case. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "model/prognosis.h"

const char *const prognosis_kind_names[PROGNOSIS_KINDS + 1] = {
	"mixture", "gamma", "two_groups", NULL
};

static const double RIDGE = 2;
enum { GROUP_LEAST = 5 };

/* ---- features -------------------------------------------------------------------- */

static size_t feature_count(const struct prognosis *prognosis)
{
	return PROGNOSIS_FEATURES + (prognosis->settings.household != 0) + prognosis->service_count;
}

static void put_features(const struct prognosis *prognosis, const struct firstweeks_case *from,
			 double *row)
{
	size_t at = PROGNOSIS_FEATURES;

	row[0] = log1p(from->effort);
	row[1] = log(from->contacts);
	row[2] = log1p(from->late);
	row[3] = from->silent / 28.0;
	if (prognosis->settings.household)
		row[at++] = from->persons ? log(from->persons) : prognosis->household_mean;
	for (size_t i = 0; i < prognosis->service_count; i++)
		row[at++] = strcmp(from->service, prognosis->services[i]) == 0;
}

/* ---- the former cases ------------------------------------------------------------- */

size_t prognosis_former(const struct firstweeks *firstweeks, int32_t seen, uint32_t *to)
{
	size_t count = 0;

	for (uint32_t i = 0; i < firstweeks->count; i++)
		if (firstweeks_end(firstweeks, &firstweeks->list[i]) <= seen)
			to[count++] = i;
	return count;
}

struct training {
	const struct firstweeks *firstweeks;
	const uint32_t *former;
	size_t count;
};

static const struct firstweeks_case *case_of(const struct training *training, size_t i)
{
	return &training->firstweeks->list[training->former[i]];
}

static void describe(struct prognosis *prognosis, const struct training *training)
{
	double households = 0, sum = 0;

	prognosis->cases = training->count;
	for (size_t i = 0; i < training->count; i++) {
		const struct firstweeks_case *one = case_of(training, i);

		prognosis->positives += one->outcome > 0;
		prognosis->mean += one->outcome / (double)training->count;
		if (!i || one->origin < prognosis->since)
			prognosis->since = one->origin;
		if (!i || one->origin > prognosis->until)
			prognosis->until = one->origin;
		households += one->persons > 0;
		sum += one->persons > 0 ? log(one->persons) : 0;
	}
	prognosis->household_mean = households > 0 ? sum / households : 0;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Services of enough former cases, in bytewise order. */
static void find_services(struct prognosis *prognosis, const struct training *training)
{
	const char **names = mem_new(training->count, sizeof *names);
	size_t capacity = 0;

	for (size_t i = 0; i < training->count; i++)
		names[i] = case_of(training, i)->service;
	qsort(names, training->count, sizeof *names, by_name);
	for (size_t i = 0, end; i < training->count; i = end) {
		for (end = i; end < training->count && strcmp(names[end], names[i]) == 0; end++)
			;
		if (!*names[i] || end - i < PROGNOSIS_SERVICE_LEAST)
			continue;
		prognosis->services = mem_grow(prognosis->services, prognosis->service_count,
					       &capacity, sizeof *prognosis->services);
		prognosis->services[prognosis->service_count++] =
			mem_text(names[i], strlen(names[i]));
	}
	free(names);
}

/* ---- fits ------------------------------------------------------------------------ */

static void fit_groups(struct prognosis *prognosis, const struct training *training)
{
	double *outcome = mem_new(training->count, sizeof *outcome);

	prognosis->kind = PROGNOSIS_TWO_GROUPS;
	for (int late = 0; late < 2; late++) {
		size_t count = 0;

		for (size_t i = 0; i < training->count; i++)
			if ((case_of(training, i)->late > 0) == late)
				outcome[count++] = case_of(training, i)->outcome;
		if (count < GROUP_LEAST)
			for (count = 0; count < training->count; count++)
				outcome[count] = case_of(training, count)->outcome;
		prognosis->group[late] = steps_of(outcome, count);
	}
	free(outcome);
}

static int by_mean(const void *a, const void *b)
{
	const struct prognosis_former *left = a, *right = b;

	if (left->at != right->at)
		return left->at < right->at ? -1 : 1;
	if (left->origin != right->origin)
		return left->origin < right->origin ? -1 : 1;
	return left->order < right->order ? -1 : left->order > right->order;
}

static double log_mean(const struct hurdle_part *part)
{
	return log(part->p) + log(part->m);
}

static void line_up(struct prognosis *prognosis, const struct training *training, const double *x)
{
	prognosis->former = mem_new(training->count, sizeof *prognosis->former);
	for (size_t i = 0; i < training->count; i++) {
		struct hurdle_part part = hurdle_expect(&prognosis->hurdle,
							x + i * prognosis->hurdle.features);

		prognosis->former[i] = (struct prognosis_former){
			log_mean(&part), case_of(training, i)->outcome,
			case_of(training, i)->origin, training->former[i],
		};
	}
	qsort(prognosis->former, training->count, sizeof *prognosis->former, by_mean);
}

static int fit_model(struct prognosis *prognosis, const struct training *training,
		     struct fault *fault)
{
	size_t features = feature_count(prognosis);
	double *x = mem_new(training->count * features, sizeof *x);
	double *y = mem_new(training->count, sizeof *y);
	int result;

	for (size_t i = 0; i < training->count; i++) {
		put_features(prognosis, case_of(training, i), x + i * features);
		y[i] = case_of(training, i)->outcome;
	}
	prognosis->kind = prognosis->positives < PROGNOSIS_POSITIVES_RATIO ? PROGNOSIS_GAMMA :
									     PROGNOSIS_MIXTURE;
	result = hurdle_fit(&prognosis->hurdle, x, y, training->count, features, RIDGE, fault);
	if (result == 0) {
		prognosis->ratio_mean = steps_mean(&prognosis->hurdle.ratio);
		line_up(prognosis, training, x);
	}
	free(x);
	free(y);
	return result;
}

/* What is missing, and where the cases are lost. */
static int too_few(const struct training *training, struct fault *fault)
{
	const struct firstweeks *firstweeks = training->firstweeks;

	if (!firstweeks->count)
		return fault_set(fault, STATUS_MODEL,
				 N_("no case whose first contact is known has come to day %d in "
				    "the window: there is nothing to learn from"),
				 (int)firstweeks->landmark);
	return fault_set(fault, STATUS_MODEL,
			 N_("a prognosis needs %d former cases that were seen for %d days after "
			    "their first contact; there are %zu (%zu came to day %d)"),
			 PROGNOSIS_CASES_LEAST,
			 (int)(firstweeks->landmark + firstweeks->horizon), training->count,
			 firstweeks->count, (int)firstweeks->landmark);
}

int prognosis_fit(struct prognosis *prognosis, const struct firstweeks *firstweeks,
		  const uint32_t *former, size_t count, const struct prognosis_settings *settings,
		  struct fault *fault)
{
	struct training training = { firstweeks, former, count };

	*prognosis = (struct prognosis){ .settings = *settings };
	if (count < PROGNOSIS_CASES_LEAST)
		return too_few(&training, fault);
	describe(prognosis, &training);
	if (count < PROGNOSIS_CASES_MODEL || prognosis->positives < PROGNOSIS_POSITIVES_MODEL) {
		fit_groups(prognosis, &training);
		return 0;
	}
	if (settings->service)
		find_services(prognosis, &training);
	return fit_model(prognosis, &training, fault);
}

void prognosis_free(struct prognosis *prognosis)
{
	for (size_t i = 0; i < prognosis->service_count; i++)
		free(prognosis->services[i]);
	for (size_t i = 0; i < prognosis->cell_count; i++)
		steps_free(&prognosis->cells[i].outcome);
	free(prognosis->services);
	free(prognosis->former);
	free(prognosis->cells);
	hurdle_free(&prognosis->hurdle);
	steps_free(&prognosis->group[0]);
	steps_free(&prognosis->group[1]);
	*prognosis = (struct prognosis){ .kind = PROGNOSIS_TWO_GROUPS };
}

/* ---- what it says of a case -------------------------------------------------------- */

/* The first former case with this `at` or a larger one. */
static size_t place_of(const struct prognosis *prognosis, double at)
{
	size_t low = 0, high = prognosis->cases;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (prognosis->former[middle].at < at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Former cases with the same `at` stand in order of their first contact: the group on the nearer
 * side is taken from its start, as far as there is room. */
static size_t take_nearest(const struct prognosis *prognosis, double at, double *outcome)
{
	size_t right = place_of(prognosis, at), left = right, count = 0;
	const struct prognosis_former *former = prognosis->former;

	while (count < PROGNOSIS_NEAREST && (left > 0 || right < prognosis->cases)) {
		size_t from, to;

		if (right == prognosis->cases ||
		    (left > 0 && at - former[left - 1].at < former[right].at - at)) {
			to = left;
			left = place_of(prognosis, former[left - 1].at);
			from = left;
		} else {
			from = right;
			while (right < prognosis->cases && former[right].at == former[from].at)
				right++;
			to = right;
		}
		for (size_t i = from; i < to && count < PROGNOSIS_NEAREST; i++)
			outcome[count++] = former[i].outcome;
	}
	return count;
}

static const struct steps *nearest_cell(const struct prognosis *prognosis, double at)
{
	size_t best = 0;

	for (size_t i = 1; i < prognosis->cell_count; i++)
		if (fabs(prognosis->cells[i].at - at) < fabs(prognosis->cells[best].at - at))
			best = i;
	return &prognosis->cells[best].outcome;
}

static void view_model(const struct prognosis *prognosis, const struct firstweeks_case *the_case,
		       struct prognosis_view *view)
{
	double *row = mem_new(feature_count(prognosis), sizeof *row);
	struct mixture *mixture = &view->mixture;
	double at;

	put_features(prognosis, the_case, row);
	mixture->weight = 0.5;
	mixture->part = hurdle_expect(&prognosis->hurdle, row);
	mixture->shape = prognosis->hurdle.shape;
	mixture->ratio = prognosis->kind == PROGNOSIS_GAMMA ? NULL : &prognosis->hurdle.ratio;
	mixture->ratio_mean = mixture->ratio ? prognosis->ratio_mean : 1;
	at = log_mean(&mixture->part);
	mixture->near = prognosis->former ?
			steps_in(view->outcome, view->upto,
				 take_nearest(prognosis, at, view->outcome)) :
			*nearest_cell(prognosis, at);
	free(row);
}

void prognosis_view(const struct prognosis *prognosis, const struct firstweeks_case *the_case,
		    struct prognosis_view *view)
{
	memset(&view->mixture, 0, sizeof view->mixture);
	if (prognosis->kind == PROGNOSIS_TWO_GROUPS)
		view->mixture.near = prognosis->group[the_case->late > 0];
	else
		view_model(prognosis, the_case, view);
}

static double least_over(const struct prognosis *prognosis, double threshold)
{
	return prognosis->settings.counts ? threshold - 0.5 : threshold;
}

double prognosis_over(const struct prognosis *prognosis, const struct prognosis_view *view,
		      double threshold)
{
	double n = (double)prognosis->cases;
	double p = 1 - mixture_below(&view->mixture, least_over(prognosis, threshold));

	return (n * p + 0.5) / (n + 1);
}

size_t prognosis_similar(const struct prognosis *prognosis, const struct prognosis_view *view,
			 double threshold, size_t *count)
{
	const struct steps *near = &view->mixture.near;
	double below = steps_below(near, least_over(prognosis, threshold));

	*count = 0;
	if (prognosis->from_file)
		return 0;
	*count = near->count;
	return (size_t)lround((1 - below) * (double)near->count);
}
