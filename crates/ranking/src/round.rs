//! One area's vote: the sums of each class in, the ranks of its villages out.
//!
//! For village `v` and class `c`, let `m(c,v,k)` be the marks of kind `k`. With a weighted mean the
//! mean of `v` in `c` is `Σ_k points(k)·m(c,v,k) / Σ_k m(c,v,k)`, where ballots name villages it is
//! `Σ_k points(k)·m(c,v,k) / ballots(c)`; the score is `Σ_c weight(c)·mean(c,v)`. Both are ratios
//! of integers. With majority judgment the key is a [`Profile`]. A village's place is one plus the
//! number of villages whose key is greater, or whose key is equal and whom the card's chain of ties
//! puts before it.

mod ballot;
mod fault;
mod majority;
mod marks;
mod opened;
mod place;
mod rank;

use std::collections::{BTreeMap, HashSet};

use serde::{Deserialize, Serialize};

use crate::card::Method;
use crate::threshold::{ClassTurnout, Opening};
use crate::{Decimal, Ratio, RuleCard, round};
pub use ballot::BallotQuestion;
pub use fault::{Count, RankFault};
pub use majority::{Profile, Segment, weighted_distribution};
pub use marks::{CountedMarks, MarkRule, shared_weights, weighted_score};
use opened::OpenedClass;
pub(crate) use place::rank_of;
pub use rank::Rank;

/// A village voted on.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contest {
    /// Name of the town.
    pub town: String,
    /// Name of the village.
    pub village: String,
}

/// What one round brings: turnouts always, sums of the classes that were opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoundInput {
    /// Number of the area voted on.
    pub area: u32,
    /// The villages in ballot order.
    pub contests: Vec<Contest>,
    /// One entry for each class of the card, in any order.
    pub classes: Vec<ClassInput>,
}

/// What one class brings to a round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassInput {
    /// Code of the class.
    pub code: String,
    /// Voters of the groups entitled in this round.
    pub entitled: u64,
    /// Those of them who signed in.
    pub present: u64,
    /// Slips handed out to them at first; replacements are not counted here.
    pub issued: u64,
    /// Valid ballots in the box.
    pub returned: u64,
    /// The decrypted sums, a row for each contest, a column for each mark of the card (see
    /// [`RuleCard::sums_by_village`]); nothing when [`Opening`] leaves the class closed.
    pub sums: Option<Vec<Vec<u64>>>,
}

impl ClassInput {
    /// The counts without the sums.
    pub fn turnout(&self) -> ClassTurnout {
        ClassTurnout {
            code: self.code.clone(),
            entitled: self.entitled,
            present: self.present,
            issued: self.issued,
            returned: self.returned,
        }
    }
}

/// What came out of one round. Holds everything the sums say; [`crate::Ranking`] holds what may
/// be published of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RoundOutcome {
    /// Number of the area voted on.
    pub area: u32,
    /// The counts of each class, in the order of the card.
    pub turnouts: Vec<ClassTurnout>,
    /// What turnout allowed, and why there is no result if there is none.
    pub opening: Opening,
    /// The villages from first to last; inside a tie in ballot order, which means nothing.
    /// Empty when the round is not decided.
    pub rows: Vec<Row>,
    /// Groups of two and more villages with the same place, best first.
    pub ties: Vec<Tie>,
    /// Villages without a score, in ballot order.
    pub unranked: Vec<Unranked>,
    /// Class and grade where more marks were given than the card's quotas allow all ballots
    /// together: somebody used another page than ours. It decides nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub over_quota: Vec<(String, String)>,
    /// Class and place with more marks than ballots. It decides nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub uneven_places: Vec<(String, String)>,
}

/// One ranked village.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Its place.
    pub rank: Rank,
    /// Its index in ballot order, from 0.
    pub contest: usize,
    /// Name of the town.
    pub town: String,
    /// Name of the village.
    pub village: String,
    /// The exact score, in points.
    pub score: Ratio,
    /// The score rounded as the card says.
    pub score_published: Decimal,
    /// What is ranked with majority judgment; the score is then the points of its middle mark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile: Option<Profile>,
    /// What each opened class gave, in the order of the card.
    pub classes: Vec<ClassScore>,
}

/// What one class gave one village.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClassScore {
    /// Code of the class.
    pub code: String,
    /// The share of this class in this village's score, after any sharing out.
    pub weight: Ratio,
    /// The exact mean of the points; nothing when no mark counts, and with majority judgment.
    pub mean: Option<Ratio>,
    /// The mean rounded as the card says.
    pub mean_published: Option<Decimal>,
    /// Marks of each kind, best first, without blanks.
    pub marks: Vec<u64>,
    /// Ballots that left this village blank; 0 where ballots name villages.
    pub blank: u64,
}

/// Villages that share a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tie {
    /// The place.
    pub rank: Rank,
    /// Indexes in ballot order, from 0.
    pub contests: Vec<usize>,
    /// The card separates them by a lot, and lots are drawn after the tally.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub lot_needed: bool,
}

/// A village without a score: a class gave it no mark that counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unranked {
    /// Its index in ballot order, from 0.
    pub contest: usize,
    /// Name of the town.
    pub town: String,
    /// Name of the village.
    pub village: String,
    /// The first class without a mark that counts.
    pub class: String,
}

/// Ranks the villages of one area under `card`, which must be one that [`RuleCard::parse`] accepts.
///
/// The order of classes means nothing; the order of contests only orders rows inside a tie.
///
/// # Errors
/// An input that cannot have come from a round under this card. A round without a result (quorum
/// missed, class too small) is no error: see [`Opening::not_decided`].
pub fn rank_round(card: &RuleCard, input: &RoundInput) -> Result<RoundOutcome, RankFault> {
    rank_with_means(card, input, &PublishedMeans::new())
}

