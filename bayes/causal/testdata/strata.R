#!/usr/bin/env Rscript
# Writes strata.csv and pooled.csv: stratified two by two tables, and what R says of
# them. Run in this directory: Rscript strata.R (needs the package metafor; written
# with R 4.2.2 and metafor 3.8-1).
#
# strata.csv: table, stratum, a, n1, b, n0, rate: a events among n1 treated (over an
# exposure of n1 if rate is 1), b among n0 controls.
#
# pooled.csv: table, quantity, value. From mantelhaen.test: or, or_low, or_high, cmh,
# cmh_p, cmh_cc, cmh_cc_p. From metafor's rma.mh: rd, rd_se, rr, rr_se, or_se (the last
# two of logarithms), bdt and bdt_p (Breslow and Day with Tarone's correction), and for
# rates rd, rd_se, rr, rr_se, cmh_cc.

suppressMessages(library(metafor))
tables <- list()
add <- function(name, a, n1, b, n0, rate = 0) {
  tables[[name]] <<- data.frame(table = name, stratum = seq_along(a), a = a, n1 = n1, b = b, n0 = n0, rate = rate)
}

# The published ones (testdata of the module).
add("ucb", c(512, 353, 120, 138, 53, 22), c(825, 560, 325, 417, 191, 373), c(89, 17, 202, 131, 94, 24), c(108, 25, 593, 375, 393, 341))
add("kidney", c(192, 81), c(263, 87), c(55, 234), c(80, 270))
add("radelet", c(6, 11), c(103, 63), c(0, 19), c(9, 151))
add("delta", c(21, 460), c(89807, 27307), c(48, 205), c(147612, 3440))
# Edges: a stratum where all died, one where nobody did, one of two people.
add("all_died", c(12, 3, 5), c(12, 9, 20), c(7, 2, 9), c(7, 11, 18))
add("none_died", c(0, 3, 5), c(12, 9, 20), c(0, 2, 9), c(7, 11, 18))
add("tiny", c(1, 0, 2), c(1, 1, 7), c(0, 1, 3), c(1, 1, 5))
add("below_half", c(5, 6), c(10, 12), c(5, 6), c(10, 12)) # no correction: nothing to correct
add("near_half", c(5, 7), c(10, 12), c(5, 6), c(10, 12))
add("one", 15, 40, 9, 43)
# Many small strata: matched pairs.
set.seed(20)
pairs <- 60
add("pairs", rbinom(pairs, 1, 0.6), rep(1, pairs), rbinom(pairs, 1, 0.35), rep(1, pairs))
# Few large ones, of unequal sizes; many middling ones.
add("large", c(51234, 812, 90123), c(120345, 2345, 100001), c(70321, 611, 3210), c(200123, 1987, 4001))
k <- 25
n1 <- rpois(k, 12) + 1; n0 <- rpois(k, 20) + 1
add("middling", rbinom(k, n1, 0.3), n1, rbinom(k, n0, runif(k)), n0)
# Rates.
add("rates", c(12, 30, 7), c(105.5, 220.25, 400), c(5, 44, 9), c(98, 500.5, 310), 1)
add("rates_sparse", c(0, 1, 2, 4), c(10, 12.5, 33, 8), c(1, 0, 3, 2), c(11, 9.5, 40, 21), 1)

all <- do.call(rbind, tables)
write.csv(all, "strata.csv", row.names = FALSE, quote = FALSE)

out <- data.frame()
put <- function(name, ...) {
  v <- c(...)
  out <<- rbind(out, data.frame(table = name, quantity = names(v), value = formatC(v, digits = 17, format = "g", width = 1)))
}
for (name in names(tables)) {
  d <- tables[[name]]
  if (d$rate[1] == 1) {
    rd <- rma.mh(measure = "IRD", x1i = a, t1i = n1, x2i = b, t2i = n0, data = d, add = 0, to = "none")
    rr <- rma.mh(measure = "IRR", x1i = a, t1i = n1, x2i = b, t2i = n0, data = d, add = 0, to = "none", drop00 = FALSE)
    put(name, rd = as.numeric(rd$beta), rd_se = rd$se, rr = exp(as.numeric(rr$beta)), rr_se = rr$se, cmh_cc = rr$MH)
    next
  }
  if (nrow(d) > 1) {
    x <- array(0, c(2, 2, nrow(d)))
    for (i in seq_len(nrow(d))) x[, , i] <- c(d$a[i], d$b[i], d$n1[i] - d$a[i], d$n0[i] - d$b[i])
    plain <- mantelhaen.test(x, correct = FALSE)
    cc <- mantelhaen.test(x, correct = TRUE)
    put(name, or = as.numeric(plain$estimate), or_low = plain$conf.int[1], or_high = plain$conf.int[2],
        cmh = as.numeric(plain$statistic), cmh_p = plain$p.value, cmh_cc = as.numeric(cc$statistic), cmh_cc_p = cc$p.value)
  }
  m <- function(measure) rma.mh(measure = measure, ai = a, n1i = n1, ci = b, n2i = n0, data = d, add = 0, to = "none", drop00 = FALSE)
  rd <- m("RD"); rr <- m("RR"); or <- m("OR")
  put(name, rd = as.numeric(rd$beta), rd_se = rd$se, rr = exp(as.numeric(rr$beta)), rr_se = rr$se, or_se = or$se)
  put(name, bdt = or$TA, bdt_p = or$TAp)
}
write.csv(out, "pooled.csv", row.names = FALSE, quote = FALSE)
