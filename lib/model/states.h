/* SPDX-License-Identifier: GPL-3.0-or-later */
/* states - the situation of every case at the end of a calendar month, and what became of former
 * cases in the same situation: the donors that the plan and the prognosis of open cases draw from.
 *
 * Built at a month T (the origin) from what lies in the window up to T's last day: states,
 * quantile cuts, first contacts and closings after it have no part, so that one caseload serves
 * all origins of a rolling check. Months are calendar months (data/date.h), whole ones only: the
 * first is that of the window's start, or the next where the window begins inside a month.
 *
 * The state of a case at the end of a month has four parts (verlauf-methods(7), "State"):
 *   age        0 | 1 | 2 | 3-5 | 6-8 | 9-14 | 15-23 | 24+     months since its first contact; a
 *              prevalent case (data/caseload.h) counts 13 more since it was first seen
 *   recency    0 | 1 | 2 | 3-5 | 6+                           months since its last contact
 *   intensity  0..q33 | ..q67 | ..q90 | above    amount of its last three months; the cuts are
 *              quantiles (type 7) of the positive values of all tracked case-months up to T, a
 *              value on a cut belongs above it
 *   year       quarters of the amount of the last twelve months among the tracked case-months that
 *              are alike in the other three; a value on a cut belongs below it. It keeps heavy
 *              cases apart from light ones that had a busy or a quiet season (verlauf-methods(7)
 *              has what it is worth)
 * A case is tracked from its first contact on until 18 silent months have passed, and again when
 * it comes back. It is open at the end of a month when its last contact lies at most
 * `silence` months back and no closing date has come since (as known then).
 *
 * Donors of a state are all tracked case-months before T in that state whose next months are seen,
 * T included; of cases that are not seen from their first contact on, only months after the washout
 * (at least the third month seen). Where a state has fewer than ten, its quarters are merged; where
 * there is still none, its intensity bands, then its recency bands, then younger and at last older
 * cases are taken (these two steps are ours).
 *
 * Amounts are whole numbers in units of the store, kept as double (exact to 2^53): divide by
 * caseload->divisor for hours. Nothing depends on the order of rows; cases go by their ids.
 * Faults, all STATUS_MODEL: no whole month up to T, no case seen. Little (1988) for donors. */
#ifndef VL_STATES_H
#define VL_STATES_H

#include "data/caseload.h"

enum {
	STATES_AGES = 8, STATES_RECENCIES = 5, STATES_INTENSITIES = 4, STATES_QUARTERS = 4,
	STATES_PLAIN = STATES_AGES * STATES_RECENCIES * STATES_INTENSITIES,
	STATES_COUNT = STATES_PLAIN * STATES_QUARTERS,
	STATES_LEAST = 10,              /* donors of a state whose quarters are kept apart */
	STATES_SILENT = 18,             /* silent months after which a case is dropped */
	STATES_RECENT = 3,              /* months whose amount makes the intensity */
	STATES_YEAR = 12
};

enum states_coding {
	STATES_BARE,                    /* no quarters, nothing merged: as tests/ref/states_* */
	STATES_FULL,                    /* what the tools use */
	STATES_COARSE                   /* no quarters, merged: for comparison */
};

/* What a state is made of. */
struct situation {
	int32_t age, recency;
	double recent[STATES_YEAR];     /* amount of the month, the one before, two before, ... */
};

/* One case seen up to T. Its series of months begins with its first contact seen, or its
 * stated first contact if that lies in the window. */
struct state_case {
	uint32_t id;                    /* number in the caseload */
	int32_t from;                   /* month of the series' first entry */
	int32_t age;                    /* in that month */
	uint32_t months;                /* entries; the series stops at T or after a long silence */
	uint32_t usable;                /* first entry that may be a donor */
	size_t at;                      /* of the first entry in states->amount and ->code */
	uint8_t incident;               /* seen from its first contact on, after the washout */
};

/* One case that is tracked at the end of T. */
struct state_now {
	uint32_t row;                   /* in states->row */
	uint32_t code;                  /* its state */
	struct situation situation;
	uint8_t open, closed;           /* closed: by a closing date after its last contact */
};

