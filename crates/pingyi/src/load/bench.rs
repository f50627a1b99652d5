//! Casting and closing measured on a server of its own: one round, one class of so many voters.

use super::{print_casting, random_answers};
use crate::{
    demo::meeting::{Files, Meeting, copy},
    failure::{Doing, Result},
    serve::{application, listen, open_store, serve},
};
use serde_json::json;
use std::{
    collections::HashMap,
    fmt::Write,
    net::{Ipv4Addr, SocketAddr},
    time::Instant,
};

/// Two areas: the first is voted on by the secretaries of the second.
fn register(voters: u32) -> String {
    let mut table = String::from(
        "area,town,town_kind,village,visited,tour_day,tour_date,visit_order,synthetic\n",
    );
    for n in 1..=8 {
        let _ = writeln!(
            table,
            "1，示例一镇，town，示例{n}村，true,1,2022-11-24,{n},true"
        );
    }
    for n in 1..=voters {
        let _ = if n == 1 {
            writeln!(
                table,
                "2，示例二镇，town，示例{n}村，true,2,2022-11-25,1,true"
            )
        } else {
            writeln!(table, "2，示例二镇，town，示例{n}村，false,,,,true")
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

async fn measure(voters: u32) -> Result<()> {
    let folder = std::env::temp_dir().join(format!("pingyi-load-{}-{voters}", std::process::id()));
    let store = open_store(&folder, None).await?;
    let (listener, url) = listen(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await?;
    let app = application(store, &url);
    let server = tokio::spawn(serve(listener, app.clone(), std::future::pending()));
    let measured = play(&app, &url, voters).await;
    server.abort();
    std::fs::remove_dir_all(&folder).doing(format!("cannot remove {}", folder.display()))?;
    measured
}

async fn play(app: &pingyi_app::App, url: &str, voters: u32) -> Result<()> {
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
    let meeting = Meeting::prepare(app, url, files, &quiet).await?;
    meeting.rehearse(&quiet).await?;
    meeting.draw(&HashMap::new(), &quiet).await?;
    meeting.open(1).await?;
    let group = meeting.slips.iter().find(|group| group.code == "village-2");
    let votes = group
        .into_iter()
        .flat_map(|group| &group.slips)
        .map(|slip| (copy(slip), random_answers((8, 4))))
        .collect();
    let timings = meeting.vote(1, votes, "投票").await?;
    println!("{voters} voters, 8 contests × 4 grades, phones and server on one machine");
    print_casting(&timings);
    let began = Instant::now();
    meeting.close(1).await?;
    let closed = began.elapsed();
    meeting.decrypt(&quiet).await?;
    let decrypted = began.elapsed();
    meeting.reveal(1).await?;
    println!(
        "closing {closed:.2?}; to the first rank announced {:.2?}, of which three scrutineers verify the board and decrypt in {:.2?}",
        began.elapsed(),
        decrypted.saturating_sub(closed)
    );
    Ok(())
}
