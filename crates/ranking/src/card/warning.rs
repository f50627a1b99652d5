//! What a card may say, but its authors should know.

use num_bigint::BigInt;
use num_traits::Zero;
use serde::Serialize;

use super::{
    Choice, Composite, EmptyClass, MissingComponent, Panel, RankingGroup, RuleCard, Scale,
    SmallClass, Source, TieBreak, Trim,
};
use crate::Language;

/// Something legal that is worth a second look before the card is frozen. It refuses nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CardWarning {
    /// Where, as a JSON pointer (RFC 6901).
    pub path: String,
    /// What kind, for programs.
    pub code: CardWarningCode,
    /// What to know and what else could be done, in Chinese.
    pub zh: String,
    /// The same in English.
    pub en: String,
}

/// Kinds of warnings. The codes are stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CardWarningCode {
    /// Points depend on who else takes part, so two villages can change places.
    RankReversal,
    /// Villages voted on by different people are ranked together.
    DifferentVoters,
    /// The vote does not count in the score.
    VoteNotCounted,
    /// Villages that are equal to the end stay tied.
    KeptTied,
    /// One judge is enough for a score.
    OneJudge,
    /// Trimming leaves out nobody where few judges come.
    TrimsNone,
    /// Quotas of grades are kept by the page and not proved by the ballot.
    QuotaNotProved,
    /// A ballot by another page could name one village for several places.
    OrderNotProved,
    /// A threshold is below the usual one.
    LowThreshold,
    /// Weights shift where something is missing.
    WeightsShift,
    /// Something missing counts as 0.
    MissingIsZero,
}

impl CardWarning {
    /// The sentence in a language.
    pub fn sentence(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.zh,
            Language::English => &self.en,
        }
    }
}

/// Usual thresholds: to open, to publish means, to publish marks.
const USUAL: [u32; 3] = [10, 15, 30];

impl RuleCard {
    /// What the card may say but its authors should know, in the order of the card.
    pub fn warnings(&self) -> Vec<CardWarning> {
        let mut found = Found(Vec::new());
        found.ballot(self);
        found.turnout(self);
        match &self.composite {
            Some(composite) => found.composite(composite),
            None => found.ties("/ties", &self.ties),
        }
        found.0
    }
}

struct Found(Vec<CardWarning>);

impl Found {
    fn add(
        &mut self,
        path: impl Into<String>,
        code: CardWarningCode,
        zh: impl Into<String>,
        en: impl Into<String>,
    ) {
        self.0.push(CardWarning {
            path: path.into(),
            code,
            zh: zh.into(),
            en: en.into(),
        });
    }

    fn ballot(&mut self, card: &RuleCard) {
        if let Choice::Order(_) = card.choice {
            self.add(
                "/choice",
                CardWarningCode::OrderNotProved,
                "同一个村不能写在两个名次上，这由投票页面把关，加密的选票本身证明不了。有人改用别的页面投票，一张票可以多给一个村加分；合计数只能看出总数是否超出。要由选票本身证明，请改为评等次或推荐。",
                "That no village has two places is kept by the voter page; the encrypted ballot cannot prove it. A ballot made by another page could give one village more points, and the sums show only whether the total is exceeded. For a ballot that proves it, give grades or name villages instead.",
            );
        }
        if !card.quotas.is_empty() {
            self.add(
                "/quotas",
                CardWarningCode::QuotaNotProved,
                "每张票最多评几个，由投票页面把关，加密的选票本身证明不了。有人改用别的页面投票，可以超出；合计数超出“上限 × 票数”时，结果中会注明。",
                "How many of a grade a ballot gives is kept by the voter page; the encrypted ballot cannot prove it. A ballot made by another page could exceed it; the result says so where the sums exceed the limit times the ballots.",
            );
        }
    }

