/* SPDX-License-Identifier: GPL-3.0-or-later */
/* accounting - what a consultation counts for in the accounts. */
#include <string.h>

#include "base/text.h"
#include "data/accounting.h"

enum { TENTHS = 10, LWL_EXACT = 6, LWL_STEP = 10, LWL_INDIRECT = 12, LWL_MISSED = 8 };

int accounting_read(const char *text, struct accounting *accounting)
{
	static const char *const steps[] = { "1", "5", "10", "15" };
	static const int minutes[] = { 1, 5, 10, 15 };
	size_t length = strcspn(text, ":");
	const char *way = text[length] ? text + length + 1 : "up";

	accounting->rule = strcmp(way, "up") == 0 ? ACCOUNTING_UP :
			   strcmp(way, "nearest") == 0 ? ACCOUNTING_NEAREST : ACCOUNTING_OFF;
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		if (strlen(steps[i]) == length && memcmp(text, steps[i], length) == 0) {
			accounting->step = minutes[i];
			return accounting->rule == ACCOUNTING_OFF ? -1 : 0;
		}
	return -1;
}

/* value / by, of numbers that are not negative, upwards. */
static int64_t divide_up(int64_t value, int64_t by)
{
	return value / by + (value % by > 0);
}

static int64_t lwl_minutes(int64_t minutes)
{
	return minutes <= LWL_EXACT ? minutes : divide_up(minutes, LWL_STEP) * LWL_STEP;
}

/* In tenths of a minute. */
static int64_t count(const struct accounting *accounting, int held, int64_t time,
		     int64_t per_minute)
{
	int64_t minutes = divide_up(time, per_minute), step = accounting->step * per_minute;

	if (accounting->rule == ACCOUNTING_LWL)
		return held ? lwl_minutes(minutes) * LWL_INDIRECT : minutes * LWL_MISSED;
	if (!held)
		return 0;
	if (accounting->rule == ACCOUNTING_UP)
		return divide_up(time, step) * accounting->step * TENTHS;
	return (time / step + (time % step >= step - time % step)) * accounting->step * TENTHS;
}

const char *accounting_count(const struct accounting *accounting, int held, int64_t time,
			     int64_t per_minute, struct amount *counted)
{
	/* Rounding adds less than 15 minutes, and 12 tenths are the largest factor. */
	if (time / per_minute > INT64_MAX / LWL_INDIRECT - 15)
		return N_("the number is too large");
	counted->value = count(accounting, held, time, per_minute);
	counted->digits = 1;
	if (counted->value % TENTHS == 0)
		*counted = (struct amount){ counted->value / TENTHS, 0 };
	return NULL;
}
