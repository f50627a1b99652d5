//! What is wrong with a rule card, where, and what to do.

use std::fmt;

use serde::Serialize;

use crate::Language;

/// One fault of a rule card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CardFault {
    /// Where, as a JSON pointer (RFC 6901); empty for the whole document.
    pub path: String,
    /// What kind of fault, for programs.
    pub code: CardFaultCode,
    /// What to do, in Chinese.
    pub zh: String,
    /// What to do, in English.
    pub en: String,
}

/// Kinds of faults. The codes are stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CardFaultCode {
    /// The text is not JSON, or one object names a member twice.
    NotJson,
    /// A member is missing.
    Missing,
    /// A member is not part of the format.
    Unknown,
    /// Text where a number belongs, a list where an object belongs, and so on.
    WrongType,
    /// A number outside its limits.
    OutOfRange,
    /// Not one of the words the format knows.
    BadChoice,
    /// Not an exact number written as text.
    BadNumber,
    /// Empty, too long, or with invisible characters.
    BadText,
    /// Not a code of lowercase letters, digits and hyphens.
    BadCode,
    /// A list that needs more entries.
    TooFew,
    /// A list with more entries than the format allows.
    TooMany,
    /// The same code, name, number or step twice.
    Repeated,
    /// Weights that do not sum to exactly 1.
    WeightsNotOne,
    /// A weight that is not greater than 0.
    WeightNotPositive,
    /// Points that are negative or not less than those of the grade before.
    PointsNotDecreasing,
    /// A grade code that no grade has.
    UnknownGrade,
    /// An area number that no area has.
    UnknownArea,
    /// A class without any voters in some area.
    ClassWithoutVoters,
    /// A group that votes on its own area although the card recuses it.
    VotesOnOwnArea,
    /// Thresholds that do not rise from opening to mean to histogram.
    ThresholdsOutOfOrder,
    /// A quorum outside 0 to 1.
    BadQuorum,
    /// A tie-break chain that does not end in `keep_tied`.
    TieChainOpen,
    /// More trustees needed than there are.
    TooFewTrustees,
    /// More trustees than a threshold group may have.
    TooManyTrustees,
    /// A rule that does not go with the kind of ballot.
    NotWithChoice,
    /// A rule that does not go with the method.
    NotWithMethod,
    /// A most that is less than the least, or equal to it where there must be a choice.
    LimitsOutOfOrder,
    /// More points to choose from than a ballot may have.
    TooManySteps,
    /// A step that is not greater than 0.
    StepNotPositive,
    /// A most that whole steps do not reach.
    OffStep,
    /// More decimals than the step has.
    TooManyDecimals,
    /// A number that must not be negative.
    Negative,
    /// Places without ties, but no lot.
    OrdinalWithoutLot,
    /// A tie-break that has nothing to compare.
    TieNotPossible,
    /// A class code that no class has.
    UnknownClass,
    /// A mark that no ballot has.
    UnknownMark,
    /// A component code that no component has.
    UnknownComponent,
    /// A criterion code that the component's sheet does not have.
    UnknownCriterion,
    /// The vote as more than one component.
    VoteTwice,
    /// Awards of the vote beside those of the whole score.
    AwardsTwice,
    /// More judges left out than there are, or a rule for fewer judges than are needed anyway.
    TrimTooWide,
    /// A share left out at each end that is negative or half of all.
    BadFraction,
    /// Strictness to be evened out where something is left out.
    SeverityNotPossible,
    /// A scale without width.
    BadScale,
    /// A share of awards that is not greater than 0 or more than 1.
    BadShare,
    /// Shares of awards that sum to more than 1.
    SharesOverOne,
    /// A code that means something else in results.
    ReservedCode,
}

impl CardFault {
    /// The sentence in a language.
    pub fn sentence(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.zh,
            Language::English => &self.en,
        }
    }
}

impl fmt::Display for CardFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = if self.path.is_empty() {
            "/"
        } else {
            &self.path
        };
        write!(f, "{path}: {} / {}", self.zh, self.en)
    }
}

impl std::error::Error for CardFault {}

pub(super) fn fault(
    path: impl Into<String>,
    code: CardFaultCode,
    zh: impl Into<String>,
    en: impl Into<String>,
) -> CardFault {
    CardFault {
        path: path.into(),
        code,
        zh: zh.into(),
        en: en.into(),
    }
}
