//! Reading a font file's name and weight without reading the font.
//!
//! A machine may hold gigabytes of fonts, and a Chinese collection alone is 20 MB or more. Only the table directory and
//! the tables `name` and `OS/2` are read here, a few kilobytes a face. Format: OpenType 1.9, chapters "Font file",
//! `name`, `OS/2`.

use std::{
    fs::File,
    io::{Read, Seek, SeekFrom},
    path::{Path, PathBuf},
};

/// One face of a font file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Face {
    /// The file.
    pub path: PathBuf,
    /// Which face of the file, for collections.
    pub index: u32,
    /// The typographic family (name 16, or 1).
    pub family: String,
    /// 100–900, from `OS/2`.
    pub weight: u16,
    /// Neither italic nor oblique.
    pub upright: bool,
}

/// Longer tables are not believed: a name table has a few kilobytes.
const LONGEST_TABLE: u32 = 1 << 20;

/// All faces under a directory, in the order of their paths. Files that cannot be read or are no fonts are skipped,
/// as is a directory that does not exist.
pub(super) fn scan(dir: &Path) -> Vec<Face> {
    let (mut pending, mut files) = (vec![(dir.to_path_buf(), 0)], Vec::new());
    while let Some((dir, depth)) = pending.pop() {
        for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
            let path = entry.path();
            // Links may form a circle; fonts lie less deep than this.
            if path.is_dir() && depth < 6 {
                pending.push((path, depth + 1));
            } else if path
                .extension()
                .and_then(|ext| ext.to_str())
                .is_some_and(|ext| {
                    ["otf", "ttf", "ttc", "otc"]
                        .iter()
                        .any(|known| ext.eq_ignore_ascii_case(known))
                })
            {
                files.push(path);
            }
        }
    }
    files.sort();
    files
        .iter()
        .flat_map(|path| faces(path).unwrap_or_default())
        .collect()
}

/// The faces of one file; `None` if it is not a font.
fn faces(path: &Path) -> Option<Vec<Face>> {
    let mut file = File::open(path).ok()?;
    let head = read(&mut file, 0, 12)?;
    let offsets: Vec<u32> = if head.starts_with(b"ttcf") {
        let count = u32_at(&head, 8)?.min(256);
        let table = read(&mut file, 12, count * 4)?;
        (0..count as usize)
            .filter_map(|at| u32_at(&table, at * 4))
            .collect()
    } else {
        vec![0]
    };
    let faces = offsets
        .into_iter()
        .zip(0..)
        .filter_map(|(offset, index)| face(&mut file, path, offset, index));
    Some(faces.collect())
}

fn face(file: &mut File, path: &Path, offset: u32, index: u32) -> Option<Face> {
    let head = read(file, offset, 12)?;
    let count = u32::from(u16_at(&head, 4)?);
    let directory = read(file, offset.checked_add(12)?, count * 16)?;
    let mut table = |tag: &[u8; 4]| {
        let record = directory
            .chunks_exact(16)
            .find(|record| record.starts_with(tag))?;
        read(file, u32_at(record, 8)?, u32_at(record, 12)?)
    };
    let os2 = table(b"OS/2")?;
    let name = table(b"name")?;
    // fsSelection: bit 0 italic, bit 9 oblique.
    let upright = u16_at(&os2, 62)? & 0b10_0000_0001 == 0;
    let family = string(&name, 16).or_else(|| string(&name, 1))?;
    Some(Face {
        path: path.to_path_buf(),
        index,
        family,
        weight: u16_at(&os2, 4)?,
        upright,
    })
}

/// The English (or else the first) Unicode string of a name table with the given name id.
fn string(table: &[u8], id: u16) -> Option<String> {
    const WINDOWS: u16 = 3;
    const ENGLISH: u16 = 0x409;
    let (count, storage) = (u16_at(table, 2)?, u16_at(table, 4)?);
    let records = table.get(6..)?.chunks_exact(12).take(usize::from(count));
    let mut found = records
        .filter(|record| u16_at(record, 0) == Some(WINDOWS) && u16_at(record, 6) == Some(id));
    let first = found.clone().next()?;
    let record = found
        .find(|record| u16_at(record, 4) == Some(ENGLISH))
        .unwrap_or(first);
    let start = usize::from(storage) + usize::from(u16_at(record, 10)?);
    let bytes = table.get(start..start + usize::from(u16_at(record, 8)?))?;
    let units: Vec<u16> = bytes
        .chunks_exact(2)
        .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
        .collect();
    String::from_utf16(&units)
        .ok()
        .filter(|text| !text.is_empty())
}

fn read(file: &mut File, offset: u32, length: u32) -> Option<Vec<u8>> {
    if length > LONGEST_TABLE {
        return None;
    }
    let mut bytes = vec![0; length as usize];
    file.seek(SeekFrom::Start(u64::from(offset))).ok()?;
    file.read_exact(&mut bytes).ok()?;
    Some(bytes)
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}
