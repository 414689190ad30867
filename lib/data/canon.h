/* SPDX-License-Identifier: GPL-3.0-or-later */
/* canon - the columns of the canonical consultations table (verlauf-csv(5)), in the order in
 * which vl-import writes them. Profiles map an export's own names to these; no other spelling
 * of them is known to the tools. */
#ifndef VL_CANON_H
#define VL_CANON_H

enum canon {
	CANON_CONTACT_ID, CANON_CASE_ID, CANON_DATE, CANON_MINUTES, CANON_PERSON_ID,
	CANON_HOUSEHOLD_ID, CANON_ADVISER, CANON_SERVICE, CANON_TOPIC, CANON_ACTIVITY,
	CANON_CHANNEL, CANON_SITE, CANON_PROVIDER, CANON_AUTHORITY, CANON_RESIDENCE,
	CANON_HOUSING, CANON_REFERRED_TO, CANON_STATUS, CANON_GROUP_ID, CANON_PARTICIPANTS,
	CANON_STAFF, CANON_COUNTED, CANON_ENTERED,
	CANON_COLUMNS
};

/* By enum canon; NULL behind the last. */
extern const char *const canon_names[];
/* Those of the tables beside it that it lacks: cases, approvals, staff. */
extern const char *const canon_beside[];

#endif
