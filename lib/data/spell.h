/* SPDX-License-Identifier: GPL-3.0-or-later */
/* spell - when a case is open: runs of months without too long a silence.
 *
 * A spell begins with a month with a contact and goes on as long as no more than
 * g silent months (--silence, 6) lie between two months with a contact. It ends in
 * the month of its last contact, or in the month of the closing date where that
 * lies within g months after it; a closing date also parts two contacts that it
 * lies between. Months are any consecutive integers: calendar months for the
 * figures, case months for the curve.
 * (verlauf-methods(7), "WINDOW, WASHOUT, SPELLS".) */
#ifndef VL_SPELL_H
#define VL_SPELL_H

#include <limits.h>
#include <stddef.h>
#include <stdint.h>

#define NEVER_CLOSED INT32_MAX

struct spell {
	int32_t from, to;       /* both inside */
	int closed;             /* it ended by the closing date, so its end is known at once */
};

/* Spells of one case from its contact months (sorted, distinct). `spells` has room for
 * `count` entries; returns how many there are. */
size_t spell_find(const int32_t *months, size_t count, int32_t closed, int silence,
		  struct spell *spells);

#endif
