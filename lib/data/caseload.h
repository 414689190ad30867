/* SPDX-License-Identifier: GPL-3.0-or-later */
/* caseload - all that the methods need to know of the cases of one export.
 *
 * Held consultations as case-days, and for each case its first contact, closing date
 * and group; the window that they are seen through. Everything that depends on an order
 * goes by `order`, the bytewise order of the case ids, so that no result depends on the order
 * of rows.
 *
 * The clock of a case starts with its first contact that is seen, be it before a stated window;
 * `first_contact` of the case table overrides it where it is earlier (later ones contradict the
 * records: a warning with their number). A case without a stated first contact whose first record
 * lies within the washout after the window's start was probably running before, one with a record
 * before the window surely: it is prevalent, and stays out of curve, split and prognosis.
 * (verlauf-methods(7), "WINDOW, WASHOUT, SPELLS".) */
#ifndef VL_CASELOAD_H
#define VL_CASELOAD_H

#include "data/cases.h"
#include "data/date.h"
#include "data/record.h"
#include "data/store.h"

struct caseload {
	struct intake intake;
	struct window window;
	struct store *store;
	struct store *earlier;    /* days before a stated window, for first contacts only */
	uint32_t cases;
	uint32_t *order;          /* case numbers in order of their ids; NULL with source->unordered */
	int32_t *origin;          /* by case number; DATE_UNKNOWN: neither contact nor stated start */
	int32_t *closed;          /* or DATE_UNKNOWN */
	uint8_t *stated;          /* origin from the case table */
	int32_t *persons;         /* of the case table; 0 = unknown */
	uint32_t unlisted;        /* cases with consultations that the case table does not have */
	uint32_t *group;          /* with --by: number in `groups` of the value at the first contact */
	struct intern *groups;
	uint32_t *service;        /* with source->service: the same of the column service */
	struct intern *services;
	double divisor;           /* amounts / this = hours (or units) */
	int washout;              /* days */
	int silence;              /* months */
	uint32_t prevalent;       /* how many cases stay out */
	uint32_t known_before;    /* of them: with a record before the window */
};

/* 0, or -1 and a fault; caseload_free in either case. */
int caseload_read(struct caseload *caseload, const struct source *source,
		  struct findings *findings, struct fault *fault);
void caseload_free(struct caseload *caseload);
/* For tools that follow the groups of --by over case months: a warning where many cases that
 * entered late have none, so that the groups have of these only the ones that came. */
void caseload_warn_groups(const struct caseload *caseload, const struct source *source,
			  struct findings *findings);

/* Group the cases by the period of their first contact instead of a column's value. */
void caseload_by_period(struct caseload *caseload, enum period_kind kind);

int caseload_prevalent(const struct caseload *caseload, uint32_t id);
/* Whether a case belongs to the curve: its first contact known and not after the window. */
int caseload_incident(const struct caseload *caseload, uint32_t id);

#endif
