/* SPDX-License-Identifier: GPL-3.0-or-later */
/* grouping - the groups that --by makes of the cases, in order of their labels, all cases last. */
#ifndef VL_GROUPING_H
#define VL_GROUPING_H

#include "data/caseload.h"

enum { GROUPS_MAX = 500 };

struct grouping {
	size_t count;            /* all cases included: 1 without --by */
	const char **labels;     /* NULL = all cases; "" = no value; borrowed from the caseload */
	uint32_t *place;         /* by number of a label */
};

/* Fault (STATUS_USAGE): too many groups. grouping_free in any case. */
int grouping_make(struct grouping *grouping, const struct caseload *caseload, struct fault *fault);
void grouping_free(struct grouping *grouping);
/* Only with --by: the place of a case's group. */
size_t grouping_of(const struct grouping *grouping, const struct caseload *caseload, uint32_t id);

#endif
