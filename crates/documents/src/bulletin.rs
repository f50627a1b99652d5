//! 简报: the published report of an appraisal.
//!
//! A [`Bulletin`] is facts, no sentences: the sentences are made here, the same for PDF and HTML, so a figure cannot
//! differ between the two. Sums (projects, villages, towns) are computed from the rows shown, never stated beside them.

mod html;
pub(crate) mod page;

use std::sync::LazyLock;

use jiff::civil::Date;

use crate::{
    fonts::Fonts,
    notation::{date, date_range, ordinal, wan},
    typeset::{DocumentError, Template},
};

/// The notice on every page of a document whose votes and rules are made up.
pub const SYNTHETIC_NOTICE: &str = "示例数据：投票数据与规则均为演示用的虚构数据";

/// Everything a bulletin says. What it is not: a place to compute a result; ranks and scores come finished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bulletin {
    /// The masthead in red, such as 工作简报.
    pub series: String,
    /// Issue number: 1 is printed as 第1期.
    pub issue: u32,
    /// The day of publication.
    pub issued_on: Date,
    /// The title; a line feed begins a new line, so that no word is torn.
    pub title: String,
    /// Full name of the event.
    pub event: String,
    /// Who held it and publishes this.
    pub organiser: String,
    /// Where, such as 海阳市.
    pub place: String,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// How many town organisers reported.
    pub town_organisers: u32,
    /// How many village secretaries reported.
    pub secretaries: u32,
    /// The areas with what was visited there, in any order; shown by day.
    pub areas: Vec<Area>,
    /// Stops of the tour that were not scored.
    pub unscored_stops: Vec<UnscoredStop>,
    /// The aspects of the reports, such as 基层党建.
    pub aspects: Vec<String>,
    /// The rounds of voting with their rankings.
    pub rounds: Vec<Round>,
    /// The project ledger by category.
    pub projects: Vec<Category>,
    /// The rule card in plain words, one sentence each, without numbering.
    pub counting: Vec<String>,
    /// SHA-256 of the rule card, 64 hex digits.
    pub rule_card_sha256: String,
    /// The files from which anybody can recompute the result.
    pub archives: Vec<Archive>,
    /// Who receives the printed bulletin (分送); none leaves the line out.
    pub recipients: Option<String>,
    /// Whether votes and rules are made up: then [`SYNTHETIC_NOTICE`] is on every page.
    pub synthetic: bool,
}

/// One area and its day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// Number of the area, from 1.
    pub area: u32,
    /// Day of the tour, from 1.
    pub day: u32,
    /// Its date.
    pub date: Date,
    /// The towns in order of visiting.
    pub towns: Vec<TownVisit>,
}

/// A town with the villages visited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TownVisit {
    /// Name of the town.
    pub town: String,
    /// Names of the villages, in order of visiting.
    pub villages: Vec<String>,
}

/// A stop for study, not for scoring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnscoredStop {
    /// The date.
    pub date: Date,
    /// The village.
    pub village: String,
    /// What was done there.
    pub activity: String,
}

/// One area's vote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// Number of the round, from 1.
    pub round: u32,
    /// The area voted on.
    pub area: u32,
    /// The ballot boxes of the round, one a voter class.
    pub classes: Vec<ClassCount>,
    /// The ranking, first place first.
    pub ranking: Vec<Place>,
}

/// Counts of one ballot box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassCount {
    /// The voter class, such as 镇.
    pub class: String,
    /// Its weight as an exact decimal, such as `0.4`.
    pub weight: String,
    /// On the roll of this round.
    pub entitled: u32,
    /// Signed in.
    pub present: u32,
    /// Ballots in the box.
    pub returned: u32,
    /// Valid ballots.
    pub valid: u32,
    /// Whether the sums were decrypted: a class below its threshold is not.
    pub opened: bool,
}

/// One line of a ranking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The rank as published, `1` or `2.5`; equal ranks are ties.
    pub rank: String,
    /// Name of the town.
    pub town: String,
    /// Name of the village.
    pub village: String,
    /// The published score, an exact decimal.
    pub score: String,
}

/// Projects of one category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// Name of the category.
    pub category: String,
    /// Number of projects.
    pub count: u32,
    /// Their investment in fen.
    pub investment_fen: i64,
}

/// A published file with its fingerprint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Archive {
    /// What it holds, such as 第一轮 镇.
    pub label: String,
    /// File name.
    pub file: String,
    /// SHA-256 of its bytes, 64 hex digits.
    pub sha256: String,
}

/// The layout.
pub(crate) static TEMPLATE: LazyLock<Template> =
    LazyLock::new(|| Template::new(include_str!("../templates/bulletin.typ")));

/// The bulletin as PDF in the layout of GB/T 9704-2012.
///
/// # Errors
/// [`DocumentError`] if a font file cannot be read; no content of the model is an error.
pub fn pdf(bulletin: &Bulletin, fonts: &Fonts) -> Result<Vec<u8>, DocumentError> {
    TEMPLATE.pdf(&page::model(bulletin), fonts)
}

/// The same content as one HTML file: no script, no outside resource, readable by a screen reader and fit for printing.
pub fn html(bulletin: &Bulletin) -> String {
    html::write(bulletin)
}

