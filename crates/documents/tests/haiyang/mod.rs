//! The Haiyang fixture as report models. Counts, scores, slips and keys are made up here; names, days and projects are
//! read from `fixtures/haiyang-2022`.

use std::{collections::BTreeMap, fs, path::PathBuf};

use jiff::civil::{Date, date};
use pingyi_documents::{
    bulletin::{
        Archive, Area, Bulletin, Category, ClassCount, Place, Round, TownVisit, UnscoredStop,
    },
    count_sheet::{ClassBalance, CountSheet},
    slips::{Slip, SlipGroup, SlipSheet},
    trustee_backup::TrusteeBackup,
};
use serde_json::Value;

/// One row of a fixture table, by column name.
pub type Row = BTreeMap<String, String>;

fn path(file: &str) -> PathBuf {
    [
        env!("CARGO_MANIFEST_DIR"),
        "../../fixtures/haiyang-2022",
        file,
    ]
    .iter()
    .collect()
}

/// The rows of a table.
pub fn table(file: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(path(file)).expect("the fixture is there");
    reader
        .deserialize()
        .map(|row| row.expect("a well-formed row"))
        .collect()
}

/// `facts.json`.
pub fn facts() -> Value {
    serde_json::from_str(&fs::read_to_string(path("facts.json")).expect("the fixture is there"))
        .expect("JSON")
}

fn texts(value: &Value) -> Vec<String> {
    value
        .as_array()
        .expect("an array")
        .iter()
        .map(|text| text.as_str().expect("text").to_owned())
        .collect()
}

fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

fn hex(seed: u32) -> String {
    let part = |part: u32| format!("{:08x}", (seed * 8 + part + 1).wrapping_mul(0x9E37_79B1));
    (0..8).map(part).collect::<Vec<_>>().concat()
}

/// The bulletin of the meeting.
pub fn bulletin() -> Bulletin {
    let (facts, units) = (facts(), table("units.csv"));
    let event = &facts["event"];
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let mut areas: Vec<Area> = Vec::new();
    for unit in &units {
        let area: u32 = unit["area"].parse().expect("a number");
        if areas.last().is_none_or(|last| last.area != area) {
            let (day_number, date) = (
                unit["tour_day"].parse().expect("a number"),
                day(&unit["tour_date"]),
            );
            areas.push(Area {
                area,
                day: day_number,
                date,
                towns: Vec::new(),
            });
        }
        let towns = &mut areas.last_mut().expect("just pushed").towns;
        match towns.last_mut().filter(|last| last.town == unit["town"]) {
            Some(visit) => visit.villages.push(unit["village"].clone()),
            None => towns.push(TownVisit {
                town: unit["town"].clone(),
                villages: vec![unit["village"].clone()],
            }),
        }
    }
    let mut categories: Vec<Category> = texts(&facts["projects"]["categories"])
        .into_iter()
        .map(|category| Category {
            category,
            count: 0,
            investment_fen: 0,
        })
        .collect();
    for project in table("projects.csv") {
        let row = categories
            .iter_mut()
            .find(|row| row.category == project["category"])
            .expect("a known category");
        row.count += 1;
        row.investment_fen += project["investment_fen"].parse::<i64>().expect("fen");
    }
    let stop = &facts["tour"]["unscored_stop"];
    Bulletin {
        series: "工作简报".into(),
        issue: 1,
        issued_on: date(2022, 11, 30),
        title: "海阳市2022年农村党组织书记专业化管理\n比武观摩述职评议会议情况".into(),
        event: text(&event["name"]),
        organiser: text(&event["organiser"]),
        place: "海阳市".into(),
        from: day(event["from"].as_str().expect("text")),
        to: day(event["to"].as_str().expect("text")),
        town_organisers: 16,
        secretaries: 103,
        areas,
        unscored_stops: vec![UnscoredStop {
            date: date(2022, 11, 25),
            village: text(&stop["village"]),
            activity: text(&stop["activity"]).replace(':', "："),
        }],
        aspects: texts(&facts["report_aspects"]),
        rounds: (1..=4).map(|round| self::round(round, &facts, &units)).collect(),
        projects: categories,
        counting: vec![
            "每个村在优秀、良好、一般、较差四个等次中选一个，分别计100、80、60、40分；不选为弃权，不计入该村的平均分。".into(),
            "票分两类：镇票权重0.4，由16名镇街组织委员投；村票权重0.6，由其他三个片区的村党组织书记投。".into(),
            "每类票先算平均分，再按权重相加，得该村得分；得分四舍五入到两位小数公布，名次按未舍入的得分排。".into(),
            "得分相同的名次并列，其后的名次顺延空出。".into(),
            "实到人数达到应到人数的三分之二方可投票；某类收回不足10票时，该类不开票。".into(),
        ],
        rule_card_sha256: hex(0),
        archives: archives(),
        recipients: Some("各镇街区党（工）委，市直有关部门。".into()),
        synthetic: true,
    }
}

