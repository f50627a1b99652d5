//! Indicators on record: each value brought to points, then weighed (`docs/scoring.md` §4.3).

use crate::Ratio;
use crate::card::Record;
use crate::data::RecordTable;
use crate::scale::{self, Scaling};
use crate::scene::{NoValueReason, Scene, Value};
use crate::trace::{Draft, Op, Recorder};

/// The values of a record, a village each.
pub(crate) fn values<R: Recorder>(
    scene: &Scene<'_>,
    component: usize,
    record: &Record,
    table: &RecordTable,
    recorder: &mut R,
) -> Vec<Value> {
    let code = &scene.plan.components[component].code;
    let clause = Scene::component_rule(component, "source/record/indicators");
    let scaled: Vec<_> = (record.indicators.iter().zip(&table.values).enumerate())
        .map(|(index, (indicator, values))| {
            let scaling = Scaling {
                component: code,
                indicator: Some(&indicator.code),
                clause: format!("{clause}/{index}/scale"),
            };
            scale::scaled(scene, &indicator.scale, &scaling, values.clone(), recorder)
        })
        .collect();
    let village_value = |village: usize| {
        let points = || scaled.iter().map(|column| column[village].as_ref());
        let missing = points().position(|points| points.is_none());
        let weighed = || {
            let points = points().flatten();
            record.indicators.iter().zip(points)
        };
        let sum = missing.is_none().then(|| {
            let terms = weighed().map(|(indicator, points)| &indicator.weight.0 * &points.0);
            Ratio(terms.sum())
        });
        let sum = recorder.known(sum, |out| {
            let (town, village) = scene.name(village);
            let parts = weighed().map(|(indicator, points)| {
                let (code, weight) = (indicator.code.clone(), indicator.weight.clone());
                (code, weight, points.clone())
            });
            let op = Op::Sum {
                component: code.clone(),
                town,
                village,
                r#in: out.as_ref().map_or_else(Vec::new, |_| parts.collect()),
                missing: missing.map(|missing| record.indicators[missing].code.clone()),
                out: out.clone(),
            };
            Draft::new(clause.clone(), op)
        });
        sum.ok_or(NoValueReason::MissingIndicator)
    };
    (0..scene.data.villages.len()).map(village_value).collect()
}
