//! A small meeting set up from nothing: two areas, a dozen voters, rule card frozen, trustees named.

use super::{program::run_with, server::Server, session::Session};
use reqwest::Method;
use serde_json::{Value, json};
use std::path::PathBuf;

/// Everybody's password.
pub const PASSWORD: &str = "the same for all of them";

/// Area 1 with three visited villages, area 2 with four secretaries who vote on them.
const REGISTER: &str = "\
area,town,town_kind,village,visited,tour_day,tour_date,visit_order,synthetic
1,示例一镇,town,示例一村,true,1,2022-11-24,1,true
1,示例一镇,town,示例二村,true,1,2022-11-24,2,true
1,示例一镇,town,示例三村,true,1,2022-11-24,3,true
2,示例二镇,town,示例四村,true,2,2022-11-25,1,true
2,示例二镇,town,示例五村,false,,,,true
2,示例二镇,town,示例六村,false,,,,true
2,示例二镇,town,示例七村,false,,,,true
";

pub struct Hall {
    pub folder: tempfile::TempDir,
    pub server: Server,
    pub organiser: Session,
}

fn rule_card(trustees: u32, threshold: u32) -> Value {
    json!({
        "format": 1, "title": "小会规则", "year": 2022,
        "areas": [{ "number": 1, "label": "第一片区" }, { "number": 2, "label": "第二片区" }],
        "ballot": "secret", "method": "weighted_mean",
        "grades": [
            { "code": "good", "label": "好", "points": "100" },
            { "code": "poor", "label": "差", "points": "0" },
        ],
        "classes": [{ "code": "village", "label": "村", "weight": "1", "groups": [
            { "code": "organiser", "label": "镇街组织委员", "votes_on": [2] },
            { "code": "village-1", "label": "第一片区村书记", "home_area": 1, "votes_on": [2] },
            { "code": "village-2", "label": "第二片区村书记", "home_area": 2, "votes_on": [1] },
        ] }],
        "blank": { "allowed": true, "counts_as": "excluded" }, "submission": "first",
        "quorum": { "share": "1/2", "counted": "returned" },
        "thresholds": { "open": 2, "mean": 2, "histogram": 2 },
        "small_class": "refuse", "empty_class": "refuse",
        "rounding": { "decimals": 2, "mode": "half_up", "ranks_on": "exact" },
        "ranks": "competition", "ties": ["keep_tied"], "recusal": "other_areas",
        "trustees": { "count": trustees, "threshold": threshold }, "closing": { "by": "chair", "minutes": 10 },
    })
}

impl Hall {
    /// Up to the point where trustees make their keys and the authority makes slips.
    pub fn new() -> Self {
        Self::with_trustees(2, 2)
    }

    /// The same with so many trustees, of whom so many are needed.
    pub fn with_trustees(trustees: u32, threshold: u32) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let data = folder.path().join("data");
        let words = "account add --login organiser --name 组织者 --role organiser --data";
        run_with(words, &[&data], PASSWORD).good();
        let server = Server::start(&data);
        let organiser = server.anybody();
        assert_eq!(organiser.sign_in("organiser", PASSWORD), 200);
        let logins: Vec<String> = (1..=trustees).map(|n| format!("trustee-{n}")).collect();
        let host = ("host".to_owned(), "host");
        let trustee = |login: &String| (login.clone(), "trustee");
        for (login, role) in logins.iter().map(trustee).chain([host]) {
            let account =
                json!({ "login": login, "name": login, "role": role, "password": PASSWORD });
            organiser.post("/api/accounts", &account);
        }
        let cycle = json!({
            "code": "hall", "name": "小会", "year": 2022, "organiser": "组织者", "place": "礼堂",
            "from_date": "2022-11-24", "to_date": "2022-11-25", "synthetic": true,
        });
        organiser.post("/api/cycles", &cycle);
        let (status, report) =
            organiser.send(Method::POST, "/api/cycles/hall/units/import", REGISTER);
        assert_eq!(status, 200, "{report}");
        organiser.put(
            "/api/cycles/hall/rule-card",
            &rule_card(trustees, threshold),
        );
        organiser.post("/api/cycles/hall/rule-card/freeze", &json!({}));
        for login in &logins {
            organiser.post("/api/cycles/hall/trustees", &json!({ "login": login }));
        }
        Self {
            folder,
            server,
            organiser,
        }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// What the page 选票码条 offers for download, as a file.
    pub fn request(&self) -> PathBuf {
        let path = self.path("request.json");
        let request = self.organiser.bytes("/api/cycles/hall/credential-request");
        std::fs::write(&path, request).expect("written");
        path
    }

    /// Somebody's session.
    pub fn session(&self, login: &str) -> Session {
        let session = self.server.anybody();
        assert_eq!(session.sign_in(login, PASSWORD), 200);
        session
    }

    /// The host's button.
    pub fn run(&self, number: u32, action: &str, body: &Value) -> Value {
        let rounds = self.organiser.get("/api/cycles/hall/rounds");
        let round = rounds
            .as_array()
            .expect("rounds")
            .iter()
            .find(|one| one["number"] == number);
        let id = round.expect("the round")["id"]
            .as_str()
            .expect("an id")
            .to_owned();
        self.session("host")
            .post(&format!("/api/rounds/{id}/{action}"), body)
    }
}

/// Only its owner may read a file.
pub fn is_private(path: &std::path::Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path)
        .expect("the file is there")
        .permissions()
        .mode()
        & 0o777
        == 0o600
}
