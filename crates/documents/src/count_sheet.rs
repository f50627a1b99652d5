//! 计票单: one page a round, to be read aloud and signed.
//!
//! The sheet states counts as they were taken and works out, in front of everybody, whether they balance. It does not
//! refuse counts that do not: paper that says 不平 is what the scrutineers need then.

use std::{borrow::Cow, sync::LazyLock};

use jiff::civil::Date;
use serde_json::{Value, json};

use crate::{
    bulletin::{Place, SYNTHETIC_NOTICE},
    fonts::Fonts,
    notation::{date, fingerprint, ordinal, tidy},
    typeset::{DocumentError, Template},
};

/// One round's count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountSheet {
    /// Title of the meeting.
    pub event: String,
    /// Number of the round, from 1.
    pub round: u32,
    /// The area voted on.
    pub area: u32,
    /// The day of the vote.
    pub date: Date,
    /// SHA-256 of the rule card, 64 hex digits.
    pub rule_card_sha256: String,
    /// The ballot boxes, one a voter class.
    pub classes: Vec<ClassBalance>,
    /// The ranking, first place first; empty while the result is not out.
    pub ranking: Vec<Place>,
    /// How many scrutineers sign.
    pub scrutineers: u32,
    /// Whether this is a demonstration.
    pub synthetic: bool,
}

/// Counts of one ballot box, as taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassBalance {
    /// The voter class, such as 镇.
    pub class: String,
    /// On the roll of this round (应到).
    pub entitled: u32,
    /// Signed in (实到).
    pub present: u32,
    /// Slips drawn, spares in use included (发出).
    pub issued: u32,
    /// Spares put into use (启用备用).
    pub spare: u32,
    /// Slips declared void (作废).
    pub spoiled: u32,
    /// Ballots in the box (收回).
    pub returned: u32,
    /// Valid ballots (有效).
    pub valid: u32,
}

impl ClassBalance {
    /// Slips in voters' hands that did not come back as ballots (未投); negative if there are more ballots than slips.
    pub fn not_returned(&self) -> i64 {
        i64::from(self.issued) - i64::from(self.spoiled) - i64::from(self.returned)
    }

    /// The equations of the count, each with the two sides as numbers.
    pub fn equations(&self) -> [Equation; 4] {
        let absent = i64::from(self.entitled) - i64::from(self.present);
        let invalid = i64::from(self.returned) - i64::from(self.valid);
        [
            Equation::new(
                "应到",
                self.entitled,
                &[("实到", self.present.into()), ("缺席", absent)],
            ),
            Equation::new(
                "发出",
                self.issued,
                &[
                    ("实到", self.present.into()),
                    ("启用备用", self.spare.into()),
                ],
            ),
            Equation::new(
                "发出",
                self.issued,
                &[
                    ("收回", self.returned.into()),
                    ("作废", self.spoiled.into()),
                    ("未投", self.not_returned()),
                ],
            ),
            Equation::new(
                "收回",
                self.returned,
                &[("有效", self.valid.into()), ("无效", invalid)],
            ),
        ]
    }

    /// Whether every equation holds and no part is negative.
    pub fn balances(&self) -> bool {
        self.equations().iter().all(|equation| equation.holds)
    }
}

/// One line of the balance, such as 发出 78 ＝ 实到 77 ＋ 启用备用 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Equation {
    /// The equation with its numbers.
    pub text: String,
    /// Whether the sides are equal and no part is negative.
    pub holds: bool,
}

impl Equation {
    fn new(name: &str, whole: u32, parts: &[(&str, i64)]) -> Self {
        let sum: i64 = parts.iter().map(|(_, part)| part).sum();
        let holds = sum == i64::from(whole) && parts.iter().all(|(_, part)| *part >= 0);
        let right = parts
            .iter()
            .map(|(name, part)| format!("{name} {part}"))
            .collect::<Vec<_>>()
            .join(" ＋ ");
        Self {
            text: format!("{name} {whole} {} {right}", if holds { "＝" } else { "≠" }),
            holds,
        }
    }
}

/// The layout.
pub(crate) static TEMPLATE: LazyLock<Template> =
    LazyLock::new(|| Template::new(include_str!("../templates/count_sheet.typ")));

/// The sheet as PDF.
///
/// # Errors
/// [`DocumentError::Font`] if a font cannot be read.
pub fn pdf(sheet: &CountSheet, fonts: &Fonts) -> Result<Vec<u8>, DocumentError> {
    TEMPLATE.pdf(&model(sheet), fonts)
}

/// The data of the layout.
pub(crate) fn model(sheet: &CountSheet) -> Value {
    json!({
        "notice": sheet.synthetic.then_some(SYNTHETIC_NOTICE),
        "event": tidy(&sheet.event),
        "round": format!("第{}轮：第{}片区", ordinal(sheet.round), sheet.area),
        "date": date(sheet.date),
        "rule_card": fingerprint(&sheet.rule_card_sha256),
        "classes": sheet.classes.iter().map(class).collect::<Vec<_>>(),
        "ranking": sheet.ranking.iter().map(|place| {
            [Cow::<str>::Owned(place.printed_rank(&sheet.ranking)), tidy(&place.town), tidy(&place.village), tidy(&place.score)]
        }).collect::<Vec<_>>(),
        "scrutineers": sheet.scrutineers,
    })
}

fn class(class: &ClassBalance) -> Value {
    let counts = [
        class.entitled,
        class.present,
        class.issued,
        class.spare,
        class.spoiled,
        class.returned,
        class.valid,
    ];
    let counts = counts
        .map(i64::from)
        .into_iter()
        .chain([class.not_returned()])
        .map(|n| n.to_string());
    let cells: Vec<String> = std::iter::once(tidy(&class.class).into_owned())
        .chain(counts)
        .collect();
    json!({
        "cells": cells,
        "class": tidy(&class.class),
        "equations": class.equations().map(|equation| json!({ "text": equation.text, "holds": equation.holds })),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn village() -> ClassBalance {
        ClassBalance {
            class: "村".into(),
            entitled: 77,
            present: 76,
            issued: 77,
            spare: 1,
            spoiled: 1,
            returned: 75,
            valid: 75,
        }
    }

    #[test]
    fn a_spoiled_slip_and_a_phone_that_stays_silent_still_balance() {
        let count = village();
        assert!(count.balances());
        assert_eq!(count.not_returned(), 1);
        assert_eq!(
            count.equations()[2].text,
            "发出 77 ＝ 收回 75 ＋ 作废 1 ＋ 未投 1"
        );
    }

    #[test]
    fn any_single_count_changed_upsets_the_balance_or_shows_as_not_returned() {
        let more_ballots_than_slips = ClassBalance {
            returned: 78,
            valid: 78,
            ..village()
        };
        assert!(!more_ballots_than_slips.balances());
        let more_valid_than_returned = ClassBalance {
            valid: 76,
            ..village()
        };
        assert!(!more_valid_than_returned.balances());
        let slip_from_nowhere = ClassBalance {
            issued: 78,
            ..village()
        };
        assert_eq!(
            slip_from_nowhere.equations()[1].text,
            "发出 78 ≠ 实到 76 ＋ 启用备用 1"
        );
        let uninvited = ClassBalance {
            entitled: 75,
            ..village()
        };
        assert!(!uninvited.balances());
    }
}
