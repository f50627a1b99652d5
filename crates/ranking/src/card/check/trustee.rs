//! Scrutineers.

use super::Check;
use crate::card::CardFaultCode as Code;
use crate::card::Trustees;

/// Most trustees of whom some are enough: their key ceremony takes a message from everybody to everybody.
const LARGEST_GROUP: u32 = 9;

impl Check {
    pub(in crate::card) fn trustees(&mut self, trustees: Trustees) {
        if trustees.threshold < 1 || trustees.threshold > trustees.count {
            self.add(
                "/trustees/threshold",
                Code::TooFewTrustees,
                format!("开票所需监票人数须在 1 到 {} 之间", trustees.count),
                format!("the trustees needed must be from 1 to {}", trustees.count),
            );
        }
        if trustees.threshold < trustees.count && trustees.count > LARGEST_GROUP {
            self.add(
                "/trustees/count",
                Code::TooManyTrustees,
                format!(
                    "监票人超过 {LARGEST_GROUP} 名时须全部到场解密；要任意几名即可开箱，监票人最多 {LARGEST_GROUP} 名"
                ),
                format!(
                    "more than {LARGEST_GROUP} trustees are all needed; where some of them are enough, there are at most {LARGEST_GROUP}"
                ),
            );
        }
    }
}
