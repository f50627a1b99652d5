//! The published ranking (`ranking.json`) and its recomputation.

mod withheld;

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::card::RuleCard;
use crate::round::{
    ClassInput, Contest, Profile, Rank, RankFault, RoundInput, RoundOutcome, Row, rank_round,
};
use crate::threshold::{ClosedReason, NotDecided};
use crate::{Decimal, Language, Ratio};
pub use withheld::{Withheld, WithheldFigures};

/// What is published of a cycle's result: exactly what the card and turnout allow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ranking {
    /// Code of the cycle, e.g. `haiyang-2022`.
    pub cycle: String,
    /// Hash of the rule card, as [`RuleCard::hash`].
    pub rule_card_sha256: String,
    /// The areas, in the order they were voted on.
    pub areas: Vec<AreaRanking>,
}

/// The published result of one area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AreaRanking {
    /// Number of the area.
    pub area: u32,
    /// Name of the area.
    pub label: String,
    /// Turnout of each class, in the order of the card.
    pub classes: Vec<PublishedClass>,
    /// Villages from first to last; inside a tie in ballot order. Empty when not decided.
    pub ranking: Vec<RankedVillage>,
    /// Groups of villages with the same place.
    pub ties: Vec<PublishedTie>,
    /// Villages without a score, in ballot order.
    pub unranked: Vec<Contest>,
    /// Why there is no result, when there is none.
    pub not_decided: Vec<NotDecided>,
    /// Class and grade given more often than the card's quotas allow all ballots together; of the
    /// classes whose marks are published.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub over_quota: Vec<(String, String)>,
    /// Class and place given more often than there are ballots; of the classes whose marks are
    /// published.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub uneven_places: Vec<(String, String)>,
}

/// The published turnout of one class in one round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedClass {
    /// Code of the class.
    pub class: String,
    /// Name of the class.
    pub label: String,
    /// Share of the class in the score, as on the card.
    pub weight: Ratio,
    /// Voters entitled.
    pub entitled: u64,
    /// Voters who signed in.
    pub present: u64,
    /// Slips handed out at first.
    pub issued: u64,
    /// Valid ballots.
    pub returned: u64,
    /// Why the box stayed closed; nothing when it was opened.
    pub closed: Option<ClosedReason>,
    /// Whether the means of this class are published.
    pub mean_published: bool,
    /// Whether the marks of this class, and so its archive, are published.
    pub histogram_published: bool,
}

/// One published place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RankedVillage {
    /// Its place.
    pub rank: Rank,
    /// Its number on the ballot, from 1.
    pub contest: u32,
    /// Name of the town.
    pub town: String,
    /// Name of the village.
    pub village: String,
    /// The score, rounded as the card says; nothing when only places are published.
    pub score: Option<Decimal>,
    /// The exact score, `num/den`.
    pub score_exact: Option<Ratio>,
    /// With majority judgment what is ranked, where the marks of every class are published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<Profile>,
    /// What each class gave, in the order of the card, as far as it is published.
    pub classes: Vec<VillageClass>,
}

/// What one class gave one village, as far as it is published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VillageClass {
    /// Code of the class.
    pub class: String,
    /// The mean points, rounded as the card says.
    pub mean: Option<Decimal>,
    /// The exact mean, `num/den`.
    pub mean_exact: Option<Ratio>,
    /// Marks of each kind, best first.
    pub marks: Option<Vec<u64>>,
    /// Ballots that left the village blank.
    pub blank: Option<u64>,
}

/// Villages that share a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedTie {
    /// The place.
    pub rank: Rank,
    /// The villages, in ballot order.
    pub villages: Vec<Contest>,
    /// The card separates them by a lot, which is drawn after the tally.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub lot_needed: bool,
}

impl Ranking {
    /// What is published of these outcomes under `card`.
    pub fn new(card: &RuleCard, cycle: impl Into<String>, outcomes: &[RoundOutcome]) -> Self {
        Self {
            cycle: cycle.into(),
            rule_card_sha256: card.hash(),
            areas: outcomes
                .iter()
                .map(|outcome| AreaRanking::new(card, outcome))
                .collect(),
        }
    }

