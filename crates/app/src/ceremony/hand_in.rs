//! Taking what a member made for a step.

use super::{Ceremony, CeremonyView, HOLD, needed, not_a_trustee};
use crate::{Actor, App, Fault, FaultKind, Result, trustee::still_open};
use pingyi_ballot::ceremony::{CeremonyFault, Certificate, Output, Polynomial};
use pingyi_core::{ceremony::CeremonyStep, cycle::Cycle};
use pingyi_store::{
    ceremony::{self as store, Message},
    trustee::{self, Trustee},
};

/// How often others may hand something in while a message is checked.
const TRIES: u32 = 16;

/// Takes a member's message for a step. The same bytes again change nothing and get the same answer.
///
/// # Errors
/// `ceremony_step` with those waited for, `certificate_invalid`, `polynomial_invalid`, `ceremony_key_invalid`,
/// `already_received`, `trustee_key_fixed`, `not_a_trustee`, `ceremony_not_needed`.
pub async fn hand_in(
    app: &App,
    actor: &Actor,
    cycle: &str,
    step: CeremonyStep,
    raw: &[u8],
) -> Result<CeremonyView> {
    actor.require(HOLD)?;
    for _ in 0..TRIES {
        let reader = app.store().reader();
        let found = app.cycle(reader, cycle).await?;
        let before = needed(reader, &found).await?;
        let own = before.own(actor).ok_or_else(not_a_trustee)?.clone();
        if let Some(known) = before.message(step, own.position) {
            return if known == raw {
                before.view(actor)
            } else {
                Err(Fault::conflict(
                    "already_received",
                    "这一步您已经交过，不能换一份；确实要重来，请组织者重新开始生成密钥",
                ))
            };
        }
        require_step(&before, step)?;
        // Proofs are checked before the transaction; inside it only that nothing they were checked against has changed.
        let message = Message {
            position: own.position,
            step,
            content: raw.to_vec(),
        };
        let (before, message, public_key) = tokio::task::spawn_blocking(move || {
            let public_key = check(&before, &message)?;
            Ok::<_, Fault>((before, message, public_key))
        })
        .await
        .map_err(|e| Fault::internal(&e))??;
        let kept = keep(app, actor, &found, &own, &before, message, public_key).await?;
        if let Some(shown) = kept {
            return Ok(shown);
        }
    }
    Err(Fault::new(FaultKind::Busy, "busy", "请再试一次"))
}

fn require_step(ceremony: &Ceremony, step: CeremonyStep) -> Result<()> {
    if ceremony.step() == step {
        return Ok(());
    }
    Err(Fault::conflict(
        "ceremony_step",
        format!("现在不能{}：{}", asked(step), ceremony.standing()),
    ))
}

fn asked(step: CeremonyStep) -> &'static str {
    match step {
        CeremonyStep::Certificates => "交证书",
        CeremonyStep::Polynomials => "交多项式",
        CeremonyStep::Keys | CeremonyStep::Done => "交验证公钥",
    }
}

fn refused(step: CeremonyStep, fault: &CeremonyFault) -> Fault {
    let code = match step {
        CeremonyStep::Certificates => "certificate_invalid",
        CeremonyStep::Polynomials => "polynomial_invalid",
        CeremonyStep::Keys | CeremonyStep::Done => "ceremony_key_invalid",
    };
    let detail = format!(
        "没有通过检查，没有收下：{}；请在监票人页面重做这一步",
        fault.zh()
    );
    Fault::invalid(code, detail)
}

/// Checks a message against those of the steps before; answers the verification key of the last step.
fn check(ceremony: &Ceremony, message: &Message) -> Result<Option<String>> {
    let refuse = |fault: CeremonyFault| refused(message.step, &fault);
    let Message {
        position, content, ..
    } = message;
    match message.step {
        CeremonyStep::Certificates => {
            let own = Certificate::parse(content, ceremony.context(*position)).map_err(refuse)?;
            for other in ceremony.of(CeremonyStep::Certificates) {
                let other = ceremony.certificate(other.position, &other.content)?;
                let same = other.verification_key() == own.verification_key()
                    || other.encryption_key() == own.encryption_key();
                if same {
                    return Err(Fault::invalid(
                        "certificate_invalid",
                        "这份证书里的公钥另一位监票人已经交过；每位监票人要用自己的种子",
                    ));
                }
            }
            Ok(None)
        }
        CeremonyStep::Polynomials => {
            let certificates = ceremony.certificates()?;
            Polynomial::parse(content, &certificates, *position).map_err(refuse)?;
            Ok(None)
        }
        CeremonyStep::Keys | CeremonyStep::Done => {
            let polynomials = ceremony.polynomials()?;
            let output = Output::parse(content, &polynomials, *position).map_err(refuse)?;
            Ok(Some(output.public_key().to_json()))
        }
    }
}

/// Keeps a checked message; `None` when something else was handed in meanwhile and the check must be made again.
async fn keep(
    app: &App,
    actor: &Actor,
    cycle: &Cycle,
    own: &Trustee,
    before: &Ceremony,
    message: Message,
    public_key: Option<String>,
) -> Result<Option<CeremonyView>> {
    let tx = app.begin().await?;
    let now = needed(&tx, cycle).await?;
    let twice = now.message(message.step, own.position).is_some();
    if twice || now.basis(message.step) != before.basis(message.step) {
        return Ok(None);
    }
    still_open(&tx, cycle.id).await?;
    store::insert(&tx, cycle.id, &message).await?;
    if let Some(key) = public_key {
        trustee::put_key(&tx, cycle.id, own.position, key.as_bytes()).await?;
    }
    let after = needed(&tx, cycle).await?;
    let what = match message.step {
        CeremonyStep::Certificates => {
            let fingerprint = after.fingerprint(own.position).unwrap_or_default();
            format!("证书，指纹 {fingerprint}")
        }
        CeremonyStep::Polynomials => "多项式".into(),
        CeremonyStep::Keys | CeremonyStep::Done => "验证公钥".into(),
    };
    let received = after.of(message.step).count();
    let sentence = format!("监票人 {} 交来{what}，{received}/{}", own.name, after.size);
    app.audit(
        &tx,
        actor,
        Some(cycle.id),
        "ceremony.hand_in",
        &own.login,
        sentence,
    )
    .await?;
    app.commit(tx).await?;
    after.view(actor).map(Some)
}
