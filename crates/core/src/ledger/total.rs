//! Totals that always add up: every figure is a sum over the same projects, and names them.

use super::project::{Funding, Project};
use crate::money::Fen;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// By what projects are added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Axis {
    /// 类别
    Category,
    /// 镇街
    Town,
    /// 片区, of the newest cycle
    Area,
    /// 资金来源
    Source,
    /// 状态
    State,
}

impl Axis {
    /// Every axis.
    pub const ALL: [Self; 5] = [
        Self::Category,
        Self::Town,
        Self::Area,
        Self::Source,
        Self::State,
    ];
}

/// A project with the names of what it refers to.
#[derive(Debug, Clone, Copy)]
pub struct Named<'a> {
    /// The project.
    pub project: &'a Project,
    /// Name of its town.
    pub town: &'a str,
    /// Label of its area; empty where it has none.
    pub area: &'a str,
}

/// One sum.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Total {
    /// What it is the sum of, e.g. 产业发展; empty where projects do not say, and for the whole.
    pub name: String,
    /// Number of projects; by source a project counts once for each of its sources.
    pub count: usize,
    /// Planned, in fen.
    #[schema(value_type = i64)]
    pub planned: Fen,
    /// Arrived, in fen.
    #[schema(value_type = i64)]
    pub arrived: Fen,
    /// Spent, in fen.
    #[schema(value_type = i64)]
    pub spent: Fen,
    /// Numbers of the projects, in the ledger's order.
    pub projects: Vec<String>,
}

impl Total {
    fn add(&mut self, number: &str, lines: &[Funding]) {
        self.count += 1;
        self.projects.push(number.into());
        for line in lines {
            self.planned.0 += line.planned.0;
            self.arrived.0 += line.arrived.0;
            self.spent.0 += line.spent.0;
        }
    }
}

/// Sums along one axis, and the whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Totals {
    /// The whole; its count is of projects whatever the axis.
    pub whole: Total,
    /// Its parts, the largest planned first.
    pub parts: Vec<Total>,
}

/// Adds projects up along an axis. The parts' amounts sum to the whole.
pub fn totals(projects: &[Named<'_>], axis: Axis) -> Totals {
    let mut whole = Total::default();
    let mut parts: BTreeMap<&str, Total> = BTreeMap::new();
    for one in projects {
        let project = one.project;
        whole.add(&project.number, &project.funding);
        let mut put = |name, lines: &[Funding]| {
            parts.entry(name).or_default().add(&project.number, lines);
        };
        match axis {
            Axis::Category => put(project.category.as_str(), &project.funding),
            Axis::Town => put(one.town, &project.funding),
            Axis::Area => put(one.area, &project.funding),
            Axis::State => put(project.state.code(), &project.funding),
            Axis::Source if project.funding.is_empty() => put("", &[]),
            Axis::Source => {
                for line in &project.funding {
                    put(line.source.as_str(), std::slice::from_ref(line));
                }
            }
        }
    }
    let mut parts: Vec<Total> = parts
        .into_iter()
        .map(|(name, total)| Total {
            name: name.into(),
            ..total
        })
        .collect();
    parts.sort_by(|a, b| b.planned.cmp(&a.planned).then_with(|| a.name.cmp(&b.name)));
    Totals { whole, parts }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::EntryId;
    use proptest::prelude::*;

    fn project() -> impl Strategy<Value = Project> {
        let line = ("[甲乙丙]", 0_i64..1_000, 0_i64..1_000, 0_i64..1_000);
        (
            0..1000_u32,
            "[a-c]",
            proptest::collection::btree_map("[甲乙丙]", line, 0..3),
        )
            .prop_map(|(number, category, lines)| {
                let mut project = Project::new(
                    &number.to_string(),
                    "项目",
                    &category,
                    EntryId(uuid::Uuid::nil()),
                );
                project.funding = lines
                    .into_iter()
                    .map(|(source, (_, planned, arrived, spent))| Funding {
                        source,
                        planned: Fen(planned),
                        arrived: Fen(arrived),
                        spent: Fen(spent),
                    })
                    .collect();
                project
            })
    }

    proptest! {
        #[test]
        fn parts_add_up_to_the_whole_on_every_axis(projects in proptest::collection::vec(project(), 0..20)) {
            let named: Vec<Named<'_>> = projects
                .iter()
                .map(|project| Named { project, town: if project.number.len() > 2 { "甲镇" } else { "乙镇" }, area: "" })
                .collect();
            let sums = |total: &Total| (total.planned, total.arrived, total.spent);
            let whole = totals(&named, Axis::Category).whole;
            for axis in Axis::ALL {
                let found = totals(&named, axis);
                prop_assert_eq!(&found.whole, &whole);
                let parts: (Fen, Fen, Fen) = (
                    found.parts.iter().map(|part| part.planned).sum(),
                    found.parts.iter().map(|part| part.arrived).sum(),
                    found.parts.iter().map(|part| part.spent).sum(),
                );
                prop_assert_eq!(parts, sums(&whole));
                if axis != Axis::Source {
                    prop_assert_eq!(found.parts.iter().map(|part| part.count).sum::<usize>(), projects.len());
                }
            }
        }
    }
}
