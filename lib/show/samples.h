/* SPDX-License-Identifier: GPL-3.0-or-later */
/* samples - the lines, points and bands of a chart's legend, and those before its counts. */
#ifndef VL_SAMPLES_H
#define VL_SAMPLES_H

#include "show/script.h"

void samples_put(struct script *script, const struct layout_sample *sample);

#endif
