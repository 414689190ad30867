/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzz target of profiles and of what they do to an export. The input is the text of a profile, a
 * byte 0xFF, which no text has, and an export. A profile that is accepted is applied, as vl-import
 * does; then each row must be accounted for once, and each cell be text.
 *
 *   make fuzz builds it; tests/fuzz/seeds FOLDER && ./fuzz-profile FOLDER/profile */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "data/profiletext.h"
#include "data/record.h"
#include "promise.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
const char *__lsan_default_suppressions(void);

/* libconfig 1.5 does not free all that it has read of a text with a mistake in it. */
const char *__lsan_default_suppressions(void)
{
	return "leak:libconfig";
}

struct seen {
	long taken, refused;
};

static int take(const struct record *record, void *to, struct fault *fault)
{
	const struct record_details *details = record->details;

	(void)fault;
	for (int i = 0; i < CANON_COLUMNS; i++) {
		const struct csv_cell *cell = &details->cells[i];

		must(strlen(cell->text) == cell->length, "a cell's length");
		must(text_invalid(cell->text, cell->length) < 0, "a cell is not UTF-8");
	}
	must(record->day >= DAY_MIN && record->day <= DAY_MAX, "a date outside the window of dates");
	must(record->amount.value >= 0, "an amount below zero");
	((struct seen *)to)->taken++;
	return 0;
}

static void refused(const struct fault *fault, struct csv_cell raw, void *to)
{
	must(fault->line > 0 && fault->kind && fault->text[0], "a refusal without line or rule");
	must(raw.text != NULL, "a refusal without its row");
	((struct seen *)to)->refused++;
}

static const struct record_sink sink = { .take = take };

static void apply(struct profile *profile, const char *path)
{
	struct findings findings = { 0 };
	struct fault fault = { 0 };
	struct seen seen = { 0, 0 };
	struct intake intake;
	struct source source;
	long left_out;

	profile->other_tables = NULL;    /* another profile would be read, or the program end */
	source_start(&source);
	source.file = path;
	source.profile = profile;
	source_layout(&source);
	if (records_import(&source, &sink, refused, &seen, &intake, &findings, &fault) == 0) {
		left_out = intake.planned + intake.deleted + intake.duplicates;
		for (int i = 0; i < intake.drop_count; i++)
			left_out += intake.drops[i].count;
		must(seen.taken == intake.used + intake.no_shows, "what was handed on");
		must(intake.rows == seen.taken + seen.refused + left_out,
		     "every row is accounted for once");
	} else {
		must(fault.kind != NULL, "a failure without a fault");
	}
	findings_free(&findings);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char path[32];
	static int file = -1;
	const uint8_t *end = size ? memchr(data, 0xFF, size) : NULL;
	size_t length = end ? (size_t)(end - data) : size, rest = end ? size - length - 1 : 0;
	struct fault fault = { 0 };
	struct profile *profile;

	if (file < 0)
		file = scratch_file(path);
	profile = profiletext_read((const char *)data, length, "fuzz.profile", &fault);
	must(profile || (fault.kind && fault.status == STATUS_USAGE), "a refusal without a fault");
	if (profile && rest) {
		must(pwrite(file, end + 1, rest, 0) == (ssize_t)rest &&
		     ftruncate(file, (off_t)rest) == 0, "the scratch file written");
		apply(profile, path);
	}
	profiletext_free(profile);
	return 0;
}
