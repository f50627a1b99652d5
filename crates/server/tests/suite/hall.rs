//! A hall: the service on a free port, its people signed in, and a small meeting played over HTTP.
//!
//! Two areas with two visited villages each; four town organisers, four secretaries in each area; two trustees, or as
//! many as the rule card says.
//! The clock stands still until it is moved, and randomness is seeded.

mod ceremony;
mod client;
mod meeting;

pub(crate) use client::{Answer, Client, Part};
pub(crate) use meeting::{
    JUDGES, Made, RECORDS, VILLAGES, card, composite_card, copy, public, sheets,
};

use jiff::{Span, Timestamp};
use pingyi_app::{App, Config};
use pingyi_ballot::{TrusteeKey, ceremony::Seed};
use pingyi_core::{
    account::Account,
    clock::Clock,
    id::{AccountId, EntryId},
    role::Role,
};
use pingyi_store::Store;
use rand::{SeedableRng, rngs::StdRng};
use serde_json::Value;
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard},
};
use tokio::task::JoinHandle;

/// Code of the cycle.
pub(crate) const CYCLE: &str = "small-2022";
/// Everybody's password.
pub(crate) const PASSWORD: &str = "a long enough password";
/// Everybody who signs in: login and role.
pub(crate) const PEOPLE: [(&str, Role); 7] = [
    ("organiser", Role::Organiser),
    ("host", Role::Host),
    ("trustee-1", Role::Trustee),
    ("trustee-2", Role::Trustee),
    ("auditor", Role::Auditor),
    ("viewer", Role::Viewer),
    ("town", Role::Town),
];
/// Trustees where a card asks for more than two.
const TRUSTEES: [&str; 5] = [
    "trustee-1",
    "trustee-2",
    "trustee-3",
    "trustee-4",
    "trustee-5",
];
/// Nobody in particular.
pub(crate) const NOBODY: &str = "nobody";

/// A clock that is moved by hand.
pub(crate) struct TestClock(Mutex<Timestamp>);

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().expect("no test panics holding the clock")
    }
}

impl TestClock {
    pub(crate) fn forward(&self, span: Span) {
        let mut now = self.0.lock().expect("no test panics holding the clock");
        *now = now.checked_add(span).expect("within the calendar");
    }
}

/// A running service with its people.
pub(crate) struct Hall {
    pub(crate) app: App,
    pub(crate) url: String,
    pub(crate) clock: Arc<TestClock>,
    pub(crate) slips: Vec<Made>,
    pub(crate) trustees: Vec<&'static str>,
    pub(crate) keys: BTreeMap<&'static str, TrusteeKey>,
    pub(crate) seeds: BTreeMap<&'static str, Seed>,
    rng: Mutex<StdRng>,
    people: BTreeMap<&'static str, Client>,
    server: JoinHandle<()>,
}

