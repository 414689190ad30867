/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dates - in which order the dates of a column stand, decided over the whole column. */
#include "base/text.h"
#include "data/dates.h"

static int fits(const char *text, size_t length, enum date_order order)
{
	struct date_time time;
	int32_t day;

	return !date_read_time(text, length, order, &day, &time);
}

static void count(struct date_vote *vote, long line)
{
	if (vote->count++ == 0)
		vote->line = line;
}

void dates_vote(struct date_votes *votes, const char *text, size_t length, long line)
{
	int dmy = fits(text, length, DATE_DMY), mdy = fits(text, length, DATE_MDY);

	if (dmy && mdy)
		count(&votes->either, line);
	else if (dmy || mdy)
		count(dmy ? &votes->dmy : &votes->mdy, line);
	else if (fits(text, length, DATE_ISO))
		count(&votes->iso, line);
	else if (fits(text, length, DATE_WORDS))
		count(&votes->words, line);
}

static int contradict(const struct date_vote *one, const struct date_vote *other,
		      const char *file, const char *column, struct fault *fault)
{
	long first = one->line < other->line ? one->line : other->line;
	long second = one->line < other->line ? other->line : one->line;

	return fault_at(fault, STATUS_DATA, file, second, 0,
			N_("column '%s': this date and that of line %ld are not in the same order: "
			   "say --date-order"), column, first);
}

int dates_decide(const struct date_votes *votes, const char *file, const char *column,
		 enum date_order *order, struct fault *fault)
{
	const struct {
		const struct date_vote *vote;
		enum date_order order;
	} clear[] = { { &votes->iso, DATE_ISO }, { &votes->words, DATE_WORDS },
		      { &votes->dmy, DATE_DMY }, { &votes->mdy, DATE_MDY } };
	const struct date_vote *found = NULL;

	*order = DATE_ISO;
	for (int i = 0; i < 4; i++) {
		if (!clear[i].vote->count)
			continue;
		if (found)
			return contradict(found, clear[i].vote, file, column, fault);
		found = clear[i].vote;
		*order = clear[i].order;
	}
	if (!votes->either.count)
		return 0;
	if (!found)
		return fault_at(fault, STATUS_USAGE, file, 0, 0,
				N_("column '%s': all dates can be read as day and month or as month "
				   "and day: say --date-order dmy or --date-order mdy"), column);
	if (found == &votes->iso || found == &votes->words)
		return contradict(found, &votes->either, file, column, fault);
	return 0;
}
