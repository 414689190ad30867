/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An export with a key and a second file, read by any number of threads: which of several rows
 * with one key is taken, which is left out and which refused, as one goes through the file by
 * hand. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "data/record.h"
#include "tap.h"

enum { FILES = 60, ROWS_MAX = 400, CASES = 40, THREADS = 7 };

static char path[] = "/tmp/verlauf-duplicates-XXXXXX";
static char joined[sizeof path + 2];

static unsigned long state = 1;

/* Lehmer's generator. */
static unsigned draw(unsigned below)
{
	state = state * 48271 % 2147483647;
	return (unsigned)(state % below);
}

/* ---- rows, and what is to become of them -------------------------------------------- */

enum fate { KEPT, REFUSED, REPEATED, DELETED };

struct row {
	int key, part;              /* 0: empty */
	int case_id, day, minutes;  /* day 0 is no date */
	int topic, deleted, short_of_cells;
};

struct rules {
	int two_columns, join, filter;
};

static struct row draw_row(const struct row *rows, int count, int keys)
{
	struct row row = { 1 + (int)draw((unsigned)keys), (int)draw(3), (int)draw(CASES),
			   (int)draw(28) + !!draw(40), 1 + (int)draw(60), (int)draw(4), !draw(9),
			   !draw(60) };

	if (!draw(12))
		row.key = 0;
	if (count && draw(2)) {
		row = rows[count - 1 - (int)draw(count < 30 ? (unsigned)count : 30)];
		row.topic = (int)draw(4);
		row.minutes += !draw(15);
		row.deleted = !draw(9);
	}
	return row;
}

/* One case in ten is not in the second file; one in ten is deleted there, which is the same. */
static int is_joined(const struct row *row)
{
	return row->case_id % 10 != 3 && row->case_id % 10 != 4;
}

static int is_same_key(const struct rules *rules, const struct row *a, const struct row *b)
{
	return a->key == b->key && (!rules->two_columns || a->part == b->part);
}

static int has_key(const struct rules *rules, const struct row *row)
{
	return row->key && (!rules->two_columns || row->part);
}

/* Before keys are looked at; KEPT: they are. */
static enum fate early_fate(const struct rules *rules, const struct row *row)
{
	if (row->short_of_cells)
		return REFUSED;
	if (rules->filter && row->deleted)
		return DELETED;
	return rules->join && !is_joined(row) ? REFUSED : KEPT;
}

static enum fate fate_of(const struct rules *rules, const struct row *rows, int at)
{
	const struct row *row = &rows[at];
	enum fate early = early_fate(rules, row);

	if (early != KEPT)
		return early;
	for (int i = 0; i < at && has_key(rules, row); i++)
		if (early_fate(rules, &rows[i]) == KEPT && is_same_key(rules, &rows[i], row))
			return rows[i].case_id == row->case_id && rows[i].day == row->day &&
			       rows[i].minutes == row->minutes ? REPEATED : REFUSED;
	return row->day ? KEPT : REFUSED;
}

static void write_rows(const struct row *rows, int count)
{
	FILE *to = fopen(path, "w");

	fputs("contact_id,part,case_id,date,minutes,topic,deleted\n", to);
	for (int i = 0; i < count; i++) {
		const struct row *row = &rows[i];

		if (row->key)
			fprintf(to, row->key % 2 ? "%d" : "{%032x}", row->key);
		fprintf(to, ",%.*s,F%d,2026-03-%02d,%d,%s", row->part > 0,
			row->part > 1 ? "b" : "a", row->case_id, row->day, row->minutes,
			row->topic ? "plain" : "\"two, \"\"lines\"\"\nof it\"");
		fputs(row->short_of_cells ? "\n" : row->deleted ? ",2026-04-01\n" : ",\n", to);
	}
	fclose(to);
}

static void write_joined(void)
{
	FILE *to = fopen(joined, "w");

	fputs("case_id,gone\n", to);
	for (int i = 0; i < CASES; i++)
		if (i % 10 != 3)
			fprintf(to, "F%d,%s\n", i, i % 10 == 4 ? "yes" : "");
	fclose(to);
}

/* ---- reading ----------------------------------------------------------------------- */

struct taken {
	long kept[ROWS_MAX], refused[ROWS_MAX];      /* lines */
	int kept_count, refused_count;
};

static int take(const struct record *record, void *to, struct fault *fault)
{
	struct taken *taken = to;

	(void)fault;
	taken->kept[taken->kept_count++] = record->line;
	return 0;
}

static void refuse(const struct fault *fault, struct csv_cell raw, void *to)
{
	struct taken *taken = to;

	(void)raw;
	taken->refused[taken->refused_count++] = fault->line;
}

static void *new_part(const void *whole)
{
	(void)whole;
	return mem_new(1, sizeof(struct taken));
}

static int join_part(void *to, void *from, struct fault *fault)
{
	struct taken *whole = to, *part = from;

	(void)fault;
	for (int i = 0; i < part->kept_count; i++)
		whole->kept[whole->kept_count++] = part->kept[i];
	for (int i = 0; i < part->refused_count; i++)
		whole->refused[whole->refused_count++] = part->refused[i];
	return 0;
}

