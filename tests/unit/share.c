/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One input shared among several readers: the same rows, lines, findings and refusals in the same
 * order as by one, whatever is wrong with it and however it comes in. The reader on its own, which
 * tests/unit/csv.c checks, is what they are compared with. */
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/parallel.h"
#include "data/csv.h"
#include "tap.h"

enum { PARTS = 6, FILE_BYTES = 6000, FILES = 150 };

static char path[] = "/tmp/verlauf-share-test-XXXXXX";
static char fifo[sizeof path + 5];

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

static void write_file(const char *text, size_t length)
{
	FILE *to = fopen(path, "wb");

	if (!to || fwrite(text, 1, length, to) != length || fclose(to) != 0) {
		perror(path);
		exit(1);
	}
}

/* ---- readings -------------------------------------------------------------------- */

/* A row as text, to be put in the order of the lines. */
struct line {
	long number;
	char *text;
};

struct part {
	struct csv_reader *reader;
	struct line *lines;
	size_t count, capacity, blocks;
	FILE *refusals;             /* of the block in hand */
	char *refused;
	size_t size;
};

struct shared {
	struct part parts[PARTS];
	FILE *to;                   /* refusals, in their order */
};

static void keep_row(struct part *part, const struct csv_row *row)
{
	char *text;
	size_t size;
	FILE *to = open_memstream(&text, &size);

	for (size_t i = 0; i < row->width; i++)
		fprintf(to, "%s|", row->cells[i].text);
	fclose(to);
	part->lines = mem_grow(part->lines, part->count, &part->capacity, sizeof *part->lines);
	part->lines[part->count++] = (struct line){ row->line, text };
}

static void refuse(const struct fault *fault, struct csv_cell raw, void *to)
{
	fprintf(to, "refused %ld:%ld %s [%.*s]\n", fault->line, fault->column, fault->text,
		(int)raw.length, raw.text);
}

static void read_part(size_t number, void *to)
{
	struct shared *shared = to;
	struct part *part = &shared->parts[number];
	static const struct fault none = { 0 };

	while (csv_take(part->reader)) {
		struct csv_row row;
		struct fault fault = { 0 };

		part->blocks++;
		part->refusals = open_memstream(&part->refused, &part->size);
		csv_on_refusal(part->reader, refuse, part->refusals);
		while (csv_next(part->reader, &row, &fault) > 0)
			keep_row(part, &row);
		fclose(part->refusals);
		if (part->size && csv_turn(part->reader))
			fputs(part->refused, shared->to);
		free(part->refused);
		csv_hand_in(part->reader, &none);
	}
}

static int compare_lines(const void *a, const void *b)
{
	const struct line *x = a, *y = b;

	return (x->number > y->number) - (x->number < y->number);
}

/* All rows in their order. */
static void put_rows(struct shared *shared)
{
	struct part all = { 0 };

	for (size_t p = 0; p < PARTS; p++) {
		for (size_t i = 0; i < shared->parts[p].count; i++) {
			all.lines = mem_grow(all.lines, all.count, &all.capacity, sizeof *all.lines);
			all.lines[all.count++] = shared->parts[p].lines[i];
		}
		free(shared->parts[p].lines);
	}
	if (all.count)
		qsort(all.lines, all.count, sizeof *all.lines, compare_lines);
	for (size_t i = 0; i < all.count; i++) {
		fprintf(shared->to, "%ld %s\n", all.lines[i].number, all.lines[i].text);
		free(all.lines[i].text);
	}
	free(all.lines);
}

static void put_end(FILE *to, const struct csv_reader *reader, const struct findings *findings,
		    const struct fault *fault)
{
	for (size_t i = 0; i < findings->count; i++)
		fprintf(to, "%ld:%ld: %s\n", findings->list[i].line, findings->list[i].column,
			findings->list[i].text);
	for (size_t i = 0; i < findings->kind_count; i++)
		fprintf(to, "%zu of %s\n", findings->kinds[i].count, findings->kinds[i].kind);
	fprintf(to, "%zu refused, %ld records, cut short: %d\n", findings->refused,
		csv_records(reader), csv_cut_short(reader));
	if (fault->kind)
		fprintf(to, "%d %ld:%ld: %s\n", (int)fault->status, fault->line, fault->column,
			fault->text);
}

