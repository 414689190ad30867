/* SPDX-License-Identifier: GPL-3.0-or-later */
/* daycell - a case-day in one word. */
#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"
#include "data/daycell.h"

void wide_days_clear(struct wide_days *wides)
{
	wides->count = 0;
	wides->free = 0;
}

void wide_days_free(struct wide_days *wides)
{
	free(wides->days);
	*wides = (struct wide_days){ 0 };
}

static int new_index(struct wide_days *wides, uint32_t *index, struct fault *fault)
{
	if (wides->free) {
		*index = wides->free - 1;
		wides->free = wides->days[*index].next_free;
		return 0;
	}
	if (wides->count >= DAYCELLS_WIDE_MAX)
		return fault_set(fault, STATUS_DATA,
				 N_("too many days with large amounts: at most %d fit"),
				 DAYCELLS_WIDE_MAX);
	wides->days = mem_grow(wides->days, wides->count, &wides->capacity, sizeof *wides->days);
	*index = (uint32_t)wides->count++;
	return 0;
}

static void release(struct wide_days *wides, uint64_t word)
{
	if (!daycell_is_wide(word))
		return;
	wides->days[daycell_index(word)].next_free = wides->free;
	wides->free = daycell_index(word) + 1;
}

int daycell_out_of_range(struct fault *fault)
{
	return fault_set(fault, STATUS_DATA, N_("the amounts of one day are too large to add up"));
}

int daycell_pack_any(uint64_t key, uint32_t count, int64_t amount, uint64_t *word,
		     struct wide_days *wides, struct fault *fault)
{
	uint32_t index = 0;
	unsigned bits;

	*word = key << DAYCELL_CONTENT_BITS;
	if (count > 1U << (DAYCELL_PACKED_BITS - DAYCELL_AMOUNT_BITS))
		*word |= DAYCELL_MANY;
	bits = daycell_amount_bits(*word);
	if (count <= 1U << (DAYCELL_PACKED_BITS - bits) && (uint64_t)amount >> bits == 0) {
		*word |= (uint64_t)(count - 1) << bits | (uint64_t)amount;
		return 0;
	}
	if (new_index(wides, &index, fault) != 0)
		return -1;
	wides->days[index] = (struct wide_day){ .amount = amount, .count = count };
	*word = key << DAYCELL_CONTENT_BITS | DAYCELL_WIDE | index;
	return 0;
}

int daycell_add(uint64_t a, uint64_t b, uint64_t *sum, struct wide_days *wides,
		struct fault *fault)
{
	struct case_day x = daycell_read(a, wides), y = daycell_read(b, wides);

	if (__builtin_add_overflow(x.amount, y.amount, &x.amount) ||
	    __builtin_add_overflow(x.count, y.count, &x.count))
		return daycell_out_of_range(fault);
	release(wides, a);
	release(wides, b);
	return daycell_pack(daycell_key(a), x.count, x.amount, sum, wides, fault);
}

int daycell_scale(uint64_t *word, int64_t factor, struct wide_days *wides, struct fault *fault)
{
	struct case_day day = daycell_read(*word, wides);

	if (__builtin_mul_overflow(day.amount, factor, &day.amount))
		return daycell_out_of_range(fault);
	release(wides, *word);
	return daycell_pack(daycell_key(*word), day.count, day.amount, word, wides, fault);
}

uint64_t daycell_divide(uint64_t word, int64_t by, struct wide_days *wides)
{
	int64_t amount = daycell_read(word, wides).amount;

	if (daycell_is_wide(word)) {
		wides->days[daycell_index(word)].amount /= by;
		return word;
	}
	return word - (uint64_t)(amount - amount / by);
}

int daycell_convert(uint64_t *word, const struct wide_days *from, int64_t factor,
		    struct wide_days *to, struct fault *fault)
{
	struct case_day day = daycell_read(*word, from);

	if (__builtin_mul_overflow(day.amount, factor, &day.amount))
		return daycell_out_of_range(fault);
	return daycell_pack(daycell_key(*word), day.count, day.amount, word, to, fault);
}