static const struct record_sink sink = { take, new_part, join_part, free, NULL };

static int compare(const void *a, const void *b)
{
	long x = *(const long *)a, y = *(const long *)b;

	return (x > y) - (x < y);
}

static void put_lines(FILE *to, long *lines, int count, const char *what)
{
	if (count)
		qsort(lines, (size_t)count, sizeof *lines, compare);
	for (int i = 0; i < count; i++)
		fprintf(to, "%ld ", lines[i]);
	fprintf(to, "%s\n", what);
}

static struct profile profile_by(const struct rules *rules)
{
	static const char *const one[] = { "contact_id", NULL }, *const two[] = { "contact_id",
								  "part", NULL };
	static const char *const columns[] = { "gone", NULL };
	static const struct profile_filter filters[] = {
		{ "deleted", NULL, DROP_DELETED, "", 0 }, { "gone", NULL, DROP_DELETED, "", 1 },
		{ 0 } };
	struct profile profile = profile_verlauf;

	profile.key = rules->two_columns ? two : one;
	profile.filters = filters + !rules->filter;
	if (rules->join) {
		profile.join_key = "case_id";
		profile.join_columns = columns;
	}
	return profile;
}

static char *read_by(const struct rules *rules, size_t threads, size_t block)
{
	struct profile profile = profile_by(rules);
	struct taken *taken = mem_new(1, sizeof *taken);
	struct findings findings = { 0 };
	struct fault fault = { 0 };
	struct intake intake;
	struct source source;
	char *text;
	size_t size;
	FILE *to = open_memstream(&text, &size);

	source_start(&source);
	source.profile = source.tables = &profile;
	source_layout(&source);
	source.layout.block = block;
	source.file = path;
	source.join_file = rules->join ? joined : NULL;
	source.threads = threads;
	if (records_import(&source, &sink, refuse, taken, &intake, &findings, &fault) != 0)
		fprintf(to, "%s\n", fault.text);
	put_lines(to, taken->kept, taken->kept_count, "kept");
	put_lines(to, taken->refused, taken->refused_count, "refused");
	fprintf(to, "%zu refused, %ld deleted, %ld twice, of %ld\n", findings.refused,
		intake.deleted, intake.duplicates, intake.rows);
	fclose(to);
	free(taken);
	findings_free(&findings);
	return text;
}

/* ---- by hand ----------------------------------------------------------------------- */

/* The line on which a row is refused: where its text runs over two, that of the cell to blame. */
static char *by_hand(const struct rules *rules, const struct row *rows, int count)
{
	struct taken *taken = mem_new(1, sizeof *taken);
	long line = 2, counts[4] = { 0 };
	char *text;
	size_t size;
	FILE *to = open_memstream(&text, &size);

	for (int i = 0; i < count; i++) {
		enum fate fate = fate_of(rules, rows, i);

		counts[fate]++;
		if (fate == KEPT)
			taken->kept[taken->kept_count++] = line;
		if (fate == REFUSED)
			taken->refused[taken->refused_count++] = line;
		line += rows[i].topic ? 1 : 2;
	}
	put_lines(to, taken->kept, taken->kept_count, "kept");
	put_lines(to, taken->refused, taken->refused_count, "refused");
	fprintf(to, "%ld refused, %ld deleted, %ld twice, of %d\n", counts[REFUSED],
		counts[DELETED], counts[REPEATED], count);
	fclose(to);
	free(taken);
	return text;
}

static int same_by_all(const struct rules *rules, const struct row *rows, int count)
{
	char *want = by_hand(rules, rows, count);
	int equal = 1;

	write_rows(rows, count);
	for (size_t threads = 1; threads <= THREADS && equal; threads++) {
		char *got = read_by(rules, threads, 64 + draw(900));

		equal = strcmp(got, want) == 0;
		if (!equal)
			fprintf(stderr, "# %zu threads:\n%s# by hand:\n%s", threads, got, want);
		free(got);
	}
	free(want);
	return equal;
}

static void test_files(struct rules rules, const char *what)
{
	static struct row rows[ROWS_MAX];
	int equal = 1;

	for (int file = 0; file < FILES && equal; file++) {
		int count = 40 + (int)draw(ROWS_MAX - 40), keys = 1 + (int)draw(600);

		for (int i = 0; i < count; i++)
			rows[i] = draw_row(rows, i, keys);
		equal = same_by_all(&rules, rows, count);
	}
	ok(equal, "%s: %d files, by 1 to %d threads", what, FILES, THREADS);
}

int main(void)
{
	int descriptor = mkstemp(path);

	if (descriptor < 0)
		return 1;
	close(descriptor);
	snprintf(joined, sizeof joined, "%s.j", path);
	write_joined();
	test_files((struct rules){ 0, 0, 0 }, "a key");
	test_files((struct rules){ 1, 0, 1 }, "a key of two columns, and a filter");
	test_files((struct rules){ 0, 1, 0 }, "a key and a second file");
	test_files((struct rules){ 1, 1, 1 }, "all of it");
	unlink(joined);
	unlink(path);
	return done();
}
