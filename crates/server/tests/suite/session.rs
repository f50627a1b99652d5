//! Signing in and out.

use crate::{
    engine::on_both,
    hall::{Client, Hall, PASSWORD, Part},
};
use jiff::ToSpan;
use pingyi_store::Store;
use reqwest::Method;
use serde_json::{Value, json};

async fn who(client: &Client) -> Value {
    let session = client.get("/api/session").await.ok();
    session["account"]["login"].clone()
}

async fn the_cookie_is_for_this_site_and_no_script(store: Store) {
    let hall = Hall::empty(store).await;
    let client = Client::new(&hall.url);
    let answer = client.sign_in("host", PASSWORD).await;
    let cookie = answer.header("set-cookie").to_owned();
    for flag in ["pingyi_session=", "HttpOnly", "SameSite=Strict", "Path=/"] {
        assert!(cookie.contains(flag), "{cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
    assert_eq!(answer.header("cache-control"), "no-store");
    let token = cookie.split(['=', ';']).nth(1).unwrap();
    assert!(token.len() >= 32 && !answer.text().contains(token));
    assert_eq!(who(&client).await, "host");
}

async fn a_wrong_password_and_a_wrong_login_look_the_same(store: Store) {
    let hall = Hall::empty(store).await;
    let client = Client::new(&hall.url);
    let wrong = client.sign_in("host", "a wrong password").await;
    let unknown = client.sign_in("nobody-here", "a wrong password").await;
    assert_eq!(wrong.body, unknown.body);
    wrong.refused(401, "sign_in_failed");
    assert_eq!(who(&client).await, Value::Null);
}

async fn five_failures_close_the_door_for_a_minute(store: Store) {
    let hall = Hall::empty(store).await;
    let client = Client::new(&hall.url);
    for _ in 0..5 {
        let answer = client.sign_in("host", "a wrong password").await;
        answer.refused(401, "sign_in_failed");
    }
    let answer = client.sign_in("host", PASSWORD).await;
    assert!(!answer.header("retry-after").is_empty());
    answer.refused(429, "too_many_attempts");
    client.sign_in("viewer", PASSWORD).await.ok();
    hall.clock.forward(61.seconds());
    client.sign_in("host", PASSWORD).await.ok();
    assert_eq!(who(&client).await, "host");
}

async fn signing_out_ends_the_session_itself(store: Store) {
    let hall = Hall::empty(store).await;
    let client = Client::new(&hall.url);
    let answer = client.sign_in("host", PASSWORD).await;
    let cookie = answer
        .header("set-cookie")
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    let thief = Client::new(&hall.url);
    let stolen = [("cookie", cookie.as_str())];
    let seen = thief
        .ask(Method::GET, "/api/session", &stolen, Part::Nothing)
        .await;
    assert_eq!(seen.ok()["account"]["login"], "host");

    let out = client.delete("/api/session").await;
    assert_eq!(out.status, 204);
    assert!(out.header("set-cookie").contains("Max-Age=0"));
    let seen = thief
        .ask(Method::GET, "/api/session", &stolen, Part::Nothing)
        .await;
    assert_eq!(seen.ok()["account"], Value::Null);
    let other = hall.who("host").get("/api/cycles").await;
    assert_eq!(
        other.status, 200,
        "another session of the same person stays"
    );
}

async fn a_session_ends_after_the_meeting_day(store: Store) {
    let hall = Hall::empty(store).await;
    hall.clock.forward(13.hours().minutes(59));
    assert_eq!(who(hall.who("host")).await, "host");
    hall.clock.forward(1.minute());
    assert_eq!(who(hall.who("host")).await, Value::Null);
    let answer = hall.who("host").get("/api/cycles").await;
    answer.refused(401, "sign_in_needed");
}

async fn another_sites_page_changes_nothing(store: Store) {
    let hall = Hall::empty(store).await;
    let new =
        json!({ "login": "intruder", "name": "某人", "role": "organiser", "password": PASSWORD });
    for header in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "http://evil.example"),
        ("origin", "null"),
    ] {
        let answer = hall
            .organiser()
            .ask(Method::POST, "/api/accounts", &[header], new.clone())
            .await;
        answer.refused(403, "cross_site");
        let read = hall
            .organiser()
            .ask(Method::GET, "/api/session", &[header], Part::Nothing)
            .await;
        assert_eq!(read.status, 200);
    }
    let accounts = hall.organiser().get("/api/accounts").await.ok();
    let mut logins = accounts.as_array().unwrap().iter();
    assert!(!logins.any(|one| one["login"] == "intruder"));
    let own = hall.url.clone();
    let headers = [("origin", own.as_str()), ("sec-fetch-site", "same-origin")];
    let answer = hall
        .organiser()
        .ask(Method::POST, "/api/accounts", &headers, new)
        .await;
    assert_eq!(answer.status, 201);
}

async fn what_is_no_json_is_refused_without_being_quoted(store: Store) {
    let hall = Hall::empty(store).await;
    for body in [
        "{\"login\":\"host\",\"password\":\"geheim-7\"",
        "{\"login\":\"host\",\"password\":\"geheim-7\",}",
        "{\"login\":{\"geheim-7\":1},\"password\":\"geheim-7\"}",
        "\"geheim-7\"",
        "geheim-7",
        "",
    ] {
        let answer = hall.phone().post("/api/session", body).await;
        assert!(!answer.text().contains("geheim"), "{}", answer.text());
        answer.refused(422, "json_invalid");
    }
    let large = vec![b'['; (1 << 20) + 1];
    let answer = hall.phone().post("/api/session", large).await;
    answer.refused(413, "too_large");
}

async fn an_account_is_made_once_and_only_well_formed(store: Store) {
    let hall = Hall::empty(store).await;
    let new = |login: &str, role: &str, password: &str| json!({ "login": login, "name": "某人", "role": role, "password": password });
    for wrong in [
        new("Host Two", "host", PASSWORD),
        new("host-2", "mayor", PASSWORD),
        new("host-2", "host", "short"),
    ] {
        let answer = hall.organiser().post("/api/accounts", wrong).await;
        answer.refused(422, "account_invalid");
    }
    let answer = hall
        .organiser()
        .post("/api/accounts", new("host", "host", PASSWORD))
        .await;
    answer.refused(409, "login_taken");
    let made = hall
        .organiser()
        .post("/api/accounts", new("host-2", "host", PASSWORD))
        .await;
    assert!(!made.text().contains("argon2"));
    assert_eq!(made.status, 201);
    let client = Client::new(&hall.url);
    client.sign_in("host-2", PASSWORD).await.ok();
}

on_both!(
    the_cookie_is_for_this_site_and_no_script,
    a_wrong_password_and_a_wrong_login_look_the_same,
    five_failures_close_the_door_for_a_minute,
    signing_out_ends_the_session_itself,
    a_session_ends_after_the_meeting_day,
    another_sites_page_changes_nothing,
    what_is_no_json_is_refused_without_being_quoted,
    an_account_is_made_once_and_only_well_formed,
);
