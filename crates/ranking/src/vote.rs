//! The vote as a component: for each area what turnout opens, the classes' means or marks, and the
//! villages' scores or profiles (`docs/scoring.md` §4.4).

use num_bigint::BigInt;

use crate::Ratio;
use crate::card::{Method, VoterClass};
use crate::data::{AreaVote, ClassFigures};
use crate::round::{
    CountedMarks, MarkRule, Profile, shared_weights, weighted_distribution, weighted_score,
};
use crate::scene::{NoValueReason, Scene, Value};
use crate::threshold::{ClassOpening, ClosedReason};
use crate::trace::{ClassState, Draft, NoVoteReason, Op, Recorder};

/// What the vote says of the villages.
pub(crate) struct Vote {
    /// The scores.
    pub(crate) values: Vec<Value>,
    /// The profiles, under majority judgment.
    pub(crate) profiles: Vec<Option<Profile>>,
    /// For each village the means of the card's classes.
    pub(crate) means: Vec<Vec<Option<Ratio>>>,
    /// Whether the figures of the village's area may not be known.
    pub(crate) withheld: Vec<bool>,
}

/// The vote of all areas; `component` is the code it has there.
pub(crate) fn values<R: Recorder>(scene: &Scene<'_>, component: &str, recorder: &mut R) -> Vote {
    let villages = scene.data.villages.len();
    let mut vote = Vote {
        values: vec![Err(NoValueReason::NoVote(NoVoteReason::NoTurnout)); villages],
        profiles: vec![None; villages],
        means: vec![vec![None; scene.card.classes.len()]; villages],
        withheld: vec![false; villages],
    };
    let rule = MarkRule::new(scene.card);
    for (area, given) in scene.data.votes.iter().enumerate() {
        let all = || {
            let villages = scene.data.villages.iter().enumerate();
            let own = villages.filter(|(_, village)| village.area == area);
            own.map(|(index, _)| index)
        };
        let why = match given {
            None => Some(NoVoteReason::NoTurnout),
            Some(given) if given.withheld => Some(NoVoteReason::Withheld),
            Some(given) if !given.opening.decided() => Some(NoVoteReason::RoundNotDecided),
            Some(_) => None,
        };
        if let Some(given) = given {
            recorder.step(|| opening_step(component, given));
        }
        if let Some(why) = why {
            for village in all() {
                recorder.step(|| no_vote_step(scene, component, village, why));
                vote.values[village] = Err(NoValueReason::NoVote(why));
                vote.withheld[village] = why == NoVoteReason::Withheld;
            }
            continue;
        }
        let given = given.as_ref().expect("without turnout there is no vote");
        for (row, village) in given.villages.iter().copied().enumerate() {
            let count = Count {
                scene,
                component,
                rule: &rule,
                given,
                row,
                village,
            };
            let score = if scene.card.method == Method::MajorityJudgment {
                count.majority(recorder).map(|(profile, score)| {
                    vote.profiles[village] = Some(profile);
                    score
                })
            } else {
                count.score(&mut vote.means[village], recorder)
            };
            vote.values[village] = score.ok_or(NoValueReason::EmptyClass);
        }
    }
    vote
}

fn no_vote_step(scene: &Scene<'_>, component: &str, village: usize, why: NoVoteReason) -> Draft {
    let (town, village) = scene.name(village);
    let op = Op::NoValue {
        component: component.to_owned(),
        town,
        village,
        why,
    };
    Draft::new("/thresholds", op)
}

fn opening_step(component: &str, given: &AreaVote) -> Draft {
    let classes = given.opening.classes.iter().zip(&given.turnouts);
    let classes = classes.map(|(class, turnout)| {
        let (code, returned) = (class.code.clone(), turnout.returned);
        (code, returned, state(class))
    });
    let op = Op::Opening {
        component: component.to_owned(),
        area: given.opening.area,
        classes: classes.collect(),
    };
    Draft::new("/thresholds", op)
}

fn state(class: &ClassOpening) -> ClassState {
    match class.closed {
        Some(ClosedReason::UnderThreshold) => ClassState::UnderThreshold,
        Some(ClosedReason::RoundNotDecided) => ClassState::RoundNotDecided,
        None if class.histogram_published => ClassState::Histogram,
        None if class.mean_published => ClassState::Mean,
        None => ClassState::Opened,
    }
}

