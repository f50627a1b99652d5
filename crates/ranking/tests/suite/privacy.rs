//! The privacy checker, by examples, by laws and against brute force.

mod audience;
mod ballots;
mod card;
mod plan;
mod rankings;

use pingyi_ranking::privacy::{Figure, Level, Plan, VoterGroup};
use pingyi_ranking::{RuleCard, Thresholds};

use crate::sample::haiyang_card;

const ADVISED: Thresholds = Thresholds {
    open: 10,
    mean: 15,
    histogram: 30,
};

/// Groups `A`, `B`, … with these turnouts and nothing published.
fn groups(turnouts: &[u64]) -> Plan {
    let group = |(index, turnout): (usize, &u64)| VoterGroup {
        code: letter(index),
        label: letter(index),
        turnout: *turnout,
    };
    Plan {
        groups: turnouts.iter().enumerate().map(group).collect(),
        figures: Vec::new(),
    }
}

fn letter(index: usize) -> String {
    char::from(b'A' + u8::try_from(index).unwrap()).to_string()
}

/// A figure over groups named by letters, parts set apart by blanks: `AB C`.
fn figure(level: Level, parts: &str) -> Figure {
    let part = |part: &str| part.chars().map(String::from).collect();
    Figure {
        zh: parts.into(),
        en: parts.into(),
        level,
        parts: parts.split(' ').map(part).collect(),
    }
}

/// A card like Haiyang's with classes `A`, `B`, … of one slip group each (`a`, `b`, …).
fn card_of(classes: usize, thresholds: Thresholds) -> RuleCard {
    let mut card = haiyang_card();
    let class = card.classes[0].clone();
    let share = u32::try_from(classes).unwrap();
    card.classes = (0..classes)
        .map(|index| {
            let mut class = class.clone();
            class.code = letter(index).to_lowercase();
            class.label = letter(index);
            class.weight = pingyi_ranking::Ratio::new(1, share).unwrap();
            class.groups[0].code.clone_from(&class.code);
            class.groups[0].label.clone_from(&class.label);
            class
        })
        .collect();
    card.thresholds = thresholds;
    assert_eq!(card.faults(), []);
    card
}
