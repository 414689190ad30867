/* SPDX-License-Identifier: GPL-3.0-or-later */
/* opencheck FILE CODING [WASHOUT MONTHS HISTORY STEP THRESHOLD] - one CSV row for each prognosis of
 * model/opencheck.h on an export that has case_id, date and minutes; CODING: full, coarse, full3 or
 * coarse3. Default: 183 12 0 6 35. scripts/proof-open makes the table. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/date.h"
#include "data/source.h"
#include "model/opencheck.h"

static void print_rows(const struct opencheck *check)
{
	puts("origin,case,case_month,group,mean,q10,q50,q90,prob,outcome,happened,pit,crps");
	for (size_t i = 0; i < check->count; i++) {
		const struct opencheck_row *row = &check->rows[i];

		printf("%d,%u,%d,%d,%.6g,%.6g,%.6g,%.6g,%.6g,%.6g,%d,%.6g,%.6g\n", row->origin, row->unit,
		       row->case_month, row->group, row->forecast.mean, row->forecast.q10,
		       row->forecast.q50, row->forecast.q90, row->forecast.over, row->outcome,
		       row->happened, row->pit, row->crps);
	}
}

static int set_coding(struct opencheck_plan *plan, const char *coding)
{
	plan->coarse = strncmp(coding, "coarse", 6) == 0;
	plan->follow = strchr(coding, '3') ? 3 : 1;
	return strncmp(coding, "full", 4) == 0 || plan->coarse;
}

int main(int count, char **arguments)
{
	struct opencheck_plan plan = { .paths = 1000, .months = 12, .step = 6, .threshold = 35,
				       .seed = 1 };
	struct findings findings = { 0 };
	struct fault fault = { 0 };
	struct caseload caseload;
	struct opencheck check;
	struct source source;

	if ((count != 3 && count != 8) || !set_coding(&plan, arguments[2]))
		return 2;
	source_start(&source);
	source.file = arguments[1];
	source_layout(&source);
	if (count == 8) {
		source.washout = atoi(arguments[3]);
		plan.months = atoi(arguments[4]);
		plan.history = atoi(arguments[5]);
		plan.step = atoi(arguments[6]);
		plan.threshold = atof(arguments[7]);
	}
	if (caseload_read(&caseload, &source, &findings, &fault) != 0 ||
	    opencheck_run(&check, &caseload, &plan, &fault) != 0) {
		fprintf(stderr, "opencheck: %s\n", fault.text);
		return 1;
	}
	print_rows(&check);
	opencheck_free(&check);
	caseload_free(&caseload);
	findings_free(&findings);
	return 0;
}
