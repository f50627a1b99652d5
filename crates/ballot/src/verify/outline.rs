//! The outline of a board: enough to say later whether another board begins with it, and where not.

use std::io::Read;

use super::fault::{Sentence, VerifyFault};
use crate::archive::{ArchiveFault, ArchiveReader, Place};
use crate::hash::sha256_hex;

/// SHA-256 of an archive up to the end of its header and of each event: 32 bytes per event.
///
/// An outline proves nothing about the board; it only tells boards apart, byte for byte.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BoardOutline {
    hashes: Vec<[u8; 32]>,
    /// Bytes up to the last event.
    length: u64,
}

impl BoardOutline {
    /// Outlines an archive: its form is checked and the names of its entries, nothing else.
    /// `largest_entry` is the largest entry accepted, in bytes.
    ///
    /// # Errors
    /// [`VerifyFault`] for a file that is not an archive ending with an event.
    pub fn read(input: impl Read, largest_entry: u64) -> Result<Self, VerifyFault> {
        let mut archive = ArchiveReader::new(input, largest_entry);
        let mut outline = Self::default();
        outline.open(&mut archive)?;
        while outline.event(&mut archive)? {}
        Ok(outline)
    }

    /// Number of events.
    pub fn events(&self) -> u64 {
        self.hashes.len().saturating_sub(1) as u64
    }

    pub(super) fn push(&mut self, place: &Place) {
        self.hashes.push(place.hash());
        self.length = place.position;
    }

    /// Whether the other one, of a board that grew by one event, is still the same as this one or beyond
    /// its end.
    pub(super) fn agrees(&self, grown: &Self) -> bool {
        let last = grown.hashes.len() - 1;
        self.hashes
            .get(last)
            .is_none_or(|hash| *hash == grown.hashes[last])
    }

    /// Reads as much of an archive as this outline describes, and compares.
    pub(super) fn follow(&self, archive: &mut ArchiveReader<impl Read>) -> Result<(), VerifyFault> {
        let mut seen = Self::default();
        while seen.hashes.len() < self.hashes.len() {
            let height = seen.height();
            let outcome = if seen.hashes.is_empty() {
                seen.open(archive).map(|()| true)
            } else {
                seen.event(archive)
            };
            match outcome {
                Ok(true) if self.agrees(&seen) => {}
                Ok(true) => return Err(Sentence::PARTED.at(&archive.name, height)),
                Ok(false) => {
                    return Err(Sentence::shortened(self.events()).at("", height));
                }
                Err(fault) => return Err(fault),
            }
        }
        Ok(())
    }

    /// Height of the event that comes next; none before the header.
    fn height(&self) -> Option<u64> {
        (!self.hashes.is_empty()).then(|| self.events())
    }

    fn open(&mut self, archive: &mut ArchiveReader<impl Read>) -> Result<(), VerifyFault> {
        archive
            .open()
            .map_err(|fault| VerifyFault::of_archive(&fault, &archive.name, None))?;
        self.push(&archive.place);
        Ok(())
    }

    /// Reads on to the end of the next event; `false` at the end of the archive.
    fn event(&mut self, archive: &mut ArchiveReader<impl Read>) -> Result<bool, VerifyFault> {
        let height = self.height();
        let mut has_data = false;
        loop {
            let record = archive.next().map_err(|fault: ArchiveFault| {
                VerifyFault::of_archive(&fault, &archive.name, height)
            })?;
            let Some(record) = record else {
                return if has_data {
                    Err(Sentence::STRAY.at(&archive.name, height))
                } else {
                    Ok(false)
                };
            };
            if record.hash() != sha256_hex(&record.bytes) {
                return Err(Sentence::NAME.at(&archive.name, height));
            }
            if record.name.ends_with(".event.json") {
                self.push(&archive.place);
                return Ok(true);
            }
            has_data = true;
        }
    }
}
