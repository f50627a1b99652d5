//! Judges with score sheets: the sheet, the judges, and how their scores become one.

use num_bigint::BigInt;
use num_traits::ToPrimitive;

use super::number::{plain_number, plural};
use super::{Draft, Say, Sentence, scale};
use crate::Ratio;
use crate::card::{
    BelowDrop, Component, Criterion, Drop, Fraction, JudgeRecusal, Panel, RankingGroup, Severity,
    Trim, TrimOn,
};

impl Say<'_> {
    pub(super) fn panel(
        &self,
        path: &str,
        component: &Component,
        panel: &Panel,
        group: RankingGroup,
    ) -> [Draft; 3] {
        let label = &component.label;
        let source = format!("{path}/source/panel");
        let sheet = self.sheet(&format!("{source}/criteria"), panel);
        let judges = self.judges(&source, panel);
        let mut score = vec![self.trim(&source, panel), self.severity(&source, panel)];
        let (zh, en) = scale::becomes(label, &component.scale, group);
        score.push(self.sentence([format!("{path}/scale")], zh, en));
        [
            self.clause(
                format!("{label}：评分表"),
                format!("{label}: the score sheet"),
                sheet,
            ),
            self.clause(
                format!("{label}：评委"),
                format!("{label}: the judges"),
                judges,
            ),
            self.clause(
                format!("{label}：怎样算分"),
                format!("{label}: how scores count"),
                score,
            ),
        ]
    }

    fn sheet(&self, path: &str, panel: &Panel) -> Vec<Sentence> {
        let criteria = &panel.criteria;
        let count = u32::try_from(criteria.len()).unwrap_or(u32::MAX);
        let names = self.list(criteria.iter().map(|criterion| &criterion.label));
        let mut sentences = Vec::new();
        if alike(criteria) {
            let (least, most, step) = (&criteria[0].least, &criteria[0].most, &criteria[0].step);
            sentences.push(self.sentence(
                [path],
                format!("评委打 {count} 项分：{names}。每项 {least} 到 {most} 分，每档 {step} 分。"),
                format!("Judges score {count} criteri{}: {names}. Each from {least} to {most}, in steps of {step}.", if count == 1 { "on" } else { "a" }),
            ));
        } else {
            let (zh, en): (Vec<_>, Vec<_>) = criteria.iter().map(limits).unzip();
            sentences.push(self.sentence(
                [path],
                format!("评委打 {count} 项分：{}。", zh.join("，")),
                format!(
                    "Judges score {count} criteri{}: {}.",
                    if count == 1 { "on" } else { "a" },
                    en.join(", ")
                ),
            ));
        }
        let most = criteria.iter().fold(Ratio::zero(), |sum, criterion| {
            Ratio(sum.0 + &criterion.weight.0 * criterion.most.to_ratio().0)
        });
        let most = plain_number(&most);
        let (zh_what, en_what) = match panel.on {
            TrimOn::JudgeTotal => ("一位评委给的总分", "a judge's total"),
            TrimOn::Criterion => ("村的分数", "the village's score"),
        };
        let plain = criteria
            .iter()
            .all(|criterion| criterion.weight == Ratio::one());
        sentences.push(if plain {
            self.sentence(
                [path],
                format!("各项直接相加，就是{zh_what}，满分 {most} 分。"),
                format!("They are simply added: that is {en_what}, at most {most}."),
            )
        } else {
            let factors = criteria.iter().map(|criterion| {
                let (label, factor) = (&criterion.label, plain_number(&criterion.weight));
                format!("{label} × {factor}")
            });
            let factors = self.list(factors);
            self.sentence(
                [path],
                format!("各项乘以系数再相加（{factors}），就是{zh_what}，满分 {most} 分。"),
                format!(
                    "They are multiplied and added ({factors}): that is {en_what}, at most {most}."
                ),
            )
        });
        for (index, criterion) in criteria.iter().enumerate() {
            if !criterion.help.is_empty() {
                let text = format!("{}：{}", criterion.label, criterion.help);
                let en = format!("{}: {}", criterion.label, criterion.help);
                sentences.push(self.sentence([format!("{path}/{index}/help")], text, en));
            }
        }
        sentences
    }

    fn judges(&self, source: &str, panel: &Panel) -> Vec<Sentence> {
        let (zh, en) = match panel.recusal {
            JudgeRecusal::OwnTown => (
                "评委不给本镇（街道）的村打分。",
                "A judge does not score villages of the own town.",
            ),
            JudgeRecusal::None => (
                "不实行回避，评委也给本镇（街道）的村打分。",
                "Nobody is recused by rule: judges score villages of their own town too.",
            ),
        };
        let least = panel.minimum_judges;
        let s = plural(least);
        let mut sentences = vec![self.sentence([format!("{source}/recusal")], zh, en)];
        let (zh, en) = match panel.on {
            TrimOn::JudgeTotal => {
                sentences.push(self.sentence(
                    [format!("{source}/on")],
                    "一位评委给一个村的各项都打了分，这张评分表才算数。",
                    "A judge's sheet counts for a village when every criterion is scored.",
                ));
                (
                    format!("一个村至少要有 {least} 张算数的评分表，不够的，这一项没有分数。"),
                    format!(
                        "A village needs {least} such sheet{s}; with fewer it has no points here."
                    ),
                )
            }
            TrimOn::Criterion => (
                format!(
                    "一个村的每一项至少要有 {least} 位评委打分，有一项不够的，这个村就没有分数。"
                ),
                format!(
                    "Each criterion of a village needs scores of {least} judge{s}; if one has fewer, the village has no points here."
                ),
            ),
        };
        sentences.push(self.sentence([format!("{source}/minimum_judges")], zh, en));
        sentences
    }

    fn trim(&self, source: &str, panel: &Panel) -> Sentence {
        let (zh_of, en_of) = match panel.on {
            TrimOn::JudgeTotal => ("评委总分", "the judges' totals"),
            TrimOn::Criterion => (
                "每一项的评委打分",
                "the judges' scores, criterion by criterion",
            ),
        };
        let paths = [format!("{source}/trim"), format!("{source}/on")];
        let (zh, en) = match &panel.trim {
            Trim::None => (
                "一个都不去掉，取平均".to_owned(),
                "the mean of all".to_owned(),
            ),
            Trim::Median => (
                "从低到高排，取正中间的一个；双数的取正中间两个的平均。例如 7 位评委取第 4 个，8 位评委取第 4、第 5 个的平均".to_owned(),
                "the middle one, or the mean of the middle two: of 7 judges the fourth, of 8 the mean of the fourth and fifth".to_owned(),
            ),
            Trim::Drop(drop) => drop_words(*drop, panel.minimum_judges),
            Trim::Fraction(fraction) => self.fraction_words(fraction, panel.minimum_judges),
        };
        self.sentence(
            paths,
            format!("{zh_of}{zh}。"),
            format!("Of {en_of}: {en}."),
        )
    }

    fn fraction_words(&self, fraction: &Fraction, minimum: u32) -> (String, String) {
        let share = self.share(&fraction.each_end);
        let from = smallest_trimmed(&fraction.each_end, minimum);
        let example = from.map(|(judges, each)| {
            let rest = judges - 2 * each;
            (
                format!("。例如 {judges} 位评委两头各去掉 {each} 个，取其余 {rest} 个的平均"),
                format!(
                    ": of {judges} judges {each} at each end, and the mean of the other {rest}"
                ),
            )
        });
        let (zh, en) = example.unwrap_or_default();
        (
            format!("从高到低排，两头各去掉{share}，不足一个的不去，其余取平均{zh}"),
            format!(
                "{share} at each end are left out, rounded down to whole ones, and the mean of the rest is taken{en}"
            ),
        )
    }

    fn severity(&self, source: &str, panel: &Panel) -> Sentence {
        let (zh, en) = match panel.severity {
            Severity::None => (
                "评委打分有宽有严，不作校正。",
                "Strict and lenient judges are not evened out.",
            ),
            Severity::LeastSquares => (
                "评委打分有宽有严，要扯平：从共同打过的村看出每位评委比别人偏宽或偏严多少分（最小二乘法），先从他的打分中扣除，再算村的分数。每位评委都给每个村打了分的，不用扯平，名次不变。评委之间没有共同打过的村、联不起来的，不能算分，要补打。",
                "Strict and lenient judges are evened out: the villages judges have in common show by how much each is above or below the others (least squares), and that is taken off before the village's score is formed. Where every judge scored every village nothing is corrected, since the order would be the same. Judges who cannot be linked by common villages stop the count until scores are added.",
            ),
        };
        self.sentence([format!("{source}/severity")], zh, en)
    }
}

