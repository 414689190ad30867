/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of a drawing draws nothing and is left out, and what must stay. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "show/lean.h"
#include "tap.h"

static void is_lean(const char *svg, const char *want)
{
	char *got = mem_text(svg, strlen(svg));

	lean_make(got);
	is_text(got, want, svg);
	free(got);
}

static void is_kept(const char *svg)
{
	is_lean(svg, svg);
}

static void test_left_out(void)
{
	is_lean("<svg><g a='1'>\n</g></svg>", "<svg></svg>");
	is_lean("<svg><g a='1'><g><text> </text>\n</g></g>x</svg>", "<svg>x</svg>");
	is_lean("<svg><path stroke='red' d='M1.5,-2  '/></svg>", "<svg></svg>");
	is_lean("<svg><g id='p'><title>gnuplot_plot_1</title>x</g></svg>", "<svg><g id='p'>x</g></svg>");
	is_lean("<svg><g a='/>'></g></svg>", "<svg></svg>");
}

static void test_one_group(void)
{
	is_lean("<svg><g a='1'>x</g>\n<g a='1'>y</g><g a='1'>z</g></svg>", "<svg><g a='1'>xyz</g></svg>");
	is_lean("<svg><g a='1'>x</g><g b='2'> </g><g a='1'>y</g></svg>", "<svg><g a='1'>xy</g></svg>");
	is_lean("<svg><g a='1'><g b='1'>x</g></g><g a='1'><g b='1'>y</g></g></svg>",
		"<svg><g a='1'><g b='1'>x</g><g b='1'>y</g></g></svg>");
}

static void test_kept(void)
{
	is_kept("<svg></svg>");
	is_kept("<svg><title>Hours</title><desc></desc><defs></defs></svg>");
	is_kept("<svg><path d='M1,2 L3,4'/><path d='M1,2 h3'/><path d='M1,2 z'/></svg>");
	is_kept("<svg><g a='1'>x</g><rect/><g a='1'>y</g></svg>");
	is_kept("<svg><g a='1'>x</g>y<g a='1'>z</g></svg>");
	is_kept("<svg><g a='1'>x</g><g a='2'>y</g></svg>");
	is_kept("<svg><g a='1'>x</g><g a='1'/></svg>");
	/* Half a colour over half a colour is another one than both at once. */
	is_kept("<svg><g opacity='.5'>x</g><g opacity='.5'>y</g></svg>");
	is_kept("<svg><g filter='url(#f)'>x</g><g filter='url(#f)'>y</g></svg>");
	is_kept("<svg><g style='mask:url(#m)'>x</g><g style='mask:url(#m)'>y</g></svg>");
	is_kept("<svg><g id='p'>x</g><g id='p'>y</g></svg>");
}

int main(void)
{
	test_left_out();
	test_one_group();
	test_kept();
	return done();
}
