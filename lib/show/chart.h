/* SPDX-License-Identifier: GPL-3.0-or-later */
/* chart - a drawing as SVG, PNG, PDF or text, drawn by gnuplot.
 *
 * Only this module and those that write its script (show/script.h) know gnuplot. The script
 * holds numbers and texts that cannot become commands. gnuplot runs in a sandbox
 * (show/sandbox.h); what it wrote is believed only if it is whole: first bytes and end
 * mark of its form, nothing on standard error. The same drawing gives the same bytes.
 *
 * Colours: Okabe & Ito (2008), "Color universal design". An SVG carries a <title> and a
 * <desc> that say in words what it shows. */
#ifndef VL_CHART_H
#define VL_CHART_H

#include <stddef.h>
#include "base/diag.h"
#include "show/drawing.h"
#include "show/picture.h"

enum { CHART_SECONDS = 60 };

struct chart_settings {
	enum picture_form form;
	struct picture_size size;
	int seconds;            /* that gnuplot may take */
};

/* The gnuplot script as it is run, terminated; the caller frees it. NULL and a fault
 * where the drawing does not fit into the size. */
char *chart_script(const struct drawing *drawing, const struct chart_settings *settings,
		   struct fault *fault);
/* The finished file in memory; the caller frees it. NULL and a fault. */
char *chart_draw(const struct drawing *drawing, const struct chart_settings *settings,
		 size_t *length, struct fault *fault);

#endif
