//! A small client of the interface, for commands that act as somebody in the meeting.

use crate::failure::{Doing, Failure, Result};
use reqwest::{Method, RequestBuilder, Response};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// Faults shown of a refusal that names many.
const MOST_FAULTS: usize = 10;

/// Somebody's session with a server.
#[derive(Clone)]
pub(crate) struct Client {
    http: reqwest::Client,
    url: String,
}

impl Client {
    /// Nobody signed in.
    pub(crate) fn new(url: &str) -> Result<Self> {
        let http = reqwest::Client::builder()
            .cookie_store(true)
            .no_proxy()
            .build()?;
        Ok(Self {
            http,
            url: url.trim_end_matches('/').to_owned(),
        })
    }

    /// Signs in.
    pub(crate) async fn sign_in(url: &str, login: &str, password: &str) -> Result<Self> {
        let client = Self::new(url)?;
        let body = serde_json::json!({ "login": login, "password": password });
        client
            .send::<Value>(Method::POST, "/api/session", &body)
            .await?;
        Ok(client)
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.url))
    }

    async fn answer(&self, request: RequestBuilder) -> Result<Response> {
        let response = request
            .send()
            .await
            .doing(format!("no answer from {}", self.url))?;
        if response.status().is_success() {
            return Ok(response);
        }
        let status = response.status();
        let problem: Value = response.json().await.unwrap_or_default();
        let detail = problem["detail"].as_str().unwrap_or("no reason given");
        let code = problem["code"].as_str().unwrap_or("unknown");
        let mut faults: Vec<String> = problem["faults"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|fault| {
                format!(
                    "\n  {}: {}",
                    fault["path"].as_str().unwrap_or(""),
                    fault["message"].as_str().unwrap_or("")
                )
            })
            .collect();
        if let Some(more) = faults
            .len()
            .checked_sub(MOST_FAULTS)
            .filter(|more| *more > 0)
        {
            faults.truncate(MOST_FAULTS);
            faults.push(format!("\n  … {more} more"));
        }
        let sentence = format!("{detail} [{code}, {status}]{}", faults.concat());
        Err(Failure::refused(code, sentence))
    }

    /// Fetches JSON.
    pub(crate) async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T> {
        Ok(self
            .answer(self.request(Method::GET, path))
            .await?
            .json()
            .await?)
    }

    /// Fetches bytes.
    pub(crate) async fn bytes(&self, path: &str) -> Result<Vec<u8>> {
        Ok(self
            .answer(self.request(Method::GET, path))
            .await?
            .bytes()
            .await?
            .to_vec())
    }

    /// Sends JSON and reads JSON.
    pub(crate) async fn send<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: &impl Serialize,
    ) -> Result<T> {
        Ok(self
            .answer(self.request(method, path).json(body))
            .await?
            .json()
            .await?)
    }

    /// Posts JSON and reads JSON.
    pub(crate) async fn post(&self, path: &str, body: &impl Serialize) -> Result<Value> {
        self.send(Method::POST, path, body).await
    }

    /// Sends bytes as they are and reads JSON.
    pub(crate) async fn send_raw(
        &self,
        method: Method,
        path: &str,
        kind: &str,
        body: Vec<u8>,
    ) -> Result<Value> {
        let request = self
            .request(method, path)
            .header("content-type", kind)
            .body(body);
        Ok(self.answer(request).await?.json().await?)
    }
}
