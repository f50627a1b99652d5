//! A small meeting, step by step over HTTP.

use super::{Answer, CYCLE, Hall, Part, TRUSTEES, text};
use pingyi_ballot::{
    Credential, Election, ElectionId, Question, TrusteeKey, VerifyOptions, encrypt_ballot,
    verify_archive,
};
use pingyi_store::Store;
use serde_json::{Value, json};

/// The register: two areas, two towns in each, one of two villages visited.
pub(crate) const VILLAGES: &str = "area,town,town_kind,village,visited,tour_day,tour_date,visit_order,synthetic\n\
    1,甲镇,town,甲一村,true,4,2022-11-27,1,true\n\
    1,甲镇,town,甲二村,false,,,,true\n\
    1,乙镇,town,乙一村,true,4,2022-11-27,2,true\n\
    1,乙镇,town,乙二村,false,,,,true\n\
    2,丙街道,subdistrict,丙一村,true,3,2022-11-26,1,true\n\
    2,丙街道,subdistrict,丙二村,false,,,,true\n\
    2,丁街道,subdistrict,丁一村,true,3,2022-11-26,2,true\n\
    2,丁街道,subdistrict,丁二村,false,,,,true\n";

/// A rule card for the small register.
pub(crate) fn card() -> Value {
    json!({
        "format": 1, "title": "小会规则卡（示例规则）", "year": 2022, "note": "示例",
        "areas": [{ "number": 1, "label": "第一片区" }, { "number": 2, "label": "第二片区" }],
        "ballot": "secret", "method": "weighted_mean",
        "grades": [
            { "code": "excellent", "label": "优秀", "points": "100" },
            { "code": "good", "label": "良好", "points": "80" },
            { "code": "fair", "label": "一般", "points": "60" },
            { "code": "poor", "label": "较差", "points": "40" },
        ],
        "classes": [
            { "code": "town", "label": "镇", "weight": "0.4",
              "groups": [{ "code": "organiser", "label": "镇街组织委员", "votes_on": [1, 2] }] },
            { "code": "village", "label": "村", "weight": "0.6", "groups": [
                { "code": "village-1", "label": "第一片区村党组织书记", "home_area": 1, "votes_on": [2] },
                { "code": "village-2", "label": "第二片区村党组织书记", "home_area": 2, "votes_on": [1] },
            ] },
        ],
        "blank": { "allowed": true, "counts_as": "excluded" },
        "submission": "first",
        "quorum": { "share": "1/2", "counted": "present" },
        "thresholds": { "open": 2, "mean": 2, "histogram": 2 },
        "small_class": "refuse", "empty_class": "refuse",
        "rounding": { "decimals": 2, "mode": "half_up", "ranks_on": "exact" },
        "ranks": "competition", "ties": ["keep_tied"], "recusal": "other_areas",
        "trustees": { "count": 2, "threshold": 2 },
        "closing": { "by": "chair", "minutes": 5 },
    })
}

/// The same with judges, a record, plus and minus items and vetoes beside the vote; all villages are ranked together.
pub(crate) fn composite_card() -> Value {
    let mut card = card();
    card["composite"] = json!({
        "group": "all",
        "components": [
            { "code": "tour", "label": "现场观摩", "weight": "0.5", "scale": "as_is", "source": { "panel": {
                "criteria": [
                    { "code": "industry", "label": "产业", "least": "0", "most": "60", "step": "0.5", "weight": "1" },
                    { "code": "order", "label": "治理", "least": "0", "most": "40", "step": "0.5", "weight": "1" },
                ],
                "recusal": "own_town", "on": "judge_total", "trim": "none", "minimum_judges": 2, "severity": "none",
            } } },
            { "code": "vote", "label": "民主评议", "weight": "0.3", "scale": "as_is", "source": "vote" },
            { "code": "record", "label": "年度实绩", "weight": "0.2", "scale": "as_is", "source": { "record": {
                "indicators": [
                    { "code": "income", "label": "集体收入", "unit": "万元", "weight": "1", "least": "0", "most": "1000",
                      "step": "0.01", "scale": { "target": { "target": "30", "beyond": "cap" } } },
                ],
            } } },
        ],
        "missing": "refuse",
        "adjustments": [
            { "code": "honour", "label": "表彰", "kind": "bonus", "least": "0.5", "most": "3", "step": "0.5" },
        ],
        "vetoes": [{ "code": "safety", "label": "安全事故", "effect": "unranked" }],
        "caps": { "bonus": "5" },
        "rounding": { "decimals": 2, "mode": "half_up", "ranks_on": "exact" },
        "ranks": "competition",
        "ties": ["lot_by_hand", "keep_tied"],
        "awards": [{ "label": "优秀", "share": "1/2", "tie": "include" }],
    });
    card
}

