/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bare - a bare libcsv pass, the yardstick of the benchmark: counts the rows and cells of FILE
 * in strict mode and does nothing else. */
#include <csv.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { BLOCK = 256 << 10 };

struct counts {
	unsigned long rows, cells;
};

static void count_cell(void *cell, size_t length, void *counts)
{
	(void)cell;
	(void)length;
	((struct counts *)counts)->cells++;
}

static void count_row(int last, void *counts)
{
	(void)last;
	((struct counts *)counts)->rows++;
}

static void fail(const char *text)
{
	fprintf(stderr, "bare: %s\n", text);
	exit(1);
}

static void parse(struct csv_parser *parser, int file, struct counts *counts)
{
	static char block[BLOCK];
	ssize_t got;

	while ((got = read(file, block, sizeof block)) > 0)
		if (csv_parse(parser, block, (size_t)got, count_cell, count_row, counts) !=
		    (size_t)got)
			fail(csv_strerror(csv_error(parser)));
	if (got < 0 || csv_fini(parser, count_cell, count_row, counts) != 0)
		fail("cannot read to the end");
}

int main(int argc, char **argv)
{
	struct counts counts = { 0, 0 };
	struct csv_parser parser;
	int file;

	if (argc != 2)
		fail("usage: bare FILE");
	file = open(argv[1], O_RDONLY);
	if (file < 0 || csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
		fail("cannot open the file");
	parse(&parser, file, &counts);
	csv_free(&parser);
	close(file);
	printf("libcsv %d.%d.%d: %lu rows, %lu cells\n", CSV_MAJOR, CSV_MINOR, CSV_RELEASE,
	       counts.rows, counts.cells);
	return 0;
}
