//! The verifier: reads an archive from front to back and believes nothing.
//!
//! Checked, besides the form of the file: the name of every entry is the hash of its content; every entry
//! is the canonical form of what it must be at its place, and none stands there twice; the events form a
//! chain and come in the only possible order; keys of trustees prove possession and combine to the election
//! key; the roll holds distinct, sorted group elements; every ballot passes
//! [`check_ballot`](crate::check_ballot); the encrypted tally and both counts are those of the last ballot of each
//! credential; every partial decryption verifies; the result is recomputed. A finished archive has exactly
//! one result, at its end.
//!
//! Not interpreted: the certificate of the roll that some servers add to the setup. Its hash is checked, and
//! nothing else here depends on it.
//!
//! An archive is finished or not: without a result everything that is there is checked all the same, and
//! [`VerifyOptions::require_finished`] asks for the result.
//!
//! A board that grows is verified by a [`Verifier`] that lives on: it checks what is new, and that what was
//! there is there still. [`BoardOutline`] says the same of two files.
//!
//! Reading is streaming. After the setup an entry can only be as large as the questions make it. Memory grows by 64 bytes per ciphertext and voter (about 2 KB for 8 × 4 choices),
//! because a later ballot of the same credential takes the place of an earlier one.

mod chain;
mod fault;
mod outline;

use std::collections::{HashMap, HashSet};
use std::io::{Read, Write};

pub use fault::VerifyFault;
pub use outline::BoardOutline;

use crate::archive::{ArchiveFault, ArchiveReader, Place};
use crate::ballot::{BallotFault, CheckedBallot, Hint, check_ballot_with_hint, check_ballots};
use crate::board::{BoardHead, EventKind, Record};
use crate::credential::PublicCredential;
use crate::election::{Election, Question};
use crate::group::bytes_of_hex;
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
    /// An earlier board: this one must begin with it, byte for byte.
    pub extends: Option<BoardOutline>,
    /// Refuse a board without a result.
    pub require_finished: bool,
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
            extends: None,
            require_finished: false,
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
#[derive(Debug, Clone)]
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
    let mut verifier = Verifier::new(options);
    verifier.read(input)?;
    if let Some(writer) = verifier.hints_writer.take() {
        let unwritten = |fault| Sentence::hints_unwritten(&fault).at("", None);
        writer.finish().map_err(unwritten)?;
    }
    verifier.verified()
}

/// Most bytes of ballots that wait.
const MOST_WAITING_BYTES: usize = 1 << 26;

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

/// Verifies a board as it grows, each byte once.
///
/// The verdict at every height, and [`Verified`], are those of [`verify_archive`] for the same bytes.
/// Checking costs what the new part costs; [`Verifier::verified`] costs microseconds per ballot of the
/// whole board, for the list of trackers.
///
/// ```no_run
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # use pingyi_ballot::{Verifier, VerifyOptions};
/// let mut verifier = Verifier::new(VerifyOptions::default());
/// loop {
///     verifier.grow(std::fs::File::open("round.bel")?)?;
///     if verifier.verified()?.finished {
///         break;
///     }
/// }
/// # Ok(())
/// # }
/// ```
pub struct Verifier<'a> {
    options: VerifyOptions<'a>,
    hints: Option<HintsReader<&'a mut dyn Read>>,
    hints_writer: Option<HintsWriter<&'a mut dyn Write>>,
    hinted: u64,
    /// After the last event: where reading goes on.
    place: Place,
    /// The board up to each event.
    outline: BoardOutline,
    /// What was found wrong with the board, for good.
    broken: Option<VerifyFault>,
    chain: Chain,
    setup: Option<Setup>,
    /// Largest entry accepted.
    largest_entry: u64,
    waiting: Vec<Waiting>,
    waiting_bytes: usize,
    /// Hashes of all data entries.
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

/// Why reading stopped.
enum Stop {
    /// The board is wrong, for good.
    Broken(VerifyFault),
    /// The file is: what is missing may come yet.
    Incomplete(VerifyFault),
}

impl<'a> Verifier<'a> {
    /// A verifier that has seen nothing.
    pub fn new(mut options: VerifyOptions<'a>) -> Self {
        Self {
            hints: options.hints.take().map(HintsReader::new),
            hints_writer: None,
            hinted: 0,
            largest_entry: options.largest_entry,
            options,
            place: Place::default(),
            outline: BoardOutline::default(),
            broken: None,
            chain: Chain::default(),
            setup: None,
            waiting: Vec::new(),
            waiting_bytes: 0,
            seen: HashSet::new(),
            accumulator: None,
            counted: HashMap::new(),
            cast: 0,
            tally: None,
            shares: Vec::new(),
            result: None,
        }
    }

