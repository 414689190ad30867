/* SPDX-License-Identifier: GPL-3.0-or-later */
/* generate - a large export for the benchmark: ROWS CASES random|date|case SEED, to standard
 * output.
 *
 * Five years, 2020 to 2024. A case begins on any day; its first row lies there, the others more
 * densely after it than later on. About 53 bytes a row, all ASCII. The same arguments give the same
 * bytes anywhere. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_YEAR = 2020, YEARS = 5, DAYS = 1827, DAY_BITS = 11 };

/* One row: the case and, in the lowest bits, the day. */
typedef uint64_t row_key;

static uint64_t state;

/* splitmix64 (Steele, Lea and Flood 2014) */
static uint64_t next_random(void)
{
	uint64_t z = state += 0x9E3779B97F4A7C15u;

	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
	z = (z ^ z >> 27) * 0x94D049BB133111EBu;
	return z ^ z >> 31;
}

static uint64_t below(uint64_t limit)
{
	return (next_random() >> 32) * limit >> 32;
}

static void fail(const char *text)
{
	fprintf(stderr, "generate: %s\n", text);
	exit(1);
}

/* ---- rows ------------------------------------------------------------------------ */

/* The least of two uniform draws lies in the first half three times in four. */
static uint64_t day_after(uint64_t start)
{
	uint64_t a = below(DAYS - start), b = below(DAYS - start);

	return start + (a < b ? a : b);
}

static void make_rows(row_key *rows, size_t count, size_t cases)
{
	size_t at = 0;

	for (size_t i = 0; i < cases; i++) {
		size_t end = (i + 1) * count / cases;
		uint64_t start = below(DAYS);

		for (size_t first = at; at < end; at++)
			rows[at] = i << DAY_BITS | (at == first ? start : day_after(start));
	}
}

static void shuffle(row_key *rows, size_t count)
{
	for (size_t i = count; i > 1; i--) {
		size_t other = (size_t)below(i);
		row_key row = rows[i - 1];

		rows[i - 1] = rows[other];
		rows[other] = row;
	}
}

static int by_case(const void *a, const void *b)
{
	row_key x = *(const row_key *)a, y = *(const row_key *)b;

	return (x > y) - (x < y);
}

static int by_date(const void *a, const void *b)
{
	row_key x = *(const row_key *)a % (1 << DAY_BITS), y = *(const row_key *)b % (1 << DAY_BITS);

	return x != y ? (x > y) - (x < y) : by_case(a, b);
}

static void put_in_order(row_key *rows, size_t count, const char *order)
{
	if (strcmp(order, "random") == 0)
		shuffle(rows, count);
	else if (strcmp(order, "date") == 0)
		qsort(rows, count, sizeof *rows, by_date);
	else if (strcmp(order, "case") == 0)
		qsort(rows, count, sizeof *rows, by_case);
	else
		fail("the order is random, date or case");
}

/* ---- text ------------------------------------------------------------------------ */

static char dates[DAYS][11];

static void make_dates(void)
{
	static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int at = 0;

	for (int year = FIRST_YEAR; year < FIRST_YEAR + YEARS; year++)
		for (int month = 1; month <= 12; month++) {
			int length = lengths[month - 1] + (month == 2 && year % 4 == 0);

			for (int day = 1; day <= length; day++)
				snprintf(dates[at++], sizeof *dates, "%04u-%02u-%02u",
					 (unsigned)year % 10000, (unsigned)month % 100,
					 (unsigned)day % 100);
		}
}

static void put_row(row_key row)
{
	static const char *const services[] = { "welcome", "general", "special" };
	static const char *const topics[] = { "livelihood", "family", "health", "housing", "residence",
					      "education", "employment", "crisis" };
	static const char *const channels[] = { "office", "telephone", "home_visit", "video_call" };
	uint64_t draw = next_random();

	printf("F%06u,%s,%u,B%02u,%s,%s,%s\n", (unsigned)(row >> DAY_BITS) + 1,
	       dates[row % (1 << DAY_BITS)], 15 + 15 * (unsigned)(draw % 8),
	       (unsigned)(draw >> 8) % 40 + 1, services[(draw >> 16) % 3],
	       topics[(draw >> 24) % 8], channels[(draw >> 32) % 4]);
}

int main(int argc, char **argv)
{
	size_t count, cases;
	row_key *rows;

	if (argc != 5)
		fail("usage: generate ROWS CASES random|date|case SEED");
	count = strtoul(argv[1], NULL, 10);
	cases = strtoul(argv[2], NULL, 10);
	state = strtoul(argv[4], NULL, 10);
	if (cases < 1 || count < cases)
		fail("at least one case, and a row for each");
	rows = calloc(count, sizeof *rows);
	if (!rows)
		fail("not enough memory");
	make_dates();
	make_rows(rows, count, cases);
	put_in_order(rows, count, argv[3]);
	puts("case_id,date,minutes,adviser,service,topic,channel");
	for (size_t i = 0; i < count; i++)
		put_row(rows[i]);
	free(rows);
	if (fflush(stdout) != 0 || ferror(stdout))
		fail("cannot write");
	return 0;
}
