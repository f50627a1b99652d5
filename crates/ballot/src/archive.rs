//! The archive: a board as one file, `.bel`.
//!
//! An old-style tar with one possible form: names, sizes and times as in the table, everything else
//! constant, no owner names, no magic, no empty blocks at the end. The first entry is `BELENIOS` with
//! `{"version":1,"timestamp":"…"}`; its time, in seconds since 1970, is the time of every entry. The others
//! are the board's [`Record`]s in order.
//!
//! | bytes | field | content |
//! |---|---|---|
//! | 0–99 | name | text, zero-filled |
//! | 100–107 | mode | `0000644`, 0 |
//! | 108–123 | user, group | `0000000`, 0, twice |
//! | 124–135 | size | 11 octal digits, 0 |
//! | 136–147 | time | 11 octal digits, 0 |
//! | 148–155 | checksum | 6 octal digits of the byte sum with spaces here, 0, space |
//! | 156 | type | `0` |
//! | 157–511 | | zero |
//!
//! Source: Belenios specification 3.3.0, "Public data".

use std::io::{self, Read, Write};

use crate::board::Record;
use crate::canonical::{NotCanonical, Reader};
use sha2::{Digest as _, Sha256};

const BLOCK: usize = 512;

/// Largest number of 11 octal digits.
const LARGEST_OCTAL: u64 = (1 << 33) - 1;

fn header_block(name: &str, size: u64, timestamp: u64) -> [u8; BLOCK] {
    let mut block = [0u8; BLOCK];
    let mut put =
        |at: usize, text: &str| block[at..at + text.len()].copy_from_slice(text.as_bytes());
    put(0, name);
    put(100, "0000644");
    put(108, "0000000");
    put(116, "0000000");
    put(124, &format!("{size:011o}"));
    put(136, &format!("{timestamp:011o}"));
    put(148, "        ");
    put(156, "0");
    let sum: u32 = block.iter().map(|&byte| u32::from(byte)).sum();
    block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    block
}

/// Writes an archive piece by piece.
pub struct ArchiveWriter<W> {
    out: W,
    timestamp: u64,
}

impl<W: Write> ArchiveWriter<W> {
    /// Starts an archive; `timestamp` is the board's time in seconds since 1970.
    ///
    /// # Errors
    /// Those of writing, or [`io::ErrorKind::InvalidInput`] for a time beyond the year 2242.
    pub fn new(timestamp: u64, out: W) -> io::Result<Self> {
        if timestamp > LARGEST_OCTAL {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "the timestamp does not fit an archive",
            ));
        }
        let mut writer = Self { out, timestamp };
        writer.entry(
            "BELENIOS",
            format!("{{\"version\":1,\"timestamp\":\"{timestamp}\"}}").as_bytes(),
        )?;
        Ok(writer)
    }

    /// Continues an archive that was started with the same timestamp.
    pub fn resume(timestamp: u64, out: W) -> Self {
        Self { out, timestamp }
    }

    /// Appends a record.
    ///
    /// # Errors
    /// Those of writing.
    pub fn append(&mut self, record: &Record) -> io::Result<()> {
        self.entry(&record.name, &record.bytes)
    }

    fn entry(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let size = bytes.len() as u64;
        if name.len() >= 100 || size > LARGEST_OCTAL {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "the record does not fit an archive",
            ));
        }
        self.out
            .write_all(&header_block(name, size, self.timestamp))?;
        self.out.write_all(bytes)?;
        self.out.write_all(&[0; BLOCK][..padding(size)])
    }

    /// Flushes and returns what was written to.
    ///
    /// # Errors
    /// Those of flushing.
    pub fn finish(mut self) -> io::Result<W> {
        self.out.flush()?;
        Ok(self.out)
    }
}

/// Writes a whole archive; `timestamp` is the board's time in seconds since 1970.
///
/// # Errors
/// Those of writing.
pub fn write_archive(
    timestamp: u64,
    records: impl IntoIterator<Item = Record>,
    out: impl Write,
) -> io::Result<()> {
    let mut writer = ArchiveWriter::new(timestamp, out)?;
    for record in records {
        writer.append(&record)?;
    }
    writer.finish().map(drop)
}

fn padding(size: u64) -> usize {
    (BLOCK - usize::try_from(size % BLOCK as u64).expect("less than a block")) % BLOCK
}

/// Why the file is not an archive.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ArchiveFault {
    #[error("reading failed: {0}")]
    Read(#[from] io::Error),
    #[error("the file ends in the middle of an entry")]
    Truncated,
    #[error("an entry header is not of the one form archives have")]
    Header,
    #[error("the first entry is not a BELENIOS header of version 1")]
    Belenios,
    #[error("an entry has another time than the archive")]
    Time,
    #[error("an entry is larger than {0} bytes")]
    Large(u64),
    #[error("the space after an entry is not zero")]
    Padding,
}

impl ArchiveFault {
    pub fn code(&self) -> &'static str {
        match self {
            Self::Read(_) => "read",
            Self::Truncated => "archive-truncated",
            Self::Header => "archive-header",
            Self::Belenios => "archive-belenios",
            Self::Time => "archive-time",
            Self::Large(_) => "archive-large",
            Self::Padding => "archive-padding",
        }
    }

    pub fn zh(&self) -> String {
        match self {
            Self::Read(fault) => format!("读取失败：{fault}"),
            Self::Truncated => "文件在条目中间中断".into(),
            Self::Header => "条目头不符合核验包的唯一格式".into(),
            Self::Belenios => "首个条目不是版本 1 的 BELENIOS 头".into(),
            Self::Time => "条目时间与核验包时间不一致".into(),
            Self::Large(limit) => format!("条目大于 {limit} 字节"),
            Self::Padding => "条目之后的填充不为零".into(),
        }
    }
}

