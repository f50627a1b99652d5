//! The vote as a component: for each area what turnout opens, the classes' means or marks, and the
//! villages' scores or profiles (`docs/scoring.md` §4.4).

use crate::Ratio;
use crate::card::{Choice, Method, VoterClass};
use crate::data::{AreaVote, ClassFigures};
use crate::round::{
    CountedMarks, MarkRule, Profile, shared_weights, weighted_distribution, weighted_score,
};
use crate::scene::{Scene, Value};
use crate::threshold::ClosedReason;
use crate::trace::{Draft, Known, NoValueReason, Op, Recorder, StepId};

/// What the vote says of the villages.
pub(crate) struct Vote {
    /// The scores.
    pub(crate) values: Vec<Value>,
    /// The profiles and their steps, under majority judgment.
    pub(crate) profiles: Vec<Option<Known<Profile>>>,
    /// For each village the means of the card's classes.
    pub(crate) means: Vec<Vec<Option<Ratio>>>,
    /// Whether the figures of the village's area may not be known.
    pub(crate) withheld: Vec<bool>,
}

/// The vote of all areas; `component` is the code it has there.
pub(crate) fn values<R: Recorder>(scene: &Scene<'_>, component: &str, recorder: &mut R) -> Vote {
    let villages = scene.data.villages.len();
    let mut vote = Vote {
        values: vec![Err(NoValueReason::NoTurnout); villages],
        profiles: vec![None; villages],
        means: vec![vec![None; scene.card.classes.len()]; villages],
        withheld: vec![false; villages],
    };
    let rule = MarkRule::new(scene.card);
    let no_value = |recorder: &mut R, village: usize, why, class: Option<&String>| {
        let clause = if class.is_some() {
            "/empty_class"
        } else {
            "/thresholds"
        };
        recorder.step(|| {
            let (town, village) = scene.name(village);
            let op = Op::NoValue {
                component: Some(component.to_owned()),
                town,
                village,
                why,
                have: None,
                need: None,
                criterion: None,
                indicator: None,
                class: class.cloned(),
                of: None,
            };
            Draft::new(clause, [], op)
        });
    };
    for (area, given) in scene.data.votes.iter().enumerate() {
        let Some(given) = given else {
            let villages = scene.data.villages.iter().enumerate();
            for (village, _) in villages.filter(|(_, village)| village.area == area) {
                no_value(recorder, village, NoValueReason::NoTurnout, None);
            }
            continue;
        };
        let opening = recorder.step(|| opening_step(scene, given, &rule));
        for (row, village) in given.villages.iter().copied().enumerate() {
            let count = Count {
                scene,
                rule: &rule,
                given,
                opening,
                row,
                village,
            };
            let outcome = if given.withheld {
                vote.withheld[village] = true;
                Err((NoValueReason::Withheld, None))
            } else if !given.opening.decided() {
                Err((NoValueReason::RoundNotDecided, None))
            } else if scene.card.method == Method::MajorityJudgment {
                count.majority(recorder).map(|(profile, score)| {
                    vote.profiles[village] = Some(profile);
                    score
                })
            } else {
                count.score(&mut vote.means[village], recorder)
            };
            vote.values[village] = outcome.map_err(|(why, class)| {
                let class = class.map(|class: &VoterClass| &class.code);
                no_value(recorder, village, why, class);
                why
            });
        }
    }
    vote
}

/// Why a village has no value, and the class that is to blame, if one is.
type Refusal<'a> = (NoValueReason, Option<&'a VoterClass>);

/// One village under count.
struct Count<'a> {
    scene: &'a Scene<'a>,
    rule: &'a MarkRule,
    given: &'a AreaVote,
    opening: StepId,
    row: usize,
    village: usize,
}

impl<'a> Count<'a> {
    /// Indexes of the opened classes.
    fn opened(&self) -> Vec<usize> {
        let classes = self.given.opening.classes.iter().enumerate();
        let opened = classes.filter(|(_, class)| class.opened());
        opened.map(|(index, _)| index).collect()
    }

