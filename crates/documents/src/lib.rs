//! Report models to PDF and HTML.
//!
//! Each kind of document is one module with one model (plain data, no database, no clock) and pure functions from
//! `(model, fonts)` to bytes. The same model and the same font files give the same bytes on every run: nothing here
//! reads the date, draws a random number or opens a network connection.
//!
//! | module | document |
//! |---|---|
//! | [`bulletin`] | 简报, the published report: PDF in the layout of GB/T 9704-2012 and standalone HTML |
//! | [`slips`] | 选票码条, the sheets to cut, and a cover sheet for counting each box |
//! | [`trustee_backup`] | 密钥备份页, one page for a sealed envelope |
//! | [`count_sheet`] | 计票单, one page a round to read aloud and sign |
//!
//! The model goes into the typesetter as JSON and is never pasted into markup, so a village called `#import` or
//! `<script>` is only a strange name. Templates are embedded; a document cannot open a file.

// The fixture models in `tests/haiyang` name this crate from outside.
#[cfg(test)]
extern crate self as pingyi_documents;

pub mod bulletin;
pub mod count_sheet;
pub mod fonts;
mod markup;
mod notation;
mod qr;
pub mod slips;
#[cfg(test)]
mod tests;
pub mod trustee_backup;
mod typeset;

pub use fonts::{FontError, Fonts};
pub use typeset::DocumentError;
