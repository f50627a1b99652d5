//! Why a village is where it is, in plain sentences, from the trace alone.
//!
//! Every figure in a sentence stands in a step or is the difference of two that do; nothing is
//! computed from the data again.

mod award;
mod component;
mod number;
mod place;
mod score;

use std::fmt;

use crate::card::Composite;
use crate::trace::{Op, Step, Trace};
use crate::{Language, RuleCard};

/// A village that cannot be explained.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are named by the sentences below")]
pub enum ExplainFault {
    /// The trace knows no such village.
    UnknownVillage { village: String },
    /// Several towns have a village of this name; `named` lists them as `town/village`.
    AmbiguousVillage { village: String, named: Vec<String> },
    /// The trace does not begin with its card.
    NoCard,
}

impl ExplainFault {
    /// What is wrong and what to do.
    pub fn sentence(&self, language: Language) -> String {
        let say = |zh: String, en: String| match language {
            Language::Chinese => zh,
            Language::English => en,
        };
        match self {
            Self::UnknownVillage { village } => say(
                format!("计算过程中没有“{village}”，请核对村名，或写成“镇/村”"),
                format!(
                    "the trace has no village `{village}`: check the name, or write town/village"
                ),
            ),
            Self::AmbiguousVillage { village, named } => say(
                format!(
                    "有几个镇都有“{village}”，请写明是哪一个：{}",
                    named.join("、")
                ),
                format!(
                    "several towns have a village `{village}`; name one of: {}",
                    named.join(", ")
                ),
            ),
            Self::NoCard => say(
                "计算过程文件的第一步没有规则卡，请取得完整的文件".into(),
                "the first step of the trace has no rule card: get the whole file".into(),
            ),
        }
    }
}

impl fmt::Display for ExplainFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence(Language::English))
    }
}

impl std::error::Error for ExplainFault {}

/// Why `village` is where it is: place and score, what each component gave and why, plus and minus
/// items, limits and vetoes, ties, the gaps to its neighbours and what would close them, awards.
///
/// `village` is a name, or `town/village` where several towns have one of that name.
///
/// # Errors
/// A village the trace does not know, or a name that several have.
pub fn explain(
    trace: &Trace,
    village: &str,
    language: Language,
) -> Result<Vec<String>, ExplainFault> {
    let steps = trace.steps();
    let Some(Op::Open { card, .. }) = steps.first().map(|step| &step.op) else {
        return Err(ExplainFault::NoCard);
    };
    let plan = card.ranking_plan();
    let (town, village) = find(steps, village)?;
    let tale = Tale {
        steps,
        card,
        plan: &plan,
        town,
        village,
        language,
    };
    let mut lines = vec![tale.headline()];
    lines.extend(tale.components());
    lines.extend(tale.score());
    lines.extend(tale.ties());
    lines.extend(tale.neighbours());
    lines.extend(tale.awards());
    Ok(lines.iter().map(|line| number::spaced(line)).collect())
}

/// The village of this name, among those in the steps.
fn find<'a>(steps: &'a [Step], name: &str) -> Result<(&'a str, &'a str), ExplainFault> {
    let mut found: Vec<(&str, &str)> = Vec::new();
    for (town, village) in steps.iter().filter_map(|step| step.op.village()) {
        let whole = || name.split_once('/') == Some((town, village));
        if (village == name || whole()) && !found.contains(&(town, village)) {
            found.push((town, village));
        }
    }
    let village = name.to_owned();
    match found.as_slice() {
        [] => Err(ExplainFault::UnknownVillage { village }),
        [one] => Ok(*one),
        several => Err(ExplainFault::AmbiguousVillage {
            village,
            named: several
                .iter()
                .map(|(town, village)| format!("{town}/{village}"))
                .collect(),
        }),
    }
}

/// One village's tale.
struct Tale<'a> {
    steps: &'a [Step],
    card: &'a RuleCard,
    plan: &'a Composite,
    town: &'a str,
    village: &'a str,
    language: Language,
}

impl<'a> Tale<'a> {
    /// The sentence in the language of the tale.
    fn say(&self, zh: impl Into<String>, en: impl Into<String>) -> String {
        match self.language {
            Language::Chinese => zh.into(),
            Language::English => en.into(),
        }
    }

    /// Whether a name is that of the village.
    fn is_it(&self, town: &str, village: &str) -> bool {
        town == self.town && village == self.village
    }

    /// The steps about the village.
    fn own(&self) -> impl Iterator<Item = &'a Step> {
        let name = (self.town, self.village);
        let steps = self.steps.iter();
        steps.filter(move |step| step.op.village() == Some(name))
    }

    /// Town and village as they are said.
    fn named(&self, town: &str, village: &str) -> String {
        self.say(format!("{town}{village}"), format!("{village} ({town})"))
    }

    /// A list as it is said.
    fn list(&self, items: &[String]) -> String {
        items.join(self.language_comma())
    }

    fn language_comma(&self) -> &'static str {
        match self.language {
            Language::Chinese => "、",
            Language::English => ", ",
        }
    }
}
