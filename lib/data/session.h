/* SPDX-License-Identifier: GPL-3.0-or-later */
/* session - group sessions: the staff's time dealt out to those who took part.
 *
 * A session is a group_id on a date. Its effort is the session's time times its staff;
 * each of its rows (one participant each) gets an equal share in whole units of its
 * amount's scale, and what is left over by whole division goes, one unit each, to the
 * first rows in order of case_id: the largest-remainder method where all claims are
 * equal. Participants who are in no case of the export keep their share to themselves. */
#ifndef VL_SESSION_H
#define VL_SESSION_H

#include "data/record.h"

struct sessions;

struct sessions *sessions_new(void);
void sessions_free(struct sessions *sessions);
/* Keep a copy of a row until all are there. participants, staff: 0 = not stated. */
void sessions_add(struct sessions *sessions, const struct record *record, const char *group_id,
		  size_t length, int32_t participants, int32_t staff, long line);
/* Take over all rows of `from`, which is empty afterwards. */
void sessions_join(struct sessions *sessions, struct sessions *from);
/* Hand on every row with its share, a multiple of `grain` like all amounts there are: seconds that
 * are whole minutes throughout are shared out as minutes, whichever of the two they were written
 * in. Findings: a session with more rows than participants; a warning where the rows of one session
 * differ in time, participants or staff. */
int sessions_deal(struct sessions *sessions, int64_t grain, record_taker *take, void *to,
		  const char *file, struct findings *findings, struct fault *fault);

#endif