    fn turnout(&mut self, card: &RuleCard) {
        let limits = card.thresholds;
        let thresholds = [
            ("open", limits.open, "开票", "opening"),
            ("mean", limits.mean, "公布平均分", "publishing means"),
            (
                "histogram",
                limits.histogram,
                "公布票数",
                "publishing marks",
            ),
        ];
        for ((member, value, zh, en), usual) in thresholds.into_iter().zip(USUAL) {
            if value < usual {
                self.add(
                    format!("/thresholds/{member}"),
                    CardWarningCode::LowThreshold,
                    format!("{zh}的门槛是 {value} 票，一般不低于 {usual} 票。票太少时，从合计数就能猜出各人怎么投。"),
                    format!("The threshold for {en} is {value}; {usual} or more is usual. From few ballots the sums let people guess how each voted."),
                );
            }
        }
        if card.small_class == SmallClass::Renormalise {
            self.add(
                "/small_class",
                CardWarningCode::WeightsShift,
                "票太少的票类不计分，权重分给其他票类：各片区可能按不同的权重算分。要一律按卡上的权重，请改为 refuse。",
                "A class with too few ballots does not count and its weight goes to the others: areas may be scored with different weights. To keep the weights of the card everywhere, make it refuse.",
            );
        }
        match card.empty_class {
            EmptyClass::Refuse => {}
            EmptyClass::Renormalise => self.add(
                "/empty_class",
                CardWarningCode::WeightsShift,
                "没有评某个村的票类，权重分给其他票类：同一片区的村可能按不同的权重算分。要一律按卡上的权重，请改为 refuse。",
                "The weight of a class that gave a village nothing goes to the others: villages of one area may be scored with different weights. To keep the weights of the card, make it refuse.",
            ),
            EmptyClass::Zero => self.add(
                "/empty_class",
                CardWarningCode::MissingIsZero,
                "没有人评等于 0 分：一个票类都弃权的村会大幅落后。要让它不排名次，请改为 refuse。",
                "No mark counts as 0 points: a village all of a class abstained on falls far behind. To leave it unranked, make it refuse.",
            ),
        }
    }

    fn composite(&mut self, composite: &Composite) {
        let vote = |source: &Source| *source == Source::Vote;
        if !composite.components.iter().any(|one| vote(&one.source)) {
            self.add(
                "/composite/components",
                CardWarningCode::VoteNotCounted,
                "总分中没有投票这一项：照样组织投票，但只排投票名次，不影响总分。要计入，请加一个 source 为 vote 的计分项。",
                "The score has no vote in it: voting takes place and has its own places, but does not count. To count it, add a component whose source is vote.",
            );
        } else if composite.group == RankingGroup::All {
            self.add(
                "/composite/group",
                CardWarningCode::DifferentVoters,
                "全部片区一起排名，但各片区由不同的人投票，有的片区打分松，有的打分紧，投票得分放在一起比不公平。请改为 area，或不把投票计入总分。",
                "All areas are ranked together, but each was voted on by other people, some lenient and some strict, so their scores do not compare. Make it area, or leave the vote out of the score.",
            );
        }
        for (index, component) in composite.components.iter().enumerate() {
            let path = format!("/composite/components/{index}");
            match &component.source {
                Source::Vote => {}
                Source::Panel(panel) => self.panel(&format!("{path}/source/panel"), panel),
                Source::Record(record) => {
                    for (place, indicator) in record.indicators.iter().enumerate() {
                        let path = format!("{path}/source/record/indicators/{place}/scale");
                        self.scale(&path, &indicator.scale);
                    }
                }
            }
            self.scale(&format!("{path}/scale"), &component.scale);
        }
        match composite.missing {
            MissingComponent::Refuse => {}
            MissingComponent::Renormalise => self.add(
                "/composite/missing",
                CardWarningCode::WeightsShift,
                "缺一项的村，占比分给其他各项：它和别的村按不同的占比算总分，缺了弱项反而占便宜。要一律按卡上的占比，请改为 refuse。",
                "A village that lacks a part has its weight shared among the others: it is scored with other weights than the rest, and gains by lacking a weak part. To keep the weights of the card, make it refuse.",
            ),
            MissingComponent::Zero => self.add(
                "/composite/missing",
                CardWarningCode::MissingIsZero,
                "缺一项等于这一项 0 分：评委没到齐、数据没报上来的村会大幅落后。要让它不排名次，请改为 refuse。",
                "A missing part counts as 0: a village whose judges did not come or whose figures are not in falls far behind. To leave it unranked, make it refuse.",
            ),
        }
        self.ties("/composite/ties", &composite.ties);
    }