/// Judges of the tour: three of the county's, one from 甲镇.
pub(crate) const JUDGES: &str = "panel,judge,town\ntour,P1,\ntour,P2,\ntour,P3,\ntour,P4,甲镇\n";

/// Values on record of the four villages.
pub(crate) const RECORDS: &str = "component,indicator,town,village,value\n\
    record,income,甲镇,甲一村,24\nrecord,income,乙镇,乙一村,30\n\
    record,income,丙街道,丙一村,45.5\nrecord,income,丁街道,丁一村,12\n";

/// The visited villages in their order.
pub(crate) const VISITED: [(&str, &str); 4] = [
    ("甲镇", "甲一村"),
    ("乙镇", "乙一村"),
    ("丙街道", "丙一村"),
    ("丁街道", "丁一村"),
];

/// Score sheets of the tour: every judge gives a village the same industry score, and 30 for order.
pub(crate) fn sheets(industry: [&str; 4]) -> String {
    let mut table = String::from("panel,judge,town,village,criterion,cell,score,reason,by\n");
    for judge in ["P1", "P2", "P3", "P4"] {
        for ((town, village), industry) in VISITED.iter().zip(industry) {
            if judge == "P4" && *town == "甲镇" {
                continue;
            }
            for (criterion, score) in [("industry", industry), ("order", "30")] {
                let row = format!("tour,{judge},{town},{village},{criterion},scored,{score},,\n");
                table.push_str(&row);
            }
        }
    }
    table
}

/// One box of slips, as the authority made it.
pub(crate) struct Made {
    pub(crate) code: String,
    pub(crate) slips: Vec<Credential>,
    pub(crate) spares: Vec<Credential>,
    pub(crate) elections: Vec<String>,
}

/// A second copy of a slip.
pub(crate) fn copy(slip: &Credential) -> Credential {
    Credential::parse(slip.expose()).expect("a slip that was made is well formed")
}

/// The public credential of a slip in a box.
pub(crate) fn public(slip: &Credential, id: &str) -> String {
    slip.public(&ElectionId::parse(id).expect("a box")).to_hex()
}

impl Hall {
    /// A cycle with its register; everybody absent.
    pub(crate) async fn registered(store: Store) -> Self {
        Self::registered_with(store, VILLAGES).await
    }

    /// The same with villages of the test's choice.
    pub(crate) async fn registered_with(store: Store, villages: &str) -> Self {
        let hall = Self::empty(store).await;
        hall.organiser()
            .post(
                "/api/cycles",
                json!({
                    "code": CYCLE, "name": "小会", "year": 2022, "organiser": "服务中心", "place": "礼堂",
                    "from_date": "2022-11-24", "to_date": "2022-11-27", "synthetic": true,
                }),
            )
            .await
            .ok();
        let import = hall.path("units/import");
        hall.organiser().post(&import, villages).await.ok();
        hall
    }

    /// The rule card frozen, rounds drafted, trustees named.
    pub(crate) async fn drafted(store: Store, card: &Value) -> Self {
        Self::registered(store).await.draft(card).await
    }

    /// The same once there is a register.
    pub(crate) async fn draft(self, card: &Value) -> Self {
        let mut hall = self;
        let put = hall.path("rule-card");
        hall.organiser().put(&put, card.clone()).await.ok();
        let freeze = hall.path("rule-card/freeze");
        hall.organiser().post(&freeze, Part::Nothing).await.ok();
        let count = card["trustees"]["count"].as_u64().expect("a count");
        hall.trustees = TRUSTEES[..usize::try_from(count).expect("a few")].into();
        for login in &hall.trustees {
            let named = json!({ "login": login });
            hall.organiser()
                .post(&hall.path("trustees"), named)
                .await
                .ok();
        }
        hall
    }

