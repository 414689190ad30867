/* SPDX-License-Identifier: GPL-3.0-or-later */
/* welch - the difference of two independent means whose variances differ.
 *
 * Variances are those of the means (squared standard errors), n the number of independent
 * units behind each. NaN where no such number exists: a variance that is not known, both 0, or
 * fewer than two units. (Welch 1947, Biometrika 34:28-35; Satterthwaite 1946, Biometrics
 * 2:110-114.) */
#ifndef VL_WELCH_H
#define VL_WELCH_H

#include "stats/interval.h"

double welch_df(double variance_a, double n_a, double variance_b, double n_b);
/* Limits of the difference; `alpha` in (0, 1) is the share outside. */
struct interval welch_interval(double difference, double se, double df, double alpha);
/* Probability of a difference as large, up or down, if there were none. */
double welch_p(double difference, double se, double df);
/* The smallest true difference that a test at that level shows with this probability; the
 * usual approximation by the central t distribution. */
double welch_detectable(double se, double df, double alpha, double power);

#endif
