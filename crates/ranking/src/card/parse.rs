//! Reading a rule card: shape first, then everything the card says about itself.

use std::collections::HashSet;

use serde_json::Value;

use super::CardFaultCode as Code;
use super::canonical::schema_value;
use super::fault::{CardFault, fault};
use super::{BlankCount, Recusal, RuleCard, SlipGroup, TieBreak, structure};
use crate::Ratio;

/// No name on a ballot or a page is longer, counted in characters.
const LONGEST_LABEL: usize = 60;
/// Titles and the note.
const LONGEST_TEXT: usize = 2000;

impl RuleCard {
    /// Reads a rule card from JSON and checks that it does not contradict itself.
    ///
    /// # Errors
    /// All faults of the shape, or, when the shape is right, all faults of the content.
    pub fn parse(text: &str) -> Result<Self, Vec<CardFault>> {
        let document: Value = serde_json::from_str(text).map_err(|error| not_json(&error))?;
        let faults = structure::check(&schema_value(), &document);
        if !faults.is_empty() {
            return Err(faults);
        }
        // The text is read again, not the document, which forgets members named twice.
        let card: RuleCard = serde_json::from_str(text).map_err(|error| not_json(&error))?;
        let faults = card.faults();
        if faults.is_empty() {
            Ok(card)
        } else {
            Err(faults)
        }
    }

    /// What the card says that cannot be, for a card built or changed in memory.
    pub fn faults(&self) -> Vec<CardFault> {
        let mut check = Check { faults: Vec::new() };
        check.text("/title", &self.title, LONGEST_LABEL);
        if !self.note.is_empty() {
            check.text("/note", &self.note, LONGEST_TEXT);
        }
        if self.format != RuleCard::FORMAT {
            check.add(
                "/format",
                Code::OutOfRange,
                "目前的格式编号是 1",
                "this format is number 1",
            );
        }
        self.check_areas(&mut check);
        self.check_grades(&mut check);
        self.check_classes(&mut check);
        self.check_numbers(&mut check);
        check.faults
    }

    fn check_areas(&self, check: &mut Check) {
        check.at_least("/areas", self.areas.len(), 1);
        check.distinct(
            "/areas",
            "number",
            self.areas.iter().map(|area| area.number.to_string()),
        );
        check.distinct(
            "/areas",
            "label",
            self.areas.iter().map(|area| area.label.clone()),
        );
        for (index, area) in self.areas.iter().enumerate() {
            check.text(&format!("/areas/{index}/label"), &area.label, LONGEST_LABEL);
        }
    }

    fn check_grades(&self, check: &mut Check) {
        check.at_least("/grades", self.grades.len(), 2);
        check.distinct(
            "/grades",
            "code",
            self.grades.iter().map(|grade| grade.code.clone()),
        );
        check.distinct(
            "/grades",
            "label",
            self.grades.iter().map(|grade| grade.label.clone()),
        );
        for (index, grade) in self.grades.iter().enumerate() {
            check.code(&format!("/grades/{index}/code"), &grade.code);
            check.text(
                &format!("/grades/{index}/label"),
                &grade.label,
                LONGEST_LABEL,
            );
            let points = grade.points.to_ratio();
            let before = index
                .checked_sub(1)
                .map(|before| self.grades[before].points.to_ratio());
            if points < Ratio::zero() || before.is_some_and(|before| points >= before) {
                check.add(
                    format!("/grades/{index}/points"),
                    Code::PointsNotDecreasing,
                    format!("“{}”的分值须不小于 0，且低于前一等次，请由高到低排列", grade.label),
                    format!("points of `{}` must be 0 or more and less than those of the grade before: list the best grade first", grade.code),
                );
            }
        }
        if let BlankCount::Grade(code) = &self.blank.counts_as
            && !self.grades.iter().any(|grade| grade.code == *code)
        {
            check.add(
                "/blank/counts_as/grade",
                Code::UnknownGrade,
                format!("没有代码为“{code}”的等次，请填 grades 中的一个代码"),
                format!("no grade has the code `{code}`: use one listed in grades"),
            );
        }
    }

