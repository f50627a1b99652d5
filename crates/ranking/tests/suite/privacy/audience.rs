//! What the published audience is told, against the plan.

use std::fmt::Write;

use pingyi_ranking::privacy::{Level, Plan, check_plan};
use pingyi_ranking::{
    Audience, ClassInput, ClassState, ClassTurnout, Component, Computation, Data, MarkRule, Method,
    Op, Opening, RankingGroup, Ratio, RoundInput, RuleCard, Scale, Source, TableName, Tables,
    TieBreak, compute,
};
use proptest::prelude::*;

use super::card::vote_and_record;
use crate::sample::card_and_round_of_any_kind;

/// A round with what turnout decides and what the plan says may be published.
#[derive(Debug)]
struct Scene {
    card: RuleCard,
    input: RoundInput,
    turnouts: Vec<ClassTurnout>,
    opening: Opening,
    plan: Plan,
}

impl Scene {
    fn new(card: RuleCard, input: RoundInput) -> Self {
        let turnouts: Vec<_> = input.classes.iter().map(ClassInput::turnout).collect();
        let opening = Opening::decide(&card, 1, &turnouts).unwrap();
        let plan = Plan::of(&card, &[(&opening, &turnouts)]);
        Self {
            card,
            input,
            turnouts,
            opening,
            plan,
        }
    }

    fn rounds(&self) -> [(&Opening, &[ClassTurnout]); 1] {
        [(&self.opening, &self.turnouts)]
    }

    /// Whether the plan has a figure of this level over the class alone.
    fn says(&self, level: Level, class: &str) -> bool {
        let alone = [[format!("1/{class}")].to_vec()];
        let figures = self.plan.figures.iter();
        figures.into_iter().any(|figure| {
            figure.level == level && figure.parts == alone && !figure.zh.contains("得分")
        })
    }

    /// The data folder with the sums of some classes and the means of others.
    fn tables(&self, sums: impl Fn(&str) -> bool, means: impl Fn(&str) -> bool) -> Tables {
        let rule = MarkRule::new(&self.card);
        let mut files = [
            "area,town,village\n".to_owned(),
            "area,class,entitled,present,issued,returned\n".into(),
            "area,class,town,village,mark,count\n".into(),
            "area,class,town,village,mean\n".into(),
        ];
        for contest in &self.input.contests {
            writeln!(files[0], "1,{},{}", contest.town, contest.village).unwrap();
        }
        for class in &self.input.classes {
            let ClassInput {
                code,
                entitled,
                present,
                issued,
                returned,
                ..
            } = class;
            writeln!(
                files[1],
                "1,{code},{entitled},{present},{issued},{returned}"
            )
            .unwrap();
            for (row, contest) in class.sums.iter().flatten().zip(&self.input.contests) {
                let village = format!("1,{code},{},{}", contest.town, contest.village);
                if sums(code) {
                    for (mark, count) in self.card.marks().iter().zip(row) {
                        writeln!(files[2], "{village},{},{count}", mark.code).unwrap();
                    }
                } else if means(code) {
                    let mean = rule.mean(&rule.count(row, *returned));
                    let mean = mean.map_or_else(String::new, |mean| mean.to_string());
                    writeln!(files[3], "{village},{mean}").unwrap();
                }
            }
        }
        let names = [
            TableName::Villages,
            TableName::Turnout,
            TableName::Sums,
            TableName::Means,
        ];
        names.into_iter().zip(files).collect()
    }

    fn sealed(&self) -> Computation {
        let tables = self.tables(|_| true, |_| false);
        let data = Data::read(&self.card, &tables, Audience::Sealed).unwrap();
        compute(&self.card, &data).unwrap()
    }

    /// What the plan says may be published, as a data folder.
    fn published_tables(&self) -> Tables {
        let majority = self.card.method == Method::MajorityJudgment;
        self.tables(
            |class| self.says(Level::Histogram, class),
            |class| !majority && self.says(Level::Mean, class),
        )
    }
}