impl Drop for Hall {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// A hash that costs next to nothing: what is tested here is not Argon2.
fn cheap_hash() -> String {
    use argon2::{Algorithm, Argon2, Params, PasswordHasher, Version};
    let params = Params::new(8, 1, 1, None).expect("the smallest parameters");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_with_salt(PASSWORD.as_bytes(), b"salt of the test")
        .expect("a password is hashed")
        .to_string()
}

impl Hall {
    /// An empty store, everybody signed in.
    pub(crate) async fn empty(store: Store) -> Self {
        let start = "2022-11-27T01:00:00Z".parse().expect("an instant");
        let clock = Arc::new(TestClock(Mutex::new(start)));
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0))
            .await
            .expect("a free port");
        let port = listener.local_addr().expect("it is bound").port();
        let app = App::new(
            store,
            clock.clone(),
            Box::new(StdRng::seed_from_u64(1)),
            Config {
                public_url: "http://hall.example".into(),
            },
        );
        let hash = cheap_hash();
        let everybody: Vec<_> = PEOPLE
            .into_iter()
            .chain(TRUSTEES[2..].iter().map(|login| (*login, Role::Trustee)))
            .collect();
        for ((login, role), n) in everybody.iter().copied().zip(1..) {
            let account = Account {
                id: AccountId::new(start, [n; 10]),
                login: login.into(),
                name: format!("某{login}"),
                role,
                town: None,
                disabled: false,
            };
            pingyi_store::account::insert(app.store().reader(), &account, &hash, start)
                .await
                .expect("an account is stored");
        }
        let served = app.clone();
        let server = tokio::spawn(async move {
            pingyi_server::serve(listener, served)
                .await
                .expect("it serves until it is aborted");
        });
        let url = format!("http://127.0.0.1:{port}");
        let mut people = BTreeMap::from([(NOBODY, Client::new(&url))]);
        for (login, _) in everybody {
            let client = Client::new(&url);
            client.sign_in(login, PASSWORD).await.ok();
            people.insert(login, client);
        }
        Self {
            app,
            url,
            clock,
            slips: Vec::new(),
            trustees: Vec::new(),
            keys: BTreeMap::new(),
            seeds: BTreeMap::new(),
            rng: Mutex::new(StdRng::seed_from_u64(2)),
            people,
            server,
        }
    }

    /// An account of a town, signed in.
    pub(crate) async fn town_account(&self, login: &str, town: EntryId, n: u8) -> Client {
        let account = Account {
            id: AccountId::new(self.app.now(), [n; 10]),
            login: login.into(),
            name: format!("某{login}"),
            role: Role::Town,
            town: Some(town),
            disabled: false,
        };
        let reader = self.app.store().reader();
        pingyi_store::account::insert(reader, &account, &cheap_hash(), self.app.now())
            .await
            .expect("an account is stored");
        let client = Client::new(&self.url);
        client.sign_in(login, PASSWORD).await.ok();
        client
    }

    /// Somebody's session.
    pub(crate) fn who(&self, login: &str) -> &Client {
        &self.people[login]
    }

    /// The organiser's session.
    pub(crate) fn organiser(&self) -> &Client {
        self.who("organiser")
    }

    /// Somebody not signed in: a phone.
    pub(crate) fn phone(&self) -> &Client {
        self.who(NOBODY)
    }

    /// Randomness of voters, trustees and the authority.
    pub(crate) fn rng(&self) -> MutexGuard<'_, StdRng> {
        self.rng.lock().expect("no test panics holding it")
    }

    /// A path below the cycle.
    #[expect(clippy::unused_self, reason = "it reads as a part of the hall")]
    pub(crate) fn path(&self, rest: &str) -> String {
        format!("/api/cycles/{CYCLE}/{rest}")
    }

    /// The round of a number.
    pub(crate) async fn round(&self, number: u32) -> Value {
        let rounds = self.organiser().get(&self.path("rounds")).await.ok();
        rounds
            .as_array()
            .and_then(|all| all.iter().find(|one| one["number"] == number).cloned())
            .expect("the round is there")
    }

    /// A path below a round.
    pub(crate) async fn round_path(&self, number: u32, action: &str) -> String {
        format!(
            "/api/rounds/{}/{action}",
            text(&self.round(number).await["id"])
        )
    }

    /// The rows of the log about an action. The clock stands still, so their order says nothing.
    pub(crate) async fn logged(&self, action: &str) -> Vec<Value> {
        let log = self.who("auditor").get(&self.path("audit")).await.ok();
        let rows = log.as_array().cloned().unwrap_or_default();
        rows.into_iter()
            .filter(|row| row["action"] == action)
            .collect()
    }

    /// The ballot box of a class in a round.
    pub(crate) async fn ballot_box(&self, number: u32, class: &str) -> String {
        let round = self.round(number).await;
        let boxes = round["boxes"].as_array().expect("boxes");
        let found = boxes.iter().find(|one| one["class"] == class);
        text(&found.expect("a box of the class")["id"]).to_owned()
    }

    /// Everything on the board of a box, as bytes, with the place of its end.
    pub(crate) async fn board(&self, id: &str) -> (Vec<(String, Vec<u8>)>, u64) {
        let c = self.app.store().reader();
        let records = pingyi_store::board::records(c, id, 0, 100_000)
            .await
            .expect("the board is read");
        let stored = pingyi_store::ballot_box::by_id(c, id)
            .await
            .expect("the box is read")
            .expect("the box is there");
        let records = records.into_iter().map(|one| (one.name, one.content));
        (records.collect(), stored.height)
    }
}

/// The text of a JSON value.
pub(crate) fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}
