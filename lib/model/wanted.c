/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wanted - which predictions are worth a row. */
#include <string.h>

#include "data/date.h"
#include "data/service.h"
#include "model/wanted.h"

int wanted_find(unsigned char *wanted, const struct predict *predict,
		const struct caseload *caseload, const struct wanted_choice *choice,
		struct findings *findings, struct fault *fault)
{
	struct source approvals = *choice->source;
	int32_t day = choice->from != DATE_UNKNOWN ? choice->from : caseload->window.until + 1;
	struct service_rule *rule = NULL;

	/* Assignments make no approval. */
	approvals.cases_file = NULL;
	if (approvals.approvals_file && !(rule = service_new(&approvals, findings, fault)))
		return -1;
	for (size_t i = 0; i < predict->count; i++) {
		const char *id = intern_text(store_ids(caseload->store), predict->rows[i].id);
		struct csv_cell cell = { id, strlen(id) };

		wanted[i] = predict->rows[i].over >= choice->least &&
			    !(rule && strcmp(service_of(rule, cell, day).text, "special") == 0);
	}
	service_free(rule);
	return 0;
}
