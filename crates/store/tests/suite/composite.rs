//! A composite result is published once.

use crate::{
    engine::on_both,
    sample::{self, noon},
};
use jiff::ToSpan;
use pingyi_store::{
    Store,
    composite::{self, Publication, PublishedFile},
};

fn file(name: &str, content: &[u8]) -> PublishedFile {
    PublishedFile {
        name: name.into(),
        content: content.into(),
        sha256: format!("{:064x}", content.len()),
    }
}

async fn a_composite_result_is_published_once_with_its_files(store: Store) {
    let c = store.reader();
    let id = sample::cycle(c).await.id;
    assert_eq!(composite::publication(c, id).await.unwrap(), None);
    assert_eq!(composite::files(c, id).await.unwrap(), []);

    let first = Publication {
        at: noon(),
        by: "organiser".into(),
    };
    let large = vec![b'\n'; 300_000];
    let files = [
        file("data/sheets.csv", &large),
        file("result.json", b"{}\n"),
    ];
    assert!(composite::publish(c, id, &first, &files).await.unwrap());

    let again = Publication {
        at: noon() + 1.second(),
        by: "another".into(),
    };
    let other = [file("result.json", b"{\"format\":2}\n")];
    assert!(!composite::publish(c, id, &again, &other).await.unwrap());
    assert_eq!(composite::publication(c, id).await.unwrap(), Some(first));
    assert!(composite::files(c, id).await.unwrap() == files);
}

async fn what_is_not_committed_is_not_published(store: Store) {
    let id = sample::cycle(store.reader()).await.id;
    let publication = Publication {
        at: noon(),
        by: "organiser".into(),
    };
    let tx = store.begin().await.unwrap();
    let files = [file("result.json", b"{}\n")];
    assert!(
        composite::publish(&tx, id, &publication, &files)
            .await
            .unwrap()
    );
    drop(tx);
    let c = store.reader();
    assert_eq!(composite::publication(c, id).await.unwrap(), None);
    assert_eq!(composite::files(c, id).await.unwrap(), []);
}

on_both!(
    a_composite_result_is_published_once_with_its_files,
    what_is_not_committed_is_not_published,
);
