/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Delays seen through a room: against R's survival in reversed time (tests/ref/delay.R), and by
 * hand. */
#include "ref.h"
#include "stats/delay.h"
#include "tap.h"

enum { MOST = 1000 };

static int32_t delays[MOST], rooms[MOST];

static void test_reference(void)
{
	struct ref *input = ref_read("delay_input"), *want = ref_read("delay_expected");
	struct delay fit;
	double worst = 0;

	for (size_t i = 0; i < input->rows; i++) {
		delays[i] = (int32_t)ref_number(input, i, "delay");
		rooms[i] = (int32_t)ref_number(input, i, "room");
	}
	is_count(delay_fit(&fit, delays, rooms, input->rows), 0, "fits");
	is_count(fit.most + 1, (long long)want->rows, "up to the longest delay");
	for (int32_t x = 0; x <= fit.most; x++)
		worst = fmax(worst, fabs(delay_share(&fit, x) -
					 ref_number(want, (size_t)x, "share")));
	ok(worst < 1e-12, "as survival in reversed time: %g", worst);
	delay_free(&fit);
	free(input);
	free(want);
}

/* Two days' records, seen for one day and for none: of the first day's four, two came at once;
 * so of the second day's two, as many are still to come. */
static void test_by_hand(void)
{
	static const int32_t delay[] = { 0, 0, 1, 1, 0, 0 }, room[] = { 1, 1, 1, 1, 0, 0 };
	struct delay fit;

	delay_fit(&fit, delay, room, 6);
	is_count(fit.most, 1, "the longest delay");
	ok(fabs(delay_share(&fit, 0) - 0.5) < 1e-15, "half come on the day, not four in six");
	ok(delay_share(&fit, 1) == 1 && delay_share(&fit, 99) == 1 && delay_share(&fit, -1) == 0,
	   "all within the longest, none before");
	is_count(delay_quantile(&fit, 0.5), 0, "median");
	is_count(delay_quantile(&fit, 0.9), 1, "nine tenths");
	delay_free(&fit);
}

/* One record that was seen much longer than all others does not decide about them. */
static void test_tail(void)
{
	struct delay fit;

	for (int i = 0; i < 100; i++) {
		delays[i] = i % 3;
		rooms[i] = 10;
	}
	delays[100] = 500;
	rooms[100] = 600;
	delay_fit(&fit, delays, rooms, 101);
	is_count(fit.most, 10, "no longer than the room of a fifth");
	is_count((long long)fit.used, 100, "what is longer is left out");
	ok(fabs(delay_share(&fit, 0) - 0.34) < 1e-12, "and changes nothing");
	delay_free(&fit);
	is_count(delay_fit(&fit, delays, rooms, 0), -1, "nothing to fit");
	delay_free(&fit);
}

int main(void)
{
	test_reference();
	test_by_hand();
	test_tail();
	return done();
}
