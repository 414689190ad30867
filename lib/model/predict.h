/* SPDX-License-Identifier: GPL-3.0-or-later */
/* predict - what each open case is likely to take in the months to come, and how far that can be
 * believed.
 *
 * Two methods. A case whose landmark, the end of its first weeks, lies in the
 * last 31 days of the window gets the prognosis from its first weeks (model/prognosis.h) for the
 * months after the landmark. Every other open case, and from any stated day all of them, gets
 * the distribution of its next months from former cases in the same state (model/states.h,
 * model/paths.h). A case is open when its last contact lies at most `silence` calendar months
 * back and no closing date has come since.
 *
 * States are those at the end of a whole month. Where the window, or what lies before a stated day,
 * ends within a month, the days since then have no part in them (`passed_over`).
 *
 * Where a stated day lies more than a month after the last one known, its months are `lead` months
 * away; chances, the most similar former cases and the check then all speak of months that far off.
 *
 * Each method is checked on earlier half-years (model/rolling.h, model/opencheck.h). If the 80 %
 * intervals of the paths held for less than 75 % of the cases, a part of them looked at first,
 * former cases are followed for three months at a time instead of one (verlauf-methods(7),
 * "Paths"). `recalibrate` puts the check's calibration line over the probabilities; means and
 * quantiles stay.
 *
 * Faults (STATUS_MODEL): as prognosis_fit; with a stated day as states_read and paths_run,
 * otherwise the open cases are left out and `open_fault` says why; a calibration line that does not
 * exist. */
#ifndef VL_PREDICT_H
#define VL_PREDICT_H

#include "model/prognosis.h"
#include "model/rolling.h"

enum {
	PREDICT_FRESH = 31,             /* days since the landmark */
	PREDICT_PATHS = 2000,
	PREDICT_CHECK_PATHS = 500,
	/* How former cases are followed is chosen by so many at the fullest origin, and paths. */
	PREDICT_CHOICE_CASES = 500, PREDICT_CHOICE_PATHS = 200,
	PREDICT_AHEAD_MOST = 366        /* days from the window's end to `from` */
};

struct predict_settings {
	struct prognosis_settings prognosis;
	const struct prognosis *ready;  /* read from a file; NULL = learn from the caseload */
	double threshold;               /* hours or units */
	int32_t from;                   /* for all cases; DATE_UNKNOWN = by the rule above */
	int recalibrate;
	size_t paths, check_paths, threads;
	unsigned long seed;
};

struct predict_row {
	uint32_t id;                    /* number in the caseload */
	uint32_t order;                 /* in the order of the ids */
	int32_t case_month;             /* elapsed, on the last day known; -1: first contact unknown */
	int32_t from, to;               /* days, both inside */
	double used;                    /* of these days, already recorded */
	double value, q10, q50, q90;
	double over;
	size_t similar_over, similar_n;
	int by_landmark;
	const struct firstweeks_case *first;    /* by landmark: what it rests on */
	int32_t silent;                 /* otherwise: months since the last contact ... */
	double recent, year;            /* ... and the effort of the last three and twelve months */
};

struct predict {
	const struct prognosis *prognosis;      /* NULL with a stated day */
	struct prognosis own;
	struct firstweeks firstweeks;
	struct trials landmark, open;
	struct trial_score landmark_score, open_score;   /* of all trials */
	int32_t origin;                 /* month whose end the states are those of */
	int32_t lead;                   /* months passed between it and the first that is asked for */
	int32_t passed_over;            /* days known after that month's end: the states are not of them */
	size_t left_out;                /* cases that came in them for the first time, or again: no rows */
	int follow;
	size_t choice_cases;            /* predictions of open cases that it was chosen by */
	struct fault open_fault;        /* why there are no other open cases, or no kind */
	struct predict_row *rows;       /* by falling `over`, then by id */
	size_t count;
};

/* 0, or -1 and a fault; predict_free in either case. */
int predict_run(struct predict *predict, const struct caseload *caseload,
		const struct predict_settings *settings, struct fault *fault);
void predict_free(struct predict *predict);

#endif