    /// A key for a trustee.
    pub(crate) async fn hand_in_key(&mut self, login: &'static str) -> Answer {
        let (key, body) = {
            let mut rng = self.rng();
            let key = TrusteeKey::generate(&mut *rng);
            let body = key.public(&mut *rng).to_json().into_bytes();
            (key, body)
        };
        self.keys.insert(login, key);
        self.who(login).put(&self.path("trustee-key"), body).await
    }

    /// The slips of every box, and what is handed in of them.
    pub(crate) async fn make_slips(&mut self) -> Value {
        let request = self.path("credential-request");
        let request = self.organiser().get(&request).await.ok();
        let groups = request["groups"].as_array().expect("groups");
        let mut made = Vec::new();
        for group in groups {
            let mut rng = self.rng();
            let mut draw = |count: &Value| -> Vec<Credential> {
                let count = count.as_u64().expect("a count");
                (0..count)
                    .map(|_| Credential::generate(&mut *rng))
                    .collect()
            };
            made.push(Made {
                code: text(&group["code"]).into(),
                slips: draw(&group["entitled"]),
                spares: draw(&group["spares"]),
                elections: group["elections"]
                    .as_array()
                    .expect("elections")
                    .iter()
                    .map(|id| text(id).to_owned())
                    .collect(),
            });
        }
        let upload: Vec<Value> = made
            .iter()
            .map(|group| {
                let elections: Vec<Value> = group
                    .elections
                    .iter()
                    .map(|id| {
                        let all = group.slips.iter().chain(&group.spares);
                        let mut list: Vec<String> = all.map(|slip| public(slip, id)).collect();
                        list.sort();
                        json!({ "id": id, "public_credentials": list })
                    })
                    .collect();
                json!({ "code": group.code, "printed": group.slips.len(), "spares": group.spares.len(),
                        "elections": elections })
            })
            .collect();
        self.slips = made;
        json!({ "groups": upload })
    }

    /// Keys and public credentials handed in, rounds frozen.
    pub(crate) async fn frozen_with(store: Store, card: &Value) -> Self {
        let mut hall = Self::drafted(store, card).await;
        if card["trustees"]["threshold"] == card["trustees"]["count"] {
            for login in hall.trustees.clone() {
                hall.hand_in_key(login).await.ok();
            }
        } else {
            hall.make_key_together().await;
        }
        let upload = hall.make_slips().await;
        let path = hall.path("credentials");
        hall.organiser().post(&path, upload).await.ok();
        let freeze = hall.path("rounds/freeze");
        hall.organiser().post(&freeze, Part::Nothing).await.ok();
        hall
    }

    pub(crate) async fn frozen(store: Store) -> Self {
        Self::frozen_with(store, &card()).await
    }

    /// The rehearsal played and cleared.
    pub(crate) async fn rehearsed_with(store: Store, card: &Value) -> Self {
        let hall = Self::frozen_with(store, card).await;
        hall.open(0).await.ok();
        let slip = copy(&hall.group("organiser").slips[0]);
        let id = hall.ballot_box(0, "town").await;
        let election = hall.election(&id).await;
        let fewest = |question: &Question| (0..question.min.max(1) as usize).collect();
        let answers: Vec<Vec<usize>> = election.questions().iter().map(fewest).collect();
        hall.choose(0, "town", &slip, &answers).await.ok();
        hall.close(0).await.ok();
        hall.decrypt().await;
        let clear = hall.path("rehearsal/clear");
        hall.organiser().post(&clear, Part::Nothing).await.ok();
        hall
    }

    /// Rehearsed, everybody present with a slip.
    pub(crate) async fn ready_with(store: Store, card: &Value) -> Self {
        let hall = Self::rehearsed_with(store, card).await;
        hall.attend(&[]).await;
        for code in ["organiser", "village-1", "village-2"] {
            hall.issue(code, 4).await.ok();
        }
        hall
    }

    pub(crate) async fn ready(store: Store) -> Self {
        Self::ready_with(store, &card()).await
    }

    /// Round 1 open.
    pub(crate) async fn opened(store: Store) -> Self {
        let hall = Self::ready(store).await;
        hall.open(1).await.ok();
        hall
    }

