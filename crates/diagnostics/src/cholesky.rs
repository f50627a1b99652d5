//! Solving with a symmetric positive definite matrix, as every fit here needs it.

/// The factor L of A = L·Lᵀ, row by row.
#[derive(Clone, Debug)]
pub(crate) struct Cholesky {
    size: usize,
    factor: Vec<f64>,
}

impl Cholesky {
    /// Factors a matrix given row by row; only its lower triangle is read.
    ///
    /// `None` when it is not positive definite to working precision: a pivot has lost all but `tolerance` of the
    /// diagonal entry it began as.
    pub(crate) fn of(size: usize, mut matrix: Vec<f64>, tolerance: f64) -> Option<Self> {
        debug_assert_eq!(matrix.len(), size * size);
        for row in 0..size {
            let (before, current) = matrix.split_at_mut(row * size);
            let whole = current[row];
            for column in 0..row {
                let above = &before[column * size..][..=column];
                let dot: f64 = above[..column]
                    .iter()
                    .zip(&current[..column])
                    .map(|(left, right)| left * right)
                    .sum();
                current[column] = (current[column] - dot) / above[column];
            }
            let pivot = whole
                - current[..row]
                    .iter()
                    .map(|entry| entry * entry)
                    .sum::<f64>();
            // Written so that a pivot which is not a number fails too.
            if !(pivot > tolerance * whole && pivot > 0.0) {
                return None;
            }
            current[row] = pivot.sqrt();
        }
        Some(Self {
            size,
            factor: matrix,
        })
    }

    fn row(&self, row: usize) -> &[f64] {
        &self.factor[row * self.size..][..=row]
    }

    /// Solves A·x = right in place.
    pub(crate) fn solve(&self, right: &mut [f64]) {
        for row in 0..self.size {
            let entries = self.row(row);
            let dot: f64 = entries[..row]
                .iter()
                .zip(&*right)
                .map(|(entry, known)| entry * known)
                .sum();
            right[row] = (right[row] - dot) / entries[row];
        }
        for row in (0..self.size).rev() {
            let entries = self.row(row);
            right[row] /= entries[row];
            let known = right[row];
            for (entry, open) in entries[..row].iter().zip(right.iter_mut()) {
                *open -= entry * known;
            }
        }
    }

    /// The diagonal of the inverse of A.
    pub(crate) fn inverse_diagonal(&self) -> Vec<f64> {
        // The inverse is L⁻ᵀ·L⁻¹, so its diagonal holds the squared lengths of the columns of L⁻¹.
        (0..self.size)
            .map(|unit| {
                let mut column = vec![0.0; self.size];
                let mut length = 0.0;
                for row in unit..self.size {
                    let entries = self.row(row);
                    let dot: f64 = entries[unit..row]
                        .iter()
                        .zip(&column[unit..row])
                        .map(|(entry, known)| entry * known)
                        .sum();
                    let one = if row == unit { 1.0 } else { 0.0 };
                    column[row] = (one - dot) / entries[row];
                    length += column[row] * column[row];
                }
                length
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_solution_solves_and_the_inverse_has_its_diagonal(
            size in 1usize..7,
            entries in proptest::collection::vec(-1.0f64..1.0, 49),
            right in proptest::collection::vec(-5.0f64..5.0, 7),
        ) {
            // B·Bᵀ + 1 is positive definite.
            let at = |row: usize, column: usize| -> f64 {
                let product: f64 = (0..size).map(|k| entries[row * 7 + k] * entries[column * 7 + k]).sum();
                product + if row == column { 1.0 } else { 0.0 }
            };
            let matrix = (0..size * size).map(|k| at(k / size, k % size)).collect();
            let factor = Cholesky::of(size, matrix, 1e-12).expect("positive definite");
            let mut solution = right[..size].to_vec();
            factor.solve(&mut solution);
            for (row, right) in right[..size].iter().enumerate() {
                let sum: f64 = (0..size).map(|column| at(row, column) * solution[column]).sum();
                prop_assert!((sum - right).abs() < 1e-9);
            }
            for (unit, diagonal) in factor.inverse_diagonal().into_iter().enumerate() {
                let mut column = vec![0.0; size];
                column[unit] = 1.0;
                factor.solve(&mut column);
                prop_assert!((column[unit] - diagonal).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn a_matrix_without_full_rank_is_refused() {
        assert!(Cholesky::of(2, vec![1.0, 1.0, 1.0, 1.0], 1e-12).is_none());
        assert!(Cholesky::of(1, vec![f64::NAN], 1e-12).is_none());
    }
}