    fn check_classes(&self, check: &mut Check) {
        check.at_least("/classes", self.classes.len(), 1);
        check.distinct(
            "/classes",
            "code",
            self.classes.iter().map(|class| class.code.clone()),
        );
        check.distinct(
            "/classes",
            "label",
            self.classes.iter().map(|class| class.label.clone()),
        );
        for (index, class) in self.classes.iter().enumerate() {
            let path = format!("/classes/{index}");
            check.code(&format!("{path}/code"), &class.code);
            check.text(&format!("{path}/label"), &class.label, LONGEST_LABEL);
            if !class.weight.is_positive() {
                check.add(
                    format!("{path}/weight"),
                    Code::WeightNotPositive,
                    format!("“{}”的权重须大于 0；不计分的票类请删去", class.label),
                    format!("the weight of `{}` must be greater than 0: remove a class that does not count", class.code),
                );
            }
            for area in &self.areas {
                if class.groups_in(area.number).next().is_none() {
                    check.add(
                        format!("{path}/groups"),
                        Code::ClassWithoutVoters,
                        format!(
                            "“{}”在{}没有投票人，请给它加上可投这一片区的选票组",
                            class.label, area.label
                        ),
                        format!(
                            "class `{}` has no voters for area {}: add a group that votes on it",
                            class.code, area.number
                        ),
                    );
                }
            }
        }
        let total = self
            .classes
            .iter()
            .fold(Ratio::zero(), |sum, class| Ratio(sum.0 + &class.weight.0));
        if !self.classes.is_empty() && total != Ratio::one() {
            let total = total
                .exact_decimal(20)
                .map_or(total.to_string(), |total| total.to_string());
            check.add(
                "/classes",
                Code::WeightsNotOne,
                format!("各票类权重之和是 {total}，必须恰好等于 1，请调整 weight"),
                format!("the weights of the classes sum to {total}: adjust them to exactly 1"),
            );
        }
        self.check_groups(check);
    }

    fn check_groups(&self, check: &mut Check) {
        let (mut codes, mut labels) = (HashSet::new(), HashSet::new());
        for (index, class) in self.classes.iter().enumerate() {
            for (place, group) in class.groups.iter().enumerate() {
                let path = format!("/classes/{index}/groups/{place}");
                check.code(&format!("{path}/code"), &group.code);
                check.text(&format!("{path}/label"), &group.label, LONGEST_LABEL);
                check.unseen(&mut codes, format!("{path}/code"), &group.code);
                check.unseen(&mut labels, format!("{path}/label"), &group.label);
                self.check_group_areas(check, &path, group);
            }
        }
    }

    fn check_group_areas(&self, check: &mut Check, path: &str, group: &SlipGroup) {
        check.at_least(&format!("{path}/votes_on"), group.votes_on.len(), 1);
        let mut seen = HashSet::new();
        let voted = group.votes_on.iter().enumerate();
        let voted = voted.map(|(place, area)| (format!("{path}/votes_on/{place}"), *area));
        let home = group
            .home_area
            .map(|area| (format!("{path}/home_area"), area));
        for (path, area) in voted.clone().chain(home) {
            if self.area(area).is_none() {
                check.add(
                    path,
                    Code::UnknownArea,
                    format!("没有编号为 {area} 的片区，请填 areas 中的编号"),
                    format!("there is no area {area}: use a number listed in areas"),
                );
            }
        }
        for (path, area) in voted {
            check.unseen(&mut seen, path.clone(), &area.to_string());
            if self.recusal == Recusal::OtherAreas && group.home_area == Some(area) {
                check.add(
                    path,
                    Code::VotesOnOwnArea,
                    format!(
                        "“{}”不能投本片区的票，请删去这个片区，或修改回避规则",
                        group.label
                    ),
                    format!(
                        "`{}` would vote on its own area: remove the area or change the recusal",
                        group.code
                    ),
                );
            }
        }
    }

