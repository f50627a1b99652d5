//! Slips: paper codes drawn by hand, counted by group and never numbered.

/// The counts of one physical box of slips.
///
/// No field says which slip went to whom, and none names a spare: spares are in the roll from the start and
/// are only counted, because activating one would tell whose ballot it casts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SlipCounts {
    /// People entitled to a slip of this box.
    pub entitled: u32,
    /// Slips printed, without spares.
    pub printed: u32,
    /// Spares printed.
    pub spares: u32,
    /// Slips drawn by hand.
    pub issued: u32,
    /// Spares handed out in exchange for spoiled slips.
    pub spares_issued: u32,
    /// Spoiled slips taken back and voided.
    pub spoiled: u32,
    /// People present.
    pub present: u32,
}

/// Counts that cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SlipFault {
    /// More slips drawn than people present.
    #[error("发出 {issued} 张，到场只有 {present} 人；请先核对签到")]
    MoreIssuedThanPresent {
        /// Slips drawn.
        issued: u32,
        /// People present.
        present: u32,
    },
    /// More slips drawn than printed.
    #[error("发出 {issued} 张，这个票箱只印了 {printed} 张")]
    MoreIssuedThanPrinted {
        /// Slips drawn.
        issued: u32,
        /// Slips printed.
        printed: u32,
    },
    /// More spares out than printed.
    #[error("备用票发出 {issued} 张，只印了 {spares} 张")]
    MoreSparesThanPrinted {
        /// Spares handed out.
        issued: u32,
        /// Spares printed.
        spares: u32,
    },
    /// A spare goes out only against a spoiled slip.
    #[error("备用票发出 {issued} 张，作废票收回 {spoiled} 张；每收回一张才换发一张")]
    SparesWithoutSpoiled {
        /// Spares handed out.
        issued: u32,
        /// Spoiled slips.
        spoiled: u32,
    },
}

impl SlipCounts {
    /// Checks that the counts can be.
    ///
    /// # Errors
    /// The first count that cannot.
    pub fn check(&self) -> Result<(), SlipFault> {
        if self.issued > self.printed {
            return Err(SlipFault::MoreIssuedThanPrinted {
                issued: self.issued,
                printed: self.printed,
            });
        }
        if self.issued > self.present {
            return Err(SlipFault::MoreIssuedThanPresent {
                issued: self.issued,
                present: self.present,
            });
        }
        if self.spares_issued > self.spares {
            return Err(SlipFault::MoreSparesThanPrinted {
                issued: self.spares_issued,
                spares: self.spares,
            });
        }
        if self.spares_issued > self.spoiled {
            return Err(SlipFault::SparesWithoutSpoiled {
                issued: self.spares_issued,
                spoiled: self.spoiled,
            });
        }
        Ok(())
    }

    /// Ballots this box may at most cast in a round.
    pub fn live(&self) -> u32 {
        (self.issued + self.spares_issued).saturating_sub(self.spoiled)
    }
}
