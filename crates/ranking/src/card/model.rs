//! The shape of a rule card. The published JSON schema is generated from these types.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::composite::{Award, Composite};
use crate::{Decimal, Ratio, RoundingMode};

/// Everything that decides a result, as one document.
///
/// Read it with [`RuleCard::parse`], which refuses a card that contradicts itself. A card is
/// frozen as its [canonical JSON](RuleCard::canonical_json) and named by its [hash](RuleCard::hash).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Pingyi rule card 规则卡")]
pub struct RuleCard {
    /// Version of this format: 1.
    #[schemars(range(min = 1, max = 1))]
    pub format: u32,
    /// Title, as printed above the rules.
    pub title: String,
    /// Year of the appraisal.
    #[schemars(range(min = 2000, max = 2200))]
    pub year: u32,
    /// A remark printed after the rules; it decides nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Areas 片区. Each has one round of voting, on its own villages.
    pub areas: Vec<Area>,
    /// Secret or named vote.
    pub ballot: BallotKind,
    /// What a ballot says of the villages; absent: a grade for each.
    #[serde(default, skip_serializing_if = "Choice::is_grades")]
    pub choice: Choice,
    /// How a score comes out of the sums.
    pub method: Method,
    /// Grades 等次, best first; empty when ballots give no grades.
    pub grades: Vec<Grade>,
    /// Most villages one ballot may give a grade.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quotas: Vec<GradeQuota>,
    /// Voter classes 票类. Their weights sum to exactly 1.
    pub classes: Vec<VoterClass>,
    /// What a voter may leave blank and how it counts.
    pub blank: BlankRule,
    /// Which submission of a voter counts.
    pub submission: Submission,
    /// How many people a vote needs.
    pub quorum: Quorum,
    /// Turnout from which a class is opened and its figures published.
    pub thresholds: Thresholds,
    /// What happens when the turnout of a class is under `thresholds.open`.
    pub small_class: SmallClass,
    /// What happens when a class gave a village no mark that counts.
    pub empty_class: EmptyClass,
    /// Where figures are rounded.
    pub rounding: Rounding,
    /// How places are numbered when villages are tied.
    pub ranks: RankConvention,
    /// What separates villages with the same score, in order; ends in `keep_tied`.
    pub ties: Vec<TieBreak>,
    /// Who does not vote on whom.
    pub recusal: Recusal,
    /// Scrutineers 监票人 who hold the keys.
    pub trustees: Trustees,
    /// How a round ends.
    pub closing: Closing,
    /// Awards by share of the ranked villages of an area; only without `composite`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub awards: Vec<Award>,
    /// What counts beside the vote; absent: each area is ranked by its vote alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Composite")]
    pub composite: Option<Composite>,
}

/// One area 片区 and so one round of voting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// Number of the area and of its round.
    #[schemars(range(min = 1, max = 999))]
    pub number: u32,
    /// Name, e.g. 第一片区.
    pub label: String,
}

/// Secret or named vote. Named voting is a kind of its own and not offered by this format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BallotKind {
    /// 无记名投票.
    Secret,
}

/// What a ballot says of the villages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// One of the card's grades for each village.
    #[default]
    Grades,
    /// Whole points for each village.
    Points(PointChoice),
    /// Names some of the villages 推荐.
    Approve(ApproveChoice),
    /// Names the first, the second, … village.
    Order(OrderChoice),
}

/// Whole points for each village.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PointChoice {
    /// Least points.
    #[schemars(range(min = 0, max = 100))]
    pub least: u32,
    /// Most points; more than `least`, at most 20 steps.
    #[schemars(range(min = 1, max = 100))]
    pub most: u32,
}

/// Names `least` to `most` villages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApproveChoice {
    /// Fewest villages.
    #[schemars(range(min = 0, max = 1000))]
    pub least: u32,
    /// Most villages.
    #[schemars(range(min = 1, max = 1000))]
    pub most: u32,
}

