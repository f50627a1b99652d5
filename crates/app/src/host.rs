//! The host's autopilot: the one next step, in words and numbers.

use crate::{
    Actor, App, Result,
    register::ordinal,
    round::{RUN, RoundView, views},
    screen::{ScreenState, screen},
};
use pingyi_ranking::{Sentence, sentence};

use pingyi_store::slip;
use serde::Serialize;
use utoipa::ToSchema;

/// What to do next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HostStep {
    /// `attendance`, `issue`, `rehearse_open`, `rehearse_close`, `rehearse_decrypt`, `rehearse_clear`, `open`, `close`,
    /// `decrypt`, `reveal`, `done` or `waiting`.
    pub code: String,
    /// The round it concerns.
    pub round: Option<String>,
    /// Its number.
    pub number: Option<u32>,
    /// What the button says, in Chinese.
    pub title: String,
    /// What the button says, in English.
    pub title_en: String,
    /// What will happen, in numbers, in Chinese.
    pub detail: String,
    /// What will happen, in numbers, in English.
    pub detail_en: String,
    /// Whom everybody waits for, when there is nothing to press, in Chinese.
    pub waiting_for: Option<String>,
    /// The same in English.
    pub waiting_for_en: Option<String>,
}

/// What the host page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HostView {
    /// Server time.
    pub server_time: String,
    /// The next step.
    pub step: HostStep,
    /// The round it concerns.
    pub round: Option<RoundView>,
    /// All rounds.
    pub rounds: Vec<RoundView>,
    /// What the hall sees.
    pub screen: ScreenState,
}

fn step(
    code: &str,
    round: Option<&RoundView>,
    title: impl Into<Sentence>,
    detail: impl Into<Sentence>,
) -> HostStep {
    let (title, detail) = (title.into(), detail.into());
    HostStep {
        code: code.into(),
        round: round.map(|round| round.id.clone()),
        number: round.map(|round| round.number),
        title: title.zh,
        title_en: title.en,
        detail: detail.zh,
        detail_en: detail.en,
        waiting_for: None,
        waiting_for_en: None,
    }
}

fn waiting(
    code: &str,
    round: Option<&RoundView>,
    title: impl Into<Sentence>,
    detail: impl Into<Sentence>,
    whom: impl Into<Sentence>,
) -> HostStep {
    let whom = whom.into();
    HostStep {
        waiting_for: Some(whom.zh),
        waiting_for_en: Some(whom.en),
        ..step(code, round, title, detail)
    }
}

/// The host page.
///
/// # Errors
/// Only of access and database.
pub async fn host(app: &App, actor: &Actor, cycle: &str) -> Result<HostView> {
    actor.require(RUN)?;
    let reader = app.store().reader();
    let cycle = app.cycle(reader, cycle).await?;
    let rounds = views(reader, cycle.id, actor.role()).await?;
    let screen = screen(app).await?;
    let issued: u32 = slip::list(reader, cycle.id)
        .await?
        .iter()
        .map(|group| group.counts.issued)
        .sum();
    let step = next(&rounds, &screen, issued);
    let round = rounds
        .iter()
        .find(|round| Some(&round.id) == step.round.as_ref())
        .cloned();
    Ok(HostView {
        server_time: app.now().to_string(),
        step,
        round,
        rounds,
        screen,
    })
}

/// Live slips and returned ballots of a round.
fn turnout(round: &RoundView) -> (u32, u32) {
    let live = round
        .boxes
        .iter()
        .map(|one| one.issued.saturating_sub(one.spoiled))
        .sum();
    (live, round.boxes.iter().map(|one| one.returned).sum())
}

