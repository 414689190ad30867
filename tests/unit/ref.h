/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ref - tables of expected values in tests/ref (their README names the sources), for unit tests.
 * Plain CSV without quotes; tests run in the project's top folder. */
#ifndef VL_REF_H
#define VL_REF_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { REF_COLUMNS = 24, REF_ROWS = 1000, REF_NAME = 64 };

struct ref {
	size_t rows, columns;
	char name[REF_COLUMNS][REF_NAME];
	char text[REF_ROWS][REF_COLUMNS][REF_NAME];
};

/* Cells of a line, cut at the commas. */
static size_t ref_split(char *line, char cells[][REF_NAME])
{
	size_t count = 0;

	line[strcspn(line, "\r\n")] = '\0';
	for (char *cell = line; cell; count++) {
		char *comma = strchr(cell, ',');

		if (comma)
			*comma++ = '\0';
		snprintf(cells[count], REF_NAME, "%.*s", REF_NAME - 1, cell);
		cell = comma;
	}
	return count;
}

/* The caller frees. A table that is not there ends the test. */
static struct ref *ref_read(const char *name)
{
	struct ref *ref = calloc(1, sizeof *ref);
	char path[200], line[1000];
	FILE *file;

	snprintf(path, sizeof path, "tests/ref/%s.csv", name);
	file = fopen(path, "r");
	if (!ref || !file || !fgets(line, sizeof line, file)) {
		printf("Bail out! cannot read %s\n", path);
		exit(1);
	}
	ref->columns = ref_split(line, ref->name);
	while (ref->rows < REF_ROWS && fgets(line, sizeof line, file))
		ref_split(line, ref->text[ref->rows++]);
	fclose(file);
	return ref;
}

static const char *ref_text(const struct ref *ref, size_t row, const char *column)
{
	for (size_t c = 0; c < ref->columns; c++)
		if (strcmp(ref->name[c], column) == 0)
			return ref->text[row][c];
	printf("Bail out! no column %s\n", column);
	exit(1);
}

static double ref_number(const struct ref *ref, size_t row, const char *column)
{
	const char *text = ref_text(ref, row, column);

	return *text ? strtod(text, NULL) : NAN;
}

#endif
