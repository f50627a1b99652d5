//! Rounding, places, ties and awards: of the vote alone, and of the whole score.

use super::{Draft, Say, Sentence};
use crate::RoundingMode;
use crate::card::{
    Award, AwardTie, Composite, Method, RankConvention, RankKey, RankingGroup, Rounding, TieBreak,
};

/// Villages in the example of an award's number.
const EXAMPLE: u32 = 26;

/// What villages are ranked by, in both languages.
struct Key {
    zh_first: &'static str,
    zh: &'static str,
    en_first: &'static str,
    en: &'static str,
}

impl Say<'_> {
    /// `beside`: whether this is the vote's own, beside a score of several components.
    pub(super) fn rounding(&self, path: &str, rounding: Rounding, beside: bool) -> Draft {
        let (zh, en) = match rounding.mode {
            RoundingMode::HalfUp => ("四舍五入", "rounded, a half away from zero"),
            RoundingMode::HalfEven => ("四舍六入五成双", "rounded, a half to the even digit"),
            RoundingMode::Down => ("直接舍去多余小数", "cut off"),
            RoundingMode::Up => ("有多余小数就进一", "rounded up"),
        };
        let (zh_places, en_places) = match rounding.decimals {
            0 => ("保留整数".to_owned(), "whole points".to_owned()),
            1 => ("保留 1 位小数".to_owned(), "1 decimal".to_owned()),
            more => (format!("保留 {more} 位小数"), format!("{more} decimals")),
        };
        let (zh_key, en_key) = match rounding.ranks_on {
            RankKey::Exact => (
                "排名次用没有舍入的精确值，不用公布的约数",
                "Places are decided by the exact scores before rounding",
            ),
            RankKey::Published => (
                "排名次用公布的得分",
                "Places are decided by the published scores, after rounding",
            ),
        };
        let (zh_what, en_what) = if path == "/rounding" {
            ("得分和平均分", "Scores and means")
        } else {
            ("总分", "Whole scores")
        };
        if path == "/rounding" && self.card.method == Method::MajorityJudgment {
            let text = self.sentence(
                [path],
                format!("得分就是正中间的那个评价的分值，公布时{zh_places}，{zh}。排名次按上面的比较，不看得分。"),
                format!("The score is the points of the middle mark, published with {en_places}, {en}. Places are decided by the comparison above, not by the score."),
            );
            return self.rounding_clause(beside, text);
        }
        let text = self.sentence(
            [path],
            format!("{zh_what}公布时{zh_places}，{zh}，只舍入一次。{zh_key}。"),
            format!("{en_what} are published with {en_places}, {en}, once. {en_key}."),
        );
        self.rounding_clause(beside, text)
    }

    fn rounding_clause(&self, beside: bool, text: Sentence) -> Draft {
        if beside {
            self.clause("投票得分的小数", "Rounding of the vote", [text])
        } else {
            self.clause("小数", "Rounding", [text])
        }
    }

    /// Places by the vote alone.
    pub(super) fn ranks(&self) -> Draft {
        let card = self.card;
        let key = match card.method {
            Method::MajorityJudgment => Key {
                zh_first: "评议结果好的在前。",
                zh: "评议结果",
                en_first: "The better result comes first.",
                en: "result",
            },
            _ => Key {
                zh_first: "得分高的在前。",
                zh: "得分",
                en_first: "The higher score comes first.",
                en: "score",
            },
        };
        let sentences = self.chain("", card.ranks, &card.ties, &key);
        if card.composite.is_some() {
            self.clause("投票名次", "Places by the vote", sentences)
        } else {
            self.clause("名次和并列", "Places and ties", sentences)
        }
    }

    /// Places by the whole score.
    pub(super) fn places(&self, composite: &Composite) -> Draft {
        let (ranks, ties) = (composite.ranks, &composite.ties);
        let key = Key {
            zh_first: "总分高的在前。",
            zh: "总分",
            en_first: "The higher whole score comes first.",
            en: "whole score",
        };
        let sentences = self.chain("/composite", ranks, ties, &key);
        self.clause("名次和并列", "Places and ties", sentences)
    }

    fn chain(
        &self,
        path: &str,
        ranks: RankConvention,
        ties: &[TieBreak],
        key: &Key,
    ) -> Vec<Sentence> {
        let (zh_key, en_key) = (key.zh, key.en);
        let ranks_path = format!("{path}/ranks");
        let (zh, en) = match ranks {
            RankConvention::Competition => ("1、2、2、4", "1, 2, 2, 4"),
            RankConvention::Dense => ("1、2、2、3", "1, 2, 2, 3"),
            RankConvention::Modified => ("1、3、3、4", "1, 3, 3, 4"),
            RankConvention::Fractional => ("1、2.5、2.5、4", "1, 2.5, 2.5, 4"),
            RankConvention::Ordinal => ("1、2、3、4", "1, 2, 3, 4"),
        };
        let mut sentences = vec![self.sentence([ranks_path.as_str()], key.zh_first, key.en_first)];
        if let [TieBreak::KeepTied] = ties {
            sentences.push(self.sentence(
                [format!("{path}/ties")],
                format!("{zh_key}完全相等的，就是并列，不再区分。"),
                format!("Exactly the same {en_key} is a tie and stays one."),
            ));
        } else {
            sentences.push(self.sentence(
                [format!("{path}/ties")],
                format!("{zh_key}完全相等的，依次这样区分。"),
                format!("Villages with exactly the same {en_key} are separated in this order."),
            ));
            let steps = ties.iter().enumerate();
            sentences.extend(
                steps.map(|(index, rule)| self.tie(&format!("{path}/ties/{index}"), index, rule)),
            );
        }
        sentences.push(if ranks == RankConvention::Ordinal {
            self.sentence(
                [ranks_path],
                format!("抽签以后没有重复的名次，四个村依次写作 {zh}。"),
                format!("After the lot no place occurs twice: four villages have the places {en}."),
            )
        } else {
            self.sentence(
                [ranks_path],
                format!("例如四个村中第二、第三{zh_key}相等，名次写作 {zh}。"),
                format!("If the second and third of four villages are tied, the places read {en}."),
            )
        });
        sentences
    }

    fn tie(&self, path: &str, index: usize, rule: &TieBreak) -> Sentence {
        let (zh, en) = match rule {
            TieBreak::KeepTied => {
                return self.sentence(
                    [path],
                    "还分不出的，就是并列，不再区分。",
                    "What is still equal is a tie and stays one.",
                );
            }
            TieBreak::Component(code) => {
                let label = self.component_label(code);
                (
                    format!("比“{label}”的得分，高的在前"),
                    format!("the higher points in {label}"),
                )
            }
            TieBreak::Criterion(name) => {
                let label = self.component_label(&name.component);
                let criterion = self.criterion_label(&name.component, &name.criterion);
                (
                    format!("比“{label}”中“{criterion}”的平均分，不去掉最高和最低，高的在前"),
                    format!("the higher plain mean of {criterion} in {label}, nothing left out"),
                )
            }
            TieBreak::Class(code) => {
                let class = self.card.class(code);
                let label = class.map_or(code.as_str(), |class| &class.label);
                (
                    format!("比{label}票的平均分，高的在前；得分不公布的片区跳过这一步"),
                    format!("the higher mean of class {label}; skipped in areas whose scores are not published"),
                )
            }
            TieBreak::Marks(code) => {
                let label = self.mark_label(code);
                (
                    format!("比“{label}”在各票类选票中占的比例，按权重相加，高的在前；票数不公布的片区跳过这一步"),
                    format!("the larger share of ballots with {label}, weighted by class; skipped in areas whose marks are not published"),
                )
            }
            TieBreak::LotByHand => (
                "当众抽签，签号小的在前；没有抽齐以前算并列".to_owned(),
                "a lot drawn by hand in public, the smaller number first; tied until all have drawn".to_owned(),
            ),
            TieBreak::LotBySeed => (
                "当众抽出一段文字，用它按公开的算法算出每个村的签号，小的在前，谁都可以复算；没有抽出以前算并列".to_owned(),
                "a text drawn in public, from which a public rule computes a lot for each village, the smaller first, for anybody to recompute; tied until it is drawn".to_owned(),
            ),
        };
        let number = index + 1;
        self.sentence(
            [path],
            format!("第 {number} 步，{zh}。"),
            format!("Step {number}: {en}."),
        )
    }

    pub(super) fn awards(&self, path: &str, awards: &[Award]) -> Option<Draft> {
        if awards.is_empty() {
            return None;
        }
        let composite = self.card.composite.as_ref();
        let group = composite.map_or(RankingGroup::Area, |composite| composite.group);
        let (zh, en) = match group {
            RankingGroup::Area => (
                "每个片区分别按名次从前往后评",
                "In each area by itself, from the first place down",
            ),
            RankingGroup::All => (
                "全部村一起按名次从前往后评",
                "Among all villages together, from the first place down",
            ),
        };
        let mut sentences = vec![self.sentence(
            [path],
            format!("{zh}，比例按排了名次的村数算，不足一个的舍去。"),
            format!("{en}. Shares are of the ranked villages, rounded down to whole ones."),
        )];
        for (index, award) in awards.iter().enumerate() {
            let (label, share) = (&award.label, self.share(&award.share));
            let number = crate::Ratio(&award.share.0 * num_bigint::BigInt::from(EXAMPLE));
            let number = number.0.floor().to_integer();
            let (zh_tie, en_tie) = match award.tie {
                AwardTie::Exclude => (
                    "名额放不下的并列村，都不评",
                    "none of the tied villages get it",
                ),
                AwardTie::Include => (
                    "名额放不下的并列村，一起评上，可以超出",
                    "all the tied villages get it, above the number",
                ),
            };
            sentences.push(self.sentence(
                [format!("{path}/{index}")],
                format!("{label}占{share}，例如 {EXAMPLE} 个村评 {number} 个；{zh_tie}。"),
                format!("{label}: {share}, for example {number} of {EXAMPLE} villages; when a tie does not fit, {en_tie}."),
            ));
        }
        Some(self.clause("奖次", "Awards", sentences))
    }
}