    /// Bytes of the archive up to the last event verified.
    pub fn position(&self) -> u64 {
        self.place.position
    }

    /// The board up to the last event read, to compare others with.
    pub fn outline(&self) -> &BoardOutline {
        &self.outline
    }

    /// Verifies what is new: `input` begins at byte [`Verifier::position`] of the archive. Every event
    /// commits to all before it, so the new part alone shows that it continues the board seen so far.
    ///
    /// # Errors
    /// The first [`VerifyFault`] in the order of the archive. When the input only ends too early, or cannot
    /// be read, what was complete is kept and reading can be tried again from [`Verifier::position`]; any
    /// other fault stays.
    pub fn read(&mut self, input: impl Read) -> Result<(), VerifyFault> {
        let archive = ArchiveReader::at(self.place.clone(), input, self.largest_entry);
        self.read_on(archive)
    }

    /// Verifies a grown archive from its first byte: what was verified before must be there unchanged
    /// (it is only hashed), what is new is checked.
    ///
    /// # Errors
    /// `board-parted` or `board-shortened` when the archive does not begin with what was verified before;
    /// otherwise as [`Verifier::read`].
    pub fn grow(&mut self, whole: impl Read) -> Result<(), VerifyFault> {
        let mut archive = ArchiveReader::new(whole, self.options.largest_entry);
        self.outline.follow(&mut archive)?;
        self.read_on(archive)
    }

    fn read_on(&mut self, archive: ArchiveReader<impl Read>) -> Result<(), VerifyFault> {
        if let Some(broken) = &self.broken {
            return Err(broken.clone());
        }
        if let Some(out) = self.options.write_hints.take() {
            let unwritten = |fault| Sentence::hints_unwritten(&fault).at("", None);
            self.hints_writer = Some(HintsWriter::new(out).map_err(unwritten)?);
        }
        let outcome = self.entries(archive);
        // Ballots that wait stand before whatever was found since.
        self.waiting_bytes = 0;
        let outcome = self.check_waiting().map_err(Stop::Broken).and(outcome);
        match outcome {
            Ok(()) => Ok(()),
            Err(Stop::Incomplete(fault)) => {
                self.chain.drop_data();
                Err(fault)
            }
            Err(Stop::Broken(fault)) => {
                self.broken = Some(fault.clone());
                Err(fault)
            }
        }
    }

    fn entries(&mut self, mut archive: ArchiveReader<impl Read>) -> Result<(), Stop> {
        if archive.place.position == 0 {
            if let Err(fault) = archive.open() {
                return Err(self.stop(&fault, &archive.name));
            }
            self.extend_outline(&archive.place, &archive.name, None)
                .map_err(Stop::Broken)?;
        }
        loop {
            archive.largest_entry = self.largest_entry;
            match archive.next() {
                Err(fault) => return Err(self.stop(&fault, &archive.name)),
                Ok(None) => break,
                Ok(Some(record)) => {
                    let height = self.chain.height();
                    self.record(record).map_err(Stop::Broken)?;
                    if self.chain.height() > height {
                        self.extend_outline(&archive.place, &archive.name, Some(height))
                            .map_err(Stop::Broken)?;
                    }
                }
            }
            if let Some(progress) = &mut self.options.progress {
                progress(Progress {
                    bytes: archive.place.position,
                    ballots: self.cast,
                });
            }
        }
        self.chain
            .end()
            .map_err(|sentence| Stop::Incomplete(self.fault(sentence, &archive.name)))
    }

    fn stop(&self, fault: &ArchiveFault, entry: &str) -> Stop {
        let height = (self.place.position > 0).then(|| self.chain.height());
        let found = VerifyFault::of_archive(fault, entry, height);
        match fault {
            ArchiveFault::Read(_) | ArchiveFault::Truncated => Stop::Incomplete(found),
            _ => Stop::Broken(found),
        }
    }

