//! A meeting played over HTTP: every step is what a person does on a page or a phone.

use crate::{
    authority::{self, MadeGroup},
    client::Client,
    failure::{Failure, Result},
    load::{Phones, Timings},
    trustee::{Decrypted, Secret, advance, decrypt_all},
};
use pingyi_app::account::{NewAccount, create_locally};
use pingyi_app::{App, slip::CredentialRequest};
use pingyi_ballot::{Credential, TrusteeKey, ceremony::Seed};
use pingyi_core::role::Role;
use rand::{RngExt, rand_core::UnwrapErr, rngs::SysRng};
use reqwest::Method;
use serde_json::{Value, json};
use std::{collections::HashMap, sync::Arc};

/// Somebody of the demonstration who signs in.
#[derive(Clone, serde::Serialize)]
pub(crate) struct Person {
    pub(crate) login: String,
    pub(crate) name: String,
    pub(crate) role: Role,
    pub(crate) password: String,
}

/// The people of the demonstration. Passwords are drawn anew for each data folder.
fn people() -> Vec<Person> {
    let password = || {
        const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
        let mut rng = UnwrapErr(SysRng);
        (0..12)
            .map(|_| char::from(LETTERS[rng.random_range(0..LETTERS.len())]))
            .collect()
    };
    let person = |login: &str, name: &str, role| Person {
        login: login.into(),
        name: name.into(),
        role,
        password: password(),
    };
    vec![
        person("organiser", "服务中心组织者", Role::Organiser),
        person("host", "主持人", Role::Host),
        person("trustee-1", "监票人甲", Role::Trustee),
        person("trustee-2", "监票人乙", Role::Trustee),
        person("trustee-3", "监票人丙", Role::Trustee),
        person("auditor", "审计人员", Role::Auditor),
        person("viewer", "查看人员", Role::Viewer),
    ]
}

/// What a cycle is made from.
pub(crate) struct Files<'a> {
    pub(crate) cycle: Value,
    pub(crate) villages: &'a str,
    pub(crate) projects: Option<&'a str>,
    pub(crate) rule_card: &'a str,
}

/// A scrutineer with the key only they have.
pub(crate) struct Scrutineer {
    pub(crate) person: Person,
    /// The text of the backup sheet: of the key, or of the seed it was made from.
    pub(crate) backup: String,
    key: TrusteeKey,
    client: Client,
}

/// Every scrutineer makes a key alone, or all make one together, as the rule card says; how many of them can decrypt.
async fn make_keys(
    cycle: &str,
    signed_in: Vec<(Person, Client)>,
) -> Result<(Vec<Scrutineer>, usize)> {
    let mut rng = UnwrapErr(SysRng);
    let mut made = Vec::new();
    let Some(threshold) = common_key(cycle, &signed_in).await? else {
        for (person, client) in signed_in {
            let key = TrusteeKey::generate(&mut rng);
            let public = key.public(&mut rng).to_json().into_bytes();
            let path = format!("/api/cycles/{cycle}/trustee-key");
            client
                .send_raw(Method::PUT, &path, "application/json", public)
                .await?;
            let backup = key.to_backup();
            made.push(Scrutineer {
                person,
                backup,
                key,
                client,
            });
        }
        let count = made.len();
        return Ok((made, count));
    };
    let seeds: Vec<Seed> = signed_in.iter().map(|_| Seed::generate(&mut rng)).collect();
    // Each step waits for everybody's step before.
    for _ in 0..STEPS {
        for ((_, client), seed) in signed_in.iter().zip(&seeds) {
            advance(client, cycle, seed, |_| ()).await?;
        }
    }
    for ((person, client), seed) in signed_in.into_iter().zip(seeds) {
        made.push(Scrutineer {
            person,
            backup: seed.to_backup(),
            key: Secret::Seed(seed).open(&client, cycle).await?,
            client,
        });
    }
    Ok((made, threshold))
}

/// Certificates, polynomials, keys.
const STEPS: usize = 3;

/// How many scrutineers are enough, where not all are needed.
async fn common_key(cycle: &str, signed_in: &[(Person, Client)]) -> Result<Option<usize>> {
    let Some((_, client)) = signed_in.first() else {
        return Err(Failure::new("no scrutineer"));
    };
    let view: Value = client.get(&format!("/api/cycles/{cycle}/ceremony")).await?;
    let threshold = view["threshold"].as_u64().unwrap_or_default();
    Ok((view["scheme"] == "threshold").then_some(usize::try_from(threshold)?))
}

