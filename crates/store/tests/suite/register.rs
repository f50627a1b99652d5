//! Villages, the roll of people, and the ledger.

use crate::{
    engine::on_both,
    sample::{self, cycle_named, noon, random},
};
use pingyi_core::{
    id::{CycleId, SeatId, VillageId},
    money::Fen,
    project::Project,
    register::{TownKind, Village, Visit},
};
use pingyi_store::{
    Store,
    attendance::{self, Seat},
    cycle, is_taken, project, village,
};

fn villages(count: u8) -> Vec<(VillageId, Village)> {
    (0..count)
        .map(|n| {
            let one = Village {
                area: u32::from(n) + 1,
                town: "郭城镇".into(),
                town_kind: [TownKind::Town, TownKind::Subdistrict, TownKind::Zone]
                    [usize::from(n) % 3],
                name: format!("示例{n}村"),
                visit: (n % 2 == 0).then(|| Visit {
                    day: 4,
                    date: "2022-11-27".parse().expect("a date"),
                    order: u32::from(n) + 1,
                }),
                synthetic: n % 2 == 1,
            };
            (VillageId::new(noon(), random(n)), one)
        })
        .collect()
}

async fn the_register_keeps_its_order_and_is_replaced_whole(store: Store) {
    let c = store.reader();
    let id = sample::cycle(c).await.id;
    // More rows than fit into one statement, in an order that is not that of the names.
    let mut many = villages(200);
    many.reverse();
    village::replace(c, id, &many).await.unwrap();
    assert_eq!(village::list(c, id).await.unwrap(), many);
    let few = villages(3);
    village::replace(c, id, &few).await.unwrap();
    assert_eq!(village::list(c, id).await.unwrap(), few);
}

async fn a_village_twice_is_refused(store: Store) {
    let c = store.reader();
    let id = sample::cycle(c).await.id;
    let mut rows = villages(2);
    rows[1].1.name = "示例0村".into();
    let refused = village::replace(c, id, &rows).await.unwrap_err();
    assert!(is_taken(&refused), "{refused}");
}

fn seats() -> Vec<Seat> {
    (0..3)
        .map(|n| Seat {
            id: SeatId::new(noon(), random(n)),
            group: format!("village-{}", n % 2 + 1),
            label: format!("示例{n}村党组织书记"),
            town: "郭城镇".into(),
            present: false,
        })
        .collect()
}

async fn a_mark_changes_one_seat_of_its_own_cycle(store: Store) {
    let c = store.reader();
    let id = sample::cycle(c).await.id;
    let mut roll = seats();
    attendance::replace(c, id, &roll).await.unwrap();
    assert!(attendance::mark(c, id, roll[1].id, true).await.unwrap());
    roll[1].present = true;
    assert_eq!(attendance::list(c, id).await.unwrap(), roll);

    let stranger = SeatId::new(noon(), random(99));
    assert!(!attendance::mark(c, id, stranger, true).await.unwrap());
    let other = CycleId::new(noon(), random(99));
    assert!(!attendance::mark(c, other, roll[0].id, true).await.unwrap());
    assert_eq!(attendance::list(c, id).await.unwrap(), roll);
}

async fn the_ledger_keeps_every_fen_and_each_cycle_its_own(store: Store) {
    let c = store.reader();
    let id = sample::cycle(c).await.id;
    let other = cycle_named("other", 2);
    cycle::insert(c, &other, noon()).await.unwrap();
    let projects: Vec<Project> = (0_i64..100)
        .map(|n| Project {
            number: format!("HY2022-{n:03}"),
            name: "党群服务中心改造".into(),
            category: "乡村治理".into(),
            town: "朱吴镇".into(),
            village: "沟杨家村".into(),
            investment: Fen(i64::MAX / 128 - n),
            content: "改造面积1060平方米; \"一站式\" 办事大厅".into(),
            state: "building".into(),
            progress_percent: u32::try_from(n).expect("small"),
            synthetic: n % 2 == 0,
        })
        .collect();
    project::replace(c, id, &projects).await.unwrap();
    project::replace(c, other.id, &projects[..1]).await.unwrap();
    assert_eq!(project::list(c, id).await.unwrap(), projects);
    assert_eq!(project::list(c, other.id).await.unwrap().len(), 1);

    let twice = [projects[0].clone(), projects[0].clone()];
    assert!(is_taken(
        &project::replace(c, id, &twice).await.unwrap_err()
    ));
}

on_both!(
    the_register_keeps_its_order_and_is_replaced_whole,
    a_village_twice_is_refused,
    a_mark_changes_one_seat_of_its_own_cycle,
    the_ledger_keeps_every_fen_and_each_cycle_its_own,
);
