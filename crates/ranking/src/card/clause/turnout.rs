//! How many must come, what turnout opens, who opens it, and when a round ends.

use super::{Draft, Say};
use crate::Ratio;
use crate::card::{Choice, ClosingBy, Method, QuorumCount, SmallClass};

impl Say<'_> {
    pub(super) fn quorum(&self) -> Draft {
        let (zh_share, en_share) = if self.card.quorum.share == Ratio::one() {
            (
                "必须等于应到人数".to_owned(),
                "equal the number of those entitled".to_owned(),
            )
        } else {
            let share = self.part(&self.card.quorum.share);
            (
                format!("达到应到人数的{share}（含）"),
                format!("reach {share} of those entitled (exactly that is enough)"),
            )
        };
        let (zh, en) = match self.card.quorum.counted {
            QuorumCount::Present => ("签到人数", "voters signed in"),
            QuorumCount::Returned => ("收回的有效票数", "valid ballots"),
        };
        let text = self.sentence(
            ["/quorum"],
            format!(
                "每一轮、每个票类的{zh}{zh_share}才有效；有一个票类达不到，本轮不开票、不产生结果。"
            ),
            format!(
                "In each round and each class the {en} must {en_share}. If one class does not, nothing is opened and the round has no result."
            ),
        );
        self.clause("法定人数", "Quorum", [text])
    }

    pub(super) fn thresholds(&self) -> Draft {
        let limits = self.card.thresholds;
        let (open, mean, histogram) = (limits.open, limits.mean, limits.histogram);
        let (zh, en) = match self.card.small_class {
            SmallClass::Refuse => (
                "不开票，本轮不产生结果",
                "are not opened and the round has no result",
            ),
            SmallClass::Renormalise => (
                "不开票、不计分，它的权重按比例分给其他票类；各票类都不足的，本轮不产生结果",
                "are not opened and do not count, and their weight is shared among the other classes in proportion; if all are too few, the round has no result",
            ),
        };
        let (zh_scores, en_scores) = match self.card.method {
            Method::MajorityJudgment => ("各村的评议结果", "The results of villages"),
            _ => ("得分和各票类平均分", "Scores and class means"),
        };
        let (zh_marks, en_marks) = match self.card.choice {
            Choice::Grades => ("各等次票数", "marks of each grade"),
            Choice::Points(_) => ("各分数票数", "marks of each number of points"),
            Choice::Approve(_) => ("推荐票数", "ballots naming each village"),
            Choice::Order(_) => ("各名次票数", "marks of each place"),
        };
        let text = self.sentence(
            ["/thresholds", "/small_class"],
            format!(
                "只看票数，不看内容。一个票类不足 {open} 票的，{zh}。计分的票类都达到 {mean} 票，才公布{zh_scores}，否则只公布名次。达到 {histogram} 票的票类，还公布{zh_marks}和供大家核验的票箱数据。"
            ),
            format!(
                "Decided by the number of ballots, never by what they say. Fewer than {open} ballots of a class {en}. {en_scores} are published only when every class that counts has {mean} ballots; otherwise only places are. From {histogram} ballots the number of {en_marks} in a class is published too, with the box's data for everybody to verify."
            ),
        );
        self.clause("人少时保密", "Secrecy of small groups", [text])
    }

    pub(super) fn trustees(&self) -> Draft {
        let (count, threshold) = (self.card.trustees.count, self.card.trustees.threshold);
        let (zh, en) = if count == threshold {
            (
                "缺一不可，共同解密才能开票".to_owned(),
                "all of them are needed to open a box".to_owned(),
            )
        } else if threshold == 1 {
            (
                "任意 1 名即可开箱".to_owned(),
                "any one of them can open a box".to_owned(),
            )
        } else {
            (
                format!("任意 {threshold} 名即可开箱，少于 {threshold} 名打不开"),
                format!("any {threshold} of them can open a box, fewer cannot"),
            )
        };
        let text = self.sentence(
            ["/trustees"],
            format!("{count} 名监票人各自保管密钥，{zh}；只解密合计数，不解密任何一张选票。"),
            format!(
                "Scrutineers holding keys: {count}; {en}. Only sums are decrypted, never a single ballot."
            ),
        );
        self.clause("监票人", "Scrutineers", [text])
    }

    pub(super) fn closing(&self) -> Draft {
        let minutes = self.card.closing.minutes;
        let (zh, en) = match self.card.closing.by {
            ClosingBy::Chair => (
                format!("每轮投票约 {minutes} 分钟，由主持人宣布截止"),
                format!("Each round takes about {minutes} minutes and is closed by the chair"),
            ),
            ClosingBy::Time => (
                format!("每轮投票 {minutes} 分钟，到时截止"),
                format!("Each round takes {minutes} minutes and closes when they are over"),
            ),
        };
        let text = self.sentence(
            ["/closing"],
            format!("{zh}。截止后不再收票。"),
            format!("{en}. No ballot is taken after that."),
        );
        self.clause("截止", "Closing", [text])
    }
}
