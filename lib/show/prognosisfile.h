/* SPDX-License-Identifier: GPL-3.0-or-later */
/* prognosisfile - a prognosis as a text file without data of single cases, and back.
 *
 * CSV with the columns part, name, a, b, c, d (vl-predict(1)); the first row names the format's
 * version, the last says how many rows there are and the checksum of the lines before it
 * (base/cksum.h), so that a file that was shortened or changed is noticed. Line ends and quotes may
 * change on its way, cells may not. Parts stand in a fixed order. What is written are coefficients,
 * counts, months, and distributions of which every value is the mean of at least 5 neighbouring
 * former cases (at most 100 values): the ratios to the model's mean; in place of the nearest former
 * cases, cells of at least 50 with neighbouring predicted means, equal ones never parted; the two
 * groups. Services are named that at least 20 former cases have. (Microaggregation: Defays and
 * Anwar 1998, J Official Statistics 14:449-461.)
 *
 * Faults: no such file, another version, effort in another unit, an end that is missing; findings:
 * a row out of place, a cell that is not what it must be, with its line. */
#ifndef VL_PROGNOSISFILE_H
#define VL_PROGNOSISFILE_H

#include "data/profile.h"
#include "model/prognosis.h"

enum { PROGNOSISFILE_VERSION = 2, PROGNOSISFILE_BLOCK = 5, PROGNOSISFILE_BLOCKS = 100 };

/* The file is there whole or not at all. `unit`: what the effort is measured in. */
int prognosisfile_save(const struct prognosis *prognosis, enum effort_unit unit, const char *path,
		       struct fault *fault);
/* For data with this unit. 0, or -1 and a fault or findings (refused > 0); prognosis_free in either
 * case. */
int prognosisfile_read(struct prognosis *prognosis, const char *path, enum effort_unit unit,
		       struct findings *findings, struct fault *fault);

#endif
