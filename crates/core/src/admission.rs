//! Rules of admission to professional management, as data, and how candidates stand against them.

use crate::{
    entry::{EntryFault, check_name},
    money::Fen,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// One rule. A candidate must meet all of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum AdmissionRule {
    /// At least so many whole years in office as secretary.
    YearsInOffice {
        /// Years.
        least: u32,
    },
    /// Among the first so many villages of the town in the newest year with a rank.
    RankInTown {
        /// Last place that meets it.
        last: u32,
    },
    /// At least so much collective income in the newest year with a figure.
    Income {
        /// In fen.
        #[schema(value_type = i64)]
        least: Fen,
    },
    /// At most this share of a town's villages is admitted, those already managed counted; better ranks go first.
    ShareOfVillages {
        /// In basis points: 1,000 is 10 %.
        most: u32,
    },
}

/// The rules of the county.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AdmissionRules {
    /// The document they stand in.
    #[serde(default)]
    pub document: String,
    /// The rules.
    pub rules: Vec<AdmissionRule>,
}

impl AdmissionRules {
    /// What is wrong with them.
    pub fn check(&self) -> Vec<EntryFault> {
        let mut faults = Vec::new();
        if !self.document.is_empty() {
            check_name(&mut faults, "/document", &self.document, 60);
        }
        for (index, rule) in self.rules.iter().enumerate() {
            let same = |other: &AdmissionRule| {
                std::mem::discriminant(other) == std::mem::discriminant(rule)
            };
            let path = format!("/rules/{index}");
            if self.rules[..index].iter().any(same) {
                faults.push(EntryFault::new(
                    &path,
                    "repeated",
                    ("同一种条件只写一次", "each kind of condition once"),
                ));
            }
            let good = match rule {
                AdmissionRule::YearsInOffice { least } => (1..=60).contains(least),
                AdmissionRule::RankInTown { last } => (1..=1_000).contains(last),
                AdmissionRule::Income { least } => (1..=1_000_000_000_000_000).contains(&least.0),
                AdmissionRule::ShareOfVillages { most } => (1..=10_000).contains(most),
            };
            if !good {
                faults.push(EntryFault::new(
                    &path,
                    "range",
                    ("数值超出范围", "the number is out of range"),
                ));
            }
        }
        faults
    }
}

/// What is known of a candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Names the candidate.
    pub id: crate::id::EntryId,
    /// Names the town, for shares.
    pub town: crate::id::EntryId,
    /// Whole years in office.
    pub years_in_office: u32,
    /// Place in the town, with its year.
    pub rank_in_town: Option<(i16, u32)>,
    /// Income, with its year.
    pub income: Option<(i16, Fen)>,
    /// Admitted already.
    pub managed: bool,
}

/// How a candidate stands against one rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AdmissionReason {
    /// The rule's kind.
    pub kind: String,
    /// Whether it is met.
    pub met: bool,
    /// Why, in Chinese.
    pub zh: String,
    /// Why, in English.
    pub en: String,
}

/// How a candidate stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The candidate.
    pub id: crate::id::EntryId,
    /// Whether all rules are met.
    pub eligible: bool,
    /// One for each rule.
    pub reasons: Vec<AdmissionReason>,
}

fn wan(fen: Fen) -> String {
    fen.to_wan()
}

fn reason(rule: &AdmissionRule, one: &Candidate) -> Option<AdmissionReason> {
    let (kind, met, zh, en) = match rule {
        AdmissionRule::YearsInOffice { least } => (
            "years_in_office",
            one.years_in_office >= *least,
            format!("任书记满 {} 年，要求满 {least} 年", one.years_in_office),
            format!(
                "{} full years in office, {least} needed",
                one.years_in_office
            ),
        ),
        AdmissionRule::RankInTown { last } => match one.rank_in_town {
            Some((year, rank)) => (
                "rank_in_town",
                rank <= *last,
                format!("{year} 年在镇街排第 {rank} 名，要求前 {last} 名"),
                format!("rank {rank} in the town in {year}, {last} or better needed"),
            ),
            None => (
                "rank_in_town",
                false,
                format!("没有在镇街的名次，要求前 {last} 名；请在村的年度数据里填写"),
                format!(
                    "no rank in the town is known, {last} or better needed; enter it with the village"
                ),
            ),
        },
        AdmissionRule::Income { least } => match one.income {
            Some((year, income)) => (
                "income",
                income >= *least,
                format!(
                    "{year} 年村集体收入 {} 万元，要求不低于 {} 万元",
                    wan(income),
                    wan(*least)
                ),
                format!(
                    "collective income of {year} is {} wan yuan, {} needed",
                    wan(income),
                    wan(*least)
                ),
            ),
            None => (
                "income",
                false,
                format!(
                    "没有村集体收入，要求不低于 {} 万元；请在村的年度数据里填写",
                    wan(*least)
                ),
                format!(
                    "no collective income is known, {} wan yuan needed; enter it with the village",
                    wan(*least)
                ),
            ),
        },
        AdmissionRule::ShareOfVillages { .. } => return None,
    };
    Some(AdmissionReason {
        kind: kind.into(),
        met,
        zh,
        en,
    })
}

