//! Bonuses, penalties, their caps, and vetoes.

use super::Check;
use crate::Ratio;
use crate::card::CardFaultCode as Code;
use crate::card::{Adjustment, Caps, Veto};

/// The one reason for not being ranked that could also be the code of a veto.
const WITHHELD: &str = "withheld";

impl Check {
    pub(super) fn adjustments(&mut self, path: &str, adjustments: &[Adjustment]) {
        self.not_too_long(path, adjustments.len());
        self.distinct(path, "code", adjustments.iter().map(|item| &item.code));
        self.distinct(path, "label", adjustments.iter().map(|item| &item.label));
        for (index, item) in adjustments.iter().enumerate() {
            let path = format!("{path}/{index}");
            self.named(&path, &item.code, &item.label);
            if item.least.to_ratio() < Ratio::zero() {
                self.add(
                    format!("{path}/least"),
                    Code::Negative,
                    "加分、减分都填正数：减分由 kind 为 penalty 表示",
                    "write plus and minus items without a sign: `kind` says penalty",
                );
            }
            self.steps(&path, &item.least, &item.most, &item.step, true);
        }
    }

    pub(super) fn caps(&mut self, path: &str, caps: &Caps) {
        for (member, cap) in [("bonus", &caps.bonus), ("penalty", &caps.penalty)] {
            if cap
                .as_ref()
                .is_some_and(|cap| cap.to_ratio() < Ratio::zero())
            {
                self.add(
                    format!("{path}/{member}"),
                    Code::Negative,
                    "上限不能小于 0；不设上限请删去这一项",
                    "a limit cannot be less than 0: remove it if there is none",
                );
            }
        }
        if let (Some(least), Some(most)) = (&caps.least, &caps.most)
            && least.to_ratio() > most.to_ratio()
        {
            self.add(
                format!("{path}/most"),
                Code::LimitsOutOfOrder,
                format!("总分上限不能小于下限 {least}，请修改 least 或 most"),
                format!("the most must not be less than the least, {least}: change one of them"),
            );
        }
    }

    pub(super) fn vetoes(&mut self, path: &str, vetoes: &[Veto]) {
        self.not_too_long(path, vetoes.len());
        self.distinct(path, "code", vetoes.iter().map(|veto| &veto.code));
        self.distinct(path, "label", vetoes.iter().map(|veto| &veto.label));
        for (index, veto) in vetoes.iter().enumerate() {
            let path = format!("{path}/{index}");
            self.named(&path, &veto.code, &veto.label);
            if veto.code == WITHHELD {
                self.add(
                    format!("{path}/code"),
                    Code::ReservedCode,
                    format!("代码“{WITHHELD}”在结果中另有含义（暂不公布），请换一个"),
                    format!("`{WITHHELD}` has another meaning in results: choose another code"),
                );
            }
        }
    }
}
