/* SPDX-License-Identifier: GPL-3.0-or-later */
/* similar - the former cases whose history was most like that of an open one, and what they needed.
 *
 * A number that a coordinator can check beside a probability, and a guard against the model's
 * shape: "9 of the 50 most similar former cases" passed the threshold. Compared are case-months of
 * other cases, donors in the sense of model/states.h, whose next `lead` + `months` months were seen
 * by T, by five features: months since the first contact and since the last, and the amount of the
 * last month, the last three and the last twelve, each as log(1 + x), in hours, over its standard
 * deviation among them. Nearest is by the Euclidean distance; of each former case only its nearest
 * month counts, ties go to the earlier first contact. What they needed is the sum of `months`
 * months after the first `lead` ones, which are passed without being counted: so a chance for
 * months that begin later stands beside what came of others equally late. (verlauf-methods(7), "The
 * most similar former cases".) */
#ifndef VL_SIMILAR_H
#define VL_SIMILAR_H

#include "model/states.h"

enum { SIMILAR_NEAREST = 50 };

struct similar {
	uint32_t over, count;           /* how many passed, of how many: SIMILAR_NEAREST or fewer */
	double mean;                    /* amount of those months, store units; 0 without any */
};

struct similar_span {
	int32_t lead, months;           /* passed after T, and then summed: at least 0 and 1 */
	double threshold;               /* in units of the store */
};

/* For each chosen case (numbers in states->now; NULL = all tracked), in that order; threads 0 = all
 * processors. */
void similar_find(struct similar *similar, const struct states *states, const uint32_t *chosen,
		  size_t count, const struct similar_span *span, size_t threads);

#endif
