/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The most similar former cases, on services where it is plain which these are. */
#include <stdlib.h>

#include "made.h"
#include "model/similar.h"
#include "tap.h"

static struct states states_at(const struct caseload *caseload, int32_t origin)
{
	struct fault fault = { 0 };
	struct states states;

	if (states_read(&states, caseload, origin, STATES_FULL, &fault) != 0) {
		printf("Bail out! %s\n", fault.text);
		exit(1);
	}
	return states;
}

/* Begins each case on the 5th of its month: `heavy` come for 10 hours at first and 4 in each of
 * the next four months, the others for half an hour and for 6 minutes. */
static size_t write_case(char *text, const char *name, int number, int month, int heavy, int months)
{
	size_t length = 0;

	for (int k = 0; k < months; k++)
		length += (size_t)sprintf(text + length, "%s%02d,%d-%02d-05,%d\n", name, number,
					  2020 + (month + k) / 12, (month + k) % 12 + 1,
					  heavy ? (k ? 240 : 600) : (k ? 6 : 30));
	return length;
}

static void test_two_kinds(void)
{
	static char text[40000];
	size_t length = (size_t)sprintf(text, "case_id,date,minutes\n");
	struct similar similar[2], again[2];
	struct caseload caseload;
	struct states states;
	struct similar_span span = { .months = 4, .threshold = 16 * 60 };
	uint32_t chosen[2] = { 0 };

	for (int i = 0; i < 60; i++) {
		length += write_case(text + length, "h", i, i % 12, 1, 5);
		length += write_case(text + length, "l", i, i % 12, 0, 5);
	}
	length += write_case(text + length, "x", 0, 17, 1, 1);
	write_case(text + length, "y", 0, 17, 0, 1);
	caseload = made_load_text(text, NULL, made_month(2020, 1), made_month(2021, 6), 0);
	states = states_at(&caseload, made_month(2021, 6));
	chosen[0] = (uint32_t)states.tracked - 2;
	chosen[1] = (uint32_t)states.tracked - 1;
	similar_find(similar, &states, chosen, 2, &span, 1);
	is_count(similar[0].count, SIMILAR_NEAREST, "50 former cases like x");
	is_count(similar[0].over, 50, "which all needed 16 hours in the next four months");
	is_close(similar[0].mean, 960, 0, "exactly");
	is_count(similar[1].over, 0, "none of those like y did");
	is_close(similar[1].mean, 24, 0, "24 minutes");
	similar_find(again, &states, chosen, 2, &span, 3);
	ok(memcmp(similar, again, sizeof similar) == 0, "whatever the threads");
	span.threshold++;
	similar_find(similar, &states, chosen, 2, &span, 1);
	is_count(similar[0].over, 0, "a minute more is not reached");
	span = (struct similar_span){ .lead = 3, .months = 4, .threshold = 4 * 60 };
	similar_find(similar, &states, chosen, 2, &span, 1);
	is_count(similar[0].count, SIMILAR_NEAREST, "50 were followed for seven months as well");
	is_count(similar[0].over, 50, "of which the last four had the last of four visits");
	is_close(similar[0].mean, 240, 0, "and no more");
	states_free(&states);
	caseload_free(&caseload);
}

/* a is followed for a year from January to March; b itself is no donor; c is too young. */
static void test_few(void)
{
	struct caseload caseload = made_load_text("case_id,date,minutes\n"
		"a,2020-01-05,60\na,2020-02-05,30\na,2020-12-05,90\n"
		"b,2020-01-06,60\nb,2020-02-05,30\nb,2021-02-05,30\nc,2020-06-05,60\n",
		NULL, made_month(2020, 1), made_month(2021, 3), 0);
	struct states states = states_at(&caseload, made_month(2021, 3));
	const struct similar_span year = { .months = 12, .threshold = 90 },
		later = { .lead = 2, .months = 12, .threshold = 90 },
		latest = { .lead = 3, .months = 12, .threshold = 90 };
	struct similar similar[3];

	is_count((long long)states.tracked, 3, "all are tracked");
	similar_find(similar, &states, NULL, 0, &year, 0);
	is_count(similar[1].count, 1, "for b there is a alone, of c no year was seen");
	is_count(similar[1].over, 1, "from its nearest month on it needed 90 minutes or more");
	is_count(similar[2].count, 2, "for c there are a and b, once each");
	similar_find(similar, &states, NULL, 0, &later, 0);
	is_count(similar[2].count, 2, "both were followed for a year and two months");
	is_close(similar[2].mean, (90 + 30) / 2., 0, "of a December counts, of b February");
	similar_find(similar, &states, NULL, 0, &latest, 0);
	is_count(similar[2].count, 0, "nobody for a year and three months");
	states_free(&states);
	states = states_at(&caseload, made_month(2020, 12));
	similar_find(similar, &states, NULL, 0, &year, 0);
	is_count(similar[0].count, 0, "nobody was followed for a year by then");
	is_close(similar[0].mean, 0, 0, "so there is no mean");
	states_free(&states);
	caseload_free(&caseload);
}

int main(void)
{
	test_two_kinds();
	test_few();
	return done();
}
