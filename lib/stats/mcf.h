/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mcf - Nelson's mean cumulative function on a fine clock, with its robust variance.
 *
 * At each time t with an outcome M rises by dM = X(t) / Y(t), X being the sum of all outcomes
 * and Y the number of units at risk, entry <= t <= exit (Nelson 1988). The variance is that of
 * Lawless and Nadeau (1995, Technometrics 37:158-168), sum_i S_i(t)^2 with
 * S_i(t) = sum over u <= t of Y_i(u) (x_i(u) - dM(u)) / Y(u): the ratio engine with times as
 * cells, without its matrix of times x times.
 *
 * How: with C(t) = sum over u <= t of dM(u) / Y(u), a unit at risk has S_i = u_i - C(t), where u_i
 * starts as C before its entry and grows by x_i / Y; after its exit S_i stays. So it is enough to
 * carry mean and squared deviations of the u_i (Welford 1962; West 1979) and one sum for those who
 * have left: time and memory grow with outcomes + units + times.
 *
 * A time at which nobody is at risk leaves M unknown from then on, and one unit alone shows no
 * variance: `least` tells. */
#ifndef VL_MCF_H
#define VL_MCF_H

#include <stddef.h>
#include <stdint.h>

struct mcf_step {
	int32_t time;
	int64_t at_risk;         /* Y */
	int64_t least;           /* the smallest Y of all times from 0 up to this one */
	double total;            /* X, at this time alone */
	double value;            /* M; NaN where `least` is 0 */
	double variance;         /* without the factor G/(G-1); NaN where `least` is below 2 */
	double weight;           /* of the unit that makes up most of M so far: sum of its x / Y */
	int64_t seen;            /* units with a positive outcome so far */
};

struct mcf {
	size_t units;            /* G */
	struct mcf_step *steps;  /* one for each time with a positive outcome */
	size_t count;
	struct mcf_unit *unit;
	struct mcf_outcome *outcome;
	size_t unit_capacity, outcome_count, outcome_capacity;
};

struct mcf *mcf_new(void);
void mcf_free(struct mcf *mcf);
/* A unit with 0 <= entry <= exit, and then its outcomes, each at a time of its own within these;
 * size >= 0. */
void mcf_add_unit(struct mcf *mcf, int32_t entry, int32_t exit);
void mcf_add_outcome(struct mcf *mcf, int32_t time, double size);
/* Fill the steps, once. */
void mcf_finish(struct mcf *mcf);

#endif