/* Read by the reader itself up to the second row, then by so many, or by itself. */
static size_t read_rows(struct csv_reader *reader, size_t count, FILE *to, struct fault *fault)
{
	struct shared *shared = mem_new(1, sizeof *shared);
	struct csv_reader *readers[PARTS];
	struct csv_row row;
	size_t blocks = 0;

	csv_want_all(reader);
	csv_on_refusal(reader, refuse, to);
	shared->to = to;
	if (csv_next(reader, &row, fault) > 0)
		keep_row(&shared->parts[0], &row);
	count = count ? csv_share(reader, readers, count) : 0;
	for (size_t i = 0; i < count; i++)
		shared->parts[i].reader = readers[i];
	parallel_each(count, count, read_part, shared);
	while (csv_next(reader, &row, fault) > 0)
		keep_row(&shared->parts[0], &row);
	for (size_t i = 0; i < count; i++) {
		blocks += shared->parts[i].blocks;
		csv_close(readers[i]);
	}
	put_rows(shared);
	free(shared);
	return blocks;
}

/* All that is to be told of an input, as text. */
static char *reading(const char *from, size_t count, const char *encoding, size_t block,
		     size_t *blocks)
{
	struct csv_layout layout = { .block = block, .encoding = encoding };
	struct findings findings = { 0 };
	struct fault fault = { 0 };
	struct csv_reader *reader = csv_open(from, &layout, &findings, &fault);
	char *text;
	size_t size;
	FILE *to = open_memstream(&text, &size);

	if (reader) {
		*blocks += read_rows(reader, count, to, &fault);
		put_end(to, reader, &findings, &fault);
	}
	csv_close(reader);
	findings_free(&findings);
	fclose(to);
	return text;
}

/* ---- writers ----------------------------------------------------------------------- */

struct writer {
	pthread_t thread;
	const char *text;
	size_t length, most;        /* bytes at a time */
	unsigned long state;
	int slow;
};

static void *write_all(void *to)
{
	static const struct timespec moment = { 0, 200000 };
	struct writer *writer = to;
	int descriptor = open(fifo, O_WRONLY);

	for (size_t at = 0, step; at < writer->length; at += step) {
		writer->state = writer->state * 48271 % 2147483647;
		step = 1 + writer->state % writer->most;
		if (step > writer->length - at)
			step = writer->length - at;
		if (write(descriptor, writer->text + at, step) != (ssize_t)step)
			break;
		if (writer->slow)
			nanosleep(&moment, NULL);
	}
	close(descriptor);
	return NULL;
}

static char *from_pipe(const char *text, size_t length, size_t most, int slow, const char *encoding,
		       size_t block)
{
	struct writer writer = { .text = text, .length = length, .most = most, .state = 7,
				 .slow = slow };
	size_t blocks = 0;
	char *read;

	pthread_create(&writer.thread, NULL, write_all, &writer);
	read = reading(fifo, 2 + draw(PARTS - 1), encoding, block, &blocks);
	pthread_join(writer.thread, NULL);
	return read;
}

/* ---- tests ----------------------------------------------------------------------- */

static int same(const char *text, size_t length, const char *encoding, size_t block, int piped,
		size_t *blocks)
{
	char *one, *several;
	size_t none = 0;
	int equal;

	write_file(text, length);
	one = reading(path, 0, encoding, block, &none);
	several = piped ? from_pipe(text, length, 1 + draw(300), 0, encoding, block) :
			  reading(path, 2 + draw(PARTS - 1), encoding, block, blocks);
	equal = strcmp(one, several) == 0;
	if (!equal)
		fprintf(stderr, "# one:\n%.3000s\n# several:\n%.3000s\n", one, several);
	free(one);
	free(several);
	return equal;
}

static void test_sound(const char *line_end, const char *what)
{
	int all_same = 1;
	size_t blocks = 0;

	for (int file = 0; file < FILES && all_same; file++) {
		size_t length;
		char *text = make_file(line_end, &length);

		all_same = same(text, length, NULL, 64 + draw(900), file % 4 == 0, &blocks);
		free(text);
	}
	ok(all_same, "%s: %d files with line breaks in quotes are the same", what, FILES);
	ok(blocks > 5 * FILES, "%s: they were shared (%zu blocks)", what, blocks);
}

