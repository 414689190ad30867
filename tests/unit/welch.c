/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Welch's interval against R 4.2.2: t.test(hours ~ early) on tests/ref/perm_input.csv, and
 * qt(0.975, df), qt(0.8, df) for the smallest difference that is shown. */
#include <math.h>

#include "stats/welch.h"
#include "tap.h"

int main(void)
{
	/* Hours of the four early cases and of the six others: means 3 and 1.08333..., variances
	 * 1.375 and 2/3. */
	double a = 1.375 / 4, b = 2. / 3 / 6, se = sqrt(a + b), df = welch_df(a, 4, b, 6);
	struct interval limits = welch_interval(23. / 12, se, df, 0.05);

	is_close(df, 4.9429690650383078, 1e-12, "degrees of freedom");
	is_close(limits.lower, 0.17694535069982542, 1e-12, "lower limit");
	is_close(limits.upper, 3.65638798263350795, 1e-12, "upper limit");
	is_close(welch_p(23. / 12, se, df), 0.036641279496349898, 1e-10, "p");
	is_close(welch_p(-23. / 12, se, df), welch_p(23. / 12, se, df), 0, "p of the other sign");
	is_close(welch_detectable(se, df, 0.05, 0.8), 2.3605477559447023, 1e-10,
		 "smallest difference shown");

	is_close(welch_df(a, 4, 0, 6), 3, 1e-12, "one side does not vary: the other's n - 1");
	ok(isnan(welch_df(0, 4, 0, 6)), "nothing varies: no degrees of freedom");
	ok(isnan(welch_df(a, 1, b, 6)), "one unit: none either");
	ok(isnan(welch_df(NAN, 4, b, 6)), "an unknown variance: none either");
	limits = welch_interval(1, 0, NAN, 0.05);
	ok(isnan(limits.lower) && isnan(limits.upper) && isnan(welch_p(1, 0, NAN)) &&
	   isnan(welch_detectable(0, NAN, 0.05, 0.8)), "and so no limits, no p");
	return done();
}
