# Fits many-facet Rasch models with base R: Rscript peer-statistics.R DIR
#
# For each NAME.csv in DIR (village, judge, criterion, category, each from 0; no header) a NAME.out with lines
#   facet,element,measure,error,infit,outfit      facet village, judge or criterion
#   threshold,number,value,,,
#   loglikelihood,,value,,,
#
# The rating scale model as a Poisson regression of counts (a term for every score, which makes its categories a
# multinomial). Judges and criteria sum to 0. A judge with only lowest or only highest categories is left out and placed
# afterwards where 0.3 of a category inside the end is expected.

number <- function(x) format(x, digits = 17, scientific = TRUE)

fit <- function(data) {
  # Whoever is extreme is set aside; the data sets are made so that once is enough and only judges are.
  low <- min(data$category)
  high <- max(data$category)
  judges <- sort(unique(data$judge))
  extreme <- judges[sapply(judges, function(j) {
    given <- data$category[data$judge == j]
    all(given == low) || all(given == high)
  })]
  all <- data
  data <- data[!(data$judge %in% extreme), ]
  used <- sort(unique(data$category))
  data$k <- match(data$category, used) - 1
  m <- length(used) - 1
  villages <- sort(unique(data$village))
  judges <- sort(unique(data$judge))
  criteria <- sort(unique(data$criterion))
  n <- nrow(data)

  rows <- expand.grid(k = 0:m, score = 1:n)
  y <- as.numeric(data$k[rows$score] == rows$k)
  dummy <- function(of, levels) outer(of, levels, "==") * 1
  sums <- function(of, levels) {
    full <- dummy(of, levels)
    last <- ncol(full)
    if (last == 1) return(matrix(0, length(of), 0))
    full[, -last, drop = FALSE] - full[, last]
  }
  nuisance <- dummy(rows$score, 1:n)
  V <- rows$k * dummy(data$village[rows$score], villages)
  J <- -rows$k * sums(data$judge[rows$score], judges)
  C <- -rows$k * sums(data$criterion[rows$score], criteria)
  W <- if (m > 1) dummy(rows$k, 1:(m - 1)) else matrix(0, nrow(rows), 0)
  X <- cbind(nuisance, V, J, C, W)
  model <- glm.fit(X, y, family = poisson(), control = glm.control(epsilon = 1e-15, maxit = 200))
  estimate <- model$coefficients
  variance <- chol2inv(model$qr$qr[seq_len(ncol(X)), , drop = FALSE])
  back <- order(model$qr$pivot)
  variance <- variance[back, back]
  p <- model$fitted.values

  mean_k <- tapply(p * rows$k, rows$score, sum)
  variance_k <- tapply(p * rows$k^2, rows$score, sum) - mean_k^2
  square <- (data$k - mean_k)^2
  mean_squares <- function(which) {
    c(sum(square[which]) / sum(variance_k[which]), mean(square[which] / variance_k[which]))
  }

  out <- character(0)
  say <- function(...) out <<- c(out, paste(..., sep = ","))
  element <- function(facet, name, combination, which) {
    fits <- mean_squares(which)
    say(facet, name, number(sum(combination * estimate)),
        number(sqrt(as.numeric(combination %*% variance %*% combination))),
        number(fits[1]), number(fits[2]))
  }
  at <- function(first, count) first + seq_len(count)
  first <- n
  for (i in seq_along(villages)) {
    combination <- numeric(ncol(X))
    combination[first + i] <- 1
    element("village", villages[i], combination, data$village == villages[i])
  }
  facet_of_sums <- function(facet, levels, of, first) {
    free <- length(levels) - 1
    for (i in seq_along(levels)) {
      combination <- numeric(ncol(X))
      if (i <= free) combination[first + i] <- 1 else combination[at(first, free)] <- -1
      element(facet, levels[i], combination, of == levels[i])
    }
  }
  first_judge <- n + length(villages)
  facet_of_sums("judge", judges, data$judge, first_judge)
  first_criterion <- first_judge + length(judges) - 1
  facet_of_sums("criterion", criteria, data$criterion, first_criterion)
  weights <- c(0, if (m > 1) estimate[at(first_criterion + length(criteria) - 1, m - 1)], 0)
  for (k in 1:m) say("threshold", k - 1, number(weights[k] - weights[k + 1]), "", "", "")
  say("loglikelihood", "", number(sum(log(p[y == 1]))), "", "", "")

  theta <- estimate[n + seq_along(villages)]
  delta <- estimate[at(first_criterion, length(criteria) - 1)]
  delta <- c(delta, -sum(delta))
  for (j in extreme) {
    mine <- all[all$judge == j, ]
    others <- theta[match(mine$village, villages)] - delta[match(mine$criterion, criteria)]
    expected <- function(severity) {
      e <- outer(others - severity, 0:m) + rep(weights, each = length(others))
      p <- exp(e) / rowSums(exp(e))
      mean <- p %*% (0:m)
      c(sum(mean), sum(p %*% (0:m)^2 - mean^2))
    }
    target <- if (mine$category[1] == low) 0.3 else m * length(others) - 0.3
    root <- uniroot(function(s) expected(s)[1] - target, c(-60, 60), tol = 1e-13)$root
    say("judge", j, number(root), number(1 / sqrt(expected(root)[2])), "", "")
  }
  out
}

folder <- commandArgs(trailingOnly = TRUE)[1]
for (file in list.files(folder, pattern = "\\.csv$", full.names = TRUE)) {
  data <- read.csv(file, header = FALSE, col.names = c("village", "judge", "criterion", "category"))
  writeLines(fit(data), sub("\\.csv$", ".out", file))
}
