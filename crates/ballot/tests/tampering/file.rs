//! Files that are not archives, or not in their one form.

use super::{At, Case, Forged, Scene, case};
use crate::support::TIMESTAMP;

/// Where the first entry after `BELENIOS` begins.
const FIRST_ENTRY: usize = 1024;

fn changed(scene: &Scene, at: &At, change: impl FnOnce(&mut Vec<u8>)) -> Option<Forged> {
    let mut bytes = scene.archive();
    change(&mut bytes);
    scene.file(at, bytes)
}

/// Sets a field of the header block at the given offset and corrects the checksum, as tar programs do.
fn field(scene: &Scene, at: &At, block: usize, offset: usize, text: &[u8]) -> Option<Forged> {
    changed(scene, at, |bytes| {
        let block = &mut bytes[block..block + 512];
        block[offset..offset + text.len()].copy_from_slice(text);
        block[148..156].copy_from_slice(b"        ");
        let sum: u32 = block.iter().map(|&byte| u32::from(byte)).sum();
        block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    })
}

/// Two blocks of `BELENIOS` with another content.
fn front(scene: &Scene, content: &str) -> Option<Forged> {
    changed(scene, &At::Front("BELENIOS"), |bytes| {
        let mut other = field(
            scene,
            &At::Front(""),
            0,
            124,
            format!("{:011o}", content.len()).as_bytes(),
        )
        .expect("there is an archive")
        .bytes;
        other[512..1024].fill(0);
        other[512..512 + content.len()].copy_from_slice(content.as_bytes());
        *bytes = other;
    })
}

fn time(seconds: u64) -> String {
    format!("{seconds:011o}")
}

pub const CASES: &[Case] = &[
    case("nothing at all", "archive-truncated", |s| {
        s.file(&At::Front(""), Vec::new())
    }),
    case("a file of another kind", "archive-header", |s| {
        s.file(&At::Front(""), b"PK\x03\x04".repeat(300))
    }),
    case(
        "empty blocks at the end, as tar writes them",
        "archive-header",
        |s| {
            changed(s, &At::Height(s.result() + 1), |bytes| {
                bytes.extend([0; 1024])
            })
        },
    ),
    case("a byte at the end", "archive-truncated", |s| {
        changed(s, &At::Height(s.result() + 1), |bytes| bytes.push(0))
    }),
    case(
        "the last byte of padding missing",
        "archive-truncated",
        |s| {
            changed(s, &At::Event(s.result()), |bytes| {
                bytes.truncate(bytes.len() - 1)
            })
        },
    ),
    case("half an entry", "archive-truncated", |s| {
        changed(s, &At::Entry(0, 0), |bytes| {
            bytes.truncate(FIRST_ENTRY + 700)
        })
    }),
    case("something in the padding", "archive-padding", |s| {
        let end = FIRST_ENTRY + 512 + s.records[0].bytes.len();
        changed(s, &At::Entry(0, 0), |bytes| bytes[end] = 1)
    }),
    case("something after a name", "archive-header", |s| {
        field(s, &At::Height(0), FIRST_ENTRY, 99, b"x")
    }),
    case("another mode", "archive-header", |s| {
        field(s, &At::Height(0), FIRST_ENTRY, 100, b"0000755")
    }),
    case("a user", "archive-header", |s| {
        field(s, &At::Height(0), FIRST_ENTRY, 108, b"0001750")
    }),
    case("a link", "archive-header", |s| {
        field(s, &At::Height(0), FIRST_ENTRY, 156, b"2")
    }),
    case("a file type of newer tar programs", "archive-header", |s| {
        field(s, &At::Height(0), FIRST_ENTRY, 156, b"\0")
    }),
    case("the magic of newer tar programs", "archive-header", |s| {
        field(s, &At::Height(0), FIRST_ENTRY, 257, b"ustar\x0000")
    }),
    case("a size with spaces for zeros", "archive-header", |s| {
        let size = format!("{:>11o}", s.records[0].bytes.len());
        field(s, &At::Height(0), FIRST_ENTRY, 124, size.as_bytes())
    }),
    case("a checksum spelt otherwise", "archive-header", |s| {
        changed(s, &At::Height(0), |bytes| bytes[FIRST_ENTRY + 155] = 0)
    }),
    case("a wrong checksum", "archive-header", |s| {
        changed(s, &At::Height(0), |bytes| bytes[FIRST_ENTRY + 153] ^= 1)
    }),
    case("an entry of another time", "archive-time", |s| {
        field(
            s,
            &At::Entry(0, 0),
            FIRST_ENTRY,
            136,
            time(TIMESTAMP + 1).as_bytes(),
        )
    }),
    case("a first entry of another time", "archive-time", |s| {
        field(
            s,
            &At::Front("BELENIOS"),
            0,
            136,
            time(TIMESTAMP + 1).as_bytes(),
        )
    }),
    case("an archive of another version", "archive-belenios", |s| {
        front(
            s,
            &format!("{{\"version\":2,\"timestamp\":\"{TIMESTAMP}\"}}"),
        )
    }),
    case("a header with a field more", "archive-belenios", |s| {
        front(
            s,
            &format!("{{\"version\":1,\"timestamp\":\"{TIMESTAMP}\",\"x\":1}}"),
        )
    }),
    case("a header whose time is a number", "archive-belenios", |s| {
        front(s, &format!("{{\"version\":1,\"timestamp\":{TIMESTAMP}}}"))
    }),
    case(
        "a header whose time has a leading zero",
        "archive-belenios",
        |s| {
            front(
                s,
                &format!("{{\"version\":1,\"timestamp\":\"0{TIMESTAMP}\"}}"),
            )
        },
    ),
    case("another name of the first entry", "archive-belenios", |s| {
        field(s, &At::Front("BELENIOT"), 0, 0, b"BELENIOT")
    }),
    case("no first entry", "archive-belenios", |s| {
        let mut forged = changed(s, &At::Front(""), |bytes| drop(bytes.drain(..FIRST_ENTRY)))?;
        forged.entry.clone_from(&s.records[0].name);
        Some(forged)
    }),
    case("an entry of eight gigabytes", "archive-large", |s| {
        field(s, &At::Entry(0, 0), FIRST_ENTRY, 124, b"77777777777")
    }),
    case("an entry longer than the file", "archive-truncated", |s| {
        field(s, &At::Entry(0, 0), FIRST_ENTRY, 124, b"00777777777")
    }),
];