    /// The input of the round on `area`, put together from what an archive proves (`questions`:
    /// the [villages asked about](RuleCard::villages_asked) in ballot order, each town and village
    /// in one string, and the opened `boxes`) and what
    /// only the published ranking says (who was entitled, who came, where a town's name ends).
    /// Without an archive, because the counts of no class are published, there are no `questions`,
    /// and the villages are those of the ranking.
    ///
    /// # Errors
    /// An area or class that is not published, a question that is none of its villages, or
    /// villages whose numbers are none of a ballot.
    pub fn round_input(
        &self,
        area: u32,
        questions: &[String],
        boxes: &[BoxSums],
    ) -> Result<RoundInput, RankingFault> {
        let path = format!("/areas/{area}");
        let published = self.areas.iter().find(|published| published.area == area);
        let published = published.ok_or(RankingFault::MissingArea { area })?;
        let named = published.ranking.iter().map(|row| Contest {
            town: row.town.clone(),
            village: row.village.clone(),
        });
        let named: Vec<_> = named.chain(published.unranked.iter().cloned()).collect();
        let contests = questions.iter().map(|question| {
            if named.is_empty() {
                // A round without a result names no villages; none is compared either.
                return Ok(Contest {
                    town: String::new(),
                    village: question.clone(),
                });
            }
            let fits =
                |contest: &&Contest| format!("{}{}", contest.town, contest.village) == *question;
            named
                .iter()
                .find(fits)
                .cloned()
                .ok_or_else(|| RankingFault::Differs {
                    path: format!("{path}/ranking"),
                    published: "—".into(),
                    recomputed: question.clone(),
                })
        });
        let contests = if questions.is_empty() && boxes.is_empty() {
            withheld::ballot_order(&path, published)?
        } else {
            contests.collect::<Result<_, _>>()?
        };
        let class = |published: &PublishedClass| {
            let found = boxes.iter().find(|sums| sums.class == published.class);
            ClassInput {
                code: published.class.clone(),
                entitled: published.entitled,
                present: published.present,
                issued: published.issued,
                returned: found.map_or(published.returned, |found| found.returned),
                sums: found.and_then(|found| found.sums.clone()),
            }
        };
        if let Some(unknown) = boxes.iter().find(|sums| {
            !published
                .classes
                .iter()
                .any(|class| class.class == sums.class)
        }) {
            let fault = RankFault::UnknownClass {
                class: unknown.class.clone(),
            };
            return Err(RankingFault::Input { area, fault });
        }
        Ok(RoundInput {
            area,
            contests,
            classes: published.classes.iter().map(class).collect(),
        })
    }
}

/// What the archive of one ballot box proves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoxSums {
    /// Code of the class.
    pub class: String,
    /// Ballots in the box.
    pub returned: u64,
    /// The sums, a row for each contest and a column for each mark; nothing when unopened.
    pub sums: Option<Vec<Vec<u64>>>,
}

