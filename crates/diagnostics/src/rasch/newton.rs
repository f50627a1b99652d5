//! Joint maximum likelihood of the rating scale model by Newton's method.
//!
//! With w(k) the logarithm of a category's weight (w(0) = w(m) = 0, so that thresholds, w(k − 1) − w(k), sum to 0) and
//! η = quality − severity − difficulty, P(k) ∝ exp(k·η + w(k)). The logarithm of the likelihood is concave in all of
//! it; its second derivatives are variances and covariances of the category, computed exactly at each step.

use super::{Cell, Element, Extreme, Fit, Measure, RaschFault};
use crate::cholesky::Cholesky;

/// Steps after which a fit is given up; six or seven are usual.
const MOST_ITERATIONS: usize = 60;

/// A fit has arrived with a step as short as this: what is left after it is of the order of its square.
const ARRIVED: f64 = 1e-8;

/// Logits beyond which no judge of people stands: the likelihood has no maximum.
const BEYOND: f64 = 40.0;

/// Sums of weights between which nothing has overflowed or vanished.
const MIN_SUM: f64 = 1e-200;
const MAX_SUM: f64 = 1e200;

/// Sign of each facet in η.
const SIGN: [f64; 3] = [1.0, -1.0, -1.0];

/// What came of it.
pub(super) struct Solved {
    pub measures: [Vec<Option<Measure>>; 3],
    pub thresholds: Vec<f64>,
    pub log_likelihood: f64,
    pub iterations: usize,
    scale: Scale,
}

/// What a cell expects: the category's mean and variance, and the logarithm of the sum of weights.
struct Expected {
    mean: f64,
    variance: f64,
    log_sum: f64,
}

/// The weights of the categories, and their exponentials.
struct Scale {
    weights: Vec<f64>,
    heights: Vec<f64>,
}

impl Scale {
    fn of(weights: Vec<f64>) -> Self {
        let heights = weights.iter().map(|weight| weight.exp()).collect();
        Self { weights, heights }
    }

    /// Probabilities of the categories at η, into `shares`.
    fn expect(&self, eta: f64, shares: &mut [f64]) -> Expected {
        let (mut sum, mut first, mut second, mut category) = (0.0, 0.0, 0.0, 0.0);
        let ratio = eta.exp();
        let mut power = 1.0;
        for (share, height) in shares.iter_mut().zip(&self.heights) {
            *share = height * power;
            power *= ratio;
            sum += *share;
            first += category * *share;
            second += category * category * *share;
            category += 1.0;
        }
        if !(MIN_SUM..MAX_SUM).contains(&sum) {
            return self.expect_far(eta, shares);
        }
        for share in shares.iter_mut() {
            *share /= sum;
        }
        let mean = first / sum;
        Expected {
            mean,
            variance: second / sum - mean * mean,
            log_sum: sum.ln(),
        }
    }

    /// The same where exponentials overflow or vanish: shifted by the largest exponent.
    fn expect_far(&self, eta: f64, shares: &mut [f64]) -> Expected {
        let mut largest = f64::MIN;
        let mut exponent = 0.0;
        for (share, weight) in shares.iter_mut().zip(&self.weights) {
            *share = exponent + weight;
            largest = largest.max(*share);
            exponent += eta;
        }
        let mut sum = 0.0;
        for share in shares.iter_mut() {
            *share = (*share - largest).exp();
            sum += *share;
        }
        let (mut mean, mut category) = (0.0, 0.0);
        for share in shares.iter_mut() {
            *share /= sum;
            mean += category * *share;
            category += 1.0;
        }
        let (mut variance, mut left) = (0.0, -mean);
        for share in &*shares {
            variance += left * left * share;
            left += 1.0;
        }
        Expected {
            mean,
            variance,
            log_sum: sum.ln() + largest,
        }
    }
}

/// The model of scores without extremes, in categories `0..categories` that all occur.
struct Model {
    /// For each facet and element its parameter; `None` for elements without scores.
    at: [Vec<Option<usize>>; 3],
    /// Elements with scores, for each facet.
    counts: [usize; 3],
    /// The scores: three parameters and the category.
    cells: Vec<Cell>,
    categories: usize,
    parameters: usize,
}

impl Model {
    fn of(sizes: [usize; 3], scores: &[Cell], categories: usize) -> Self {
        let mut at = sizes.map(|size| vec![None; size]);
        for score in scores {
            for facet in 0..3 {
                at[facet][score[facet]] = Some(0);
            }
        }
        let mut parameters = 0;
        let mut counts = [0; 3];
        for (facet, count) in at.iter_mut().zip(&mut counts) {
            for place in facet.iter_mut().flatten() {
                *place = parameters;
                parameters += 1;
                *count += 1;
            }
        }
        let cells = scores
            .iter()
            .map(|score| {
                let place = |facet: usize| at[facet][score[facet]].unwrap_or_default();
                [place(0), place(1), place(2), score[3]]
            })
            .collect();
        Self {
            at,
            counts,
            cells,
            categories,
            // The weights of the first and last category are 0.
            parameters: parameters + categories - 2,
        }
    }

