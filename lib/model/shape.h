/* SPDX-License-Identifier: GPL-3.0-or-later */
/* shape - what one line of the effort curve looks like: does it rise, where is it highest, which
 * phases does it have?
 *
 * Used are the months 1 .. K: month 0 always holds the first contact, and K is the last month
 * before fewer than 10 cases, or 5 % of the most in any month, are there. On these:
 *   line      a smooth one (stats/smooth.h), with pointwise standard errors
 *   rise      mean of months 5-9 minus mean of months 1-3, fixed beforehand; normal limits and
 *             two-sided p
 *   peak      the month with the largest mean of three months and the set of months that cannot
 *             be excluded (stats/peak.h); it is no inner peak where the set holds month 2
 *             or K - 1
 *   phases    description, only after a rise (p <= 0.05, upwards): start level = line in month 1,
 *             late level = mean of the line's last third, core phase = months around the peak in
 *             which the line is above half the way up from start and from late level. Borders
 *             with percentile ranges of a bootstrap over cases, whose lambda and weights are
 *             those of the line.
 * (verlauf-methods(7), "The same cases", "Rise", "The smooth line", "The peak", "Phases".) What
 * does not exist is NaN. */
#ifndef VL_SHAPE_H
#define VL_SHAPE_H

#include "model/curve.h"
#include "stats/peak.h"
#include "stats/smooth.h"

enum { SHAPE_REPLICATES = 1999, SHAPE_LEAST_CASES = 10 };

struct shape_settings {
	size_t replicates;        /* for the peak set; 0 = none, and no ranges of phases */
	unsigned long seed;
	unsigned long number;     /* of the group: its stream of random numbers */
};

struct shape_value {
	double value;
	struct interval limits;   /* 95 % */
};

struct shape {
	enum curve_measure measure;
	int64_t cases;            /* G of the line */
	size_t last;              /* K; 0: too few months for a line, all below is void */
	struct smooth line;       /* cell i is month i + 1; so in all that follows */
	double *line_se;
	struct shape_value early, middle, rise;   /* months 1-3, 5-9 and their difference */
	double rise_p;
	int has_peak, inner_peak;
	struct peak peak;
	int has_phases;
	struct shape_value start, late;
	struct shape_value core_from, core_to;    /* months */
};

/* The smooth line alone; nothing else is filled. shape_free in any case. */
void shape_smooth(struct shape *shape, const struct curve_line *line);
/* All of it. Ranges of the core phase need line->cases; limits of levels are narrower without. */
void shape_find(struct shape *shape, const struct curve_line *line,
		const struct shape_settings *settings);
void shape_free(struct shape *shape);

/* The smooth line in a case month; NaN outside 1 .. K. */
double shape_at(const struct shape *shape, size_t month);
/* A rise that chance does not explain (two-sided 5 %). */
int shape_rises(const struct shape *shape);

#endif
