/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many futures of the cases the plan draws: the rule of its header, by hand. */
#include "model/plan.h"
#include "tap.h"

int main(void)
{
	is_count((long long)plan_walks(3000, 0), 1000, "without a case: a third of the paths");
	is_count((long long)plan_walks(3000, 4000), 1000, "4,000 cases have 4,000,000 / 4,000");
	is_count((long long)plan_walks(3000, 100000), 1000, "100,000 no fewer");
	is_count((long long)plan_walks(10000, 2000), 2000, "of more paths 4,000,000 / 2,000");
	is_count((long long)plan_walks(10000, 100000), 1666, "but a sixth of the paths at least");
	is_count((long long)plan_walks(4000, 100000), 1000, "and 1,000");
	is_count((long long)plan_walks(100, 1000000), 33, "of few a third");
	return done();
}
