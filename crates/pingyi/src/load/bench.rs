//! Casting and closing measured on a server of its own: one round, one class of so many voters.

use super::{Phones, print_casting, random_answers};
use crate::{
    demo::meeting::{Files, Meeting, copy},
    failure::{Doing, Failure, Result},
    serve::{application, open_store},
};
use serde_json::json;
use std::{
    collections::HashMap,
    fmt::Write,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

/// Ballots under way at once: a hall where everybody confirms within a few seconds.
const AT_ONCE: usize = 32;

/// Two areas: the first is voted on by the secretaries of the second.
fn register(voters: u32) -> String {
    let mut table = String::from(
        "area,town,town_kind,village,visited,tour_day,tour_date,visit_order,synthetic\n",
    );
    for n in 1..=8 {
        let _ = writeln!(
            table,
            "1,示例一镇,town,示例{n}村,true,1,2022-11-24,{n},true"
        );
    }
    for n in 1..=voters {
        let _ = if n == 1 {
            writeln!(table, "2,示例二镇,town,示例{n}村,true,2,2022-11-25,1,true")
        } else {
            writeln!(table, "2,示例二镇,town,示例{n}村,false,,,,true")
        };
    }
    table
}

fn rule_card() -> String {
    let group = |code: &str, label: &str, home: Option<u32>, votes_on: &[u32]| {
        let mut group = json!({ "code": code, "label": label, "votes_on": votes_on });
        if let Some(home) = home {
            group["home_area"] = json!(home);
        }
        group
    };
    json!({
        "format": 1, "title": "压力测试规则", "year": 2022,
        "areas": [{ "number": 1, "label": "第一片区" }, { "number": 2, "label": "第二片区" }],
        "ballot": "secret", "method": "weighted_mean",
        "grades": [
            { "code": "excellent", "label": "优秀", "points": "100" }, { "code": "good", "label": "良好", "points": "80" },
            { "code": "fair", "label": "一般", "points": "60" }, { "code": "poor", "label": "较差", "points": "40" },
        ],
        "classes": [{ "code": "village", "label": "村", "weight": "1", "groups": [
            group("organiser", "镇街组织委员", None, &[2]), group("village-1", "第一片区村书记", Some(1), &[2]),
            group("village-2", "第二片区村书记", Some(2), &[1]),
        ] }],
        "blank": { "allowed": true, "counts_as": "excluded" }, "submission": "first",
        "quorum": { "share": "1/2", "counted": "returned" }, "thresholds": { "open": 2, "mean": 2, "histogram": 2 },
        "small_class": "refuse", "empty_class": "refuse",
        "rounding": { "decimals": 2, "mode": "half_up", "ranks_on": "exact" },
        "ranks": "competition", "ties": ["keep_tied"], "recusal": "other_areas",
        "trustees": { "count": 3, "threshold": 3 }, "closing": { "by": "chair", "minutes": 10 },
    })
    .to_string()
}

/// Measures each number of voters.
pub(crate) async fn run(sizes: &[u32]) -> Result<()> {
    for voters in sizes {
        measure(*voters).await?;
    }
    Ok(())
}

/// The server measured: a process of its own, as in a hall, so that what phones do is not counted as its work.
struct Measured {
    child: Child,
    url: String,
    /// Kept, so that what the server says later does not fail.
    _out: BufReader<ChildStdout>,
}

impl Measured {
    fn start(data: &Path) -> Result<Self> {
        let program = std::env::current_exe().doing("cannot find this program's file")?;
        let mut child = Command::new(program)
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .spawn()
            .doing("cannot start a server")?;
        let out = child.stdout.take();
        let mut out = BufReader::new(out.ok_or_else(|| Failure::new("no standard output"))?);
        let mut line = String::new();
        let url = loop {
            line.clear();
            if out.read_line(&mut line)? == 0 {
                return Err(Failure::new("the server did not start"));
            }
            if let Some(url) = line.trim().strip_prefix("管理") {
                break url.trim().trim_end_matches("/admin/").to_owned();
            }
        };
        Ok(Self {
            child,
            url,
            _out: out,
        })
    }

    /// A number of `/proc/PID/FILE`, where there is such a thing.
    fn told(&self, file: &str, find: impl Fn(&str) -> Option<u64>) -> Option<u64> {
        let path = format!("/proc/{}/{file}", self.child.id());
        find(&std::fs::read_to_string(path).ok()?)
    }

    /// Processor time so far.
    fn processor(&self) -> Option<Duration> {
        // In hundredths of a second: fields 14 and 15, counted behind the name in parentheses.
        let ticks = self.told("stat", |stat| {
            let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
            let mut next = || fields.next()?.parse::<u64>().ok();
            Some(next()? + next()?)
        });
        ticks.map(|ticks| Duration::from_millis(ticks * 10))
    }

    /// Most memory so far, in MiB.
    fn memory(&self) -> Option<u64> {
        self.told("status", |status| {
            let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
            Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? / 1024)
        })
    }
}

