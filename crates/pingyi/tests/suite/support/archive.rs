//! Taking archives apart, to look at them and to spoil them. The form is that of tar.

use serde_json::Value;
use std::path::Path;

/// An entry of an archive with its place in the file.
pub struct Entry {
    pub name: String,
    /// Where its header begins.
    pub from: usize,
    pub content: Vec<u8>,
}

impl Entry {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.content).unwrap_or_default()
    }

    pub fn is_event(&self, kind: &str) -> bool {
        self.name.ends_with(".event.json") && self.json()["type"] == kind
    }
}

/// The entries of archive bytes.
pub fn entries(bytes: &[u8]) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut from = 0;
    while let Some(header) = bytes.get(from..from + 512).filter(|header| header[0] != 0) {
        let field = |range: std::ops::Range<usize>| {
            let text = header[range].split(|&byte| byte == 0).next();
            String::from_utf8(text.unwrap_or_default().to_vec()).expect("headers are ASCII")
        };
        let length = usize::from_str_radix(field(124..136).trim(), 8).expect("an octal length");
        entries.push(Entry {
            name: field(0..100),
            from,
            content: bytes[from + 512..from + 512 + length].to_vec(),
        });
        from += 512 + length.next_multiple_of(512);
    }
    entries
}

/// The entries of a file.
pub fn read(path: &Path) -> Vec<Entry> {
    entries(&std::fs::read(path).expect("the archive is there"))
}

/// Every ballot in order of arrival.
pub fn ballots(entries: &[Entry]) -> Vec<&[u8]> {
    let payloads = entries
        .iter()
        .filter(|entry| entry.is_event("Ballot"))
        .map(|event| {
            let payload = event.json()["payload"]
                .as_str()
                .expect("an event has a payload")
                .to_owned();
            let name = format!("{payload}.data.json");
            let found = entries.iter().find(|entry| entry.name == name);
            found
                .expect("the payload stands in the archive")
                .content
                .as_slice()
        });
    payloads.collect()
}

/// The archive as it was before the first ballot.
pub fn opened(bytes: &[u8]) -> Vec<u8> {
    let entries = entries(bytes);
    let setup = entries
        .iter()
        .position(|entry| entry.is_event("Setup"))
        .expect("every archive has a setup");
    let end = entries.get(setup + 1).map_or(bytes.len(), |next| next.from);
    bytes[..end].to_vec()
}

/// Identifier and description of the election.
pub fn election(entries: &[Entry]) -> Value {
    entries
        .iter()
        .map(Entry::json)
        .find(|entry| entry["uuid"].is_string() && entry["questions"].is_array())
        .expect("every archive has an election")
}
