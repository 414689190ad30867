/* SPDX-License-Identifier: GPL-3.0-or-later */
/* interval - confidence limits for a ratio of non-negative outcomes. */
#include <float.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>

#include "stats/interval.h"

/* GSL's inverse of the gamma distribution gives up for some arguments of any size (2.7.1: shape
 * 1270 at 0.975; all above some 10^5), so it is used only where it is known to converge. Checked
 * against R's qgamma over shapes 0.02 to 10^9 (tests/unit/interval.c). */
enum { NEWTON_FROM = 1, EXPANSION_FROM = 100000 };

/* Cornish and Fisher's expansion about the normal quantile; the next term is of relative order
 * shape^-3. */
static double expanded_quantile(double p, double shape)
{
	double z = gsl_cdf_ugaussian_Pinv(p), z2 = z * z, root = sqrt(shape);

	return shape + z * root + (z2 - 1) / 3 + z * (z2 - 7) / (36 * root) -
	       (3 * z2 * z2 + 7 * z2 - 16) / (810 * shape) +
	       z * (9 * z2 * z2 + 256 * z2 - 433) / (38880 * shape * root);
}

/* Newton from the approximation of Wilson and Hilferty (1931), on the nearer tail. */
static double newton_quantile(double p, double shape)
{
	double z = gsl_cdf_ugaussian_Pinv(p);
	double root = 1 - 1 / (9 * shape) + z / (3 * sqrt(shape));
	double x = shape * fmax(root * root * root, 1e-3);

	for (int i = 0; i < 100; i++) {
		double excess = p < 0.5 ? gsl_cdf_gamma_P(x, shape, 1) - p :
					  (1 - p) - gsl_cdf_gamma_Q(x, shape, 1);
		double step = excess / gsl_ran_gamma_pdf(x, shape, 1);

		step = fmin(step, x / 2);      /* x stays positive */
		x -= step;
		if (fabs(step) <= 4 * DBL_EPSILON * x)
			break;
	}
	return x;
}

/* P(x) = x^shape / Gamma(shape + 1) (1 - shape x / (shape + 1) + O(x^2)) for small x. */
static double small_quantile(double p, double shape)
{
	double x = exp((log(p) + gsl_sf_lngamma(shape + 1)) / shape);

	return x * (1 + x / (shape + 1));
}

double interval_gamma_quantile(double p, double mean, double variance)
{
	double shape = mean * mean / variance, scale = variance / mean, small;

	if (shape > EXPANSION_FROM)
		return scale * expanded_quantile(p, shape);
	if (shape > NEWTON_FROM)
		return scale * newton_quantile(p, shape);
	small = small_quantile(p, shape);
	if (small < 1e-8)
		return scale * small;
	return scale * gsl_cdf_gamma_Pinv(p, shape, 1);
}

/* Of outcomes that are all alike what is left of the variance is the rounding of sums. */
#define ROUNDING 1e-15

static double lower_limit(double r, double v, double alpha)
{
	return r > 0 && v > ROUNDING * r * r ? interval_gamma_quantile(alpha / 2, r, v) : 0;
}

static double upper_limit(double r, double v, double w, double alpha)
{
	if (v <= ROUNDING * r * r)
		v = 0;
	return r + w > 0 && v + w * w > 0 ?
	       interval_gamma_quantile(1 - alpha / 2, r + w, v + w * w) : r;
}

static int is_defined(double r, double v, double w)
{
	return r >= 0 && v >= 0 && w >= 0;
}

struct interval interval_gamma(double r, double v, double w, double alpha)
{
	if (!is_defined(r, v, w))
		return (struct interval){ NAN, NAN };
	return (struct interval){ lower_limit(r, v, alpha), upper_limit(r, v, w, alpha) };
}

/* With one degree of freedom t grows so fast in the tail that the gamma distribution loses its
 * shape, and its limit falls towards 0: there the factor is that of a single limit. */
#define SINGLE 0.05

static double inflation(double seen, double alpha)
{
	double level = seen < 2 ? fmax(alpha, SINGLE) : alpha;

	return gsl_cdf_tdist_Qinv(level / 2, seen) / gsl_cdf_ugaussian_Qinv(level / 2);
}

struct interval interval_gamma_seen(double r, double v, double w, double seen, double alpha)
{
	double factor = 1;

	if (!is_defined(r, v, w))
		return (struct interval){ NAN, NAN };
	if (seen > 0 && v > ROUNDING * r * r)
		factor = inflation(seen, alpha);
	return (struct interval){ lower_limit(r, v, alpha),
				  upper_limit(r, v * factor * factor, w, alpha) };
}
