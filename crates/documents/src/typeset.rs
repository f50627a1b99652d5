//! The typesetter: a template and a model in, PDF bytes out.
//!
//! The world a template sees is three virtual files (`/main.typ`, `/gb.typ`, `/data.json`) and the fonts. There is no
//! file system, no package registry and no clock behind it.

use std::sync::LazyLock;

use serde::Serialize;
use typst::{
    Library, LibraryExt, World,
    diag::{FileError, FileResult, SourceDiagnostic},
    foundations::{Bytes, Datetime, Duration, Smart},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

use crate::fonts::{FontError, Fonts};

/// A document that could not be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// A font went missing.
    #[error(transparent)]
    Font(#[from] FontError),
    /// The text is too long for a QR code (about 2,300 characters).
    #[error("二维码内容过长：{0} 个字符。请缩短网址。\nthe content is too long for a QR code")]
    QrTooLong(usize),
    /// The model cannot be written as JSON or the template refuses it: a fault of the program, never of the data.
    #[error("排版失败：{0}\nthe template failed")]
    Template(String),
}

/// An embedded template.
pub(crate) struct Template {
    main: FileId,
    sources: [Source; 2],
}

impl Template {
    /// A template from its text; `gb.typ`, the common layout, stands beside it.
    pub fn new(text: &str) -> Self {
        let main = Source::new(id("main.typ"), text.to_owned());
        let gb = Source::new(id("gb.typ"), include_str!("../templates/gb.typ").to_owned());
        Self {
            main: main.id(),
            sources: [main, gb],
        }
    }

    /// Sets the model with this template and the fonts.
    pub fn pdf(&self, model: &impl Serialize, fonts: &Fonts) -> Result<Vec<u8>, DocumentError> {
        let document = self.document(model, fonts)?;
        let bytes = typst_pdf::pdf(&document, &options()).map_err(|faults| fault(&faults));
        // What was memoised may hold slips and backups; and a server should not grow by a document's cache.
        drop(document);
        typst::comemo::evict(0);
        bytes
    }

    /// The pages, laid out.
    pub(crate) fn document(
        &self,
        model: &impl Serialize,
        fonts: &Fonts,
    ) -> Result<PagedDocument, DocumentError> {
        let data = serde_json::to_vec(model)
            .map_err(|error| DocumentError::Template(error.to_string()))?;
        let world = Page {
            template: self,
            data: Bytes::new(data),
            data_id: id("data.json"),
            fonts,
        };
        let result = typst::compile::<PagedDocument>(&world);
        if let Some(fault) = fonts.fault() {
            return Err(fault.into());
        }
        result.output.map_err(|faults| fault(&faults))
    }
}

/// No time stamp (the templates set the model's date) and no changing identifier: the same input, the same bytes.
fn options() -> PdfOptions {
    PdfOptions {
        creator: Smart::Custom(Some("Pingyi".to_owned())),
        ..PdfOptions::default()
    }
}

fn fault(faults: &[SourceDiagnostic]) -> DocumentError {
    DocumentError::Template(
        faults
            .iter()
            .map(|fault| fault.message.as_str())
            .collect::<Vec<_>>()
            .join("; "),
    )
}

/// The id of a virtual file. Ids are interned for ever by the typesetter, so only these few names are used.
fn id(name: &str) -> FileId {
    RootedPath::new(
        VirtualRoot::Project,
        VirtualPath::new(name).expect("a plain file name is a path"),
    )
    .intern()
}

/// One document being set.
struct Page<'a> {
    template: &'a Template,
    data: Bytes,
    data_id: FileId,
    fonts: &'a Fonts,
}

impl World for Page<'_> {
    fn library(&self) -> &LazyHash<Library> {
        static LIBRARY: LazyLock<LazyHash<Library>> =
            LazyLock::new(|| LazyHash::new(Library::default()));
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.template.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let found = self
            .template
            .sources
            .iter()
            .find(|source| source.id() == id);
        found.cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data_id {
            Ok(self.data.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
