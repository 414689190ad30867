/* SPDX-License-Identifier: GPL-3.0-or-later */
/* band - how much wider a band must be to hold everywhere at once (sup-t). */
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/parallel.h"
#include "stats/band.h"
#include "stats/factor.h"
#include "stats/sort.h"

/* Of each draw the largest value of all cells. */
static void find_largest(const double *values, size_t cells, double most[FACTOR_DRAWS])
{
	memset(most, 0, FACTOR_DRAWS * sizeof *most);
	for (size_t i = 0; i < cells; i++)
		for (size_t b = 0; b < FACTOR_DRAWS; b++) {
			double size = fabs(values[i * FACTOR_DRAWS + b]);

			most[b] = size > most[b] ? size : most[b];
		}
}

/* A piece has a stream of its own, so that the draws are the same whoever makes them. */
enum { PIECE = 8 * FACTOR_DRAWS };

struct drawing {
	const struct factor *factor;
	const struct band_draws *draws;
	double *most;            /* by draw; room for a whole piece at the end */
};

static void draw_piece(size_t piece, void *to)
{
	const struct drawing *drawing = to;
	const struct factor *factor = drawing->factor;
	struct normal random = normal_stream(drawing->draws->seed, drawing->draws->purpose, piece);
	double *values = mem_new((factor->size + factor->rank) * FACTOR_DRAWS, sizeof *values);

	for (size_t b = piece * PIECE; b < (piece + 1) * PIECE; b += FACTOR_DRAWS) {
		if (b >= drawing->draws->replicates)
			break;
		factor_draw(factor, &random, values + factor->size * FACTOR_DRAWS, values);
		find_largest(values, factor->size, drawing->most + b);
	}
	free(values);
}

static double quantile_of_largest(const struct factor *factor, double level,
				  const struct band_draws *draws)
{
	size_t count = draws->replicates, pieces = (count + PIECE - 1) / PIECE;
	struct drawing drawing = { factor, draws, mem_new(pieces * PIECE, sizeof(double)) };
	double c;

	parallel_each(draws->threads, pieces, draw_piece, &drawing);
	sort_numbers(drawing.most, count);
	c = gsl_stats_quantile_from_sorted_data(drawing.most, 1, count, level);
	free(drawing.most);
	return c;
}

static double single_critical(double level)
{
	return gsl_cdf_ugaussian_Qinv((1 - level) / 2);
}

double band_critical(const double *sigma, size_t cells, double level,
		     const struct band_draws *draws)
{
	double single = single_critical(level), c = NAN;
	struct factor factor;

	if (factor_make(&factor, sigma, cells) == 0)
		c = quantile_of_largest(&factor, level, draws);
	factor_free(&factor);
	return c > single || isnan(c) ? c : single;
}

double band_alpha(double c, double level)
{
	return c <= single_critical(level) ? 1 - level : 2 * gsl_cdf_ugaussian_Q(c);
}
