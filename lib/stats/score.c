/* SPDX-License-Identifier: GPL-3.0-or-later */
/* score - how good was a forecast: proper scores, coverage, scaled errors. */
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sort.h>
#include <math.h>

#include "base/mem.h"
#include "stats/score.h"

/* ---- a sample, a quantile -------------------------------------------------------- */

/* E|X - y| - E|X - X'| / 2; the second term from the order statistics (Gini's mean difference). */
double score_crps(const double *sorted, size_t count, double observed, int fair)
{
	double distance = 0, spread = 0, n = (double)count;

	if (count < (fair ? 2U : 1U))
		return NAN;
	for (size_t i = 0; i < count; i++) {
		distance += fabs(sorted[i] - observed);
		spread += (2 * (double)i + 1 - n) * sorted[i];
	}
	return distance / n - spread / (n * (fair ? n - 1 : n));
}

double score_pinball(double observed, double quantile, double level)
{
	return (observed - quantile) * (level - (observed < quantile));
}

double score_pit(double below, double upto, double random)
{
	return below + random * (upto - below);
}

double score_pit_sample(const double *sorted, size_t count, double observed, double random)
{
	size_t below = 0, upto;

	if (!count)
		return NAN;
	while (below < count && sorted[below] < observed)
		below++;
	for (upto = below; upto < count && sorted[upto] == observed; upto++)
		;
	return score_pit((double)below / (double)count, (double)upto / (double)count, random);
}

/* Wilson (1927), JASA 22:209-212. */
struct interval score_wilson(double hits, double trials, double alpha)
{
	double z = gsl_cdf_ugaussian_Qinv(alpha / 2), share = hits / trials;
	double middle, half;

	if (!(trials > 0))
		return (struct interval){ NAN, NAN };
	middle = (share + z * z / (2 * trials)) / (1 + z * z / trials);
	half = z / (1 + z * z / trials) *
	       sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials));
	/* Of none and of all the limits are 0 and 1; the difference would leave its rounding. */
	return (struct interval){ hits > 0 ? fmax(0, middle - half) : 0,
				  hits < trials ? fmin(1, middle + half) : 1 };
}

/* ---- scaled errors --------------------------------------------------------------- */

double score_scale_absolute(const double *history, size_t count, size_t lag)
{
	double sum = 0;

	for (size_t t = lag; t < count; t++)
		sum += fabs(history[t] - history[t - lag]);
	return sum > 0 ? sum / (double)(count - lag) : NAN;
}

double score_scale_squared(const double *history, size_t count, size_t lag)
{
	double sum = 0;

	for (size_t t = lag; t < count; t++)
		sum += (history[t] - history[t - lag]) * (history[t] - history[t - lag]);
	return sum > 0 ? sqrt(sum / (double)(count - lag)) : NAN;
}

/* ---- events ---------------------------------------------------------------------- */

double score_brier(const double *probabilities, const unsigned char *happened, size_t count)
{
	double sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += (probabilities[i] - happened[i]) * (probabilities[i] - happened[i]);
	return count ? sum / (double)count : NAN;
}

double score_log(const double *probabilities, const unsigned char *happened, size_t count)
{
	double sum = 0;

	for (size_t i = 0; i < count; i++)
		sum -= log(happened[i] ? probabilities[i] : 1 - probabilities[i]);
	return count ? sum / (double)count : NAN;
}

/* Sum of the ranks of what happened, ties by their mean rank (Mann and Whitney). */
static double rank_sum(const double *probabilities, const unsigned char *happened,
		       const size_t *order, size_t count)
{
	double sum = 0;

	for (size_t i = 0, end; i < count; i = end) {
		size_t events = 0;

		for (end = i; end < count && probabilities[order[end]] == probabilities[order[i]];
		     end++)
			events += happened[order[end]] != 0;
		sum += (double)events * ((double)(i + end + 1) / 2);
	}
	return sum;
}

double score_auc(const double *probabilities, const unsigned char *happened, size_t count)
{
	size_t *order = mem_new(count, sizeof *order);
	double events = 0, others, sum;

	for (size_t i = 0; i < count; i++)
		events += happened[i] != 0;
	others = (double)count - events;
	gsl_sort_index(order, probabilities, 1, count);
	sum = rank_sum(probabilities, happened, order, count);
	free(order);
	return events > 0 && others > 0 ?
	       (sum - events * (events + 1) / 2) / (events * others) : NAN;
}
