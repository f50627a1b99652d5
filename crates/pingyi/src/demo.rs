//! `pingyi demo`: the Haiyang 2022 meeting, played with simulated phones through the real interface.

mod haiyang;
pub(crate) mod meeting;
mod votes;

use crate::{
    authority, credentials,
    failure::{Doing, Failure, Result},
    serve::{application, interrupted, listen, open_store, serve},
};
use clap::{Args, ValueEnum};
use meeting::{Files, Meeting, copy};
use pingyi_app::App;
use pingyi_ballot::Credential;
use pingyi_documents::{Fonts, slips};
use pingyi_ranking::{Audience, RuleCard};
use rand::{rand_core::UnwrapErr, rngs::SysRng};
use serde_json::json;
use std::{
    collections::HashMap,
    fmt::Write,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    time::Duration,
};

/// How to play.
#[derive(Args)]
pub(crate) struct Demo {
    /// Play without waiting, write DIR/out and exit.
    #[arg(long)]
    once: bool,
    /// Folder for the demonstration's data; emptied first. A folder that holds anything else is left alone.
    #[arg(long, default_value = "demo-data")]
    data: PathBuf,
    /// Port to listen on; 0 for any free one.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Address to listen on; 0.0.0.0 lets phones in the room join.
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    address: IpAddr,
    /// Seconds between steps.
    #[arg(long, default_value_t = 3)]
    pace: u64,
    /// Stop playing at this point and keep serving.
    #[arg(long, value_enum)]
    until: Option<Until>,
    /// How many of the three scrutineers are enough to decrypt; 3 needs all of them.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=3))]
    threshold: u32,
    /// Play by this rule card instead, with made-up votes. It needs the areas, slip groups and number of scrutineers of
    /// the demonstration's own card, fixtures/haiyang-2022/rule-card.json.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["threshold", "composite"])]
    rules: Option<PathBuf>,
    /// Play with judges, records and items beside the vote, and publish the composite result.
    #[arg(long)]
    composite: bool,
    /// Print address, accounts, slips and trustees as one line of JSON. The secrets of a demonstration only.
    #[arg(long)]
    print_json: bool,
}

/// Where to stop playing.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Until {
    /// Rounds frozen, rehearsal not begun.
    Frozen,
    /// Rehearsed and cleared, people present, slips drawn.
    Rehearsed,
}

/// Marks a folder that a demonstration made and may empty.
const MARK: &str = "pingyi-demo";

/// An empty folder of the demonstration's own.
fn fresh_folder(folder: &Path) -> Result<()> {
    let mark = folder.join(MARK);
    if folder.exists() && !mark.exists() {
        let empty = std::fs::read_dir(folder)
            .doing(format!("cannot read {}", folder.display()))?
            .next()
            .is_none();
        if !empty {
            let sentence = format!(
                "{} holds files that are not a demonstration's; choose another folder with --data",
                folder.display()
            );
            return Err(Failure::new(sentence));
        }
    }
    if mark.exists() {
        std::fs::remove_dir_all(folder).doing(format!("cannot empty {}", folder.display()))?;
    }
    std::fs::create_dir_all(folder).doing(format!("cannot make {}", folder.display()))?;
    std::fs::write(mark, "made by pingyi demo; may be deleted\n")
        .doing(format!("cannot write to {}", folder.display()))
}

impl Demo {
    pub(crate) async fn run(self) -> Result<()> {
        fresh_folder(&self.data)?;
        let store = open_store(&self.data, None).await?;
        let port = if self.once { 0 } else { self.port };
        let address = SocketAddr::new(self.address, port);
        let (listener, url) = match listen(address).await {
            // The usual port is taken: any other will do for a demonstration.
            Err(_) if self.port == 8080 => listen(SocketAddr::new(self.address, 0)).await?,
            other => other?,
        };
        let app = application(store, &url);
        let server = tokio::spawn(serve(listener, app.clone(), interrupted()));
        let played = tokio::select! {
            played = self.play(&app, &url) => played,
            stopped = interrupted() => { let () = stopped; return Ok(()) }
        };
        played?;
        if self.once {
            server.abort();
            return Ok(());
        }
        server.await?
    }

    fn told(&self, line: &str) {
        if self.print_json {
            eprintln!("· {line}");
        } else {
            println!("· {line}");
        }
    }

    async fn wait(&self, seconds: u64) {
        if !self.once && self.until.is_none() {
            tokio::time::sleep(Duration::from_secs(seconds)).await;
        }
    }

