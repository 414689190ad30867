/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One file shared among several readers: the same rows wherever it is cut, or a finding. The
 * reader on its own, which tests/unit/csv.c checks, is what they are compared with. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "data/csv.h"
#include "tap.h"

enum { PARTS = 9, FILE_BYTES = 20000, FILES = 300 };

static char path[] = "/tmp/verlauf-share-test-XXXXXX";

/* ---- files ----------------------------------------------------------------------- */

static unsigned long state = 1;

/* Lehmer's generator: any will do here, as long as it is the same everywhere. */
static unsigned draw(unsigned below)
{
	state = state * 48271 % 2147483647;
	return (unsigned)(state % below);
}

/* Cells plain, quoted, with quotes, delimiters and line ends in them. */
static void put_cell(FILE *to, const char *line_end)
{
	static const char *const plain[] = { "", "1", "F000123", "2026-10-31", "x y" };
	static const char *const pieces[] = { "a", ",", "\"\"", "NL", " ", "1" };

	if (draw(3)) {
		fputs(plain[draw(5)], to);
		return;
	}
	fputc('"', to);
	for (unsigned left = draw(30); left > 0; left--) {
		const char *piece = pieces[draw(6)];

		fputs(strcmp(piece, "NL") == 0 ? line_end : piece, to);
	}
	fputc('"', to);
}

static char *make_file(const char *line_end, size_t *length)
{
	char *text;
	FILE *to = open_memstream(&text, length);

	/* Plain first rows, so that nothing below looks more like the header. */
	fprintf(to, "a,b,c%sr,1,2%sr,3,4%s", line_end, line_end, line_end);
	while (ftell(to) < FILE_BYTES) {
		fputs("r,", to);
		put_cell(to, line_end);
		fputc(',', to);
		put_cell(to, line_end);
		fputs(line_end, to);
	}
	fclose(to);
	return text;
}

/* ---- readings -------------------------------------------------------------------- */

struct reading {
	char *rows;
	size_t size;
	size_t findings, parts;
	long records;
};

static void read_part(struct csv_reader *reader, FILE *to, struct fault *fault)
{
	struct csv_row row;

	while (csv_next(reader, &row, fault) > 0) {
		for (size_t i = 0; i < row.width; i++)
			fprintf(to, "%s|", row.cells[i].text);
		fputc('\n', to);
	}
}

/* The last part first: they do not wait for each other. */
static void read_parts(struct csv_reader *reader, size_t count, struct reading *reading)
{
	struct csv_reader *parts[PARTS];
	struct findings findings[PARTS] = { { 0 } };
	char *rows[PARTS];
	size_t size[PARTS];
	FILE *to = open_memstream(&reading->rows, &reading->size);
	struct fault fault = { 0 };

	csv_want_all(reader);
	reading->parts = csv_share(reader, parts, findings, count);
	for (size_t i = reading->parts; i-- > 0;) {
		FILE *part = open_memstream(&rows[i], &size[i]);

		read_part(parts[i], part, &fault);
		reading->records += csv_records(parts[i]);
		fclose(part);
	}
	for (size_t i = 0; i < reading->parts; i++) {
		fputs(rows[i], to);
		free(rows[i]);
		reading->findings += findings[i].count;
		findings_free(&findings[i]);
		if (i > 0)
			csv_close(parts[i]);
	}
	reading->findings += fault.kind != NULL;
	fclose(to);
}

static struct reading read_file(size_t count, const char *encoding)
{
	struct csv_layout layout = { .block = 64, .part = 100, .encoding = encoding };
	struct reading reading = { 0 };
	struct findings findings = { 0 };
	struct fault fault = { 0 };
	struct csv_reader *reader = csv_open(path, &layout, &findings, &fault);

	if (reader)
		read_parts(reader, count, &reading);
	csv_close(reader);
	reading.findings += findings.count + (fault.kind != NULL);
	findings_free(&findings);
	return reading;
}

static void write_file(const char *text, size_t length)
{
	FILE *to = fopen(path, "wb");

	if (!to || fwrite(text, 1, length, to) != length || fclose(to) != 0) {
		perror(path);
		exit(1);
	}
}

/* ---- tests ----------------------------------------------------------------------- */

static int same(const struct reading *a, const struct reading *b)
{
	return a->size == b->size && a->records == b->records &&
	       memcmp(a->rows, b->rows, a->size) == 0;
}

