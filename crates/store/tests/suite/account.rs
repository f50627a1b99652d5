//! Accounts, sessions and the audit log.

use crate::{
    engine::on_both,
    sample::{self, account_named, cycle_named, noon, random},
};
use jiff::ToSpan;
use pingyi_core::{id::RowId, role::Role};
use pingyi_store::{
    Store, account,
    audit::{self, AuditRow},
    cycle, is_taken, session,
};

async fn an_account_is_read_back_as_it_was_written(store: Store) {
    let c = store.reader();
    let mut closed = account_named("b.viewer_-9", Role::Viewer, 2);
    closed.disabled = true;
    account::insert(c, &closed, "$argon2id$v=19$x", noon())
        .await
        .unwrap();
    let open = sample::account(c, "a-trustee", 1).await;

    let found = account::by_login(c, "b.viewer_-9").await.unwrap().unwrap();
    assert_eq!(found.account, closed);
    assert_eq!(found.password_hash, "$argon2id$v=19$x");
    let found = account::by_id(c, open.id).await.unwrap().unwrap();
    assert_eq!(found.account, open);
    assert!(account::by_login(c, "nobody").await.unwrap().is_none());
    let logins: Vec<String> = account::list(c)
        .await
        .unwrap()
        .into_iter()
        .map(|one| one.account.login)
        .collect();
    assert_eq!(logins, ["a-trustee", "b.viewer_-9"]);
}

async fn a_login_is_taken_once(store: Store) {
    let c = store.reader();
    sample::account(c, "host", 1).await;
    let second = account_named("host", Role::Host, 2);
    let refused = account::insert(c, &second, "", noon()).await.unwrap_err();
    assert!(is_taken(&refused), "{refused}");
    assert_eq!(account::list(c).await.unwrap().len(), 1);
}

async fn a_session_ends_at_its_hour_and_when_it_is_deleted(store: Store) {
    let c = store.reader();
    let who = sample::account(c, "host", 1).await;
    let end = noon() + 1.hour();
    for token in ["one", "two"] {
        session::insert(c, token, who.id, end).await.unwrap();
    }
    let signed_in = async |token: &str, at| {
        session::account(c, token, at)
            .await
            .unwrap()
            .map(|one| one.account.id)
    };
    let just_before = end - 1.microsecond();
    assert_eq!(signed_in("one", just_before).await, Some(who.id));
    assert_eq!(signed_in("one", end).await, None);
    assert_eq!(signed_in("three", noon()).await, None);

    session::delete(c, "one", noon()).await.unwrap();
    assert_eq!(signed_in("one", noon()).await, None);
    assert_eq!(signed_in("two", noon()).await, Some(who.id));

    session::delete(c, "not there", end).await.unwrap();
    assert_eq!(
        signed_in("two", just_before).await,
        None,
        "an expired session is swept away with the next one deleted"
    );
}

async fn a_session_needs_an_account(store: Store) {
    let nobody = account_named("nobody", Role::Host, 9);
    let refused = session::insert(store.reader(), "token", nobody.id, noon()).await;
    assert!(refused.is_err());
}

async fn the_log_gives_the_newest_first_and_other_cycles_not_at_all(store: Store) {
    let c = store.reader();
    let (ours, other) = (sample::cycle(c).await, cycle_named("other", 2));
    cycle::insert(c, &other, noon()).await.unwrap();
    let row = |n: u8, cycle| {
        let at = noon() + i64::from(n).seconds();
        AuditRow {
            id: RowId::new(at, random(n)),
            cycle,
            at,
            login: (n > 1).then(|| "host".into()),
            role: (n > 1).then(|| "host".into()),
            action: "round.open".into(),
            subject: n.to_string(),
            sentence: "开启第一轮（第一片区），计划 5 分钟".into(),
        }
    };
    let rows = [
        row(1, Some(ours.id)),
        row(2, None),
        row(3, Some(other.id)),
        row(4, Some(ours.id)),
    ];
    for one in &rows {
        audit::insert(c, one).await.unwrap();
    }
    let shown = audit::newest(c, ours.id).await.unwrap();
    let subjects: Vec<&str> = shown.iter().map(|one| one.subject.as_str()).collect();
    assert_eq!(subjects, ["4", "2", "1"]);
    assert_eq!(shown[0], rows[3]);
    assert_eq!(shown[2], rows[0]);
}

on_both!(
    an_account_is_read_back_as_it_was_written,
    a_login_is_taken_once,
    a_session_ends_at_its_hour_and_when_it_is_deleted,
    a_session_needs_an_account,
    the_log_gives_the_newest_first_and_other_cycles_not_at_all,
);