fn scene() -> impl Strategy<Value = Scene> {
    let group = prop_oneof![
        Just(None),
        Just(Some(RankingGroup::Area)),
        Just(Some(RankingGroup::All))
    ];
    (card_and_round_of_any_kind(), group).prop_map(|((mut card, input), group)| {
        if let Some(group) = group
            && card.method != Method::MajorityJudgment
        {
            let mut composite = vote_and_record(&card);
            composite.group = group;
            composite.ties = vec![TieBreak::Component("vote".into()), TieBreak::KeepTied];
            card.ties = vec![TieBreak::KeepTied];
            if card.ranks == pingyi_ranking::RankConvention::Ordinal {
                card.ranks = pingyi_ranking::RankConvention::Dense;
                composite.ranks = card.ranks;
            }
            card.composite = Some(composite);
            assert_eq!(card.faults(), []);
        }
        Scene::new(card, input)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// The published audience needs exactly the figures of the plan, and gets the sealed result
    /// wherever it is not withheld.
    #[test]
    fn the_published_audience_is_told_exactly_what_the_plan_says(scene in scene()) {
        let data = Data::read(&scene.card, &scene.published_tables(), Audience::Published);
        prop_assert!(data.is_ok(), "{data:?}");
        let published = compute(&scene.card, &data.unwrap()).unwrap();
        let sealed = scene.sealed();
        for (told, whole) in published.result.groups.iter().zip(&sealed.result.groups) {
            if told.withheld {
                prop_assert!(told.ranked.is_empty() && told.unranked.is_empty());
            } else {
                prop_assert_eq!(told, whole);
            }
        }
        let plan = Plan::of_result(&scene.card, &scene.rounds(), &published.result);
        prop_assert_eq!(check_plan(&plan, scene.card.thresholds), Ok(()));
        for step in published.trace.steps() {
            match &step.op {
                Op::ClassMean { class, r#in, blank, of, .. } => {
                    let level = if r#in.is_some() || blank.is_some() || of.is_some() { Level::Histogram } else { Level::Mean };
                    prop_assert!(scene.says(level, class), "{}", step.line());
                }
                Op::ClassMarks { class, .. } => prop_assert!(scene.says(Level::Histogram, class)),
                Op::Score { r#in, .. } => {
                    prop_assert!(r#in.iter().all(|(class, _, _)| scene.says(Level::Mean, class)));
                }
                Op::Majority { r#in, .. } => {
                    prop_assert!(r#in.iter().all(|(class, ..)| scene.says(Level::Histogram, class)));
                }
                Op::Opening { classes, .. } => {
                    for (class, _, state) in classes {
                        let counts = *state == ClassState::Histogram;
                        let means = counts || *state == ClassState::Mean;
                        prop_assert_eq!(counts, scene.says(Level::Histogram, class));
                        prop_assert!(means || !scene.says(Level::Mean, class));
                    }
                }
                _ => {}
            }
        }
    }

    /// One class's figures more than the plan has, and the published audience's data are refused.
    #[test]
    fn figures_that_are_not_in_the_plan_are_refused(scene in scene()) {
        for class in &scene.input.classes {
            let opened = class.sums.is_some();
            if opened && !scene.says(Level::Histogram, &class.code) {
                let also = scene.tables(
                    |code| code == class.code || scene.says(Level::Histogram, code),
                    |code| scene.says(Level::Mean, code),
                );
                prop_assert!(Data::read(&scene.card, &also, Audience::Published).is_err());
            }
            if opened && !scene.says(Level::Mean, &class.code) {
                let also = scene.tables(|code| scene.says(Level::Histogram, code), |code| code == class.code);
                prop_assert!(Data::read(&scene.card, &also, Audience::Published).is_err());
            }
        }
    }

    /// Publishing the sealed result by mistake is refused wherever something is withheld.
    #[test]
    fn a_sealed_result_with_something_to_withhold_does_not_pass(scene in scene()) {
        let sealed = scene.sealed();
        let data = Data::read(&scene.card, &scene.published_tables(), Audience::Published).unwrap();
        let published = compute(&scene.card, &data).unwrap();
        let withheld = published.result.groups.iter().any(|group| group.withheld);
        let ranked = sealed.result.groups.iter().any(|group| !group.ranked.is_empty());
        let plan = Plan::of_result(&scene.card, &scene.rounds(), &sealed.result);
        prop_assert_eq!(check_plan(&plan, scene.card.thresholds).is_err(), withheld && ranked);
    }
}

/// A composite is refused with one small class, though its vote has a part of a tenth only.
#[test]
fn a_composite_score_counts_as_the_votes_score() {
    let mut card = super::card_of(2, super::ADVISED);
    let mut composite = vote_and_record(&card);
    composite.components[0].weight = "1/10".parse().unwrap();
    let record = Component {
        code: "record".into(),
        label: "实绩".into(),
        weight: Ratio::new(9, 10).unwrap(),
        source: Source::Record(pingyi_ranking::Record {
            indicators: Vec::new(),
        }),
        scale: Scale::AsIs,
    };
    composite.components.push(record);
    card.composite = Some(composite);
    let turnouts: Vec<_> = [("a", 40), ("b", 14)]
        .map(|(code, returned)| ClassTurnout {
            code: code.into(),
            entitled: returned,
            present: returned,
            issued: returned,
            returned,
        })
        .into();
    let opening = Opening::decide(&card, 1, &turnouts).unwrap();
    assert!(opening.decided() && !opening.scores_published);
    let plan = Plan::of(&card, &[(&opening, &turnouts)]);
    assert!(
        plan.figures
            .iter()
            .all(|figure| figure.level == Level::Places)
    );
    let mut composite = plan.clone();
    composite.figures.push(pingyi_ranking::privacy::Figure {
        zh: "综合得分".into(),
        en: "composite".into(),
        level: Level::Mean,
        parts: vec![vec!["1/a".into()], vec!["1/b".into()]],
    });
    let refused = check_plan(&composite, card.thresholds).unwrap_err();
    assert!(
        refused[0].zh.contains("“第一片区B票”只有 14 人"),
        "{}",
        refused[0].zh
    );
}
