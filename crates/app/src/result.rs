//! Results: what is published of revealed rounds, and the ranking as a file.

use crate::{
    App, Fault, Result,
    ballot::write_archive,
    composite::{PublishedResult, published_result},
    round::{BoxCounts, box_sums, contests, outcome},
    rule_card,
    session::hex,
    standing::Standing,
};
use pingyi_core::{
    cycle::Cycle,
    round::{RoundKind, RoundState},
};
use pingyi_ranking::{
    AreaRanking, ClassCount, Contest, ContestCount, CountSheet, Language, Ranking, RuleCard,
};
use pingyi_store::{
    Connection, ballot_box,
    round::{self as store, Round},
};
use serde::Serialize;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

/// A class's mean for a village.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct VillageClassView {
    /// Class.
    pub class: String,
    /// Published mean.
    pub mean: Option<String>,
    /// Exact mean.
    pub mean_exact: Option<String>,
    /// Marks of each kind, best first.
    pub marks: Option<Vec<u64>>,
    /// Left blank.
    pub blank: Option<u64>,
}

/// A village in a ranking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RankedView {
    /// Rank.
    pub rank: String,
    /// Town.
    pub town: String,
    /// Village.
    pub village: String,
    /// Published score.
    pub score: Option<String>,
    /// Exact score, a fraction.
    pub score_exact: Option<String>,
    /// By class.
    pub classes: Vec<VillageClassView>,
}

/// A class's counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ResultClass {
    /// Class.
    pub class: String,
    /// Its name.
    pub label: String,
    /// Its weight, exact.
    pub weight: String,
    /// Entitled.
    pub entitled: u64,
    /// Present.
    pub present: u64,
    /// Slips drawn.
    pub issued: u64,
    /// Spares handed out.
    pub spares_issued: u64,
    /// Spoiled.
    pub spoiled: u64,
    /// Returned.
    pub returned: u64,
    /// Valid.
    pub valid: u64,
    /// Not returned.
    pub not_returned: u64,
    /// Turnout allowed opening the box.
    pub opened: bool,
}

/// An equation of the count sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BalanceView {
    /// The equation with its numbers, in Chinese.
    pub sentence: String,
    /// The equation with its numbers, in English.
    pub sentence_en: String,
    /// It holds.
    pub holds: bool,
}

/// An archive to download.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ArchiveView {
    /// The box.
    #[serde(rename = "box")]
    pub box_id: String,
    /// Class.
    pub class_label: String,
    /// File name.
    pub file: String,
    /// SHA-256 of the file.
    pub sha256: String,
    /// Path on this server.
    pub url: String,
}

/// A revealed round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ResultRound {
    /// Number.
    pub number: u32,
    /// Title.
    pub title: String,
    /// Area.
    pub area: u32,
    /// Ranking.
    pub ranking: Vec<RankedView>,
    /// Classes.
    pub classes: Vec<ResultClass>,
    /// Count sheet.
    pub count_sheet: Vec<BalanceView>,
    /// Archives.
    pub archives: Vec<ArchiveView>,
}

/// All revealed rounds of a cycle.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ResultsView {
    /// Code.
    pub cycle: String,
    /// Name.
    pub name: String,
    /// Made up for demonstration.
    pub synthetic: bool,
    /// Hash of the rule card.
    pub rule_card_hash: Option<String>,
    /// Rounds still to be revealed.
    pub waiting: usize,
    /// Revealed rounds.
    pub rounds: Vec<ResultRound>,
    /// The result over all that counts, once it is published; of the vote alone once all rounds are revealed.
    pub published: Option<PublishedResult>,
}

/// File name of a box's archive.
pub fn archive_file(round: u32, class: &str) -> String {
    format!("round-{round}-{class}.bel")
}

pub(crate) async fn count_sheet(
    c: &impl Connection,
    round: &Round,
    card: &RuleCard,
) -> Result<CountSheet> {
    let contests: Vec<Contest> = contests(round)?
        .into_iter()
        .map(|one| Contest {
            town: one.town,
            village: one.village,
        })
        .collect();
    let mut classes = Vec::new();
    for stored in ballot_box::of_round(c, round.id).await? {
        let counts: BoxCounts = serde_json::from_str(stored.counts.as_deref().unwrap_or("null"))
            .map_err(|_| Fault::conflict("round_not_closed", "这一轮还没有关闭"))?;
        let sums = box_sums(card, &stored)?;
        let valid = u64::from(counts.returned);
        let label = card
            .class(&stored.class)
            .map_or(stored.class.clone(), |class| class.label.clone());
        classes.push(ClassCount {
            code: stored.class,
            label,
            entitled: counts.entitled.into(),
            present: counts.present.into(),
            issued: counts.issued.into(),
            spares_issued: counts.spares_issued.into(),
            // A slip that has voted is exchanged only after the round, so no spare ever waits.
            spares_waiting: 0,
            spoiled: counts.spoiled.into(),
            spoiled_after_voting: 0,
            returned: valid,
            valid,
            not_returned: u64::from(
                (counts.issued + counts.spares_issued)
                    .saturating_sub(counts.spoiled + counts.returned),
            ),
            contests: sums
                .iter()
                .flatten()
                .zip(&contests)
                .map(|(marks, contest)| ContestCount::of(card.choice, contest, marks, valid))
                .collect(),
        });
    }
    Ok(CountSheet {
        area: round.area.unwrap_or(0),
        choice: card.choice,
        classes,
    })
}

