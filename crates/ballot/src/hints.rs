//! The file of hints, `.bel.hints`, that may lie beside an archive.
//!
//! It begins with the line `pingyi-hints 1` and then holds one record for each ballot, in the order of the board:
//!
//! | bytes | content |
//! |---|---|
//! | 32 | SHA-256 of the ballot |
//! | 4 | length of the hint, little-endian |
//! | | the [`Hint`] |
//!
//! Records can be appended while people vote, and are read beside the archive without holding either in memory. A ballot
//! without a record, or with a wrong one, is checked without a hint; so are the ballots after a record that is cut off
//! or too long. Nothing in this file changes a verdict.

use std::collections::HashMap;
use std::io::{self, Read, Write};

use crate::ballot::Hint;
use crate::hash::sha256;

const HEADER: &[u8] = b"pingyi-hints 1\n";

/// Longest hint, 16,384 points: more than 2,000 choices.
const LONGEST: usize = 1 << 20;

/// Most bytes of records held that belong to later ballots or to none.
const LARGEST_BACKLOG: usize = 1 << 24;

/// Bytes that a record takes besides its hint, so that many tiny ones count too.
const PER_RECORD: usize = 128;

fn size(hint: &Hint) -> usize {
    hint.as_bytes().len() + PER_RECORD
}

/// Writes a file of hints piece by piece.
pub struct HintsWriter<W>(W);

impl<W: Write> HintsWriter<W> {
    /// Starts a file.
    ///
    /// # Errors
    /// Those of writing.
    pub fn new(mut out: W) -> io::Result<Self> {
        out.write_all(HEADER)?;
        Ok(Self(out))
    }

    /// Continues a file that was started before.
    pub fn resume(out: W) -> Self {
        Self(out)
    }

    /// Appends the hint of a ballot.
    ///
    /// # Errors
    /// Those of writing, or [`io::ErrorKind::InvalidInput`] for a hint longer than a mebibyte.
    pub fn append(&mut self, ballot: &[u8], hint: &Hint) -> io::Result<()> {
        let bytes = hint.as_bytes();
        let length = u32::try_from(bytes.len())
            .ok()
            .filter(|_| bytes.len() <= LONGEST)
            .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "the hint is too long"))?;
        self.0.write_all(&sha256(ballot))?;
        self.0.write_all(&length.to_le_bytes())?;
        self.0.write_all(bytes)
    }

    /// Flushes and returns what was written to.
    ///
    /// # Errors
    /// Those of flushing.
    pub fn finish(mut self) -> io::Result<W> {
        self.0.flush()?;
        Ok(self.0)
    }
}

/// Finds the hints of ballots that come in about the order of the file.
pub(crate) struct HintsReader<R> {
    /// Nothing once the file has ended, well or not.
    input: Option<R>,
    has_begun: bool,
    backlog: HashMap<[u8; 32], Hint>,
    backlog_size: usize,
}

impl<R: Read> HintsReader<R> {
    pub fn new(input: R) -> Self {
        Self {
            input: Some(input),
            has_begun: false,
            backlog: HashMap::new(),
            backlog_size: 0,
        }
    }

    /// The hint of the ballot with this hash, if it is in the file and not too far away.
    pub fn take(&mut self, hash: &[u8; 32]) -> Option<Hint> {
        if let Some(hint) = self.backlog.remove(hash) {
            self.backlog_size -= size(&hint);
            return Some(hint);
        }
        while self.backlog_size < LARGEST_BACKLOG {
            let (found, hint) = self.record()?;
            if found == *hash {
                return Some(hint);
            }
            self.backlog_size += size(&hint);
            if let Some(replaced) = self.backlog.insert(found, hint) {
                self.backlog_size -= size(&replaced);
            }
        }
        None
    }

    fn record(&mut self) -> Option<([u8; 32], Hint)> {
        let input = self.input.as_mut()?;
        let record = read(input, &mut self.has_begun);
        if record.is_none() {
            self.input = None;
        }
        record
    }
}

