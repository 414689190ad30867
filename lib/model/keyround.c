/* SPDX-License-Identifier: GPL-3.0-or-later */
/* keyround - the numbers of a table rounded at random, by a secret key. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/keyround.h"
#include "model/risk.h"

struct rounding {
	struct keyround *round;
	const struct sheet *sheet;
	struct key *key;
	double k;
	double *least;              /* by row: risk_least */
	unsigned char *dominated;   /* by row, or NULL: risk_dominated */
	unsigned char *few;         /* by row: fewer than k cases */
	unsigned char *small;       /* by row: what is told of it is told of fewer than k */
	unsigned char *total;       /* by column: the labels of a dimension */
};

/* No name that people give: vl-pseudo refuses control characters in a domain. */
struct key *keyround_key(const char *path, struct fault *fault)
{
	return key_read(path, "\x01rounding of tables", fault);
}

double keyround_number(double n, double u)
{
	double rest = fmod(n, KEYROUND_BASE);

	return n - rest + (u < rest / KEYROUND_BASE ? KEYROUND_BASE : 0);
}

/* ---- which cell ------------------------------------------------------------------ */

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static char *join(const char *name, const char *value)
{
	size_t length = strlen(name);
	char *text = mem_new(length + strlen(value) + 2, 1);

	memcpy(text, name, length);
	text[length] = '=';
	strcpy(text + length + 1, value);
	return text;
}

/* "service=welcome" for each label that is no total, in bytewise order; returns how many. */
static size_t collect_labels(const struct rounding *rounding, size_t row, size_t column,
			     char **labels)
{
	const struct sheet *sheet = rounding->sheet;
	size_t count = 0;

	for (size_t c = 0; c < sheet->columns; c++) {
		const char *text = sheet->text[row * sheet->columns + c];

		if (sheet->role[c] == ROLE_LABEL && *text &&
		    !(rounding->total[c] && crosstab_is_total(sheet, text)))
			labels[count++] = join(sheet->name[c], text);
	}
	if (sheet->wide && !crosstab_is_total(sheet, sheet->name[column]))
		labels[count++] = join("", sheet->name[column]);
	qsort(labels, count, sizeof *labels, by_text);
	return count;
}

static double chance(const struct rounding *rounding, size_t row, size_t column, double n)
{
	char **labels = mem_new(rounding->sheet->columns + 2, sizeof *labels);
	size_t count = collect_labels(rounding, row, column, labels);
	uint8_t digest[KEY_DIGEST];
	char number[32];
	uint64_t bits = 0;

	snprintf(number, sizeof number, "n=%.0f", n);
	labels[count++] = mem_text(number, strlen(number));
	key_digest(rounding->key, (const char *const *)labels, count, digest);
	for (int i = 0; i < 8; i++)
		bits = bits << 8 | digest[i];
	for (size_t i = 0; i < count; i++)
		free(labels[i]);
	free(labels);
	return (double)(bits >> 11) * 0x1p-53;
}

/* ---- numbers --------------------------------------------------------------------- */

static double three_digits(double value)
{
	char text[32];

	snprintf(text, sizeof text, "%.2e", value);
	return strtod(text, NULL);
}

/* Of few cases a share of three digits is that of one pair of numbers only. */
static double statistic(const struct sheet *sheet, size_t row, double value)
{
	const char *measure = crosstab_text(sheet, row, "measure");

	if (strcmp(measure, "share") == 0 || strcmp(measure, "zero_share") == 0)
		return nearbyint(value * 100) / 100;
	return three_digits(value);
}

/* What the row's hours are divided by: its first count as published. */
static double published_cases(const struct rounding *rounding, size_t row)
{
	const struct sheet *sheet = rounding->sheet;

	for (size_t c = 0; c < sheet->columns; c++)
		if (crosstab_role(sheet, row, c) == ROLE_COUNT)
			return rounding->round->number[row * sheet->columns + c];
	return 0;
}

static int is_blank(const struct rounding *rounding, size_t row, size_t column, enum role role)
{
	if (role == ROLE_AMOUNT && rounding->dominated && rounding->dominated[row])
		return 1;
	if (role == ROLE_EVENTS || role == ROLE_AMOUNT)
		return rounding->few[row];
	return role == ROLE_STATISTIC &&
	       (rounding->small[row] ||
		risk_smooth(rounding->sheet, rounding->few, row, column));
}

/* Counts of a forecast are no whole numbers and get three digits like its other values. */
static double rounded(struct rounding *rounding, size_t row, size_t column, enum role role,
		      double value)
{
	if (role == ROLE_COUNT || role == ROLE_PART || role == ROLE_EVENTS) {
		if (value != nearbyint(value))
			return three_digits(value);
		rounding->round->rounded++;
		return keyround_number(value, chance(rounding, row, column, value));
	}
	if (role == ROLE_AMOUNT && rounding->round->per_case[column]) {
		double cases = published_cases(rounding, row);

		return cases > 0 ? three_digits(value / cases) : NAN;   /* work without a case */
	}
	return statistic(rounding->sheet, row, value);
}

