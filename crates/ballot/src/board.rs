//! The board: an append-only chain of events, each with the hash of the one before.
//!
//! An event refers to its data by hash, and the data stand before it:
//!
//! | event | data before it | payload of the event |
//! |---|---|---|
//! | `Setup` | election, trustees, roll, setup data | setup data: the hashes of the other three |
//! | `Ballot` | ballot | ballot |
//! | `EndBallots` | | |
//! | `EncryptedTally` | encrypted tally, sized tally | sized tally: counts and hash of the tally |
//! | `PartialDecryption` | partial decryption, owned decryption | owned: trustee number and hash |
//! | `Result` | result | result |
//!
//! Source: Belenios specification 3.3.0, "Public data".

use serde::{Deserialize, Serialize};

use crate::ballot::CheckedBallot;
use crate::canonical::Writer;
use crate::election::Election;
use crate::hash::sha256_hex;
use crate::roll::Roll;
use crate::tally::{EncryptedTally, PartialDecryption, TallyResult};
use crate::trustee::Trustees;

/// One entry of the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// `<sha256 of the bytes>.data.json` or `<sha256 of the bytes>.event.json`.
    pub name: String,
    /// The content.
    pub bytes: Vec<u8>,
}

impl Record {
    fn data(bytes: Vec<u8>) -> Self {
        Self {
            name: format!("{}.data.json", sha256_hex(&bytes)),
            bytes,
        }
    }

    fn event(bytes: Vec<u8>) -> Self {
        Self {
            name: format!("{}.event.json", sha256_hex(&bytes)),
            bytes,
        }
    }

    /// The hash in the name.
    pub fn hash(&self) -> &str {
        self.name.split('.').next().unwrap_or_default()
    }
}

/// Kinds of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EventKind {
    /// Election, trustees and roll are fixed.
    Setup,
    /// A ballot was accepted.
    Ballot,
    /// No more ballots.
    EndBallots,
    /// The product of the ballots.
    EncryptedTally,
    /// No more shuffles (there are none, but boards of other programs may say so).
    EndShuffles,
    /// A trustee's share.
    PartialDecryption,
    /// The sums.
    Result,
}

impl EventKind {
    pub(crate) const ALL: [Self; 7] = [
        Self::Setup,
        Self::Ballot,
        Self::EndBallots,
        Self::EncryptedTally,
        Self::EndShuffles,
        Self::PartialDecryption,
        Self::Result,
    ];

    /// The name in the archive.
    pub fn name(self) -> &'static str {
        match self {
            Self::Setup => "Setup",
            Self::Ballot => "Ballot",
            Self::EndBallots => "EndBallots",
            Self::EncryptedTally => "EncryptedTally",
            Self::EndShuffles => "EndShuffles",
            Self::PartialDecryption => "PartialDecryption",
            Self::Result => "Result",
        }
    }
}

/// Opens boards.
pub struct Board;

impl Board {
    /// The records of the `Setup` event, and the head to continue from.
    pub fn open(election: &Election, trustees: &Trustees, roll: &Roll) -> (BoardHead, Vec<Record>) {
        let data = [
            election.raw().to_vec(),
            trustees.to_bytes(),
            roll.to_bytes(),
        ]
        .map(Record::data);
        let mut setup = Writer::default();
        for (field, record) in [
            "{\"election\":\"",
            "\",\"trustees\":\"",
            "\",\"credentials\":\"",
        ]
        .into_iter()
        .zip(&data)
        {
            setup.push(field).push(record.hash());
        }
        setup.push("\"}");
        let mut head = BoardHead {
            height: 0,
            parent: None,
        };
        let mut records: Vec<Record> = data.into();
        records.push(Record::data(setup.into_bytes()));
        head.append(EventKind::Setup, &mut records);
        (head, records)
    }
}

/// Where a board continues: keep it beside the records, it is all that appending needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardHead {
    /// Height of the next event, which is the number of events so far.
    pub height: u64,
    /// Hash of the last event, in hexadecimal.
    pub parent: Option<String>,
}

impl BoardHead {
    /// Appends the event whose payload is the last of the given data records, if any.
    fn append(&mut self, kind: EventKind, records: &mut Vec<Record>) {
        let mut event = Writer::default();
        event.push("{");
        if let Some(parent) = &self.parent {
            event.push("\"parent\":\"").push(parent).push("\",");
        }
        event
            .push("\"height\":")
            .integer(self.height)
            .push(",\"type\":\"")
            .push(kind.name())
            .push("\"");
        if let Some(payload) = records.last() {
            event
                .push(",\"payload\":\"")
                .push(payload.hash())
                .push("\"");
        }
        event.push("}");
        let record = Record::event(event.into_bytes());
        self.parent = Some(record.hash().to_owned());
        self.height += 1;
        records.push(record);
    }

    fn append_data(&mut self, kind: EventKind, data: Vec<Vec<u8>>) -> Vec<Record> {
        let mut records = data.into_iter().map(Record::data).collect();
        self.append(kind, &mut records);
        records
    }

    /// Appends a ballot.
    pub fn ballot(&mut self, ballot: &CheckedBallot) -> Vec<Record> {
        self.ballot_raw(&ballot.raw)
    }

    /// Appends the bytes of a ballot that was checked before.
    pub fn ballot_raw(&mut self, raw: &[u8]) -> Vec<Record> {
        self.append_data(EventKind::Ballot, vec![raw.to_vec()])
    }

    /// Ends the voting.
    pub fn end_ballots(&mut self) -> Vec<Record> {
        self.append_data(EventKind::EndBallots, Vec::new())
    }

    /// Appends the encrypted tally.
    pub fn encrypted_tally(&mut self, tally: &EncryptedTally) -> Vec<Record> {
        self.append_data(
            EventKind::EncryptedTally,
            vec![tally.to_bytes(), tally.to_sized_bytes()],
        )
    }

    /// Appends the share of trustee number `owner`, from 1.
    pub fn partial_decryption(&mut self, owner: u32, share: &PartialDecryption) -> Vec<Record> {
        let share = share.to_bytes();
        let mut owned = Writer::default();
        owned
            .push("{\"owner\":")
            .integer(owner.into())
            .push(",\"payload\":\"")
            .push(&sha256_hex(&share))
            .push("\"}");
        self.append_data(
            EventKind::PartialDecryption,
            vec![share, owned.into_bytes()],
        )
    }

    /// Appends the result; the board is finished.
    pub fn result(&mut self, result: &TallyResult) -> Vec<Record> {
        self.append_data(EventKind::Result, vec![result.to_bytes()])
    }
}