impl AreaRanking {
    /// What is published of one outcome under `card`.
    pub fn new(card: &RuleCard, outcome: &RoundOutcome) -> Self {
        let classes = outcome.turnouts.iter().zip(&outcome.opening.classes);
        let classes = classes
            .zip(&card.classes)
            .map(|((turnout, opening), class)| PublishedClass {
                class: class.code.clone(),
                label: class.label.clone(),
                weight: class.weight.clone(),
                entitled: turnout.entitled,
                present: turnout.present,
                issued: turnout.issued,
                returned: turnout.returned,
                closed: opening.closed,
                mean_published: opening.mean_published,
                histogram_published: opening.histogram_published,
            });
        let named = |index: usize| {
            let row = outcome.rows.iter().find(|row| row.contest == index);
            let row = row.expect("a tie is made of rows");
            Contest {
                town: row.town.clone(),
                village: row.village.clone(),
            }
        };
        let ties = outcome.ties.iter().map(|tie| PublishedTie {
            rank: tie.rank,
            villages: tie.contests.iter().copied().map(named).collect(),
            lot_needed: tie.lot_needed,
        });
        let unranked = outcome.unranked.iter();
        let unranked = unranked.map(|left| Contest {
            town: left.town.clone(),
            village: left.village.clone(),
        });
        // A remark says something of the marks, so it is withheld with them.
        let shown = |remarks: &[(String, String)]| {
            let published = |class: &str| {
                let opening = outcome.opening.class(class);
                opening.is_some_and(|opening| opening.histogram_published)
            };
            let shown = remarks.iter().filter(|(class, _)| published(class));
            shown.cloned().collect()
        };
        Self {
            area: outcome.area,
            label: card
                .area(outcome.area)
                .map_or_else(String::new, |area| area.label.clone()),
            classes: classes.collect(),
            ranking: outcome
                .rows
                .iter()
                .map(|row| RankedVillage::new(outcome, row))
                .collect(),
            ties: ties.collect(),
            unranked: unranked.collect(),
            not_decided: outcome.opening.not_decided.clone(),
            over_quota: shown(&outcome.over_quota),
            uneven_places: shown(&outcome.uneven_places),
        }
    }
}

impl RankedVillage {
    fn new(outcome: &RoundOutcome, row: &Row) -> Self {
        let scores = outcome.opening.scores_published;
        let mut opened = outcome
            .opening
            .classes
            .iter()
            .filter(|class| class.opened());
        let histograms = opened.all(|class| class.histogram_published);
        let classes = row.classes.iter().map(|class| {
            let opening = outcome.opening.class(&class.code);
            let mean = opening.is_some_and(|opening| opening.mean_published);
            let histogram = opening.is_some_and(|opening| opening.histogram_published);
            VillageClass {
                class: class.code.clone(),
                mean: class.mean_published.clone().filter(|_| mean),
                mean_exact: class.mean.clone().filter(|_| mean),
                marks: histogram.then(|| class.marks.clone()),
                blank: histogram.then_some(class.blank),
            }
        });
        Self {
            rank: row.rank,
            contest: u32::try_from(row.contest + 1).expect("a ballot has few contests"),
            town: row.town.clone(),
            village: row.village.clone(),
            score: scores.then(|| row.score_published.clone()),
            score_exact: scores.then(|| row.score.clone()),
            profile: row.profile.clone().filter(|_| histograms),
            classes: classes.collect(),
        }
    }
}

/// Why a published ranking does not follow from rule card and sums.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are named by the sentences below")]
pub enum RankingFault {
    /// It names another rule card.
    OtherCard {
        published: String,
        recomputed: String,
    },
    /// An area that was voted on is not published.
    MissingArea { area: u32 },
    /// An area is published, or its sums are given, that has no counterpart, or twice.
    ExtraArea { area: u32 },
    /// The sums of an area cannot have come from a round under this card.
    Input { area: u32, fault: RankFault },
    /// The first figure that differs, as a JSON pointer into the published document.
    Differs {
        path: String,
        published: String,
        recomputed: String,
    },
}

impl RankingFault {
    /// What is wrong, in a sentence.
    pub fn sentence(&self, language: Language) -> String {
        let chinese = language == Language::Chinese;
        let say = |zh: String, en: String| if chinese { zh } else { en };
        match self {
            Self::OtherCard {
                published,
                recomputed,
            } => say(
                format!("名次所依据的规则卡是 {published}，而所给规则卡是 {recomputed}"),
                format!(
                    "the ranking names rule card {published}, but the card given is {recomputed}"
                ),
            ),
            Self::MissingArea { area } => say(
                format!("名次中没有第 {area} 片区，而它有票箱"),
                format!("the ranking has no area {area}, which has ballot boxes"),
            ),
            Self::ExtraArea { area } => say(
                format!("名次中的第 {area} 片区没有对应的票箱，或出现两次"),
                format!("area {area} of the ranking has no ballot boxes, or occurs twice"),
            ),
            Self::Input { area, fault } => say(
                format!("第 {area} 片区：{}", fault.sentence(language)),
                format!("area {area}: {}", fault.sentence(language)),
            ),
            Self::Differs {
                path,
                published,
                recomputed,
            } => say(
                format!("{path} 公布为 {published}，按规则卡和票数应为 {recomputed}"),
                format!(
                    "{path} is published as {published}, but rule card and sums give {recomputed}"
                ),
            ),
        }
    }
}