    fn elements(&self) -> usize {
        self.parameters - (self.categories - 2)
    }

    fn scale(&self, point: &[f64]) -> Scale {
        let mut weights = vec![0.0; self.categories];
        weights[1..self.categories - 1].copy_from_slice(&point[self.elements()..]);
        Scale::of(weights)
    }

    /// Where to begin: the logits of mean scores.
    fn start(&self) -> Vec<f64> {
        let most = (self.categories - 1) as f64;
        let mut sum = vec![0.0; self.elements()];
        let mut count = vec![0.0; self.elements()];
        for cell in &self.cells {
            for place in &cell[..3] {
                sum[*place] += cell[3] as f64;
                count[*place] += 1.0;
            }
        }
        let mut point = vec![0.0; self.parameters];
        let mut first = 0;
        for (size, sign) in self.counts.into_iter().zip(SIGN) {
            let range = first..first + size;
            first += size;
            let logit = |place: usize| {
                let share: f64 = sum[place] / (count[place] * most);
                (share / (1.0 - share)).ln()
            };
            for place in range.clone() {
                point[place] = sign * logit(place);
            }
            if sign < 0.0 {
                let mean = point[range.clone()].iter().sum::<f64>() / size as f64;
                for place in range {
                    point[place] -= mean;
                }
            }
        }
        point
    }

    fn eta(cell: &Cell, point: &[f64]) -> f64 {
        point[cell[0]] - point[cell[1]] - point[cell[2]]
    }

    fn log_likelihood(&self, point: &[f64]) -> f64 {
        let scale = self.scale(point);
        let mut shares = vec![0.0; self.categories];
        self.cells
            .iter()
            .map(|cell| {
                let eta = Self::eta(cell, point);
                cell[3] as f64 * eta + scale.weights[cell[3]]
                    - scale.expect(eta, &mut shares).log_sum
            })
            .sum()
    }

    /// The logarithm of the likelihood, its gradient and its information matrix (lower triangle).
    fn derivatives(&self, point: &[f64]) -> (f64, Vec<f64>, Vec<f64>) {
        let size = self.parameters;
        let elements = self.elements();
        let inner = self.categories - 2;
        let scale = self.scale(point);
        let mut shares = vec![0.0; self.categories];
        let mut gradient = vec![0.0; size];
        let mut information = vec![0.0; size * size];
        let mut value = 0.0;
        for cell in &self.cells {
            let eta = Self::eta(cell, point);
            let expected = scale.expect(eta, &mut shares);
            let given = cell[3] as f64;
            value += given * eta + scale.weights[cell[3]] - expected.log_sum;
            let [village, judge, criterion, category] = *cell;
            let left = given - expected.mean;
            gradient[village] += left;
            gradient[judge] -= left;
            gradient[criterion] -= left;
            if (1..=inner).contains(&category) {
                gradient[elements + category - 1] += 1.0;
            }
            let variance = expected.variance;
            information[village * size + village] += variance;
            information[judge * size + village] -= variance;
            information[judge * size + judge] += variance;
            information[criterion * size + village] -= variance;
            information[criterion * size + judge] += variance;
            information[criterion * size + criterion] += variance;
            let mut above = 1.0 - expected.mean;
            for (number, share) in shares[1..=inner].iter().enumerate() {
                // The covariance of the category with being in this one.
                let covariance = share * above;
                above += 1.0;
                let place = elements + number;
                gradient[place] -= share;
                let row = &mut information[place * size..][..=place];
                row[village] += covariance;
                row[judge] -= covariance;
                row[criterion] -= covariance;
                for (entry, other) in row[elements..].iter_mut().zip(&shares[1..]) {
                    *entry -= share * other;
                }
                row[place] += share;
            }
        }
        // Σ severity² and Σ difficulty² in the two directions the scores do not know: the sums stay 0.
        let mut first = self.counts[0];
        for count in &self.counts[1..] {
            for row in first..first + count {
                for column in first..=row {
                    information[row * size + column] += 1.0;
                }
            }
            first += count;
        }
        (value, gradient, information)
    }

    fn climb(&self) -> Result<(Vec<f64>, f64, Cholesky, usize), RaschFault> {
        let mut point = self.start();
        for iteration in 1..=MOST_ITERATIONS {
            let (value, mut step, information) = self.derivatives(&point);
            let factor =
                Cholesky::of(self.parameters, information, 1e-12).ok_or(RaschFault::NoMaximum)?;
            factor.solve(&mut step);
            let length = step
                .iter()
                .fold(0.0, |most: f64, move_| most.max(move_.abs()));
            if length < ARRIVED {
                for (parameter, step) in point.iter_mut().zip(&step) {
                    *parameter += step;
                }
                return Ok((point, value, factor, iteration));
            }
            // Far away Newton's step can overshoot; half of it does not.
            let mut share = 1.0;
            let near = length < 1.0;
            let moved = loop {
                let moved: Vec<f64> = point
                    .iter()
                    .zip(&step)
                    .map(|(from, step)| from + share * step)
                    .collect();
                if near || self.log_likelihood(&moved) >= value {
                    break moved;
                }
                share /= 2.0;
                if share < 1e-6 {
                    return Err(RaschFault::NoMaximum);
                }
            };
            point = moved;
            if point.iter().any(|parameter| parameter.abs() > BEYOND) {
                return Err(RaschFault::NoMaximum);
            }
        }
        Err(RaschFault::NoMaximum)
    }
}

