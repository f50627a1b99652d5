//! Reading a rule card: shape first, then everything the card says about itself.

use serde_json::Value;

use super::CardFaultCode as Code;
use super::canonical::schema_value;
use super::check::Check;
use super::fault::{CardFault, fault};
use super::{RuleCard, structure};

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
        let mut check = Check::default();
        check.head(self);
        check.areas(self);
        check.choice(self);
        check.classes(self);
        check.vote(self);
        check.ties("/ties", self, None);
        check.trustees(self.trustees);
        check.awards("/awards", &self.awards);
        if let Some(composite) = &self.composite {
            check.composite(self, composite);
        }
        check.faults
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
