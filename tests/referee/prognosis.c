/* SPDX-License-Identifier: GPL-3.0-or-later */
/* prognosis FILE roll|fold THRESHOLD [EFFORT] - the prognosis from the first weeks against others:
 * one CSV row for each case and method, with CRPS, mean, P(outcome >= THRESHOLD), PIT and outcome.
 *
 * roll: yearly origins, trained on what was seen whole by then, tested on the cases whose landmark
 * lies in the year after; fold: each tenth of the cases from the others. Others: the hurdle model
 * with gamma spread alone; the k = 2 root(n) nearest former cases by standardised features (20 to
 * 200); what came of those with and without a late contact; what came of all (climatology); BG/NBD
 * with gamma-gamma amounts (Fader, Hardie and Lee 2005, Marketing Science 24:275-284, and J
 * Marketing Research 42:415-430), fitted by maximum likelihood to the histories of the former cases
 * up to the origin, 400 draws a case. scripts/proof-prognosis makes the table. */
#include <gsl/gsl_errno.h>
#include <gsl/gsl_multimin.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "data/caseload.h"
#include "data/date.h"
#include "model/prognosis.h"
#include "stats/interval.h"
#include "stats/random.h"
#include "stats/score.h"

enum { DRAWS = 400, FOLDS = 10, FEATURES = PROGNOSIS_FEATURES };

struct history {                        /* of one former case up to the origin */
	double x, last, seen;           /* repeat contact days; day of the last; days seen */
	double amount;                  /* mean of a contact day, over `days` of them */
	double days;
};

struct buying {
	const struct history *list;
	size_t count;
	double r, alpha, a, b;          /* BG/NBD */
	double p, q, gamma;             /* gamma-gamma */
};

struct proof {
	const struct caseload *caseload;
	struct firstweeks firstweeks;
	struct prognosis prognosis;
	struct buying buying;
	uint32_t *former;
	size_t count;                   /* of the former cases */
	double *outcome, *sorted;       /* of the former cases, in their order and by size */
	double *late[2];                /* of those without and with a late contact, by size */
	size_t late_count[2];
	double *feature;                /* of the former cases, standardised */
	double center[FEATURES], scale[FEATURES];
	double threshold;
	int32_t origin;
	gsl_rng *random;
};

/* ---- BG/NBD and gamma-gamma ------------------------------------------------------- */

static double bg_nbd(const gsl_vector *at, void *data)
{
	const struct buying *buying = data;
	double r = exp(gsl_vector_get(at, 0)), alpha = exp(gsl_vector_get(at, 1));
	double a = exp(gsl_vector_get(at, 2)), b = exp(gsl_vector_get(at, 3)), sum = 0;

	if (fmax(fmax(r, alpha), fmax(a, b)) > 1e5 || fmin(fmin(r, alpha), fmin(a, b)) < 1e-5)
		return 1e30;
	for (size_t i = 0; i < buying->count; i++) {
		const struct history *h = &buying->list[i];
		double head = gsl_sf_lngamma(r + h->x) - gsl_sf_lngamma(r) + r * log(alpha);
		double alive = gsl_sf_lnbeta(a, b + h->x) - gsl_sf_lnbeta(a, b) -
			       (r + h->x) * log(alpha + h->seen);
		double gone = h->x > 0 ? gsl_sf_lnbeta(a + 1, b + h->x - 1) - gsl_sf_lnbeta(a, b) -
					 (r + h->x) * log(alpha + h->last) : -INFINITY;
		double most = fmax(alive, gone);

		sum += head + most + log(exp(alive - most) + exp(gone - most));
	}
	return isfinite(sum) ? -sum : 1e30;
}

static double gamma_gamma(const gsl_vector *at, void *data)
{
	const struct buying *buying = data;
	double p = exp(gsl_vector_get(at, 0)), q = exp(gsl_vector_get(at, 1));
	double g = exp(gsl_vector_get(at, 2)), sum = 0;

	if (fmax(fmax(p, q), g) > 1e5 || fmin(fmin(p, q), g) < 1e-5)
		return 1e30;
	for (size_t i = 0; i < buying->count; i++) {
		const struct history *h = &buying->list[i];
		double px = p * h->days;

		if (!(h->amount > 0))
			continue;
		sum += gsl_sf_lngamma(px + q) - gsl_sf_lngamma(px) - gsl_sf_lngamma(q) + q * log(g) +
		       (px - 1) * log(h->amount) + px * log(h->days) -
		       (px + q) * log(g + h->days * h->amount);
	}
	return isfinite(sum) ? -sum : 1e30;
}

