//! Boxes of slips: counts only.

use crate::{
    engine::on_both,
    sample::{self, noon, random},
};
use pingyi_core::{
    id::{RowId, SeatId},
    slip::SlipCounts,
};
use pingyi_store::{
    Store,
    attendance::{self, Seat},
    slip,
};

async fn counts_are_read_back_and_people_are_counted_from_the_seats(store: Store) {
    let c = store.reader();
    let id = sample::cycle(c).await.id;
    let groups = [
        ("organiser".to_owned(), "镇街组织委员".to_owned()),
        ("village-1".to_owned(), "第一片区村书记".to_owned()),
    ];
    slip::replace(c, id, &groups).await.unwrap();
    let seats: Vec<Seat> = (0..3)
        .map(|n| Seat {
            id: SeatId::new(noon(), random(n)),
            group: "village-1".into(),
            label: "书记".into(),
            town: "郭城镇".into(),
            present: n == 0,
        })
        .collect();
    attendance::replace(c, id, &seats).await.unwrap();

    let mut group = slip::by_code(c, id, "village-1").await.unwrap().unwrap();
    assert_eq!((group.counts.entitled, group.counts.present), (3, 1));
    group.counts = SlipCounts {
        entitled: 3,
        printed: 5,
        spares: 4,
        issued: 1,
        spares_issued: 2,
        spoiled: 6,
        present: 1,
    };
    group.uploaded = true;
    slip::put_counts(c, id, &group).await.unwrap();

    let listed = slip::list(c, id).await.unwrap();
    assert_eq!(listed[1], group);
    assert_eq!(listed[0].code, "organiser");
    assert_eq!(listed[0].counts, SlipCounts::default());
    assert!(!listed[0].uploaded);
    assert_eq!(slip::by_code(c, id, "village-9").await.unwrap(), None);

    slip::replace(c, id, &groups[..1]).await.unwrap();
    assert_eq!(slip::list(c, id).await.unwrap().len(), 1);
}

async fn a_spoiled_slip_needs_its_cycle(store: Store) {
    let c = store.reader();
    let id = sample::cycle(c).await.id;
    let row = RowId::new(noon(), random(1));
    slip::insert_spoiled(c, row, id, "village-1", "打湿", ("host", "trustee-1"))
        .await
        .unwrap();
    let nowhere = sample::cycle_named("other", 2).id;
    let row = RowId::new(noon(), random(2));
    let refused = slip::insert_spoiled(c, row, nowhere, "village-1", "打湿", ("a", "b"));
    assert!(refused.await.is_err());
}

on_both!(
    counts_are_read_back_and_people_are_counted_from_the_seats,
    a_spoiled_slip_needs_its_cycle,
);
