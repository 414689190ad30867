/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same bytes for any number of threads, on a caseload large enough to be taken in parts. That
 * the numbers are right is tested elsewhere (curve.t, early.t, figures.t, against another
 * computation). */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data/date.h"
#include "model/curve.h"
#include "model/early.h"
#include "model/figures.h"
#include "tap.h"

enum { CASES = 20000 };

static char path[] = "/tmp/verlauf-threads-test-XXXXXX";

static void write_contacts(void)
{
	FILE *to = fopen(path, "w");
	unsigned long state = 1;
	char date[11];

	if (!to) {
		perror(path);
		exit(1);
	}
	fputs("case_id,date,minutes,site\n", to);
	for (int i = 0; i < 4 * CASES; i++) {
		state = state * 48271 % 2147483647;
		date_write(date, date_from_civil(2022, 1, 1) + (int32_t)(state / 140000 % 1000));
		fprintf(to, "F%lu,%s,%lu,%s\n", state / 7 % CASES, date, state % 97,
			i % 3 ? "North" : "South");
	}
	fclose(to);
}

/* All numbers of all lines, as bytes. */
static char *fitted(const void *caseload, size_t threads, size_t *size)
{
	struct curve_settings settings = { .months = -1, .small_sample = 1, .replicates = 200,
					   .seed = 1, .same_months = 6, .threads = threads,
					   .keep = 1 << CURVE_PER_CASE };
	struct fault fault = { 0 };
	struct curve curve;
	char *bytes;
	FILE *to = open_memstream(&bytes, size);

	ok(curve_fit(&curve, caseload, &settings, &fault) == 0, "fitted with %zu threads", threads);
	for (size_t g = 0; g < curve.group_count; g++)
		for (int m = 0; m < CURVE_MEASURES; m++) {
			const struct curve_line *line = &curve.groups[g].lines[m];

			fwrite(line->points, sizeof *line->points, line->months, to);
			fwrite(line->sigma, sizeof *line->sigma, line->months * line->months, to);
		}
	fwrite(&curve.long_gap_share, sizeof curve.long_gap_share, 1, to);
	fclose(to);
	curve_free(&curve);
	return bytes;
}

static char *counted(const void *ledgers, size_t threads, size_t *size)
{
	const struct figures_settings settings = { PERIOD_MONTH, 1, threads };
	struct figures figures;
	char *bytes;
	FILE *to = open_memstream(&bytes, size);

	figures_count(&figures, ledgers, &settings);
	for (size_t g = 0; g < figures.group_count; g++)
		fwrite(figures.groups[g].cells, sizeof *figures.groups[g].cells, figures.periods, to);
	fclose(to);
	figures_free(&figures);
	return bytes;
}

static char *compared(const void *caseload, size_t threads, size_t *size)
{
	const struct landmark_rule rule = { CLOCK_ELAPSED, 6, 1 };
	struct early_settings settings = { EARLY_MONTHS, 1, 100, 1, threads };
	struct landmark landmark;
	struct early early = { 0 };
	struct fault fault = { 0 };
	char *bytes;
	FILE *to = open_memstream(&bytes, size);

	ok(landmark_split(&landmark, caseload, &rule, &fault) == 0 &&
	   early_fit(&early, caseload, &landmark, &settings, &fault) == 0,
	   "compared with %zu threads", threads);
	for (size_t g = 0; g < early.group_count; g++) {
		const struct early_group *group = &early.groups[g];

		fwrite(group->means, sizeof group->means, 1, to);
		fwrite(group->contrasts, sizeof group->contrasts, 1, to);
		fwrite(&group->p, sizeof group->p, 1, to);
	}
	fclose(to);
	early_free(&early);
	landmark_free(&landmark);
	return bytes;
}

typedef char *make_bytes(const void *from, size_t threads, size_t *size);

/* The same numbers by one thread and by several. */
static void same(const char *what, make_bytes *make, const void *from)
{
	size_t size, others_size;
	char *one = make(from, 1, &size), *others;

	for (size_t threads = 2; threads < 10; threads += 3) {
		others = make(from, threads, &others_size);
		ok(size > 1000 && size == others_size && memcmp(one, others, size) == 0,
		   "%s, %zu threads: the same %zu bytes", what, threads, size);
		free(others);
	}
	free(one);
}

static void same_cases(const struct source *source)
{
	struct caseload caseload;
	struct findings findings = { 0 };
	struct fault fault = { 0 };

	ok(caseload_read(&caseload, source, &findings, &fault) == 0, "%d cases read", CASES);
	same("curve", fitted, &caseload);
	same("early", compared, &caseload);
	caseload_free(&caseload);
	findings_free(&findings);
}

static void same_figures(const struct source *source)
{
	struct ledgers ledgers;
	struct findings findings = { 0 };
	struct fault fault = { 0 };

	ok(ledgers_read(&ledgers, source, &findings, &fault) == 0, "%d cases read", CASES);
	same("figures", counted, &ledgers);
	ledgers_free(&ledgers);
	findings_free(&findings);
}

int main(void)
{
	struct source source;
	int descriptor = mkstemp(path);

	if (descriptor < 0)
		return 1;
	close(descriptor);
	write_contacts();
	source_start(&source);
	source.file = path;
	source.by = "site";
	same_cases(&source);
	same_figures(&source);
	unlink(path);
	return done();
}