/* Bytes changed, and the end lost. */
static void test_damaged(const char *line_end, const char *what)
{
	static const char bytes[] = "\"\n,\r\xFFx\1";
	int all_same = 1;
	size_t blocks = 0;

	for (int file = 0; file < 4 * FILES && all_same; file++) {
		size_t length;
		char *text = make_file(line_end, &length);

		for (unsigned left = draw(4); left > 0; left--)
			text[20 + draw((unsigned)length - 20)] = bytes[draw(7)];
		length -= draw(2) ? draw(40) : 0;
		all_same = same(text, length, NULL, 64 + draw(900), file % 8 == 0, &blocks);
		free(text);
	}
	ok(all_same, "%s: %d damaged files: what is found is the same", what, 4 * FILES);
}

/* As many findings as nobody shows, and line ends of both kinds: said once. */
static void test_many_findings(void)
{
	char *text;
	size_t length, blocks = 0;
	FILE *to = open_memstream(&text, &length);

	fputs("a,b,c\nr,1,2\nr,3,4\n", to);
	for (int i = 0; i < 4000; i++)
		fputs(i % 7 == 3 ? "\n" : i % 11 == 5 ? "r,1\n" : i % 13 == 6 ? "r,x\"y,2\n" :
		      i % 17 == 7 ? "r,1,\xFF\n" : i % 19 == 8 ? "r,\"one\ntwo\",3\r\n" : "r,1,2\n",
		      to);
	fclose(to);
	ok(same(text, length, NULL, 512, 0, &blocks) && same(text, length, NULL, 512, 1, &blocks),
	   "hundreds of findings of each kind are counted and shown as by one");
	ok(blocks > 20, "... from %zu blocks", blocks);
	free(text);
}

/* One cell of so many lines of so many bytes, closed or not, between other rows. */
static void test_cell(int lines, int bytes, int closed, const char *what)
{
	char *text;
	size_t length, blocks = 0;
	FILE *to = open_memstream(&text, &length);

	fputs("a,b,c\nr,1,2\nr,3,4\n", to);
	for (int i = 0; i < 50000; i++) {
		if (i == 25000) {
			fputs("r,1,\"", to);
			for (int l = 0; l < lines; l++)
				fprintf(to, "%0*d\n", bytes, l);
			fputs(closed ? "\"\n" : "\n", to);
		}
		fprintf(to, "r,%d,x\n", i);
	}
	fclose(to);
	ok(same(text, length, NULL, 0, 0, &blocks) && same(text, length, NULL, 4096, 1, &blocks),
	   "%s", what);
	free(text);
}

/* A row of so many bytes, its line end included. */
static void put_long(FILE *to, size_t bytes)
{
	fputs("r,", to);
	for (size_t i = 3; i < bytes; i++)
		fputc(i % 1000 ? 'a' : ',', to);
	fputc('\n', to);
}

/* A row of about as many bytes as one may have, and far behind it one that is a fifth longer: that
 * is refused whatever room the first one has made. */
static void test_long_rows(size_t bytes, const char *what)
{
	char *text;
	size_t length, blocks = 0;
	FILE *to = open_memstream(&text, &length);

	fputs("a,b,c\nr,1,2\nr,3,4\n", to);
	for (int i = 0; i < 9000; i++) {
		if (i == 300)
			put_long(to, bytes);
		fprintf(to, "r,%0999d,x\n", i);
	}
	put_long(to, CSV_RECORD_BYTES_MAX / 5 * 6);
	fputs("r,1\nr,1,2\n", to);
	fclose(to);
	ok(same(text, length, NULL, 0, 0, &blocks), "%s", what);
	free(text);
}

