//! Files that are not archives.

use super::*;

#[test]
fn files_of_another_form_are_refused() {
    let scene = Scene::new();
    let honest = archive(scene.records.clone());
    let changed = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = honest.clone();
        change(&mut bytes);
        bytes
    };
    // Header block at the given offset: sets a field and corrects the checksum, as tar programs do.
    let field = |at: usize, offset: usize, text: &str| {
        changed(&|bytes| {
            let block = &mut bytes[at..at + 512];
            block[offset..offset + text.len()].copy_from_slice(text.as_bytes());
            block[148..156].copy_from_slice(b"        ");
            let sum: u32 = block.iter().map(|&byte| u32::from(byte)).sum();
            block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        })
    };
    let first = 1024;
    let election_end = first + 512 + scene.records[0].bytes.len();
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("nothing", Vec::new(), "archive-truncated"),
        ("another file", b"PK\x03\x04".repeat(300), "archive-header"),
        (
            "blocks at the end",
            changed(&|bytes| bytes.extend([0; 1024])),
            "archive-header",
        ),
        (
            "a byte at the end",
            changed(&|bytes| bytes.push(0)),
            "archive-truncated",
        ),
        (
            "half an entry",
            changed(&|bytes| bytes.truncate(first + 700)),
            "archive-truncated",
        ),
        (
            "half a block",
            changed(&|bytes| bytes.truncate(bytes.len() - 1)),
            "archive-truncated",
        ),
        (
            "something in the padding",
            changed(&|bytes| bytes[election_end] = 1),
            "archive-padding",
        ),
        (
            "another mode",
            field(first, 100, "0000755"),
            "archive-header",
        ),
        ("a user", field(first, 108, "0001750"), "archive-header"),
        ("a link", field(first, 156, "2"), "archive-header"),
        ("a magic", field(first, 257, "ustar"), "archive-header"),
        (
            "a size in other digits",
            field(first, 124, "         17"),
            "archive-header",
        ),
        (
            "a checksum in other digits",
            changed(&|bytes| bytes[first + 155] = 0),
            "archive-header",
        ),
        (
            "another time",
            field(first, 136, &format!("{:011o}", support::TIMESTAMP + 1)),
            "archive-time",
        ),
        (
            "another time in front",
            field(0, 136, &format!("{:011o}", support::TIMESTAMP + 1)),
            "archive-time",
        ),
        (
            "another version",
            changed(&|bytes| bytes[512 + 11] = b'2'),
            "archive-belenios",
        ),
        (
            "another first entry",
            field(0, 0, "BELENIOT"),
            "archive-belenios",
        ),
        (
            "no first entry",
            changed(&|bytes| drop(bytes.drain(..first))),
            "archive-belenios",
        ),
        (
            "an entry of eight gigabytes",
            field(first, 124, "77777777777"),
            "archive-large",
        ),
        (
            "an entry longer than the file",
            field(first, 124, "00777777777"),
            "archive-truncated",
        ),
    ];
    for (what, bytes, code) in cases {
        refuse(what, &bytes, code);
    }
}

#[test]
fn every_byte_of_an_archive_matters() {
    let scene = Scene::new();
    let honest = archive(scene.records.clone());
    for at in (0..honest.len()).step_by(131) {
        let mut bytes = honest.clone();
        bytes[at] ^= 1;
        assert!(verify(&bytes, 1).is_err(), "byte {at}");
    }
    for length in (0..honest.len()).step_by(509) {
        // Cut between events it is a shorter board; anywhere else it is no archive.
        if let Ok(verified) = verify_archive(&honest[..length], VerifyOptions::default()) {
            assert!(!verified.finished);
        }
    }
}
