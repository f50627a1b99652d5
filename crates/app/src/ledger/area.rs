//! In which area of a cycle a project is.

use crate::{Result, county::County, register::ordinal};
use pingyi_core::{cycle::Cycle, id::EntryId, ledger::Project};
use pingyi_ranking::RuleCard;
use pingyi_store::{Connection, cycle, rule_card, village};
use std::collections::HashMap;

/// The areas of a cycle, by the names its register has.
#[derive(Debug, Clone, Default)]
pub(crate) struct Areas {
    towns: HashMap<String, String>,
    villages: HashMap<(String, String), String>,
}

impl Areas {
    /// Of the newest cycle; none before there is one.
    pub(crate) async fn newest(c: &impl Connection) -> Result<Self> {
        match cycle::list(c).await?.first() {
            Some(newest) => Self::of_cycle(c, newest).await,
            None => Ok(Self::default()),
        }
    }

    /// Of a cycle. Its rule card says what they are called; before there is one they go by their numbers.
    pub(crate) async fn of_cycle(c: &impl Connection, cycle: &Cycle) -> Result<Self> {
        let card = rule_card::of(c, cycle.id).await?;
        let card = card.and_then(|stored| RuleCard::parse(&stored.body).ok());
        let label = |number| {
            let named = card.as_ref().and_then(|card| card.area(number));
            named.map_or_else(
                || format!("第{}片区", ordinal(number)),
                |area| area.label.clone(),
            )
        };
        let mut areas = Self::default();
        for (_, one) in village::list(c, cycle.id).await? {
            let label = label(one.area);
            areas.towns.insert(one.town.clone(), label.clone());
            areas.villages.insert((one.town, one.name), label);
        }
        Ok(areas)
    }

    /// Label of the area of a project: of its first village that has one, or of its town. A cycle knows units by the
    /// names they had, so names of former days count too.
    pub(crate) fn of(&self, county: &County, project: &Project) -> String {
        let mut villages = project.villages.iter();
        let village = villages.find_map(|id| self.of_village(county, *id));
        let town = || {
            let unit = county.unit(project.town)?;
            unit.names().find_map(|name| self.towns.get(name))
        };
        village.or_else(town).cloned().unwrap_or_default()
    }

    fn of_village(&self, county: &County, id: EntryId) -> Option<&String> {
        let unit = county.unit(id)?;
        let former = unit.former.iter().rev();
        let former = former.map(|one| (one.name.as_str(), one.parent));
        let known = std::iter::once((unit.name.as_str(), unit.parent)).chain(former);
        known
            .filter_map(|(name, town)| Some((name, county.unit(town?)?)))
            .find_map(|(name, town)| {
                let key = |town: &str| (town.to_owned(), name.to_owned());
                town.names().find_map(|town| self.villages.get(&key(town)))
            })
    }
}
