//! Made-up marks, spread over made-up voters.

use crate::failure::{Doing, Failure, Result};
use rand::{CryptoRng, seq::SliceRandom};
use serde::Deserialize;

/// One row: how often each grade was given to a village by a class.
#[derive(Deserialize)]
struct Marks {
    area: u32,
    class: String,
    town: String,
    village: String,
    excellent: usize,
    good: usize,
    fair: usize,
    poor: usize,
    blank: usize,
}

/// The ballots of one class in one round: for each voter, one answer for each contest.
pub(crate) struct Votes(pub(crate) Vec<Vec<Vec<u32>>>);

/// Ballots whose sums are exactly those of the table, in the order of `contests` (town, village), dealt at random.
pub(crate) fn deal(
    table: &str,
    area: u32,
    class: &str,
    contests: &[(String, String)],
    rng: &mut impl CryptoRng,
) -> Result<Votes> {
    let rows: std::result::Result<Vec<Marks>, _> = csv::Reader::from_reader(table.as_bytes())
        .deserialize()
        .collect();
    let rows = rows.doing("the table of votes cannot be read")?;
    let mut by_contest: Vec<Vec<Option<usize>>> = Vec::new();
    for (town, village) in contests {
        let row = rows
            .iter()
            .find(|row| {
                row.area == area
                    && row.class == class
                    && row.town == *town
                    && row.village == *village
            })
            .ok_or_else(|| {
                Failure::new(format!("the table of votes has no row for {town}{village}"))
            })?;
        let mut marks: Vec<Option<usize>> = [row.excellent, row.good, row.fair, row.poor]
            .into_iter()
            .enumerate()
            .flat_map(|(grade, times)| std::iter::repeat_n(Some(grade), times))
            .chain(std::iter::repeat_n(None, row.blank))
            .collect();
        marks.shuffle(rng);
        by_contest.push(marks);
    }
    let voters = by_contest.first().map_or(0, Vec::len);
    if by_contest.iter().any(|marks| marks.len() != voters) {
        return Err(Failure::new(
            "the rows of one ballot box add up to different numbers of ballots",
        ));
    }
    let ballot = |voter: usize| -> Vec<Vec<u32>> {
        by_contest
            .iter()
            .map(|marks| {
                (0..4)
                    .map(|grade| u32::from(marks[voter] == Some(grade)))
                    .collect()
            })
            .collect()
    };
    Ok(Votes((0..voters).map(ballot).collect()))
}
