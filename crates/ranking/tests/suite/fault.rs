//! What a card with judges, records, items and other ballots must not say.

use std::fmt::Write as _;

use pingyi_ranking::{CardFaultCode as Code, RuleCard};
use serde_json::{Value, json};

use crate::sample::{changed, composite, fixture};

const TOUR: &str = "/composite/components/0/source/panel";
const RECORD: &str = "/composite/components/3/source/record/indicators";

/// The sentences of cases written as `pointer = value & … -> path code`, one a line.
fn told(cases: &str) -> String {
    let cases = cases.replace("TOUR", TOUR).replace("RECORD", RECORD);
    let mut sentences = String::new();
    for case in cases.lines().filter(|line| !line.trim().is_empty()) {
        let (changes, fault) = case.trim().split_once(" -> ").expect(case);
        let (path, code) = fault.split_once(' ').expect(case);
        let changes: Vec<_> = changes
            .split(" & ")
            .map(|change| {
                let (pointer, value) = change.split_once(" = ").expect(case);
                (pointer, serde_json::from_str(value).expect(case))
            })
            .collect();
        let found = RuleCard::parse(&changed(composite(), &changes).to_string()).expect_err(case);
        let fault = found
            .iter()
            .find(|fault| fault.path == path && json!(fault.code) == code);
        let fault = fault.unwrap_or_else(|| panic!("{case}: {found:#?}"));
        for (pointer, value) in &changes {
            writeln!(sentences, "{pointer} = {value}").unwrap();
        }
        writeln!(sentences, "  {code} {fault}").unwrap();
    }
    sentences
}

#[test]
fn the_full_card_has_no_fault() {
    let card = RuleCard::parse(&fixture("composite-card.json")).unwrap();
    assert_eq!(RuleCard::parse(&card.canonical_json()).unwrap(), card);
}

#[test]
fn a_ballot_and_its_method_must_go_together() {
    let cases = r#"
        /method = "approval" -> /method not_with_choice
        /choice = {"points":{"least":0,"most":10}} & /grades = [] & /method = "borda" -> /method not_with_choice
        /choice = {"approve":{"least":0,"most":3}} & /grades = [] -> /method not_with_choice
        /choice = {"order":{"places":3}} & /grades = [] -> /method not_with_choice
        /choice = {"points":{"least":0,"most":10}} -> /grades not_with_choice
        /choice = {"points":{"least":0,"most":10}} & /grades = [] -> /quotas not_with_choice
        /choice = {"points":{"least":5,"most":5}} -> /choice/points/most limits_out_of_order
        /choice = {"points":{"least":0,"most":21}} -> /choice/points/most too_many_steps
        /choice = {"points":{"least":0,"most":101}} -> /choice/points/most out_of_range
        /choice = {"approve":{"least":4,"most":3}} -> /choice/approve/most limits_out_of_order
        /choice = {"order":{"places":21}} -> /choice/order/places out_of_range
        /choice = {"order":{"place":3}} -> /choice/order/places missing
        /choice = {"ranking":{"places":3}} -> /choice bad_choice
        /choice = {"approve":{"least":0,"most":3}} -> /blank/allowed not_with_choice
        /choice = {"order":{"places":3}} & /blank = {"allowed":true,"counts_as":"void"} -> /blank/counts_as not_with_choice
        /choice = {"points":{"least":0,"most":10}} & /blank = {"allowed":true,"counts_as":{"grade":"11"}} -> /blank/counts_as/grade unknown_grade
        /quotas/0/grade = "best" -> /quotas/0/grade unknown_grade
        /quotas = [{"grade":"good","most":3},{"grade":"good","most":4}] -> /quotas/1/grade repeated
        /method = "majority_judgment" & /empty_class = "zero" -> /empty_class not_with_method
    "#;
    insta::assert_snapshot!("ballot_faults", told(cases));
}