impl Drop for Measured {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

async fn measure(voters: u32) -> Result<()> {
    let folder = std::env::temp_dir().join(format!("pingyi-load-{}-{voters}", std::process::id()));
    let store = open_store(&folder, None).await?;
    let server = Measured::start(&folder)?;
    let app = application(store, &server.url);
    let measured = play(&app, &server, voters).await;
    drop(server);
    std::fs::remove_dir_all(&folder).doing(format!("cannot remove {}", folder.display()))?;
    measured
}

async fn play(app: &pingyi_app::App, server: &Measured, voters: u32) -> Result<()> {
    let cycle = json!({
        "code": "load", "name": "压力测试", "year": 2022, "organiser": "压力测试", "place": "本机",
        "from_date": "2022-11-24", "to_date": "2022-11-25", "synthetic": true,
    });
    let (villages, card) = (register(voters), rule_card());
    let files = Files {
        cycle,
        villages: &villages,
        projects: None,
        rule_card: &card,
    };
    let quiet = |_: &str| ();
    let meeting = Meeting::prepare(app, &server.url, files, &quiet).await?;
    meeting.rehearse(&quiet).await?;
    meeting.draw(&HashMap::new(), &quiet).await?;
    meeting.open(1).await?;
    println!("{voters} voters, 8 contests × 4 grades; phones and server share this machine");

    // Phones encrypt while their voters read: all of them before the first is sent.
    let phones = Arc::new(Phones::new(&server.url, 1, AT_ONCE).await?);
    let group = meeting.slips.iter().find(|group| group.code == "village-2");
    let slips = group.into_iter().flat_map(|group| &group.slips);
    let votes = slips
        .filter_map(|slip| {
            let index = phones.box_of(slip)?;
            Some((index, copy(slip), random_answers(phones.questions(index))))
        })
        .collect();
    let began = Instant::now();
    let ballots = phones.encrypt_all(votes).await?;
    println!(
        "  phones    encrypting took {:.2?}, before the first ballot was sent",
        began.elapsed()
    );

    let before = server.processor();
    let timings = phones.cast(ballots, "投票").await?;
    print!("  casting   ");
    print_casting(&timings);
    if let (Some(before), Some(after), Ok(count)) = (
        before,
        server.processor(),
        u32::try_from(timings.answers.len()),
    ) {
        println!(
            "            {AT_ONCE} phones at once; the server used {:.2?} of processor time a ballot",
            after.saturating_sub(before) / count.max(1)
        );
    }

    let began = Instant::now();
    meeting.close(1).await?;
    let closed = began.elapsed();
    let shares = meeting.decrypt(&quiet).await?;
    let began = Instant::now();
    meeting.reveal(1).await?;
    let announced = began.elapsed();
    // On this machine the scrutineers work one after the other; in a hall, each on a device of their own, at once.
    let slowest = shares.iter().map(|one| one.device).max();
    let slowest = slowest.unwrap_or_default();
    let serving: Duration = shares.iter().map(|one| one.server).sum();
    println!(
        "  result    closing {closed:.2?}, each scrutineer's device {slowest:.2?} at most, the server for all of them \
         {serving:.2?}, first rank {announced:.2?}"
    );
    println!(
        "            closing → ranking {:.2?} with the scrutineers' devices at work at once",
        closed + slowest + serving + announced
    );
    if let Some(memory) = server.memory() {
        println!("  memory    {memory} MiB at most");
    }
    Ok(())
}