/// Whether all criteria are scored alike.
fn alike(criteria: &[Criterion]) -> bool {
    let same = |one: &Criterion, other: &Criterion| {
        one.least == other.least && one.most == other.most && one.step == other.step
    };
    criteria
        .first()
        .is_some_and(|first| criteria.iter().all(|criterion| same(first, criterion)))
}

fn limits(criterion: &Criterion) -> (String, String) {
    let (label, step) = (&criterion.label, &criterion.step);
    let (least, most) = (&criterion.least, &criterion.most);
    (
        format!("{label} {least} 到 {most} 分、每档 {step} 分"),
        format!("{label} from {least} to {most} in steps of {step}"),
    )
}

/// What is left out at both ends, with an example, and what happens with fewer judges.
fn drop_words(drop: Drop, minimum: u32) -> (String, String) {
    let (high, low) = (drop.high, drop.low);
    let (zh, en) = match (high, low) {
        (0, 0) => ("不去掉任何一个".to_owned(), "none is left out".to_owned()),
        (high, 0) => (
            format!("去掉 {high} 个最高"),
            format!("the {high} highest left out"),
        ),
        (0, low) => (
            format!("去掉 {low} 个最低"),
            format!("the {low} lowest left out"),
        ),
        (high, low) => (
            format!("去掉 {high} 个最高、{low} 个最低"),
            format!("the {high} highest and {low} lowest left out"),
        ),
    };
    let from = drop.at_least;
    let judges = from.saturating_add(2);
    let rest = judges.saturating_sub(high.saturating_add(low));
    let mut zh = format!(
        "，满 {from} 位评委的，{zh}，其余取平均。例如 {judges} 位评委{zh}，取其余 {rest} 个的平均"
    );
    let mut en = format!(
        "from {from} judges on, {en} and the mean of the others, for example of {judges} judges the mean of the other {rest}"
    );
    if from > minimum {
        let (zh_below, en_below) = match drop.below {
            BelowDrop::PlainMean => ("一个都不去掉，取平均", "the mean of all"),
            BelowDrop::ClosestPair => (
                "3 位的取最接近的两个的平均，两边一样接近的取较高的两个；其他的一个都不去掉，取平均",
                "of three the mean of the two nearer to each other, the upper two when equally near; otherwise the mean of all",
            ),
            BelowDrop::Invalid => ("这一项没有分数", "the village has no points here"),
        };
        zh = format!("{zh}。不满 {from} 位的，{zh_below}");
        en = format!("{en}; with fewer, {en_below}");
    }
    (zh, en)
}

/// The fewest judges, at least `minimum`, of whom one or more are left out at each end, with how
/// many; nothing when that would take more than a thousand.
fn smallest_trimmed(each_end: &Ratio, minimum: u32) -> Option<(u32, u32)> {
    (minimum.max(1)..=1000).find_map(|judges| {
        let each = (&each_end.0 * BigInt::from(judges))
            .floor()
            .to_integer()
            .to_u32()?;
        (each > 0).then_some((judges, each))
    })
}
