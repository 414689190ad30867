/* SPDX-License-Identifier: GPL-3.0-or-later */
/* treatamount - minutes and other numbers of a table that is passed on. */
#include <stdio.h>

#include "base/text.h"
#include "model/treatamount.h"

int treatamount_decide(struct treatamount *treating, struct csv_cell cell, enum effort_unit plain)
{
	treating->known = 1;
	treating->form = amount_form_of(cell.text, cell.length);
	treating->unit = plain;
	if (treating->form == AMOUNT_CLOCK)
		treating->unit = UNIT_SECONDS;
	else if (treating->form == AMOUNT_HOURS_MINUTES)
		treating->unit = UNIT_MINUTES;
	return treating->unit == UNIT_UNSTATED ? -1 : 0;
}

static void write_amount(const struct amount *amount, char to[TREATAMOUNT_SIZE])
{
	int64_t scale = power_of_ten(amount->digits);

	if (amount->digits)
		snprintf(to, TREATAMOUNT_SIZE, "%lld.%0*lld", (long long)(amount->value / scale),
			 amount->digits, (long long)(amount->value % scale));
	else
		snprintf(to, TREATAMOUNT_SIZE, "%lld", (long long)amount->value);
}

/* To the nearest multiple of the step, given in units of the amount's own scale. */
static int64_t nearest(int64_t value, int64_t step)
{
	int64_t count = value / step, rest = value % step;

	return count + (rest > step - rest || (rest == step - rest && count % 2 == 1));
}

static void coarsen(struct amount *amount, enum effort_unit unit, int minutes)
{
	int64_t step = minutes * power_of_ten(amount->digits) * (unit == UNIT_SECONDS ? 60 : 1);

	amount->value = nearest(amount->value, step) * minutes;
	amount->digits = 0;
}

static void write_clock(int64_t seconds, char to[TREATAMOUNT_SIZE])
{
	snprintf(to, TREATAMOUNT_SIZE, "%lld:%02d:%02d", (long long)(seconds / 3600),
		 (int)(seconds / 60 % 60), (int)(seconds % 60));
}

static const char *treat_minutes(const struct treatamount *treating, struct csv_cell cell,
				 enum amount_form form, enum effort_unit unit,
				 char to[TREATAMOUNT_SIZE])
{
	struct amount amount;
	const char *rule = amount_read(cell.text, cell.length, form, treating->decimal_mark,
				       &amount);

	if (!rule && unit == UNIT_SECONDS && amount.digits && !treating->step)
		rule = N_("a duration in fractions of a second cannot be written");
	if (!rule && unit == UNIT_HOURS)
		rule = amount_hours_to_minutes(&amount);
	if (rule)
		return rule;
	if (treating->step)
		coarsen(&amount, unit, treating->step);
	if (unit == UNIT_SECONDS && !treating->step)
		write_clock(amount.value, to);
	else
		write_amount(&amount, to);
	return NULL;
}

const char *treatamount_effort(const struct treatamount *treating, struct csv_cell cell,
			       char to[TREATAMOUNT_SIZE])
{
	return treat_minutes(treating, cell, treating->form, treating->unit, to);
}

const char *treatamount_counted(const struct treatamount *treating, struct csv_cell cell,
				char to[TREATAMOUNT_SIZE])
{
	return treat_minutes(treating, cell, AMOUNT_PLAIN, UNIT_MINUTES, to);
}

const char *treatamount_number(const struct treatamount *treating, struct csv_cell cell,
			       char to[TREATAMOUNT_SIZE])
{
	struct amount amount;
	const char *rule = amount_read(cell.text, cell.length, AMOUNT_PLAIN, treating->decimal_mark,
				       &amount);

	if (!rule)
		write_amount(&amount, to);
	return rule;
}