/// How anybody checks the result.
const CHECKING: [&str; 4] = [
    "下载下表所列核验包（.bel 文件）、规则卡和名次文件，逐一比对指纹（SHA-256）。指纹不同，即不是本次公布的文件。",
    "用本系统复核：运行“pingyi verify 文件所在目录”，程序逐张核对选票，逐项重算，并由规则卡重新得出名次。",
    "用第三方程序复核：对每个核验包运行“belenios-tool election verify”，该程序由他人编写，与本系统无关。",
    "投票人凭追踪码可在公告板上找到自己的那张选票；任何人都不能从中看出投给了谁。",
];

impl Bulletin {
    /// The areas by day.
    fn by_day(&self) -> Vec<&Area> {
        let mut areas: Vec<&Area> = self.areas.iter().collect();
        areas.sort_by_key(|area| (area.day, area.area));
        areas
    }

    /// Number of villages visited.
    fn villages(&self) -> usize {
        self.areas
            .iter()
            .flat_map(|area| &area.towns)
            .map(|town| town.villages.len())
            .sum()
    }

    /// Number of towns visited.
    fn towns(&self) -> usize {
        self.areas.iter().map(|area| area.towns.len()).sum()
    }

    /// All categories together.
    fn total(&self) -> (u64, i64) {
        let count = self.projects.iter().map(|row| u64::from(row.count)).sum();
        (
            count,
            self.projects
                .iter()
                .fold(0, |sum, row| sum.saturating_add(row.investment_fen)),
        )
    }

    /// What happened, in one paragraph.
    fn lead(&self) -> String {
        format!(
            "{}，{}在{}组织召开{}。{}名镇街区组织委员、{}名农村党组织书记参加，分{}个片区实地观摩{}个镇街区的{}个村，围绕{}{}个方面述职，\
             现场点评，分{}轮投票评议，当场公布名次。",
            date_range(self.from, self.to),
            self.organiser,
            self.place,
            self.event,
            self.town_organisers,
            self.secretaries,
            self.areas.len(),
            self.towns(),
            self.villages(),
            self.aspects.join("、"),
            count(self.aspects.len()),
            count(self.rounds.len()),
        )
    }

    /// The stops that were not scored, one sentence each.
    fn stops(&self) -> Vec<String> {
        let sentence = |stop: &UnscoredStop| {
            format!(
                "{}在{}开展“{}”，此项不计分。",
                date(stop.date),
                stop.village,
                stop.activity
            )
        };
        self.unscored_stops.iter().map(sentence).collect()
    }

    /// What the reports were about.
    fn debrief(&self) -> String {
        format!(
            "述职内容包括{}。述职后现场点评，点评意见随后反馈到村。",
            self.aspects.join("、")
        )
    }

    /// What is made up in the ledger, if anything.
    fn ledger_remark(&self) -> Option<&'static str> {
        self.synthetic
            .then_some("注：单个项目为演示用的虚构数据，个数和投资合计与报道一致。")
    }

    /// The ledger in one sentence.
    fn ledger(&self) -> String {
        let (count, fen) = self.total();
        format!(
            "项目库共有项目{count}个，计划投资{}万元，按类别列表如下。",
            wan(fen)
        )
    }
}

impl Round {
    /// 第一轮：第1片区
    fn name(&self) -> String {
        format!("第{}轮：第{}片区", ordinal(self.round), self.area)
    }

    /// The first places in one sentence, ties named as such.
    fn summary(&self) -> String {
        let first = self.ranking.first().map(|place| &place.rank);
        let winners: Vec<&Place> = self
            .ranking
            .iter()
            .filter(|place| Some(&place.rank) == first)
            .collect();
        let names = winners
            .iter()
            .map(|place| format!("{}{}", place.town, place.village))
            .collect::<Vec<_>>()
            .join("、");
        match winners[..] {
            [] => "本轮没有名次。".to_owned(),
            [_] => format!("第一名：{names}。"),
            [..] => format!("并列第一名：{names}。"),
        }
    }

    /// The ballot boxes of this round as rows: round, then the counts of [`ClassCount::cells`].
    fn count_rows(&self) -> impl Iterator<Item = Vec<String>> {
        let name = format!("第{}轮", ordinal(self.round));
        self.classes
            .iter()
            .map(move |class| std::iter::once(name.clone()).chain(class.cells()).collect())
    }
}

impl Place {
    /// The rank as printed; a tie says so.
    pub(crate) fn printed_rank(&self, ranking: &[Self]) -> String {
        let shared = ranking
            .iter()
            .filter(|other| other.rank == self.rank)
            .count()
            > 1;
        if shared {
            format!("{}（并列）", self.rank)
        } else {
            self.rank.clone()
        }
    }
}

impl ClassCount {
    /// The counts as cells: class, weight, entitled, present, returned, valid.
    fn cells(&self) -> [String; 6] {
        let class = if self.opened {
            self.class.clone()
        } else {
            format!("{}（未达开票人数，不开票）", self.class)
        };
        let counts =
            [self.entitled, self.present, self.returned, self.valid].map(|n| n.to_string());
        let [entitled, present, returned, valid] = counts;
        [
            class,
            self.weight.clone(),
            entitled,
            present,
            returned,
            valid,
        ]
    }
}

/// A small number in Chinese words for running text.
fn count(number: usize) -> String {
    u32::try_from(number).map_or_else(|_| number.to_string(), ordinal)
}
