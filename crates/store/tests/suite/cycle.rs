//! Cycles and their rule cards.

use crate::{
    engine::on_both,
    sample::{self, cycle_named, noon},
};
use jiff::ToSpan;
use pingyi_store::{Store, cycle, is_taken, rule_card};

async fn a_cycle_is_read_back_as_it_was_written(store: Store) {
    let c = store.reader();
    let made = sample::cycle(c).await;
    let found = cycle::by_code(c, "haiyang-2022").await.unwrap();
    assert_eq!(found.as_ref(), Some(&made));
    assert_eq!(cycle::by_code(c, "haiyang-2023").await.unwrap(), None);
}

async fn the_newest_cycle_is_listed_first_and_a_code_is_taken_once(store: Store) {
    let c = store.reader();
    sample::cycle(c).await;
    let later = cycle_named("later", 2);
    cycle::insert(c, &later, noon() + 1.second()).await.unwrap();
    let again = cycle_named("later", 3);
    assert!(is_taken(
        &cycle::insert(c, &again, noon()).await.unwrap_err()
    ));
    let codes: Vec<String> = cycle::list(c)
        .await
        .unwrap()
        .into_iter()
        .map(|one| one.code)
        .collect();
    assert_eq!(codes, ["later", "haiyang-2022"]);
}

async fn a_frozen_card_is_never_written_again(store: Store) {
    let c = store.reader();
    let id = sample::cycle(c).await.id;
    assert_eq!(rule_card::of(c, id).await.unwrap(), None);
    assert!(!rule_card::freeze(c, id, "{}", "h", noon()).await.unwrap());

    assert!(rule_card::put_draft(c, id, "{\"draft\":1}").await.unwrap());
    assert!(rule_card::put_draft(c, id, "{\"draft\":2}").await.unwrap());
    let draft = rule_card::of(c, id).await.unwrap().unwrap();
    assert_eq!(
        (draft.body.as_str(), draft.hash, draft.frozen_at),
        ("{\"draft\":2}", None, None)
    );

    assert!(
        rule_card::freeze(c, id, "{\"card\":1}", "abc", noon())
            .await
            .unwrap()
    );
    let frozen = rule_card::of(c, id).await.unwrap().unwrap();
    assert_eq!(
        (frozen.body.as_str(), frozen.hash.as_deref()),
        ("{\"card\":1}", Some("abc"))
    );
    assert_eq!(frozen.frozen_at, Some(noon()));

    assert!(!rule_card::put_draft(c, id, "{\"draft\":3}").await.unwrap());
    let again = rule_card::freeze(c, id, "{\"card\":2}", "def", noon());
    assert!(!again.await.unwrap());
    assert_eq!(rule_card::of(c, id).await.unwrap(), Some(frozen));
}

on_both!(
    a_cycle_is_read_back_as_it_was_written,
    the_newest_cycle_is_listed_first_and_a_code_is_taken_once,
    a_frozen_card_is_never_written_again,
);
