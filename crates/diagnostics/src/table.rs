//! [`Table`]: one figure for each judge and village, or none.

/// Judges × villages, with missing cells.
///
/// What agreement, severity, intervals and drift are computed from: the totals of the sheets, or the scores of one
/// criterion. Judges and villages are numbers from 0, in the order of the ratings.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    judges: usize,
    villages: usize,
    cells: Vec<Option<f64>>,
}

impl Table {
    /// A table of rows, one for each judge. `None` if the rows differ in length or a figure is not finite.
    pub fn new(rows: &[Vec<Option<f64>>]) -> Option<Self> {
        let villages = rows.first().map_or(0, Vec::len);
        let regular = rows
            .iter()
            .all(|row| row.len() == villages && row.iter().flatten().all(|cell| cell.is_finite()));
        regular.then(|| Self {
            judges: rows.len(),
            villages,
            cells: rows.concat(),
        })
    }

    pub(crate) fn of_cells(judges: usize, villages: usize, cells: Vec<Option<f64>>) -> Self {
        debug_assert_eq!(cells.len(), judges * villages);
        Self {
            judges,
            villages,
            cells,
        }
    }

    /// How many judges.
    pub fn judges(&self) -> usize {
        self.judges
    }

    /// How many villages.
    pub fn villages(&self) -> usize {
        self.villages
    }

    /// The figure of a judge for a village.
    pub fn cell(&self, judge: usize, village: usize) -> Option<f64> {
        self.cells[judge * self.villages + village]
    }

    /// All figures of a judge, in the order of villages.
    pub fn row(&self, judge: usize) -> &[Option<f64>] {
        &self.cells[judge * self.villages..][..self.villages]
    }

    /// All figures of a village with their judges.
    pub fn column(&self, village: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        (0..self.judges).filter_map(move |judge| Some((judge, self.cell(judge, village)?)))
    }

    /// All figures: judge, village, figure.
    pub fn figures(&self) -> impl Iterator<Item = (usize, usize, f64)> + '_ {
        (0..self.judges).flat_map(move |judge| {
            self.row(judge)
                .iter()
                .enumerate()
                .filter_map(move |(village, cell)| Some((judge, village, (*cell)?)))
        })
    }

    /// Whether every cell has a figure.
    pub fn is_complete(&self) -> bool {
        self.cells.iter().all(Option::is_some)
    }

    /// A part without missing cells: the villages that every judge has a figure for, or the judges who have a figure for
    /// every village, whichever has more cells (the former of two as large).
    ///
    /// Judges and villages without any figure are left out first: they did not take part.
    #[must_use]
    pub fn complete_part(&self) -> Self {
        let judges: Vec<usize> = (0..self.judges)
            .filter(|judge| self.row(*judge).iter().any(Option::is_some))
            .collect();
        let villages: Vec<usize> = (0..self.villages)
            .filter(|village| self.column(*village).next().is_some())
            .collect();
        let by_all = |village: &usize| {
            judges
                .iter()
                .all(|judge| self.cell(*judge, *village).is_some())
        };
        let of_all = |judge: &usize| {
            villages
                .iter()
                .all(|village| self.cell(*judge, *village).is_some())
        };
        let common: Vec<usize> = villages.iter().copied().filter(by_all).collect();
        let thorough: Vec<usize> = judges.iter().copied().filter(of_all).collect();
        let (judges, villages) = if common.len() * judges.len() >= thorough.len() * villages.len() {
            (judges, common)
        } else {
            (thorough, villages)
        };
        let cells = judges
            .iter()
            .flat_map(|judge| villages.iter().map(|village| self.cell(*judge, *village)))
            .collect();
        Self::of_cells(judges.len(), villages.len(), cells)
    }

    /// For each judge, then each village, the number of its connected part; `None` for one without any figure.
    ///
    /// Two are connected when a chain of figures leads from one to the other: only then strictness and quality can be
    /// told apart across them.
    pub fn parts(&self) -> (Vec<Option<usize>>, usize) {
        let mut part = vec![None; self.judges + self.villages];
        let mut parts = 0;
        for start in 0..self.judges {
            if part[start].is_some() || self.row(start).iter().all(Option::is_none) {
                continue;
            }
            part[start] = Some(parts);
            let mut open = vec![start];
            while let Some(node) = open.pop() {
                let neighbours: Vec<usize> = if node < self.judges {
                    (0..self.villages)
                        .filter(|village| self.cell(node, *village).is_some())
                        .map(|village| self.judges + village)
                        .collect()
                } else {
                    self.column(node - self.judges)
                        .map(|(judge, _)| judge)
                        .collect()
                };
                for neighbour in neighbours {
                    if part[neighbour].is_none() {
                        part[neighbour] = Some(parts);
                        open.push(neighbour);
                    }
                }
            }
            parts += 1;
        }
        (part, parts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_complete_part_is_the_larger_of_common_villages_and_thorough_judges() {
        let table = |rows: &[&str]| {
            let cell = |sign: char| sign.to_digit(10).map(f64::from);
            Table::new(
                &rows
                    .iter()
                    .map(|row| row.chars().map(cell).collect())
                    .collect::<Vec<_>>(),
            )
            .unwrap()
        };
        assert_eq!(
            table(&["123*", "456*", "78*9"]).complete_part(),
            table(&["12", "45", "78"])
        );
        assert_eq!(
            table(&["1*3", "456", "789", "*12"]).complete_part(),
            table(&["456", "789"])
        );
        assert_eq!(
            table(&["12*", "34*", "***"]).complete_part(),
            table(&["12", "34"])
        );
        assert_eq!(
            table(&["1*", "*2"]).complete_part().judges()
                * table(&["1*", "*2"]).complete_part().villages(),
            0
        );
    }

    #[test]
    fn parts_are_counted_by_chains_of_figures() {
        let rows = [
            vec![Some(1.0), None, None, None],
            vec![Some(1.0), Some(2.0), None, None],
            vec![None, None, Some(3.0), None],
        ];
        let (part, parts) = Table::new(&rows).unwrap().parts();
        assert_eq!(parts, 2);
        assert_eq!(
            part,
            [Some(0), Some(0), Some(1), Some(0), Some(0), Some(1), None]
        );
    }
}