static void test_encodings(void)
{
	size_t length, blocks = 0, before;
	char *text = make_file("\r\n", &length), *wide = mem_new(length + 1, 2);

	for (size_t i = 20; i < length; i++)
		if (text[i] == 'x')
			text[i] = '\xE4';
	ok(same(text, length, "cp1252", 512, 0, &blocks) &&
	   same(text, length, "cp1252", 512, 1, &blocks) && blocks > 3, "Windows-1252");
	ok(same(text, length, CSV_BOM_OR_CP1252, 512, 0, &blocks), "... where nothing says so");
	text[length / 2] = '\x81';
	ok(same(text, length, "cp1252", 512, 0, &blocks), "... a byte without a meaning");
	text[length / 2] = '"';
	ok(same(text, length, NULL, 512, 0, &blocks), "... read as UTF-8");
	wide[0] = '\xFF';
	wide[1] = '\xFE';
	for (size_t i = 0; i < length; i++)
		wide[2 * i + 2] = text[i];
	before = blocks;
	ok(same(wide, 2 * length + 2, NULL, 512, 0, &blocks) &&
	   same(wide, 2 * length + 1, NULL, 512, 1, &blocks) && blocks > before + 3, "UTF-16");
	free(wide);
	free(text);
}

/* The first high bytes, far behind, are UTF-8: the reading ends there, with its line. */
static void test_looks_like_utf8(void)
{
	char *text;
	size_t length, blocks = 0;
	FILE *to = open_memstream(&text, &length);

	fputs("a,b,c\nr,1,2\nr,3,4\n", to);
	for (int i = 0; i < 5000; i++)
		fprintf(to, i == 4321 ? "r,\xC3\xA4,2\n" : i % 1000 == 7 ? "r,bad\n" : "r,%d,2\n", i);
	fclose(to);
	ok(same(text, length, CSV_BOM_OR_CP1252, 512, 0, &blocks) &&
	   same(text, length, CSV_BOM_OR_CP1252, 700, 1, &blocks), "UTF-8 without its mark");
	free(text);
}

static void test_writers(void)
{
	size_t length, blocks = 0;
	char *text = make_file("\r\n", &length), *one, *bytewise, *slow;

	write_file(text, length);
	one = reading(path, 0, NULL, 256, &blocks);
	bytewise = from_pipe(text, length, 1, 0, NULL, 256);
	slow = from_pipe(text, length, 40, 1, NULL, 256);
	ok(strcmp(one, bytewise) == 0, "a pipe into which single bytes are written");
	ok(strcmp(one, slow) == 0, "a pipe with a slow writer");
	free(one);
	free(bytewise);
	free(slow);
	free(text);
}

/* A pipe that has no more for now, and may not wait: a read error in the middle of a row. */
static char *from_broken(const char *text, size_t length, size_t count)
{
	int ends[2];
	size_t blocks = 0;
	char *read = NULL;

	if (pipe(ends) != 0 || write(ends[1], text, length) != (ssize_t)length ||
	    fcntl(ends[0], F_SETFL, O_NONBLOCK) != 0 || dup2(ends[0], STDIN_FILENO) < 0)
		exit(1);
	read = reading("-", count, NULL, 512, &blocks);
	close(ends[0]);
	close(ends[1]);
	return read;
}

static void test_read_error(void)
{
	size_t length;
	char *text = make_file("\n", &length), *one, *several;

	text[length / 2] = '"';
	one = from_broken(text, length - 3, 0);
	several = from_broken(text, length - 3, 4);
	ok(strstr(one, "cannot read") && strcmp(one, several) == 0, "a read error");
	free(one);
	free(several);
	free(text);
}

/* A fault of whoever takes the rows ends the reading for all; what was found before it stays. */
struct stopping {
	struct csv_reader *readers[PARTS];
	long line;
};

static void stop_at_line(size_t number, void *to)
{
	const struct stopping *stopping = to;
	struct csv_reader *part = stopping->readers[number];

	while (csv_take(part)) {
		struct csv_row row;
		struct fault fault = { 0 };

		while (csv_next(part, &row, &fault) > 0)
			if (row.line >= stopping->line &&
			    fault_at(&fault, STATUS_DATA, "", row.line, 0, "no more") != 0)
				break;
		csv_hand_in(part, &fault);
	}
}