    fn panel(&mut self, path: &str, panel: &Panel) {
        let minimum = panel.minimum_judges;
        match &panel.trim {
            Trim::Fraction(fraction) => {
                let dropped = (&fraction.each_end.0 * BigInt::from(minimum)).floor();
                if dropped.is_zero() {
                    self.add(
                        format!("{path}/trim/fraction/each_end"),
                        CardWarningCode::TrimsNone,
                        format!("只有 {minimum} 位评委时，按这个比例两头不足一个，一个都不去掉。要总是去掉，请加大比例或最少评委数，或改用 drop。"),
                        format!("With only {minimum} judges this share is less than one at each end, so nobody is left out. To leave out some always, raise the share or minimum_judges, or use drop."),
                    );
                }
            }
            Trim::Drop(drop) if drop.high == 0 && drop.low == 0 => self.add(
                format!("{path}/trim/drop"),
                CardWarningCode::TrimsNone,
                "去掉 0 个最高、0 个最低，等于不去掉。不去掉请写 none，否则请填个数。",
                "0 highest and 0 lowest leave out nobody. Write none, or fill in how many.",
            ),
            Trim::None | Trim::Median | Trim::Drop(_) => {}
        }
        if minimum == 1 {
            self.add(
                format!("{path}/minimum_judges"),
                CardWarningCode::OneJudge,
                "只有 1 位评委打分也算数：一个村的分数可能由一个人决定。一般至少 3 位。",
                "One judge is enough: a village's score may be one person's. 3 or more is usual.",
            );
        }
    }

    /// Each example: another component as it is, both weights one half.
    fn scale(&mut self, path: &str, scale: &Scale) {
        let (zh_scale, en_scale, zh_points, en_points, zh_after, en_after) = match scale {
            Scale::AsIs | Scale::Fixed(_) | Scale::Target(_) => return,
            Scale::Observed(_) => (
                "按最高和最低折算",
                "Points between the lowest and highest value",
                "甲折算成 0 分、乙 100 分；另一项甲 90 分、乙 30 分，各占一半，总分甲 45、乙 65，乙在前",
                "A gets 0 points and B 100; with 90 and 30 in another part and half the weight each, A has 45 and B 65, so B is ahead",
                "甲变成 80 分、乙还是 100 分，总分甲 85、乙 65，甲在前",
                "A now gets 80 points and B still 100, so A has 85 and B 65: A is ahead",
            ),
            Scale::ZScore(_) => (
                "按标准差折算",
                "Points by standard deviations",
                "甲折算成 70 分、乙 90 分（平均 80 分，每个标准差 10 分）；另一项甲 84 分、乙 70 分，各占一半，总分甲 77、乙 80，乙在前",
                "A gets 70 points and B 90 (80 at the mean, 10 a deviation); with 84 and 70 in another part and half the weight each, A has 77 and B 80, so B is ahead",
                "甲变成 84.63 分、乙 89.26 分，总分甲 84.3、乙 79.6，甲在前",
                "A now gets 84.63 points and B 89.26, so A has 84.3 and B 79.6: A is ahead",
            ),
            Scale::Rank(_) => (
                "按先后折算",
                "Points by order",
                "甲折算成 0 分、乙 100 分；另一项甲 90 分、乙 30 分，各占一半，总分甲 45、乙 65，乙在前",
                "A gets 0 points and B 100; with 90 and 30 in another part and half the weight each, A has 45 and B 65, so B is ahead",
                "甲变成 50 分、乙还是 100 分，总分甲 70、乙 65，甲在前",
                "A now gets 50 points and B still 100, so A has 70 and B 65: A is ahead",
            ),
        };
        self.add(
            path,
            CardWarningCode::RankReversal,
            format!(
                "{zh_scale}要看还有哪些村参评，可能颠倒两个村的先后。例如这一项甲村 50、乙村 60（越多越好）：{zh_points}。再来一个数值 10 的丙村，{zh_after}，而甲、乙两村什么都没变。请尽量改用 fixed 或 target。"
            ),
            format!(
                "{en_scale} depend on who else takes part and can turn the order of two villages. Say A has 50 and B 60 here (more is better): {en_points}. When a village C with 10 joins, {en_after}, though nothing about A and B has changed. Use fixed or target where possible."
            ),
        );
    }

    fn ties(&mut self, path: &str, ties: &[TieBreak]) {
        let lot = |rule: &TieBreak| matches!(rule, TieBreak::LotByHand | TieBreak::LotBySeed);
        if !ties.iter().any(lot) {
            self.add(
                path,
                CardWarningCode::KeptTied,
                "没有抽签这一步：比到最后仍然相等的村就是并列，奖次名额可能因此多出或空出。要分出先后，请在“保留并列”之前加一步抽签。",
                "There is no lot: villages equal to the end stay tied, and awards may come out more or fewer. To separate them, add a lot before “keep tied”.",
            );
        }
    }
}
