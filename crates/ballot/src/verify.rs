//! The verifier: reads an archive from front to back and believes nothing.
//!
//! Checked, besides the form of the file: the name of every entry is the hash of its content; every entry
//! is the canonical form of what it must be at its place; the events form a chain and come in the only
//! possible order; keys of trustees prove possession and combine to the election key; the roll holds
//! distinct, sorted group elements; every ballot passes [`check_ballot`](crate::check_ballot) and none
//! stands there twice; the encrypted tally and both counts are those of the last ballot of each
//! credential; every partial decryption verifies; the result is recomputed. A finished archive has exactly
//! one result, at its end.
//!
//! Not interpreted: the certificate of the roll that some servers add to the setup. Its hash is checked, and
//! nothing else here depends on it.
//!
//! An archive is finished or not: without a result everything that is there is checked all the same.
//!
//! Reading is streaming. Memory grows by 64 bytes per ciphertext and voter (about 2 KB for 8 × 4 choices),
//! because a later ballot of the same credential takes the place of an earlier one.

mod chain;
mod fault;

use std::collections::{HashMap, HashSet};
use std::io::{Read, Write};

pub use fault::VerifyFault;

use crate::archive::ArchiveReader;
use crate::ballot::{BallotFault, CheckedBallot, Hint, check_ballot_with_hint, check_ballots};
use crate::board::{BoardHead, EventKind, Record};
use crate::credential::PublicCredential;
use crate::election::Election;
use crate::hints::{HintsReader, HintsWriter};
use crate::roll::Roll;
use crate::tally::{EncryptedTally, PartialDecryption, TallyAccumulator, TallyResult};
use crate::trustee::Trustees;
use chain::{Chain, read_owned, read_setup};
use fault::Sentence;

/// How to verify.
pub struct VerifyOptions<'a> {
    /// Threads for checking ballots. The outcome does not depend on it.
    pub threads: usize,
    /// Called after every entry.
    pub progress: Option<&'a mut dyn FnMut(Progress)>,
    /// Hashes (hexadecimal) of events seen earlier: each must be on the board still.
    pub witnessed: Vec<String>,
    /// Accept a roll in any order. Some programs that make Belenios archives do not sort.
    pub accept_unsorted_roll: bool,
    /// Largest entry accepted, in bytes.
    pub largest_entry: u64,
    /// A file of [hints](crate::hints) that spares most of the work. It is not trusted: the outcome does not depend
    /// on it.
    pub hints: Option<&'a mut dyn Read>,
    /// Where to write hints for whoever verifies this archive next; takes a tenth longer.
    pub write_hints: Option<&'a mut dyn Write>,
}

impl Default for VerifyOptions<'_> {
    fn default() -> Self {
        Self {
            threads: std::thread::available_parallelism().map_or(1, usize::from),
            progress: None,
            witnessed: Vec::new(),
            accept_unsorted_roll: false,
            largest_entry: 1 << 28,
            hints: None,
            write_hints: None,
        }
    }
}

/// How far verification is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Bytes of the archive read.
    pub bytes: u64,
    /// Ballots read.
    pub ballots: u64,
}

/// What a verified archive says.
#[derive(Debug)]
pub struct Verified {
    /// The election.
    pub election: Election,
    /// Its fingerprint φ.
    pub fingerprint: String,
    /// Its trustees.
    pub trustees: Trustees,
    /// Who could vote.
    pub roll: Roll,
    /// The board's time, in seconds since 1970.
    pub timestamp: u64,
    /// Ballots that count: one per credential that voted.
    pub ballots: u64,
    /// Ballots replaced by a later one of the same credential.
    pub revotes: u64,
    /// Ballots on the board, replaced ones too, that a hint spared most of the work.
    pub hinted: u64,
    /// Trackers of the ballots that count, in the order of the board.
    pub trackers: Vec<String>,
    /// Whether voting is over.
    pub closed: bool,
    /// The product of the ballots, once it is on the board.
    pub tally: Option<EncryptedTally>,
    /// Numbers of the trustees whose shares are on the board.
    pub shares: Vec<u32>,
    /// Whether the result is on the board.
    pub finished: bool,
    /// The sums, by question and answer, when finished.
    pub sums: Option<Vec<Vec<u64>>>,
    /// Where the board continues.
    pub head: BoardHead,
}