/// Names a village for each of the first places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderChoice {
    /// How many places.
    #[schemars(range(min = 1, max = 20))]
    pub places: u32,
}

impl Choice {
    /// Whether ballots give the card's grades.
    pub fn is_grades(&self) -> bool {
        *self == Self::Grades
    }
}

/// Most villages one ballot may give a grade.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GradeQuota {
    /// Code of the grade.
    pub grade: String,
    /// Most villages.
    #[schemars(range(min = 0, max = 1000))]
    pub most: u32,
}

/// How a score comes out of the sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Σ over classes of weight × mean of the points given in that class.
    WeightedMean,
    /// The grade the weighted middle of the voters gives; equal ones are compared outwards.
    MajorityJudgment,
    /// Σ over classes of weight × share of ballots that name the village.
    Approval,
    /// Σ over classes of weight × mean of the points for the place a ballot gives.
    Borda,
}

/// One grade 等次 a voter can give.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Grade {
    /// Code in files, e.g. `excellent`.
    pub code: String,
    /// Name on the ballot, e.g. 优秀.
    pub label: String,
    /// Points, not negative; each grade has fewer than the one before.
    pub points: Decimal,
}

/// Voters whose ballots are counted together, in a ballot box of their own for each round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VoterClass {
    /// Code in files, e.g. `town`.
    pub code: String,
    /// Name, e.g. 镇.
    pub label: String,
    /// Share of this class in the score; greater than 0.
    pub weight: Ratio,
    /// The slip groups that make up this class.
    pub groups: Vec<SlipGroup>,
}

/// Voters with the same rights, who draw their slips from one physical box.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SlipGroup {
    /// Code in files, e.g. `village-1`; unique in the card.
    pub code: String,
    /// Who they are, e.g. 第一片区村党组织书记.
    pub label: String,
    /// The area whose villages these voters come from, if they come from one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub home_area: Option<u32>,
    /// Numbers of the areas this group votes on.
    pub votes_on: Vec<u32>,
}

/// What a voter may leave blank.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BlankRule {
    /// Whether a village may be left without a grade.
    pub allowed: bool,
    /// How a blank counts when it is allowed.
    pub counts_as: BlankCount,
}

/// How a mark left blank counts. Never as 0 points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BlankCount {
    /// An abstention 弃权: shown, and left out of the mean.
    Excluded,
    /// A void mark 废票: shown as void, and left out of the mean.
    Void,
    /// The same as giving the grade with this code.
    Grade(String),
}

/// Which submission of a voter counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Submission {
    /// The first; it cannot be changed.
    First,
    /// The last before closing.
    Last,
}

/// How many people a vote needs, in each round and each class.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Quorum {
    /// Least share of the entitled voters; reaching it exactly is enough.
    pub share: Ratio,
    /// What is compared with it.
    pub counted: QuorumCount,
}

/// What is compared with the quorum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum QuorumCount {
    /// Voters who signed in at the door.
    Present,
    /// Valid ballots in the box.
    Returned,
}

/// Turnouts (valid ballots in a class and round) that decide what is opened and published.
///
/// `open ≤ mean ≤ histogram`. They look at turnout only: a figure hidden because of what it says
/// would give away what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    /// Fewer ballots are never decrypted; at least 2.
    #[schemars(range(min = 2, max = 100_000))]
    pub open: u32,
    /// From here the mean of a class and the scores of the round are published.
    #[schemars(range(min = 2, max = 100_000))]
    pub mean: u32,
    /// From here the number of marks of each grade in a class is published.
    #[schemars(range(min = 2, max = 100_000))]
    pub histogram: u32,
}

/// What happens when the turnout of a class is under the opening threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SmallClass {
    /// The round is not decided.
    Refuse,
    /// The class stays closed and its weight is shared among the others in proportion.
    Renormalise,
}

