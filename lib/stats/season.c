/* SPDX-License-Identifier: GPL-3.0-or-later */
/* season - how the months of a year differ, from a monthly series. */
#include <math.h>

#include "base/mem.h"
#include "stats/season.h"

enum { HALF = SEASON_MONTHS / 2 };

void season_moving_average(const double *values, size_t count, double *average)
{
	for (size_t t = 0; t < count; t++) {
		average[t] = NAN;
		if (t < HALF || t + HALF >= count)
			continue;
		average[t] = (values[t - HALF] + values[t + HALF]) / 2;
		for (size_t i = t - HALF + 1; i < t + HALF; i++)
			average[t] += values[i];
		average[t] /= SEASON_MONTHS;
	}
}

void season_ratio(const double *values, size_t count, int phase, double weight,
		  double index[SEASON_MONTHS])
{
	double seen[SEASON_MONTHS] = { 0 }, usual[SEASON_MONTHS] = { 0 }, sum = 0;
	double *average = mem_new(count, sizeof *average);

	season_moving_average(values, count, average);
	for (size_t t = 0; t < count; t++) {
		size_t month = (t + (size_t)phase) % SEASON_MONTHS;

		if (isnan(average[t]))
			continue;
		seen[month] += values[t];
		usual[month] += average[t];
	}
	free(average);
	for (int m = 0; m < SEASON_MONTHS; m++) {
		index[m] = (seen[m] + weight) / (usual[m] + weight);
		sum += index[m];
	}
	for (int m = 0; m < SEASON_MONTHS; m++)
		index[m] = count < SEASON_LEAST ? 1 : index[m] * SEASON_MONTHS / sum;
}

/* Mean of the 13 months around; beyond the ends their value goes on. */
static double around(const double *values, size_t count, size_t t)
{
	double sum = 0;

	for (size_t i = 0; i < 2 * HALF + 1; i++) {
		size_t at = t + i < HALF ? 0 : t + i - HALF;

		sum += values[at < count ? at : count - 1];
	}
	return sum / (2 * HALF + 1);
}

void season_difference(const double *values, size_t count, int phase,
		       double index[SEASON_MONTHS])
{
	double sum[SEASON_MONTHS] = { 0 }, mean = 0;
	size_t seen[SEASON_MONTHS] = { 0 };

	for (size_t t = 0; t < count; t++) {
		size_t month = (t + (size_t)phase) % SEASON_MONTHS;

		sum[month] += values[t] - around(values, count, t);
		seen[month]++;
	}
	for (int m = 0; m < SEASON_MONTHS; m++) {
		index[m] = sum[m] / (double)(seen[m] + 1);
		mean += index[m] / SEASON_MONTHS;
	}
	for (int m = 0; m < SEASON_MONTHS; m++)
		index[m] -= mean;
}
