//! Why a use case refused, in a form that any edge can show.

use pingyi_core::cell::CellFault;
use pingyi_ranking::Sentence;
use pingyi_store::StoreError;
use serde::Serialize;
use utoipa::ToSchema;

/// The family of a refusal; the server turns it into a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// Not signed in.
    SignInNeeded,
    /// Signed in, but not allowed.
    Forbidden,
    /// No such thing.
    NotFound,
    /// It does not fit the present state.
    Conflict,
    /// What was sent is wrong.
    Invalid,
    /// Too often, or too much at once; try again.
    Busy,
    /// Ours: a database or a document failed.
    Internal,
}

/// One wrong field or cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldFault {
    /// Where: a JSON pointer (`/classes/0/weight`) or a cell (`C12`).
    pub path: String,
    /// Row of a table, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<usize>,
    /// Column of a table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// What stands there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Stable name of the fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// What is wrong and what to do, in Chinese.
    pub message: String,
    /// What is wrong and what to do, in English.
    pub message_en: String,
}

impl FieldFault {
    /// A fault at a path.
    pub fn new(path: impl Into<String>, message: impl Into<Sentence>) -> Self {
        let Sentence { zh, en } = message.into();
        Self {
            path: path.into(),
            row: None,
            column: None,
            value: None,
            code: None,
            message: zh,
            message_en: en,
        }
    }

    /// The same, with its stable name.
    #[must_use]
    pub fn coded(self, code: impl Into<String>) -> Self {
        Self {
            code: Some(code.into()),
            ..self
        }
    }
}

/// A refusal. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{detail} [{code}]")]
pub struct Fault {
    /// Family.
    pub kind: FaultKind,
    /// Stable name.
    pub code: &'static str,
    /// A sentence in Chinese that says what to do.
    pub detail: String,
    /// The wrong fields, where there are several.
    pub faults: Vec<FieldFault>,
}

impl Fault {
    /// A refusal of a family.
    pub fn new(kind: FaultKind, code: &'static str, detail: impl Into<String>) -> Self {
        Self {
            kind,
            code,
            detail: detail.into(),
            faults: Vec::new(),
        }
    }

    /// There is no such thing.
    pub fn not_found(what: &str) -> Self {
        Self::new(FaultKind::NotFound, "not_found", format!("没有这个{what}"))
    }

    /// It does not fit the present state.
    pub fn conflict(code: &'static str, detail: impl Into<String>) -> Self {
        Self::new(FaultKind::Conflict, code, detail)
    }

    /// What was sent is wrong.
    pub fn invalid(code: &'static str, detail: impl Into<String>) -> Self {
        Self::new(FaultKind::Invalid, code, detail)
    }

    /// A table with faults by cell.
    pub fn rows(faults: Vec<CellFault>) -> Self {
        let detail = format!("表中有 {} 处需要修改，没有导入任何一行", faults.len());
        let faults = faults
            .into_iter()
            .map(|f| FieldFault {
                row: Some(f.row),
                column: Some(f.column),
                value: Some(f.value),
                ..FieldFault::new(f.cell, f.message)
            })
            .collect();
        Self {
            kind: FaultKind::Invalid,
            code: "rows_invalid",
            detail,
            faults,
        }
    }

    /// Something of ours failed. The cause goes to the log, not to the person.
    pub fn internal(cause: &dyn std::fmt::Display) -> Self {
        tracing::error!(%cause, "a use case failed");
        Self::new(
            FaultKind::Internal,
            "internal",
            "程序内部出错，未作任何更改；请重试，仍不行请联系管理员",
        )
    }
}

/// The stable name of a code that is one word in JSON.
pub(crate) fn code_of(code: impl Serialize) -> String {
    let value = serde_json::to_value(code).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        if matches!(error, StoreError::Stale) {
            return Self::conflict("entry_changed", "保存期间有人改了同一条；请重新载入后再试");
        }
        Self::internal(&error)
    }
}
