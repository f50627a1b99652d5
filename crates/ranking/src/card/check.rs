//! What a card says about itself, noun by noun: every contradiction with its place, a stable code
//! and what to do.

mod area;
mod award;
mod choice;
mod class;
mod composite;
mod item;
mod panel;
mod record;
mod scale;
mod tie;
mod trustee;
mod vote;

use std::collections::HashSet;

use super::CardFaultCode as Code;
use super::RuleCard;
use super::fault::{CardFault, fault};
use crate::{Decimal, Ratio};

/// No name on a ballot or a page is longer, counted in characters.
const LONGEST_LABEL: usize = 60;
/// Titles, the note and what is printed on a sheet.
const LONGEST_TEXT: usize = 2000;
/// No list of judges' criteria, items, ties or awards is longer.
const LONGEST_LIST: usize = 100;

/// The faults found so far.
#[derive(Default)]
pub(super) struct Check {
    pub(super) faults: Vec<CardFault>,
}

impl Check {
    pub(super) fn head(&mut self, card: &RuleCard) {
        self.text("/title", &card.title, LONGEST_LABEL);
        if !card.note.is_empty() {
            self.text("/note", &card.note, LONGEST_TEXT);
        }
        if card.format != RuleCard::FORMAT {
            self.add(
                "/format",
                Code::OutOfRange,
                "目前的格式编号是 1",
                "this format is number 1",
            );
        }
    }

    fn add(
        &mut self,
        path: impl Into<String>,
        code: Code,
        zh: impl Into<String>,
        en: impl Into<String>,
    ) {
        self.faults.push(fault(path, code, zh, en));
    }

    /// A code and a name, as areas, classes, components and most other entries have.
    fn named(&mut self, path: &str, code: &str, label: &str) {
        self.code(&format!("{path}/code"), code);
        self.text(&format!("{path}/label"), label, LONGEST_LABEL);
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

    fn not_too_long(&mut self, path: &str, length: usize) {
        if length > LONGEST_LIST {
            self.add(
                path,
                Code::TooMany,
                format!("最多 {LONGEST_LIST} 项，请合并或删去一些"),
                format!("at most {LONGEST_LIST} entries: merge or remove some"),
            );
        }
    }

    fn range(&mut self, path: impl Into<String>, value: u32, least: u32, most: u32) {
        if value < least || value > most {
            self.add(
                path,
                Code::OutOfRange,
                format!("请填 {least} 到 {most} 之间的整数"),
                format!("write a whole number from {least} to {most}"),
            );
        }
    }

    fn distinct<'a>(
        &mut self,
        path: &str,
        member: &str,
        values: impl IntoIterator<Item = &'a String>,
    ) {
        let mut seen = HashSet::new();
        for (index, value) in values.into_iter().enumerate() {
            self.unseen(&mut seen, format!("{path}/{index}/{member}"), value);
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

    /// Shares that must be greater than 0 and sum to exactly 1; `what` names the entries in both
    /// languages.
    fn shares<'a>(
        &mut self,
        path: &str,
        what: (&str, &str),
        shares: impl Iterator<Item = (&'a String, &'a Ratio)>,
    ) {
        let (zh, en) = what;
        let mut total = None;
        for (index, (label, weight)) in shares.enumerate() {
            if !weight.is_positive() {
                self.add(
                    format!("{path}/{index}/weight"),
                    Code::WeightNotPositive,
                    format!("“{label}”的权重须大于 0；不计分的{zh}请删去"),
                    format!(
                        "the weight of `{label}` must be greater than 0: remove what does not count"
                    ),
                );
            }
            total = Some(Ratio(total.unwrap_or_else(Ratio::zero).0 + &weight.0));
        }
        if let Some(total) = total
            && total != Ratio::one()
        {
            let total = total
                .exact_decimal(20)
                .map_or(total.to_string(), |total| total.to_string());
            self.add(
                path,
                Code::WeightsNotOne,
                format!("各{zh}权重之和是 {total}，必须恰好等于 1，请调整 weight"),
                format!("the weights of the {en} sum to {total}: adjust them to exactly 1"),
            );
        }
    }

    /// A factor that must be greater than 0.
    fn factor(&mut self, path: &str, label: &str, weight: &Ratio) {
        if !weight.is_positive() {
            self.add(
                format!("{path}/weight"),
                Code::WeightNotPositive,
                format!("“{label}”的权重须大于 0；不计分的请删去"),
                format!(
                    "the weight of `{label}` must be greater than 0: remove what does not count"
                ),
            );
        }
    }

    /// Values from `least` to `most` in whole steps. `single` when there may be only one value.
    fn steps(&mut self, path: &str, least: &Decimal, most: &Decimal, step: &Decimal, single: bool) {
        let (from, to, by) = (least.to_ratio(), most.to_ratio(), step.to_ratio());
        let rising = if single { from <= to } else { from < to };
        if !rising {
            self.add(
                format!("{path}/most"),
                Code::LimitsOutOfOrder,
                format!("最高值须大于最低值 {least}，请修改 least 或 most"),
                format!("the most must be greater than the least, {least}: change one of them"),
            );
        }
        if !by.is_positive() {
            self.add(
                format!("{path}/step"),
                Code::StepNotPositive,
                "每档的间隔须大于 0，例如 0.5 或 1",
                "the step must be greater than 0, such as 0.5 or 1",
            );
        } else if rising && !((&to.0 - &from.0) / &by.0).is_integer() {
            self.add(
                format!("{path}/step"),
                Code::OffStep,
                format!("从 {least} 起每次加 {step} 到不了 {most}，请修改 step 或 most"),
                format!("steps of {step} from {least} do not reach {most}: change step or most"),
            );
        }
        if least.decimals() > step.decimals() {
            self.add(
                format!("{path}/least"),
                Code::TooManyDecimals,
                format!("最低值 {least} 的小数位数不能比间隔 {step} 多，请少写几位，或把间隔也写到同样位数"),
                format!("{least} has more decimals than the step {step}: write fewer, or write the step with as many"),
            );
        }
    }
}
