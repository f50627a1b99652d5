//! The report of a month: what is wrong with one before it is kept.

use super::{
    light::Exemption,
    project::{Report, WHOLE},
    state::State,
};
use crate::entry::{EntryFault, check_name};
use jiff::civil::Date;

/// Longest sentence.
const SENTENCE: usize = 100;

/// The first day of a month written `2026-11`.
pub fn first_day(month: &str) -> Option<Date> {
    let shaped = month.len() == 7
        && month.bytes().enumerate().all(|(at, byte)| match at {
            4 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    let day: Date = format!("{month}-01").parse().ok()?;
    (shaped && day.year() >= 2000).then_some(day)
}

impl Report {
    /// What is wrong with it on a day.
    pub fn check(&self, today: Date) -> Vec<EntryFault> {
        let mut faults = Vec::new();
        match first_day(&self.month) {
            None => faults.push(EntryFault::new(
                "/month",
                "month",
                (
                    "月份应写作 2026-11 的形式",
                    "a month is written like 2026-11",
                ),
            )),
            Some(day) if day > today => faults.push(EntryFault::new(
                "/month",
                "future",
                (
                    "这个月还没有到，不能提前填报",
                    "this month has not come yet",
                ),
            )),
            Some(_) => {}
        }
        if self.progress > WHOLE {
            faults.push(EntryFault::new(
                "/progress",
                "percent",
                ("进度应为 0 到 100%", "progress is 0 to 100 %"),
            ));
        }
        check_name(&mut faults, "/sentence", &self.sentence, SENTENCE);
        if self.sentence.contains('\n') {
            faults.push(EntryFault::new(
                "/sentence",
                "lines",
                (
                    "请写成一句话，不要换行",
                    "one sentence without a line break",
                ),
            ));
        }
        faults
    }
}

impl Exemption {
    /// What is wrong with it on a day.
    pub fn check(&self, today: Date) -> Vec<EntryFault> {
        let mut faults = Vec::new();
        if self.until < today {
            faults.push(EntryFault::new(
                "/until",
                "past",
                (
                    "截止日期已过；请选择今天或以后的日期",
                    "that day is over; choose today or later",
                ),
            ));
        }
        check_name(&mut faults, "/reason", &self.reason, 200);
        faults
    }
}

impl State {
    /// Whether there is progress to report: from 入库 on, also while it stands still, and after its completion.
    pub fn is_reported(self) -> bool {
        !matches!(
            self,
            Self::Reserve | Self::Declared | Self::Reviewed | Self::Withdrawn
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::{Timestamp, civil::date};

    fn report(month: &str, progress: u32, sentence: &str) -> Report {
        Report {
            month: month.into(),
            progress,
            sentence: sentence.into(),
            by: "town".into(),
            at: Timestamp::UNIX_EPOCH,
        }
    }

    fn codes(faults: Vec<EntryFault>) -> Vec<(String, &'static str)> {
        faults
            .into_iter()
            .map(|fault| (fault.path, fault.code))
            .collect()
    }

    #[test]
    fn a_month_is_a_month_that_has_begun() {
        let today = date(2026, 11, 26);
        for month in ["2026-11", "2026-10", "2000-01"] {
            assert!(
                report(month, 0, "按计划推进").check(today).is_empty(),
                "{month}"
            );
        }
        for month in [
            "2026-13",
            "2026-1",
            "2026/11",
            "26-11",
            "1999-12",
            "",
            "２０２６-11",
        ] {
            let found = codes(report(month, 0, "按计划推进").check(today));
            assert_eq!(found, [("/month".into(), "month")], "{month}");
        }
        let found = codes(report("2026-12", 0, "按计划推进").check(today));
        assert_eq!(found, [("/month".into(), "future")]);
    }

    #[test]
    fn one_number_and_one_sentence_are_asked_for() {
        let today = date(2026, 11, 26);
        let whole = "进".repeat(100);
        assert!(report("2026-11", 10_000, &whole).check(today).is_empty());
        for (progress, sentence, path, code) in [
            (10_001, "好", "/progress", "percent"),
            (0, " ", "/sentence", "empty"),
            (0, "进进\n进", "/sentence", "lines"),
            (0, "=1+1", "/sentence", "formula"),
            (
                0,
                "联系人 370687196503041234",
                "/sentence",
                "identity_number",
            ),
        ] {
            let found = codes(report("2026-11", progress, sentence).check(today));
            assert_eq!(found, [(path.into(), code)], "{sentence}");
        }
        let long = format!("{whole}进");
        let found = codes(report("2026-11", 0, &long).check(today));
        assert_eq!(found, [("/sentence".into(), "too_long")]);
    }

    #[test]
    fn an_exemption_needs_a_reason_and_a_day_to_come() {
        let one = |until, reason: &str| Exemption {
            until,
            reason: reason.into(),
            by: "organiser".into(),
            at: Timestamp::UNIX_EPOCH,
        };
        let today = date(2026, 11, 26);
        assert!(one(today, "汛期停工").check(today).is_empty());
        let found = codes(one(date(2026, 11, 25), "").check(today));
        assert_eq!(
            found,
            [("/until".into(), "past"), ("/reason".into(), "empty")]
        );
    }
}