/// Verifies an archive.
///
/// # Errors
/// The first [`VerifyFault`] in the order of the archive, whatever the number of threads.
pub fn verify_archive(
    input: impl Read,
    options: VerifyOptions<'_>,
) -> Result<Verified, VerifyFault> {
    Verifier::new(options).run(input)
}

/// What the `Setup` event fixes.
struct Setup {
    election: Election,
    trustees: Trustees,
    roll: Roll,
}

/// A ballot read but not checked yet.
struct Waiting {
    entry: String,
    height: u64,
    raw: Vec<u8>,
    hint: Option<Hint>,
}

struct Verifier<'a> {
    options: VerifyOptions<'a>,
    hints: Option<HintsReader<&'a mut dyn Read>>,
    hints_writer: Option<HintsWriter<&'a mut dyn Write>>,
    hinted: u64,
    timestamp: u64,
    chain: Chain,
    setup: Option<Setup>,
    waiting: Vec<Waiting>,
    seen: HashSet<[u8; 32]>,
    accumulator: Option<TallyAccumulator>,
    /// Position on the board and tracker of the ballot that counts.
    counted: HashMap<PublicCredential, (u64, String)>,
    cast: u64,
    tally: Option<EncryptedTally>,
    shares: Vec<Option<PartialDecryption>>,
    result: Option<TallyResult>,
}

/// Ballots checked at once per thread: enough to keep the threads busy, few enough to hold.
const BATCH: usize = 64;

impl<'a> Verifier<'a> {
    fn new(mut options: VerifyOptions<'a>) -> Self {
        Self {
            hints: options.hints.take().map(HintsReader::new),
            hints_writer: None,
            hinted: 0,
            options,
            timestamp: 0,
            chain: Chain::default(),
            setup: None,
            waiting: Vec::new(),
            seen: HashSet::new(),
            accumulator: None,
            counted: HashMap::new(),
            cast: 0,
            tally: None,
            shares: Vec::new(),
            result: None,
        }
    }

    fn run(mut self, input: impl Read) -> Result<Verified, VerifyFault> {
        if let Some(out) = self.options.write_hints.take() {
            let unwritten = |fault| Sentence::hints_unwritten(&fault).at("", None);
            self.hints_writer = Some(HintsWriter::new(out).map_err(unwritten)?);
        }
        let outcome = self.read(input);
        // Ballots that wait stand before whatever was found since.
        self.check_waiting()?;
        outcome?;
        if let Some(writer) = self.hints_writer.take() {
            let unwritten = |fault| Sentence::hints_unwritten(&fault).at("", None);
            writer.finish().map_err(unwritten)?;
        }
        self.verified()
    }

    fn read(&mut self, input: impl Read) -> Result<(), VerifyFault> {
        let mut archive = ArchiveReader::new(input, self.options.largest_entry);
        match archive.open() {
            Ok(timestamp) => self.timestamp = timestamp,
            Err(fault) => return Err(VerifyFault::of_archive(&fault, &archive.name)),
        }
        loop {
            match archive.next() {
                Err(fault) => return Err(VerifyFault::of_archive(&fault, &archive.name)),
                Ok(None) => break,
                Ok(Some(record)) => self.record(record)?,
            }
            if let Some(progress) = &mut self.options.progress {
                progress(Progress {
                    bytes: archive.position,
                    ballots: self.cast,
                });
            }
        }
        self.chain
            .end()
            .map_err(|sentence| self.fault(sentence, &archive.name))
    }

    fn fault(&self, sentence: Sentence, entry: &str) -> VerifyFault {
        sentence.at(entry, Some(self.chain.height()))
    }

