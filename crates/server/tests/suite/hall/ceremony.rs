//! Trustees who make their key together, as their devices do it.

use super::{Answer, Hall, text};
use pingyi_ballot::ceremony::{
    Certificate, Certificates, Context, Input, Output, Polynomial, Seed,
};
use pingyi_core::ceremony::CeremonyStep;
use serde_json::Value;

impl Hall {
    /// The ceremony as somebody sees it.
    pub(crate) async fn ceremony(&self, login: &str) -> Value {
        self.who(login).get(&self.path("ceremony")).await.ok()
    }

    /// What a trustee makes for a step, of what the server has for it.
    pub(crate) async fn made(&mut self, login: &'static str, step: CeremonyStep) -> Vec<u8> {
        let seed = {
            let mut rng = self.rng();
            Seed::generate(&mut *rng)
        };
        let seed = self.seeds.entry(login).or_insert(seed).clone();
        self.made_with(login, &seed, step).await
    }

    /// The same with a seed of the test's choice.
    pub(crate) async fn made_with(&self, login: &str, seed: &Seed, step: CeremonyStep) -> Vec<u8> {
        let own = self.ceremony(login).await["own"].clone();
        let bytes = |name: &str| text(&own[name]).as_bytes();
        let context = Context::parse(bytes("context")).expect("a context");
        let index = context.index;
        if step == CeremonyStep::Certificates {
            let certificate = Certificate::make(seed, context, &mut *self.rng());
            return certificate.to_json().into_bytes();
        }
        let certificates = Certificates::parse(bytes("certificates")).expect("a group");
        if step == CeremonyStep::Polynomials {
            let made = Polynomial::make(seed, &certificates, index, &mut *self.rng());
            return made.expect("a polynomial").to_json().into_bytes();
        }
        let input = Input::parse(bytes("input")).expect("an input");
        let output = Output::make(seed, &certificates, &input, index, &mut *self.rng());
        output.expect("every share is right").to_json().into_bytes()
    }

    pub(crate) async fn hand_in(&self, login: &str, step: CeremonyStep, made: Vec<u8>) -> Answer {
        let name = match step {
            CeremonyStep::Certificates => "certificate",
            CeremonyStep::Polynomials => "polynomial",
            CeremonyStep::Keys | CeremonyStep::Done => "key",
        };
        let path = self.path(&format!("ceremony/{name}"));
        self.who(login).put(&path, made).await
    }

    /// Every trustee makes and hands in what a step asks for.
    pub(crate) async fn step(&mut self, step: CeremonyStep) {
        for login in self.trustees.clone() {
            let made = self.made(login, step).await;
            self.hand_in(login, step, made).await.ok();
        }
    }

    /// The whole ceremony; afterwards every trustee's device opens its key.
    pub(crate) async fn make_key_together(&mut self) {
        for step in [
            CeremonyStep::Certificates,
            CeremonyStep::Polynomials,
            CeremonyStep::Keys,
        ] {
            self.step(step).await;
        }
        self.open_keys().await;
    }

    /// Every trustee's device opens its key with its seed.
    pub(crate) async fn open_keys(&mut self) {
        for login in self.trustees.clone() {
            let own = self.ceremony(login).await["own"].clone();
            let bytes = |name: &str| text(&own[name]).as_bytes();
            let index = Context::parse(bytes("context")).expect("a context").index;
            let certificates = Certificates::parse(bytes("certificates")).expect("a group");
            let output =
                Output::parse_own(bytes("output"), &certificates, index).expect("an output");
            let key = output.private_key(&self.seeds[login], &certificates, index);
            self.keys.insert(login, key.expect("the seed opens it"));
        }
    }
}
