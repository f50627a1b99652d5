//! What every use case needs: the store, a clock, randomness, and a bell that rings when something changed.

use crate::{Actor, Fault, Result, ballot::Boxes, import::Readings};
use jiff::Timestamp;
use pingyi_core::{clock::Clock, cycle::Cycle, id::CycleId};
use pingyi_documents::Fonts;
use pingyi_store::{Store, Transaction, audit::AuditRow};
use rand::{CryptoRng, Rng};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, OnceLock},
};
use tokio::sync::watch;

/// Settings of a running program.
#[derive(Debug, Clone)]
pub struct Config {
    /// Address phones in the hall reach, without a trailing slash, e.g. `http://192.168.1.10:8080`.
    pub public_url: String,
}

/// Randomness for identifiers, tokens and elections: the operating system's, or a seeded one in tests.
pub type Random = Box<dyn CryptoRng + Send>;

struct Inner {
    store: Store,
    clock: Arc<dyn Clock>,
    random: Mutex<Random>,
    config: Config,
    changed: watch::Sender<u64>,
    boxes: Boxes,
    fonts: OnceLock<Option<Fonts>>,
    sign_in_failures: Mutex<HashMap<String, (u32, Timestamp)>>,
    readings: Mutex<Readings>,
}

/// The application. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

impl App {
    /// Puts an application together.
    pub fn new(store: Store, clock: Arc<dyn Clock>, random: Random, config: Config) -> Self {
        Self(Arc::new(Inner {
            store,
            clock,
            random: Mutex::new(random),
            config,
            changed: watch::Sender::new(0),
            boxes: Boxes::default(),
            fonts: OnceLock::new(),
            sign_in_failures: Mutex::default(),
            readings: Mutex::default(),
        }))
    }

    /// The store.
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// The present instant.
    pub fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    /// Settings.
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// Rings after every commit; the number only ever grows.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.0.changed.subscribe()
    }

    pub(crate) fn boxes(&self) -> &Boxes {
        &self.0.boxes
    }

    pub(crate) fn sign_in_failures(&self) -> &Mutex<HashMap<String, (u32, Timestamp)>> {
        &self.0.sign_in_failures
    }

    pub(crate) fn readings(&self) -> &Mutex<Readings> {
        &self.0.readings
    }

    /// Fonts for documents, looked for once.
    pub(crate) fn fonts(&self) -> Result<&Fonts> {
        self.0
            .fonts
            .get_or_init(|| {
                Fonts::load(None)
                    .map_err(|error| tracing::warn!(%error, "no fonts for documents"))
                    .ok()
            })
            .as_ref()
            .ok_or_else(|| {
                Fault::conflict(
                    "fonts_missing",
                    "这台电脑没有中文字体；请安装 Noto CJK 字体（fonts-noto-cjk）后重试",
                )
            })
    }

    /// Random bytes.
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.with_random(|random| random.fill_bytes(&mut bytes));
        bytes
    }

    /// Lends the source of randomness.
    pub(crate) fn with_random<T>(&self, use_it: impl FnOnce(&mut Random) -> T) -> T {
        use_it(
            &mut self
                .0
                .random
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner),
        )
    }

    /// Begins a change.
    pub(crate) async fn begin(&self) -> Result<Transaction> {
        Ok(self.0.store.begin().await?)
    }

    /// Commits a change and rings the bell.
    pub(crate) async fn commit(&self, transaction: Transaction) -> Result<()> {
        self.0.store.commit(transaction).await?;
        self.0.changed.send_modify(|n| *n += 1);
        Ok(())
    }

    /// Writes the audit row of a change.
    pub(crate) async fn audit(
        &self,
        transaction: &Transaction,
        actor: &Actor,
        cycle: Option<CycleId>,
        action: &str,
        subject: &str,
        sentence: String,
    ) -> Result<()> {
        let at = self.now();
        let row = AuditRow {
            id: pingyi_core::id::RowId::new(at, self.random()),
            cycle,
            at,
            login: actor.account().map(|account| account.login.clone()),
            role: actor.role().map(|role| role.code().to_owned()),
            action: action.into(),
            subject: subject.into(),
            sentence,
        };
        Ok(pingyi_store::audit::insert(transaction, &row).await?)
    }

    /// The cycle of a code.
    pub(crate) async fn cycle(
        &self,
        c: &impl pingyi_store::Connection,
        code: &str,
    ) -> Result<Cycle> {
        pingyi_store::cycle::by_code(c, code)
            .await?
            .ok_or_else(|| Fault::not_found("年度周期"))
    }
}
