/* SPDX-License-Identifier: GPL-3.0-or-later */
/* drawn - an SVG file as a part of a page.
 *
 * Only a plain drawing passes: elements and attributes that draw, such as vl-plot writes them.
 * Whatever could run, load or reach out (scripts, handlers, links, foreign content, entities,
 * styles that load) is refused. Ids get a number in front, so that several drawings can stand on
 * one page, and what draws nothing is left out (show/lean.h). */
#ifndef VL_DRAWN_H
#define VL_DRAWN_H

#include <stddef.h>
#include "base/diag.h"

enum { DRAWN_BYTES_MAX = 8 << 20 };

/* The <svg> element, without what stands before and after it; the caller frees. NULL and a
 * fault. */
char *drawn_read(const char *path, size_t number, struct fault *fault);
/* The same of a text. `path` is its name in messages. */
char *drawn_make(const char *svg, size_t length, const char *path, size_t number,
		 struct fault *fault);

#endif
