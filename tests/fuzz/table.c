/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzz target of tables that come back: as a drawing (vl-plot), as a table of a page (vl-render),
 * and of a prognosis that was learnt elsewhere (vl-predict --model). The first input byte chooses
 * which. What is accepted must be sound: a script for gnuplot or a fault, every form of the table,
 * a chance between 0 and 1.
 *
 *   make fuzz builds it; tests/fuzz/seeds FOLDER && ./fuzz-table FOLDER/table */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cksum.h"
#include "base/text.h"
#include "model/prognosis.h"
#include "show/chart.h"
#include "show/prognosisfile.h"
#include "show/series.h"
#include "show/stored.h"
#include "promise.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void draw(const char *path, struct findings *findings, struct fault *fault)
{
	const struct series_choice choice = { 0 };
	struct chart_settings settings = { .form = PICTURE_SVG };
	struct drawing drawing = { 0 };
	char *script = NULL;

	settings.size = picture_default_size(PICTURE_SVG);
	if (series_read(&drawing, path, &choice, findings, fault) == 0) {
		must(drawing.count > 0, "a drawing of nothing");
		script = chart_script(&drawing, &settings, fault);
		must((script != NULL) != (fault->kind != NULL), "a script and a fault, or neither");
	} else {
		must(fault->kind || findings->refused, "no drawing, and no reason");
	}
	free(script);
	drawing_free(&drawing);
}

static void store(const char *path, struct findings *findings, struct fault *fault)
{
	static const enum table_format forms[] = { TABLE_CSV, TABLE_TEXT, TABLE_EXCEL,
						   TABLE_MARKDOWN, TABLE_JSON, TABLE_HTML };
	const struct stored_choice choice = { .last = 5 };
	struct stored stored;

	if (stored_read(&stored, path, &choice, findings, fault) == 0)
		for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
			char *text = NULL;
			size_t length;
			FILE *to = open_memstream(&text, &length);

			must(to && table_print(stored.table, forms[i], 1, to) == 0, "printed");
			fclose(to);
			must(text_invalid(text, length) < 0, "a table that is not UTF-8");
			free(text);
		}
	else
		must(fault->kind != NULL, "no table, and no reason");
	stored_free(&stored);
}

/* A case as any service has them. */
static void predict(const struct prognosis *prognosis)
{
	const struct firstweeks_case one = { .effort = 4.5, .contacts = 3, .late = 1, .silent = 12,
					     .persons = 2, .service = "general" };
	struct prognosis_view view;
	double over, low, high;

	prognosis_view(prognosis, &one, &view);
	over = prognosis_over(prognosis, &view, 35);
	must(over >= 0 && over <= 1, "a chance outside 0 to 1");
	low = mixture_quantile(&view.mixture, 0.1);
	high = mixture_quantile(&view.mixture, 0.9);
	must(mixture_mean(&view.mixture) >= 0, "a mean below zero, or none");
	must(low >= 0 && low <= high, "quantiles that fall");
}

/* The last line with the checksum of the lines before it: to find that is not the fuzzer's work. */
static void seal(int file, const char *text, size_t size)
{
	static const char last[] = "\nend,,";
	size_t length = sizeof last - 1, at = size;
	char rows[12] = "", line[64];

	while (at > 0 && (size - at < length || memcmp(text + at, last, length) != 0))
		at--;
	if (!at)
		return;
	at++;
	for (size_t i = at + length - 1, n = 0; i < size && n + 1 < sizeof rows &&
	     strchr("0123456789", text[i]) && text[i]; i++)
		rows[n++] = text[i];
	snprintf(line, sizeof line, "end,,%s,%" PRIu32 ",,\n", rows, cksum(text, at));
	must(pwrite(file, line, strlen(line), (off_t)at) == (ssize_t)strlen(line) &&
	     ftruncate(file, (off_t)(at + strlen(line))) == 0, "the scratch file sealed");
}

static void learn(const char *path, struct findings *findings, struct fault *fault)
{
	struct prognosis prognosis = { 0 };

	if (prognosisfile_read(&prognosis, path, UNIT_MINUTES, findings, fault) == 0)
		predict(&prognosis);
	else
		must(fault->kind || findings->refused, "no prognosis, and no reason");
	prognosis_free(&prognosis);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static void (*const readers[])(const char *, struct findings *, struct fault *) = {
		draw, store, learn
	};
	static char path[32];
	static int file = -1;
	struct findings findings = { 0 };
	struct fault fault = { 0 };

	if (!size)
		return 0;
	if (file < 0)
		file = scratch_file(path);
	must(pwrite(file, data + 1, size - 1, 0) == (ssize_t)(size - 1) &&
	     ftruncate(file, (off_t)(size - 1)) == 0, "the scratch file written");
	if (readers[data[0] % 3] == learn)
		seal(file, (const char *)data + 1, size - 1);
	readers[data[0] % 3](path, &findings, &fault);
	findings_free(&findings);
	return 0;
}
