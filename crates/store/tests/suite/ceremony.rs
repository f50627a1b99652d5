//! Messages of the key ceremony.

use crate::{engine::on_both, sample};
use pingyi_core::ceremony::CeremonyStep::{self, Certificates, Keys, Polynomials};
use pingyi_store::{
    Store,
    ceremony::{self, Message},
    is_taken, trustee,
};

fn message(position: u32, step: CeremonyStep) -> Message {
    Message {
        position,
        step,
        content: format!("{position} {}", step.code()).into_bytes(),
    }
}

async fn messages_come_back_by_step_and_member_and_each_is_kept_once(store: Store) {
    let c = store.reader();
    let cycle = sample::cycle(c).await.id;
    for position in [1, 2] {
        let login = format!("trustee-{position}");
        let account = sample::account(c, &login, u8::try_from(position).unwrap()).await;
        trustee::insert(c, cycle, position, account.id)
            .await
            .unwrap();
    }
    for (position, step) in [
        (2, Certificates),
        (1, Certificates),
        (1, Keys),
        (1, Polynomials),
    ] {
        ceremony::insert(c, cycle, &message(position, step))
            .await
            .unwrap();
    }
    let kept = ceremony::messages(c, cycle).await.unwrap();
    let expected = [
        message(1, Certificates),
        message(2, Certificates),
        message(1, Polynomials),
        message(1, Keys),
    ];
    assert_eq!(kept, expected);
    let mut counts = ceremony::counts(c, cycle).await.unwrap();
    counts.sort();
    assert_eq!(counts, [(Certificates, 2), (Polynomials, 1), (Keys, 1)]);

    let again = ceremony::insert(c, cycle, &message(1, Keys)).await;
    assert!(is_taken(&again.unwrap_err()));
    let nobody = ceremony::insert(c, cycle, &message(3, Certificates)).await;
    assert!(nobody.is_err(), "there is no third trustee");

    trustee::put_key(c, cycle, 1, b"{}").await.unwrap();
    trustee::mark_tested(c, cycle, 1).await.unwrap();
    ceremony::clear(c, cycle).await.unwrap();
    trustee::forget_keys(c, cycle).await.unwrap();
    assert!(ceremony::messages(c, cycle).await.unwrap().is_empty());
    let list = trustee::list(c, cycle).await.unwrap();
    assert!(
        list.iter()
            .all(|one| one.public_key.is_none() && !one.tested)
    );
}

on_both!(messages_come_back_by_step_and_member_and_each_is_kept_once);
