//! Somebody's session, and answers that say what they should have been.

use reqwest::{Method, Response, header::HeaderMap};
use serde_json::{Value, json};

/// Somebody's session.
#[derive(Clone)]
pub(crate) struct Client {
    http: reqwest::Client,
    url: String,
}

/// A body to send.
pub(crate) enum Part {
    Nothing,
    Json(Value),
    Bytes(Vec<u8>),
}

impl From<Value> for Part {
    fn from(value: Value) -> Self {
        Self::Json(value)
    }
}

impl From<Vec<u8>> for Part {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

impl From<&str> for Part {
    fn from(text: &str) -> Self {
        Self::Bytes(text.into())
    }
}

/// What came back.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) asked: String,
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Client {
    pub(crate) fn new(url: &str) -> Self {
        let http = reqwest::Client::builder()
            .cookie_store(true)
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .expect("a client can be built");
        Self {
            http,
            url: url.into(),
        }
    }

    pub(crate) async fn sign_in(&self, login: &str, password: &str) -> Answer {
        let body = json!({ "login": login, "password": password });
        self.post("/api/session", body).await
    }

    /// Asks with headers, and leaves the body unread.
    pub(crate) async fn start(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Part>,
    ) -> Response {
        let mut request = self.http.request(method, format!("{}{path}", self.url));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request = match body.into() {
            Part::Nothing => request,
            Part::Json(value) => request.json(&value),
            Part::Bytes(bytes) => request.body(bytes),
        };
        request.send().await.expect("the service answers")
    }

    pub(crate) async fn ask(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Part>,
    ) -> Answer {
        let asked = format!("{method} {path}");
        let response = self.start(method, path, headers, body).await;
        Answer {
            asked,
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.bytes().await.expect("a whole body").into(),
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path, &[], Part::Nothing).await
    }

    pub(crate) async fn post(&self, path: &str, body: impl Into<Part>) -> Answer {
        self.ask(Method::POST, path, &[], body).await
    }

    pub(crate) async fn put(&self, path: &str, body: impl Into<Part>) -> Answer {
        self.ask(Method::PUT, path, &[], body).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.ask(Method::DELETE, path, &[], Part::Nothing).await
    }
}

impl Answer {
    /// The body as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|_| panic!("{}: not JSON: {}", self.asked, self.text()))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The stable name of a refusal; empty where there is none.
    pub(crate) fn code(&self) -> String {
        if self.status < 400 {
            return String::new();
        }
        let problem: Value = serde_json::from_slice(&self.body).unwrap_or_default();
        problem["code"].as_str().unwrap_or_default().to_owned()
    }

    /// The body of an answer that must be a success.
    #[track_caller]
    pub(crate) fn ok(self) -> Value {
        assert!(
            (200..300).contains(&self.status),
            "{}: {} {}",
            self.asked,
            self.status,
            self.text()
        );
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// The body of an answer that must be this refusal.
    #[track_caller]
    pub(crate) fn refused(self, status: u16, code: &str) -> Value {
        assert_eq!(
            (self.status, self.code().as_str()),
            (status, code),
            "{}: {}",
            self.asked,
            self.text()
        );
        self.json()
    }

    /// A header, or nothing.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }
}
