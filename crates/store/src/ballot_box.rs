//! Ballot boxes: one per round and class, each an election of its own.

use crate::{
    Connection, Result,
    engine::for_update,
    row::{all, count, execute, get, insert_all, one, parsed},
};
use pingyi_core::id::RoundId;
use sea_orm::{QueryResult, Value};

/// A ballot box without its bulky parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BallotBox {
    /// The election's identifier on ballots and in the archive.
    pub id: String,
    /// The round.
    pub round: RoundId,
    /// Voter class, a code of the rule card.
    pub class: String,
    /// Order within the round.
    pub position: u32,
    /// Height of the board's last event.
    pub height: u64,
    /// Hash of the board's last event, in hex.
    pub parent: Option<String>,
    /// Entries of the board so far.
    pub records: u64,
    /// After closing: whether turnout allowed opening it.
    pub opened: Option<bool>,
    /// The counts at closing, as JSON.
    pub counts: Option<String>,
    /// The decrypted sums, as JSON; never served before the reveal.
    pub sums: Option<String>,
}

const COLUMNS: &str =
    "id, round_id, class, position, height, parent, records, opened, counts, sums";

fn read(row: &QueryResult) -> Result<BallotBox> {
    Ok(BallotBox {
        id: get(row, "id")?,
        round: parsed(row, "round_id")?,
        class: get(row, "class")?,
        position: count(row, "position")?,
        height: get::<i64>(row, "height")?.unsigned_abs(),
        parent: get(row, "parent")?,
        records: get::<i64>(row, "records")?.unsigned_abs(),
        opened: get(row, "opened")?,
        counts: get(row, "counts")?,
        sums: get(row, "sums")?,
    })
}

/// Adds an empty box.
///
/// # Errors
/// A unique violation when the round has a box of this class.
pub async fn insert(
    c: &impl Connection,
    id: &str,
    round: RoundId,
    class: &str,
    position: u32,
) -> Result<()> {
    let sql = "INSERT INTO ballot_box (id, round_id, class, position, height, records) VALUES ($1,$2,$3,$4,0,0)";
    execute(
        c,
        sql,
        vec![
            id.into(),
            round.to_string().into(),
            class.into(),
            i64::from(position).into(),
        ],
    )
    .await?;
    Ok(())
}

/// One box.
///
/// # Errors
/// Database faults.
pub async fn by_id(c: &impl Connection, id: &str) -> Result<Option<BallotBox>> {
    one(
        c,
        &format!("SELECT {COLUMNS} FROM ballot_box WHERE id = $1"),
        vec![id.into()],
        read,
    )
    .await
}

/// One box, locked until the transaction ends.
///
/// # Errors
/// Database faults.
pub async fn lock(c: &impl Connection, id: &str) -> Result<Option<BallotBox>> {
    one(
        c,
        &format!(
            "SELECT {COLUMNS} FROM ballot_box WHERE id = $1{}",
            for_update(c)
        ),
        vec![id.into()],
        read,
    )
    .await
}

/// The boxes of a round in order.
///
/// # Errors
/// Database faults.
pub async fn of_round(c: &impl Connection, round: RoundId) -> Result<Vec<BallotBox>> {
    let sql = format!("SELECT {COLUMNS} FROM ballot_box WHERE round_id = $1 ORDER BY position");
    all(c, &sql, vec![round.to_string().into()], read).await
}

/// Writes the place of the board's end.
///
/// # Errors
/// Database faults.
pub async fn put_head(c: &impl Connection, ballot_box: &BallotBox) -> Result<()> {
    let signed = |n: u64| Value::from(i64::try_from(n).unwrap_or(i64::MAX));
    let sql = "UPDATE ballot_box SET height = $2, parent = $3, records = $4 WHERE id = $1";
    let values = vec![
        ballot_box.id.as_str().into(),
        signed(ballot_box.height),
        ballot_box.parent.clone().into(),
        signed(ballot_box.records),
    ];
    execute(c, sql, values).await?;
    Ok(())
}

/// Writes what is known at closing and after: whether the box was opened, its counts, its sums.
///
/// # Errors
/// Database faults.
pub async fn put_outcome(c: &impl Connection, ballot_box: &BallotBox) -> Result<()> {
    let sql = "UPDATE ballot_box SET opened = $2, counts = $3, sums = $4 WHERE id = $1";
    let values = vec![
        ballot_box.id.as_str().into(),
        ballot_box.opened.into(),
        ballot_box.counts.clone().into(),
        ballot_box.sums.clone().into(),
    ];
    execute(c, sql, values).await?;
    Ok(())
}

/// The fixed parts of a frozen box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setup {
    /// Election JSON.
    pub election: Vec<u8>,
    /// Trustees JSON.
    pub trustees: Vec<u8>,
    /// Roll of public credentials, JSON.
    pub roll: Vec<u8>,
}

/// Fixes election, trustees and roll.
///
/// # Errors
/// Database faults.
pub async fn put_setup(c: &impl Connection, id: &str, setup: &Setup) -> Result<()> {
    let sql = "UPDATE ballot_box SET election = $2, trustees = $3, roll = $4 WHERE id = $1";
    let values = vec![
        id.into(),
        setup.election.clone().into(),
        setup.trustees.clone().into(),
        setup.roll.clone().into(),
    ];
    execute(c, sql, values).await?;
    Ok(())
}