    /// The shares of the opened classes, or the class that leaves the village without a score.
    fn shares(&self, opened: &[usize], valued: &[bool]) -> Result<Vec<Option<Ratio>>, Refusal<'a>> {
        let classes = &self.scene.card.classes;
        let weights: Vec<_> = opened.iter().map(|class| &classes[*class].weight).collect();
        shared_weights(&weights, valued, self.scene.card.empty_class)
            .map_err(|empty| (NoValueReason::EmptyClass, Some(&classes[opened[empty]])))
    }

    fn counted(&self, class: usize) -> Option<CountedMarks> {
        match &self.given.figures[class] {
            ClassFigures::Sums(rows) => {
                let returned = self.given.turnouts[class].returned;
                Some(self.rule.count(&rows[self.row], returned))
            }
            ClassFigures::Means(_) | ClassFigures::Unknown => None,
        }
    }

    fn score<R: Recorder>(
        &self,
        means: &mut [Option<Ratio>],
        recorder: &mut R,
    ) -> Result<Known<Ratio>, Refusal<'a>> {
        let opened = self.opened();
        let mut known = Vec::with_capacity(opened.len());
        for class in &opened {
            let counted = self.counted(*class);
            let mean = match (&counted, &self.given.figures[*class]) {
                (Some(counted), _) => self.rule.mean(counted),
                (None, ClassFigures::Means(means)) => means[self.row].clone(),
                (None, _) => None,
            };
            let mean = recorder.known(mean, |out| {
                self.mean_step(*class, counted.as_ref(), out.clone())
            });
            means[*class].clone_from(&mean.value);
            known.push(mean);
        }
        let valued: Vec<_> = known.iter().map(|mean| mean.value.is_some()).collect();
        let shares = self.shares(&opened, &valued)?;
        let values: Vec<_> = known.iter().map(|mean| mean.value.clone()).collect();
        let score = weighted_score(&shares, &values);
        Ok(recorder.known(score, |out| {
            let (town, village) = self.scene.name(self.village);
            let mut counted = Vec::new();
            let mut from = Vec::new();
            for ((class, share), mean) in opened.iter().zip(shares).zip(&known) {
                from.extend(mean.step);
                let Some(share) = share else { continue };
                let code = self.scene.card.classes[*class].code.clone();
                let mean = mean.value.clone().unwrap_or_else(Ratio::zero);
                counted.push((code, share, mean));
            }
            let op = Op::Score {
                town,
                village,
                r#in: counted,
                out: out.clone(),
            };
            Draft::new("/classes", from, op)
        }))
    }

    fn mean_step(&self, class: usize, counted: Option<&CountedMarks>, out: Option<Ratio>) -> Draft {
        let (town, village) = self.scene.name(self.village);
        let marks = |counted: &CountedMarks| {
            let marks = self.rule.marks().iter().zip(&counted.marks);
            let marks = marks.map(|(mark, count)| (mark.code.clone(), mark.points.clone(), *count));
            marks.collect()
        };
        let op = Op::ClassMean {
            class: self.scene.card.classes[class].code.clone(),
            town,
            village,
            r#in: counted.map(marks),
            blank: counted.map(|counted| counted.blank),
            of: counted.map(|counted| counted.of),
            given: counted.is_none().then_some(true),
            out,
        };
        Draft::new("/method", [self.opening], op)
    }

    fn majority<R: Recorder>(
        &self,
        recorder: &mut R,
    ) -> Result<(Known<Profile>, Known<Ratio>), Refusal<'a>> {
        let opened = self.opened();
        let mut steps = Vec::with_capacity(opened.len());
        let mut counted = Vec::with_capacity(opened.len());
        for class in &opened {
            // All sums are there, or the area would be withheld.
            let marks = self.counted(*class).unwrap_or(CountedMarks {
                marks: vec![0; self.rule.marks().len()],
                blank: 0,
                of: 0,
            });
            let marks = recorder.known(marks, |marks| self.marks_step(*class, marks));
            steps.extend(marks.step);
            counted.push(marks.value);
        }
        let valued: Vec<_> = counted.iter().map(|marks| marks.of > 0).collect();
        let shares = self.shares(&opened, &valued)?;
        let profile = Profile::of(&weighted_distribution(&shares, &counted));
        let score = self.rule.marks()[profile.median()].points.clone();
        let score = recorder.known(score, |out| {
            let (town, village) = self.scene.name(self.village);
            let shares = opened.iter().zip(shares).filter_map(|(class, share)| {
                Some((self.scene.card.classes[*class].code.clone(), share?))
            });
            let op = Op::Majority {
                town,
                village,
                r#in: shares.collect(),
                profile: profile.clone(),
                out: out.clone(),
            };
            Draft::new("/method", steps, op)
        });
        let profile = Known {
            value: profile,
            step: score.step,
        };
        Ok((profile, score))
    }

    fn marks_step(&self, class: usize, counted: &CountedMarks) -> Draft {
        let (town, village) = self.scene.name(self.village);
        let marks = self.rule.marks().iter().zip(&counted.marks);
        let op = Op::ClassMarks {
            class: self.scene.card.classes[class].code.clone(),
            town,
            village,
            r#in: marks
                .map(|(mark, count)| (mark.code.clone(), *count))
                .collect(),
            blank: counted.blank,
            of: counted.of,
        };
        Draft::new("/method", [self.opening], op)
    }
}

fn opening_step(scene: &Scene<'_>, given: &AreaVote, rule: &MarkRule) -> Draft {
    let opening = &given.opening;
    let classes = opening.classes.iter().zip(&given.turnouts);
    let classes = classes.map(|(class, turnout)| {
        let state = match class.closed {
            None => "opened",
            Some(ClosedReason::UnderThreshold) => "under_threshold",
            Some(ClosedReason::RoundNotDecided) => "round_not_decided",
        };
        (class.code.clone(), turnout.returned, state.to_owned())
    });
    let (mut over_quota, mut uneven_places) = (Vec::new(), Vec::new());
    for ((figures, turnout), class) in given
        .figures
        .iter()
        .zip(&given.turnouts)
        .zip(&scene.card.classes)
    {
        let ClassFigures::Sums(rows) = figures else {
            continue;
        };
        let ballots = u128::from(turnout.returned);
        let given_to_all = |mark: usize| rows.iter().map(|row| u128::from(row[mark])).sum::<u128>();
        for quota in &scene.card.quotas {
            let mark = rule
                .marks()
                .iter()
                .position(|mark| mark.code == quota.grade);
            if mark.is_some_and(|mark| given_to_all(mark) > u128::from(quota.most) * ballots) {
                over_quota.push((class.code.clone(), quota.grade.clone()));
            }
        }
        if matches!(scene.card.choice, Choice::Order(_)) {
            for (index, mark) in rule.marks().iter().enumerate() {
                if given_to_all(index) > ballots {
                    uneven_places.push((class.code.clone(), mark.code.clone()));
                }
            }
        }
    }
    let op = Op::Opening {
        area: opening.area,
        classes: classes.collect(),
        decided: opening.decided(),
        scores_published: opening.scores_published,
        over_quota,
        uneven_places,
    };
    Draft::new("/thresholds", [], op)
}
