//! What is said of classes whose archives may not be public.

use pingyi_ranking::{Ranking, Withheld, WithheldFigures};
use serde::Serialize;

/// A class without an archive, and what was checked all the same.
#[derive(Debug, Serialize)]
pub(super) struct Told {
    pub(super) area: u32,
    class: String,
    pub(super) checked: WithheldFigures,
    pub(super) zh: String,
    pub(super) en: String,
}

/// The classes with their names and a sentence each.
pub(super) fn told(ranking: &Ranking, withheld: &[Withheld]) -> Vec<Told> {
    let one = |one: &Withheld| {
        let area = ranking.areas.iter().find(|known| known.area == one.area)?;
        let class = area.classes.iter().find(|known| known.class == one.class)?;
        let (area, class) = (&area.label, &class.label);
        let (zh, en) = match one.checked {
            WithheldFigures::FromMeans => (
                format!("{area}{class}的分项票数按规则卡不公布，得分和名次由公布的平均分重算一致"),
                format!(
                    "{area} {class}: counts are not published under the rule card; scores and places follow from the published means"
                ),
            ),
            WithheldFigures::FormOnly => (
                format!("{area}{class}的分项票数和平均分按规则卡不公布，名次无法由公布的数据重算"),
                format!(
                    "{area} {class}: neither counts nor means are published under the rule card; places cannot be recomputed from what is public"
                ),
            ),
        };
        Some(Told {
            area: one.area,
            class: one.class.clone(),
            checked: one.checked,
            zh,
            en,
        })
    };
    withheld.iter().filter_map(one).collect()
}
