//! The analysis of a whole cycle: the made-up scores of Haiyang.

use std::path::{Path, PathBuf};

use pingyi_diagnostics::{Analysis, DriftLink, PanelMean, Ratings, Visits};
use pingyi_ranking::{
    Audience, Computation, Data, Op, RuleCard, Source, TableName, Tables, compute, compute_result,
};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/haiyang-2022")
}

fn tables() -> Tables {
    let read = |name: TableName| std::fs::read(folder().join("scores").join(name.file_name())).ok();
    TableName::ALL
        .into_iter()
        .filter_map(|name| Some((name, read(name)?)))
        .collect()
}

fn cycle(change: impl Fn(&mut RuleCard)) -> (RuleCard, Data, Computation) {
    let text = std::fs::read_to_string(folder().join("composite-card.json")).unwrap();
    let mut card = RuleCard::parse(&text).unwrap();
    change(&mut card);
    let data = Data::read(&card, &tables(), Audience::Sealed).unwrap();
    let computation = compute(&card, &data).unwrap();
    (card, data, computation)
}

#[test]
fn the_panels_values_are_those_of_the_result() {
    let (card, data, computation) = cycle(|_| ());
    let plan = card.ranking_plan();
    let mut compared = 0;
    for (number, component) in plan.components.iter().enumerate() {
        let Source::Panel(panel) = &component.source else {
            continue;
        };
        let ratings = Ratings::of_panel(&card, &data, number).unwrap().unwrap();
        let values = PanelMean::new(&ratings, panel).values();
        for (village, value) in ratings.villages().iter().zip(values) {
            let exact = computation
                .trace
                .steps()
                .iter()
                .find_map(|step| match &step.op {
                    Op::Composite {
                        town,
                        r#in,
                        village: name,
                        ..
                    } if (town, name) == (&village.town, &village.village) => {
                        let part = r#in.iter().find(|(code, _, _)| *code == component.code);
                        part.map(|(_, _, value)| pingyi_diagnostics::Estimate::of(value).0)
                    }
                    _ => None,
                });
            if let Some(exact) = exact {
                assert!((value.unwrap() - exact).abs() < 1e-9, "{}", village.village);
                compared += 1;
            }
        }
    }
    assert!(compared > 50);
}

#[test]
fn everything_the_page_needs_is_there() {
    let (card, data, computation) = cycle(|_| ());
    let analysis = Analysis::of(&card, &data, &computation, 2022);
    assert_eq!(analysis.notice.zh, "供参考，不决定结果");
    assert_eq!(analysis.seed, "2022");
    let codes: Vec<&str> = analysis
        .panels
        .iter()
        .map(|panel| panel.component.as_str())
        .collect();
    assert_eq!(codes, ["tour", "debrief"]);
    for panel in &analysis.panels {
        assert_eq!(panel.refused, None);
        assert_eq!(panel.rasch.refused, None);
        assert_eq!(panel.judges.len(), panel.design.judges);
        assert_eq!(panel.without_judge.len(), panel.design.judges);
        assert_eq!(panel.villages.len(), data.villages());
        assert_eq!(panel.agreement.len(), panel.design.criteria + 1);
        assert!(
            panel
                .agreement
                .iter()
                .all(|of| of.kendall_w.is_some() && of.alpha.is_some())
        );
        assert!(
            panel
                .judges
                .iter()
                .all(|judge| judge.lenience.is_some() && judge.measure.is_some())
        );
        for village in panel
            .villages
            .iter()
            .filter(|village| village.place.is_some())
        {
            assert!(village.place_from <= village.place_to && village.bracket.is_some());
            let again = |other: &usize| panel.villages[*other].bracket == village.bracket;
            assert!(village.unclear_with.iter().all(again));
        }
    }
    // Four areas, each with four components and two classes.
    assert_eq!(analysis.sensitivity.len(), 8);
    assert!(
        analysis
            .sensitivity
            .iter()
            .all(|of| [2, 4].contains(&of.weights.len()))
    );
    let json = serde_json::to_string(&analysis).unwrap();
    assert!(json.contains("\"of\":\"components\"") && !json.contains("NaN"));
}