static void test_sound(const char *line_end, const char *what)
{
	int all_same = 1, clean = 1;
	size_t parts = 0;

	for (int file = 0; file < FILES; file++) {
		size_t length;
		char *text = make_file(line_end, &length);
		struct reading whole, shared;

		write_file(text, length);
		whole = read_file(1, NULL);
		shared = read_file(2 + draw(PARTS - 1), NULL);
		all_same = all_same && same(&whole, &shared);
		clean = clean && !shared.findings;
		parts += shared.parts;
		free(whole.rows);
		free(shared.rows);
		free(text);
	}
	ok(all_same && clean, "%s: %d files with line breaks in quotes give the same rows", what, FILES);
	ok(parts > 3 * FILES, "%s: they were shared (%zu parts)", what, parts);
}

/* A byte changed, added or lost: parts that find nothing have the rows of the whole. */
static void test_damaged(void)
{
	static const char bytes[] = "\"\n,\r\xFFx";
	int sound = 1;
	size_t silent = 0;

	for (int file = 0; file < 4 * FILES; file++) {
		size_t length, at;
		char *text = make_file("\n", &length);
		struct reading whole, shared;

		at = 10 + draw((unsigned)length - 10);
		text[at] = bytes[draw(6)];
		write_file(text, length - (draw(2) ? draw(40) : 0));
		whole = read_file(1, NULL);
		shared = read_file(2 + draw(PARTS - 1), NULL);
		if (!shared.findings) {
			silent++;
			sound = sound && !whole.findings && same(&whole, &shared);
		}
		free(whole.rows);
		free(shared.rows);
		free(text);
	}
	ok(sound, "damaged files: whoever finds nothing has the rows of the whole");
	ok(silent > 0 && silent < 4 * FILES, "%zu of %d were still sound", silent, 4 * FILES);
}

/* In a quoted cell so long that no quote is in sight at the cut, the row before it does not end. */
static void test_long_cell(void)
{
	enum { LINES = 900, LINE = 700 };
	struct reading whole, shared;
	FILE *to = fopen(path, "wb");

	fprintf(to, "a,b,c\nr,1,\"");
	for (int i = 0; i < LINES; i++)
		fprintf(to, "%0*d\n", LINE - 1, i);
	fprintf(to, "\"\n");
	fclose(to);
	whole = read_file(1, NULL);
	shared = read_file(2, NULL);
	ok(shared.parts == 2 && shared.findings > 0, "a cut in a quoted cell without a quote in sight is found");
	free(whole.rows);
	free(shared.rows);
}

/* Cuts of a file without quotes are found near their targets. */
static void test_plain(void)
{
	struct reading whole, shared;
	FILE *to = fopen(path, "wb");

	fprintf(to, "a,b,c\n");
	for (int i = 0; i < 200000; i++)
		fprintf(to, "r%d,%u,x\n", i, draw(1000));
	fclose(to);
	whole = read_file(1, NULL);
	shared = read_file(PARTS, NULL);
	ok(shared.parts == PARTS && !shared.findings && same(&whole, &shared),
	   "a file without quotes: the same rows from %zu parts", shared.parts);
	free(whole.rows);
	free(shared.rows);
}

static void test_not_shared(void)
{
	static const char small[] = "a,b,c\n1,2,3\n";
	struct reading reading;
	size_t length;
	char *text = make_file("\n", &length), *wide = mem_new(length + 1, 2);

	write_file(small, sizeof small - 1);
	reading = read_file(PARTS, NULL);
	ok(reading.parts == 1 && reading.records == 1, "a small file is read by one");
	free(reading.rows);
	wide[0] = '\xFF';
	wide[1] = '\xFE';
	for (size_t i = 0; i < length; i++)
		wide[2 * i + 2] = text[i];
	write_file(wide, 2 * length + 2);
	reading = read_file(PARTS, NULL);
	ok(reading.parts == 1 && !reading.findings, "a file in UTF-16 is read by one");
	free(reading.rows);
	free(wide);
	free(text);
}

static void test_encodings(void)
{
	struct reading whole, shared;
	size_t length;
	char *text = make_file("\r\n", &length);

	for (size_t i = 20; i < length; i++)
		if (text[i] == 'x')
			text[i] = '\xE4';
	write_file(text, length);
	whole = read_file(1, "cp1252");
	shared = read_file(5, "cp1252");
	ok(shared.parts == 5 && same(&whole, &shared) && strstr(shared.rows, "\xC3\xA4"),
	   "Windows-1252 is shared as well");
	free(whole.rows);
	free(shared.rows);
	free(text);
}

int main(void)
{
	int descriptor = mkstemp(path);

	if (descriptor < 0)
		return 1;
	close(descriptor);
	test_sound("\n", "LF");
	test_sound("\r\n", "CRLF");
	test_sound("\r", "CR");
	test_damaged();
	test_long_cell();
	test_plain();
	test_not_shared();
	test_encodings();
	unlink(path);
	return done();
}
