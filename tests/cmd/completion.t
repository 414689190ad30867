#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Completion in bash and zsh: what scripts/completion makes of the tools' tables of options, typed
# into a real shell.
. "$(dirname "$0")/lib.sh"
cd "$TMP" || exit 1
mkdir made folder
run "$TOP/scripts/completion" bash "$BIN"
is "$status:$err" 0: "made for bash"
cp out made/bash
run "$TOP/scripts/completion" zsh "$BIN"
is "$status:$err" 0: "made for zsh"
cp out made/_verlauf
is "$(ls)" "$(printf '%s\n' err folder made out)" "asking the tools leaves no file behind"
fails 2 "usage: scripts/completion bash|zsh FOLDER" "another shell" "$TOP/scripts/completion" fish "$BIN"

# ---- bash ---------------------------------------------------------------------------------
# typed WANT WORD...: what may stand for the last of these words, in one line.
typed() {
	typed_want=$1
	shift
	typed_got=$(bash --norc -c '. made/bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _verlauf
		printf "%s\n" "${COMPREPLY[@]}"' bash "$@" | sort | paste -s -d ' ')
	is "$typed_got" "$typed_want" "bash: $*"
}
if command -v bash >/dev/null; then
	touch export.csv 'with blank.csv'
	is "$(bash --norc -c '. made/bash; complete -p' | sed 's/.* //' | sort)" \
		"$(cd "$BIN" && printf '%s\n' vl-* | sort)" "bash: all tools are completed"
	for tool in "$BIN"/vl-*; do
		tool=${tool##*/}
		typed "$("$tool" -h | sed -n 's/^  \(-.,\|   \) \(--[a-z-]*\).*/\2/p' | sort | paste -s -d ' ')" \
			"$tool" --
	done
	typed "--marks --measure" vl-plot --m
	typed "per_case per_open per_seen" vl-curve --measure per_
	typed "per_case per_open per_seen" vl-curve -m per_
	typed "per_case per_open per_seen" vl-early -m per_
	typed "markdown" vl-curve --format = m
	typed "csv excel json markdown text" vl-curve --format =
	typed "csv excel" vl-import -f ""
	typed "gaps" vl-check --list g
	typed "german german-clock german-hours" vl-simulate --dialect g
	typed "german" vl-curve -p g
	typed "" vl-curve --washout ""
	typed "export.csv" vl-curve --by service --cases ex
	typed "export.csv" vl-curve ex
	typed "with blank.csv" vl-curve w
	typed "" vl-simulate ex
	typed "export.csv" vl-report -c ex
	typed "--config" vl-report --c
else
	skip "bash is not installed"
fi

# ---- zsh ----------------------------------------------------------------------------------
# A terminal of zsh's own: a line is typed and the tabulator key; then what stands there is printed.
cat >drive <<'END'
zmodload zsh/zpty
zpty -b shell zsh -f -i
zpty -w shell "PS1='> '; fpath=($1 \$fpath); autoload -U compinit; compinit -u -D; bindkey '^I' complete-word
bindkey '^A' beginning-of-line; bindkey '^E' end-of-line; echo STARTED"
zpty -r -m shell line $'*\nSTARTED*'
zpty -w -n shell "$2"$'\t\x01print -r -- TYPED: \x05\n'
zpty -w shell 'echo THE-END'
zpty -r -m shell text $'*\nTHE-END*'
print -r -- "$text" | tr -d '\r' | sed -n 's/^TYPED: //p'
zpty -d shell
END
becomes() { # TYPED WANT
	is "$(timeout 60 zsh -f drive "$TMP/made" "$1")" "$2" "zsh: $1"
}
if command -v zsh >/dev/null; then
	run zsh -n made/_verlauf
	is "$status:$err" 0: "zsh: well formed"
	becomes "vl-curve --meas" "vl-curve --measure"
	becomes "vl-curve --measure per_c" "vl-curve --measure per_case"
	becomes "vl-early -m per_c" "vl-early -m per_case"
	becomes "vl-check --format=mark" "vl-check --format=markdown"
	becomes "vl-figures -p ger" "vl-figures -p german"
	becomes "vl-plot -T sv" "vl-plot -T svg"
	becomes "vl-curve --partial exp" "vl-curve --partial export.csv"
else
	skip "zsh is not installed"
fi
done_testing
