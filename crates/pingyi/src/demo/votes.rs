//! Made-up marks, spread over made-up voters.

use crate::failure::{Doing, Failure, Result};
use pingyi_ranking::RuleCard;
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

/// Ballots of so many voters under any card, made up at random: each as its questions allow, no village named for two
/// places, and no more of a grade than its quota.
pub(crate) fn draw(
    card: &RuleCard,
    contests: &[(String, String)],
    voters: usize,
    rng: &mut impl CryptoRng,
) -> Votes {
    let villages: Vec<String> = contests
        .iter()
        .map(|(town, village)| format!("{town}{village}"))
        .collect();
    let questions = card.ballot_questions(&villages);
    let named = !card.is_per_village_choice();
    let ballot = |_| -> Vec<Vec<u32>> {
        let mut given = vec![0; card.marks().len()];
        let mut free: Vec<usize> = (0..villages.len()).collect();
        let answers = questions.iter().map(|question| {
            let mut may: Vec<usize> = (0..question.answers.len()).collect();
            if named {
                may.retain(|answer| free.contains(answer));
            } else {
                may.retain(|answer| may_give(card, *answer, given[*answer]));
            }
            may.shuffle(rng);
            may.truncate(question.most as usize);
            for answer in &may {
                free.retain(|village| village != answer);
                if let Some(count) = given.get_mut(*answer).filter(|_| !named) {
                    *count += 1;
                }
            }
            (0..question.answers.len())
                .map(|answer| u32::from(may.contains(&answer)))
                .collect()
        });
        answers.collect()
    };
    Votes((0..voters).map(ballot).collect())
}

/// Whether a ballot that gave a grade to `given` villages may give it to one more.
fn may_give(card: &RuleCard, grade: usize, given: u32) -> bool {
    let quota = |code: &str| card.quotas.iter().find(|quota| quota.grade == code);
    let code = card.grades.get(grade).map(|grade| grade.code.as_str());
    code.and_then(quota).is_none_or(|quota| given < quota.most)
}