    /// Everybody of a group comes but so many.
    pub(crate) async fn attend(&self, absent: &[(&str, usize)]) {
        let path = self.path("attendance");
        let seats = self.organiser().get(&path).await.ok();
        let mut away: std::collections::HashMap<_, _> = absent.iter().copied().collect();
        let mut changes = Vec::new();
        for seat in seats.as_array().expect("seats") {
            let left = away.get_mut(text(&seat["group"])).filter(|left| **left > 0);
            let present = left.is_none();
            if let Some(left) = left {
                *left -= 1;
            }
            changes.push(json!({ "seat": seat["seat"], "present": present }));
        }
        let marks = json!({ "changes": changes });
        self.organiser().put(&path, marks).await.ok();
    }

    pub(crate) async fn issue(&self, group: &str, issued: u32) -> Answer {
        let path = self.path(&format!("slip-groups/{group}/issue"));
        self.who("host")
            .put(&path, json!({ "issued": issued }))
            .await
    }

    pub(crate) fn group(&self, code: &str) -> &Made {
        let found = self.slips.iter().find(|group| group.code == code);
        found.expect("a box of slips")
    }

    pub(crate) async fn open(&self, number: u32) -> Answer {
        let path = self.round_path(number, "open").await;
        self.who("host").post(&path, json!({ "minutes": 5 })).await
    }

    pub(crate) async fn close(&self, number: u32) -> Answer {
        let path = self.round_path(number, "close").await;
        self.who("host").post(&path, Part::Nothing).await
    }

    pub(crate) async fn reveal(&self, number: u32, all: bool) -> Answer {
        let path = self.round_path(number, "reveal").await;
        self.who("host").post(&path, json!({ "all": all })).await
    }

    /// The election of a box, as phones fetch it.
    pub(crate) async fn election(&self, id: &str) -> Election {
        let answer = self.phone().get(&format!("/api/boxes/{id}/election")).await;
        Election::parse(&answer.body).expect("an election")
    }

    /// A slip chooses these answers of each question, from 0.
    pub(crate) async fn choose(
        &self,
        number: u32,
        class: &str,
        slip: &Credential,
        chosen: &[Vec<usize>],
    ) -> Answer {
        let id = self.ballot_box(number, class).await;
        let election = self.election(&id).await;
        let bits = |(question, chosen): (&Question, &Vec<usize>)| -> Vec<u32> {
            let answers = 0..question.answers.len();
            answers
                .map(|bit| u32::from(chosen.contains(&bit)))
                .collect()
        };
        let answers: Vec<_> = election.questions().iter().zip(chosen).map(bits).collect();
        let ballot = encrypt_ballot(&election, slip, &answers, &mut *self.rng());
        self.cast(&id, ballot.expect("a ballot")).await
    }

    /// Encrypts a ballot: a grade for each contest, from 0; 4 leaves it blank.
    pub(crate) async fn encrypt(&self, id: &str, slip: &Credential, grades: &[usize]) -> Vec<u8> {
        let election = self.election(id).await;
        let bits = |grade: usize| (0..4).map(|bit| u32::from(bit == grade)).collect();
        let answers: Vec<Vec<u32>> = grades.iter().map(|grade| bits(*grade)).collect();
        encrypt_ballot(&election, slip, &answers, &mut *self.rng()).expect("a ballot")
    }

    pub(crate) async fn cast(&self, id: &str, ballot: Vec<u8>) -> Answer {
        let path = format!("/api/boxes/{id}/ballots");
        self.phone().post(&path, ballot).await
    }

    /// A slip votes in the box of a class.
    pub(crate) async fn vote(
        &self,
        number: u32,
        class: &str,
        slip: &Credential,
        grades: &[usize],
    ) -> Answer {
        let id = self.ballot_box(number, class).await;
        let ballot = self.encrypt(&id, slip, grades).await;
        self.cast(&id, ballot).await
    }

    /// Everybody entitled votes in round 1: four organisers, four secretaries of area 2.
    pub(crate) async fn vote_all(&self, towns: [[usize; 2]; 4], villages: [[usize; 2]; 4]) {
        for (class, group, votes) in [
            ("town", "organiser", towns),
            ("village", "village-2", villages),
        ] {
            for (slip, grades) in self.group(group).slips.iter().zip(votes) {
                self.vote(1, class, slip, &grades).await.ok();
            }
        }
    }