/// By class, the published mean of each contest; nothing where no mark counts.
pub(crate) type PublishedMeans = BTreeMap<String, Vec<Option<Ratio>>>;

/// [`rank_round`] where classes whose counts are withheld are known by their means alone. Places
/// never depend on withheld counts, so what is published follows from the means too; not so with
/// majority judgment.
pub(crate) fn rank_with_means(
    card: &RuleCard,
    input: &RoundInput,
    means: &PublishedMeans,
) -> Result<RoundOutcome, RankFault> {
    let given: Vec<_> = input.classes.iter().map(ClassInput::turnout).collect();
    let opening = Opening::decide(card, input.area, &given)?;
    check_contests(&input.contests)?;
    let rule = MarkRule::new(card);
    let mut turnouts = Vec::new();
    let mut opened = Vec::new();
    for verdict in &opening.classes {
        let class = input
            .classes
            .iter()
            .find(|class| class.code == verdict.code);
        let class = class.expect("every class of the card was found above");
        turnouts.push(class.turnout());
        match (&class.sums, verdict.opened()) {
            (Some(sums), true) => {
                opened.push(OpenedClass::new(card, &rule, class, sums, &input.contests)?);
            }
            (None, true) => {
                let means = means.get(&class.code);
                let Some(means) = means.filter(|_| !verdict.histogram_published) else {
                    return Err(RankFault::MissingSums {
                        class: class.code.clone(),
                    });
                };
                opened.push(OpenedClass::by_means(card, class, means));
            }
            (Some(_), false) => {
                return Err(RankFault::SumsOfClosedClass {
                    class: class.code.clone(),
                });
            }
            (None, false) => {}
        }
    }
    let mut outcome = RoundOutcome {
        area: input.area,
        turnouts,
        rows: Vec::new(),
        ties: Vec::new(),
        unranked: Vec::new(),
        over_quota: (opened.iter())
            .flat_map(|class| class.over_quota(card, &rule))
            .collect(),
        uneven_places: (opened.iter())
            .flat_map(|class| class.uneven_places(card, &rule))
            .collect(),
        opening,
    };
    if outcome.opening.decided() {
        for (index, contest) in input.contests.iter().enumerate() {
            match judge(card, &rule, &opened, index) {
                Ok(judged) => outcome.rows.push(Row {
                    rank: Rank::whole(0),
                    contest: index,
                    town: contest.town.clone(),
                    village: contest.village.clone(),
                    score_published: publish(card, &judged.score),
                    score: judged.score,
                    profile: judged.profile,
                    classes: judged.classes,
                }),
                Err(class) => outcome.unranked.push(Unranked {
                    contest: index,
                    town: contest.town.clone(),
                    village: contest.village.clone(),
                    class,
                }),
            }
        }
        place::place(card, &mut outcome);
    }
    Ok(outcome)
}

fn check_contests(contests: &[Contest]) -> Result<(), RankFault> {
    if contests.is_empty() {
        return Err(RankFault::NoContests);
    }
    let mut seen = HashSet::new();
    match contests.iter().find(|contest| !seen.insert(*contest)) {
        None => Ok(()),
        Some(Contest { town, village }) => Err(RankFault::RepeatedContest {
            town: town.clone(),
            village: village.clone(),
        }),
    }
}

/// What the vote says of one village.
struct Judged {
    score: Ratio,
    profile: Option<Profile>,
    classes: Vec<ClassScore>,
}

/// The score of one contest and what each class gave, or the class that leaves it without one.
fn judge(
    card: &RuleCard,
    rule: &MarkRule,
    opened: &[OpenedClass<'_>],
    contest: usize,
) -> Result<Judged, String> {
    let (counted, mut means): (Vec<_>, Vec<_>) = (opened.iter())
        .map(|class| class.judged(rule, contest))
        .unzip();
    let weights: Vec<_> = opened.iter().map(|class| class.weight).collect();
    let valued: Vec<_> = means.iter().map(Option::is_some).collect();
    let weights = shared_weights(&weights, &valued, card.empty_class)
        .map_err(|index| opened[index].code.to_owned())?;
    let (score, profile) = if card.method == Method::MajorityJudgment {
        means.fill(None);
        // Means say nothing of a middle: where counts are withheld there is no place to recompute.
        if let Some(index) = counted.iter().position(Option::is_none) {
            return Err(opened[index].code.to_owned());
        }
        let counted: Vec<_> = counted.iter().flatten().cloned().collect();
        let profile = Profile::of(&weighted_distribution(&weights, &counted));
        let score = rule.marks()[profile.median()].points.clone();
        (score, Some(profile))
    } else {
        (weighted_score(&weights, &means), None)
    };
    let classes = opened.iter().zip(counted).zip(weights).zip(means);
    let classes = classes.map(|(((class, counted), weight), mean)| ClassScore {
        code: class.code.to_owned(),
        weight: weight.unwrap_or_else(Ratio::zero),
        mean_published: mean.as_ref().map(|mean| publish(card, mean)),
        mean,
        marks: class.marks(contest).to_vec(),
        blank: counted.map_or(0, |counted| counted.blank),
    });
    Ok(Judged {
        score,
        profile,
        classes: classes.collect(),
    })
}

fn publish(card: &RuleCard, value: &Ratio) -> Decimal {
    round(value, card.rounding.decimals, card.rounding.mode)
}
