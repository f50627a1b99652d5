//! Files on their way in and out: what a file would change is shown first, and written only as it was shown.
//!
//! A row says what it is about by a code or by names; empty cells leave what is there. Nothing is removed by leaving it
//! out. A file is read twice, once to show ([`reading`]) and once to write ([`apply`]); both make the same [`plan`], and
//! its digest says whether they did.
//!
//! | module | what it knows |
//! |---|---|
//! | [`unit`] … [`milestone`] | one table each: columns, a row into a document, documents into rows |
//! | [`desk`], [`line`] | the county by names and codes; a row by columns |
//! | [`judge`] | documents of a file among each other |
//! | [`undo`], [`wrong`] | taking an import back; the rows that need mending |

mod apply;
mod column;
mod desk;
mod draft;
mod event;
mod export;
mod funding;
mod judge;
mod line;
mod milestone;
mod person;
mod plan;
mod project;
mod reading;
mod report;
#[cfg(test)]
mod tests;
mod undo;
mod unit;
mod value;
mod wrong;

pub use apply::apply;
pub use column::ImportTable;
pub use export::{Form, TableFile, export, template};
pub(crate) use reading::Readings;
pub use reading::{get, list, put_columns, start};
pub use report::{
    ImportColumn, ImportCounts, ImportDifference, ImportFault, ImportHeading, ImportRow,
    ImportState, ImportView,
};
pub use undo::undo;
pub use wrong::wrong_rows;
