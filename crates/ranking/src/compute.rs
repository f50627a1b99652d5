//! From a rule card and a data folder to places and awards, with every step of the way
//! (`docs/scoring.md` §4).

use std::collections::BTreeMap;

use crate::award::awards;
use crate::card::Source;
use crate::composite::{Points, Scored, Standing, standing};
use crate::place::Field;
use crate::result::{CycleResult, GroupResult, LeftVillage, PlacedVillage};
use crate::scale::{self, Scaling};
use crate::scene::{Group, NoValueReason, Scene, Value};
use crate::trace::{Draft, NoVoteReason, Off, On, Op, Recorder, Trace, sha256};
use crate::vote::Vote;
use crate::{Data, DataFault, Decimal, Ratio, RuleCard, panel, record, vote};

/// A result and how it came about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Computation {
    /// Places and awards.
    pub result: CycleResult,
    /// Every step.
    pub trace: Trace,
}

/// Ranks the villages of `data`, which was read under `card`, and records every step.
///
/// # Errors
/// A panel whose severity is to be corrected and whose design is not connected.
pub fn compute(card: &RuleCard, data: &Data) -> Result<Computation, Vec<DataFault>> {
    let mut recorder = On::default();
    let mut result = run(card, data, &mut recorder)?;
    let trace = recorder.end();
    result.trace_sha256 = Some(trace.hash().to_owned());
    Ok(Computation { result, trace })
}

/// The result of [`compute`] without its trace, many times faster.
///
/// # Errors
/// As [`compute`].
pub fn compute_result(card: &RuleCard, data: &Data) -> Result<CycleResult, Vec<DataFault>> {
    run(card, data, &mut Off)
}

fn run<R: Recorder>(
    card: &RuleCard,
    data: &Data,
    recorder: &mut R,
) -> Result<CycleResult, Vec<DataFault>> {
    let plan = card.ranking_plan();
    let scene = Scene::new(card, &plan, data);
    let hash = card.hash();
    recorder.step(|| open_step(&scene, &hash));
    let (components, vote) = component_points(&scene, recorder)?;
    let withheld = |village: usize| vote.as_ref().is_some_and(|vote| vote.withheld[village]);
    let mut scored: Vec<Option<Scored>> = Vec::with_capacity(data.villages.len());
    let mut left: Vec<Option<String>> = Vec::with_capacity(data.villages.len());
    for village in 0..data.villages.len() {
        let standing = if withheld(village) {
            let why = NoValueReason::NoVote(NoVoteReason::Withheld);
            Standing::Left(why.code().to_owned())
        } else {
            standing(&scene, &components, village, recorder)
        };
        let (has, has_not) = match standing {
            Standing::Scored(scored) => (Some(scored), None),
            Standing::Left(why) => (None, Some(why)),
        };
        scored.push(has);
        left.push(has_not);
    }
    let groups = scene.groups.iter().map(|group| {
        if group.villages.iter().any(|village| withheld(*village)) {
            return GroupResult {
                group: group.code.clone(),
                label: group.label.clone(),
                withheld: true,
                ranked: Vec::new(),
                unranked: Vec::new(),
            };
        }
        let field = Field {
            scene: &scene,
            group,
            scored: &scored,
            components: &components,
            vote: vote.as_ref(),
        };
        group_result(&field, &left, recorder)
    });
    Ok(CycleResult {
        format: CycleResult::FORMAT,
        audience: data.audience,
        rule_card_sha256: hash.clone(),
        trace_sha256: None,
        groups: groups.collect(),
    })
}

fn open_step(scene: &Scene<'_>, hash: &str) -> Draft {
    let files = scene.data.tables.iter();
    let files = files.map(|(name, bytes)| (name.file_name().to_owned(), sha256(bytes)));
    let op = Op::Open {
        audience: scene.data.audience,
        card: Box::new(scene.card.clone()),
        card_sha256: hash.to_owned(),
        files: files.collect::<BTreeMap<_, _>>(),
    };
    Draft::new("", op)
}

/// The points of every component, and the vote if it is one of them.
fn component_points<R: Recorder>(
    scene: &Scene<'_>,
    recorder: &mut R,
) -> Result<(Vec<Points>, Option<Vote>), Vec<DataFault>> {
    let mut points = Vec::with_capacity(scene.plan.components.len());
    let mut of_vote = None;
    let mut faults = Vec::new();
    for (index, component) in scene.plan.components.iter().enumerate() {
        let values: Vec<Value> = match &component.source {
            Source::Vote => {
                let vote = vote::values(scene, &component.code, recorder);
                let values = vote.values.clone();
                of_vote = Some(vote);
                values
            }
            Source::Panel(panel) => {
                let table = scene.data.panels[index].as_ref();
                let table = table.expect("data are read under the same card");
                match panel::values(scene, index, panel, table, recorder) {
                    Ok(values) => values,
                    Err(fault) => {
                        faults.push(fault);
                        continue;
                    }
                }
            }
            Source::Record(record) => {
                let table = scene.data.records[index].as_ref();
                let table = table.expect("data are read under the same card");
                record::values(scene, index, record, table, recorder)
            }
        };
        let reasons = values.iter().map(|value| value.as_ref().err().copied());
        let reasons = reasons.collect();
        let scaling = Scaling {
            component: &component.code,
            indicator: None,
            clause: Scene::component_rule(index, "scale"),
        };
        let values = values.into_iter().map(Result::ok).collect();
        points.push(Points {
            points: scale::scaled(scene, &component.scale, &scaling, values, recorder),
            reasons,
        });
    }
    if faults.is_empty() {
        Ok((points, of_vote))
    } else {
        Err(faults)
    }
}

fn group_result<R: Recorder>(
    field: &Field<'_>,
    left: &[Option<String>],
    recorder: &mut R,
) -> GroupResult {
    let Group {
        code,
        label,
        villages,
    } = field.group;
    let placed = field.places(recorder);
    let mut awarded = vec![None; field.scored.len()];
    awards(field, &placed, &mut awarded, recorder);
    let mut ranked = Vec::with_capacity(villages.len());
    for set in &placed {
        for village in &set.villages {
            let (town, name) = field.scene.name(*village);
            let (score, score_exact) = figures(field.scored[*village].as_ref());
            let award = awarded[*village].map(|award| &field.scene.plan.awards[award]);
            ranked.push(PlacedVillage {
                place: set.place.to_string(),
                town,
                village: name,
                score,
                score_exact,
                award: award.map(|award| award.label.clone()),
                lot_needed: set.lot_needed,
            });
        }
    }
    let unranked = villages.iter().filter_map(|village| {
        let why = left[*village].clone()?;
        let (town, village) = field.scene.name(*village);
        Some(LeftVillage { town, village, why })
    });
    GroupResult {
        group: code.clone(),
        label: label.clone(),
        withheld: false,
        ranked,
        unranked: unranked.collect(),
    }
}

fn figures(scored: Option<&Scored>) -> (Decimal, Ratio) {
    let scored = scored.expect("only villages with a score have a place");
    (scored.rounded.clone(), scored.score.clone())
}
