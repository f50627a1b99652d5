//! Awards by share.

use super::{Check, LONGEST_LABEL};
use crate::Ratio;
use crate::card::Award;
use crate::card::CardFaultCode as Code;

impl Check {
    pub(in crate::card) fn awards(&mut self, path: &str, awards: &[Award]) {
        self.not_too_long(path, awards.len());
        self.distinct(path, "label", awards.iter().map(|award| &award.label));
        let mut total = Ratio::zero();
        for (index, award) in awards.iter().enumerate() {
            let path = format!("{path}/{index}");
            self.text(&format!("{path}/label"), &award.label, LONGEST_LABEL);
            if !award.share.is_positive() || award.share > Ratio::one() {
                self.add(
                    format!("{path}/share"),
                    Code::BadShare,
                    "比例须大于 0、不超过 1，例如 0.3",
                    "the share must be greater than 0 and at most 1, such as 0.3",
                );
            }
            total = Ratio(total.0 + &award.share.0);
        }
        if total > Ratio::one() {
            self.add(
                path,
                Code::SharesOverOne,
                "各奖次比例之和超过 1，请调小",
                "the shares of the awards sum to more than 1: make them smaller",
            );
        }
    }
}
