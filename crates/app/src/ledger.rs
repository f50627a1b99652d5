//! interim
use crate::{
    Result,
    county::{County, Kept},
};
use pingyi_core::{entry::Clash, ledger::Project};
use pingyi_store::Connection;
use serde::Serialize;
use utoipa::ToSchema;
/// Row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LedgerRow {
    /// Identifier.
    pub id: String,
}
pub(crate) struct Areas;
impl Areas {
    pub(crate) async fn newest(_: &impl Connection) -> Result<Self> {
        Ok(Self)
    }
}
pub(crate) fn rows<'a>(
    _: &County,
    _: &Areas,
    projects: impl IntoIterator<Item = &'a Kept<Project>>,
) -> Vec<LedgerRow> {
    projects
        .into_iter()
        .map(|kept| LedgerRow {
            id: kept.id.to_string(),
        })
        .collect()
}
pub(crate) fn accepted(
    _: Option<&Project>,
    _: Option<&Project>,
    wanted: Project,
) -> std::result::Result<Project, Vec<Clash>> {
    Ok(wanted)
}
