//! How values become points.

use super::Check;
use crate::card::CardFaultCode as Code;
use crate::card::Scale;

impl Check {
    pub(super) fn scale(&mut self, path: &str, scale: &Scale) {
        match scale {
            Scale::AsIs | Scale::Observed(_) | Scale::Rank(_) => {}
            Scale::Fixed(fixed) => {
                if fixed.from.to_ratio() == fixed.to.to_ratio() {
                    self.add(
                        format!("{path}/fixed/to"),
                        Code::BadScale,
                        "0 分和 100 分对应的值不能相同，请修改 from 或 to",
                        "0 points and 100 points need different values: change from or to",
                    );
                }
            }
            Scale::Target(target) => {
                if !target.target.to_ratio().is_positive() {
                    self.add(
                        format!("{path}/target/target"),
                        Code::BadScale,
                        "目标值须大于 0；越少越好的指标请改用 fixed",
                        "the target must be greater than 0: use fixed where less is better",
                    );
                }
            }
            Scale::ZScore(score) => {
                self.range(format!("{path}/z_score/decimals"), score.decimals, 0, 12);
                if !score.spread.to_ratio().is_positive() {
                    self.add(
                        format!("{path}/z_score/spread"),
                        Code::BadScale,
                        "每个标准差对应的分值须大于 0，例如 10",
                        "the points of a standard deviation must be greater than 0, such as 10",
                    );
                }
            }
        }
    }
}
