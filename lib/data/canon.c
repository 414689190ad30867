/* SPDX-License-Identifier: GPL-3.0-or-later */
/* canon - the columns of the canonical consultations table. */
#include <stddef.h>

#include "data/canon.h"

const char *const canon_names[CANON_COLUMNS + 1] = {
	"contact_id", "case_id", "date", "minutes", "person_id", "household_id", "adviser",
	"service", "topic", "activity", "channel", "site", "provider", "authority", "residence",
	"housing", "referred_to", "status", "group_id", "participants", "staff", "counted",
	"entered", NULL
};

const char *const canon_beside[] = {
	"first_contact", "assigned", "closed", "reason", "persons", "applied", "decided", "hours",
	"from", "to", "fte", NULL
};
