/* SPDX-License-Identifier: GPL-3.0-or-later */
/* accounting - what a consultation counts for in the accounts, beside what it took.
 *
 * Off unless asked for. Times come in as whole numbers of some unit (`per_minute` of them are
 * a minute) and go out as minutes in fixed point. The rules:
 *
 *   up, nearest   the next full 1, 5, 10 or 15 minutes, upwards or the nearest (a tie goes
 *                 upwards); a missed appointment counts nothing.
 *   lwl           Fachleistungsstunden as the Landschaftsverband Westfalen-Lippe accounts
 *                 them: 1 to 6 minutes as they are, 7 to 10 as 10, more up to the next full
 *                 10; times 1.2 for indirect work, so an hour counts 72 minutes. A missed
 *                 appointment counts its planned time at 80 %, neither rounded up nor times
 *                 1.2. A minute begun is a minute.
 *
 * Zero counts zero. The only fault is a number that is too large. */
#ifndef VL_ACCOUNTING_H
#define VL_ACCOUNTING_H

#include "data/field.h"

enum accounting_rule { ACCOUNTING_OFF, ACCOUNTING_UP, ACCOUNTING_NEAREST, ACCOUNTING_LWL };

struct accounting {
	enum accounting_rule rule;
	int step;               /* minutes, of up and nearest */
};

/* "5", "10:up", "15:nearest": 0, or -1 where it is neither of these. */
int accounting_read(const char *text, struct accounting *accounting);
/* What `time` counts for, held or missed (then it is the planned time): NULL, or the rule (N_)
 * that it breaks. */
const char *accounting_count(const struct accounting *accounting, int held, int64_t time,
			     int64_t per_minute, struct amount *counted);

#endif
