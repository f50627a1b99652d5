//! A class that was opened, its sums known to fit its ballots.

use super::{ClassInput, Contest, CountedMarks, MarkRule, RankFault};
use crate::card::Choice;
use crate::{Ratio, RuleCard};

/// A class whose sums are known to fit its ballots, or of which only the means are published.
pub(super) struct OpenedClass<'a> {
    pub(super) code: &'a str,
    pub(super) weight: &'a Ratio,
    pub(super) returned: u64,
    known: Known<'a>,
}

/// What is known of a class; a row for each contest.
enum Known<'a> {
    Sums(&'a [Vec<u64>]),
    Means(&'a [Option<Ratio>]),
}

impl<'a> OpenedClass<'a> {
    /// Checks what every ballot's proofs promise of the sums: the marks of one village are not
    /// more than the ballots, or where a ballot names a village for each place, those of one place
    /// of it.
    pub(super) fn new(
        card: &'a RuleCard,
        rule: &MarkRule,
        input: &'a ClassInput,
        sums: &'a [Vec<u64>],
        contests: &[Contest],
    ) -> Result<Self, RankFault> {
        let (rows, columns) = (contests.len(), rule.marks().len());
        if sums.len() != rows || sums.iter().any(|row| row.len() != columns) {
            return Err(RankFault::SumsShape {
                class: input.code.clone(),
                contests: rows,
                marks: columns,
            });
        }
        let blank_allowed = card.blank.allowed || !card.is_per_village_choice();
        for (row, contest) in sums.iter().zip(contests) {
            let counts = row.iter().copied().map(u128::from);
            let marks: u128 = match card.choice {
                Choice::Order(_) => counts.max().unwrap_or(0),
                Choice::Grades | Choice::Points(_) | Choice::Approve(_) => counts.sum(),
            };
            let (class, returned) = (input.code.clone(), input.returned);
            let village = format!("{}{}", contest.town, contest.village);
            if marks > u128::from(returned) {
                return Err(RankFault::TooManyMarks {
                    class,
                    village,
                    marks,
                    returned,
                });
            }
            if marks < u128::from(returned) && !blank_allowed {
                return Err(RankFault::BlankNotAllowed {
                    class,
                    village,
                    marks,
                    returned,
                });
            }
        }
        let class = card.class(&input.code).expect("checked with the turnout");
        Ok(Self {
            code: &input.code,
            weight: &class.weight,
            returned: input.returned,
            known: Known::Sums(sums),
        })
    }

    /// A class whose counts are withheld and whose means, one for each contest, are published.
    pub(super) fn by_means(
        card: &'a RuleCard,
        input: &'a ClassInput,
        means: &'a [Option<Ratio>],
    ) -> Self {
        let class = card.class(&input.code).expect("checked with the turnout");
        Self {
            code: &input.code,
            weight: &class.weight,
            returned: input.returned,
            known: Known::Means(means),
        }
    }

    /// The marks of one contest, as given; none where they are withheld.
    pub(super) fn marks(&self, contest: usize) -> &[u64] {
        match self.known {
            Known::Sums(sums) => &sums[contest],
            Known::Means(_) => &[],
        }
    }

    /// The marks of one contest as they count, where they are known, and their mean.
    pub(super) fn judged(
        &self,
        rule: &MarkRule,
        contest: usize,
    ) -> (Option<CountedMarks>, Option<Ratio>) {
        match self.known {
            Known::Sums(sums) => {
                let counted = rule.count(&sums[contest], self.returned);
                let mean = rule.mean(&counted);
                (Some(counted), mean)
            }
            Known::Means(means) => (None, means[contest].clone()),
        }
    }

    /// The marks of one kind over all contests.
    fn column(&self, mark: usize) -> u128 {
        match self.known {
            Known::Sums(sums) => sums.iter().map(|row| u128::from(row[mark])).sum(),
            Known::Means(_) => 0,
        }
    }

    /// Grades given more often than the quotas allow all ballots together, with this class.
    pub(super) fn over_quota(&self, card: &RuleCard, rule: &MarkRule) -> Vec<(String, String)> {
        let over = card.quotas.iter().filter(|quota| {
            let mark = (rule.marks().iter()).position(|mark| mark.code == quota.grade);
            let most = u128::from(quota.most) * u128::from(self.returned);
            mark.is_some_and(|mark| self.column(mark) > most)
        });
        over.map(|quota| (self.code.to_owned(), quota.grade.clone()))
            .collect()
    }

    /// Places given more often than there are ballots, with this class.
    pub(super) fn uneven_places(&self, card: &RuleCard, rule: &MarkRule) -> Vec<(String, String)> {
        if !matches!(card.choice, Choice::Order(_)) {
            return Vec::new();
        }
        let uneven = (rule.marks().iter().enumerate())
            .filter(|(index, _)| self.column(*index) > u128::from(self.returned));
        uneven
            .map(|(_, mark)| (self.code.to_owned(), mark.code.clone()))
            .collect()
    }
}
