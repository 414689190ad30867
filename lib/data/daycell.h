/* SPDX-License-Identifier: GPL-3.0-or-later */
/* daycell - a case-day in one word.
 *
 * 24 bits case, 16 bits day (from DAY_MIN), 24 bits content, so that the order of the words is that
 * of the case-days. Content is two flags, count - 1 and amount: 3 and 19 bits, of a day with many
 * records 8 and 14; or an index into a table of days that need more. Whoever knows the case keeps
 * the 40 bits below it: five bytes (data/casedays.h).
 *
 * Amounts are in units of 10^-digits, one scale for all words of a table; sums are exact. Faults: a
 * sum out of the range of 64 bits, more than DAYCELLS_WIDE_MAX days in the table. */
#ifndef VL_DAYCELL_H
#define VL_DAYCELL_H

#include <stddef.h>
#include <stdint.h>
#include "base/diag.h"
#include "data/window.h"

enum {
	DAYCELL_DAY_BITS = 16, DAYCELL_CONTENT_BITS = 24,
	DAYCELL_CASE_SHIFT = DAYCELL_DAY_BITS + DAYCELL_CONTENT_BITS,
	DAYCELL_PACKED_BITS = DAYCELL_CONTENT_BITS - 2, DAYCELL_AMOUNT_BITS = 19,
	DAYCELL_MANY_AMOUNT_BITS = 14,
	DAYCELL_CASES_MAX = 1 << 24, DAYCELLS_WIDE_MAX = 1 << 23
};

struct case_day {
	int32_t day;
	uint32_t count;        /* records on that day, at least 1 */
	int64_t amount;
};

struct wide_day {
	int64_t amount;
	uint32_t count;
	uint32_t next_free;    /* plus 1 */
};

/* What the contents of some words refer to; zeroed it is empty. */
struct wide_days {
	struct wide_day *days;
	size_t count, capacity;
	uint32_t free;         /* plus 1 */
};

void wide_days_clear(struct wide_days *wides);     /* no word refers to any */
void wide_days_free(struct wide_days *wides);

#define DAYCELL_WIDE ((uint64_t)1 << (DAYCELL_CONTENT_BITS - 1))
#define DAYCELL_MANY ((uint64_t)1 << DAYCELL_PACKED_BITS)

static inline uint64_t daycell_key(uint64_t word)
{
	return word >> DAYCELL_CONTENT_BITS;
}

static inline uint32_t daycell_case(uint64_t word)
{
	return (uint32_t)(word >> DAYCELL_CASE_SHIFT);
}

static inline int daycell_is_wide(uint64_t word)
{
	return (word & DAYCELL_WIDE) != 0;
}

static inline uint64_t daycell_key_of(uint32_t id, int32_t day)
{
	return (uint64_t)id << DAYCELL_DAY_BITS | (uint64_t)(day - DAY_MIN);
}

static inline int32_t daycell_day(uint64_t word)
{
	return (int32_t)(daycell_key(word) & ((1 << DAYCELL_DAY_BITS) - 1)) + DAY_MIN;
}

static inline unsigned daycell_amount_bits(uint64_t word)
{
	return word & DAYCELL_MANY ? DAYCELL_MANY_AMOUNT_BITS : DAYCELL_AMOUNT_BITS;
}

static inline uint32_t daycell_index(uint64_t word)
{
	return (uint32_t)(word & (DAYCELL_WIDE - 1));
}

static inline struct case_day daycell_read(uint64_t word, const struct wide_days *wides)
{
	unsigned bits = daycell_amount_bits(word);
	uint32_t content = (uint32_t)(word & (DAYCELL_MANY - 1));
	struct case_day day = { daycell_day(word), (content >> bits) + 1,
				content & ((1U << bits) - 1) };

	if (daycell_is_wide(word)) {
		day.count = wides->days[daycell_index(word)].count;
		day.amount = wides->days[daycell_index(word)].amount;
	}
	return day;
}

/* Whatever it takes; most is one record with a small amount. */
int daycell_pack_any(uint64_t key, uint32_t count, int64_t amount, uint64_t *word,
		     struct wide_days *wides, struct fault *fault);

static inline int daycell_pack(uint64_t key, uint32_t count, int64_t amount, uint64_t *word,
			       struct wide_days *wides, struct fault *fault)
{
	if (count != 1 || (uint64_t)amount >> DAYCELL_AMOUNT_BITS)
		return daycell_pack_any(key, count, amount, word, wides, fault);
	*word = key << DAYCELL_CONTENT_BITS | (uint64_t)amount;
	return 0;
}

/* Both are the same case-day; neither word holds any more, but the sum. */
int daycell_add(uint64_t a, uint64_t b, uint64_t *sum, struct wide_days *wides,
		struct fault *fault);
/* That a sum or a scale goes beyond what an amount holds: -1. */
int daycell_out_of_range(struct fault *fault);
/* Amounts times a factor. */
int daycell_scale(uint64_t *word, int64_t factor, struct wide_days *wides, struct fault *fault);
/* Amounts divided by what divides them. */
uint64_t daycell_divide(uint64_t word, int64_t by, struct wide_days *wides);
/* The same case-day as a word of another table, amounts times a factor. */
int daycell_convert(uint64_t *word, const struct wide_days *from, int64_t factor,
		    struct wide_days *to, struct fault *fault);

static inline int daycell_carry(uint64_t *word, const struct wide_days *from, int64_t factor,
				struct wide_days *to, struct fault *fault)
{
	return factor == 1 && !daycell_is_wide(*word) ?
	       0 : daycell_convert(word, from, factor, to, fault);
}

#endif
