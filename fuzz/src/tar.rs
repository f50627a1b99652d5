//! A second reader of archives, and a forger's writer: every hash right, whatever the documents say.

use std::collections::HashMap;

use pingyi_ballot::{Record, sha256_base64, sha256_hex, write_archive};

use crate::json::Json;
use crate::mutate;
use crate::random::Random;
use crate::seed::Scene;

const BLOCK: usize = 512;

/// The entries of a tar with one time for all, by their names and sizes alone; `None` when it is cut off.
pub fn read(bytes: &[u8]) -> Option<(u64, Vec<Record>)> {
    let octal = |field: &[u8]| {
        let text = std::str::from_utf8(field).ok()?;
        u64::from_str_radix(text.trim_end_matches(['\0', ' ']), 8).ok()
    };
    let mut records = Vec::new();
    let mut time = 0;
    let mut rest = bytes;
    while !rest.is_empty() {
        let header = rest.get(..BLOCK)?;
        let name = header[..100].split(|&byte| byte == 0).next()?;
        let size = usize::try_from(octal(&header[124..136])?).ok()?;
        time = octal(&header[136..148])?;
        let content = rest.get(BLOCK..BLOCK.checked_add(size)?)?;
        records.push(Record {
            name: String::from_utf8(name.to_vec()).ok()?,
            bytes: content.to_vec(),
        });
        rest = rest.get(BLOCK + size.div_ceil(BLOCK) * BLOCK..)?;
    }
    if records.first().is_none_or(|first| first.name != "BELENIOS") {
        return None;
    }
    records.remove(0);
    Some((time, records))
}

/// The tar of these records.
pub fn write(time: u64, records: Vec<Record>) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_archive(time, records, &mut bytes).expect("records fit an archive");
    bytes
}

/// Changes one document, or the order of events, then repairs every reference and name that hashes settle. Half of the
/// changed ballots are signed again, so that what stands behind the signature is reached.
pub fn mutate(data: &mut Vec<u8>, random: &mut Random) {
    if random.once_in(8) {
        return mutate::bytes(data, random);
    }
    let Some((time, mut records)) = read(data) else {
        return mutate::bytes(data, random);
    };
    if records.is_empty() {
        return mutate::bytes(data, random);
    }
    let before: Vec<String> = records
        .iter()
        .map(|record| sha256_hex(&record.bytes))
        .collect();
    let fingerprint = sha256_base64(&records[0].bytes);
    let at = random.below(records.len());
    let mut order: Vec<usize> = (0..records.len()).collect();
    match random.below(8) {
        0 => {
            // A whole event with its data goes, comes twice, or changes places.
            let end = (at..records.len())
                .find(|&index| records[index].name.ends_with("event.json"))
                .unwrap_or(at);
            let start = (0..end)
                .rev()
                .find(|&index| records[index].name.ends_with("event.json"))
                .map_or(0, |index| index + 1);
            let event: Vec<usize> = order[start..=end].to_vec();
            if !random.once_in(3) {
                order.drain(start..=end);
            }
            if !random.once_in(3) {
                let to = random.below(order.len() + 1);
                order.splice(to..to, event);
            }
        }
        1 => order.truncate(at),
        2 => drop(order.remove(at)),
        _ => mutate::json(&mut records[at].bytes, random),
    }
    let again = random.once_in(2);
    let mut renamed: HashMap<String, String> = HashMap::new();
    let mut parent = String::new();
    let mut height = 0u64;
    let mut result = Vec::with_capacity(order.len());
    for &index in &order {
        let mut bytes = records[index].bytes.clone();
        if let Ok(text) = String::from_utf8(bytes.clone()) {
            let mut text = text;
            for (old, new) in &renamed {
                text = text.replace(old, new);
            }
            bytes = text.into_bytes();
        }
        let is_event = records[index].name.ends_with("event.json");
        if is_event && !random.once_in(40) {
            bytes = relink(&bytes, &parent, height).unwrap_or(bytes);
        }
        if again && index == at {
            bytes = sign(&bytes).unwrap_or(bytes);
        }
        let hash = sha256_hex(&bytes);
        renamed.insert(before[index].clone(), hash.clone());
        if index == 0 && !random.once_in(4) {
            renamed.insert(fingerprint.clone(), sha256_base64(&bytes));
        }
        let ending = if is_event { "event" } else { "data" };
        if is_event {
            parent.clone_from(&hash);
            height += 1;
        }
        result.push(Record {
            name: format!("{hash}.{ending}.json"),
            bytes,
        });
    }
    *data = write(time, result);
}

/// Makes every name, reference and link right again after documents were changed.
pub fn relinked(records: &mut [Record]) {
    let mut renamed: Vec<(String, String)> = Vec::new();
    for record in records {
        let (before, ending) = record.name.split_once('.').expect("a name with an ending");
        let mut text = String::from_utf8_lossy(&record.bytes).into_owned();
        for (old, new) in &renamed {
            text = text.replace(old, new);
        }
        let hash = sha256_hex(text.as_bytes());
        let name = format!("{hash}.{ending}");
        if before != hash {
            renamed.push((before.to_owned(), hash));
        }
        *record = Record {
            name,
            bytes: text.into_bytes(),
        };
    }
}

fn relink(event: &[u8], parent: &str, height: u64) -> Option<Vec<u8>> {
    let Json::Object(members) = Json::read(event)? else {
        return None;
    };
    let mut linked = Vec::new();
    if !parent.is_empty() {
        linked.push(("parent".into(), Json::Text(parent.into())));
    }
    linked.push(("height".into(), Json::Word(height.to_string())));
    linked.extend(
        members
            .into_iter()
            .filter(|(name, _)| name != "parent" && name != "height"),
    );
    Some(Json::Object(linked).write().into_bytes())
}

fn sign(ballot: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(ballot).ok()?;
    Scene::all().iter().find_map(|scene| scene.sign(text))
}
