//! How likely it is that a small class agrees so much that its sum says how everybody voted.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::Zero;
use serde::Serialize;

use super::{Level, Roll};
use crate::{Decimal, Language, Ratio, RuleCard};

/// The shares of voters, in percent, that are supposed to give a village the same mark.
const SUPPORTS: [u32; 4] = [70, 80, 90, 95];

/// With more voters than this, even 95 % support leaves less than one in 10⁴⁰.
const MOST_VOTERS: u64 = 2000;

/// The risk that a class gives some village of an area one mark with one voice.
///
/// Every voter is supposed to give the mark that most give with probability `support`, on their
/// own, to each village anew. Real voters follow each other, so real risks are rather higher.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnanimityRisk {
    /// Number of the area.
    pub area: u32,
    /// Code of the class.
    pub class: String,
    /// Voters on the roll; all are supposed to vote. Fewer make the risk higher.
    pub voters: u64,
    /// Villages on the ballot.
    pub contests: u32,
    /// Percent of the voters that give the same mark.
    pub support: u32,
    /// `1 − (1 − support^voters)^contests`, exactly.
    pub probability: Ratio,
    /// The same in percent, one decimal, rounded down.
    pub percent: Decimal,
    /// The sentence for the organiser in Chinese.
    pub zh: String,
    /// The same in English.
    pub en: String,
}

impl UnanimityRisk {
    /// The sentence in a language.
    pub fn sentence(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.zh,
            Language::English => &self.en,
        }
    }
}

/// The risk in each area and class that can be opened, for 70, 80, 90 and 95 % support, in the
/// order of the card. Risks under one in a thousand, and areas without villages, are left out.
pub fn unanimity(card: &RuleCard, roll: &Roll) -> Vec<UnanimityRisk> {
    let mut risks = Vec::new();
    for area in &card.areas {
        let contests = roll.contests.get(&area.number).copied().unwrap_or(0);
        for class in &card.classes {
            let voters = roll.entitled(class, area.number);
            if contests == 0 || voters < Level::Places.least(card.thresholds) {
                continue;
            }
            for support in SUPPORTS {
                let Some(probability) = probability(voters, contests, support) else {
                    continue;
                };
                let percent = tenths_of_percent(&probability);
                let (zh_support, label) =
                    (spoken(support), format!("{}{}", area.label, class.label));
                risks.push(UnanimityRisk {
                    area: area.number,
                    class: class.code.clone(),
                    voters,
                    contests,
                    support,
                    zh: format!("{label}票 {voters} 人、{contests} 个村：若{zh_support}的人给同一等次，至少一个村全票一致、从而看出每个人怎么投的可能性约 {percent}%"),
                    en: format!("{label}: {voters} voters, {contests} villages: if {support} % of them give the same mark, some village gets it from everybody, which says how each of them voted, with probability {percent} %"),
                    probability,
                    percent,
                });
            }
        }
    }
    risks
}

/// Nothing when it is under one in a thousand.
fn probability(voters: u64, contests: u32, support: u32) -> Option<Ratio> {
    let voters = u32::try_from(voters.min(MOST_VOTERS + 1)).ok()?;
    if u64::from(voters) > MOST_VOTERS {
        return None;
    }
    let divisor = support.gcd(&100);
    let whole = BigInt::from(100 / divisor).pow(voters);
    let agree = BigInt::from(support / divisor).pow(voters);
    // The chance of one of several villages is at most the sum of their chances.
    if &agree * contests * 1000u32 < whole {
        return None;
    }
    let denominator = whole.pow(contests);
    let none = (whole - agree).pow(contests);
    // In lowest terms already: `none` has no factor in common with `whole`, nor has the difference.
    let probability = BigRational::new_raw(&denominator - none, denominator);
    let small = probability.numer() * 1000u32 < *probability.denom();
    (!small && !probability.is_zero()).then_some(Ratio(probability))
}

fn tenths_of_percent(probability: &Ratio) -> Decimal {
    let thousandths = (probability.numerator() * 1000u32).div_floor(probability.denominator());
    Decimal {
        unscaled: thousandths,
        scale: 1,
    }
}

fn spoken(support: u32) -> String {
    let digits = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |number: u32| digits[number as usize % 10];
    match support % 10 {
        0 => format!("{}成", digit(support / 10)),
        rest => format!("{}成{}", digit(support / 10), digit(rest)),
    }
}