    fn check_numbers(&self, check: &mut Check) {
        if !self.quorum.share.is_positive() || self.quorum.share > Ratio::one() {
            check.add(
                "/quorum/share",
                Code::BadQuorum,
                "法定人数比例须大于 0、不超过 1，例如 2/3",
                "the quorum must be greater than 0 and at most 1, such as 2/3",
            );
        }
        let limits = self.thresholds;
        if limits.open < 2 {
            check.add(
                "/thresholds/open",
                Code::OutOfRange,
                "开票门槛至少为 2 票：只有一张票时，开票就等于公开这个人的票",
                "the opening threshold must be at least 2: opening a single ballot shows its voter's choice",
            );
        }
        if !(limits.open <= limits.mean && limits.mean <= limits.histogram) {
            check.add(
                "/thresholds",
                Code::ThresholdsOutOfOrder,
                "三个门槛须依次不减：开票 ≤ 公布平均分 ≤ 公布各等次票数",
                "thresholds must not fall: open ≤ mean ≤ histogram",
            );
        }
        if self.rounding.decimals > 6 {
            check.add(
                "/rounding/decimals",
                Code::OutOfRange,
                "小数位数最多 6 位",
                "use at most 6 decimals",
            );
        }
        let first_end = self
            .ties
            .iter()
            .position(|step| *step == TieBreak::KeepTied);
        if first_end.is_none_or(|end| end + 1 != self.ties.len()) {
            check.add(
                "/ties",
                Code::TieChainOpen,
                "并列处理的最后一步须是 keep_tied（保留并列），且只能出现一次",
                "the chain of tie-breaks must end in keep_tied, and name it once",
            );
        }
        if self.trustees.threshold < 1 || self.trustees.threshold > self.trustees.count {
            check.add(
                "/trustees/threshold",
                Code::TooFewTrustees,
                format!("开票所需监票人数须在 1 到 {} 之间", self.trustees.count),
                format!(
                    "the trustees needed must be from 1 to {}",
                    self.trustees.count
                ),
            );
        }
        if self.trustees.threshold < self.trustees.count && self.trustees.count > LARGEST_GROUP {
            check.add(
                "/trustees/count",
                Code::TooManyTrustees,
                format!(
                    "监票人超过 {LARGEST_GROUP} 名时须全部到场解密；要任意几名即可开箱，监票人最多 {LARGEST_GROUP} 名"
                ),
                format!(
                    "more than {LARGEST_GROUP} trustees are all needed; where some of them are enough, there are at most {LARGEST_GROUP}"
                ),
            );
        }
    }
}

/// Most trustees of whom some are enough: their key ceremony takes a message from everybody to everybody.
const LARGEST_GROUP: u32 = 9;

struct Check {
    faults: Vec<CardFault>,
}

impl Check {
    fn add(
        &mut self,
        path: impl Into<String>,
        code: Code,
        zh: impl Into<String>,
        en: impl Into<String>,
    ) {
        self.faults.push(fault(path, code, zh, en));
    }

    fn text(&mut self, path: &str, text: &str, longest: usize) {
        let hidden = |char: char| {
            char.is_control()
                || matches!(char, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
        };
        if text.trim().is_empty()
            || text.trim() != text
            || text.chars().count() > longest
            || text.chars().any(hidden)
        {
            self.add(
                path,
                Code::BadText,
                format!("请填 1 到 {longest} 个可见字符，首尾不留空格"),
                format!("write 1 to {longest} visible characters, without spaces at the ends"),
            );
        }
    }

    fn code(&mut self, path: &str, code: &str) {
        let letter = |byte: u8| byte.is_ascii_lowercase();
        let good = code.len() <= 32
            && code.bytes().next().is_some_and(letter)
            && code
                .bytes()
                .all(|byte| letter(byte) || byte.is_ascii_digit() || byte == b'-');
        if !good {
            self.add(
                path,
                Code::BadCode,
                "代码须以小写字母开头，只用小写字母、数字和连字符，最多 32 个",
                "a code starts with a lowercase letter and has only lowercase letters, digits and hyphens, at most 32",
            );
        }
    }

    fn at_least(&mut self, path: &str, length: usize, least: usize) {
        if length < least {
            self.add(
                path,
                Code::TooFew,
                format!("至少要有 {least} 项，请补充"),
                format!("at least {least} needed: add more"),
            );
        }
    }

    fn distinct(&mut self, path: &str, member: &str, values: impl Iterator<Item = String>) {
        let mut seen = HashSet::new();
        for (index, value) in values.enumerate() {
            self.unseen(&mut seen, format!("{path}/{index}/{member}"), &value);
        }
    }

    fn unseen(&mut self, seen: &mut HashSet<String>, path: String, value: &str) {
        if !seen.insert(value.to_owned()) {
            self.add(
                path,
                Code::Repeated,
                format!("“{value}”重复了，请改成不同的"),
                format!("`{value}` occurs twice: make it different"),
            );
        }
    }
}

fn not_json(error: &serde_json::Error) -> Vec<CardFault> {
    let (line, column) = (error.line(), error.column());
    vec![fault(
        "",
        Code::NotJson,
        format!(
            "第 {line} 行第 {column} 列无法读取，请检查逗号、引号、括号和重复的项目（{error}）"
        ),
        format!(
            "line {line}, column {column} cannot be read: check commas, quotes, brackets and repeated members ({error})"
        ),
    )]
}
