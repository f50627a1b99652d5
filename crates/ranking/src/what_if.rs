//! What another card would make of the same data: [`WhatIf`].

use serde::Serialize;

use crate::{CycleResult, Decimal, Language, Ratio};

/// The result beside the one another card would give.
///
/// A supposition 假设: it is never a result, and every page and paper that shows it says so with
/// [`WhatIf::notice`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WhatIf {
    /// What must stand above it, in Chinese.
    pub notice_zh: &'static str,
    /// What must stand above it, in English.
    pub notice_en: &'static str,
    /// Whether the villages are grouped in the same way, so that places can be compared.
    pub same_groups: bool,
    /// Every village of either result, in the order of the result; those without a place behind.
    pub villages: Vec<VillageIf>,
}

/// One village in both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VillageIf {
    /// Number of its area, or `all`, in the result.
    pub group: String,
    /// Its town.
    pub town: String,
    /// Its name.
    pub village: String,
    /// Its place in the result; `null` for none.
    pub place: Option<String>,
    /// The place it would have; `null` for none.
    pub place_if: Option<String>,
    /// How many places it would go up (+) or down (−), halves possible; `null` where they cannot be
    /// compared.
    pub up: Option<Ratio>,
    /// Its score in the result.
    pub score: Option<Decimal>,
    /// The score it would have.
    pub score_if: Option<Decimal>,
    /// Its award in the result.
    pub award: Option<String>,
    /// The award it would have.
    pub award_if: Option<String>,
}

impl WhatIf {
    /// 「假设，不是结果」.
    pub fn notice(language: Language) -> &'static str {
        match language {
            Language::Chinese => "假设，不是结果",
            Language::English => "A supposition, not a result",
        }
    }

    /// Compares a result with the one another card gives for the same data.
    pub fn compare(result: &CycleResult, supposed: &CycleResult) -> Self {
        let (is, would) = (places(result), places(supposed));
        let names = |groups: &CycleResult| -> Vec<(String, Vec<(String, String)>)> {
            let groups = groups.groups.iter().filter(|group| !group.withheld);
            groups
                .map(|group| {
                    let ranked = group.ranked.iter();
                    let ranked = ranked.map(|one| (one.town.clone(), one.village.clone()));
                    let unranked = group.unranked.iter();
                    let unranked = unranked.map(|one| (one.town.clone(), one.village.clone()));
                    let mut names: Vec<_> = ranked.chain(unranked).collect();
                    names.sort_unstable();
                    (group.group.clone(), names)
                })
                .collect()
        };
        let same_groups = names(result) == names(supposed);
        let mut villages: Vec<VillageIf> = Vec::new();
        for one in &is {
            let other = would.iter().find(|other| one.is_same(other));
            villages.push(one.beside(other, same_groups));
        }
        // A village that one of the two withholds or does not know has nothing beside it.
        let only_supposed = would
            .iter()
            .filter(|other| !is.iter().any(|one| one.is_same(other)));
        villages.extend(only_supposed.map(Standing::supposed));
        Self {
            notice_zh: Self::notice(Language::Chinese),
            notice_en: Self::notice(Language::English),
            same_groups,
            villages,
        }
    }

    /// The villages that would have another place, or a place or none.
    pub fn moved(&self) -> impl Iterator<Item = &VillageIf> {
        self.villages
            .iter()
            .filter(|village| village.place != village.place_if)
    }

    /// The villages that would gain, lose or change an award.
    pub fn awards_changed(&self) -> impl Iterator<Item = &VillageIf> {
        self.villages
            .iter()
            .filter(|village| village.award != village.award_if)
    }
}

/// A village in one result.
struct Standing<'a> {
    group: &'a str,
    town: &'a str,
    village: &'a str,
    place: Option<&'a str>,
    score: Option<&'a Decimal>,
    award: Option<&'a str>,
}

fn places(result: &CycleResult) -> Vec<Standing<'_>> {
    let mut places = Vec::new();
    for group in &result.groups {
        let ranked = group.ranked.iter().map(|one| Standing {
            group: &group.group,
            town: &one.town,
            village: &one.village,
            place: Some(&one.place),
            score: Some(&one.score),
            award: one.award.as_deref(),
        });
        let unranked = group.unranked.iter().map(|one| Standing {
            group: &group.group,
            town: &one.town,
            village: &one.village,
            place: None,
            score: None,
            award: None,
        });
        places.extend(ranked.chain(unranked));
    }
    places
}

impl Standing<'_> {
    fn is_same(&self, other: &Standing<'_>) -> bool {
        self.town == other.town && self.village == other.village
    }

    fn beside(&self, other: Option<&Standing<'_>>, same_groups: bool) -> VillageIf {
        let place_if = other.and_then(|other| other.place);
        let number = |place: &str| place.parse::<Ratio>().ok();
        let up = match (self.place.and_then(number), place_if.and_then(number)) {
            (Some(place), Some(place_if)) if same_groups => Some(Ratio(place.0 - place_if.0)),
            _ => None,
        };
        VillageIf {
            group: self.group.to_owned(),
            town: self.town.to_owned(),
            village: self.village.to_owned(),
            place: self.place.map(str::to_owned),
            place_if: place_if.map(str::to_owned),
            up,
            score: self.score.cloned(),
            score_if: other.and_then(|other| other.score).cloned(),
            award: self.award.map(str::to_owned),
            award_if: other.and_then(|other| other.award).map(str::to_owned),
        }
    }

    /// With nothing in the result.
    fn supposed(&self) -> VillageIf {
        let nothing = Standing {
            place: None,
            score: None,
            award: None,
            ..*self
        };
        nothing.beside(Some(self), false)
    }
}