/// A meeting under way.
pub(crate) struct Meeting {
    pub(crate) url: String,
    pub(crate) cycle: String,
    pub(crate) people: Vec<Person>,
    pub(crate) scrutineers: Vec<Scrutineer>,
    /// Scrutineers who decrypt a round: as many as the rule card needs.
    needed: usize,
    pub(crate) request: CredentialRequest,
    pub(crate) slips: Vec<MadeGroup>,
    organiser: Client,
    host: Client,
}

impl Meeting {
    /// From an empty store to frozen rounds: accounts, register, ledger, rule card, keys, slips.
    pub(crate) async fn prepare(
        app: &App,
        url: &str,
        files: Files<'_>,
        told: &impl Fn(&str),
    ) -> Result<Self> {
        let people = people();
        let find = |role| {
            people
                .iter()
                .find(|one| one.role == role)
                .cloned()
                .ok_or_else(|| Failure::new("nobody has that role"))
        };
        let first = find(Role::Organiser)?;
        let wanted = NewAccount {
            login: &first.login,
            name: &first.name,
            role: first.role.code(),
            town: None,
            password: first.password.clone(),
        };
        create_locally(app, wanted).await?;
        let organiser = Client::sign_in(url, &first.login, &first.password).await?;
        for one in &people[1..] {
            organiser.post("/api/accounts", one).await?;
        }
        let made = organiser.post("/api/cycles", &files.cycle).await?;
        let cycle = made["code"].as_str().unwrap_or_default().to_owned();
        let path = format!("/api/cycles/{cycle}");
        let import = async |what: &str, table: &str| {
            organiser
                .send_raw(
                    Method::POST,
                    &format!("{path}/{what}/import"),
                    "text/csv",
                    table.as_bytes().to_vec(),
                )
                .await
        };
        let report = import("units", files.villages).await?;
        told(&format!("名册已导入：{} 个村", report["rows"]));
        if let Some(projects) = files.projects {
            let report = import("projects", projects).await?;
            told(&format!("项目库已导入：{} 个项目", report["rows"]));
        }
        organiser
            .send_raw(
                Method::PUT,
                &format!("{path}/rule-card"),
                "application/json",
                files.rule_card.as_bytes().to_vec(),
            )
            .await?;
        let card = organiser
            .post(&format!("{path}/rule-card/freeze"), &json!({}))
            .await?;
        told(&format!(
            "规则卡已冻结：sha256 {}",
            card["hash"].as_str().unwrap_or_default()
        ));

        let mut signed_in = Vec::new();
        for person in people.iter().filter(|one| one.role == Role::Trustee) {
            let body = json!({ "login": person.login });
            organiser.post(&format!("{path}/trustees"), &body).await?;
            let client = Client::sign_in(url, &person.login, &person.password).await?;
            signed_in.push((person.clone(), client));
        }
        let (scrutineers, needed) = make_keys(&cycle, signed_in).await?;
        if needed == scrutineers.len() {
            told(&format!("{needed} 位监票人已各自生成密钥"));
        } else {
            told(&format!(
                "{} 位监票人已共同生成密钥，任意 {needed} 位可以解密",
                scrutineers.len()
            ));
        }
        let request: CredentialRequest =
            organiser.get(&format!("{path}/credential-request")).await?;
        let slips = authority::make(&request, &mut UnwrapErr(SysRng));
        organiser
            .post(
                &format!("{path}/credentials"),
                &authority::upload(&request, &slips)?,
            )
            .await?;
        let printed: usize = slips
            .iter()
            .map(|group| group.slips.len() + group.spares.len())
            .sum();
        told(&format!(
            "选票码条已生成：{printed} 张，{} 个票箱；服务器只收到公开凭证",
            slips.len()
        ));
        organiser
            .post(&format!("{path}/rounds/freeze"), &json!({}))
            .await?;
        let host = find(Role::Host)?;
        let host = Client::sign_in(url, &host.login, &host.password).await?;
        told("轮次已冻结");
        Ok(Self {
            url: url.into(),
            cycle,
            people,
            scrutineers,
            needed,
            request,
            slips,
            organiser,
            host,
        })
    }

    fn path(&self, rest: &str) -> String {
        format!("/api/cycles/{}/{rest}", self.cycle)
    }

    /// The round of a number.
    pub(crate) async fn round(&self, number: u32) -> Result<Value> {
        let rounds: Vec<Value> = self.organiser.get(&self.path("rounds")).await?;
        let found = rounds.into_iter().find(|one| one["number"] == number);
        found.ok_or_else(|| Failure::new(format!("there is no round {number}")))
    }

    async fn run(&self, number: u32, action: &str, body: Value) -> Result<Value> {
        let round = self.round(number).await?;
        let id = round["id"].as_str().unwrap_or_default();
        self.host
            .post(&format!("/api/rounds/{id}/{action}"), &body)
            .await
    }

