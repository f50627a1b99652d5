//! The Haiyang 2022 cycle, as files of the project. Ballots and rules are made up and say so.

/// Villages of the register: 32 named in the source, 71 made up.
pub(crate) const VILLAGES: &str = include_str!("../../../../fixtures/haiyang-2022/villages.csv");
/// Made-up projects that add up to 7,345.77 万元.
pub(crate) const PROJECTS: &str = include_str!("../../../../fixtures/haiyang-2022/projects.csv");
/// Made-up rules.
const RULE_CARD: &str = include_str!("../../../../fixtures/haiyang-2022/rule-card.json");
/// Made-up votes, chosen so that the first places come out as reported.
pub(crate) const VOTES: &str = include_str!("../../../../fixtures/haiyang-2022/votes.csv");
/// What the source says of the event.
const FACTS: &str = include_str!("../../../../fixtures/haiyang-2022/facts.json");

/// Code of the cycle.
pub(crate) const CODE: &str = "haiyang-2022";

/// The cycle as the interface takes it.
pub(crate) fn cycle() -> serde_json::Value {
    let facts: serde_json::Value = serde_json::from_str(FACTS).unwrap_or_default();
    let stop = &facts["tour"]["unscored_stop"];
    serde_json::json!({
        "code": CODE,
        "name": facts["event"]["name"],
        "year": 2022,
        "organiser": facts["event"]["organiser"],
        "place": "海阳市",
        "from_date": facts["event"]["from"],
        "to_date": facts["event"]["to"],
        "aspects": facts["report_aspects"],
        "unscored_stops": [{ "date": "2022-11-25", "village": stop["village"], "activity": stop["activity"] }],
        "synthetic": true,
    })
}

/// Made-up rules with judges, records and items beside the vote.
const COMPOSITE_CARD: &str = include_str!("../../../../fixtures/haiyang-2022/composite-card.json");

/// Made-up scores for the composite rules: table and content, in the order in which they can be imported.
pub(crate) const SCORES: [(&str, &str); 6] = [
    (
        "judges",
        include_str!("../../../../fixtures/haiyang-2022/scores/judges.csv"),
    ),
    (
        "sheets",
        include_str!("../../../../fixtures/haiyang-2022/scores/sheets.csv"),
    ),
    (
        "records",
        include_str!("../../../../fixtures/haiyang-2022/scores/records.csv"),
    ),
    (
        "adjustments",
        include_str!("../../../../fixtures/haiyang-2022/scores/adjustments.csv"),
    ),
    (
        "vetoes",
        include_str!("../../../../fixtures/haiyang-2022/scores/vetoes.csv"),
    ),
    (
        "lot-seed",
        include_str!("../../../../fixtures/haiyang-2022/scores/lot-seed.txt"),
    ),
];

/// The rules with so many of the three scrutineers needed; of the vote alone, or with what counts beside it.
pub(crate) fn rule_card(threshold: u32, composite: bool) -> String {
    let rules = if composite { COMPOSITE_CARD } else { RULE_CARD };
    let mut card: serde_json::Value = serde_json::from_str(rules).unwrap_or_default();
    card["trustees"]["threshold"] = threshold.into();
    card.to_string()
}

/// The register and the ledger of the county: table and content, in the order in which they can be imported.
pub(crate) const REGISTER: [(&str, &str); 5] = [
    (
        "units",
        include_str!("../../../../fixtures/haiyang-2022/register/units.csv"),
    ),
    (
        "people",
        include_str!("../../../../fixtures/haiyang-2022/register/people.csv"),
    ),
    (
        "projects",
        include_str!("../../../../fixtures/haiyang-2022/register/projects.csv"),
    ),
    (
        "funding",
        include_str!("../../../../fixtures/haiyang-2022/register/funding.csv"),
    ),
    (
        "milestones",
        include_str!("../../../../fixtures/haiyang-2022/register/milestones.csv"),
    ),
];

/// The made-up batch that secretaries of the register were admitted in.
pub(crate) fn batch() -> serde_json::Value {
    serde_json::json!({
        "why": "演示",
        "body": { "number": "1", "name": "示例第一批专业化管理村党组织书记", "on": "2018-05-01", "document": "示例〔2018〕1号" },
    })
}