/// Whom the sums of a closed round wait for.
fn decryption(round: &RoundView, screen: &ScreenState) -> HostStep {
    let code = match round.kind.as_str() {
        "rehearsal" => "rehearse_decrypt",
        _ => "decrypt",
    };
    let needed = round.trustees.needed;
    let all = needed == round.trustees.count;
    let mut detail = if all {
        Sentence::from((
            "每位监票人在自己的设备上打开监票人页面，按一下“解密合计”。",
            "Every trustee opens the trustees’ page on the own device and presses “Decrypt the sums”.",
        ))
    } else {
        sentence!(
            "任意 {needed} 位监票人在自己的设备上打开监票人页面，按一下“解密合计”。",
            "Any {needed} trustees open the trustees’ page on their devices and press “Decrypt the sums”."
        )
    };
    if code == "rehearse_decrypt" {
        // Said while nothing is at stake: afterwards a lost key loses votes.
        let (zh, en) = if all {
            ("全部".to_owned(), "all of them".to_owned())
        } else {
            (format!("{needed} 位"), format!("{needed} of them"))
        };
        detail = Sentence {
            zh: format!(
                "{}凑不齐{zh}监票人，正式轮次不能开启：先找备份纸；确实找不回的，作废各轮，另建年度周期重新准备。",
                detail.zh
            ),
            en: format!(
                "{} Without {en} no official round can be opened: look for the backup sheets first; if a key is lost for good, annul the rounds and prepare a new cycle.",
                detail.en
            ),
        };
    }
    let whom = screen.tally.as_ref().map_or_else(
        || Sentence::from(("监票人", "the trustees")),
        |tally| {
            let waiting = tally.trustees.names.iter().filter(|one| !one.done);
            let names: Vec<&str> = waiting.map(|one| one.name.as_str()).collect();
            let (zh, en) = (names.join("、"), names.join(", "));
            if all {
                Sentence { zh, en }
            } else {
                let missing = needed.saturating_sub(tally.trustees.received);
                Sentence {
                    zh: format!("{zh}，其中任意 {missing} 位"),
                    en: format!("any {missing} of {en}"),
                }
            }
        },
    );
    let title = ("等待监票人解密合计", "Waiting for the trustees");
    waiting(code, Some(round), title, detail, whom)
}

/// The page shows the area beside the button: a short name keeps the button on one line.
fn title(round: &RoundView) -> Sentence {
    match round.kind.as_str() {
        "rehearsal" => ("演练", "the rehearsal").into(),
        _ => (
            format!("第{}轮", ordinal(round.number)),
            format!("round {}", round.number),
        )
            .into(),
    }
}

/// What is pressed while a round is under way.
fn under_way(round: &RoundView, screen: &ScreenState) -> HostStep {
    let sham = round.kind == "rehearsal";
    let (live, returned) = turnout(round);
    let name = title(round);
    match round.state.as_str() {
        "open" => step(
            if sham { "rehearse_close" } else { "close" },
            Some(round),
            (format!("关闭{}", name.zh), format!("Close {}", name.en)),
            match live.saturating_sub(returned) {
                0 => sentence!(
                    "已收 {returned} 票，应收 {live} 票，全部收齐。",
                    "{returned} of {live} ballots are in: all of them."
                ),
                missing => sentence!(
                    "已收 {returned} 票，应收 {live} 票。关闭后 {missing} 张未投的选票不能再投。",
                    "{returned} of {live} ballots are in. After closing, the {missing} others can no longer be cast."
                ),
            },
        ),
        "closed" => decryption(round, screen),
        _ if sham => {
            let mut detail = sentence!(
                "清除 {returned} 张演练选票并封存名册，正式轮次即可开启。",
                "Clears the {returned} ballots of the rehearsal and seals the roll; then official rounds can be opened."
            );
            if let Some((zh, en)) = warning(round) {
                detail = (
                    format!("{zh}。{}", detail.zh),
                    format!("{en}. {}", detail.en),
                )
                    .into();
            }
            step(
                "rehearse_clear",
                Some(round),
                ("结束演练", "End the rehearsal"),
                detail,
            )
        }
        _ => {
            let done = round.reveal_step;
            let detail = match round.reveal_steps {
                Some(steps) => {
                    let left = steps.saturating_sub(done);
                    sentence!(
                        "已公布 {done} 项，还剩 {left} 项，从末位到首位。",
                        "{done} revealed, {left} to go, from the last place to the first."
                    )
                }
                None => (
                    "从末位到首位逐项公布；大屏此前不显示任何结果。",
                    "One by one, from the last place to the first; the hall screen shows nothing before.",
                )
                    .into(),
            };
            let last = round.reveal_steps.is_some_and(|steps| done + 1 == steps);
            let title = if last {
                ("公布第一名", "Reveal the first place")
            } else {
                ("公布下一名", "Reveal the next")
            };
            step("reveal", Some(round), title, detail)
        }
    }
}

