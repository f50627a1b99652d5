//! The card in plain sentences, for people who will vote and be judged under it. Nothing is said
//! that the card does not say.

mod item;
mod number;
mod panel;
mod place;
mod record;
mod result;
mod scale;
mod turnout;
mod vote;
mod voter;

use serde::Serialize;

use super::{RuleCard, Source};
use crate::Language;

/// One numbered rule in plain words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Clause {
    /// Its number, from 1.
    pub number: u32,
    /// What it is about.
    pub heading: String,
    /// The rule.
    pub text: String,
    /// Which members of the card it says, as JSON pointers (RFC 6901).
    pub paths: Vec<String>,
}

impl RuleCard {
    /// The card in plain sentences, in the order of a meeting.
    pub fn plain(&self, language: Language) -> Vec<Clause> {
        let drafts = self.drafts(language);
        let clauses = (1..).zip(&drafts);
        clauses
            .map(|(number, draft)| {
                draft.clause(number, &draft.sentences.iter().collect::<Vec<_>>())
            })
            .collect()
    }

    /// The sentence about the member at `pointer`, a JSON pointer into the card such as a trace
    /// step's `clause`, with the number and heading of its clause. The sentence is the one that
    /// speaks of the longest part of the pointer; nothing when none does.
    ///
    /// ```
    /// # use pingyi_ranking::{Language, RuleCard};
    /// # let text = include_str!("../../../../fixtures/haiyang-2022/composite-card.json");
    /// let card = RuleCard::parse(text).unwrap();
    /// let veto = card.clause_for("/composite/vetoes/2/effect", Language::Chinese).unwrap();
    /// assert_eq!(veto.text, "材料弄虚作假：总分最高只算 60 分。");
    /// ```
    pub fn clause_for(&self, pointer: &str, language: Language) -> Option<Clause> {
        let drafts = self.drafts(language);
        let mut best: Option<(usize, Clause)> = None;
        for (number, draft) in (1..).zip(&drafts) {
            for sentence in &draft.sentences {
                let spoken = sentence.spoken_of(pointer);
                let longest = best.as_ref().map_or(0, |(length, _)| *length);
                if let Some(length) = spoken.filter(|length| *length > longest) {
                    best = Some((length, draft.clause(number, &[sentence])));
                }
            }
        }
        best.map(|(_, clause)| clause)
    }

    fn drafts(&self, language: Language) -> Vec<Draft> {
        let say = Say {
            card: self,
            chinese: language == Language::Chinese,
        };
        let mut drafts = Vec::new();
        if let Some(composite) = &self.composite {
            drafts.push(say.overview(composite));
            for (index, component) in composite.components.iter().enumerate() {
                let path = format!("/composite/components/{index}");
                match &component.source {
                    Source::Vote => {}
                    Source::Panel(panel) => {
                        drafts.extend(say.panel(&path, component, panel, composite.group));
                    }
                    Source::Record(record) => {
                        drafts.push(say.record(&path, component, record, composite.group));
                    }
                }
            }
        }
        drafts.extend([
            say.round(),
            say.choice(),
            say.classes(),
            say.voters(),
            say.recusal(),
            say.blank(),
            say.submission(),
            say.quorum(),
            say.thresholds(),
            say.score(),
            say.rounding("/rounding", self.rounding, self.composite.is_some()),
            say.ranks(),
        ]);
        if let Some(composite) = &self.composite {
            drafts.extend(say.result(composite));
        }
        drafts.extend(say.awards("/awards", &self.awards));
        drafts.extend([say.trustees(), say.closing()]);
        if !self.note.is_empty() {
            let note = say.sentence(["/note"], self.note.clone(), self.note.clone());
            drafts.push(say.clause("说明", "Note", [note]));
        }
        drafts
    }
}

/// What one clause will say, sentence by sentence.
struct Draft {
    heading: String,
    sentences: Vec<Sentence>,
    /// What stands between two sentences.
    between: &'static str,
}

/// One sentence (or a few that cannot be parted) and the members of the card it says.
struct Sentence {
    paths: Vec<String>,
    text: String,
}

impl Draft {
    fn clause(&self, number: u32, sentences: &[&Sentence]) -> Clause {
        let texts: Vec<_> = sentences
            .iter()
            .map(|sentence| sentence.text.as_str())
            .collect();
        Clause {
            number,
            heading: self.heading.clone(),
            text: texts.join(self.between),
            paths: sentences
                .iter()
                .flat_map(|sentence| sentence.paths.iter().cloned())
                .collect(),
        }
    }
}

impl Sentence {
    /// How much of the pointer the sentence speaks of, in bytes; nothing when it does not.
    fn spoken_of(&self, pointer: &str) -> Option<usize> {
        let prefixes = self.paths.iter().filter(|path| {
            let rest = pointer.strip_prefix(path.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        });
        prefixes.map(String::len).max()
    }
}

struct Say<'a> {
    card: &'a RuleCard,
    chinese: bool,
}

impl Say<'_> {
    fn clause(
        &self,
        zh: impl Into<String>,
        en: impl Into<String>,
        sentences: impl IntoIterator<Item = Sentence>,
    ) -> Draft {
        Draft {
            heading: self.either(zh, en),
            sentences: sentences.into_iter().collect(),
            between: if self.chinese { "" } else { " " },
        }
    }

    fn sentence<P: Into<String>>(
        &self,
        paths: impl IntoIterator<Item = P>,
        zh: impl Into<String>,
        en: impl Into<String>,
    ) -> Sentence {
        Sentence {
            paths: paths.into_iter().map(Into::into).collect(),
            text: self.either(zh, en),
        }
    }

    fn either(&self, zh: impl Into<String>, en: impl Into<String>) -> String {
        if self.chinese { zh.into() } else { en.into() }
    }

    /// A list in the writing of the language.
    fn list<T: AsRef<str>>(&self, items: impl IntoIterator<Item = T>) -> String {
        let items: Vec<_> = items.into_iter().collect();
        let items: Vec<_> = items.iter().map(AsRef::as_ref).collect();
        items.join(if self.chinese { "、" } else { ", " })
    }
}
