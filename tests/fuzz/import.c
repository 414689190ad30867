/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzz target of what stands on the reader: detection and import. The first byte chooses the rule
 * of accounting, the rest is an export.
 *
 * Whatever it is, a profile that is proposed for it can be read as a profile. What comes in by
 * that profile, or by the canonical one, comes out as a table that comes in again without a
 * word and comes out as the same bytes.
 *
 *   make fuzz builds it; tests/fuzz/seeds FOLDER && ./fuzz-import FOLDER/import */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data/detect.h"
#include "data/import.h"
#include "data/profiletext.h"
#include "data/source.h"
#include "show/proposal.h"
#include "promise.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Paths of what goes in and of what came out: files without a name, which die with the process. */
static char files[2][32];

static void write_file(const char *path, const void *bytes, size_t length)
{
	FILE *to = fopen(path, "w");

	must(to && fwrite(bytes, 1, length, to) == length && fclose(to) == 0, "cannot write");
}

/* The table as text, or NULL where it was refused. */
static char *import(const char *path, const struct profile *profile,
		    const struct import_settings *settings, size_t *length)
{
	struct findings findings = { 0 };
	struct fault fault = { 0 };
	struct source source;
	struct import import;
	char *text = NULL;

	source_start(&source);
	source.profile = profile;
	source.file = path;
	source_layout(&source);
	if (import_read(&import, &source, settings, &findings, &fault) == 0) {
		FILE *to = open_memstream(&text, length);

		must(import_write(&import, to, &fault) == 0, "the table is written");
		fclose(to);
	} else {
		must(fault.kind != NULL, "a refusal has a reason");
	}
	import_free(&import);
	findings_free(&findings);
	return text;
}

static void import_twice(const struct profile *profile, const struct import_settings *settings)
{
	const struct import_settings plain = { .limit = { 0, 0 } };
	size_t length, again_length;
	char *table = import(files[0], profile, settings, &length), *again;

	if (!table)
		return;
	write_file(files[1], table, length);
	again = import(files[1], &profile_verlauf, &plain, &again_length);
	must(again != NULL, "a table that came out comes in again");
	must(length == again_length && memcmp(table, again, length) == 0, "as the same bytes");
	free(table);
	free(again);
}

/* The profile that is proposed, or NULL where the file is none. */
static struct profile *propose(void)
{
	const struct csv_layout stated = { 0 };
	struct findings findings = { 0 };
	struct fault fault = { 0 };
	struct profile *profile = NULL;
	struct detect detect;
	size_t length;
	char *text;

	if (detect_file(&detect, files[0], &stated, &findings, &fault) == 0) {
		FILE *to = open_memstream(&text, &length);

		proposal_print(&detect, files[0], to, &findings);
		fclose(to);
		fault = (struct fault){ 0 };
		profile = profiletext_read(text, length, "proposed", &fault);
		if (!profile)
			fprintf(stderr, "%ld: %s\n%s", fault.line, fault.text, text);
		must(profile != NULL, "what is proposed is a profile");
		free(text);
	}
	detect_free(&detect);
	findings_free(&findings);
	return profile;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct accounting rules[] = { { ACCOUNTING_OFF, 0 }, { ACCOUNTING_LWL, 0 },
						   { ACCOUNTING_UP, 15 },
						   { ACCOUNTING_NEAREST, 5 } };
	struct import_settings settings = { .limit = { 100, 1 } };
	struct profile *profile;

	if (!size)
		return 0;
	for (int i = 0; i < 2 && !*files[i]; i++)
		scratch_file(files[i]);
	settings.accounting = rules[data[0] % 4];
	write_file(files[0], data + 1, size - 1);
	profile = propose();
	import_twice(&profile_verlauf, &settings);
	if (profile)
		import_twice(profile, &settings);
	profiletext_free(profile);
	return 0;
}