    /// A trustee's share of a box, made after the board was verified.
    pub(crate) async fn share(&self, login: &str, id: &str) -> Vec<u8> {
        let archive = self
            .who(login)
            .get(&format!("/api/boxes/{id}/archive"))
            .await;
        assert_eq!(archive.status, 200, "{}", archive.text());
        let verified = verify_archive(archive.body.as_slice(), VerifyOptions::default())
            .expect("the board verifies");
        let tally = verified.tally.expect("the box is sealed");
        self.keys[login]
            .decrypt(&verified.election, &tally, &mut *self.rng())
            .to_bytes()
    }

    /// A trustee decrypts everything that waits.
    pub(crate) async fn decrypt_as(&self, login: &str) {
        let tasks = self.who(login).get(&self.path("trustee-tasks")).await.ok();
        for task in tasks.as_array().expect("tasks") {
            if task["done"] == false {
                let id = text(&task["box"]);
                let share = self.share(login, id).await;
                let path = format!("/api/boxes/{id}/partial-decryptions");
                self.who(login).post(&path, share).await.ok();
            }
        }
    }

    pub(crate) async fn decrypt(&self) {
        for login in &self.trustees {
            self.decrypt_as(login).await;
        }
    }

    /// Imports a score table.
    pub(crate) async fn score(&self, table: &str, content: &str) -> Answer {
        let path = self.path(&format!("score-tables/{table}/import"));
        self.organiser().post(&path, content).await
    }

    /// Judges, sheets and records handed in under the composite card.
    pub(crate) async fn score_all(&self, industry: [&str; 4]) {
        self.score("judges", JUDGES).await.ok();
        self.score("sheets", &sheets(industry)).await.ok();
        self.score("records", RECORDS).await.ok();
    }

    /// Plays a round to its end: the same votes of every organiser, and of every secretary of the other area.
    pub(crate) async fn play(&self, number: u32, towns: [usize; 2], villages: [usize; 2]) {
        self.open(number).await.ok();
        let other = format!("village-{}", 3 - number);
        for (class, group, grades) in [
            ("town", "organiser", towns),
            ("village", other.as_str(), villages),
        ] {
            for slip in &self.group(group).slips {
                self.vote(number, class, slip, &grades).await.ok();
            }
        }
        self.close(number).await.ok();
        self.decrypt().await;
    }

    /// Under the composite card, everything handed in, both rounds revealed.
    pub(crate) async fn all_revealed(store: Store, card: &Value) -> Self {
        let hall = Self::ready_with(store, card).await;
        if card["composite"].is_object() {
            hall.score_all(["50", "51", "52", "53"]).await;
        }
        for number in [1, 2] {
            hall.play(number, [0, 1], [1, 0]).await;
            hall.reveal(number, true).await.ok();
        }
        hall
    }

    /// Round 1 with these votes, up to the sums.
    pub(crate) async fn tallied(store: Store, towns: [[usize; 2]; 4]) -> Self {
        let hall = Self::opened(store).await;
        hall.vote_all(towns, [[0, 1], [0, 1], [1, 1], [4, 2]]).await;
        hall.close(1).await.ok();
        hall.decrypt().await;
        hall
    }

    /// What a spoiled slip's voiding names: its public credentials in the boxes of these rounds.
    pub(crate) async fn void(&self, group: &str, slip: &Credential, rounds: &[u32]) -> Value {
        let mut void = Vec::new();
        for number in rounds {
            let round = self.round(*number).await;
            for one in round["boxes"].as_array().expect("boxes") {
                let id = text(&one["id"]);
                if self.group(group).elections.iter().any(|known| known == id) {
                    void.push(json!({ "box": id, "credential": public(slip, id) }));
                }
            }
        }
        Value::Array(void)
    }

    /// A slip is taken back by the host and a witness.
    pub(crate) async fn spoil(&self, group: &str, void: Value, witness: (&str, &str)) -> Answer {
        let path = self.path(&format!("slip-groups/{group}/spoil"));
        let body = json!({ "reason": "打湿了", "void": void,
                           "witness": { "login": witness.0, "password": witness.1 } });
        self.who("host").post(&path, body).await
    }
}