/// What happens when a class gave a village no mark that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EmptyClass {
    /// The village is not ranked.
    Refuse,
    /// For this village the weight is shared among the other classes in proportion.
    Renormalise,
    /// The class counts with 0 points.
    Zero,
}

/// Where figures are rounded: once, from the exact value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rounding {
    /// Decimals of every published score and mean.
    #[schemars(range(min = 0, max = 6))]
    pub decimals: u32,
    /// How the remainder is treated.
    pub mode: RoundingMode,
    /// Which value is ranked.
    pub ranks_on: RankKey,
}

/// Which value of a score is ranked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RankKey {
    /// The exact score, before rounding.
    Exact,
    /// The published score, after rounding.
    Published,
}

/// How places are numbered when villages are tied. The example is a tie for second of four.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RankConvention {
    /// 1 2 2 4.
    Competition,
    /// 1 2 2 3.
    Dense,
    /// 1 3 3 4.
    Modified,
    /// 1 2.5 2.5 4.
    Fractional,
    /// 1 2 3 4, after a lot.
    Ordinal,
}

/// A step that separates tied villages. The chain ends in `keep_tied`; never in an order of names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TieBreak {
    /// The same score is the same place.
    KeepTied,
    /// The higher points in the component with this code.
    Component(String),
    /// The higher mean of one criterion.
    Criterion(CriterionName),
    /// The higher mean in the voter class with this code.
    Class(String),
    /// The larger weighted share of ballots with this mark.
    Marks(String),
    /// A lot drawn by hand in public; the smaller number.
    LotByHand,
    /// A lot computed from a text drawn in public.
    LotBySeed,
}

/// A criterion of a panel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CriterionName {
    /// Code of the component.
    pub component: String,
    /// Code of the criterion.
    pub criterion: String,
}

/// Who does not vote on whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Recusal {
    /// Voters from an area do not vote on that area. Leaving out only the own village would make
    /// the ballot recognisable, because a village has one secretary.
    OtherAreas,
    /// Nobody is recused.
    None,
}

/// Scrutineers who hold the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Trustees {
    /// How many there are.
    #[schemars(range(min = 1, max = 25))]
    pub count: u32,
    /// How many of them are needed to open a box; at most `count`.
    #[schemars(range(min = 1, max = 25))]
    pub threshold: u32,
}

/// How a round ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Closing {
    /// Who or what closes it.
    pub by: ClosingBy,
    /// Minutes of voting: planned when the chair closes, fixed when time closes.
    #[schemars(range(min = 1, max = 1440))]
    pub minutes: u32,
}

/// Who or what closes a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClosingBy {
    /// The chair announces it.
    Chair,
    /// The end of the voting time.
    Time,
}

impl RuleCard {
    /// The version of the format this program reads and writes.
    pub const FORMAT: u32 = 1;

    /// The class with this code.
    pub fn class(&self, code: &str) -> Option<&VoterClass> {
        self.classes.iter().find(|class| class.code == code)
    }

    /// The area with this number.
    pub fn area(&self, number: u32) -> Option<&Area> {
        self.areas.iter().find(|area| area.number == number)
    }

    /// Every slip group of the card with its class, in the order of the card.
    pub fn slip_groups(&self) -> impl Iterator<Item = (&VoterClass, &SlipGroup)> {
        self.classes
            .iter()
            .flat_map(|class| class.groups.iter().map(move |group| (class, group)))
    }

    /// The grades' names in the order of the ballot.
    pub fn grade_labels(&self) -> Vec<&str> {
        self.grades
            .iter()
            .map(|grade| grade.label.as_str())
            .collect()
    }
}

impl VoterClass {
    /// The slip groups pooled in this class in the round on `area`, in the order of the card.
    pub fn groups_in(&self, area: u32) -> impl Iterator<Item = &SlipGroup> {
        self.groups
            .iter()
            .filter(move |group| group.votes_on.contains(&area))
    }
}