static void minimise(double (*of)(const gsl_vector *, void *), struct buying *buying, double *at,
		     size_t size)
{
	gsl_multimin_function function = { of, size, buying };
	gsl_vector *start = gsl_vector_alloc(size), *step = gsl_vector_alloc(size);
	gsl_multimin_fminimizer *search =
		gsl_multimin_fminimizer_alloc(gsl_multimin_fminimizer_nmsimplex2, size);

	for (int again = 0; again < 2; again++) {
		for (size_t i = 0; i < size; i++)
			gsl_vector_set(start, i, at[i]);
		gsl_vector_set_all(step, 0.5);
		gsl_multimin_fminimizer_set(search, &function, start, step);
		for (int i = 0; i < 400 && gsl_multimin_fminimizer_iterate(search) == 0 &&
				gsl_multimin_fminimizer_size(search) > 1e-4; i++)
			;
		for (size_t i = 0; i < size; i++)
			at[i] = gsl_vector_get(search->x, i);
	}
	gsl_multimin_fminimizer_free(search);
	gsl_vector_free(start);
	gsl_vector_free(step);
}

static void fit_buying(struct proof *proof)
{
	struct buying *buying = &proof->buying;
	struct history *list = mem_new(proof->firstweeks.count, sizeof *list);
	struct day_buffer days = { 0 };
	double at[4] = { log(1), log(30), log(0.5), log(5) }, money[3] = { log(2), log(3), log(3) };

	buying->count = 0;
	for (size_t i = 0; i < proof->count; i++) {
		const struct firstweeks_case *one = &proof->firstweeks.list[proof->former[i]];
		struct history *h = &list[buying->count++];
		size_t count = store_days(proof->caseload->store, one->id, &days);
		double sum = 0;

		*h = (struct history){ .x = -1, .seen = proof->origin - one->origin + 0.5 };
		for (size_t d = 0; d < count && days.days[d].day <= proof->origin; d++) {
			h->x++;
			h->last = days.days[d].day - one->origin;
			h->days += days.days[d].amount > 0;
			sum += (double)days.days[d].amount / proof->caseload->divisor;
		}
		h->amount = h->days > 0 ? sum / h->days : 0;
	}
	buying->list = list;
	minimise(bg_nbd, buying, at, 4);
	minimise(gamma_gamma, buying, money, 3);
	buying->r = exp(at[0]);
	buying->alpha = exp(at[1]);
	buying->a = exp(at[2]);
	buying->b = exp(at[3]);
	buying->p = exp(money[0]);
	buying->q = exp(money[1]);
	buying->gamma = exp(money[2]);
	day_buffer_free(&days);
	free(list);
}

static void draw_buying(struct proof *proof, const struct firstweeks_case *one, double *to)
{
	const struct buying *buy = &proof->buying;
	double x = one->contacts - 1, last = proof->firstweeks.landmark - one->silent;
	double seen = proof->firstweeks.landmark + 0.5;
	double alive = x > 0 ? 1 / (1 + buy->a / (buy->b + x - 1) *
				    pow((buy->alpha + seen) / (buy->alpha + last), buy->r + x)) : 1;

	for (int i = 0; i < DRAWS; i++) {
		double rate = gsl_ran_gamma(proof->random, buy->r + x, 1 / (buy->alpha + seen));
		double leave = gsl_ran_beta(proof->random, buy->a, buy->b + x);
		unsigned most = leave > 1e-9 ? gsl_ran_geometric(proof->random, leave) : 1U << 30;
		unsigned count = gsl_ran_poisson(proof->random, rate * proof->firstweeks.horizon);
		double size = gsl_ran_gamma(proof->random, buy->q + buy->p * one->contacts,
					    1 / (buy->gamma + one->effort));

		count = gsl_rng_uniform(proof->random) < alive ? count < most ? count : most : 0;
		to[i] = count ? gsl_ran_gamma(proof->random, buy->p * count, 1 / size) : 0;
	}
	gsl_sort(to, 1, DRAWS);
}

/* ---- nearest by features ------------------------------------------------------------- */

static void put_features(const struct firstweeks_case *one, double *row)
{
	row[0] = log1p(one->effort);
	row[1] = log(one->contacts);
	row[2] = log1p(one->late);
	row[3] = one->silent / 28.0;
}

static void standardise(struct proof *proof)
{
	for (size_t j = 0; j < FEATURES; j++) {
		double sum = 0, squares = 0;

		for (size_t i = 0; i < proof->count; i++)
			sum += proof->feature[i * FEATURES + j] / (double)proof->count;
		for (size_t i = 0; i < proof->count; i++)
			squares += pow(proof->feature[i * FEATURES + j] - sum, 2);
		proof->center[j] = sum;
		proof->scale[j] = sqrt(squares / (double)proof->count) + 1e-9;
	}
}

