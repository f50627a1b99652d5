//! The key ceremony of trustees of whom some are enough: what each has handed in, and what the next one needs.
//!
//! Messages between members pass through here encrypted to their addressees; a seed never does. What arrives is
//! checked completely before it is kept, so a member whose message is wrong is told at once and nobody else waits for
//! the end to learn it.

mod hand_in;
mod restart;

pub use hand_in::hand_in;
pub use restart::restart;

use crate::{Actor, App, Fault, FaultKind, Result, rule_card, trustee::fingerprint};
use pingyi_ballot::{
    Trustees,
    ceremony::{Certificate, Certificates, Context, Output, Polynomial, Polynomials},
};
use pingyi_core::{
    ceremony::CeremonyStep,
    cycle::Cycle,
    role::{Access, Role},
};
use pingyi_ranking::RuleCard;
use pingyi_store::{
    Connection,
    ceremony::{self as store, Message},
    trustee::{self, Trustee},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Who hands in what a member makes.
pub const HOLD: Access = Access::Roles(&[Role::Trustee]);
/// Who may start over.
pub const RESTART: Access = Access::Roles(&[Role::Organiser]);

/// A member and how far they are.
#[expect(
    clippy::struct_excessive_bools,
    reason = "four facts about a person, shown as four marks"
)]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CeremonyMember {
    /// Place in the list, from 1; the index in the group.
    pub position: u32,
    /// Name.
    pub name: String,
    /// Login.
    pub login: String,
    /// The certificate is here.
    pub certificate: bool,
    /// The polynomial is here.
    pub polynomial: bool,
    /// The key is here: the verification key of a group's member, the public key of a trustee who is always needed.
    pub key: bool,
    /// Fingerprint of the key a member signs with (of the public key, without a group), to compare with the backup sheet.
    pub fingerprint: Option<String>,
    /// Decrypted in the rehearsal.
    pub tested: bool,
}

/// What the trustee signed in has and needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CeremonyOwn {
    /// Place in the list, from 1.
    pub position: u32,
    /// What a certificate is made for, as raw JSON text.
    pub context: String,
    /// The certificate handed in, as raw JSON text.
    pub certificate: Option<String>,
    /// All certificates as the raw text of a JSON array, once all are here.
    pub certificates: Option<String>,
    /// The polynomial handed in, as raw JSON text.
    pub polynomial: Option<String>,
    /// What the other members have for this one, as raw JSON text (`vinput`), once all polynomials are here.
    pub input: Option<String>,
    /// The key handed in, as raw JSON text (`voutput`); its `private_key` is needed to decrypt.
    pub output: Option<String>,
}

/// Where the trustees' keys stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CeremonyView {
    /// `single`: every trustee makes a key alone and all are needed; `threshold`: they make one key together.
    pub scheme: String,
    /// Trustees there are.
    pub size: u32,
    /// Trustees needed to open a box.
    pub threshold: u32,
    /// `certificates`, `polynomials`, `keys` or `done`.
    pub step: String,
    /// The trustees in order.
    pub members: Vec<CeremonyMember>,
    /// The trustee signed in, if a member of a group.
    pub own: Option<CeremonyOwn>,
}

/// Whether the card asks for a group of which some are enough.
pub(crate) fn is_threshold(card: &RuleCard) -> bool {
    card.trustees.threshold < card.trustees.count
}

#[derive(Deserialize)]
struct Signed {
    message: String,
}

#[derive(Deserialize)]
struct CertificateKeys {
    verification: String,
}

/// A group's ceremony as it stands.
pub(crate) struct Ceremony {
    pub(crate) size: u32,
    pub(crate) threshold: u32,
    pub(crate) members: Vec<Trustee>,
    messages: Vec<Message>,
}

impl Ceremony {
    pub(crate) async fn load(c: &impl Connection, cycle: &Cycle, card: &RuleCard) -> Result<Self> {
        let size = card.trustees.count;
        let mut members = trustee::list(c, cycle.id).await?;
        members.retain(|one| one.position <= size);
        Ok(Self {
            size,
            threshold: card.trustees.threshold,
            members,
            messages: store::messages(c, cycle.id).await?,
        })
    }

