# SPDX-License-Identifier: GPL-3.0-or-later
# service.R SIMULATOR MECHANISM INFLOW SEED FILE [SHOCKS] - a service of the reference simulator (sim.R, no part of the source)
# as an export of 96 months from 2016 on, whose cases began from 2014 on; with shocks unless SHOCKS is no.
suppressPackageStartupMessages(library(data.table))
arguments <- commandArgs(TRUE)
source(arguments[1])
made <- sim_service(arguments[2], as.numeric(arguments[3]), as.integer(arguments[4]),
                    shock = is.na(arguments[6]) || arguments[6] != "no")
seen <- made$contacts[date >= as.Date("2016-01-01")]
fwrite(seen[, .(case_id = paste0("c", case_id), date, minutes)], arguments[5])
