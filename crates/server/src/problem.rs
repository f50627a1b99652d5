//! Refusals as `application/problem+json` (RFC 9457).

use axum::{
    Json,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use pingyi_app::{Fault, FaultKind, FieldFault};
use serde::Serialize;
use utoipa::ToSchema;

/// A refusal. `code` is stable; `detail` says in Chinese what to do.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Problem {
    /// Always `about:blank`: `code` names the problem.
    pub r#type: &'static str,
    /// The status in words.
    pub title: String,
    /// The status.
    pub status: u16,
    /// Stable name.
    pub code: &'static str,
    /// What to do.
    pub detail: String,
    /// The wrong fields or cells.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<FieldFault>,
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        let status = match (fault.kind, fault.code) {
            (_, "too_large") => StatusCode::PAYLOAD_TOO_LARGE,
            (_, "too_many_attempts") => StatusCode::TOO_MANY_REQUESTS,
            (FaultKind::SignInNeeded, _) => StatusCode::UNAUTHORIZED,
            (FaultKind::Forbidden, _) => StatusCode::FORBIDDEN,
            (FaultKind::NotFound, _) => StatusCode::NOT_FOUND,
            (FaultKind::Conflict, _) => StatusCode::CONFLICT,
            (FaultKind::Invalid, _) => StatusCode::UNPROCESSABLE_ENTITY,
            (FaultKind::Busy, _) => StatusCode::SERVICE_UNAVAILABLE,
            (FaultKind::Internal, _) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Self {
            r#type: "about:blank",
            title: status.canonical_reason().unwrap_or("Error").into(),
            status: status.as_u16(),
            code: fault.code,
            detail: fault.detail,
            faults: fault.faults,
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(&self)).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            header::HeaderValue::from_static("application/problem+json"),
        );
        headers.insert(
            header::CACHE_CONTROL,
            header::HeaderValue::from_static("no-store"),
        );
        if self.status == 503 || self.status == 429 {
            headers.insert(header::RETRY_AFTER, header::HeaderValue::from_static("2"));
        }
        response
    }
}