/// What is to be said of the trustees of a round.
fn warning(round: &RoundView) -> Option<(&str, &str)> {
    let (zh, en) = (&round.trustees.warning, &round.trustees.warning_en);
    zh.as_deref().zip(en.as_deref())
}

fn next(rounds: &[RoundView], screen: &ScreenState, issued: u32) -> HostStep {
    if rounds.is_empty() || rounds.iter().any(|round| round.state == "draft") {
        return waiting(
            "waiting",
            None,
            ("等待组织者完成准备", "Waiting for the organiser"),
            (
                "轮次冻结后，这里出现下一步。",
                "When the rounds are frozen, the next step stands here.",
            ),
            (
                "组织者：冻结规则卡、生成选票码条、监票人交公钥、冻结轮次",
                "the organiser: freeze the rule card, make the slips, have the trustees’ keys, freeze the rounds",
            ),
        );
    }
    let rehearsal = rounds
        .iter()
        .find(|round| round.kind == "rehearsal" && round.state != "annulled");
    let running = rounds
        .iter()
        .find(|round| matches!(round.state.as_str(), "open" | "closed" | "tallied"));
    if let Some(round) = running {
        return under_way(round, screen);
    }
    if let Some(round) = rehearsal {
        return step(
            "rehearse_open",
            Some(round),
            ("开始演练", "Begin the rehearsal"),
            (
                "用样例候选人试投一次：手机、监票人密钥和大屏都走一遍。",
                "A vote on sample names: phones, trustees’ keys and hall screen are tried once.",
            ),
        );
    }
    let (present, entitled) = (screen.check_in.present, screen.check_in.entitled);
    if present == 0 {
        return waiting(
            "attendance",
            None,
            ("签到", "Sign in"),
            sentence!(
                "应到 {entitled} 人。请在“选票码条”页逐人签到。",
                "{entitled} people are expected. Sign them in on the page Slips."
            ),
            (
                "组织者：在“选票码条”页登记到场人员",
                "the organiser: note who is present on the page Slips",
            ),
        );
    }
    if issued == 0 {
        return waiting(
            "issue",
            None,
            ("抽取选票码条", "Draw the slips"),
            sentence!(
                "到场 {present} 人。每人从自己的票箱里亲手抽一张，抽完后登记张数。",
                "{present} people are present. Each draws one slip by hand from the own box; then note how many."
            ),
            (
                "组织者：在“选票码条”页登记发出张数",
                "the organiser: note how many slips were given out on the page Slips",
            ),
        );
    }
    if let Some(round) = rounds
        .iter()
        .find(|round| round.kind == "official" && round.state == "rehearsed")
    {
        return open(round);
    }
    step(
        "done",
        None,
        ("全部轮次已结束", "All rounds are over"),
        (
            "结果、核验包和简报在“结果”页。",
            "Results, packages and the bulletin are on the page Results.",
        ),
    )
}

/// Opening an official round.
fn open(round: &RoundView) -> HostStep {
    let (live, _) = turnout(round);
    let mut detail = sentence!(
        "{} 个村，{live} 张选票可投。开启后大屏显示倒计时，手机自动进入投票。",
        "{} villages, {live} ballots can be cast. The hall screen then counts down, and phones begin by themselves.";
        round.contests.len()
    );
    if let Some((zh, en)) = warning(round) {
        detail = (
            format!("{}注意：{zh}。", detail.zh),
            format!("{} Note: {en}.", detail.en),
        )
            .into();
    }
    let name = title(round);
    let title = (format!("开启{}", name.zh), format!("Open {}", name.en));
    step("open", Some(round), title, detail)
}
