//! Freezing: elections, trustees and rolls are fixed, and every box gets the first event of its board.

use super::{PREPARE, RoundView, class_of, contests, step, views};
use crate::{
    Actor, App, Fault, Result,
    ceremony::{Ceremony, is_threshold},
    rule_card,
};
use pingyi_ballot::{
    Board, Election, ElectionDraft, ElectionId, PublicCredential, Question, Roll, TrusteePublicKey,
    Trustees,
};
use pingyi_core::{
    ceremony::CeremonyStep,
    cycle::Cycle,
    round::{RoundAction, RoundKind},
};
use pingyi_ranking::RuleCard;
use pingyi_store::{
    Transaction,
    ballot_box::{self, BallotBox, Setup},
    board::{self, BoardRecord},
    round::{self as store, Round},
    slip, trustee,
};

/// Most choices of a ballot, over all its questions. Each is a ciphertext with its proof, about 750 bytes, and the whole
/// must stay below [`crate::ballot::MAX_BALLOT_BYTES`].
const MOST_CHOICES: usize = 640;

/// Freezes every drafted round of a cycle.
///
/// # Errors
/// `rule_card_not_frozen`, `trustees_missing`, `credentials_missing`, `round_state`, `too_few_villages`,
/// `ballot_too_large`.
pub async fn freeze(app: &App, actor: &Actor, cycle: &str) -> Result<Vec<RoundView>> {
    actor.require(PREPARE)?;
    let tx = app.begin().await?;
    let cycle = app.cycle(&tx, cycle).await?;
    let card = rule_card::frozen(&tx, cycle.id).await?;
    let trustees = trustees(&tx, &cycle, &card).await?;
    for group in slip::list(&tx, cycle.id).await? {
        if !group.uploaded {
            return Err(Fault::conflict(
                "credentials_missing",
                format!("“{}”的选票码条还没有生成", group.label),
            ));
        }
    }
    for mut round in store::list(&tx, cycle.id).await? {
        step(&mut round, RoundAction::Freeze)?;
        for stored in ballot_box::of_round(&tx, round.id).await? {
            fix(&tx, &cycle, &card, &trustees, &round, stored).await?;
        }
        store::update(&tx, &round).await?;
    }
    let sentence = "冻结全部轮次：选举、监票人公钥和名册已固定".to_owned();
    app.audit(
        &tx,
        actor,
        Some(cycle.id),
        "round.freeze",
        &cycle.code,
        sentence,
    )
    .await?;
    let shown = views(&tx, cycle.id, actor.role()).await?;
    app.commit(tx).await?;
    Ok(shown)
}

async fn trustees(tx: &Transaction, cycle: &Cycle, card: &RuleCard) -> Result<Trustees> {
    let stored = trustee::list(tx, cycle.id).await?;
    if stored.len() != card.trustees.count as usize {
        let detail = format!(
            "规则卡要求 {} 位监票人，现有 {} 位",
            card.trustees.count,
            stored.len()
        );
        return Err(Fault::conflict("trustees_missing", detail));
    }
    if is_threshold(card) {
        let ceremony = Ceremony::load(tx, cycle, card).await?;
        return match ceremony.step() {
            CeremonyStep::Done => ceremony.trustees(),
            _ => Err(Fault::conflict("trustees_missing", ceremony.standing())),
        };
    }
    let mut keys = Vec::new();
    for one in &stored {
        let key = one.public_key.as_deref();
        let key = key.ok_or_else(|| {
            Fault::conflict(
                "trustees_missing",
                format!("监票人 {} 还没有生成密钥", one.name),
            )
        })?;
        keys.push(
            TrusteePublicKey::parse(key)
                .map_err(|e| Fault::internal(&e))?
                .with_name(&one.name),
        );
    }
    Trustees::single(keys).map_err(|e| Fault::conflict("trustees_missing", e.zh()))
}

/// The questions of a round's ballots.
fn questions(card: &RuleCard, round: &Round) -> Result<Vec<Question>> {
    let villages: Vec<String> = contests(round)?
        .into_iter()
        .map(|contest| format!("{}{}", contest.town, contest.village))
        .collect();
    let (there, needed) = (villages.len(), card.fewest_villages());
    if round.kind == RoundKind::Official && there < needed as usize {
        let name = super::name(round);
        return Err(Fault::conflict(
            "too_few_villages",
            format!(
                "{name}只有 {there} 个村，按规则卡每张选票要选出 {needed} 个；请修改规则卡或补充观摩的村"
            ),
        ));
    }
    let asked: Vec<Question> = card
        .ballot_questions(&villages)
        .into_iter()
        .map(|asked| Question {
            question: asked.text,
            answers: asked.answers,
            blank: false,
            min: asked.least,
            max: asked.most,
        })
        .collect();
    let choices: usize = asked.iter().map(Question::bits).sum();
    if choices > MOST_CHOICES {
        let name = super::name(round);
        return Err(Fault::conflict(
            "ballot_too_large",
            format!(
                "{name}的选票有 {choices} 个选项，最多 {MOST_CHOICES} 个；请在规则卡中减少分数档，或把片区分小"
            ),
        ));
    }
    Ok(asked)
}

async fn fix(
    tx: &Transaction,
    cycle: &Cycle,
    card: &RuleCard,
    trustees: &Trustees,
    round: &Round,
    mut stored: BallotBox,
) -> Result<()> {
    let class = class_of(card, &stored)?;
    let questions = questions(card, round)?;
    let draft = ElectionDraft {
        id: ElectionId::parse(&stored.id).map_err(|e| Fault::internal(&e))?,
        name: format!("{} {} {}", cycle.name, super::name(round), class.label),
        description: format!("{} {}", card.title, card.binding()),
        questions,
        public_key: trustees.combined_key(),
        administrator: cycle.organiser.clone(),
        credential_authority: "选票码条由发放人员离线生成".into(),
    };
    let election = Election::parse(&draft.to_bytes()).map_err(|e| Fault::internal(&e))?;
    let credentials = ballot_box::credentials(tx, &stored.id).await?;
    let credentials: std::result::Result<Vec<_>, _> = credentials
        .iter()
        .map(|(text, _)| PublicCredential::parse(text))
        .collect();
    let roll = Roll::new(credentials.map_err(|e| Fault::internal(&e))?)
        .map_err(|e| Fault::conflict("credentials_missing", e.zh()))?;
    let setup = Setup {
        election: election.raw().to_vec(),
        trustees: trustees.to_bytes(),
        roll: roll.to_bytes(),
    };
    ballot_box::put_setup(tx, &stored.id, &setup).await?;
    let (head, records) = Board::open(&election, trustees, &roll);
    let records: Vec<BoardRecord> = records
        .into_iter()
        .map(|record| BoardRecord {
            name: record.name,
            content: record.bytes,
        })
        .collect();
    board::append(tx, &stored.id, 0, &records).await?;
    stored.records = records.len() as u64;
    stored.height = head.height;
    stored.parent = head.parent;
    Ok(ballot_box::put_head(tx, &stored).await?)
}