    /// The messages of a step, by member.
    fn of(&self, step: CeremonyStep) -> impl Iterator<Item = &Message> {
        self.messages.iter().filter(move |one| one.step == step)
    }

    fn message(&self, step: CeremonyStep, position: u32) -> Option<&[u8]> {
        self.of(step)
            .find(|one| one.position == position)
            .map(|one| one.content.as_slice())
    }

    fn text(&self, step: CeremonyStep, position: u32) -> Option<String> {
        self.message(step, position)
            .map(|raw| String::from_utf8_lossy(raw).into_owned())
    }

    pub(crate) fn step(&self) -> CeremonyStep {
        let counts = CeremonyStep::ALL.map(|step| {
            (
                step,
                u32::try_from(self.of(step).count()).unwrap_or(u32::MAX),
            )
        });
        CeremonyStep::reached(self.size, &counts)
    }

    /// Where it stands and who is waited for, as a sentence without its end.
    pub(crate) fn standing(&self) -> String {
        let step = self.step();
        let mut names: Vec<String> = self
            .members
            .iter()
            .filter(|one| self.message(step, one.position).is_none())
            .map(|one| one.name.clone())
            .collect();
        let named = u32::try_from(self.members.len()).unwrap_or(u32::MAX);
        if named < self.size {
            names.push(format!("还没有指定的 {} 位监票人", self.size - named));
        }
        match step {
            CeremonyStep::Done => "监票人的密钥已经全部生成".into(),
            _ => format!(
                "监票人密钥正在{}，还在等 {}",
                step.label(),
                names.join("、")
            ),
        }
    }

    /// What a message of a step is checked against. Certificates have to differ from each other.
    fn basis(&self, step: CeremonyStep) -> Vec<&Message> {
        let before = |one: &&Message| one.step < step || one.step == CeremonyStep::Certificates;
        self.messages.iter().filter(before).collect()
    }

    fn own(&self, actor: &Actor) -> Option<&Trustee> {
        let account = actor.account().map(|account| account.id);
        self.members.iter().find(|one| Some(one.account) == account)
    }

    fn context(&self, index: u32) -> Context {
        Context {
            size: self.size,
            threshold: self.threshold,
            index,
        }
    }

    fn certificate(&self, position: u32, raw: &[u8]) -> Result<Certificate> {
        Certificate::parse(raw, self.context(position)).map_err(|e| Fault::internal(&e))
    }

    /// All certificates, once they are here.
    fn certificates(&self) -> Result<Certificates> {
        let all: Result<Vec<_>> = self
            .of(CeremonyStep::Certificates)
            .map(|one| self.certificate(one.position, &one.content))
            .collect();
        Certificates::new(all?).map_err(|e| Fault::internal(&e))
    }

    /// All polynomials, once they are here.
    fn polynomials(&self) -> Result<Polynomials> {
        let certificates = self.certificates()?;
        let all: std::result::Result<Vec<_>, _> = self
            .of(CeremonyStep::Polynomials)
            .map(|one| Polynomial::parse(&one.content, &certificates, one.position))
            .collect();
        let all = all.map_err(|e| Fault::internal(&e))?;
        Polynomials::new(certificates, all).map_err(|e| Fault::internal(&e))
    }

    /// The trustees of an election, once the ceremony is done.
    pub(crate) fn trustees(&self) -> Result<Trustees> {
        let polynomials = self.polynomials()?;
        let outputs: std::result::Result<Vec<_>, _> = self
            .of(CeremonyStep::Keys)
            .map(|one| Output::parse(&one.content, &polynomials, one.position))
            .collect();
        let outputs = outputs.map_err(|e| Fault::internal(&e))?;
        let group = polynomials
            .finish(outputs)
            .map_err(|e| Fault::internal(&e))?;
        Trustees::new(vec![pingyi_ballot::Trustee::Pedersen(Box::new(group))])
            .map_err(|e| Fault::internal(&e))
    }

    /// Fingerprint of the key a member signs with, as device and backup sheet show it. The certificate was checked when
    /// it came, so its key is only read here.
    pub(crate) fn fingerprint(&self, position: u32) -> Option<String> {
        let signed: Signed =
            serde_json::from_slice(self.message(CeremonyStep::Certificates, position)?).ok()?;
        let keys: CertificateKeys = serde_json::from_str(&signed.message).ok()?;
        Some(fingerprint(&keys.verification))
    }

