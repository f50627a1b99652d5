//! Quorum, thresholds and rounding of the vote.

use super::Check;
use crate::Ratio;
use crate::card::CardFaultCode as Code;
use crate::card::{EmptyClass, Method, Rounding, RuleCard};

impl Check {
    pub(in crate::card) fn vote(&mut self, card: &RuleCard) {
        if !card.quorum.share.is_positive() || card.quorum.share > Ratio::one() {
            self.add(
                "/quorum/share",
                Code::BadQuorum,
                "法定人数比例须大于 0、不超过 1，例如 2/3",
                "the quorum must be greater than 0 and at most 1, such as 2/3",
            );
        }
        let limits = card.thresholds;
        if limits.open < 2 {
            self.add(
                "/thresholds/open",
                Code::OutOfRange,
                "开票门槛至少为 2 票：只有一张票时，开票就等于公开这个人的票",
                "the opening threshold must be at least 2: opening a single ballot shows its voter's choice",
            );
        }
        if !(limits.open <= limits.mean && limits.mean <= limits.histogram) {
            self.add(
                "/thresholds",
                Code::ThresholdsOutOfOrder,
                "三个门槛须依次不减：开票 ≤ 公布平均分 ≤ 公布各等次票数",
                "thresholds must not fall: open ≤ mean ≤ histogram",
            );
        }
        if card.method == Method::MajorityJudgment && card.empty_class == EmptyClass::Zero {
            self.add(
                "/empty_class",
                Code::NotWithMethod,
                "多数评判法取中位的等次，没有“按 0 分计”；没有评分的票类请改为 refuse（不排名）或 renormalise（权重分给其他票类）",
                "majority judgment takes the middle grade and has no 0 points: make it refuse or renormalise",
            );
        }
        self.rounding("/rounding", card.rounding);
    }

    pub(super) fn rounding(&mut self, path: &str, rounding: Rounding) {
        if rounding.decimals > 6 {
            self.add(
                format!("{path}/decimals"),
                Code::OutOfRange,
                "小数位数最多 6 位",
                "use at most 6 decimals",
            );
        }
    }
}
