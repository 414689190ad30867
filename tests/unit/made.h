/* SPDX-License-Identifier: GPL-3.0-or-later */
/* made - caseloads from a few lines of CSV, for unit tests. */
#ifndef VL_MADE_H
#define VL_MADE_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "data/caseload.h"
#include "data/date.h"

static void made_write(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	if (!file || fputs(text, file) < 0 || fclose(file) != 0) {
		printf("Bail out! cannot write %s\n", path);
		exit(1);
	}
}

static int32_t made_month(int year, int number)
{
	return month_of(date_from_civil(year, number, 1));
}

/* An export seen from the first day of month `since` to the last of `until`; services too.
 * Anything to say about it ends the test. */
static struct caseload made_load(const char *file, const char *cases, int32_t since, int32_t until,
				 int washout)
{
	struct findings findings = { 0 };
	struct fault fault = { 0 };
	struct caseload caseload;
	struct source source;

	source_start(&source);
	source.file = file;
	source.cases_file = cases;
	source_layout(&source);
	source.window = (struct window){ month_first(since), month_last(until), 1, 1 };
	source.washout = washout;
	source.silence = SILENCE_MONTHS;
	if (caseload_read(&caseload, &source, &findings, &fault) != 0 || findings.count) {
		printf("Bail out! %s\n", findings.count ? findings.list[0].text : fault.text);
		exit(1);
	}
	findings_free(&findings);
	return caseload;
}

/* The same from texts; no cases: NULL. */
static struct caseload made_load_text(const char *text, const char *cases, int32_t since,
				      int32_t until, int washout)
{
	char path[] = "/tmp/vl-made-XXXXXX", cases_path[] = "/tmp/vl-made-XXXXXX";
	struct caseload caseload;
	int file = mkstemp(path), cases_file = mkstemp(cases_path);

	if (file < 0 || cases_file < 0) {
		printf("Bail out! no temporary file\n");
		exit(1);
	}
	close(file);
	close(cases_file);
	made_write(path, text);
	if (cases)
		made_write(cases_path, cases);
	caseload = made_load(path, cases ? cases_path : NULL, since, until, washout);
	unlink(path);
	unlink(cases_path);
	return caseload;
}

#endif
