//! Live state: sent at once and after every change, and not again when it is known.

use crate::{
    engine::on_both,
    hall::{Hall, Part, copy},
};
use jiff::ToSpan;
use pingyi_store::Store;
use reqwest::{Method, Response};
use serde_json::Value;
use std::time::Duration;

/// Events of a stream, as they come.
struct Events {
    response: Response,
    read: String,
}

impl Events {
    async fn open(hall: &Hall, path: &str) -> Self {
        let response = hall
            .phone()
            .start(Method::GET, path, &[], Part::Nothing)
            .await;
        let kind = response.headers()["content-type"].to_str().unwrap();
        assert!(kind.starts_with("text/event-stream"), "{kind}");
        Self {
            response,
            read: String::new(),
        }
    }

    /// The next state; fails when none comes.
    async fn next(&mut self) -> Value {
        let arriving = async {
            loop {
                if let Some((event, rest)) = self.read.split_once("\n\n") {
                    let data = event
                        .strip_prefix("event: state\ndata: ")
                        .map(|data| serde_json::from_str(data).expect("a state"));
                    self.read = String::from(rest);
                    if let Some(state) = data {
                        return state;
                    }
                    continue;
                }
                let chunk = self.response.chunk().await.expect("the stream stands");
                let chunk = chunk.expect("the stream does not end");
                self.read
                    .push_str(std::str::from_utf8(&chunk).expect("texts"));
            }
        };
        tokio::time::timeout(Duration::from_secs(20), arriving)
            .await
            .expect("a state comes")
    }
}

async fn the_hall_screen_is_sent_at_once_and_after_every_change(store: Store) {
    let hall = Hall::ready(store).await;
    let mut screen = Events::open(&hall, "/api/screen/events").await;
    let mut phone = Events::open(&hall, "/api/vote/events").await;
    assert_eq!(screen.next().await["scene"], "ready");
    let first = phone.next().await;
    assert_eq!(first["rounds"][1]["state"], "rehearsed");

    hall.open(1).await.ok();
    let state = screen.next().await;
    assert_eq!(
        (&state["scene"], &state["voting"]["returned"]),
        (&"voting".into(), &0.into())
    );
    assert_eq!(phone.next().await["rounds"][1]["state"], "open");

    let slip = copy(&hall.group("organiser").slips[0]);
    hall.vote(1, "town", &slip, &[0, 0]).await.ok();
    assert_eq!(screen.next().await["voting"]["returned"], 1);
    // The second stream of somebody who comes later begins with the state of then.
    let mut late = Events::open(&hall, "/api/screen/events").await;
    assert_eq!(late.next().await["voting"]["returned"], 1);
}

async fn a_state_that_is_known_is_not_sent_again(store: Store) {
    let hall = Hall::ready(store).await;
    for path in ["/api/vote", "/api/screen"] {
        let first = hall.phone().get(path).await;
        let tag = first.header("etag").to_owned();
        assert!(tag.starts_with('"'), "{tag}");
        // Time alone changes nothing.
        hall.clock.forward(1.minute());
        let known = [("if-none-match", tag.as_str())];
        let again = hall
            .phone()
            .ask(Method::GET, path, &known, Part::Nothing)
            .await;
        assert_eq!((again.status, again.body.len()), (304, 0));
        assert_eq!(again.header("etag"), tag);
        let whole = hall.phone().get(path).await;
        assert_ne!(whole.json()["server_time"], first.json()["server_time"]);
    }
    let known = hall.phone().get("/api/vote").await;
    let tag = known.header("etag").to_owned();
    hall.open(1).await.ok();
    let known = [("if-none-match", tag.as_str())];
    let changed = hall
        .phone()
        .ask(Method::GET, "/api/vote", &known, Part::Nothing)
        .await;
    assert_eq!(changed.status, 200);
    assert_ne!(changed.header("etag"), tag);
}

on_both!(
    the_hall_screen_is_sent_at_once_and_after_every_change,
    a_state_that_is_known_is_not_sent_again,
);
