/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many futures of the cases the plan draws, and how many walks these share: the rules of its
 * header, by hand. */
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
	is_count((long long)plan_shared(1000, 0), 0, "without a case nothing is shared");
	is_count((long long)plan_shared(1000, 9999), 0, "nor of fewer than 10,000 cases");
	is_count((long long)plan_shared(1000, 10000), 31, "62 futures a block, 5,000 of 10,000 cases");
	is_count((long long)plan_shared(1000, 40000), 7, "62 / 8");
	is_count((long long)plan_shared(1000, 400000), 2, "at least two");
	is_count((long long)plan_shared(96, 40000), 2, "of six futures two");
	is_count((long long)plan_shared(32, 400000), 0, "two are too few to share");
	return done();
}
