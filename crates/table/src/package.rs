//! A workbook is a zip archive. Before anything of it is understood, it is unpacked into nothing
//! and counted: sizes written in an archive can lie, bytes that come out cannot.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use crate::fault::{ForeignPart, TableFault};
use crate::read::Limits;

/// Below this a high ratio is harmless: an empty sheet of a few kilobytes compresses well.
const ALWAYS_FINE: u64 = 16 << 20;
/// Real tables compress ten to forty times.
const MOST_RATIO: u64 = 150;
/// More parts than any workbook of tables has.
const MOST_PARTS: usize = 2_000;

/// Refuses what unpacks to too much, and parts that reach outside or run.
pub(crate) fn inspect(bytes: &[u8], limits: &Limits) -> Result<(), TableFault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| TableFault::Damaged)?;
    if archive.len() > MOST_PARTS {
        return Err(TableFault::Damaged);
    }
    for index in 0..archive.len() {
        let part = archive
            .by_index_raw(index)
            .map_err(|_| TableFault::Damaged)?;
        if part.encrypted() {
            return Err(TableFault::OldOrEncrypted);
        }
        let name = part.name().map_err(|_| TableFault::Damaged)?;
        if let Some(part) = foreign(&name) {
            return Err(TableFault::Foreign { part });
        }
    }
    let mut unpacked = 0_u64;
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX).max(1);
    let mut buffer = vec![0_u8; 64 << 10];
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(|_| TableFault::Damaged)?;
        loop {
            let read = part.read(&mut buffer).map_err(|_| TableFault::Damaged)?;
            if read == 0 {
                break;
            }
            unpacked += read as u64;
            if unpacked > limits.unpacked_bytes {
                return Err(TableFault::TooLarge {
                    limit_mb: limits.unpacked_bytes >> 20,
                });
            }
            if unpacked > ALWAYS_FINE && unpacked / size > MOST_RATIO {
                return Err(TableFault::Bomb {
                    ratio: unpacked / size,
                });
            }
        }
    }
    Ok(())
}

fn foreign(name: &str) -> Option<ForeignPart> {
    let name = name.replace('\\', "/").to_ascii_lowercase();
    let inside = |folder: &str| name.contains(folder);
    if inside("externallinks/") {
        Some(ForeignPart::Links)
    } else if inside("xl/connections") || inside("xl/querytables/") {
        Some(ForeignPart::Connections)
    } else if inside("vbaproject") || inside("macrosheets/") {
        Some(ForeignPart::Macros)
    } else if inside("xl/embeddings/") || inside("xl/activex/") {
        Some(ForeignPart::Objects)
    } else {
        None
    }
}