#[test]
fn the_order_beside_the_present_weight_is_that_of_the_exact_scores() {
    let (card, data, computation) = cycle(|_| ());
    let analysis = Analysis::of(&card, &data, &computation, 1);
    let mut level_now = 0;
    for of in &analysis.sensitivity {
        let group = computation
            .result
            .groups
            .iter()
            .find(|group| group.group == of.group)
            .unwrap();
        let score = |number: usize| {
            let [town, village] = &of.villages[number];
            let mut ranked = group.ranked.iter();
            let found = ranked.find(|one| &one.town == town && &one.village == village);
            &found.unwrap().score_exact
        };
        for span in &of.weights {
            let now: pingyi_ranking::Ratio = span.weight.parse().unwrap();
            let at = |swap: &pingyi_diagnostics::Swap| -> pingyi_ranking::Ratio {
                swap.at.parse().unwrap()
            };
            let before = span.swaps.iter().filter(|swap| at(swap) < now).count();
            for pair in span.orders[before].windows(2) {
                let (ahead, behind) = (score(pair[0][0]), score(pair[1][0]));
                assert!(ahead >= behind, "{} {}", of.group, span.code);
                // Level at the present weight: then it is a breakpoint, and the nearest.
                if ahead == behind {
                    level_now += 1;
                    assert_eq!(at(&span.swaps[before]), now);
                    assert_eq!(at(span.nearest.as_ref().unwrap()), now);
                }
            }
        }
    }
    assert!(level_now > 0, "the scores have villages that are level");
}

#[test]
fn places_of_the_result_lie_in_their_intervals_and_brackets_follow_them() {
    let (card, data, computation) = cycle(|_| ());
    let analysis = Analysis::of(&card, &data, &computation, 5);
    assert_eq!(analysis.no_intervals, None);
    let mut inside = 0;
    for place in &analysis.places {
        let (Some(from), Some(to)) = (place.place_from, place.place_to) else {
            continue;
        };
        let number: usize = place.place.as_ref().unwrap().parse().unwrap();
        inside += usize::from((from..=to).contains(&number));
        assert!(place.bracket.is_some());
    }
    assert!(inside >= 28, "{inside}");
    let same = Analysis::of(&card, &data, &computation, 5);
    assert_eq!(analysis, same);
}

#[test]
fn a_judge_left_out_is_a_judge_whose_sheets_are_voided() {
    let (card, data, _) = cycle(|_| ());
    let without = compute_result(&card, &data.without_judge(0, 0)).unwrap();
    // The same by the tables: every row of the judge becomes voided.
    let mut tables = tables();
    let sheets = String::from_utf8(tables.get(TableName::Sheets).unwrap().to_vec()).unwrap();
    let judge = data.panel(0).unwrap().judges().next().unwrap().0.to_owned();
    let lines: Vec<String> = sheets
        .lines()
        .map(|line| {
            let mut cells: Vec<&str> = line.split(',').collect();
            if cells[0] == "tour" && cells[1] == judge {
                (cells[5], cells[6], cells[7], cells[8]) = ("voided", "", "假设", "分析");
            }
            cells.join(",")
        })
        .collect();
    tables.insert(TableName::Sheets, lines.join("\n") + "\n");
    let data = Data::read(&card, &tables, Audience::Sealed).unwrap();
    assert_eq!(without, compute_result(&card, &data).unwrap());
}

#[test]
fn corrected_severity_is_shown_exactly_beside_its_estimate() {
    let (card, data, computation) = cycle(|card| {
        let composite = card.composite.as_mut().unwrap();
        let Source::Panel(panel) = &mut composite.components[0].source else {
            panic!("the tour has judges");
        };
        panel.trim = pingyi_ranking::Trim::None;
        panel.severity = pingyi_ranking::Severity::LeastSquares;
    });
    let analysis = Analysis::of(&card, &data, &computation, 1);
    let mut compared = 0;
    for judge in &analysis.panels[0].judges {
        if let Some(exact) = &judge.lenience_exact {
            let exact = pingyi_diagnostics::Estimate::of(&exact.parse().unwrap()).0;
            assert!((exact - judge.lenience.unwrap().0).abs() < 1e-9);
            compared += 1;
        }
    }
    assert!(compared > 10);
}

#[test]
fn days_are_compared_only_where_they_are_known_and_linked() {
    let (card, data, computation) = cycle(|_| ());
    let without = Analysis::of(&card, &data, &computation, 1);
    assert_eq!(without.panels[0].drift.link, None);
    let days: Vec<Option<usize>> = data
        .village_names()
        .map(|(area, _, _)| Some(area))
        .collect();
    let visits = |covariate| Visits {
        component: "tour",
        days: &days,
        covariate,
    };
    let drift = |covariate| {
        let analysis = Analysis::with_visits(&card, &data, &computation, 1, &[visits(covariate)]);
        analysis.panels[0].drift.clone()
    };
    assert!(drift(None).says.zh.contains("无从得知"));
    let linked = drift(Some("debrief"));
    assert_eq!(
        (linked.link, linked.days.len()),
        (Some(DriftLink::Covariate), 4)
    );
    assert!(
        linked.says.zh.contains("以“现场述职”为对照"),
        "{}",
        linked.says.zh
    );
    // Days of the tour say nothing of what was scored in the hall.
    let analysis = Analysis::with_visits(&card, &data, &computation, 1, &[visits(Some("debrief"))]);
    assert_eq!(analysis.toured.as_deref(), Some("tour"));
    assert!(analysis.panels[1].drift.says.zh.contains("不是观摩途中"));
}