#[test]
fn components_must_add_up() {
    let cases = r#"
        /composite/components = [] -> /composite/components too_few
        /composite/components/0/weight = "0.5" -> /composite/components weights_not_one
        /composite/components/3/weight = "0" -> /composite/components/3/weight weight_not_positive
        /composite/components/1/code = "tour" -> /composite/components/1/code repeated
        /composite/components/1/label = "现场观摩" -> /composite/components/1/label repeated
        /composite/components/1/code = "Tour" -> /composite/components/1/code bad_code
        /composite/components/1/label = "" -> /composite/components/1/label bad_text
        /composite/components/1/source = "vote" -> /composite/components/2/source vote_twice
        /composite/components/1/source = "votes" -> /composite/components/1/source bad_choice
        /method = "majority_judgment" -> /composite/components/2/source not_with_method
        /awards = [{"label":"优秀","share":"0.3","tie":"include"}] -> /awards awards_twice
        /composite/rounding/decimals = 7 -> /composite/rounding/decimals out_of_range
        /composite/missing = "ignore" -> /composite/missing bad_choice
    "#;
    insta::assert_snapshot!("component_faults", told(cases));
}

#[test]
fn a_panel_must_be_one_that_can_score() {
    let cases = r#"
        TOUR/criteria = [] -> TOUR/criteria too_few
        TOUR/criteria/1/code = "party" -> TOUR/criteria/1/code repeated
        TOUR/criteria/1/label = "基层党建" -> TOUR/criteria/1/label repeated
        TOUR/criteria/0/help = " " -> TOUR/criteria/0/help bad_text
        TOUR/criteria/0/most = "0" -> TOUR/criteria/0/most limits_out_of_order
        TOUR/criteria/0/step = "0" -> TOUR/criteria/0/step step_not_positive
        TOUR/criteria/0/step = "3" -> TOUR/criteria/0/step off_step
        TOUR/criteria/0/least = "0.25" & TOUR/criteria/0/most = "20.25" -> TOUR/criteria/0/least too_many_decimals
        TOUR/criteria/0/weight = "-1" -> TOUR/criteria/0/weight weight_not_positive
        TOUR/minimum_judges = 0 -> TOUR/minimum_judges out_of_range
        TOUR/trim/drop/at_least = 2 & TOUR/minimum_judges = 1 -> TOUR/trim/drop/at_least trim_too_wide
        TOUR/minimum_judges = 6 -> TOUR/trim/drop/at_least trim_too_wide
        TOUR/trim/drop/below = "none" -> TOUR/trim/drop/below bad_choice
        TOUR/trim = {"fraction":{"each_end":"1/2"}} -> TOUR/trim/fraction/each_end bad_fraction
        TOUR/trim = {"fraction":{"each_end":"-0.1"}} -> TOUR/trim/fraction/each_end bad_fraction
        TOUR/trim = {"fraction":{}} -> TOUR/trim/fraction/each_end missing
        TOUR/trim = {"cut":{}} -> TOUR/trim bad_choice
        TOUR/severity = "least_squares" -> TOUR/severity severity_not_possible
        TOUR/severity = "least_squares" & TOUR/trim = "none" & TOUR/on = "criterion" -> TOUR/severity severity_not_possible
    "#;
    insta::assert_snapshot!("panel_faults", told(cases));
}

#[test]
fn a_record_and_its_scales_must_have_a_width() {
    let cases = r#"
        RECORD = [] -> RECORD too_few
        RECORD/0/weight = "0.2" -> RECORD weights_not_one
        RECORD/0/code = "income" -> RECORD/1/code repeated
        RECORD/0/most = "0.5" -> RECORD/0/step off_step
        RECORD/0/unit = " 件" -> RECORD/0/unit bad_text
        RECORD/0/scale/fixed/to = "10.0" -> RECORD/0/scale/fixed/to bad_scale
        RECORD/1/scale/target/target = "0" -> RECORD/1/scale/target/target bad_scale
        /composite/components/3/scale = {"z_score":{"better":"high","center":"80","spread":"0","decimals":6}} -> /composite/components/3/scale/z_score/spread bad_scale
        /composite/components/3/scale = {"z_score":{"better":"high","center":"80","spread":"10","decimals":13}} -> /composite/components/3/scale/z_score/decimals out_of_range
        /composite/components/3/scale = {"rank":{"better":"more"}} -> /composite/components/3/scale/rank/better bad_choice
    "#;
    insta::assert_snapshot!("record_faults", told(cases));
}

