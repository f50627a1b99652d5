//! What a check found, with the numbers in the sentence.

use serde::Serialize;

use crate::Language;

/// One finding about a card or a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PrivacyFinding {
    /// Whether it stops the card or publication.
    pub verdict: Verdict,
    /// Where, as a JSON pointer into the card, or into the plan; empty for the roll.
    pub path: String,
    /// What kind, for programs.
    pub code: PrivacyCode,
    /// What is the matter and what to do, in Chinese.
    pub zh: String,
    /// The same in English.
    pub en: String,
}

/// Whether a finding stops the card or publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It must not go ahead.
    Refused,
    /// It may; the organiser is told what to expect.
    Warned,
}

/// Kinds of findings. The codes are stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PrivacyCode {
    /// Refused: the figures together set so few voters apart that a threshold is missed.
    SmallCell,
    /// Refused: a figure or the roll names a group that is not there.
    UnknownGroup,
    /// Refused: a plan has two groups of the same code.
    RepeatedGroup,
    /// Refused: an area can never have a result, because a class on its roll is too small.
    AreaNeverDecided,
    /// Warned: a class is too small on the roll to be opened; its votes will not count.
    ClassNeverOpened,
    /// Warned: of an area only places will be published, even if everybody votes.
    OnlyPlaces,
    /// Warned: counts and archive of a class will not be published, even if everybody votes.
    CountsNeverPublished,
    /// Warned: the composite ranking of an area will not be published.
    CompositeWithheld,
    /// Warned: a rule for ties can never be applied in an area.
    TieRuleNeverApplies,
    /// Warned: a few absent voters are enough to lose the result or its scores.
    LittleRoom,
    /// Warned: a published mean gives the counts away, though their threshold is higher.
    MeanTellsCounts,
    /// Warned: the same villages were voted on twice, and both results are published.
    VotedTwice,
}

impl PrivacyFinding {
    /// The sentence in a language.
    pub fn sentence(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.zh,
            Language::English => &self.en,
        }
    }
}

pub(super) fn refused(
    path: impl Into<String>,
    code: PrivacyCode,
    zh: impl Into<String>,
    en: impl Into<String>,
) -> PrivacyFinding {
    PrivacyFinding {
        verdict: Verdict::Refused,
        path: path.into(),
        code,
        zh: zh.into(),
        en: en.into(),
    }
}

pub(super) fn warned(
    path: impl Into<String>,
    code: PrivacyCode,
    zh: impl Into<String>,
    en: impl Into<String>,
) -> PrivacyFinding {
    PrivacyFinding {
        verdict: Verdict::Warned,
        ..refused(path, code, zh, en)
    }
}
