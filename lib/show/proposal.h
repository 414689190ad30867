/* SPDX-License-Identifier: GPL-3.0-or-later */
/* proposal - what was detected in a file, written down as a profile with its evidence.
 *
 * A profile in the form of verlauf-csv(5), to be read, corrected and used with -p ./FILE. The
 * evidence stands in its comments, in the reader's language. Where two readings fit, or what
 * is needed was not found, the setting is a comment and the question goes to the findings
 * (STATUS_DATA). No cell is quoted but the words that stand for a missing value. */
#ifndef VL_PROPOSAL_H
#define VL_PROPOSAL_H

#include <stdio.h>
#include "base/diag.h"
#include "data/detect.h"

void proposal_print(const struct detect *detect, const char *file, FILE *to,
		    struct findings *findings);

#endif