#[test]
fn items_caps_vetoes_and_awards_must_be_possible() {
    let cases = r#"
        /composite/adjustments/0/least = "-0.5" -> /composite/adjustments/0/least negative
        /composite/adjustments/1/most = "0" -> /composite/adjustments/1/most limits_out_of_order
        /composite/adjustments/0/step = "1" -> /composite/adjustments/0/step off_step
        /composite/adjustments/0/code = "model" -> /composite/adjustments/1/code repeated
        /composite/caps/bonus = "-1" -> /composite/caps/bonus negative
        /composite/caps/least = "101" -> /composite/caps/most limits_out_of_order
        /composite/caps/bonus = null -> /composite/caps/bonus wrong_type
        /composite/vetoes/0/code = "discipline" -> /composite/vetoes/1/code repeated
        /composite/vetoes/0/code = "withheld" -> /composite/vetoes/0/code reserved_code
        /composite/vetoes/0/effect = {"cap":60} -> /composite/vetoes/0/effect/cap wrong_type
        /composite/awards/0/share = "0" -> /composite/awards/0/share bad_share
        /composite/awards/0/share = "3/2" -> /composite/awards/0/share bad_share
        /composite/awards/0/share = "0.7" -> /composite/awards shares_over_one
        /composite/awards/1/label = "优秀" -> /composite/awards/1/label repeated
    "#;
    insta::assert_snapshot!("item_faults", told(cases));
}

#[test]
fn a_chain_of_ties_compares_what_there_is() {
    let cases = r#"
        /composite/ties = ["lot_by_seed"] -> /composite/ties tie_chain_open
        /composite/ties = ["keep_tied","lot_by_seed","keep_tied"] -> /composite/ties tie_chain_open
        /composite/ties = ["lot_by_seed","lot_by_seed","keep_tied"] -> /composite/ties/1 repeated
        /composite/ties/0 = {"component":"visit"} -> /composite/ties/0/component unknown_component
        /composite/ties/0 = {"criterion":{"component":"visit","criterion":"party"}} -> /composite/ties/0/criterion/component unknown_component
        /composite/ties/0 = {"criterion":{"component":"tour","criterion":"content"}} -> /composite/ties/0/criterion/criterion unknown_criterion
        /composite/ties/0 = {"criterion":{"component":"vote","criterion":"party"}} -> /composite/ties/0/criterion/criterion unknown_criterion
        /composite/ties/0 = {"criterion":"party"} -> /composite/ties/0/criterion wrong_type
        /composite/ties/1 = {"class":"county"} -> /composite/ties/1/class unknown_class
        /composite/ties/1 = {"marks":"best"} -> /composite/ties/1/marks unknown_mark
        /ties = [{"component":"tour"},"keep_tied"] -> /ties/0 tie_not_possible
        /method = "majority_judgment" & /ties = [{"class":"town"},"keep_tied"] -> /ties/0 not_with_method
        /composite/components/2/source = {"record":{"indicators":[]}} -> /composite/ties/1 tie_not_possible
        /ranks = "ordinal" -> /ranks ordinal_without_lot
        /composite/ranks = "ordinal" & /composite/ties = ["keep_tied"] -> /composite/ranks ordinal_without_lot
    "#;
    insta::assert_snapshot!("tie_faults", told(cases));
}

#[test]
fn no_list_is_longer_than_a_hundred() {
    for (pointer, entry) in [
        ("/quotas", json!({"grade": "good", "most": 1})),
        (
            "/composite/components",
            composite()["composite"]["components"][2].clone(),
        ),
        (
            "/composite/components/0/source/panel/criteria",
            composite()["composite"]["components"][0]["source"]["panel"]["criteria"][0].clone(),
        ),
        (
            "/composite/components/3/source/record/indicators",
            composite()["composite"]["components"][3]["source"]["record"]["indicators"][0].clone(),
        ),
        (
            "/composite/adjustments",
            composite()["composite"]["adjustments"][0].clone(),
        ),
        (
            "/composite/vetoes",
            composite()["composite"]["vetoes"][0].clone(),
        ),
        ("/composite/ties", json!("lot_by_seed")),
        (
            "/composite/awards",
            composite()["composite"]["awards"][0].clone(),
        ),
    ] {
        let document = changed(composite(), &[(pointer, Value::Array(vec![entry; 101]))]);
        let found = RuleCard::parse(&document.to_string()).unwrap_err();
        let fault = found
            .iter()
            .find(|fault| fault.path == pointer && fault.code == Code::TooMany);
        assert!(fault.is_some(), "{pointer}");
    }
}
