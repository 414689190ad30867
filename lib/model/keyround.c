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
	unsigned char *few;         /* by row: fewer than k cases */
	unsigned char *secret;      /* by row: that, or risk_dominated */
	unsigned char *small;       /* by row: what is told of it is told of these */
	unsigned char *total;       /* by column: the labels of a dimension */
	double *step;               /* by row: its statistics are multiples of that; 0 = three digits */
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

/* A share tells of one group, and counts all of them. */
static int is_of_all_groups(const struct sheet *sheet, size_t row, size_t column)
{
	return strcmp(sheet->name[column], "group") == 0 &&
	       strcmp(crosstab_text(sheet, row, "measure"), "share") == 0;
}

/* "service=welcome" for each label that is no total, in bytewise order; returns how many. */
static size_t collect_labels(const struct rounding *rounding, size_t row, size_t column,
			     char **labels)
{
	const struct sheet *sheet = rounding->sheet;
	size_t count = 0;

	for (size_t c = 0; c < sheet->columns; c++) {
		const char *text = sheet->text[row * sheet->columns + c];

		if (sheet->role[c] == ROLE_LABEL && *text && !is_of_all_groups(sheet, row, c) &&
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

static int is_share(const struct sheet *sheet, size_t row)
{
	const char *measure = crosstab_text(sheet, row, "measure");

	return strcmp(measure, "share") == 0 || strcmp(measure, "zero_share") == 0;
}

static double value_of(const struct sheet *sheet, size_t row)
{
	for (size_t c = 0; c < sheet->columns; c++)
		if (strcmp(sheet->name[c], "value") == 0)
			return sheet->number[row * sheet->columns + c];
	return NAN;
}

/* A mean of 0. */
static int is_nothing(const struct sheet *sheet, size_t row)
{
	return *crosstab_text(sheet, row, "measure") && !risk_compares(sheet, row) &&
	       !is_share(sheet, row) && value_of(sheet, row) == 0;
}

static double statistic(const struct rounding *rounding, size_t row, size_t column, double value)
{
	double step = rounding->step[row], digits = three_digits(value);

	if (strcmp(rounding->sheet->name[column], "p_value") == 0)
		return digits;
	if (is_nothing(rounding->sheet, row) && value > 0)
		return NAN;      /* the limit of a mean of 0 is a constant by the number of cases */
	if (is_share(rounding->sheet, row) && step < 0.01)
		step = 0.01;     /* of few cases a share of three digits is that of one pair of numbers only */
	if (value == 0 || step <= pow(10, floor(log10(fabs(value))) - 2))
		return digits;
	digits = three_digits(nearbyint(value / step) * step);
	return digits == 0 && strcmp(rounding->sheet->name[column], "se") == 0 ? NAN : digits;
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
	if (role == ROLE_EVENTS || role == ROLE_AMOUNT)
		return role == ROLE_EVENTS ? rounding->few[row] : rounding->secret[row];
	return role == ROLE_STATISTIC &&
	       (rounding->small[row] ||
		risk_smooth(rounding->sheet, rounding->secret, row, column));
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
	return statistic(rounding, row, column, value);
}

/* Counts first: all else rests on them. */
static void round_row(struct rounding *rounding, size_t row, int counts)
{
	const struct sheet *sheet = rounding->sheet;

	for (size_t c = 0; c < sheet->columns; c++) {
		enum role role = crosstab_role(sheet, row, c);
		size_t i = row * sheet->columns + c;
		double value = sheet->number[i];

		if (role < ROLE_COUNT || role > ROLE_STATISTIC || isnan(value) ||
		    counts != (role != ROLE_AMOUNT && role != ROLE_STATISTIC))
			continue;
		rounding->round->blank[i] = (unsigned char)is_blank(rounding, row, c, role);
		rounding->round->blanks += rounding->round->blank[i];
		rounding->round->number[i] = rounding->round->blank[i] ? NAN :
			rounded(rounding, row, c, role, value);
	}
}

/* ---- how coarse ------------------------------------------------------------------ */

/* 1, 2 or 5 times a power of ten, not below. */
static double round_step(double least)
{
	double power = pow(10, floor(log10(least)));

	return least <= power ? power : least <= 2 * power ? 2 * power :
	       least <= 5 * power ? 5 * power : 10 * power;
}

/* A mean or share is told as coarsely as two average cases move it: of two reports on following
 * months, of which the second has one case more, the difference would else be that case's. */
static double step_of_mean(const struct rounding *rounding, size_t row, double value)
{
	double cases = published_cases(rounding, row);

	if (is_share(rounding->sheet, row))
		value = 1;
	return cases > 0 && value > 0 ? round_step(2 * value / cases) : 0;
}

/* Whether the row, which compares groups, does so with the other one. */
static int is_compared(const struct sheet *sheet, size_t row, size_t other)
{
	const char *of = crosstab_text(sheet, row, "of");
	const char *measure = *of ? of : crosstab_text(sheet, row, "measure");

	return !risk_compares(sheet, other) &&
	       strcmp(measure, crosstab_text(sheet, other, "measure")) == 0 &&
	       crosstab_alike_but(sheet, row, other, "group");
}

/* Of means; what is computed from two groups is as coarse as the coarser one. */
static void find_steps(struct rounding *rounding)
{
	const struct sheet *sheet = rounding->sheet;

	rounding->step = mem_new(sheet->rows + 1, sizeof *rounding->step);
	for (size_t r = 0; r < sheet->rows; r++)
		if (*crosstab_text(sheet, r, "measure") && !risk_compares(sheet, r))
			rounding->step[r] = step_of_mean(rounding, r, value_of(sheet, r));
	for (size_t r = 0; r < sheet->rows; r++) {
		int ratio = strcmp(crosstab_text(sheet, r, "measure"), "ratio") == 0;

		if (!risk_compares(sheet, r))
			continue;
		for (size_t other = 0; other < sheet->rows; other++)
			if (is_compared(sheet, r, other) && rounding->step[other] > 0)
				rounding->step[r] = fmax(rounding->step[r], !ratio ?
					rounding->step[other] : round_step(rounding->step[other] *
						value_of(sheet, r) / value_of(sheet, other)));
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

static void judge_rows(struct rounding *rounding, const struct crosstab *crosstab)
{
	const struct sheet *sheet = rounding->sheet;
	unsigned char *dominated = risk_dominated(sheet, crosstab);

	rounding->round->dominance_known = dominated != NULL;
	rounding->few = mem_new(sheet->rows + 1, 1);
	rounding->secret = mem_new(sheet->rows + 1, 1);
	rounding->small = mem_new(sheet->rows + 1, 1);
	for (size_t r = 0; r < sheet->rows; r++) {
		rounding->few[r] = rounding->least[r] > 0 && rounding->least[r] < rounding->k;
		rounding->secret[r] = rounding->few[r] || (dominated && dominated[r]);
	}
	for (size_t r = 0; r < sheet->rows; r++)
		rounding->small[r] = rounding->secret[r] || small_part(rounding, r) ||
				     risk_follows(sheet, rounding->secret, r) ||
				     risk_cumulative(sheet, rounding->secret, r);
	free(dominated);
}

int keyround_make(struct keyround *round, const struct sheet *sheet, double k, struct key *key,
		  struct fault *fault)
{
	struct rounding rounding = { .round = round, .sheet = sheet, .key = key, .k = k };
	size_t cells = sheet->rows * sheet->columns;
	struct crosstab crosstab;
	int result = crosstab_read(&crosstab, sheet, 1, fault);

	*round = (struct keyround){ mem_new(cells + 1, sizeof *round->number), mem_new(cells + 1, 1),
				    mem_new(sheet->columns, 1), mem_new(sheet->columns, 1), 0, 0, 0 };
	memcpy(round->number, sheet->number, cells * sizeof *round->number);
	if (result == 0) {
		rounding.least = risk_least(sheet, &crosstab);
		rounding.total = crosstab.total;
		judge_columns(&rounding);
		judge_rows(&rounding, &crosstab);
		for (size_t r = 0; r < sheet->rows; r++)
			round_row(&rounding, r, 1);
		find_steps(&rounding);
		for (size_t r = 0; r < sheet->rows; r++) {
			round_row(&rounding, r, 0);
			renew_errors(&rounding, r);
		}
	}
	free(rounding.least);
	free(rounding.few);
	free(rounding.secret);
	free(rounding.small);
	free(rounding.step);
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
