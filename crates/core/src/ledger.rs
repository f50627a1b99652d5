//! The ledger of investment projects: what the county keeps of each from its first idea to its acceptance.
//!
//! The projects of a *cycle* ([`crate::project`]) are a frozen picture of the ledger on a day.

mod light;
mod project;
mod report;
mod state;
mod total;

pub use light::{Exemption, Light, LightRules, Lit, light, months_late, planned_progress};
pub use project::{Acceptance, Funding, Milestone, Project, Report, Step, WHOLE};
pub use report::first_day;
pub use state::{Move, State, StateFault, apply};
pub use total::{Axis, Named, Total, Totals, totals};