/// The next whole record; nothing at the end and for whatever is not a record.
fn read(input: &mut impl Read, has_begun: &mut bool) -> Option<([u8; 32], Hint)> {
    if !std::mem::replace(has_begun, true) {
        let mut header = [0; HEADER.len()];
        input.read_exact(&mut header).ok()?;
        if header != HEADER {
            return None;
        }
    }
    let (mut hash, mut length) = ([0; 32], [0; 4]);
    input.read_exact(&mut hash).ok()?;
    input.read_exact(&mut length).ok()?;
    let length = u32::from_le_bytes(length) as usize;
    if length == 0 || length > LONGEST {
        return None;
    }
    // Grows with what is there, not with what the record claims.
    let mut bytes = Vec::new();
    let read = input.take(length as u64).read_to_end(&mut bytes).ok()?;
    (read == length).then(|| (hash, Hint::from_bytes(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A header, then one record again and again with another hash.
    struct Endless(Vec<u8>, usize);
    impl Read for Endless {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            for byte in buffer.iter_mut() {
                *byte = match self.1 {
                    at @ 0..15 => HEADER[at],
                    at => {
                        let (number, at) = ((at - 15) / self.0.len(), (at - 15) % self.0.len());
                        if at < 8 {
                            number.to_le_bytes()[at]
                        } else {
                            self.0[at]
                        }
                    }
                };
                self.1 += 1;
            }
            Ok(buffer.len())
        }
    }

    fn file(ballots: &[u8]) -> Vec<u8> {
        let mut writer = HintsWriter::new(Vec::new()).unwrap();
        for ballot in ballots {
            writer
                .append(&[*ballot], &Hint::from_bytes(vec![*ballot; 64]))
                .unwrap();
        }
        writer.finish().unwrap()
    }

    fn take(reader: &mut HintsReader<&[u8]>, ballot: u8) -> bool {
        let found = reader.take(&sha256(&[ballot]));
        assert!(
            found
                .as_ref()
                .is_none_or(|hint| hint.as_bytes() == [ballot; 64])
        );
        found.is_some()
    }

    #[test]
    fn hints_are_found_in_order_out_of_order_and_past_missing_ones() {
        let file = file(&[1, 2, 3, 5, 4, 6]);
        let mut reader = HintsReader::new(file.as_slice());
        assert!(take(&mut reader, 1));
        assert!(
            take(&mut reader, 3),
            "a record that is not asked for is kept"
        );
        assert!(!take(&mut reader, 9), "a ballot without a hint");
        for ballot in [2, 4, 5, 6] {
            assert!(take(&mut reader, ballot));
        }
        assert!(!take(&mut reader, 6), "each is given once");
    }

    #[test]
    fn a_file_that_is_cut_off_gives_what_is_whole() {
        let whole = file(&[1, 2]);
        for length in 0..whole.len() {
            let mut reader = HintsReader::new(&whole[..length]);
            assert_eq!(take(&mut reader, 1), length >= HEADER.len() + 100);
            assert!(!take(&mut reader, 2));
        }
        let other = [b"pingyi-hints 2\n", &whole[HEADER.len()..]].concat();
        assert!(!take(&mut HintsReader::new(other.as_slice()), 1));
    }

    #[test]
    fn a_hostile_file_is_held_in_bounds() {
        let claims_much = [HEADER, &[0; 32], &[0xff; 4], &[7; 1000]].concat();
        assert!(!take(&mut HintsReader::new(claims_much.as_slice()), 1));
        // Records without end that nobody asks for.
        let mut record = vec![0; 36];
        record[32..].copy_from_slice(&(1u32 << 16).to_le_bytes());
        record.extend(vec![9; 1 << 16]);
        let mut reader = HintsReader::new(Endless(record, 0));
        assert!(reader.take(&[1; 32]).is_none());
        assert!(reader.backlog_size <= LARGEST_BACKLOG + LONGEST);
        assert!(reader.take(&[2; 32]).is_none());
        assert!(reader.take(&[0; 32]).is_some());
    }
}
