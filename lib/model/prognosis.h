/* SPDX-License-Identifier: GPL-3.0-or-later */
/* prognosis - the effort that comes after the first weeks, as a distribution for each case.
 *
 * Learnt from former cases whose outcome was seen whole. The distribution of a case is half a
 * hurdle model (stats/hurdle.h) whose spread is that of the former cases around their means, and
 * half the outcomes of the 50 former cases with the nearest predicted mean on the log scale, ties
 * by first contact. Features: log(1 + effort), log(contact days), log(1 + contact days after day
 * 28), days since the last contact / 28; on request the log of the household's size (unknown: the
 * mean of the known ones) and an indicator for each service that 20 former cases have.
 *
 *   mixture      the above
 *   gamma        fewer than 40 former cases came again: the model's spread is the gamma
 *                distribution instead
 *   two_groups   fewer than 40 former cases, or than 15 that came again: what came of the former
 *                cases with, or without, a contact after day 28 (of all, where these are under 5)
 *
 * P(outcome >= t) is (n p + 1/2) / (n + 1), n being the former cases: no number of them makes an
 * outcome impossible or certain. Where outcomes are whole counts, t - 1/2 is used.
 * (verlauf-methods(7), "The model", "The mixture"; van Houwelingen 2007; Duan et al. 1983.)
 *
 * A prognosis can be written to a file and read back (model/prognosisfile.h); then distributions
 * are coarse, and nobody can be counted among the nearest. */
#ifndef VL_PROGNOSIS_H
#define VL_PROGNOSIS_H

#include "model/firstweeks.h"
#include "stats/mixture.h"

enum {
	PROGNOSIS_FEATURES = 4,         /* always */
	PROGNOSIS_NEAREST = 50,
	PROGNOSIS_CASES_LEAST = 20,     /* below: none */
	PROGNOSIS_CASES_MODEL = 40,     /* below: two_groups */
	PROGNOSIS_POSITIVES_MODEL = 15,
	PROGNOSIS_POSITIVES_RATIO = 40, /* below: gamma */
	PROGNOSIS_SERVICE_LEAST = 20
};

enum prognosis_kind { PROGNOSIS_MIXTURE, PROGNOSIS_GAMMA, PROGNOSIS_TWO_GROUPS,
		      PROGNOSIS_KINDS };
extern const char *const prognosis_kind_names[PROGNOSIS_KINDS + 1];

struct prognosis_settings {
	int weeks, months;
	int household, service;         /* further features */
	int counts;                     /* outcomes are whole counts */
};

/* Former cases that were nearest, or their summary. */
struct prognosis_former {
	double at;                      /* log of the predicted mean */
	double outcome;
	int32_t origin;
	uint32_t order;                 /* in the order of the case ids */
};

struct prognosis_cell {
	double at;                      /* mean of the former cases' logs */
	struct steps outcome;
};

struct prognosis {
	struct prognosis_settings settings;
	enum prognosis_kind kind;
	size_t cases, positives;        /* former cases; those with an outcome above 0 */
	int32_t since, until;           /* first contacts of the former cases */
	double mean;                    /* of the outcomes */
	double household_mean;          /* of the log */
	char **services;                /* that have an indicator */
	size_t service_count;
	struct hurdle hurdle;           /* not of two_groups */
	double ratio_mean;              /* of hurdle.ratio */
	struct steps group[2];          /* of two_groups: without and with a late contact */
	int from_file;
	struct prognosis_former *former;   /* by `at`; not of two_groups, not from a file */
	struct prognosis_cell *cells;      /* by `at`; from a file */
	size_t cell_count;
};

/* What a prognosis says of one case. Its parts are borrowed from the prognosis; it stands on its
 * own feet in memory and must not be copied. */
struct prognosis_view {
	struct mixture mixture;
	double outcome[PROGNOSIS_NEAREST], upto[PROGNOSIS_NEAREST];
};

/* Learn from the cases whose numbers in firstweeks->list are given, ascending. Faults
 * (STATUS_MODEL): too few, no convergence. prognosis_free in either case. */
int prognosis_fit(struct prognosis *prognosis, const struct firstweeks *firstweeks,
		  const uint32_t *former, size_t count, const struct prognosis_settings *settings,
		  struct fault *fault);
void prognosis_free(struct prognosis *prognosis);
/* Numbers in the list of the cases whose outcome was seen whole by the day `seen`; returns how
 * many. `to` has room for firstweeks->count. */
size_t prognosis_former(const struct firstweeks *firstweeks, int32_t seen, uint32_t *to);

void prognosis_view(const struct prognosis *prognosis, const struct firstweeks_case *the_case,
		    struct prognosis_view *view);
double prognosis_over(const struct prognosis *prognosis, const struct prognosis_view *view,
		      double threshold);
/* How many of the nearest former cases reached the threshold; *count of them. 0 of 0 where that
 * cannot be said (from a file). */
size_t prognosis_similar(const struct prognosis *prognosis, const struct prognosis_view *view,
			 double threshold, size_t *count);

#endif
