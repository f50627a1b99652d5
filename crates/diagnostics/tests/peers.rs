//! What R, pingouin, krippendorff, scipy and Python's fractions make of the same scores: `tools/peer-statistics.py`.

use pingyi_diagnostics::{
    Facets, Rasch, Score, Table,
    agreement::{Icc, Level, kendall_w, krippendorff_alpha},
};
use serde_json::Value;

const NEAR: f64 = 1e-6;

fn vectors(of: &str) -> Vec<Value> {
    let vectors: Value =
        serde_json::from_str(include_str!("../../../fixtures/vectors/statistics.json")).unwrap();
    vectors[of].as_array().unwrap().clone()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

fn count(value: &Value) -> usize {
    usize::try_from(value.as_u64().unwrap()).unwrap()
}

fn near(is: f64, peer: &Value, what: &str) {
    let peer = peer.as_f64().unwrap();
    assert!((is - peer).abs() < NEAR, "{what}: {is}, peer {peer}");
}

fn table(set: &Value) -> Table {
    let rows: Vec<Vec<Option<f64>>> = list(&set["rows"])
        .iter()
        .map(|row| list(row).iter().map(Value::as_f64).collect())
        .collect();
    Table::new(&rows).unwrap()
}

#[test]
fn rasch_measures_errors_and_fit_are_those_of_r() {
    let sets = vectors("rasch");
    assert!(sets.len() >= 3);
    for set in sets {
        let facets = Facets {
            villages: count(&set["villages"]),
            judges: count(&set["judges"]),
            criteria: count(&set["criteria"]),
            scores: list(&set["scores"])
                .iter()
                .map(|score| Score {
                    village: count(&score[0]),
                    judge: count(&score[1]),
                    criterion: count(&score[2]),
                    category: count(&score[3]),
                })
                .collect(),
        };
        let name = set["name"].as_str().unwrap();
        let rasch = Rasch::of(&facets).unwrap();
        near(rasch.log_likelihood, &set["log_likelihood"], name);
        assert_eq!(
            rasch.thresholds.len(),
            list(&set["thresholds"]).len(),
            "{name}"
        );
        for (threshold, peer) in rasch.thresholds.iter().zip(list(&set["thresholds"])) {
            near(*threshold, peer, name);
        }
        let mut compared = 0;
        for peer in list(&set["measures"]) {
            let (facet, element) = (peer[0].as_str().unwrap(), count(&peer[1]));
            let measures = match facet {
                "village" => &rasch.villages,
                "judge" => &rasch.judges,
                _ => &rasch.criteria,
            };
            let what = format!("{name}, {facet} {element}");
            let measure = measures[element].expect(&what);
            near(measure.measure, &peer[2], &what);
            near(measure.error, &peer[3], &what);
            assert_eq!(measure.fit.is_none(), peer[4].is_null(), "{what}");
            assert_eq!(measure.extreme.is_some(), peer[4].is_null(), "{what}");
            if let Some(fit) = measure.fit {
                near(fit.infit, &peer[4], &what);
                near(fit.outfit, &peer[5], &what);
            }
            compared += 1;
        }
        assert_eq!(
            compared,
            facets.villages + facets.judges + facets.criteria,
            "{name}"
        );
    }
}

#[test]
fn intraclass_correlations_are_those_of_pingouin() {
    let sets = vectors("icc");
    assert!(sets.len() >= 5);
    for set in sets {
        let icc = Icc::of(&table(&set)).unwrap();
        let all = [
            icc.one_single,
            icc.two_single,
            icc.three_single,
            icc.one_mean,
            icc.two_mean,
            icc.three_mean,
        ];
        for (is, peer) in all.into_iter().zip(list(&set["icc"])) {
            near(is, peer, set["name"].as_str().unwrap());
        }
    }
}

#[test]
fn alpha_is_that_of_krippendorff() {
    let sets = vectors("alpha");
    assert!(sets.len() >= 5);
    for set in sets {
        for (level, name) in [
            (Level::Nominal, "nominal"),
            (Level::Ordinal, "ordinal"),
            (Level::Interval, "interval"),
        ] {
            let alpha = krippendorff_alpha(&table(&set), level).unwrap();
            near(alpha, &set[name], set["name"].as_str().unwrap());
        }
    }
}

#[test]
fn concordance_is_that_of_scipy() {
    let sets = vectors("kendall_w");
    assert!(sets.len() >= 5);
    for set in sets {
        near(
            kendall_w(&table(&set)).unwrap(),
            &set["w"],
            set["name"].as_str().unwrap(),
        );
    }
}