static size_t nearest(struct proof *proof, const struct firstweeks_case *one, double *to)
{
	double row[FEATURES], *distance = mem_new(proof->count, sizeof *distance);
	size_t k = (size_t)lround(2 * sqrt((double)proof->count)), *order;

	k = k < 20 ? 20 : k > 200 ? 200 : k;
	order = mem_new(k, sizeof *order);
	put_features(one, row);
	for (size_t i = 0; i < proof->count; i++)
		for (size_t j = 0; j < FEATURES; j++)
			distance[i] += pow((proof->feature[i * FEATURES + j] - row[j]) /
					   proof->scale[j], 2);
	gsl_sort_smallest_index(order, k, distance, 1, proof->count);
	for (size_t i = 0; i < k; i++)
		to[i] = proof->outcome[order[i]];
	gsl_sort(to, 1, k);
	free(distance);
	free(order);
	return k;
}

/* ---- rows ------------------------------------------------------------------------------ */

static void put_row(struct proof *proof, const char *method, const struct firstweeks_case *one,
		    const double *sorted, size_t count, double mean, double over, double random)
{
	printf("%s,%d,%zu,%.8g,%.8g,%.8g,%.8g,%.8g,%d\n", method, proof->origin, proof->count,
	       score_crps(sorted, count, one->outcome, 0), mean, over,
	       score_pit_sample(sorted, count, one->outcome, random), one->outcome,
	       one->outcome >= proof->threshold);
}

static void put_sample(struct proof *proof, const char *method, const struct firstweeks_case *one,
		       const double *sorted, size_t count, double random)
{
	double n = (double)proof->count, mean = 0, over = 0;

	for (size_t i = 0; i < count; i++) {
		mean += sorted[i] / (double)count;
		over += (sorted[i] >= proof->threshold) / (double)count;
	}
	put_row(proof, method, one, sorted, count, mean, (n * over + 0.5) / (n + 1), random);
}

/* The quantile q of a hurdle with gamma spread. */
static double hurdle_quantile(const struct hurdle_part *part, double shape, double q)
{
	double inside = (q - (1 - part->p)) / part->p;

	if (!(inside > 0))
		return 0;
	inside = fmin(fmax(inside, 1e-12), 1 - 1e-12);
	return interval_gamma_quantile(inside, part->m, part->m * part->m / shape);
}

/* The mixture, and its hurdle with gamma spread alone, at their quantiles. */
static void put_ours(struct proof *proof, const struct firstweeks_case *one, double random)
{
	double sample[DRAWS], n = (double)proof->count, shape = proof->prognosis.hurdle.shape;
	struct prognosis_view view;
	struct hurdle_part part;

	prognosis_view(&proof->prognosis, one, &view);
	for (int i = 0; i < DRAWS; i++)
		sample[i] = mixture_quantile(&view.mixture, (i + 0.5) / DRAWS);
	put_row(proof, "mixture", one, sample, DRAWS, mixture_mean(&view.mixture),
		prognosis_over(&proof->prognosis, &view, proof->threshold), random);
	if (proof->prognosis.kind == PROGNOSIS_TWO_GROUPS)
		return;
	part = view.mixture.part;
	for (int i = 0; i < DRAWS; i++)
		sample[i] = hurdle_quantile(&part, shape, (i + 0.5) / DRAWS);
	put_row(proof, "hurdle_gamma", one, sample, DRAWS, part.p * part.m,
		(n * (1 - hurdle_gamma_upto(&part, shape, proof->threshold)) + 0.5) / (n + 1), random);
}

static void test_case(struct proof *proof, const struct firstweeks_case *one)
{
	double sample[DRAWS], near[200], random = gsl_rng_uniform(proof->random);
	int late = one->late > 0;
	size_t k;

	put_ours(proof, one, random);
	k = nearest(proof, one, near);
	put_sample(proof, "knn", one, near, k, random);
	put_sample(proof, "two_groups", one, proof->late[late], proof->late_count[late], random);
	put_sample(proof, "climatology", one, proof->sorted, proof->count, random);
	draw_buying(proof, one, sample);
	put_sample(proof, "bg_nbd", one, sample, DRAWS, random);
}

/* ---- origins and folds -------------------------------------------------------------------- */

static void learn_groups(struct proof *proof)
{
	for (int late = 0; late < 2; late++) {
		size_t count = 0;

		for (size_t i = 0; i < proof->count; i++)
			if ((proof->firstweeks.list[proof->former[i]].late > 0) == late)
				proof->late[late][count++] = proof->outcome[i];
		if (count <= 5) {
			memcpy(proof->late[late], proof->outcome, proof->count * sizeof(double));
			count = proof->count;
		}
		gsl_sort(proof->late[late], 1, count);
		proof->late_count[late] = count;
	}
}

