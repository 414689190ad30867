/* SPDX-License-Identifier: GPL-3.0-or-later */
/* grouping - the groups that --by makes of the cases. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "model/grouping.h"

/* A case that the case table alone knows has no value, like one whose value is empty. */
static int has_unknown(const struct caseload *caseload)
{
	uint32_t id = 0;

	while (id < caseload->cases && caseload->group[id] != INTERN_NONE)
		id++;
	return id < caseload->cases;
}

int grouping_make(struct grouping *grouping, const struct caseload *caseload, struct fault *fault)
{
	uint32_t count = 0, *sorted = NULL;

	memset(grouping, 0, sizeof *grouping);
	if (caseload->group) {
		if (has_unknown(caseload))
			intern_add(caseload->groups, "", 0);
		count = intern_count(caseload->groups);
		sorted = intern_sorted(caseload->groups);
	}
	if (count > GROUPS_MAX) {
		free(sorted);
		return fault_set(fault, STATUS_USAGE,
				 N_("--by: the column makes %u groups, also of cases without a value; at most %d"),
				 (unsigned)count, GROUPS_MAX);
	}
	grouping->count = count + 1;
	grouping->place = mem_new(count, sizeof *grouping->place);
	grouping->labels = mem_new(grouping->count, sizeof *grouping->labels);
	for (uint32_t i = 0; i < count; i++) {
		grouping->place[sorted[i]] = i;
		grouping->labels[i] = intern_text(caseload->groups, sorted[i]);
	}
	free(sorted);
	return 0;
}

void grouping_free(struct grouping *grouping)
{
	free(grouping->labels);
	free(grouping->place);
}

size_t grouping_of(const struct grouping *grouping, const struct caseload *caseload, uint32_t id)
{
	uint32_t label = caseload->group[id];

	if (label == INTERN_NONE)
		label = intern_find(caseload->groups, "", 0);
	return grouping->place[label];
}
