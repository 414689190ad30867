/* SPDX-License-Identifier: GPL-3.0-or-later */
/* checkitems - what is looked at, and above which limits it is worth a look.
 *
 * Why these limits: verlauf-methods(7). In short: what other tools refuse is an alarm; what
 * changes figures by about a hundredth is a warning, by a tenth an alarm; what is usual in
 * counselling (rounded minutes, cases that were running already) is a note at most. */
#include <math.h>

#include "model/check.h"

#define NEVER INFINITY

const char *const check_words[CHECKS] = {
	"refused", "dates", "future", "gaps", "silent", "late", "heaped", "minutes", "twice", "joint",
	"outliers", "ids", "missing", "cases", "approvals", "start", "unit",
};

const char *const severity_words[SEVERITIES] = { "unchecked", "ok", "note", "warning", "alarm" };

const struct check_item check_items[ITEMS] = {
	[ITEM_REFUSED] = { CHECK_REFUSED, "rows", JUDGED_SHARE, { 0, 0, 0 } },

	[ITEM_STRAY] = { CHECK_DATES, "stray", JUDGED_COUNT, { 0, 0, NEVER } },
	[ITEM_WEEKEND] = { CHECK_DATES, "weekend", JUDGED_SHARE, { 0.02, 0.2, NEVER } },

	[ITEM_AFTER_EXPORT] = { CHECK_FUTURE, "after_export", JUDGED_SHARE, { 0, 0, 0.01 } },
	[ITEM_ENTERED_BEFORE] = { CHECK_FUTURE, "entered_before", JUDGED_SHARE, { 0, 0.01, 0.1 } },

	[ITEM_EMPTY_MONTH] = { CHECK_GAPS, "empty_month", JUDGED_VALUE, { 0, 5, 20 } },
	[ITEM_FEW_RECORDS] = { CHECK_GAPS, "few_records", JUDGED_SHARE, { 0.5, 2.0 / 3, 0.9 } },

	[ITEM_SITE] = { CHECK_SILENT, "site", JUDGED_SHARE, { 0, 0, 0.1 } },
	[ITEM_SITE_PAUSE] = { CHECK_SILENT, "site_pause", JUDGED_VALUE, { 0, 5, NEVER } },
	[ITEM_ADVISERS] = { CHECK_SILENT, "advisers", JUDGED_VALUE, { 0, 0.15, 0.4 } },
	[ITEM_ADVISER] = { CHECK_SILENT, "adviser", JUDGED_SHARE, { 0, NEVER, NEVER } },

	[ITEM_MEDIAN] = { CHECK_LATE, "median", JUDGED_VALUE, { NEVER, NEVER, NEVER } },
	[ITEM_P90] = { CHECK_LATE, "p90", JUDGED_VALUE, { 14, 31, 92 } },
	[ITEM_STILL_MISSING] = { CHECK_LATE, "still_missing", JUDGED_SHARE,
				 { NEVER, NEVER, NEVER } },
	[ITEM_COMPLETE] = { CHECK_LATE, "complete", JUDGED_VALUE, { NEVER, NEVER, NEVER } },
	[ITEM_TO_COME] = { CHECK_LATE, "to_come", JUDGED_SHARE, { 0.01, 0.05, 0.2 } },

	[ITEM_MONTH_END] = { CHECK_HEAPED, "month_end", JUDGED_VALUE, { 1.5, 2, 4 } },
	[ITEM_MONTH_START] = { CHECK_HEAPED, "month_start", JUDGED_VALUE, { 1.5, 2, 4 } },
	[ITEM_WEEKDAY] = { CHECK_HEAPED, "weekday", JUDGED_SHARE, { 0.35, 0.5, 0.8 } },

	[ITEM_MULTIPLES] = { CHECK_MINUTES, "multiples", JUDGED_VALUE, { 175, NEVER, NEVER } },
	[ITEM_SAME_MINUTES] = { CHECK_MINUTES, "same", JUDGED_SHARE, { 0.4, 0.6, 0.9 } },
	[ITEM_NO_MINUTES] = { CHECK_MINUTES, "zero", JUDGED_SHARE, { 0, 0.01, 0.1 } },

	[ITEM_SAME_ID] = { CHECK_TWICE, "contact_id", JUDGED_SHARE, { 0, 0, 0.01 } },
	[ITEM_SAME_RECORD] = { CHECK_TWICE, "record", JUDGED_SHARE, { 0, 0.005, 0.05 } },
	[ITEM_TWO_ADVISERS] = { CHECK_JOINT, "two_advisers", JUDGED_SHARE, { 0, 0.01, 0.1 } },

	[ITEM_CASE_SPELLING] = { CHECK_IDS, "case_spelling", JUDGED_SHARE, { 0, 0, 0.01 } },
	[ITEM_ADVISER_SPELLING] = { CHECK_IDS, "adviser_spelling", JUDGED_COUNT, { 0, 0, NEVER } },
	[ITEM_SITE_SPELLING] = { CHECK_IDS, "site_spelling", JUDGED_COUNT, { 0, 0, NEVER } },
	[ITEM_SPOILT] = { CHECK_IDS, "spoilt", JUDGED_COUNT, { 0, 0, 0 } },

	[ITEM_COLUMN] = { CHECK_MISSING, "column", JUDGED_SHARE, { 0.01, 0.2, NEVER } },
	[ITEM_COLUMN_MONTH] = { CHECK_MISSING, "column_month", JUDGED_VALUE, { 0.1, 0.2, NEVER } },

	[ITEM_LONG] = { CHECK_OUTLIERS, "long", JUDGED_SHARE, { 0, 0.005, 0.05 } },
	[ITEM_CASE_DAY] = { CHECK_OUTLIERS, "case_day", JUDGED_COUNT, { 0, 0, 20 } },
	[ITEM_ADVISER_DAY] = { CHECK_OUTLIERS, "adviser_day", JUDGED_SHARE, { 0, 0.05, 0.2 } },

	[ITEM_UNKNOWN_CASE] = { CHECK_CASES, "unknown", JUDGED_SHARE, { 0, 0.01, 0.1 } },
	[ITEM_BEFORE_FIRST] = { CHECK_CASES, "before_first", JUDGED_SHARE, { 0, 0.01, 0.1 } },
	[ITEM_BEFORE_ASSIGNED] = { CHECK_CASES, "before_assigned", JUDGED_SHARE, { 0, 0.01, 0.1 } },
	[ITEM_AFTER_CLOSED] = { CHECK_CASES, "after_closed", JUDGED_SHARE, { 0, 0.01, 0.1 } },
	[ITEM_NOT_APPROVED] = { CHECK_APPROVALS, "not_approved", JUDGED_SHARE,
				{ 0, NEVER, NEVER } },

	[ITEM_RUNNING] = { CHECK_START, "running", JUDGED_SHARE, { 0, NEVER, NEVER } },
	[ITEM_PER_HOUSEHOLD] = { CHECK_UNIT, "per_household", JUDGED_VALUE, { 1.2, 1.5, NEVER } },
	[ITEM_PERSONS] = { CHECK_UNIT, "persons", JUDGED_VALUE, { NEVER, NEVER, NEVER } },
};