    fn view(&self, actor: &Actor) -> Result<CeremonyView> {
        let step = self.step();
        let has = |step, position| self.message(step, position).is_some();
        let members = self
            .members
            .iter()
            .map(|one| CeremonyMember {
                position: one.position,
                name: one.name.clone(),
                login: one.login.clone(),
                certificate: has(CeremonyStep::Certificates, one.position),
                polynomial: has(CeremonyStep::Polynomials, one.position),
                key: has(CeremonyStep::Keys, one.position),
                fingerprint: self.fingerprint(one.position),
                tested: one.tested,
            })
            .collect();
        let own = match self.own(actor) {
            Some(own) => Some(self.own_view(step, own.position)?),
            None => None,
        };
        Ok(CeremonyView {
            scheme: "threshold".into(),
            size: self.size,
            threshold: self.threshold,
            step: step.code().into(),
            members,
            own,
        })
    }

    fn own_view(&self, step: CeremonyStep, position: u32) -> Result<CeremonyOwn> {
        let certificates = (step > CeremonyStep::Certificates).then(|| {
            let all: Vec<_> = self
                .of(CeremonyStep::Certificates)
                .map(|one| String::from_utf8_lossy(&one.content))
                .collect();
            format!("[{}]", all.join(","))
        });
        let input = if step > CeremonyStep::Polynomials {
            let input = self.polynomials()?.input(position);
            Some(input.to_json())
        } else {
            None
        };
        Ok(CeremonyOwn {
            position,
            context: self.context(position).to_json(),
            certificate: self.text(CeremonyStep::Certificates, position),
            certificates,
            polynomial: self.text(CeremonyStep::Polynomials, position),
            input,
            output: self.text(CeremonyStep::Keys, position),
        })
    }
}

/// Where the keys stand that every trustee makes alone.
fn single(trustees: Vec<Trustee>, count: Option<u32>) -> CeremonyView {
    let named = u32::try_from(trustees.len()).unwrap_or(u32::MAX);
    let size = count.unwrap_or(named);
    let done = named == size && trustees.iter().all(|one| one.public_key.is_some());
    let step = if done && size > 0 {
        CeremonyStep::Done
    } else {
        CeremonyStep::Keys
    };
    let members = trustees
        .into_iter()
        .map(|one| {
            let shown = crate::trustee::view(&one);
            CeremonyMember {
                position: shown.position,
                name: shown.name,
                login: shown.login,
                certificate: false,
                polynomial: false,
                key: one.public_key.is_some(),
                fingerprint: shown.fingerprint,
                tested: shown.tested,
            }
        })
        .collect();
    CeremonyView {
        scheme: "single".into(),
        size,
        threshold: size,
        step: step.code().into(),
        members,
        own: None,
    }
}

/// Where the trustees' keys stand. Before the rule card is frozen its draft is shown, and without one the trustees named
/// so far.
///
/// # Errors
/// Only of access and database.
pub async fn get(app: &App, actor: &Actor, cycle: &str) -> Result<CeremonyView> {
    actor.require(Access::Roles(&Role::STAFF))?;
    let reader = app.store().reader();
    let cycle = app.cycle(reader, cycle).await?;
    let card = rule_card::current(reader, cycle.id).await?;
    match card {
        Some(card) if is_threshold(&card) => {
            Ceremony::load(reader, &cycle, &card).await?.view(actor)
        }
        card => {
            let count = card.map(|card| card.trustees.count);
            Ok(single(trustee::list(reader, cycle.id).await?, count))
        }
    }
}

/// The ceremony a frozen card asks for.
async fn needed(c: &impl Connection, cycle: &Cycle) -> Result<Ceremony> {
    let card = rule_card::frozen(c, cycle.id).await?;
    if !is_threshold(&card) {
        return Err(Fault::conflict(
            "ceremony_not_needed",
            "规则卡规定全部监票人一起解密，各人自己生成密钥即可，不用共同生成",
        ));
    }
    Ceremony::load(c, cycle, &card).await
}

fn not_a_trustee() -> Fault {
    Fault::new(
        FaultKind::Forbidden,
        "not_a_trustee",
        "您还没有被指定为这次评议的监票人",
    )
}