impl fmt::Display for RankingFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence(Language::English))
    }
}

impl std::error::Error for RankingFault {}

/// Recomputes a published ranking from the rule card and the sums of every round, and compares
/// every figure. The areas may come in another order.
///
/// Sums of a class whose counts are not published may be missing. Its published means take their
/// place; where there are none, places can only be compared with each other. The classes this
/// concerns are answered.
///
/// # Errors
/// The first difference.
pub fn check_ranking(
    card: &RuleCard,
    inputs: &[RoundInput],
    published: &Ranking,
) -> Result<Vec<Withheld>, RankingFault> {
    let hash = card.hash();
    if published.rule_card_sha256 != hash {
        let published = published.rule_card_sha256.clone();
        return Err(RankingFault::OtherCard {
            published,
            recomputed: hash,
        });
    }
    for (index, area) in published.areas.iter().enumerate() {
        let earlier = published.areas[..index]
            .iter()
            .any(|other| other.area == area.area);
        if earlier
            || inputs
                .iter()
                .filter(|input| input.area == area.area)
                .count()
                != 1
        {
            return Err(RankingFault::ExtraArea { area: area.area });
        }
    }
    let mut withheld = Vec::new();
    for input in inputs {
        let area = input.area;
        let place = published
            .areas
            .iter()
            .position(|published| published.area == area);
        let place = place.ok_or(RankingFault::MissingArea { area })?;
        let found = &published.areas[place];
        let missing =
            withheld::missing(card, input).map_err(|fault| RankingFault::Input { area, fault })?;
        let recomputed = if missing.is_empty() {
            rank_round(card, input).map(|outcome| AreaRanking::new(card, &outcome))
        } else {
            withheld::recomputed(card, input, found, &missing)
        };
        let recomputed = recomputed.map_err(|fault| RankingFault::Input { area, fault })?;
        compare(&format!("/areas/{place}"), &json(found), &json(&recomputed))?;
        withheld.extend(missing);
    }
    Ok(withheld)
}

fn json(area: &AreaRanking) -> Value {
    serde_json::to_value(area).expect("a ranking has only text keys")
}

/// Compares two documents of the same type and names the first place where they differ.
fn compare(path: &str, published: &Value, recomputed: &Value) -> Result<(), RankingFault> {
    match (published, recomputed) {
        (Value::Object(published), Value::Object(recomputed)) => {
            // Members may be left out, on either side.
            let names: BTreeSet<_> = recomputed.keys().chain(published.keys()).collect();
            let of = |members: &Map<String, Value>, name: &str| {
                members.get(name).cloned().unwrap_or(Value::Null)
            };
            for name in names {
                let (left, right) = (of(published, name), of(recomputed, name));
                compare(&format!("{path}/{name}"), &left, &right)?;
            }
            Ok(())
        }
        (Value::Array(left), Value::Array(right)) => {
            if left.len() != right.len() {
                return Err(RankingFault::Differs {
                    path: format!("{path}/length"),
                    published: left.len().to_string(),
                    recomputed: right.len().to_string(),
                });
            }
            for (index, (published, recomputed)) in left.iter().zip(right).enumerate() {
                compare(&format!("{path}/{index}"), published, recomputed)?;
            }
            Ok(())
        }
        _ if published == recomputed => Ok(()),
        _ => Err(RankingFault::Differs {
            path: path.to_owned(),
            published: published.to_string(),
            recomputed: recomputed.to_string(),
        }),
    }
}