    /// Notes the end of the archive's header or of an event, and compares with the earlier board.
    fn extend_outline(
        &mut self,
        place: &Place,
        entry: &str,
        height: Option<u64>,
    ) -> Result<(), VerifyFault> {
        self.place = place.clone();
        self.outline.push(place);
        match &self.options.extends {
            Some(earlier) if !earlier.agrees(&self.outline) => {
                Err(Sentence::PARTED.at(entry, height))
            }
            _ => Ok(()),
        }
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
        for record in &data {
            if !self.seen.insert(hash_of(record)) {
                let sentence = match kind {
                    EventKind::Ballot => Sentence::REPLAYED,
                    _ => Sentence::REPEATED,
                };
                return Err(at(sentence, &record.name));
            }
        }
        match kind {
            EventKind::Setup => self
                .setup(&data)
                .map_err(|(index, sentence)| at(sentence, &data[index].name)),
            EventKind::Ballot => {
                self.ballot(data, height);
                self.check_many_waiting()
            }
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
        self.largest_entry = self.largest_entry.min(largest_answer(&election));
        self.setup = Some(Setup {
            election,
            trustees,
            roll,
        });
        Ok(())
    }

    fn ballot(&mut self, data: Vec<Record>, height: u64) {
        let Some(ballot) = data.into_iter().next() else {
            unreachable!("the chain counts the data")
        };
        self.cast += 1;
        self.waiting_bytes += ballot.bytes.len();
        let hints = self.hints.as_mut();
        let hint = hints.and_then(|hints| hints.take(&hash_of(&ballot)));
        self.waiting.push(Waiting {
            entry: ballot.name,
            height,
            raw: ballot.bytes,
            hint,
        });
    }

    fn check_many_waiting(&mut self) -> Result<(), VerifyFault> {
        let is_enough = self.waiting.len() >= BATCH * self.options.threads.max(1)
            || self.waiting_bytes >= MOST_WAITING_BYTES;
        if is_enough {
            self.waiting_bytes = 0;
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
        let result = TallyResult::parse(&data.bytes)?;
        if !result.fits(tally) {
            return Err(Sentence::RESULT_SHAPE);
        }
        let shares: Vec<_> = self.shares.iter().map(Option::as_ref).collect();
        if !result.is_opened_by(tally, &setup.trustees, &shares)? {
            return Err(Sentence::RESULT_SUMS);
        }
        self.result = Some(result);
        Ok(())
    }

    /// What the board says, as far as it was read.
    ///
    /// # Errors
    /// The fault that stopped reading for good, and what only the whole board shows: a missing result
    /// ([`VerifyOptions::require_finished`]), a witnessed event that is gone, the end before that of the
    /// earlier board ([`VerifyOptions::extends`]).
    pub fn verified(&self) -> Result<Verified, VerifyFault> {
        if let Some(broken) = &self.broken {
            return Err(broken.clone());
        }
        let Some(setup) = &self.setup else {
            return Err(self.fault(Sentence::EMPTY, ""));
        };
        if let Some(earlier) = &self.options.extends
            && earlier.events() > self.outline.events()
        {
            return Err(self.fault(Sentence::shortened(earlier.events()), ""));
        }
        if let Some(missing) = self
            .options
            .witnessed
            .iter()
            .find(|hash| !self.chain.contains(hash))
        {
            return Err(Sentence::witness(missing).at("", None));
        }
        if self.options.require_finished && self.result.is_none() {
            return Err(self.fault(Sentence::UNFINISHED, ""));
        }
        let mut trackers: Vec<(u64, String)> = self.counted.values().cloned().collect();
        trackers.sort_unstable();
        Ok(Verified {
            fingerprint: setup.election.fingerprint().to_owned(),
            election: setup.election.clone(),
            trustees: setup.trustees.clone(),
            roll: setup.roll.clone(),
            timestamp: self.place.timestamp,
            ballots: trackers.len() as u64,
            revotes: self.cast - trackers.len() as u64,
            hinted: self.hinted,
            trackers: trackers.into_iter().map(|(_, tracker)| tracker).collect(),
            closed: self.chain.is_closed(),
            tally: self.tally.clone(),
            shares: (1..)
                .zip(&self.shares)
                .filter_map(|(owner, share)| share.as_ref().map(|_| owner))
                .collect(),
            finished: self.result.is_some(),
            sums: self.result.as_ref().map(|result| result.sums().to_vec()),
            head: self.chain.head(),
        })
    }
}

/// The hash in a name the chain has checked.
fn hash_of(record: &Record) -> [u8; 32] {
    let mut hash = bytes_of_hex(record.hash()).expect("64 digits");
    // Points are written last byte first, hashes are not.
    hash.reverse();
    hash
}

/// Most bytes of a ballot, tally, share or result of this election: for each ciphertext two points of 64
/// digits, or a factor; for each branch of a proof two numbers of 76 digits at most; and their names. Twice
/// that, so that a wrong shape is called by its name.
fn largest_answer(election: &Election) -> u64 {
    let question = |question: &Question| {
        let bits = question.bits() as u64;
        let bounds = u64::from(question.max - question.min) + 1;
        let branches = 2 * bits + bounds + if question.blank { 3 } else { 0 };
        128 + 192 * bits + 192 * branches
    };
    2 * (1024 + election.questions().iter().map(question).sum::<u64>())
}
