/* SPDX-License-Identifier: GPL-3.0-or-later */
/* casecourse - the course of one case by case months: what every method on that clock is fed with.
 *
 * A case is under observation from the later of first contact and window start (entry) to the
 * window's end (exit), through its closing. For each case month that this touches: effort, records,
 * months of observation, and whether the case was open (data/spell.h). The latter is known only
 * for months whose g following ones were seen whole: until then nobody knows who has fallen
 * silent. One case at a time; what was read stays until the next.
 * (verlauf-methods(7), "WINDOW, WASHOUT, SPELLS", "What is estimated".) */
#ifndef VL_CASECOURSE_H
#define VL_CASECOURSE_H

#include "data/caseload.h"
#include "data/spell.h"
#include "model/casemonth.h"

struct case_month {
	double amount;            /* whole, in units of the store */
	double exposure;          /* months */
	uint32_t contacts;        /* records */
	uint8_t open, open_known;
};

/* A case month with a contact. */
struct case_contact {
	int32_t month;
	uint32_t records;
	double amount;
};

struct casecourse {
	size_t width;             /* case months that any case can reach */
	int without_open;         /* set by who does not need spells, `open` and `open_known` */
	/* the case read last */
	uint32_t id;
	int32_t origin, entry, exit;     /* days */
	int32_t first, last;             /* case months under observation */
	struct case_contact *contacts;   /* ascending */
	size_t contact_count;
	struct spell *spells;            /* by case month, within what is observed and known */
	size_t spell_count;
	struct case_month *months;       /* by case month; first to last are filled */
	/* all cases read so far */
	int64_t gaps, long_gaps;         /* between contact days; those longer than the washout */
	/* its own */
	const struct caseload *caseload;
	enum clock clock;
	int32_t *whole;                  /* exposure of a month that is seen whole, in parts */
	double *exposure;                /* the same in months */
	struct day_buffer days;
	size_t day_count;
	int32_t *spell_months;           /* scratch */
};

/* Faults: no case that belongs to the curve (STATUS_MODEL). casecourse_free in any case. */
int casecourse_start(struct casecourse *course, const struct caseload *caseload, enum clock clock,
		     struct fault *fault);
/* Another reader of the same cases, as each thread needs its own. */
void casecourse_again(struct casecourse *course, const struct casecourse *other);
void casecourse_free(struct casecourse *course);
/* The dates and the reach of a case (caseload_incident), without its months. */
void casecourse_look(struct casecourse *course, uint32_t id);
/* These and its days, without its months: enough for casecourse_between. */
void casecourse_days(struct casecourse *course, uint32_t id);
/* These, its contacts and spells, without its months. */
void casecourse_contacts(struct casecourse *course, uint32_t id);
/* All of it. */
void casecourse_read(struct casecourse *course, uint32_t id);

/* What lies between two days, both inside and under observation, of the case whose days were read
 * last. */
struct course_part {
	int32_t contact_days;     /* days with a contact */
	double amount;
};

struct course_part casecourse_between(const struct casecourse *course, int32_t from, int32_t to);

#endif