static void test_stop(void)
{
	struct csv_layout layout = { .block = 512 };
	struct findings findings = { 0 };
	struct fault fault = { 0 };
	struct stopping stopping = { .line = 1500 };
	struct csv_reader *reader;
	struct csv_row row;
	size_t count;
	FILE *to = fopen(path, "wb");

	fputs("a,b,c\n", to);
	for (int i = 2; i < 4000; i++)
		fputs(i % 100 == 1 ? "r\n" : "r,1,2\n", to);
	fclose(to);
	reader = csv_open(path, &layout, &findings, &fault);
	count = csv_share(reader, stopping.readers, 4);
	parallel_each(count, count, stop_at_line, &stopping);
	ok(count == 4 && csv_next(reader, &row, &fault) == -1 && fault.line == 1500,
	   "whoever takes the rows can end the reading, at the first such row");
	ok(findings.refused == 14, "what was found before it stays: %zu", findings.refused);
	for (size_t i = 0; i < count; i++)
		csv_close(stopping.readers[i]);
	csv_close(reader);
	findings_free(&findings);
}

static void stop_at_second_block(size_t number, void *to)
{
	const struct stopping *stopping = to;
	struct csv_reader *part = stopping->readers[number];

	for (int block = 1; csv_take(part); block++) {
		struct csv_row row;
		struct fault fault = { 0 };

		while (csv_next(part, &row, &fault) > 0)
			;
		if (block == 2)
			fault_at(&fault, STATUS_DATA, "", 0, 0, "no more");
		csv_hand_in(part, &fault);
	}
}

/* Some parts are in the middle of a block when another one ends the reading. */
static void test_stop_in_blocks(void)
{
	size_t ended = 0;
	FILE *to = fopen(path, "wb");

	fputs("a,b,c\n", to);
	for (int i = 0; i < 10000; i++)
		fputs("r,1,2\n", to);
	fclose(to);
	for (int i = 0; i < FILES; i++) {
		struct csv_layout layout = { .block = 4096 };
		struct findings findings = { 0 };
		struct fault fault = { 0 };
		struct stopping stopping;
		struct csv_reader *reader = csv_open(path, &layout, &findings, &fault);
		size_t count = csv_share(reader, stopping.readers, 4);
		struct csv_row row;

		parallel_each(count, count, stop_at_second_block, &stopping);
		ended += csv_next(reader, &row, &fault) == -1 && strcmp(fault.text, "no more") == 0;
		for (size_t p = 0; p < count; p++)
			csv_close(stopping.readers[p]);
		csv_close(reader);
		findings_free(&findings);
	}
	ok(ended == FILES, "each part ends the reading at its second block: %zu times", ended);
}

static void test_short(void)
{
	struct csv_layout layout = { 0 };
	struct findings findings = { 0 };
	struct fault fault = { 0 };
	struct csv_reader *parts[PARTS], *reader;

	write_file("a,b,c\n1,2,3\n", 12);
	reader = csv_open(path, &layout, &findings, &fault);
	ok(csv_share(reader, parts, PARTS) == 0, "what has been read ahead to its end is not shared");
	csv_close(reader);
}

int main(void)
{
	int descriptor = mkstemp(path);

	if (descriptor < 0)
		return 1;
	close(descriptor);
	snprintf(fifo, sizeof fifo, "%s.fifo", path);
	if (mkfifo(fifo, 0600) != 0)
		return 1;
	signal(SIGPIPE, SIG_IGN);        /* a reader may stop before the writer does */
	test_sound("\n", "LF");
	test_sound("\r\n", "CRLF");
	test_sound("\r", "CR");
	test_damaged("\n", "LF");
	test_damaged("\r\n", "CRLF");
	test_damaged("\r", "CR");
	test_many_findings();
	test_cell(900, 700, 1, "a quoted cell of 900 lines");
	test_cell(1100, 40, 1, "a quoted cell of 1100 lines ends the reading");
	test_cell(300, 5000, 1, "a quoted cell that is too long ends the reading");
	test_cell(20, 100, 0, "a quote that is not closed");
	test_long_rows(CSV_RECORD_BYTES_MAX - 100, "a row of nearly 16 MiB, then a longer one");
	test_long_rows(CSV_RECORD_BYTES_MAX, "a row of 16 MiB");
	test_long_rows(CSV_RECORD_BYTES_MAX + 1, "... and a byte");
	test_encodings();
	test_looks_like_utf8();
	test_writers();
	test_read_error();
	test_stop();
	test_stop_in_blocks();
	test_short();
	unlink(fifo);
	unlink(path);
	return done();
}
