//! Somebody at a page: requests and their answers, without a browser.

use reqwest::{Client, Method};
use serde_json::{Value, json};
use std::sync::OnceLock;
use tokio::runtime::Runtime;

fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| Runtime::new().expect("a runtime starts"))
}

/// A session with a server; cookies are kept.
#[derive(Clone)]
pub struct Session {
    http: Client,
    url: String,
}

impl Session {
    pub fn new(url: &str) -> Self {
        let http = Client::builder()
            .cookie_store(true)
            .no_proxy()
            .build()
            .expect("a client is made");
        Self {
            http,
            url: url.to_owned(),
        }
    }

    /// Status and body; `None` when the connection broke.
    pub fn ask(&self, method: Method, path: &str, body: Option<Vec<u8>>) -> Option<(u16, Vec<u8>)> {
        runtime().block_on(async {
            let mut request = self.http.request(method, format!("{}{path}", self.url));
            if let Some(body) = body {
                request = request
                    .header("content-type", "application/json")
                    .body(body);
            }
            let response = request.send().await.ok()?;
            let status = response.status().as_u16();
            Some((status, response.bytes().await.ok()?.to_vec()))
        })
    }

    /// Bytes of a good answer.
    #[track_caller]
    pub fn bytes(&self, path: &str) -> Vec<u8> {
        let (status, body) = self
            .ask(Method::GET, path, None)
            .expect("the server answers");
        assert_eq!(
            status,
            200,
            "GET {path}: {}",
            String::from_utf8_lossy(&body)
        );
        body
    }

    /// JSON of a good answer.
    #[track_caller]
    pub fn get(&self, path: &str) -> Value {
        serde_json::from_slice(&self.bytes(path)).expect("the answer is JSON")
    }

    /// Sends bytes and reads JSON: the status and the document.
    #[track_caller]
    pub fn send(&self, method: Method, path: &str, body: impl Into<Vec<u8>>) -> (u16, Value) {
        let (status, body) = self
            .ask(method, path, Some(body.into()))
            .expect("the server answers");
        (
            status,
            serde_json::from_slice(&body).expect("the answer is JSON"),
        )
    }

    /// Sends JSON that must be taken.
    #[track_caller]
    pub fn put(&self, path: &str, body: &Value) -> Value {
        let (status, answer) = self.send(Method::PUT, path, body.to_string());
        assert!(
            (200..300).contains(&status),
            "PUT {path}: {status} {answer}"
        );
        answer
    }

    /// Sends JSON that must be taken.
    #[track_caller]
    pub fn post(&self, path: &str, body: &Value) -> Value {
        let (status, answer) = self.send(Method::POST, path, body.to_string());
        assert!(
            (200..300).contains(&status),
            "POST {path}: {status} {answer}"
        );
        answer
    }

    /// Signs in; the status tells whether that worked.
    pub fn sign_in(&self, login: &str, password: &str) -> u16 {
        let body = json!({ "login": login, "password": password });
        self.send(Method::POST, "/api/session", body.to_string()).0
    }
}
