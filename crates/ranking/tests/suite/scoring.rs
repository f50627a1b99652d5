//! Laws of scoring, on panels and votes made by chance.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use num_bigint::BigInt;
use pingyi_ranking::{
    AreaRanking, Audience, ClassInput, Component, Composite, CycleResult, Data, JudgeRecusal, Op,
    Panel, RankingGroup, Ratio, RoundInput, RuleCard, Severity, Source, TableName, Tables, Trim,
    TrimOn, compute, compute_result, rank_round,
};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::json;

use crate::sample;
use crate::scores::card as haiyang_card;

/// A panel with its sheets: `scores[village][judge]` is a whole sheet, or none.
#[derive(Clone, Debug)]
struct Sheets {
    scores: Vec<Vec<Option<Vec<u32>>>>,
    criteria: usize,
}

impl Sheets {
    fn tables(&self) -> Tables {
        let villages = self.scores.len();
        self.tables_in(
            &(0..villages).collect::<Vec<_>>(),
            &(0..self.judges()).collect::<Vec<_>>(),
        )
    }

    fn judges(&self) -> usize {
        self.scores[0].len()
    }

    /// The tables with villages and judges listed in these orders.
    fn tables_in(&self, villages: &[usize], judges: &[usize]) -> Tables {
        let mut places = "area,town,village\n".to_owned();
        let mut people = "panel,judge,town\n".to_owned();
        let mut sheets = "panel,judge,town,village,criterion,cell,score,reason,by\n".to_owned();
        for village in villages {
            writeln!(places, "1,镇,村{village}").expect("text");
        }
        for judge in judges {
            writeln!(people, "tour,评委{judge},").expect("text");
            for village in villages {
                for (criterion, score) in self.scores[*village][*judge].iter().flatten().enumerate()
                {
                    writeln!(
                        sheets,
                        "tour,评委{judge},镇,村{village},c{criterion},scored,{score},,"
                    )
                    .expect("text");
                }
            }
        }
        let tables = [
            (TableName::Villages, places),
            (TableName::Judges, people),
            (TableName::Sheets, sheets),
        ];
        tables.into_iter().collect()
    }

    /// A card that ranks by this panel alone.
    fn card(&self, trim: Trim, severity: Severity, weights: &[Ratio]) -> RuleCard {
        let mut card = haiyang_card();
        let composite = card.composite.as_mut().expect("it has one");
        let Component {
            source: Source::Panel(panel),
            ..
        } = &composite.components[0]
        else {
            panic!("the tour is a panel");
        };
        let criteria = (0..self.criteria).map(|index| {
            let mut criterion = panel.criteria[0].clone();
            criterion.code = format!("c{index}");
            criterion.label = format!("指标{index}");
            criterion.step = "1".parse().expect("a number");
            criterion.weight = weights[index].clone();
            criterion
        });
        let panel = Panel {
            criteria: criteria.collect(),
            recusal: JudgeRecusal::None,
            on: TrimOn::JudgeTotal,
            trim,
            minimum_judges: 1,
            severity,
        };
        let mut tour = composite.components[0].clone();
        tour.weight = Ratio::one();
        tour.source = Source::Panel(panel);
        *composite = Composite {
            group: RankingGroup::All,
            components: vec![tour],
            adjustments: Vec::new(),
            caps: pingyi_ranking::Caps::default(),
            vetoes: Vec::new(),
            ties: vec![pingyi_ranking::TieBreak::KeepTied],
            awards: Vec::new(),
            ..composite.clone()
        };
        RuleCard::parse(&card.canonical_json()).expect("a good card")
    }
}

fn ones(count: usize) -> Vec<Ratio> {
    vec![Ratio::one(); count]
}