static void round_row(struct rounding *rounding, size_t row)
{
	const struct sheet *sheet = rounding->sheet;

	for (int amounts = 0; amounts < 2; amounts++)      /* counts first: amounts rest on them */
		for (size_t c = 0; c < sheet->columns; c++) {
			enum role role = crosstab_role(sheet, row, c);
			size_t i = row * sheet->columns + c;
			double value = sheet->number[i];

			if (role < ROLE_COUNT || role > ROLE_STATISTIC ||
			    amounts != (role == ROLE_AMOUNT) || isnan(value))
				continue;
			rounding->round->blank[i] = (unsigned char)is_blank(rounding, row, c, role);
			rounding->round->blanks += rounding->round->blank[i];
			rounding->round->number[i] = rounding->round->blank[i] ? NAN :
				rounded(rounding, row, c, role, value);
		}
}

static double published(const struct rounding *rounding, size_t row, const char *name)
{
	for (size_t c = 0; c < rounding->sheet->columns; c++)
		if (strcmp(rounding->sheet->name[c], name) == 0)
			return rounding->round->number[row * rounding->sheet->columns + c];
	return NAN;
}

/* An error of a forecast would give what was seen: it is taken from what is published. */
static void renew_errors(struct rounding *rounding, size_t row)
{
	const struct sheet *sheet = rounding->sheet;

	for (size_t c = 0; c < sheet->columns; c++) {
		double *number = &rounding->round->number[row * sheet->columns + c];
		int naive = strcmp(sheet->name[c], "naive_error") == 0;

		if ((naive || strcmp(sheet->name[c], "error") == 0) && !isnan(*number))
			*number = published(rounding, row, naive ? "naive" : "value") -
				  published(rounding, row, "seen");
	}
}

/* ---- rows and columns ------------------------------------------------------------ */

/* Exposure and total times value give back what the rounding hides. */
static void judge_columns(struct rounding *rounding)
{
	const struct sheet *sheet = rounding->sheet;
	int values = 0;

	for (size_t c = 0; c < sheet->columns; c++)
		values = values || strcmp(sheet->name[c], "value") == 0;
	for (size_t c = 0; c < sheet->columns; c++) {
		int amount = sheet->role[c] == ROLE_AMOUNT;

		rounding->round->dropped[c] = amount && values;
		rounding->round->per_case[c] = amount && !values;
	}
}

/* A part of fewer than k cases (who needed nothing) makes its share small too. */
static int small_part(const struct rounding *rounding, size_t row)
{
	const struct sheet *sheet = rounding->sheet;

	for (size_t c = 0; c < sheet->columns; c++) {
		double value = sheet->number[row * sheet->columns + c];

		if (crosstab_role(sheet, row, c) == ROLE_PART && value > 0 && value < rounding->k)
			return 1;
	}
	return 0;
}

static void judge_rows(struct rounding *rounding)
{
	const struct sheet *sheet = rounding->sheet;

	rounding->few = mem_new(sheet->rows + 1, 1);
	rounding->small = mem_new(sheet->rows + 1, 1);
	for (size_t r = 0; r < sheet->rows; r++)
		rounding->few[r] = rounding->least[r] > 0 && rounding->least[r] < rounding->k;
	for (size_t r = 0; r < sheet->rows; r++)
		rounding->small[r] = rounding->few[r] || small_part(rounding, r) ||
				     risk_follows(sheet, rounding->few, r) ||
				     risk_cumulative(sheet, rounding->few, r);
}

int keyround_make(struct keyround *round, const struct sheet *sheet, double k, struct key *key,
		  struct fault *fault)
{
	struct rounding rounding = { .round = round, .sheet = sheet, .key = key, .k = k };
	size_t cells = sheet->rows * sheet->columns;
	struct crosstab crosstab;
	int result = crosstab_read(&crosstab, sheet, 1, fault);

	*round = (struct keyround){ mem_new(cells + 1, sizeof *round->number), mem_new(cells + 1, 1),
				    mem_new(sheet->columns, 1), mem_new(sheet->columns, 1), 0, 0 };
	memcpy(round->number, sheet->number, cells * sizeof *round->number);
	if (result == 0) {
		rounding.least = risk_least(sheet, &crosstab);
		rounding.dominated = risk_dominated(sheet);
		rounding.total = crosstab.total;
		judge_columns(&rounding);
		judge_rows(&rounding);
		for (size_t r = 0; r < sheet->rows; r++) {
			round_row(&rounding, r);
			renew_errors(&rounding, r);
		}
	}
	free(rounding.least);
	free(rounding.dominated);
	free(rounding.few);
	free(rounding.small);
	crosstab_free(&crosstab);
	return result;
}

void keyround_free(struct keyround *round)
{
	free(round->number);
	free(round->blank);
	free(round->dropped);
	free(round->per_case);
}