fn archives() -> Vec<Archive> {
    let boxes = (1..=4_u32).flat_map(|round| [(round, "镇", "town"), (round, "村", "village")]);
    let archive = |(seed, (round, class, code)): (u32, (u32, &str, &str))| Archive {
        label: format!("第{round}轮 {class}票"),
        file: format!("round-{round}-{code}.bel"),
        sha256: hex(seed),
    };
    (1..).zip(boxes).map(archive).collect()
}

fn round(round: u32, facts: &Value, units: &[Row]) -> Round {
    const SCORES: [&str; 8] = [
        "93.26", "91.08", "88.71", "86.40", "85.95", "83.17", "80.02", "78.64",
    ];
    let winners = texts(&facts["appraisal"]["first_places"][round.to_string()]);
    let area: Vec<&Row> = units
        .iter()
        .filter(|unit| unit["area"] == round.to_string())
        .collect();
    let won = |unit: &Row| winners.contains(&format!("{}{}", unit["town"], unit["village"]));
    let order = area
        .iter()
        .filter(|unit| won(unit))
        .chain(area.iter().filter(|unit| !won(unit)));
    let place = |(at, unit): (usize, &&Row)| {
        let tied = at < winners.len();
        let (rank, score) = if tied {
            (1_u32, SCORES[0])
        } else {
            (u32::try_from(at).expect("eight") + 1, SCORES[at])
        };
        Place {
            rank: rank.to_string(),
            town: unit["town"].clone(),
            village: unit["village"].clone(),
            score: score.into(),
        }
    };
    let (entitled, present, valid) =
        [(77, 76, 76), (78, 77, 76), (77, 77, 77), (77, 76, 76)][round as usize - 1];
    let class = |class: &str, weight: &str, entitled, present, valid| ClassCount {
        class: class.into(),
        weight: weight.into(),
        entitled,
        present,
        returned: valid,
        valid,
        opened: true,
    };
    Round {
        round,
        area: round,
        classes: vec![
            class("镇", "0.4", 16, 16, 16),
            class("村", "0.6", entitled, present, valid),
        ],
        ranking: order.enumerate().map(place).collect(),
    }
}

/// Slips of the five groups, with made-up credentials.
pub fn slips() -> SlipSheet {
    const BASE58: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    let slip = |seed: usize| {
        let letter =
            |at: usize| char::from(BASE58[(seed * 7919 + at * at * 104_729 + at * 31) % 58]);
        let part =
            |from: usize, length: usize| (from..from + length).map(letter).collect::<String>();
        let code = [part(0, 5), part(5, 6), part(11, 5), part(16, 6)].join("-");
        Slip {
            url: format!("https://pingyi.example/v#haiyang-2022.{code}"),
            code,
        }
    };
    let groups = [
        ("镇街组织委员", 16),
        ("第1片区村书记", 26),
        ("第2片区村书记", 25),
        ("第3片区村书记", 26),
        ("第4片区村书记", 26),
    ];
    let group = |(at, (label, count)): (usize, (&str, usize))| SlipGroup {
        label: label.into(),
        box_label: format!("{}号箱", at + 1),
        slips: (0..count).map(|n| slip(at * 100 + n)).collect(),
        spares: (0..3).map(|n| slip(at * 100 + 90 + n)).collect(),
    };
    SlipSheet {
        event: bulletin().event,
        groups: groups.into_iter().enumerate().map(group).collect(),
        synthetic: true,
    }
}

/// A scrutineer's backup with a made-up key.
pub fn trustee_backup() -> TrusteeBackup {
    TrusteeBackup {
        event: bulletin().event,
        trustee: "监票人甲".into(),
        fingerprint: "7K4F-QA2M-9XWD".into(),
        backup: format!("pingyi-key-1.{}.{}", hex(21), &hex(22)[..16]),
        made_on: date(2022, 11, 23),
        synthetic: true,
    }
}

/// The count sheet of a round.
pub fn count_sheet(round: u32) -> CountSheet {
    let bulletin = bulletin();
    let found = bulletin
        .rounds
        .into_iter()
        .find(|found| found.round == round)
        .expect("one of four rounds");
    let balance = |class: &ClassCount| ClassBalance {
        class: class.class.clone(),
        entitled: class.entitled,
        present: class.present,
        issued: class.present + u32::from(class.class == "村" && round == 1),
        spare: u32::from(class.class == "村" && round == 1),
        spoiled: u32::from(class.class == "村" && round == 1),
        returned: class.returned,
        valid: class.valid,
    };
    CountSheet {
        event: bulletin.event,
        round,
        area: found.area,
        date: date(2022, 11, 27),
        rule_card_sha256: bulletin.rule_card_sha256,
        classes: found.classes.iter().map(balance).collect(),
        ranking: found.ranking,
        scrutineers: 3,
        synthetic: true,
    }
}
