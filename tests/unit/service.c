/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rule of the three services, by hand from its statement; German civil law on the end of a
 * year (section 188 BGB) for 29 February. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "data/date.h"
#include "data/service.h"
#include "tap.h"

static char *file_with(const char *text)
{
	char *path = strdup("/tmp/service-XXXXXX");
	int descriptor = mkstemp(path);
	FILE *to = fdopen(descriptor, "w");

	fputs(text, to);
	fclose(to);
	return path;
}

static struct source source_for(const char *profile, const char *approvals, const char *cases)
{
	struct fault fault = { 0 };
	struct source source;

	source_start(&source);
	source.profile = profile_find(profile, &fault);
	source_layout(&source);
	source.service_rule = 1;
	source.approvals_file = approvals;
	source.cases_file = cases;
	return source;
}

static const char *on(const struct service_rule *rule, const char *id, int year, int month, int day)
{
	const struct csv_cell cell = { id, strlen(id) };

	return service_of(rule, cell, date_from_civil(year, month, day)).text;
}

static void test_rule(const char *profile, const char *approvals_text, const char *cases_text)
{
	char *approvals = file_with(approvals_text), *cases = file_with(cases_text);
	struct source source = source_for(profile, approvals, cases);
	struct findings findings = { 0 };
	struct fault fault = { 0 };
	struct service_rule *rule = service_new(&source, &findings, &fault);

	ok(rule != NULL, "%s: read", profile);
	is_text(on(rule, "A", 2024, 2, 29), "general", "before the assignment");
	is_text(on(rule, "A", 2024, 3, 1), "welcome", "day of the assignment");
	is_text(on(rule, "A", 2024, 5, 31), "welcome", "day before the approval");
	is_text(on(rule, "A", 2024, 6, 1), "special", "its first day");
	is_text(on(rule, "A", 2024, 8, 31), "special", "its last day");
	is_text(on(rule, "A", 2024, 9, 1), "welcome", "day after it");
	is_text(on(rule, "A", 2024, 10, 15), "special", "in the second approval");
	is_text(on(rule, "A", 2025, 3, 1), "welcome", "a year after the assignment");
	is_text(on(rule, "A", 2025, 3, 2), "general", "the day after that");
	is_text(on(rule, "B", 2024, 7, 1), "general", "refused, and not assigned");
	is_text(on(rule, "C", 2025, 2, 28), "welcome", "assigned on 29 February: last day");
	is_text(on(rule, "C", 2025, 3, 1), "general", "... and the next");
	is_text(on(rule, "D", 2024, 7, 1), "general", "an unknown case");
	is_text(on(rule, "", 2024, 7, 1), "", "work without a case");
	service_free(rule);
	findings_free(&findings);
	remove(approvals);
	remove(cases);
	free(approvals);
	free(cases);
}

static void test_refused(void)
{
	char *approvals = file_with("case_id,from,to\nA,2024-06-01,2024-05-31\n");
	struct source source = source_for("verlauf", approvals, NULL);
	struct findings findings = { 0 };
	struct fault fault = { 0 };

	ok(service_new(&source, &findings, &fault) == NULL && fault.kind,
	   "an approval that ends before it begins");
	is_count((long long)findings.refused, 1, "... is a finding");
	findings_free(&findings);
	remove(approvals);
	free(approvals);
}

int main(void)
{
	test_rule("verlauf",
		  "case_id,applied,decided,hours,from,to\n"
		  "A,2024-05-01,2024-05-20,50,2024-06-01,2024-08-31\n"
		  "A,2024-08-20,2024-10-01,40,2024-10-01,2024-12-31\n"
		  "B,2024-05-01,2024-06-01,0,,\n",
		  "case_id,assigned\nA,2024-03-01\nB,\nC,2024-02-29\n");
	test_rule("german",
		  "Fallnummer;Von;Bis\r\nA;01.10.2024;31.12.2024\r\nA;01.06.2024;31.08.2024\r\n"
		  "B;;\r\n",
		  "Fallnummer;Zuweisung\r\nC;29.02.2024\r\nB;\r\nA;01.03.2024\r\n");
	test_refused();
	return done();
}
