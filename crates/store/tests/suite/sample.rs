//! Rows to begin from.

use jiff::Timestamp;
use pingyi_core::{
    account::Account,
    cycle::{Cycle, UnscoredStop},
    id::{AccountId, CycleId, RoundId},
    role::Role,
    round::{RoundKind, RoundState},
};
use pingyi_store::{Connection, Store, account, ballot_box, cycle, round, round::Round};

/// An instant with microseconds, which is as fine as the store is.
pub(crate) fn noon() -> Timestamp {
    "2022-11-27T04:00:00.123456Z".parse().expect("an instant")
}

/// Ten bytes that are the same for the same number.
pub(crate) fn random(n: u8) -> [u8; 10] {
    [n; 10]
}

pub(crate) fn cycle_named(code: &str, n: u8) -> Cycle {
    Cycle {
        id: CycleId::new(noon(), random(n)),
        code: code.into(),
        name: "海阳市2022年度现场观摩评议".into(),
        year: 2022,
        organiser: "市委组织部".into(),
        place: "海阳市".into(),
        from: "2022-11-24".parse().expect("a date"),
        to: "2022-11-27".parse().expect("a date"),
        aspects: vec!["基层党建".into(), "乡村\"振兴\"".into()],
        unscored_stops: vec![UnscoredStop {
            date: "2022-11-25".parse().expect("a date"),
            village: "学习点".into(),
            activity: "现场学习".into(),
        }],
        synthetic: true,
    }
}

/// A stored cycle.
pub(crate) async fn cycle(c: &impl Connection) -> Cycle {
    let made = cycle_named("haiyang-2022", 1);
    cycle::insert(c, &made, noon())
        .await
        .expect("a cycle is stored");
    made
}

pub(crate) fn account_named(login: &str, role: Role, n: u8) -> Account {
    Account {
        id: AccountId::new(noon(), random(n)),
        login: login.into(),
        name: "监票人甲".into(),
        role,
        town: None,
        disabled: false,
    }
}

/// A stored account.
pub(crate) async fn account(c: &impl Connection, login: &str, n: u8) -> Account {
    let made = account_named(login, Role::Trustee, n);
    account::insert(c, &made, "$argon2id$", noon())
        .await
        .expect("an account is stored");
    made
}

pub(crate) fn round_numbered(cycle: CycleId, number: u32) -> Round {
    Round {
        id: RoundId::new(noon(), random(u8::try_from(number).expect("few rounds"))),
        cycle,
        number,
        kind: RoundKind::Official,
        title: "第一片区".into(),
        area: Some(number),
        contests: "[]".into(),
        state: RoundState::Draft,
        opened_at: None,
        closes_at: None,
        closed_at: None,
        tallied_at: None,
        revealed_at: None,
        annulled_reason: None,
        reveal_step: 0,
    }
}

/// A stored round with a box for each name given; the name is the box's class too.
pub(crate) async fn boxes(store: &Store, names: &[&str]) -> Round {
    let c = store.reader();
    let made = round_numbered(cycle(c).await.id, 1);
    round::insert(c, &made).await.expect("a round is stored");
    for (name, position) in names.iter().zip(1..) {
        ballot_box::insert(c, name, made.id, name, position)
            .await
            .expect("a box is stored");
    }
    made
}