/// Fits scores without extremes whose categories `0..categories` all occur.
pub(super) fn solve(
    sizes: [usize; 3],
    scores: &[Cell],
    categories: usize,
) -> Result<Solved, RaschFault> {
    let model = Model::of(sizes, scores, categories);
    let (point, log_likelihood, factor, iterations) = model.climb()?;
    let diagonal = factor.inverse_diagonal();
    // The added squares put 1/count² into the inverse along each unknown direction, which villages share.
    let unknown = [model.counts[1], model.counts[2]].map(|count| 1.0 / (count as f64).powi(2));
    let surplus = [unknown[0] + unknown[1], unknown[0], unknown[1]];
    let fits = fits(&model, &point);
    let mut facet = 0;
    let measures = model.at.clone().map(|places| {
        let surplus = surplus[facet];
        facet += 1;
        places
            .into_iter()
            .map(|place| {
                place.map(|place| Measure {
                    measure: point[place],
                    error: (diagonal[place] - surplus).max(0.0).sqrt(),
                    fit: Some(fits[place]),
                    extreme: None,
                })
            })
            .collect()
    });
    let scale = model.scale(&point);
    Ok(Solved {
        measures,
        thresholds: scale
            .weights
            .windows(2)
            .map(|pair| pair[0] - pair[1])
            .collect(),
        log_likelihood,
        iterations,
        scale,
    })
}

/// Infit and outfit of every element, by parameter.
fn fits(model: &Model, point: &[f64]) -> Vec<Fit> {
    let scale = model.scale(point);
    let mut shares = vec![0.0; model.categories];
    // Squared residuals, variances, squared standard residuals, cells.
    let mut sums = vec![[0.0; 4]; model.elements()];
    for cell in &model.cells {
        let expected = scale.expect(Model::eta(cell, point), &mut shares);
        let square = (cell[3] as f64 - expected.mean).powi(2);
        for place in &cell[..3] {
            let sum = &mut sums[*place];
            sum[0] += square;
            sum[1] += expected.variance;
            sum[2] += square / expected.variance;
            sum[3] += 1.0;
        }
    }
    sums.into_iter()
        .map(|[squares, variance, standard, cells]| Fit {
            infit: squares / variance,
            outfit: standard / cells,
        })
        .collect()
}

impl Solved {
    /// Places an element of only lowest or only highest scores: where `inside` of a category inside the end is expected
    /// of all its cells together, all else as it stands.
    pub(super) fn place_extreme(
        &mut self,
        (facet, element): Element,
        extreme: Extreme,
        inside: f64,
        scores: &[Cell],
    ) {
        // What the other facets say of each of its cells.
        let others: Vec<f64> = scores
            .iter()
            .filter(|score| score[facet] == element)
            .filter_map(|score| {
                (0..3)
                    .filter(|other| *other != facet)
                    .try_fold(0.0, |sum, other| {
                        Some(sum + SIGN[other] * self.measures[other][score[other]]?.measure)
                    })
            })
            .collect();
        if others.is_empty() {
            return;
        }
        let most = (self.scale.weights.len() - 1) as f64 * others.len() as f64;
        let target = match extreme {
            Extreme::Lowest => inside,
            Extreme::Highest => most - inside,
        };
        let mut shares = vec![0.0; self.scale.weights.len()];
        let mut sums = |own: f64| {
            others.iter().fold((0.0, 0.0), |(mean, variance), other| {
                let expected = self.scale.expect(own + other, &mut shares);
                (mean + expected.mean, variance + expected.variance)
            })
        };
        // The expected sum grows with the element's place, so halving an interval finds it.
        let (mut low, mut high) = (-2.0 * BEYOND, 2.0 * BEYOND);
        while high - low > 1e-13 * high.abs().max(low.abs()).max(1.0) {
            let middle = f64::midpoint(low, high);
            if middle <= low || middle >= high {
                break;
            }
            if sums(middle).0 < target {
                low = middle;
            } else {
                high = middle;
            }
        }
        let own = f64::midpoint(low, high);
        self.measures[facet][element] = Some(Measure {
            measure: SIGN[facet] * own,
            error: 1.0 / sums(own).1.sqrt(),
            fit: None,
            extreme: Some(extreme),
        });
    }
}