fn result(card: &RuleCard, tables: &Tables) -> CycleResult {
    let data =
        Data::read(card, tables, Audience::Sealed).unwrap_or_else(|faults| panic!("{faults:#?}"));
    compute_result(card, &data).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

/// Place and score of each village by name.
fn places(result: &CycleResult) -> BTreeMap<String, (String, Ratio)> {
    let rows = result.groups.iter().flat_map(|group| &group.ranked);
    rows.map(|row| {
        (
            row.village.clone(),
            (row.place.clone(), row.score_exact.clone()),
        )
    })
    .collect()
}

/// Few different scores, so that ties are common; some sheets missing unless complete.
fn sheets(complete: bool) -> impl Strategy<Value = Sheets> {
    (2..6usize, 1..6usize, 1..4usize).prop_flat_map(move |(villages, judges, criteria)| {
        let sheet = prop::collection::vec(0u32..=20, criteria);
        let cell = (0u32..5, sheet)
            .prop_map(move |(given, sheet)| (complete || given > 0).then_some(sheet));
        let row = prop::collection::vec(cell, judges);
        prop::collection::vec(row, villages).prop_map(move |scores| Sheets { scores, criteria })
    })
}

fn trims() -> impl Strategy<Value = Trim> {
    let drop = |below: &str| {
        let drop = json!({"drop": {"high": 1, "low": 1, "at_least": 3, "below": below}});
        serde_json::from_value(drop).expect("a trim")
    };
    let tenth = json!({"fraction": {"each_end": "1/5"}});
    let tenth = serde_json::from_value(tenth).expect("a trim");
    select(vec![
        Trim::None,
        Trim::Median,
        drop("plain_mean"),
        drop("invalid"),
        tenth,
    ])
}

fn closest_pair() -> Trim {
    let drop = json!({"drop": {"high": 1, "low": 1, "at_least": 4, "below": "closest_pair"}});
    serde_json::from_value(drop).expect("a trim")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_rows_judges_and_villages_decides_nothing(
        sheets in sheets(false), trim in trims(), seed in any::<u64>()
    ) {
        let card = sheets.card(trim, Severity::None, &ones(sheets.criteria));
        let plain = result(&card, &sheets.tables());
        // The rows of a table backwards and turned: the same result, written in the same order.
        let mut turned = sheets.tables();
        let text = String::from_utf8(turned.get(TableName::Sheets).unwrap().to_vec()).unwrap();
        let (header, body) = text.split_once('\n').unwrap();
        let mut rows: Vec<_> = body.lines().rev().collect();
        let by = usize::try_from(seed % 7).unwrap().min(rows.len());
        rows.rotate_left(by);
        turned.insert(TableName::Sheets, format!("{header}\n{}\n", rows.join("\n")));
        prop_assert_eq!(&result(&card, &turned).groups, &plain.groups);
        // Villages and judges listed backwards: the same places.
        let villages: Vec<_> = (0..sheets.scores.len()).rev().collect();
        let judges: Vec<_> = (0..sheets.judges()).rev().collect();
        let backwards = result(&card, &sheets.tables_in(&villages, &judges));
        prop_assert_eq!(places(&backwards), places(&plain));
    }

    #[test]
    fn names_decide_nothing(sheets in sheets(false), trim in trims()) {
        let card = sheets.card(trim, Severity::None, &ones(sheets.criteria));
        let plain = places(&result(&card, &sheets.tables()));
        let mut swapped = sheets.clone();
        swapped.scores.swap(0, 1);
        let swapped = places(&result(&card, &swapped.tables()));
        prop_assert_eq!(plain.get("村0"), swapped.get("村1"));
        prop_assert_eq!(plain.get("村1"), swapped.get("村0"));
    }

    /// Not so for `closest_pair` (below), nor for the other villages under scales that look at
    /// all of them.
    #[test]
    fn a_higher_score_never_lowers_its_village(sheets in sheets(false), trim in trims(), more in 1u32..20) {
        prop_assume!(sheets.scores[0][0].is_some());
        let card = sheets.card(trim, Severity::None, &ones(sheets.criteria));
        let before = places(&result(&card, &sheets.tables()));
        let mut raised = sheets.clone();
        let score = &mut raised.scores[0][0].as_mut().unwrap()[0];
        *score = (*score + more).min(20);
        let after = places(&result(&card, &raised.tables()));
        if let Some((place, score)) = before.get("村0") {
            let (new_place, new_score) = &after["村0"];
            let number = |place: &str| place.parse::<u32>().unwrap();
            prop_assert!(new_score >= score);
            prop_assert!(number(new_place) <= number(place));
        }
    }

    #[test]
    fn a_common_factor_of_all_weights_changes_no_place(
        sheets in sheets(false), trim in trims(), factor in 2u32..1000
    ) {
        let weights: Vec<Ratio> = (1..=3u32).map(|weight| Ratio::new(weight, 3u32).unwrap()).collect();
        let scaled: Vec<Ratio> = (1..=3u32).map(|weight| Ratio::new(weight * factor, 3u32).unwrap()).collect();
        let plain = places(&result(&sheets.card(trim.clone(), Severity::None, &weights), &sheets.tables()));
        let scaled = places(&result(&sheets.card(trim, Severity::None, &scaled), &sheets.tables()));
        for (village, (place, score)) in plain {
            let product = Ratio::new(score.numerator() * BigInt::from(factor), score.denominator().clone());
            prop_assert_eq!(&scaled[&village], &(place, product.unwrap()));
        }
    }

    /// Weights too large for small integers take the other path through the same code.
    #[test]
    fn big_integers_and_small_ones_agree(sheets in sheets(false), trim in trims(), severe in any::<bool>()) {
        let severity = if severe { Severity::LeastSquares } else { Severity::None };
        let trim = if severe { Trim::None } else { trim };
        let huge = BigInt::from(10u32).pow(30);
        let big = vec![Ratio::new(huge.clone(), 1).unwrap(); sheets.criteria];
        let small = sheets.card(trim.clone(), severity, &ones(sheets.criteria));
        let big = sheets.card(trim, severity, &big);
        let data = Data::read(&small, &sheets.tables(), Audience::Sealed).unwrap();
        let Ok(small) = compute_result(&small, &data) else {
            prop_assert!(compute_result(&big, &data).is_err(), "not connected in either");
            return Ok(());
        };
        let big = places(&compute_result(&big, &data).unwrap());
        for (village, (place, score)) in places(&small) {
            let product = Ratio::new(score.numerator() * &huge, score.denominator().clone());
            prop_assert_eq!(&big[&village], &(place, product.unwrap()));
        }
    }

    #[test]
    fn a_strict_judge_changes_no_place_where_everybody_scores_everything(
        sheets in sheets(true), less in 0u32..5
    ) {
        let mut strict = sheets.clone();
        for row in &mut strict.scores {
            for score in row[0].iter_mut().flatten() {
                *score = *score / 2 + less;
            }
        }
        let mut lenient = strict.clone();
        for row in &mut lenient.scores {
            for score in row[0].iter_mut().flatten() {
                *score += 5;
            }
        }
        for severity in [Severity::None, Severity::LeastSquares] {
            let card = sheets.card(Trim::None, severity, &ones(sheets.criteria));
            let order = |sheets: &Sheets| {
                let places = places(&result(&card, &sheets.tables()));
                places.into_iter().map(|(village, (place, _))| (village, place)).collect::<Vec<_>>()
            };
            prop_assert_eq!(order(&strict), order(&lenient));
        }
        // Correcting a complete design is doing nothing.
        let evened = sheets.card(Trim::None, Severity::LeastSquares, &ones(sheets.criteria));
        let plain = sheets.card(Trim::None, Severity::None, &ones(sheets.criteria));
        let tables = sheets.tables();
        prop_assert_eq!(result(&evened, &tables).groups, result(&plain, &tables).groups);
    }

    /// The residuals of least squares sum to 0 for every judge and every village, exactly.
    #[test]
    fn severity_solves_its_normal_equations(sheets in sheets(false)) {
        let card = sheets.card(Trim::None, Severity::LeastSquares, &ones(sheets.criteria));
        let data = Data::read(&card, &sheets.tables(), Audience::Sealed).unwrap();
        let Ok(computation) = compute(&card, &data) else { return Ok(()) };
        let (mut severities, mut values, mut totals) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
        for step in computation.trace.steps() {
            match &step.op {
                Op::Severity { judges, .. } => severities.extend(judges.iter().cloned()),
                Op::Corrected { village, out, .. } => {
                    values.insert(village.clone(), out.clone());
                }
                Op::Total { judge, village, out, .. } => {
                    totals.push((judge.clone(), village.clone(), out.clone()));
                }
                _ => {}
            }
        }
        prop_assume!(!severities.is_empty());
        let sum = |numbers: Vec<Ratio>| numbers.iter().fold(Ratio::zero(), |sum, number| plus(&sum, number));
        prop_assert_eq!(sum(severities.values().cloned().collect()), Ratio::zero());
        let residual = |(judge, village, total): &(String, String, Ratio)| {
            minus(&minus(total, &values[village]), &severities[judge])
        };
        for judge in severities.keys() {
            let own = totals.iter().filter(|total| total.0 == *judge).map(residual);
            prop_assert_eq!(sum(own.collect()), Ratio::zero());
        }
        for village in values.keys() {
            let own = totals.iter().filter(|total| total.1 == *village).map(residual);
            prop_assert_eq!(sum(own.collect()), Ratio::zero());
        }
    }

    /// The vote alone gives the places, scores and ties of `rank_round`, and what the public may
    /// know gives the same as far as anything is published.
    #[test]
    fn the_vote_alone_is_the_round((card, round) in sample::card_and_round()) {
        let outcome = rank_round(&card, &round).unwrap();
        let sealed = result(&card, &vote_tables(&card, &round, None));
        let group = &sealed.groups[0];
        let ours: Vec<_> = group.ranked.iter()
            .map(|row| (row.place.clone(), row.village.clone(), row.score_exact.clone(), row.score.clone()))
            .collect();
        let theirs: Vec<_> = outcome.rows.iter()
            .map(|row| (row.rank.to_string(), row.village.clone(), row.score.clone(), row.score_published.clone()))
            .collect();
        prop_assert_eq!(ours, theirs);
        let published = AreaRanking::new(&card, &outcome);
        let tables = vote_tables(&card, &round, Some(&published));
        let data = Data::read(&card, &tables, Audience::Published).unwrap_or_else(|faults| panic!("{faults:#?}"));
        let public = compute(&card, &data).unwrap();
        let open = &public.result.groups[0];
        let hidden = outcome.opening.decided() && !outcome.opening.scores_published;
        prop_assert_eq!(open.withheld, hidden);
        if hidden {
            prop_assert!(open.ranked.is_empty() && open.unranked.is_empty());
            let tells = |op: &Op| matches!(op, Op::ClassMean { .. } | Op::Score { .. } | Op::Composite { .. });
            prop_assert!(!public.trace.steps().iter().any(|step| tells(&step.op)));
            // Nor can hidden sums be handed in.
            let known = Data::read(&card, &vote_tables(&card, &round, None), Audience::Published);
            prop_assert!(known.is_err());
        } else {
            prop_assert_eq!(open, group);
        }
    }

    /// The weight at which two villages change places is a ratio, and there they are tied.
    #[test]
    fn at_the_breakpoint_of_a_weight_two_villages_are_tied(
        (better, worse) in (1u32..100, 1u32..100), (low, high) in (0u32..50, 0u32..50)
    ) {
        // One is ahead by `better` in the first component, the other by `worse` in the second.
        let weight = Ratio::new(worse, better + worse).unwrap();
        let rest = Ratio::new(better, better + worse).unwrap();
        let mut card = haiyang_card();
        let composite = card.composite.as_mut().unwrap();
        let record = composite.components[3].clone();
        let part = |code: &str, weight: Ratio| {
            let mut part = record.clone();
            part.code = code.into();
            part.label = code.into();
            part.weight = weight;
            let Source::Record(of) = &mut part.source else { unreachable!("it is a record") };
            of.indicators.truncate(1);
            of.indicators[0].weight = Ratio::one();
            of.indicators[0].scale = pingyi_ranking::Scale::AsIs;
            part
        };
        composite.components = vec![part("one", weight), part("two", rest)];
        composite.group = RankingGroup::All;
        composite.ties = vec![pingyi_ranking::TieBreak::KeepTied];
        let card = RuleCard::parse(&card.canonical_json()).unwrap();
        let records = format!(
            "component,indicator,town,village,value\none,petitions,镇,甲,{}\ntwo,petitions,镇,甲,{high}\none,petitions,镇,乙,{low}\ntwo,petitions,镇,乙,{}\n",
            low + better, high + worse,
        );
        let tables = [
            (TableName::Villages, "area,town,village\n1,镇,甲\n2,镇,乙\n".to_owned()),
            (TableName::Records, records),
        ];
        let tied = result(&card, &tables.into_iter().collect());
        prop_assert!(tied.groups[0].ranked.iter().all(|row| row.place == "1"));
    }
}

fn plus(left: &Ratio, right: &Ratio) -> Ratio {
    let numerator = left.numerator() * right.denominator() + right.numerator() * left.denominator();
    Ratio::new(numerator, left.denominator() * right.denominator()).expect("not zero")
}

fn minus(left: &Ratio, right: &Ratio) -> Ratio {
    let numerator = left.numerator() * right.denominator() - right.numerator() * left.denominator();
    Ratio::new(numerator, left.denominator() * right.denominator()).expect("not zero")
}

/// The tables of one round: all opened sums, or only what is published.
fn vote_tables(card: &RuleCard, round: &RoundInput, published: Option<&AreaRanking>) -> Tables {
    let mut villages = "area,town,village\n".to_owned();
    for contest in &round.contests {
        writeln!(
            villages,
            "{},{},{}",
            round.area, contest.town, contest.village
        )
        .expect("text");
    }
    let mut turnout = "area,class,entitled,present,issued,returned\n".to_owned();
    let mut sums = "area,class,town,village,mark,count\n".to_owned();
    let mut means = "area,class,town,village,mean\n".to_owned();
    for class in &round.classes {
        let ClassInput {
            code,
            entitled,
            present,
            issued,
            returned,
            ..
        } = class;
        writeln!(
            turnout,
            "{},{code},{entitled},{present},{issued},{returned}",
            round.area
        )
        .expect("text");
        let public = published.map(|area| {
            area.classes
                .iter()
                .find(|public| public.class == *code)
                .expect("every class")
        });
        if public.is_none_or(|class| class.histogram_published) {
            for (contest, row) in round.contests.iter().zip(class.sums.iter().flatten()) {
                for (mark, count) in card.marks().iter().zip(row) {
                    let (town, village) = (&contest.town, &contest.village);
                    writeln!(
                        sums,
                        "{},{code},{town},{village},{},{count}",
                        round.area, mark.code
                    )
                    .expect("text");
                }
            }
        } else if public.is_some_and(|class| class.mean_published) {
            let area = published.expect("it is public");
            for contest in &round.contests {
                let row = area
                    .ranking
                    .iter()
                    .find(|row| row.village == contest.village);
                let class =
                    row.and_then(|row| row.classes.iter().find(|class| class.class == *code));
                // A village without a score is published without means; the sums of the input say them.
                let mean = match class {
                    Some(class) => class.mean_exact.clone(),
                    None => mean_of(card, round, code, contest),
                };
                let mean = mean.map_or_else(String::new, |mean| mean.to_string());
                writeln!(
                    means,
                    "{},{code},{},{},{mean}",
                    round.area, contest.town, contest.village
                )
                .expect("text");
            }
        }
    }
    let tables = [
        (TableName::Villages, villages),
        (TableName::Turnout, turnout),
        (TableName::Sums, sums),
        (TableName::Means, means),
    ];
    tables.into_iter().collect()
}

fn mean_of(
    card: &RuleCard,
    round: &RoundInput,
    code: &str,
    contest: &pingyi_ranking::Contest,
) -> Option<Ratio> {
    let rule = pingyi_ranking::MarkRule::new(card);
    let class = round.classes.iter().find(|class| class.code == code)?;
    let row = round.contests.iter().position(|other| other == contest)?;
    rule.mean(&rule.count(&class.sums.as_ref()?[row], class.returned))
}

#[test]
fn of_three_sheets_the_closest_two_can_fall_when_the_lowest_rises() {
    let sheet = |score: u32| Some(vec![score]);
    let sheets = Sheets {
        scores: vec![
            vec![sheet(10), sheet(14), sheet(17)],
            vec![sheet(13), sheet(14), sheet(17)],
        ],
        criteria: 1,
    };
    let card = sheets.card(closest_pair(), Severity::None, &ones(1));
    let places = places(&result(&card, &sheets.tables()));
    assert_eq!(places["村0"], ("1".to_owned(), "31/2".parse().unwrap()));
    assert_eq!(places["村1"], ("2".to_owned(), "27/2".parse().unwrap()));
}

#[test]
fn a_scale_over_the_group_can_turn_two_villages_when_a_third_changes() {
    let mut card = haiyang_card();
    let composite = card.composite.as_mut().unwrap();
    let mut record = composite.components[3].clone();
    record.weight = Ratio::one();
    let Source::Record(of) = &mut record.source else {
        unreachable!("it is a record");
    };
    let observed = of.indicators[2].scale.clone();
    for indicator in &mut of.indicators {
        indicator.scale = observed.clone();
    }
    of.indicators.truncate(2);
    for indicator in &mut of.indicators {
        indicator.weight = Ratio::new(1, 2).unwrap();
        indicator.step = "1".parse().unwrap();
        indicator.least = "0".parse().unwrap();
    }
    composite.components = vec![record];
    composite.ties = vec![pingyi_ranking::TieBreak::KeepTied];
    let card = RuleCard::parse(&card.canonical_json()).unwrap();
    let ahead = |third: u32| {
        let mut records = "component,indicator,town,village,value\n".to_owned();
        for (village, petitions, income) in [
            ("甲", 60, 40),
            ("乙", 40, 55),
            ("丙", third, 0),
            ("丁", 0, 100),
        ] {
            writeln!(records, "record,petitions,镇,{village},{petitions}").unwrap();
            writeln!(records, "record,income,镇,{village},{income}").unwrap();
        }
        let villages = "area,town,village\n1,镇,甲\n1,镇,乙\n1,镇,丙\n1,镇,丁\n".to_owned();
        let tables = [
            (TableName::Villages, villages),
            (TableName::Records, records),
        ];
        let places = places(&result(&card, &tables.into_iter().collect()));
        places["甲"].1 > places["乙"].1
    };
    assert!(
        ahead(60),
        "20 petitions of 60 are worth more than 15 of 100 income"
    );
    assert!(!ahead(1000), "20 petitions of 1000 are worth less");
}
