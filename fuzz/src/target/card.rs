//! Rule cards: what decides a result, read from a file anybody may have written.

use super::ACCEPTED;
use pingyi_ranking::{Language, RuleCard};

pub(super) fn seeds() -> Vec<Vec<u8>> {
    vec![SEED.to_vec()]
}

const SEED: &[u8] = include_bytes!("../../../fixtures/haiyang-2022/rule-card.json");

/// A card that is accepted has one canonical form, which reads as the same card; faults have sentences.
pub(super) fn run(bytes: &[u8]) -> &'static str {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return "refused";
    };
    let _ = RuleCard::bound_hash(text);
    match RuleCard::parse(text) {
        Ok(card) => {
            let canonical = card.canonical_json();
            let again = RuleCard::parse(&canonical).expect("its own text");
            assert_eq!(again.canonical_json(), canonical);
            assert_eq!(again.hash(), card.hash());
            assert_eq!(
                RuleCard::bound_hash(&card.binding()),
                Some(card.hash().as_str())
            );
            ACCEPTED
        }
        Err(faults) => {
            assert!(!faults.is_empty(), "refused without a reason");
            for fault in faults {
                assert!(!fault.sentence(Language::Chinese).is_empty());
                assert!(!fault.sentence(Language::English).is_empty());
            }
            "refused"
        }
    }
}
