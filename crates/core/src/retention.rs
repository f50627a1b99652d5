//! How long data are kept, by their class, and what is due to be erased.

use crate::{entry::EntryFault, event::EventKind, person::Person};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Years that data are kept after the last term ended, by class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// Phone and remark.
    pub contact_years: u32,
    /// Discipline, counted from its own day.
    pub discipline_years: u32,
    /// Year of birth and sex.
    pub particulars_years: u32,
}

impl Default for Retention {
    /// One year for phones, five for discipline, ten for particulars.
    fn default() -> Self {
        Self {
            contact_years: 1,
            discipline_years: 5,
            particulars_years: 10,
        }
    }
}

/// A class of data.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum DataClass {
    /// Phone and remark.
    Contact,
    /// Discipline.
    Discipline,
    /// Year of birth and sex.
    Particulars,
}

impl Retention {
    /// What is wrong with it.
    pub fn check(&self) -> Vec<EntryFault> {
        let members = [
            ("/contact_years", self.contact_years),
            ("/discipline_years", self.discipline_years),
            ("/particulars_years", self.particulars_years),
        ];
        let wrong = members
            .into_iter()
            .filter(|(_, years)| !(1..=50).contains(years));
        wrong
            .map(|(path, _)| EntryFault::new(path, "range", ("应为 1 到 50 年", "1 to 50 years")))
            .collect()
    }

    /// Classes of a person's data whose time is over on a day.
    pub fn due(&self, person: &Person, today: Date) -> Vec<DataClass> {
        let over = |from: Date, years: u32| {
            let span = jiff::Span::new().years(i64::from(years.min(1_000)));
            from.checked_add(span).is_ok_and(|end| end <= today)
        };
        let left = person
            .terms
            .iter()
            .map(|term| term.to)
            .collect::<Option<Vec<Date>>>()
            .and_then(|ends| ends.into_iter().max());
        let mut due = Vec::new();
        let contact = !person.phone.is_empty() || !person.note.is_empty();
        if contact && left.is_some_and(|left| over(left, self.contact_years)) {
            due.push(DataClass::Contact);
        }
        let old = |event: &crate::event::Event| {
            event.kind == EventKind::Discipline && over(event.on, self.discipline_years)
        };
        if person.events.iter().any(old) {
            due.push(DataClass::Discipline);
        }
        let particulars = person.birth_year.is_some() || !person.sex.is_empty();
        if particulars && left.is_some_and(|left| over(left, self.particulars_years)) {
            due.push(DataClass::Particulars);
        }
        due
    }

    /// The person without what is due.
    #[must_use]
    pub fn erased(&self, person: &Person, today: Date) -> Person {
        let due = self.due(person, today);
        let mut person = person.clone();
        for class in due {
            match class {
                DataClass::Contact => {
                    person.phone.clear();
                    person.note.clear();
                }
                DataClass::Particulars => {
                    person.birth_year = None;
                    person.sex.clear();
                }
                DataClass::Discipline => {
                    let span = jiff::Span::new().years(i64::from(self.discipline_years.min(1_000)));
                    person.events.retain(|event| {
                        event.kind != EventKind::Discipline
                            || event.on.checked_add(span).is_ok_and(|end| end > today)
                    });
                }
            }
        }
        person
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        event::Event,
        id::EntryId,
        person::{Post, Term},
    };
    use jiff::civil::date;

    fn person(to: Option<Date>) -> Person {
        Person {
            code: "R1".into(),
            name: "甲".into(),
            sex: "男".into(),
            birth_year: Some(1960),
            phone: "13812345678".into(),
            note: String::new(),
            terms: vec![Term {
                village: EntryId(uuid::Uuid::nil()),
                post: Post::Secretary,
                from: date(2010, 1, 1),
                to,
                exit_reason: "到龄".into(),
                mentor: None,
            }],
            admissions: Vec::new(),
            events: vec![Event {
                on: date(2018, 5, 1),
                kind: EventKind::Discipline,
                text: "警告".into(),
                document: String::new(),
            }],
            synthetic: true,
        }
    }

    #[test]
    fn what_is_due_is_erased_once_and_nothing_else() {
        let rules = Retention::default();
        assert_eq!(rules.due(&person(None), date(2022, 11, 24)), []);
        assert_eq!(
            rules.due(&person(None), date(2023, 5, 1)),
            [DataClass::Discipline]
        );
        let left = person(Some(date(2023, 1, 1)));
        let today = date(2024, 1, 1);
        assert_eq!(
            rules.due(&left, today),
            [DataClass::Contact, DataClass::Discipline]
        );
        let erased = rules.erased(&left, today);
        assert!(erased.phone.is_empty() && erased.events.is_empty());
        assert_eq!(erased.birth_year, Some(1960));
        assert_eq!(rules.due(&erased, today), []);
        assert_eq!(rules.due(&left, date(2033, 1, 1)).len(), 3);
    }
}
