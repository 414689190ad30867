/* SPDX-License-Identifier: GPL-3.0-or-later */
/* window - the dates [since, until] that an export covers.
 *
 * Where the user states neither, the right edge E is the end of the month of the
 * last record if that record lies on one of the month's last three working days
 * (Monday to Friday; 24 to 31 December count as free), otherwise the end of the
 * month before; the left edge L is its mirror image. A single record over twelve
 * months away from all others is no edge but a typing error: refused, unless the
 * user states that side of the window. (verlauf-csv(5), "WINDOW".) */
#ifndef VL_WINDOW_H
#define VL_WINDOW_H

#include <stdint.h>
#include "base/diag.h"

enum {
	WASHOUT_DAYS = 183,       /* default: return after half a year of silence is rare */
	SILENCE_MONTHS = 6,       /* default g: more silent months than this end a spell */
	DAY_MIN = -25567,         /* 1900-01-01 */
	DAY_MAX = 39811           /* 2078-12-31: less than 65,536 days, two bytes in the store */
};

struct window {
	int32_t since, until;     /* both inside */
	int since_given, until_given;
};

/* Days on which something was recorded, one bit each. */
struct day_set {
	uint8_t bit[(DAY_MAX - DAY_MIN + 8) / 8];
};

void day_set_add(struct day_set *set, int32_t day);
void day_set_join(struct day_set *set, const struct day_set *from);
int day_set_empty(const struct day_set *set);
int32_t day_set_first(const struct day_set *set);
int32_t day_set_last(const struct day_set *set);

/* Days from the window's first to the first in the set, and from the last in it to the window's
 * last, where that is longer than two months and than the set is silent anywhere between;
 * otherwise 0, and in a set of fewer than 20 days. */
int32_t window_empty_start(const struct window *window, const struct day_set *days);
int32_t window_empty_end(const struct window *window, const struct day_set *days);

/* Fill in the sides that are not given. `partial` keeps the first and last record
 * as edges. Faults: no record, a stray date, no whole month, since after until. */
int window_find(struct window *window, const struct day_set *days, int partial, const char *file,
		struct fault *fault);

#endif