async fn revealed(c: &impl Connection, cycle: &Cycle) -> Result<(Vec<Round>, usize)> {
    let rounds = store::list(c, cycle.id).await?;
    let official = rounds
        .into_iter()
        .filter(|round| round.kind == RoundKind::Official && round.state != RoundState::Annulled);
    let (revealed, waiting): (Vec<_>, Vec<_>) =
        official.partition(|round| round.state == RoundState::Revealed);
    Ok((revealed, waiting.len()))
}

/// SHA-256 of a box's archive, in hex.
pub(crate) async fn archive_hash(app: &App, box_id: &str) -> Result<String> {
    struct Hashing(Sha256);
    impl std::io::Write for Hashing {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.update(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut hashing = Hashing(Sha256::new());
    write_archive(app, box_id, &mut hashing).await?;
    Ok(hex(&hashing.0.finalize()))
}

/// What is published so far: revealed rounds and nothing of the others.
///
/// # Errors
/// `not_found`.
pub async fn results(app: &App, cycle: &str) -> Result<ResultsView> {
    let reader = app.store().reader();
    let cycle = app.cycle(reader, cycle).await?;
    let (rounds, waiting) = revealed(reader, &cycle).await?;
    let mut shown = ResultsView {
        cycle: cycle.code.clone(),
        name: cycle.name.clone(),
        synthetic: cycle.synthetic,
        rule_card_hash: None,
        waiting,
        rounds: Vec::new(),
        published: None,
    };
    let Ok(card) = rule_card::frozen(reader, cycle.id).await else {
        return Ok(shown);
    };
    shown.rule_card_hash = Some(card.hash());
    for round in rounds {
        shown.rounds.push(result_round(app, &round, &card).await?);
    }
    let standing = Standing::load(app, reader, &cycle.code).await?;
    shown.published = published_result(app, &standing).await?;
    Ok(shown)
}

async fn result_round(app: &App, round: &Round, card: &RuleCard) -> Result<ResultRound> {
    let reader = app.store().reader();
    let outcome = outcome(reader, round, card).await?;
    let published = AreaRanking::new(card, &outcome);
    let sheet = count_sheet(reader, round, card).await?;
    let sheet = sheet.published(&outcome.opening);
    let count_sheet = sheet
        .balance()
        .into_iter()
        .map(|line| BalanceView {
            sentence: line.sentence(Language::Chinese).to_owned(),
            sentence_en: line.sentence(Language::English).to_owned(),
            holds: line.holds,
        })
        .collect();
    let mut archives = Vec::new();
    for stored in ballot_box::of_round(reader, round.id).await? {
        archives.push(ArchiveView {
            class_label: card
                .class(&stored.class)
                .map_or(stored.class.clone(), |class| class.label.clone()),
            file: archive_file(round.number, &stored.class),
            sha256: archive_hash(app, &stored.id).await?,
            url: format!("/api/boxes/{}/archive", stored.id),
            box_id: stored.id,
        });
    }
    let classes = published
        .classes
        .iter()
        .zip(&sheet.classes)
        .map(|(class, counts)| ResultClass {
            class: class.class.clone(),
            label: class.label.clone(),
            weight: class.weight.to_string(),
            entitled: counts.entitled,
            present: counts.present,
            issued: counts.issued,
            spares_issued: counts.spares_issued,
            spoiled: counts.spoiled,
            returned: counts.returned,
            valid: counts.valid,
            not_returned: counts.not_returned,
            opened: class.closed.is_none(),
        })
        .collect();
    let ranking = published
        .ranking
        .into_iter()
        .map(|row| RankedView {
            rank: row.rank.to_string(),
            town: row.town,
            village: row.village,
            score: row.score.map(|score| score.to_string()),
            score_exact: row.score_exact.map(|score| score.to_string()),
            classes: row
                .classes
                .into_iter()
                .map(|class| VillageClassView {
                    class: class.class,
                    mean: class.mean.map(|mean| mean.to_string()),
                    mean_exact: class.mean_exact.map(|mean| mean.to_string()),
                    marks: class.marks,
                    blank: class.blank,
                })
                .collect(),
        })
        .collect();
    Ok(ResultRound {
        number: round.number,
        title: round.title.clone(),
        area: round.area.unwrap_or(0),
        ranking,
        classes,
        count_sheet,
        archives,
    })
}

/// The ranking of all revealed rounds, as the file that is published and verified.
///
/// # Errors
/// `not_revealed` before the first reveal.
pub async fn ranking(app: &App, cycle: &str) -> Result<Ranking> {
    let reader = app.store().reader();
    let cycle = app.cycle(reader, cycle).await?;
    let (rounds, _) = revealed(reader, &cycle).await?;
    if rounds.is_empty() {
        return Err(Fault::conflict("not_revealed", "名次在公布后公开"));
    }
    let card = rule_card::frozen(reader, cycle.id).await?;
    let mut outcomes = Vec::new();
    for round in &rounds {
        outcomes.push(outcome(reader, round, &card).await?);
    }
    Ok(Ranking::new(&card, cycle.code, &outcomes))
}

/// Refuses until every official round is revealed.
pub(crate) async fn all_revealed(c: &impl Connection, cycle: &Cycle) -> Result<Vec<Round>> {
    let (rounds, waiting) = revealed(c, cycle).await?;
    if waiting > 0 || rounds.is_empty() {
        return Err(Fault::conflict(
            "not_revealed",
            format!("还有 {waiting} 轮没有公布；全部公布后生成简报"),
        ));
    }
    Ok(rounds)
}