    /// Opens a round.
    pub(crate) async fn open(&self, number: u32) -> Result<()> {
        self.run(number, "open", json!({ "minutes": 10 }))
            .await
            .map(drop)
    }

    /// Closes a round.
    pub(crate) async fn close(&self, number: u32) -> Result<()> {
        self.run(number, "close", json!({})).await.map(drop)
    }

    /// Announces the next rank; whether that was the last.
    pub(crate) async fn reveal(&self, number: u32) -> Result<bool> {
        Ok(self.run(number, "reveal", json!({ "all": false })).await?["state"] == "revealed")
    }

    /// As many scrutineers as are needed check the boards and decrypt the sums; what each took.
    pub(crate) async fn decrypt(&self, told: &impl Fn(&str)) -> Result<Vec<Decrypted>> {
        self.decrypt_by(&self.scrutineers[..self.needed], told)
            .await
    }

    async fn decrypt_by(
        &self,
        scrutineers: &[Scrutineer],
        told: &impl Fn(&str),
    ) -> Result<Vec<Decrypted>> {
        let mut all = Vec::new();
        for one in scrutineers {
            let done = decrypt_all(&one.client, &self.cycle, &one.key, |line| {
                told(&format!("{}：{line}", one.person.name));
            });
            all.push(done.await?);
        }
        Ok(all)
    }

    /// A few phones, sham candidates, a decryption by every scrutineer; then everything is cleared.
    pub(crate) async fn rehearse(&self, told: &impl Fn(&str)) -> Result<()> {
        self.open(0).await?;
        let phones = Arc::new(Phones::new(&self.url, 0, 8).await?);
        let few = self
            .slips
            .iter()
            .flat_map(|group| group.slips.iter().take(3));
        let votes: Vec<_> = few
            .filter_map(|secret| {
                let index = phones.box_of(secret)?;
                Some((
                    index,
                    copy(secret),
                    crate::load::random_answers(phones.questions(index)),
                ))
            })
            .collect();
        let ballots = phones.encrypt_all(votes).await?;
        let cast = phones.cast(ballots, "演练投票").await?;
        self.close(0).await?;
        // Everybody tries the key they have, also who will not be needed.
        self.decrypt_by(&self.scrutineers, &|_: &str| ()).await?;
        self.organiser
            .post(&self.path("rehearsal/clear"), &json!({}))
            .await?;
        told(&format!(
            "演练完成：{} 部手机试投，监票人试解密，选票已清除，名册已封存",
            cast.answers.len()
        ));
        Ok(())
    }

    /// People come in and draw their slips. `absent` names groups with people who stay away.
    pub(crate) async fn draw(
        &self,
        absent: &HashMap<&str, usize>,
        told: &impl Fn(&str),
    ) -> Result<()> {
        let seats: Vec<Value> = self.organiser.get(&self.path("attendance")).await?;
        let mut away = absent.clone();
        let mut present: HashMap<String, u32> = HashMap::new();
        let mut changes = Vec::new();
        for seat in seats.iter().rev() {
            let group = seat["group"].as_str().unwrap_or_default();
            if let Some(left) = away.get_mut(group).filter(|left| **left > 0) {
                *left -= 1;
                continue;
            }
            *present.entry(group.to_owned()).or_default() += 1;
            changes.push(json!({ "seat": seat["seat"], "present": true }));
        }
        self.organiser
            .send::<Value>(
                Method::PUT,
                &self.path("attendance"),
                &json!({ "changes": changes }),
            )
            .await?;
        for group in &self.slips {
            let issued = present.get(&group.code).copied().unwrap_or(0);
            let path = self.path(&format!("slip-groups/{}/issue", group.code));
            self.organiser
                .send::<Value>(Method::PUT, &path, &json!({ "issued": issued }))
                .await?;
        }
        told(&format!(
            "签到 {} 人，应到 {} 人；每人从自己的票箱里亲手抽一张码条",
            changes.len(),
            seats.len()
        ));
        Ok(())
    }