    fn record(&mut self, record: Record) -> Result<(), VerifyFault> {
        let entry = record.name.clone();
        let step = self
            .chain
            .push(record)
            .map_err(|sentence| self.fault(sentence, &entry))?;
        let Some((kind, data)) = step else {
            return Ok(());
        };
        // The height of the event just read.
        let height = self.chain.height() - 1;
        let at = |sentence: Sentence, entry: &str| sentence.at(entry, Some(height));
        match kind {
            EventKind::Setup => self
                .setup(&data)
                .map_err(|(index, sentence)| at(sentence, &data[index].name)),
            EventKind::Ballot => self.ballot(data, height),
            EventKind::EndBallots | EventKind::EndShuffles => Ok(()),
            EventKind::EncryptedTally => {
                self.check_waiting()?;
                self.encrypted_tally(&data)
                    .map_err(|(index, sentence)| at(sentence, &data[index].name))
            }
            EventKind::PartialDecryption => self
                .partial_decryption(&data)
                .map_err(|(index, sentence)| at(sentence, &data[index].name)),
            EventKind::Result => self
                .result(&data[0])
                .map_err(|sentence| at(sentence, &data[0].name)),
        }
    }

    fn setup(&mut self, data: &[Record]) -> Result<(), (usize, Sentence)> {
        let [election, trustees, roll, .., setup] = data else {
            unreachable!("the chain counts the data")
        };
        let last = data.len() - 1;
        let references = read_setup(&setup.bytes).map_err(|sentence| (last, sentence))?;
        if !references
            .iter()
            .copied()
            .eq(data[..last].iter().map(Record::hash))
        {
            return Err((last, Sentence::SETUP_REFERENCE));
        }
        let election = Election::parse(&election.bytes).map_err(|fault| (0, fault.into()))?;
        let trustees = Trustees::parse(&trustees.bytes).map_err(|fault| (1, fault.into()))?;
        if trustees.combined_key() != *election.public_key() {
            return Err((1, Sentence::ELECTION_KEY));
        }
        let roll = Roll::parse(&roll.bytes).map_err(|fault| (2, fault.into()))?;
        if !self.options.accept_unsorted_roll && !roll.is_sorted() {
            return Err((2, crate::fault::Fault::Unsorted.into()));
        }
        self.shares = vec![None; trustees.len()];
        self.accumulator = Some(TallyAccumulator::new(&election));
        self.setup = Some(Setup {
            election,
            trustees,
            roll,
        });
        Ok(())
    }

    fn ballot(&mut self, data: Vec<Record>, height: u64) -> Result<(), VerifyFault> {
        let Some(ballot) = data.into_iter().next() else {
            unreachable!("the chain counts the data")
        };
        self.cast += 1;
        let hash = crate::hash::sha256(&ballot.bytes);
        if !self.seen.insert(hash) {
            return Err(Sentence::REPLAYED.at(&ballot.name, Some(height)));
        }
        let hint = self.hints.as_mut().and_then(|hints| hints.take(&hash));
        self.waiting.push(Waiting {
            entry: ballot.name,
            height,
            raw: ballot.bytes,
            hint,
        });
        if self.waiting.len() >= BATCH * self.options.threads.max(1) {
            self.check_waiting()
        } else {
            Ok(())
        }
    }

    /// Checks the ballots that wait, on several threads, and counts them in order.
    fn check_waiting(&mut self) -> Result<(), VerifyFault> {
        let waiting = std::mem::take(&mut self.waiting);
        let (Some(setup), Some(accumulator)) = (&self.setup, &mut self.accumulator) else {
            return Ok(());
        };
        if waiting.is_empty() {
            return Ok(());
        }
        let is_hint_wanted = self.hints_writer.is_some();
        let check = |ballots: &[Waiting]| -> Vec<_> {
            if is_hint_wanted {
                ballots
                    .iter()
                    .map(|one| check_ballot_with_hint(&setup.election, &setup.roll, &one.raw))
                    .map(|checked| checked.map(|(ballot, hint)| (ballot, Some(hint))))
                    .collect()
            } else {
                let ballots: Vec<_> = ballots
                    .iter()
                    .map(|one| (one.raw.as_slice(), one.hint.as_ref()))
                    .collect();
                check_ballots(&setup.election, &setup.roll, &ballots)
                    .into_iter()
                    .map(|checked| checked.map(|ballot| (ballot, None)))
                    .collect()
            }
        };
        let share = waiting.len().div_ceil(self.options.threads.max(1));
        let checked: Vec<Result<(CheckedBallot, Option<Hint>), BallotFault>> =
            std::thread::scope(|scope| {
                let threads: Vec<_> = waiting
                    .chunks(share)
                    .map(|ballots| scope.spawn(move || check(ballots)))
                    .collect();
                threads
                    .into_iter()
                    .flat_map(|thread| thread.join().expect("checking does not panic"))
                    .collect()
            });
        for (ballot, checked) in waiting.iter().zip(checked) {
            let at = |sentence: Sentence| sentence.at(&ballot.entry, Some(ballot.height));
            let (checked, hint) = checked.map_err(|fault| at(fault.into()))?;
            if let (Some(writer), Some(hint)) = (&mut self.hints_writer, &hint) {
                writer
                    .append(&ballot.raw, hint)
                    .map_err(|fault| at(Sentence::hints_unwritten(&fault)))?;
            }
            self.hinted += u64::from(checked.hinted);
            accumulator.add(&checked);
            self.counted
                .insert(checked.credential, (ballot.height, checked.tracker));
        }
        Ok(())
    }

