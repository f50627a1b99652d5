//! The host's autopilot: the one next step, in words and numbers.

use crate::{
    Actor, App, Result,
    register::ordinal,
    round::{RUN, RoundView, views},
    screen::{ScreenState, screen},
};
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
    /// What the button says.
    pub title: String,
    /// What will happen, in numbers.
    pub detail: String,
    /// Whom everybody waits for, when there is nothing to press.
    pub waiting_for: Option<String>,
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
    title: impl Into<String>,
    detail: impl Into<String>,
) -> HostStep {
    HostStep {
        code: code.into(),
        round: round.map(|round| round.id.clone()),
        number: round.map(|round| round.number),
        title: title.into(),
        detail: detail.into(),
        waiting_for: None,
    }
}

fn waiting(
    code: &str,
    round: Option<&RoundView>,
    title: impl Into<String>,
    detail: &str,
    whom: String,
) -> HostStep {
    HostStep {
        waiting_for: Some(whom),
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
        "每位监票人在自己的设备上打开监票人页面，按一下“解密合计”。".to_owned()
    } else {
        format!("任意 {needed} 位监票人在自己的设备上打开监票人页面，按一下“解密合计”。")
    };
    if code == "rehearse_decrypt" {
        // Said while nothing is at stake: afterwards a lost key loses votes.
        let needed = if all {
            "全部".to_owned()
        } else {
            format!("{needed} 位")
        };
        detail = format!(
            "{detail}凑不齐{needed}监票人，正式轮次不能开启：先找备份纸；确实找不回的，作废各轮，另建年度周期重新准备。"
        );
    }
    let whom = screen.tally.as_ref().map_or_else(
        || "监票人".to_owned(),
        |tally| {
            let waiting = tally.trustees.names.iter().filter(|one| !one.done);
            let names: Vec<&str> = waiting.map(|one| one.name.as_str()).collect();
            let names = names.join("、");
            if all {
                names
            } else {
                let missing = needed.saturating_sub(tally.trustees.received);
                format!("{names}，其中任意 {missing} 位")
            }
        },
    );
    waiting(code, Some(round), "等待监票人解密合计", &detail, whom)
}

fn next(rounds: &[RoundView], screen: &ScreenState, issued: u32) -> HostStep {
    // The page shows the area beside the button: a short name keeps the button on one line.
    let title = |round: &RoundView| match round.kind.as_str() {
        "rehearsal" => "演练".to_owned(),
        _ => format!("第{}轮", ordinal(round.number)),
    };
    if rounds.is_empty() || rounds.iter().any(|round| round.state == "draft") {
        let whom = "组织者：冻结规则卡、生成选票码条、监票人交公钥、冻结轮次".to_owned();
        return waiting(
            "waiting",
            None,
            "等待组织者完成准备",
            "轮次冻结后，这里出现下一步。",
            whom,
        );
    }
    let rehearsal = rounds
        .iter()
        .find(|round| round.kind == "rehearsal" && round.state != "annulled");
    let under_way = rounds
        .iter()
        .find(|round| matches!(round.state.as_str(), "open" | "closed" | "tallied"));
    if let Some(round) = under_way {
        let sham = round.kind == "rehearsal";
        let (live, returned) = turnout(round);
        return match round.state.as_str() {
            "open" => step(
                if sham { "rehearse_close" } else { "close" },
                Some(round),
                format!("关闭{}", title(round)),
                match live.saturating_sub(returned) {
                    0 => format!("已收 {returned} 票，应收 {live} 票，全部收齐。"),
                    missing => format!(
                        "已收 {returned} 票，应收 {live} 票。关闭后 {missing} 张未投的选票不能再投。"
                    ),
                },
            ),
            "closed" => decryption(round, screen),
            _ if sham => {
                let untested = match &round.trustees.warning {
                    Some(warning) => format!("{warning}。"),
                    None => String::new(),
                };
                step(
                    "rehearse_clear",
                    Some(round),
                    "结束演练",
                    format!("{untested}清除 {returned} 张演练选票并封存名册，正式轮次即可开启。"),
                )
            }
            _ => {
                let done = round.reveal_step;
                let detail = match round.reveal_steps {
                    Some(steps) => format!(
                        "已公布 {done} 项，还剩 {} 项，从末位到首位。",
                        steps.saturating_sub(done)
                    ),
                    None => "从末位到首位逐项公布；大屏此前不显示任何结果。".into(),
                };
                let last = round.reveal_steps.is_some_and(|steps| done + 1 == steps);
                step(
                    "reveal",
                    Some(round),
                    if last {
                        "公布第一名".to_owned()
                    } else {
                        "公布下一名".to_owned()
                    },
                    detail,
                )
            }
        };
    }
    if let Some(round) = rehearsal {
        return step(
            "rehearse_open",
            Some(round),
            "开始演练",
            "用样例候选人试投一次：手机、监票人密钥和大屏都走一遍。",
        );
    }
    if screen.check_in.present == 0 {
        let detail = format!(
            "应到 {} 人。请在“选票码条”页逐人签到。",
            screen.check_in.entitled
        );
        return waiting(
            "attendance",
            None,
            "签到",
            &detail,
            "组织者：在“选票码条”页登记到场人员".into(),
        );
    }
    if issued == 0 {
        let detail = format!(
            "到场 {} 人。每人从自己的票箱里亲手抽一张，抽完后登记张数。",
            screen.check_in.present
        );
        return waiting(
            "issue",
            None,
            "抽取选票码条",
            &detail,
            "组织者：在“选票码条”页登记发出张数".into(),
        );
    }
    if let Some(round) = rounds
        .iter()
        .find(|round| round.kind == "official" && round.state == "rehearsed")
    {
        let (live, _) = turnout(round);
        let mut detail = format!(
            "{} 个村，{live} 张选票可投。开启后大屏显示倒计时，手机自动进入投票。",
            round.contests.len()
        );
        if let Some(warning) = &round.trustees.warning {
            detail = format!("{detail}注意：{warning}。");
        }
        return step("open", Some(round), format!("开启{}", title(round)), detail);
    }
    step(
        "done",
        None,
        "全部轮次已结束",
        "结果、核验包和简报在“结果”页。",
    )
}