    /// One slip of a group is spoiled and replaced by a spare, by two people: the spoiled slip and the spare.
    pub(crate) async fn spoil(
        &self,
        group: &str,
        told: &impl Fn(&str),
    ) -> Result<(Credential, Credential)> {
        let made = self
            .slips
            .iter()
            .find(|one| one.code == group)
            .ok_or_else(|| Failure::new("no such box of slips"))?;
        let asked = self
            .request
            .groups
            .iter()
            .find(|one| one.code == group)
            .ok_or_else(|| Failure::new("no such box of slips"))?;
        let [Some(spoiled), Some(spare)] = [made.slips.last(), made.spares.first()] else {
            return Err(Failure::new("the box of slips is empty"));
        };
        let rounds: Vec<Value> = self.organiser.get(&self.path("rounds")).await?;
        let waiting: Vec<&str> = rounds
            .iter()
            .filter(|round| round["state"] == "rehearsed")
            .flat_map(|round| round["boxes"].as_array().into_iter().flatten())
            .filter_map(|one| one["id"].as_str())
            .collect();
        let mut void = Vec::new();
        for id in asked
            .elections
            .iter()
            .filter(|id| waiting.contains(&id.as_str()))
        {
            let election = pingyi_ballot::ElectionId::parse(id)?;
            void.push(json!({ "box": id, "credential": spoiled.public(&election).to_hex() }));
        }
        let witness = &self
            .scrutineers
            .first()
            .ok_or_else(|| Failure::new("no scrutineer"))?
            .person;
        let body = json!({
            "reason": "码条被茶水打湿，无法扫描",
            "void": void,
            "witness": { "login": witness.login, "password": witness.password },
        });
        self.host
            .post(&self.path(&format!("slip-groups/{group}/spoil")), &body)
            .await?;
        told(&format!(
            "“{}”一张码条损坏：两人确认作废，换发备用票",
            made.label
        ));
        Ok((copy(spoiled), copy(spare)))
    }

    /// Casts votes given as (slip, answers).
    pub(crate) async fn vote(
        &self,
        number: u32,
        votes: Vec<(Credential, Vec<Vec<u32>>)>,
        label: &str,
    ) -> Result<Timings> {
        let phones = Arc::new(Phones::new(&self.url, number, 24).await?);
        let mut placed = Vec::new();
        for (secret, answers) in votes {
            let index = phones
                .box_of(&secret)
                .ok_or_else(|| Failure::new("a slip may not vote in this round"))?;
            placed.push((index, secret, answers));
        }
        let ballots = phones.encrypt_all(placed).await?;
        phones.cast(ballots, label).await
    }

    /// Fills the county's register and ledger: each table is read, looked at and written, as on the page.
    pub(crate) async fn register(
        &self,
        batch: &Value,
        tables: &[(&str, &str)],
        told: &impl Fn(&str),
    ) -> Result<()> {
        self.organiser.post("/api/batches", batch).await?;
        for (table, content) in tables {
            let path = format!("/api/imports/{table}?file={table}.csv");
            let content = content.as_bytes().to_vec();
            let kind = "application/octet-stream";
            let mut import = self
                .organiser
                .send_raw(Method::POST, &path, kind, content)
                .await?;
            let path = format!("/api/imports/{}", import["id"].as_str().unwrap_or_default());
            while import["state"] == "reading" {
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
                import = self.organiser.get(&path).await?;
            }
            if import["state"] != "ready" {
                return Err(Failure::new(format!("{table}: {}", import["refusal"])));
            }
            let apply = json!({ "skip_faulty": false });
            self.organiser
                .post(&format!("{path}/apply"), &apply)
                .await?;
        }
        let units: Value = self.organiser.get("/api/units").await?;
        let ledger: Value = self.organiser.get("/api/ledger").await?;
        let count = |list: &Value| list.as_array().map_or(0, Vec::len);
        told(&format!(
            "全县名册和项目库已导入：{} 个单位，{} 个项目",
            count(&units["units"]),
            count(&ledger["projects"])
        ));
        Ok(())
    }

    /// Imports score tables, in their order.
    pub(crate) async fn score(&self, tables: &[(&str, &str)], told: &impl Fn(&str)) -> Result<()> {
        for (table, content) in tables {
            let path = self.path(&format!("score-tables/{table}/import"));
            let content = content.as_bytes().to_vec();
            self.organiser
                .send_raw(Method::POST, &path, "text/csv", content)
                .await?;
        }
        told("评分数据已导入：评委、评分表、台账指标、加减分和一票否决，均为虚构");
        Ok(())
    }

    /// Publishes the composite result.
    pub(crate) async fn publish(&self, told: &impl Fn(&str)) -> Result<()> {
        let path = self.path("composite/publish");
        let view = self.organiser.post(&path, &json!({})).await?;
        let hash = view["trace_sha256"].as_str().unwrap_or_default();
        told(&format!("综合成绩已公布：计算过程 sha256 {hash}"));
        Ok(())
    }

    /// The organiser's session, for files at the end.
    pub(crate) fn organiser(&self) -> &Client {
        &self.organiser
    }
}

/// A second copy of a slip: the simulated voter's own.
pub(crate) fn copy(secret: &Credential) -> Credential {
    Credential::parse(secret.expose()).expect("a credential that was made is well formed")
}