/// The fixed parts, once the round is frozen.
///
/// # Errors
/// Database faults.
pub async fn setup(c: &impl Connection, id: &str) -> Result<Option<Setup>> {
    let sql =
        "SELECT election, trustees, roll FROM ballot_box WHERE id = $1 AND election IS NOT NULL";
    one(c, sql, vec![id.into()], |row| {
        Ok(Setup {
            election: get(row, "election")?,
            trustees: get(row, "trustees")?,
            roll: get(row, "roll")?,
        })
    })
    .await
}

/// Writes the encrypted tally and its sizes.
///
/// # Errors
/// Database faults.
pub async fn put_encrypted_tally(
    c: &impl Connection,
    id: &str,
    tally: &[u8],
    sized: &[u8],
) -> Result<()> {
    let sql = "UPDATE ballot_box SET encrypted_tally = $2, sized_tally = $3 WHERE id = $1";
    execute(
        c,
        sql,
        vec![id.into(), tally.to_vec().into(), sized.to_vec().into()],
    )
    .await?;
    Ok(())
}

/// The encrypted tally and its sizes, once the box is closed and sealed.
///
/// # Errors
/// Database faults.
pub async fn encrypted_tally(c: &impl Connection, id: &str) -> Result<Option<(Vec<u8>, Vec<u8>)>> {
    let sql = "SELECT encrypted_tally, sized_tally FROM ballot_box WHERE id = $1 AND encrypted_tally IS NOT NULL";
    one(c, sql, vec![id.into()], |row| {
        Ok((get(row, "encrypted_tally")?, get(row, "sized_tally")?))
    })
    .await
}

/// Adds public credentials to a box.
///
/// # Errors
/// Database faults.
pub async fn add_credentials(c: &impl Connection, id: &str, credentials: &[String]) -> Result<()> {
    let rows = credentials
        .iter()
        .map(|one| vec![id.into(), one.as_str().into(), Value::from(false)]);
    insert_all(
        c,
        "credential",
        &["box_id", "public_credential", "void"],
        rows.collect(),
    )
    .await
}

/// Forgets the public credentials of a box.
///
/// # Errors
/// Database faults.
pub async fn delete_credentials(c: &impl Connection, id: &str) -> Result<()> {
    execute(
        c,
        "DELETE FROM credential WHERE box_id = $1",
        vec![id.into()],
    )
    .await?;
    Ok(())
}

/// The public credentials of a box, sorted by bytes, each with whether it is void.
///
/// # Errors
/// Database faults.
pub async fn credentials(c: &impl Connection, id: &str) -> Result<Vec<(String, bool)>> {
    let sql = "SELECT public_credential, void FROM credential WHERE box_id = $1";
    let mut rows = all(c, sql, vec![id.into()], |row| {
        Ok((
            get::<String>(row, "public_credential")?,
            get::<bool>(row, "void")?,
        ))
    })
    .await?;
    rows.sort();
    Ok(rows)
}

/// Voids a public credential. `false` when the box has none such, or it is void already.
///
/// # Errors
/// Database faults.
pub async fn void_credential(c: &impl Connection, id: &str, credential: &str) -> Result<bool> {
    let sql = "UPDATE credential SET void = $3 WHERE box_id = $1 AND public_credential = $2 AND void = $4";
    Ok(execute(
        c,
        sql,
        vec![id.into(), credential.into(), true.into(), false.into()],
    )
    .await?
        == 1)
}

/// Whether a public credential is void; `None` when the box has none such.
///
/// # Errors
/// Database faults.
pub async fn is_void(c: &impl Connection, id: &str, credential: &str) -> Result<Option<bool>> {
    let sql = "SELECT void FROM credential WHERE box_id = $1 AND public_credential = $2";
    one(c, sql, vec![id.into(), credential.into()], |row| {
        get(row, "void")
    })
    .await
}

/// Keeps a trustee's partial decryption.
///
/// # Errors
/// A unique violation when the trustee gave one before.
pub async fn insert_partial(
    c: &impl Connection,
    id: &str,
    trustee: u32,
    content: &[u8],
) -> Result<()> {
    let sql = "INSERT INTO partial_decryption (box_id, trustee, content) VALUES ($1,$2,$3)";
    execute(
        c,
        sql,
        vec![
            id.into(),
            i64::from(trustee).into(),
            content.to_vec().into(),
        ],
    )
    .await?;
    Ok(())
}

/// The partial decryptions of a box by trustee.
///
/// # Errors
/// Database faults.
pub async fn partials(c: &impl Connection, id: &str) -> Result<Vec<(u32, Vec<u8>)>> {
    let sql = "SELECT trustee, content FROM partial_decryption WHERE box_id = $1 ORDER BY trustee";
    all(c, sql, vec![id.into()], |row| {
        Ok((count(row, "trustee")?, get(row, "content")?))
    })
    .await
}
