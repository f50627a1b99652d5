//! Judges with score sheets.

use super::{Check, LONGEST_TEXT};
use crate::Ratio;
use crate::card::CardFaultCode as Code;
use crate::card::{Panel, Severity, Trim, TrimOn};

impl Check {
    pub(super) fn panel(&mut self, path: &str, panel: &Panel) {
        let criteria = &panel.criteria;
        let list = format!("{path}/criteria");
        self.at_least(&list, criteria.len(), 1);
        self.not_too_long(&list, criteria.len());
        self.distinct(
            &list,
            "code",
            criteria.iter().map(|criterion| &criterion.code),
        );
        self.distinct(
            &list,
            "label",
            criteria.iter().map(|criterion| &criterion.label),
        );
        for (index, criterion) in criteria.iter().enumerate() {
            let path = format!("{list}/{index}");
            self.named(&path, &criterion.code, &criterion.label);
            if !criterion.help.is_empty() {
                self.text(&format!("{path}/help"), &criterion.help, LONGEST_TEXT);
            }
            self.steps(
                &path,
                &criterion.least,
                &criterion.most,
                &criterion.step,
                false,
            );
            self.factor(&path, &criterion.label, &criterion.weight);
        }
        self.range(
            format!("{path}/minimum_judges"),
            panel.minimum_judges,
            1,
            1000,
        );
        self.trim(&format!("{path}/trim"), panel);
        let possible = panel.on == TrimOn::JudgeTotal && panel.trim == Trim::None;
        if panel.severity == Severity::LeastSquares && !possible {
            self.add(
                format!("{path}/severity"),
                Code::SeverityNotPossible,
                "宽严校正只能用在评委总分上，而且不去掉任何分数：请把 on 改为 judge_total、trim 改为 none，或把 severity 改为 none",
                "strictness is evened out over judges' totals with nothing left out: make `on` judge_total and `trim` none, or make `severity` none",
            );
        }
    }

    fn trim(&mut self, path: &str, panel: &Panel) {
        match &panel.trim {
            Trim::None | Trim::Median => {}
            Trim::Drop(drop) => {
                let path = format!("{path}/drop");
                self.range(format!("{path}/high"), drop.high, 0, 100);
                self.range(format!("{path}/low"), drop.low, 0, 100);
                let dropped = u64::from(drop.high) + u64::from(drop.low);
                if u64::from(drop.at_least) <= dropped {
                    self.add(
                        format!("{path}/at_least"),
                        Code::TrimTooWide,
                        format!("要去掉 {dropped} 个，至少须有 {} 位评委，请加大 at_least", dropped + 1),
                        format!("{dropped} are left out, so at least {} judges are needed: raise at_least", dropped + 1),
                    );
                } else if drop.at_least < panel.minimum_judges {
                    self.add(
                        format!("{path}/at_least"),
                        Code::TrimTooWide,
                        format!("不足 {} 位评委的村不计分，at_least 不能比它小，请加大", panel.minimum_judges),
                        format!("with fewer than {} judges a village has no value, so at_least cannot be less: raise it", panel.minimum_judges),
                    );
                }
            }
            Trim::Fraction(fraction) => {
                let half = Ratio::new(1, 2).expect("two halves make one");
                if fraction.each_end < Ratio::zero() || fraction.each_end >= half {
                    self.add(
                        format!("{path}/fraction/each_end"),
                        Code::BadFraction,
                        "两端各去掉的比例须不小于 0、小于 1/2，例如 1/10",
                        "the share left out at each end must be at least 0 and less than 1/2, such as 1/10",
                    );
                }
            }
        }
    }
}
