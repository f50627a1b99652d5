//! Indicators on record: each value brought to points, then weighed (`docs/scoring.md` §4.3).

use crate::Ratio;
use crate::card::Record;
use crate::data::RecordTable;
use crate::scale::{self, Scaling};
use crate::scene::{Scene, Value};
use crate::trace::{Draft, Known, NoValueReason, Op, Recorder};

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
            let values = values.iter().map(|value| value.clone().map(Known::raw));
            let values: Vec<_> = values.collect();
            let scaling = Scaling {
                component: code,
                indicator: Some(&indicator.code),
                clause: format!("{clause}/{index}/scale"),
            };
            scale::scaled(scene, &indicator.scale, &scaling, values, recorder)
        })
        .collect();
    let village_value = |village: usize| {
        let points: Vec<_> = scaled
            .iter()
            .map(|column| column[village].as_ref())
            .collect();
        if let Some(missing) = points.iter().position(Option::is_none) {
            recorder.step(|| {
                let (town, village) = scene.name(village);
                let op = Op::NoValue {
                    component: Some(code.clone()),
                    town,
                    village,
                    why: NoValueReason::MissingIndicator,
                    have: None,
                    need: None,
                    criterion: None,
                    indicator: Some(record.indicators[missing].code.clone()),
                    class: None,
                    of: None,
                };
                Draft::new(clause.clone(), [], op)
            });
            return Err(NoValueReason::MissingIndicator);
        }
        let points: Vec<&Known<Ratio>> = points.into_iter().flatten().collect();
        let sum = (record.indicators.iter().zip(&points))
            .map(|(indicator, points)| &indicator.weight.0 * &points.value.0)
            .sum();
        Ok(recorder.known(Ratio(sum), |out| {
            let (town, village) = scene.name(village);
            let weighed = record.indicators.iter().zip(&points);
            let op = Op::Sum {
                component: code.clone(),
                town,
                village,
                r#in: weighed
                    .map(|(indicator, points)| {
                        let weight = indicator.weight.clone();
                        (indicator.code.clone(), weight, points.value.clone())
                    })
                    .collect(),
                out: out.clone(),
            };
            Draft::new(
                clause.clone(),
                points.iter().filter_map(|points| points.step),
                op,
            )
        }))
    };
    (0..scene.data.villages.len()).map(village_value).collect()
}