    async fn play(&self, app: &App, url: &str) -> Result<()> {
        let told = |line: &str| self.told(line);
        told("示例数据：投票和规则均为演示用的虚构数据");
        let own = match &self.rules {
            None => None,
            Some(path) => Some(foreign_card(path)?),
        };
        let body = match &own {
            None => haiyang::rule_card(self.threshold, self.composite),
            Some(card) => card.canonical_json(),
        };
        let files = Files {
            cycle: haiyang::cycle(),
            villages: haiyang::VILLAGES,
            projects: Some(haiyang::PROJECTS),
            rule_card: &body,
        };
        let meeting = Meeting::prepare(app, url, files, &told).await?;
        meeting
            .register(&haiyang::batch(), &haiyang::REGISTER, &told)
            .await?;
        if self.composite {
            meeting.score(&haiyang::SCORES, &told).await?;
        }
        let out = self.data.join("out");
        std::fs::create_dir_all(&out).doing("cannot make the folder for results")?;
        let all_codes = credentials::codes(&meeting.slips);
        credentials::write_secret(
            &self.data.join("slips.json"),
            &serde_json::to_vec_pretty(&all_codes)?,
        )?;
        if !self.once {
            self.print_where(&meeting);
        }
        if self.until != Some(Until::Frozen) {
            self.wait(self.pace * 2).await;
            meeting.rehearse(&told).await?;
            meeting
                .draw(&HashMap::from([("village-3", 1)]), &told)
                .await?;
        }
        if self.print_json {
            print_json(&meeting, &self.data);
        }
        if self.until.is_some() {
            return Ok(());
        }
        let (spoiled, spare) = meeting.spoil("village-4", &told).await?;
        for number in 1..=4 {
            let slips = Spoiled {
                slip: &spoiled,
                spare: &spare,
            };
            self.play_round(&meeting, number, own.as_ref(), slips, &told)
                .await?;
        }
        if self.composite {
            meeting.publish(&told).await?;
        }
        self.write_out(app, &meeting, &out, &told).await
    }

    /// Opens, votes, closes, decrypts and announces one round.
    async fn play_round(
        &self,
        meeting: &Meeting,
        number: u32,
        card: Option<&RuleCard>,
        spoiled: Spoiled<'_>,
        told: &impl Fn(&str),
    ) -> Result<()> {
        meeting.open(number).await?;
        told(&format!("第 {number} 轮开始投票"));
        let ballots = ballots(meeting, number, card, spoiled).await?;
        let count = ballots.len();
        // With an audience, phones come in waves, as in a hall.
        let waves = if self.once { 1 } else { 6 };
        let wave = ballots.len().div_ceil(waves);
        let mut rest = ballots;
        while !rest.is_empty() {
            let next = rest.split_off(wave.min(rest.len()));
            meeting
                .vote(number, rest, &format!("第 {number} 轮投票"))
                .await?;
            rest = next;
            self.wait(self.pace).await;
        }
        meeting.close(number).await?;
        told(&format!(
            "第 {number} 轮关闭：收到 {count} 票，每票到达时已核验"
        ));
        self.wait(self.pace).await;
        meeting.decrypt(told).await?;
        self.wait(self.pace).await;
        while !meeting.reveal(number).await? {
            self.wait(self.pace).await;
        }
        let results: serde_json::Value = meeting
            .organiser()
            .get(&format!("/api/cycles/{}/results", meeting.cycle))
            .await?;
        let ranking = results["rounds"]
            .as_array()
            .and_then(|all| all.last())
            .map(|round| round["ranking"].clone())
            .unwrap_or_default();
        let first: Vec<String> = ranking
            .as_array()
            .into_iter()
            .flatten()
            .filter(|row| row["rank"] == "1")
            .map(|row| {
                format!(
                    "{}{}（{} 分）",
                    text(&row["town"]),
                    text(&row["village"]),
                    text(&row["score"])
                )
            })
            .collect();
        told(&format!("第 {number} 轮公布：第一名 {}", first.join("、")));
        self.wait(self.pace * 2).await;
        Ok(())
    }

    /// Ranking, archives, rule card, bulletin and slips as files.
    async fn write_out(
        &self,
        app: &App,
        meeting: &Meeting,
        out: &Path,
        told: &impl Fn(&str),
    ) -> Result<()> {
        let page = pingyi_server::verification_page();
        let (cycle, page) = (&meeting.cycle, page.as_deref());
        pingyi_app::package::write(app, cycle, out, page, Audience::Published).await?;
        for name in ["bulletin.pdf", "bulletin.html"] {
            let bytes = meeting
                .organiser()
                .bytes(&format!("/api/cycles/{}/{name}", meeting.cycle))
                .await?;
            std::fs::write(out.join(name), bytes).doing(format!("cannot write {name}"))?;
        }
        let sheets = authority::sheets(&meeting.request, &meeting.slips, &mut UnwrapErr(SysRng));
        let fonts = Fonts::load(None)?;
        let pdf = tokio::task::spawn_blocking(move || slips::pdf(&sheets, &fonts)).await??;
        std::fs::write(out.join("slips.pdf"), pdf).doing("cannot write slips.pdf")?;
        told(&format!(
            "结果包：{}。核验：pingyi verify {}",
            out.display(),
            out.display()
        ));
        if !self.once {
            println!("\n会议已结束，页面仍可查看；按 Ctrl-C 停止。");
        }
        Ok(())
    }