/// How every candidate stands, in the order given. `villages` says how many villages each town has.
pub fn admission(
    rules: &AdmissionRules,
    candidates: &[Candidate],
    villages: &BTreeMap<crate::id::EntryId, usize>,
) -> Vec<Standing> {
    let mut standings: Vec<Standing> = candidates
        .iter()
        .map(|one| {
            let reasons: Vec<AdmissionReason> = rules
                .rules
                .iter()
                .filter_map(|rule| reason(rule, one))
                .collect();
            Standing {
                id: one.id,
                eligible: reasons.iter().all(|one| one.met),
                reasons,
            }
        })
        .collect();
    let share = rules.rules.iter().find_map(|rule| match rule {
        AdmissionRule::ShareOfVillages { most } => Some(*most),
        _ => None,
    });
    let Some(most) = share else { return standings };
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    // Those managed keep their places; then better ranks, longer service, and the order given.
    order.sort_by_key(|index| {
        let one = &candidates[*index];
        let rank = one.rank_in_town.map_or(u32::MAX, |(_, rank)| rank);
        (
            !one.managed,
            rank,
            std::cmp::Reverse(one.years_in_office),
            *index,
        )
    });
    let mut taken: BTreeMap<crate::id::EntryId, usize> = BTreeMap::new();
    for index in order {
        let (one, standing) = (&candidates[index], &mut standings[index]);
        let count = villages.get(&one.town).copied().unwrap_or(0);
        let places = count * most as usize / 10_000;
        let used = taken.entry(one.town).or_default();
        let met = one.managed || *used < places;
        let percent = format!("{}.{:02}%", most / 100, most % 100);
        if one.managed || standing.eligible && met {
            *used += 1;
        }
        standing.reasons.push(AdmissionReason {
            kind: "share_of_villages".into(),
            met,
            zh: format!("本镇街 {count} 个村，最多 {percent} 即 {places} 个，连同在管和名次在前的已占 {used} 个"),
            en: format!("the town has {count} villages, at most {percent} or {places}; with those managed and better ranks {used} are taken"),
        });
        standing.eligible = standing.eligible && met;
    }
    standings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::EntryId;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn id(n: u128) -> EntryId {
        EntryId(Uuid::from_u128(n))
    }

    fn candidate(n: u128, rank: Option<u32>, years: u32, managed: bool) -> Candidate {
        Candidate {
            id: id(n),
            town: id(1_000),
            years_in_office: years,
            rank_in_town: rank.map(|rank| (2025, rank)),
            income: Some((2025, Fen(20_000_000))),
            managed,
        }
    }

    #[test]
    fn every_rule_says_why() {
        let rules = AdmissionRules {
            document: String::new(),
            rules: vec![
                AdmissionRule::YearsInOffice { least: 3 },
                AdmissionRule::RankInTown { last: 5 },
                AdmissionRule::Income {
                    least: Fen(30_000_000),
                },
                AdmissionRule::ShareOfVillages { most: 2_000 },
            ],
        };
        assert!(rules.check().is_empty());
        let found = admission(
            &rules,
            &[candidate(1, None, 2, false)],
            &BTreeMap::from([(id(1_000), 10)]),
        );
        assert!(!found[0].eligible);
        let told: Vec<_> = found[0]
            .reasons
            .iter()
            .map(|one| (one.kind.as_str(), one.met))
            .collect();
        assert_eq!(
            told,
            [
                ("years_in_office", false),
                ("rank_in_town", false),
                ("income", false),
                ("share_of_villages", true)
            ]
        );
        assert_eq!(
            found[0].reasons[2].zh,
            "2025 年村集体收入 20.00 万元，要求不低于 30.00 万元"
        );
    }

    proptest! {
        #[test]
        fn no_town_gets_more_than_its_share_and_the_managed_stay(
            people in proptest::collection::vec((proptest::option::of(1_u32..9), 0_u32..9, any::<bool>()), 0..12),
            count in 0_usize..30,
            most in 1_u32..=10_000,
        ) {
            let candidates: Vec<_> = people.iter().zip(1..).map(|((rank, years, managed), n)| candidate(n, *rank, *years, *managed)).collect();
            let rules = AdmissionRules { document: String::new(), rules: vec![AdmissionRule::YearsInOffice { least: 3 }, AdmissionRule::ShareOfVillages { most }] };
            let found = admission(&rules, &candidates, &BTreeMap::from([(id(1_000), count)]));
            let managed = candidates.iter().filter(|one| one.managed).count();
            let new = found.iter().zip(&candidates).filter(|(standing, one)| standing.eligible && !one.managed).count();
            let places = count * most as usize / 10_000;
            prop_assert!(new <= places.saturating_sub(managed));
            // Nobody is passed over for somebody of a worse rank.
            for (a, one) in found.iter().zip(&candidates) {
                for (b, other) in found.iter().zip(&candidates) {
                    let better = one.rank_in_town.map_or(u32::MAX, |x| x.1) < other.rank_in_town.map_or(u32::MAX, |x| x.1);
                    if better && !one.managed && !other.managed && a.reasons[0].met && b.eligible {
                        prop_assert!(a.eligible);
                    }
                }
            }
        }
    }
}
