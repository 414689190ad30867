/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long cases stay silent: chances worked out by hand, and as often drawn as they say. */
#include <stdlib.h>

#include "made.h"
#include "model/silence.h"
#include "tap.h"

/* Four came in January: b again in February, c in March, a and d never. So of the four one had a
 * contact in the month after its first; of the three that had none one in the month after that; the
 * two that are left stay silent. x came in June and begins as they did. */
static const char four[] =
	"case_id,date,minutes\n"
	"a,2024-01-10,30\nb,2024-01-11,30\nc,2024-01-12,30\nd,2024-01-13,30\n"
	"b,2024-02-11,30\nc,2024-03-12,30\n"
	"x,2024-06-10,30\n";

enum { DRAWS = 20000 };

static struct states read_states(const struct caseload *caseload)
{
	struct fault fault = { 0 };
	struct states states;

	if (states_read(&states, caseload, made_month(2024, 6), STATES_FULL, &fault) != 0) {
		printf("Bail out! %s\n", fault.text);
		exit(1);
	}
	return states;
}

static void test_draws(const struct silence *silence)
{
	struct random_quick random = random_quick(1, "test", 0);
	int count[STATES_SILENT + 1] = { 0 }, other = 0;

	for (int i = 0; i < DRAWS; i++)
		count[silence_draw(silence, &random)]++;
	for (int k = 2; k < silence->months; k++)
		other += count[k];
	is_close((double)count[0] / DRAWS, .25, .07, "a quarter has a contact at once");
	is_close((double)count[1] / DRAWS, .25, .07, "as many after one silent month");
	is_close((double)count[silence->months] / DRAWS, .5, .04, "half of them never");
	is_count(other, 0, "nobody after more");
}

static void test_chances(void)
{
	struct caseload caseload = made_load_text(four, NULL, made_month(2024, 1),
						  made_month(2024, 6), 0);
	struct states states = read_states(&caseload);
	const struct situation *x = &states.now[states.tracked - 1].situation;
	struct silence_states silent = silence_states(&states, x);
	struct situation later = *x;
	struct silence silence;
	struct donor_months months;
	struct donors donors;

	donor_months_find(&months, &states, 1);
	donors_find(&donors, &months, NULL);
	donor_months_free(&months);
	silence_find(&silence, &silent, &donors);
	is_count(x->recency, 0, "x was there in June");
	is_count(silence.months, STATES_SILENT, "it is gone after 18 silent months");
	is_count(silent.code[0], states_code(&states, x), "its state in June");
	states_next(&later, STATES_NO_CONTACT);
	is_count(silent.code[1], states_code(&states, &later), "and after a silent July");
	is_close(silence.left[0], .75, 1e-15, "three of four had a silent month");
	is_close(silence.left[1], .5, 1e-15, "two of these three a second one");
	is_close(silence.left[STATES_SILENT - 1], .5, 1e-15, "and no contact any more");
	test_draws(&silence);
	states_next(&later, 30);
	is_count(silence_states(&states, &later).code[0], states_code(&states, &later),
		 "a contact begins it anew");
	later.recency = STATES_SILENT - 1;
	is_count(silence_states(&states, &later).months, 1, "one month before it is gone");
	donors_free(&donors);
	states_free(&states);
	caseload_free(&caseload);
}

int main(void)
{
	test_chances();
	return done();
}