    fn encrypted_tally(&mut self, data: &[Record]) -> Result<(), (usize, Sentence)> {
        let accumulator = self.accumulator.as_ref().expect("set up before");
        let tally = accumulator.finish();
        if data[0].bytes != tally.to_bytes() {
            return Err((0, Sentence::TALLY_PRODUCT));
        }
        if data[1].bytes != tally.to_sized_bytes() {
            return Err((1, Sentence::TALLY_COUNTS));
        }
        self.tally = Some(tally);
        Ok(())
    }

    fn partial_decryption(&mut self, data: &[Record]) -> Result<(), (usize, Sentence)> {
        let (Some(setup), Some(tally)) = (&self.setup, &self.tally) else {
            unreachable!("the chain orders events")
        };
        let (owner, payload) = read_owned(&data[1].bytes).map_err(|sentence| (1, sentence))?;
        if payload != data[0].hash() {
            return Err((1, Sentence::OWNED_REFERENCE));
        }
        let key = setup
            .trustees
            .owner(owner)
            .ok_or((1, Sentence::from(crate::TallyFault::Owner(owner))))?;
        let share = PartialDecryption::parse(&data[0].bytes).map_err(|fault| (0, fault.into()))?;
        share
            .check(&setup.election, tally, key)
            .map_err(|fault| (0, fault.into()))?;
        if self.shares[owner as usize - 1].replace(share).is_some() {
            return Err((1, crate::TallyFault::Repeated(owner).into()));
        }
        Ok(())
    }

    fn result(&mut self, data: &Record) -> Result<(), Sentence> {
        let (Some(setup), Some(tally)) = (&self.setup, &self.tally) else {
            unreachable!("the chain orders events")
        };
        let claimed = TallyResult::parse(&data.bytes)?;
        let shares: Vec<_> = self.shares.iter().map(Option::as_ref).collect();
        let result = TallyResult::open(tally, &setup.trustees, &shares)?;
        if claimed != result {
            return Err(Sentence::RESULT_SUMS);
        }
        self.result = Some(result);
        Ok(())
    }

    fn verified(self) -> Result<Verified, VerifyFault> {
        if let Some(missing) = self
            .options
            .witnessed
            .iter()
            .find(|hash| !self.chain.contains(hash))
        {
            return Err(Sentence::witness(missing).at("", None));
        }
        let Some(setup) = self.setup else {
            unreachable!("a chain that ends well has a setup")
        };
        let mut trackers: Vec<(u64, String)> = self.counted.into_values().collect();
        trackers.sort_unstable();
        Ok(Verified {
            fingerprint: setup.election.fingerprint().to_owned(),
            election: setup.election,
            trustees: setup.trustees,
            roll: setup.roll,
            timestamp: self.timestamp,
            ballots: trackers.len() as u64,
            revotes: self.cast - trackers.len() as u64,
            hinted: self.hinted,
            trackers: trackers.into_iter().map(|(_, tracker)| tracker).collect(),
            closed: self.chain.is_closed(),
            tally: self.tally,
            shares: (1..)
                .zip(&self.shares)
                .filter_map(|(owner, share)| share.as_ref().map(|_| owner))
                .collect(),
            finished: self.result.is_some(),
            sums: self.result.map(|result| result.sums().to_vec()),
            head: self.chain.head(),
        })
    }
}
