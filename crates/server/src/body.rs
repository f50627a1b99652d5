//! Reading bodies, with refusals like all others.

use crate::Problem;
use axum::{
    body::Bytes,
    extract::{FromRequest, Request, rejection::BytesRejection},
    response::{IntoResponse, Response},
};
use pingyi_app::Fault;
use serde::{Serialize, de::DeserializeOwned};

/// A JSON body read strictly, or a JSON answer.
pub(crate) struct Json<T>(pub(crate) T);

/// The bytes of a body.
pub(crate) struct Raw(pub(crate) Bytes);

impl<S: Send + Sync> FromRequest<S> for Raw {
    type Rejection = Problem;
    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        Bytes::from_request(request, state)
            .await
            .map(Raw)
            .map_err(|rejection| match rejection {
                BytesRejection::FailedToBufferBody(_) => {
                    Fault::invalid("too_large", "发来的内容太大").into()
                }
                _ => Fault::invalid("body_unreadable", "没有收全，请重试").into(),
            })
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Problem;
    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let Raw(bytes) = Raw::from_request(request, state).await?;
        serde_json::from_slice(&bytes).map(Json).map_err(|error| {
            // The parser's message may quote what was sent; its place is enough and gives nothing away.
            let place = format!("第 {} 行第 {} 列", error.line(), error.column());
            Fault::invalid("json_invalid", format!("内容不是所需的 JSON({place})")).into()
        })
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        ([("cache-control", "no-store")], axum::Json(self.0)).into_response()
    }
}