/// One village under count.
struct Count<'a> {
    scene: &'a Scene<'a>,
    component: &'a str,
    rule: &'a MarkRule,
    given: &'a AreaVote,
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

    /// The shares of the opened classes, or the one that leaves the village without a score.
    fn shares(
        &self,
        opened: &[usize],
        valued: &[bool],
    ) -> Result<Vec<Option<Ratio>>, &'a VoterClass> {
        let classes = &self.scene.card.classes;
        let weights: Vec<_> = opened.iter().map(|class| &classes[*class].weight).collect();
        shared_weights(&weights, valued, self.scene.card.empty_class)
            .map_err(|empty| &classes[opened[empty]])
    }

    fn code(&self, class: usize) -> String {
        self.scene.card.classes[class].code.clone()
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

    fn score<R: Recorder>(&self, means: &mut [Option<Ratio>], recorder: &mut R) -> Option<Ratio> {
        let opened = self.opened();
        let mut given = Vec::with_capacity(opened.len());
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
            means[*class].clone_from(&mean);
            given.push(mean);
        }
        let valued: Vec<_> = given.iter().map(Option::is_some).collect();
        let shares = self.shares(&opened, &valued);
        let score = shares.as_ref().ok();
        let score = score.map(|shares| weighted_score(shares, &given));
        recorder.known(score, |out| {
            let (town, village) = self.scene.name(self.village);
            let shares = shares.as_deref();
            let rows = opened.iter().zip(shares.unwrap_or_default()).zip(&given);
            let counted = rows.filter_map(|((class, share), mean)| {
                let mean = mean.clone().unwrap_or_else(Ratio::zero);
                Some((self.code(*class), share.clone()?, mean))
            });
            let op = Op::Score {
                component: self.component.to_owned(),
                town,
                village,
                r#in: counted.collect(),
                missing: shares.err().map(|class| class.code.clone()),
                out: out.clone(),
            };
            Draft::new(out.as_ref().map_or("/empty_class", |_| "/classes"), op)
        })
    }

    /// What a ballot could say, its points, and how often it was said.
    fn marks(&self, counted: &CountedMarks) -> Vec<(String, Ratio, u64)> {
        let marks = self.rule.marks().iter().zip(&counted.marks);
        let marks = marks.map(|(mark, count)| (mark.code.clone(), mark.points.clone(), *count));
        marks.collect()
    }

    fn mean_step(&self, class: usize, counted: Option<&CountedMarks>, out: Option<Ratio>) -> Draft {
        let (town, village) = self.scene.name(self.village);
        let op = Op::ClassMean {
            component: self.component.to_owned(),
            class: self.code(class),
            town,
            village,
            r#in: counted.map(|counted| self.marks(counted)),
            blank: counted.map(|counted| counted.blank),
            of: counted.map(|counted| counted.of),
            given: counted.is_none().then_some(true),
            out,
        };
        Draft::new("/method", op)
    }

    fn majority<R: Recorder>(&self, recorder: &mut R) -> Option<(Profile, Ratio)> {
        let opened = self.opened();
        let mut given = Vec::with_capacity(opened.len());
        for class in &opened {
            // All sums are there, or the area would be withheld.
            let marks = self.counted(*class).unwrap_or(CountedMarks {
                marks: vec![0; self.rule.marks().len()],
                blank: 0,
                of: 0,
            });
            given.push(recorder.known(marks, |marks| self.marks_step(*class, marks)));
        }
        let valued: Vec<_> = given.iter().map(|marks| marks.of > 0).collect();
        let shares = self.shares(&opened, &valued);
        let profile = shares.as_ref().ok();
        let profile = profile.map(|shares| Profile::of(&weighted_distribution(shares, &given)));
        let score = |profile: Profile| {
            let score = self.rule.marks()[profile.median()].points.clone();
            (profile, score)
        };
        recorder.known(profile.map(score), |out| {
            let (town, village) = self.scene.name(self.village);
            let weights = shares.as_deref();
            let rows = opened.iter().zip(weights.unwrap_or_default()).zip(&given);
            let counted = rows.filter_map(|((class, weight), marks)| {
                Some((self.code(*class), weight.clone()?, shares_of(marks)?))
            });
            let op = Op::Majority {
                component: self.component.to_owned(),
                town,
                village,
                r#in: counted.collect(),
                missing: weights.err().map(|class| class.code.clone()),
                profile: out.as_ref().map(|(profile, _)| profile.clone()),
                out: out.as_ref().map(|(_, score)| score.clone()),
            };
            Draft::new(out.as_ref().map_or("/empty_class", |_| "/method"), op)
        })
    }

    fn marks_step(&self, class: usize, counted: &CountedMarks) -> Draft {
        let (town, village) = self.scene.name(self.village);
        let op = Op::ClassMarks {
            component: self.component.to_owned(),
            class: self.code(class),
            town,
            village,
            r#in: self.marks(counted),
            blank: counted.blank,
            of: counted.of,
            out: shares_of(counted),
        };
        Draft::new("/method", op)
    }
}

/// The share of each mark among those that count; nothing without any.
fn shares_of(counted: &CountedMarks) -> Option<Vec<Ratio>> {
    let share = |count: &u64| Ratio::new(BigInt::from(*count), BigInt::from(counted.of));
    counted.marks.iter().map(share).collect()
}
