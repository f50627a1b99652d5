//! Live state for many screens and phones: computed once for each change, sent to all.

use crate::Problem;
use axum::{
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response, Sse, sse},
};
use futures_util::{Stream, StreamExt, stream};
use pingyi_app::{App, Result, screen};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::{convert::Infallible, sync::Arc, time::Duration};
use tokio::sync::Mutex;

/// Changes that come together are sent together.
const GATHER: Duration = Duration::from_millis(150);

/// What is sent live.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Topic {
    Screen,
    Vote,
}

/// A state as text, with a tag that ignores the server's time.
#[derive(Clone, Default)]
pub(crate) struct Snapshot {
    version: Option<u64>,
    tag: String,
    json: Arc<str>,
}

/// The newest state of each topic.
#[derive(Default)]
pub(crate) struct Live {
    screen: Mutex<Snapshot>,
    vote: Mutex<Snapshot>,
}

fn write<T: Serialize>(mut state: T, timeless: impl FnOnce(&mut T)) -> (Arc<str>, String) {
    let json = serde_json::to_string(&state).unwrap_or_default();
    timeless(&mut state);
    let digest = Sha256::digest(serde_json::to_vec(&state).unwrap_or_default());
    let head = digest.iter().take(8);
    let tag = head.fold(0_u64, |tag, byte| tag << 8 | u64::from(*byte));
    (json.into(), format!("{tag:016x}"))
}

impl Live {
    /// The state now: from memory when nothing was committed since it was computed.
    async fn snapshot(&self, app: &App, topic: Topic, fresh: bool) -> Result<Snapshot> {
        let version = *app.changes().borrow();
        let mut kept = match topic {
            Topic::Screen => self.screen.lock().await,
            Topic::Vote => self.vote.lock().await,
        };
        if fresh || kept.version != Some(version) {
            let (json, tag) = match topic {
                Topic::Screen => write(screen::screen(app).await?, |state| {
                    state.server_time.clear();
                }),
                Topic::Vote => write(screen::vote(app).await?, |state| state.server_time.clear()),
            };
            *kept = Snapshot {
                version: Some(version),
                tag,
                json,
            };
        }
        Ok(kept.clone())
    }
}

/// The state, or `304` when the caller has it.
pub(crate) async fn get(
    app: &App,
    live: &Live,
    topic: Topic,
    headers: &HeaderMap,
) -> std::result::Result<Response, Problem> {
    let known = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok());
    let kept = live.snapshot(app, topic, false).await?;
    let tag = format!("\"{}\"", kept.tag);
    if known == Some(&tag) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
    }
    // A caller without the state gets the server's time as it is now.
    let fresh = live.snapshot(app, topic, true).await?;
    let tag = format!("\"{}\"", fresh.tag);
    let head = [
        (header::ETAG, tag),
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (header::CACHE_CONTROL, "no-cache".to_owned()),
    ];
    Ok((head, fresh.json.to_string()).into_response())
}

/// The state now and after every change, as server-sent events named `state`.
pub(crate) fn events(
    app: App,
    live: Arc<Live>,
    topic: Topic,
) -> Sse<impl Stream<Item = std::result::Result<sse::Event, Infallible>>> {
    let changes = app.changes();
    let states = stream::unfold(
        (app, live, changes, None::<String>),
        move |(app, live, mut changes, sent)| async move {
            let mut first = sent.is_none();
            loop {
                if !first {
                    changes.changed().await.ok()?;
                    tokio::time::sleep(GATHER).await;
                    changes.borrow_and_update();
                }
                let snapshot = match live.snapshot(&app, topic, first).await {
                    Ok(snapshot) => snapshot,
                    Err(_) => {
                        first = false;
                        continue;
                    }
                };
                if sent.as_deref() != Some(snapshot.tag.as_str()) {
                    let event = sse::Event::default().event("state").data(&*snapshot.json);
                    return Some((event, (app, live, changes, Some(snapshot.tag))));
                }
                first = false;
            }
        },
    );
    Sse::new(states.map(Ok)).keep_alive(sse::KeepAlive::new().interval(Duration::from_secs(15)))
}