/* What was in one month, and what the states of the month before had led to expect of it. */
struct state_history {
	double total;                   /* amount of all cases */
	uint32_t active, open, tracked; /* cases with a contact; open, tracked at the month's end */
	uint32_t fresh;                 /* cases with their first contact: incident ones */
	uint32_t appeared;              /* first seen, not incident (washout, stated earlier) */
	double expected, variance;      /* sum over the cases tracked a month before */
};

struct state_moments {
	uint32_t donors;                /* after merging; 0: there is none */
	uint8_t merged;                 /* more than quarters */
	double mean, variance;          /* of the next month; n - 1; 0 with one donor */
};

#define STATES_NO_CONTACT (-1.0)        /* in a series: a month without contact */
#define STATES_UNTRACKED UINT16_MAX

struct states {
	const struct caseload *caseload;
	enum states_coding coding;
	int32_t first, origin;          /* months seen, both inside */
	double cut[STATES_INTENSITIES - 1];   /* NaN where no case had a positive amount */
	double year_cut[STATES_PLAIN][STATES_QUARTERS - 1];
	struct state_case *row;         /* in order of the case ids */
	size_t rows;
	double *amount;                 /* the series, one after the other */
	uint16_t *code;                 /* the state at the end of each of their months */
	size_t amounts;
	struct state_now *now;          /* tracked at T, in order of the case ids */
	size_t tracked;
	struct state_history *history;  /* by month - first; [0] has no expectation */
	struct state_moments moments[STATES_COUNT];
	double fresh_mean, fresh_variance;    /* amount of a first month */
	int fresh_from_all;             /* no incident case: first months of all cases instead */
};

/* All donors that were followed for `ahead` months up to T, in order of their states: so that the
 * lists of many samples of the cases are each made in one go. */
enum { DONOR_PILES = 2 * STATES_COUNT };

struct donor_months {
	const struct states *states;
	int ahead;
	uint32_t start[DONOR_PILES + 1];       /* of a state's donors two piles: at 2 * state who had a
	                                        * contact in the month that follows, then who had none;
	                                        * where they are followed for longer all in the first */
	uint32_t *row;                  /* whose month it is, in states->row */
	double *next;                   /* followed for one month: the amount of the next; or NULL */
	uint32_t *at;                   /* for longer: its place in states->amount; or NULL */
};

/* Donors as lists. Of the `count` donors of a state `contacts` had one in the month that follows:
 * the amounts are next[from] .. next[from + contacts - 1]; next[0] stands for all who had none.
 * Where donors are followed for longer all are listed instead, at[from] .. at[from + count - 1], by
 * the place of that month in states->amount. A donor of weight w stands there w times. */
struct donors {
	struct donor_run {
		uint32_t from, contacts, count;
	} of[STATES_COUNT];
	uint8_t merged[STATES_COUNT];
	double *next;                   /* followed for one month; or NULL */
	uint32_t *at;                   /* followed for longer; or NULL */
	size_t total;                   /* donors */
	double *fresh;                  /* amounts of the first months of former new cases */
	size_t fresh_count;
};

/* The first and the last whole month of the window; the last is the latest origin. */
int32_t states_first(const struct caseload *caseload);
int32_t states_last(const struct caseload *caseload);
/* states_free in any case. */
int states_read(struct states *states, const struct caseload *caseload, int32_t origin,
		enum states_coding coding, struct fault *fault);
void states_free(struct states *states);

/* How many cases are open at the end of a month from states_first on, without their states. */
size_t states_open(const struct caseload *caseload, int32_t origin);

/* 0 .. STATES_COUNT - 1; parts from 0: (((age * 5) + recency) * 4 + intensity) * 4 + quarter. */
uint32_t states_code(const struct states *states, const struct situation *situation);
/* A month later, in which this was done, or STATES_NO_CONTACT. */
void states_next(struct situation *situation, double amount);

/* donor_months_free afterwards. */
void donor_months_find(struct donor_months *months, const struct states *states, int ahead);
void donor_months_free(struct donor_months *months);
/* `weight`: how often each row counts (a bootstrap of cases), NULL = once. donors_free
 * afterwards. */
void donors_find(struct donors *donors, const struct donor_months *months, const uint32_t *weight);
void donors_free(struct donors *donors);

#endif