static int learn(struct proof *proof)
{
	const struct prognosis_settings settings = { .weeks = 8, .months = 12 };
	struct fault fault = { 0 };

	for (size_t i = 0; i < proof->count; i++) {
		const struct firstweeks_case *one = &proof->firstweeks.list[proof->former[i]];

		proof->outcome[i] = one->outcome;
		put_features(one, proof->feature + i * FEATURES);
	}
	if (proof->count < PROGNOSIS_CASES_MODEL ||
	    prognosis_fit(&proof->prognosis, &proof->firstweeks, proof->former, proof->count,
			  &settings, &fault) != 0)
		return -1;
	memcpy(proof->sorted, proof->outcome, proof->count * sizeof *proof->sorted);
	gsl_sort(proof->sorted, 1, proof->count);
	standardise(proof);
	learn_groups(proof);
	fit_buying(proof);
	return 0;
}

static void test(struct proof *proof, const uint32_t *tested, size_t count)
{
	for (size_t i = 0; i < count; i++)
		test_case(proof, &proof->firstweeks.list[tested[i]]);
}

static void roll(struct proof *proof, uint32_t *tested)
{
	int first_year, last_year, unused1, unused2;
	const struct window *window = &proof->caseload->window;

	date_to_civil(window->since, &first_year, &unused1, &unused2);
	date_to_civil(window->until, &last_year, &unused1, &unused2);
	for (int year = first_year; year < last_year; year++) {
		size_t count = 0;

		proof->origin = date_from_civil(year, 12, 31);
		proof->count = prognosis_former(&proof->firstweeks, proof->origin, proof->former);
		for (uint32_t i = 0; i < proof->firstweeks.count; i++) {
			const struct firstweeks_case *one = &proof->firstweeks.list[i];
			int32_t at = firstweeks_landmark(&proof->firstweeks, one);

			if (at > proof->origin && at <= proof->origin + 365 &&
			    firstweeks_end(&proof->firstweeks, one) <= window->until)
				tested[count++] = i;
		}
		if (count >= 5 && learn(proof) == 0)
			test(proof, tested, count);
		prognosis_free(&proof->prognosis);
	}
}

static void fold(struct proof *proof, uint32_t *tested)
{
	uint32_t *all = mem_new(proof->firstweeks.count, sizeof *all);
	size_t count;

	proof->origin = proof->caseload->window.until;
	count = prognosis_former(&proof->firstweeks, proof->origin, all);
	for (size_t part = 0; part < FOLDS; part++) {
		size_t test_count = 0;

		proof->count = 0;
		for (size_t i = 0; i < count; i++)
			if (i % FOLDS == part)
				tested[test_count++] = all[i];
			else
				proof->former[proof->count++] = all[i];
		if (learn(proof) == 0)
			test(proof, tested, test_count);
		prognosis_free(&proof->prognosis);
	}
	free(all);
}

static void run(const struct caseload *caseload, double threshold, int folds)
{
	struct proof proof = { .caseload = caseload, .threshold = threshold,
			       .prognosis = { .kind = PROGNOSIS_TWO_GROUPS } };
	uint32_t *tested;
	size_t room;

	firstweeks_read(&proof.firstweeks, caseload, 8, 12);
	room = proof.firstweeks.count;
	proof.former = mem_new(room, sizeof *proof.former);
	tested = mem_new(room, sizeof *tested);
	proof.outcome = mem_new(room, sizeof *proof.outcome);
	proof.sorted = mem_new(room, sizeof *proof.sorted);
	proof.late[0] = mem_new(room, sizeof(double));
	proof.late[1] = mem_new(room, sizeof(double));
	proof.feature = mem_new(room * FEATURES, sizeof(double));
	proof.random = random_stream(1, "proof.prognosis", 0);
	puts("method,origin,former,crps,mean,over,pit,outcome,happened");
	(folds ? fold : roll)(&proof, tested);
	gsl_rng_free(proof.random);
	firstweeks_free(&proof.firstweeks);
	free(proof.former);
	free(tested);
	free(proof.outcome);
	free(proof.sorted);
	free(proof.late[0]);
	free(proof.late[1]);
	free(proof.feature);
}

int main(int count, char **arguments)
{
	struct findings findings = { 0 };
	struct fault fault = { 0 };
	struct caseload caseload;
	struct source source;

	if (count < 4)
		return 2;
	gsl_set_error_handler_off();
	source_start(&source);
	source.file = arguments[1];
	source_layout(&source);
	if (count > 4) {
		snprintf(source.effort, sizeof source.effort, "%s", arguments[4]);
		source.unit = UNIT_AMOUNT;
		source.washout = 0;
		source.partial = 1;
	}
	if (caseload_read(&caseload, &source, &findings, &fault) != 0) {
		fprintf(stderr, "prognosis: %s\n", fault.text);
		return 1;
	}
	run(&caseload, strtod(arguments[3], NULL), strcmp(arguments[2], "fold") == 0);
	caseload_free(&caseload);
	findings_free(&findings);
	return 0;
}