/// A place between two entries of an archive, and what stands before it.
#[derive(Clone, Default)]
pub(crate) struct Place {
    /// Bytes before.
    pub position: u64,
    /// The archive's time, once its first entry is read.
    pub timestamp: u64,
    /// Hash of the bytes before, to be continued.
    pub digest: Sha256,
}

impl Place {
    /// SHA-256 of the bytes before.
    pub fn hash(&self) -> [u8; 32] {
        self.digest.clone().finalize().into()
    }
}

/// Reads an archive entry by entry, checking its form completely.
pub(crate) struct ArchiveReader<R> {
    input: R,
    /// Largest entry accepted from here on.
    pub largest_entry: u64,
    /// Name of the entry being read, or the last one at the end; empty when it has no readable header.
    pub name: String,
    /// After the last entry read whole.
    pub place: Place,
}

impl<R: Read> ArchiveReader<R> {
    /// A reader of an archive from its beginning.
    pub fn new(input: R, largest_entry: u64) -> Self {
        Self::at(Place::default(), input, largest_entry)
    }

    /// A reader that goes on at a place; `input` begins there.
    pub fn at(place: Place, input: R, largest_entry: u64) -> Self {
        Self {
            input,
            largest_entry,
            name: String::new(),
            place,
        }
    }

    /// Reads the first entry and returns the archive's timestamp.
    pub fn open(&mut self) -> Result<u64, ArchiveFault> {
        let Some((record, time)) = self.entry()? else {
            return Err(ArchiveFault::Truncated);
        };
        let timestamp = read_belenios(&record.bytes).map_err(|_| ArchiveFault::Belenios)?;
        if record.name != "BELENIOS" {
            return Err(ArchiveFault::Belenios);
        }
        if time != timestamp {
            return Err(ArchiveFault::Time);
        }
        self.place.timestamp = timestamp;
        Ok(timestamp)
    }

    /// The next record, or `None` at the end.
    pub fn next(&mut self) -> Result<Option<Record>, ArchiveFault> {
        match self.entry()? {
            Some((_, time)) if time != self.place.timestamp => Err(ArchiveFault::Time),
            entry => Ok(entry.map(|(record, _)| record)),
        }
    }

    fn entry(&mut self) -> Result<Option<(Record, u64)>, ArchiveFault> {
        let mut block = [0u8; BLOCK];
        let filled = self.fill(&mut block)?;
        if filled == 0 {
            return Ok(None);
        }
        self.name.clear();
        if filled != BLOCK {
            return Err(ArchiveFault::Truncated);
        }
        let (name, size, time) = read_header(&block).ok_or(ArchiveFault::Header)?;
        name.clone_into(&mut self.name);
        if size > self.largest_entry {
            return Err(ArchiveFault::Large(self.largest_entry));
        }
        let mut bytes = Vec::new();
        // Grows with what is there, not with what the header claims.
        let read = (&mut self.input).take(size).read_to_end(&mut bytes)? as u64;
        let mut rest = [0u8; BLOCK];
        let rest = &mut rest[..padding(size)];
        if read != size || self.fill(rest)? != rest.len() {
            return Err(ArchiveFault::Truncated);
        }
        if rest.iter().any(|&byte| byte != 0) {
            return Err(ArchiveFault::Padding);
        }
        self.place.position += (BLOCK + rest.len()) as u64 + size;
        for part in [&block, bytes.as_slice(), rest] {
            self.place.digest.update(part);
        }
        Ok(Some((
            Record {
                name: self.name.clone(),
                bytes,
            },
            time,
        )))
    }

    fn fill(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut filled = 0;
        while filled < buffer.len() {
            match self.input.read(&mut buffer[filled..]) {
                Ok(0) => break,
                Ok(count) => filled += count,
                Err(fault) if fault.kind() == io::ErrorKind::Interrupted => {}
                Err(fault) => return Err(fault),
            }
        }
        Ok(filled)
    }
}

fn read_header(block: &[u8; BLOCK]) -> Option<(&str, u64, u64)> {
    let octal =
        |at: usize| u64::from_str_radix(std::str::from_utf8(&block[at..at + 11]).ok()?, 8).ok();
    let length = block[..100].iter().position(|&byte| byte == 0)?;
    let name = std::str::from_utf8(&block[..length]).ok()?;
    // A name that is shown in a report moves no cursor.
    if !name.bytes().all(|byte| byte.is_ascii_graphic()) {
        return None;
    }
    let (size, time) = (octal(124)?, octal(136)?);
    (header_block(name, size, time) == *block).then_some((name, size, time))
}

fn read_belenios(bytes: &[u8]) -> Result<u64, NotCanonical> {
    let mut reader = Reader::new(bytes);
    reader.expect("{\"version\":1,\"timestamp\":")?;
    let start = reader.clone();
    let text = reader.plain(|byte| byte.is_ascii_digit())?;
    let timestamp = match text.parse::<u64>() {
        Ok(value) if value.to_string() == text => value,
        _ => return start.fail(),
    };
    reader.expect("}")?;
    reader.end()?;
    Ok(timestamp)
}
