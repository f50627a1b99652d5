//! The chain of events as a state machine: what may come next, and with which data.

use std::collections::HashSet;

use super::fault::Sentence;
use crate::board::{BoardHead, EventKind, Record};
use crate::canonical::{NotCanonical, Reader};
use crate::group::is_hex;
use crate::hash::sha256_hex;

/// The events so far, and the data waiting for the next one.
#[derive(Default)]
pub(super) struct Chain {
    height: u64,
    parent: Option<String>,
    last: Option<EventKind>,
    /// Ballots have ended.
    closed: bool,
    data: Vec<Record>,
    hashes: HashSet<String>,
}

/// Most data entries of one event: election, trustees, roll, a certificate of the roll, setup data.
const MOST_DATA: usize = 5;

impl Chain {
    /// Height of the event being read.
    pub fn height(&self) -> u64 {
        self.height
    }

    pub fn is_closed(&self) -> bool {
        self.closed
    }

    pub fn contains(&self, hash: &str) -> bool {
        self.hashes.contains(hash)
    }

    pub fn head(&self) -> BoardHead {
        BoardHead {
            height: self.height,
            parent: self.parent.clone(),
        }
    }

    /// Forgets data whose event has not come.
    pub fn drop_data(&mut self) {
        self.data.clear();
    }

    /// Nothing may be left over.
    pub fn end(&self) -> Result<(), Sentence> {
        if !self.data.is_empty() {
            return Err(Sentence::STRAY);
        }
        if self.last.is_some() {
            Ok(())
        } else {
            Err(Sentence::EMPTY)
        }
    }

    /// Takes the next record. An event that fits is returned with its data.
    pub fn push(&mut self, record: Record) -> Result<Option<(EventKind, Vec<Record>)>, Sentence> {
        let hash = sha256_hex(&record.bytes);
        let Some((claimed, ending)) = record.name.split_once('.') else {
            return Err(Sentence::NAME);
        };
        if claimed != hash {
            return Err(Sentence::NAME);
        }
        match ending {
            "data.json" if self.data.len() < MOST_DATA => {
                self.data.push(record);
                Ok(None)
            }
            "data.json" => Err(Sentence::STRAY),
            "event.json" => self.event(&record.bytes, hash).map(Some),
            _ => Err(Sentence::NAME),
        }
    }

    fn event(&mut self, bytes: &[u8], hash: String) -> Result<(EventKind, Vec<Record>), Sentence> {
        let event = read_event(bytes).map_err(|_| Sentence::EVENT_FORM)?;
        if event.height != self.height {
            return Err(Sentence::EVENT_HEIGHT);
        }
        if event.parent != self.parent.as_deref() {
            return Err(Sentence::EVENT_PARENT);
        }
        let kind = EventKind::ALL
            .into_iter()
            .find(|kind| kind.name() == event.kind)
            .ok_or(Sentence::EVENT_KIND)?;
        if !self.allows(kind) {
            return Err(Sentence::EVENT_ORDER);
        }
        let data = std::mem::take(&mut self.data);
        let is_complete = match kind {
            EventKind::Setup => (4..=5).contains(&data.len()),
            EventKind::Ballot | EventKind::Result => data.len() == 1,
            EventKind::EndBallots | EventKind::EndShuffles => data.is_empty(),
            EventKind::EncryptedTally | EventKind::PartialDecryption => data.len() == 2,
        };
        if !is_complete {
            return Err(Sentence::EVENT_DATA);
        }
        if event.payload != data.last().map(Record::hash) {
            return Err(Sentence::EVENT_PAYLOAD);
        }
        self.closed |= kind == EventKind::EndBallots;
        self.hashes.insert(hash.clone());
        self.parent = Some(hash);
        self.height += 1;
        self.last = Some(kind);
        Ok((kind, data))
    }

    fn allows(&self, next: EventKind) -> bool {
        use EventKind::{
            Ballot, EncryptedTally, EndBallots, EndShuffles, PartialDecryption, Result, Setup,
        };
        match self.last {
            None => next == Setup,
            Some(Setup | Ballot) => matches!(next, Ballot | EndBallots),
            Some(EndBallots) => next == EncryptedTally,
            Some(EncryptedTally) => matches!(next, EndShuffles | PartialDecryption),
            Some(EndShuffles) => next == PartialDecryption,
            Some(PartialDecryption) => matches!(next, PartialDecryption | Result),
            Some(Result) => false,
        }
    }
}

struct Event<'a> {
    parent: Option<&'a str>,
    height: u64,
    kind: &'a str,
    payload: Option<&'a str>,
}

fn read_event(bytes: &[u8]) -> Result<Event<'_>, NotCanonical> {
    let mut reader = Reader::new(bytes);
    reader.expect("{")?;
    let parent = if reader.skip("\"parent\":") {
        let hash = read_hash(&mut reader)?;
        reader.expect(",")?;
        Some(hash)
    } else {
        None
    };
    reader.expect("\"height\":")?;
    let height = reader.integer()?;
    reader.expect(",\"type\":")?;
    let kind = reader.plain(|byte| byte.is_ascii_alphabetic())?;
    let payload = if reader.skip(",\"payload\":") {
        Some(read_hash(&mut reader)?)
    } else {
        None
    };
    reader.expect("}")?;
    reader.end()?;
    Ok(Event {
        parent,
        height,
        kind,
        payload,
    })
}

fn read_hash<'a>(reader: &mut Reader<'a>) -> Result<&'a str, NotCanonical> {
    let start = reader.clone();
    let text = reader.plain(is_hex)?;
    if text.len() == 64 {
        Ok(text)
    } else {
        start.fail()
    }
}

/// The hashes setup data refer to: election, trustees, roll, and the certificate of the roll if any.
pub(super) fn read_setup(bytes: &[u8]) -> Result<Vec<&str>, Sentence> {
    let mut reader = Reader::new(bytes);
    let mut read = || {
        let mut hashes = Vec::with_capacity(4);
        for field in ["{\"election\":", ",\"trustees\":", ",\"credentials\":"] {
            reader.expect(field)?;
            hashes.push(read_hash(&mut reader)?);
        }
        if reader.skip(",\"credentials_certificate\":") {
            hashes.push(read_hash(&mut reader)?);
        }
        reader.expect("}")?;
        reader.end()?;
        Ok(hashes)
    };
    read().map_err(|_: NotCanonical| Sentence::SETUP_FORM)
}

/// Owner and hash of a partial decryption.
pub(super) fn read_owned(bytes: &[u8]) -> Result<(u32, &str), Sentence> {
    let mut reader = Reader::new(bytes);
    let mut read = || {
        reader.expect("{\"owner\":")?;
        let start = reader.clone();
        let owner = u32::try_from(reader.integer()?).or_else(|_| start.fail())?;
        reader.expect(",\"payload\":")?;
        let hash = read_hash(&mut reader)?;
        reader.expect("}")?;
        reader.end()?;
        Ok((owner, hash))
    };
    read().map_err(|_: NotCanonical| Sentence::OWNED_FORM)
}