    fn print_where(&self, meeting: &Meeting) {
        let url = &meeting.url;
        let mut lines = format!(
            "\n评议演示已启动\n  大屏    {url}/screen/\n  投票    {url}/v/\n  主持    {url}/admin/cycles/{}/host\n  管理    {url}/admin/\n\n账号（仅限这次演示）\n",
            meeting.cycle
        );
        for one in &meeting.people {
            let _ = writeln!(
                lines,
                "  {:<10} 密码 {}  {}",
                one.login, one.password, one.name
            );
        }
        if self.print_json {
            eprintln!("{lines}");
        } else {
            println!("{lines}");
        }
    }
}

fn text(value: &serde_json::Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn print_json(meeting: &Meeting, data: &Path) {
    let trustees: Vec<_> = meeting
        .scrutineers
        .iter()
        .map(|one| json!({ "login": one.person.login, "password": one.person.password, "backup": one.backup }))
        .collect();
    let facts = json!({
        "url": meeting.url,
        "cycle": meeting.cycle,
        "accounts": meeting.people,
        "slips": credentials::codes(&meeting.slips),
        "trustees": trustees,
        "data": data,
    });
    println!("{facts}");
}

/// A slip that was spoiled before the first round, and the spare handed out for it.
#[derive(Clone, Copy)]
struct Spoiled<'a> {
    slip: &'a Credential,
    spare: &'a Credential,
}

/// The rule card of a file.
fn foreign_card(path: &Path) -> Result<RuleCard> {
    let text = std::fs::read_to_string(path).doing(format!("cannot read {}", path.display()))?;
    RuleCard::parse(&text).map_err(|faults| {
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        Failure::new(format!("{}:\n{}", path.display(), faults.join("\n")))
    })
}

/// Who votes what: slips that were drawn, in the hands of whoever drew them.
async fn ballots(
    meeting: &Meeting,
    number: u32,
    card: Option<&RuleCard>,
    spoiled: Spoiled<'_>,
) -> Result<Vec<(Credential, Vec<Vec<u32>>)>> {
    let round = meeting.round(number).await?;
    let contests: Vec<(String, String)> = round["contests"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|one| {
            (
                text(&one["town"]).to_owned(),
                text(&one["village"]).to_owned(),
            )
        })
        .collect();
    let mut ballots = Vec::new();
    for one in round["boxes"].as_array().into_iter().flatten() {
        let id = text(&one["id"]);
        let groups: Vec<&str> = meeting
            .request
            .groups
            .iter()
            .filter(|group| group.elections.iter().any(|election| election == id))
            .map(|group| group.code.as_str())
            .collect();
        let mut voters: Vec<Credential> = Vec::new();
        for group in meeting
            .slips
            .iter()
            .filter(|group| groups.contains(&group.code.as_str()))
        {
            let mut drawn: Vec<Credential> = group.slips.iter().map(copy).collect();
            match group.code.as_str() {
                // One person of area 3 is absent: a slip stays in the box.
                "village-3" => drop(drawn.pop()),
                // One of area 4's slips was spoiled and replaced; in round 2 one phone does not return.
                "village-4" => {
                    drawn.retain(|slip| slip.expose() != spoiled.slip.expose());
                    drawn.push(copy(spoiled.spare));
                    if number == 2 {
                        drawn.pop();
                    }
                }
                _ => {}
            }
            voters.append(&mut drawn);
        }
        let class = text(&one["class"]);
        let mut rng = UnwrapErr(SysRng);
        let dealt = match card {
            None => votes::deal(haiyang::VOTES, number, class, &contests, &mut rng)?,
            Some(card) => votes::draw(card, &contests, voters.len(), &mut rng),
        };
        if dealt.0.len() != voters.len() {
            let sentence = format!(
                "round {number}, {class}: {} ballots in the table for {} voters",
                dealt.0.len(),
                voters.len()
            );
            return Err(Failure::new(sentence));
        }
        ballots.extend(voters.into_iter().zip(dealt.0));
    }
    rand::seq::SliceRandom::shuffle(ballots.as_mut_slice(), &mut UnwrapErr(SysRng));
    Ok(ballots)
}
