//! Making boards and ballots that are wrong in exactly one way: everything else is signed, hashed and
//! chained as an able forger would.

use curve25519_dalek::Scalar;
use curve25519_dalek::edwards::{CompressedEdwardsY, EdwardsPoint};
use num_bigint::BigUint;
use pingyi_ballot::{Credential, Election, Record, sha256_base64, sha256_hex};
use sha2::{Digest as _, Sha256};

/// A step of a board, without the documents and hashes that follow from it.
#[derive(Clone)]
pub enum Step {
    Setup {
        election: Vec<u8>,
        trustees: Vec<u8>,
        roll: Vec<u8>,
    },
    Ballot(Vec<u8>),
    End,
    Tally {
        tally: Vec<u8>,
        ballots: u64,
        weight: u64,
    },
    Share {
        owner: u32,
        share: Vec<u8>,
    },
    Result(Vec<u8>),
    /// An event of any kind with any data.
    Other {
        kind: &'static str,
        data: Vec<Vec<u8>>,
    },
}

/// The steps of an honest board.
pub fn steps(records: &[Record]) -> Vec<Step> {
    let mut data: Vec<Vec<u8>> = Vec::new();
    let mut steps = Vec::new();
    let number = |bytes: &[u8], field: &str| -> u64 {
        serde_json::from_slice::<serde_json::Value>(bytes).unwrap()[field]
            .as_u64()
            .unwrap()
    };
    for record in records {
        if record.name.ends_with(".data.json") {
            data.push(record.bytes.clone());
            continue;
        }
        let event: serde_json::Value = serde_json::from_slice(&record.bytes).unwrap();
        let mut data = std::mem::take(&mut data).into_iter();
        let mut next = || data.next().unwrap();
        steps.push(match event["type"].as_str().unwrap() {
            "Setup" => Step::Setup {
                election: next(),
                trustees: next(),
                roll: next(),
            },
            "Ballot" => Step::Ballot(next()),
            "EndBallots" => Step::End,
            "EncryptedTally" => {
                let (tally, sized) = (next(), next());
                Step::Tally {
                    tally,
                    ballots: number(&sized, "num_tallied"),
                    weight: number(&sized, "total_weight"),
                }
            }
            "PartialDecryption" => {
                let (share, owned) = (next(), next());
                Step::Share {
                    share,
                    owner: number(&owned, "owner").try_into().unwrap(),
                }
            }
            "Result" => Step::Result(next()),
            other => panic!("{other}"),
        });
    }
    steps
}

pub fn data(bytes: &[u8]) -> Record {
    Record {
        name: format!("{}.data.json", sha256_hex(bytes)),
        bytes: bytes.to_vec(),
    }
}

/// The board of the steps, with every hash right.
pub fn build(steps: &[Step]) -> Vec<Record> {
    let mut records = Vec::new();
    let mut parent = String::new();
    for (height, step) in steps.iter().enumerate() {
        let (kind, documents) = match step {
            Step::Setup {
                election,
                trustees,
                roll,
            } => {
                let [e, t, r] = [election, trustees, roll].map(|bytes| sha256_hex(bytes));
                let setup = format!(
                    "{{\"election\":\"{e}\",\"trustees\":\"{t}\",\"credentials\":\"{r}\"}}"
                );
                (
                    "Setup",
                    vec![
                        election.clone(),
                        trustees.clone(),
                        roll.clone(),
                        setup.into_bytes(),
                    ],
                )
            }
            Step::Ballot(raw) => ("Ballot", vec![raw.clone()]),
            Step::End => ("EndBallots", vec![]),
            Step::Tally {
                tally,
                ballots,
                weight,
            } => {
                let hash = sha256_hex(tally);
                let sized = format!(
                    "{{\"num_tallied\":{ballots},\"total_weight\":{weight},\"encrypted_tally\":\"{hash}\"}}"
                );
                ("EncryptedTally", vec![tally.clone(), sized.into_bytes()])
            }
            Step::Share { owner, share } => {
                let owned = format!(
                    "{{\"owner\":{owner},\"payload\":\"{}\"}}",
                    sha256_hex(share)
                );
                ("PartialDecryption", vec![share.clone(), owned.into_bytes()])
            }
            Step::Result(raw) => ("Result", vec![raw.clone()]),
            Step::Other { kind, data } => (*kind, data.clone()),
        };
        records.extend(documents.iter().map(|bytes| data(bytes)));
        let payload = documents.last().map_or(String::new(), |bytes| {
            format!(",\"payload\":\"{}\"", sha256_hex(bytes))
        });
        records.push(event(&parent, height as u64, kind, &payload));
        records.last().unwrap().hash().clone_into(&mut parent);
    }
    records
}

pub fn event(parent: &str, height: u64, kind: &str, payload: &str) -> Record {
    let parent = if parent.is_empty() {
        String::new()
    } else {
        format!("\"parent\":\"{parent}\",")
    };
    let bytes =
        format!("{{{parent}\"height\":{height},\"type\":\"{kind}\"{payload}}}").into_bytes();
    Record {
        name: format!("{}.event.json", sha256_hex(&bytes)),
        bytes,
    }
}

pub fn decimal(scalar: &Scalar) -> String {
    BigUint::from_bytes_le(scalar.as_bytes()).to_string()
}

pub fn hex(point: &EdwardsPoint) -> String {
    let bytes = point.compress().0;
    let digits = bytes.iter().rev().flat_map(|byte| [byte >> 4, byte & 15]);
    digits
        .map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)]))
        .collect()
}

pub fn point(hex: &str) -> EdwardsPoint {
    let mut bytes: Vec<u8> = (0..32)
        .map(|i| u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).unwrap())
        .collect();
    bytes.reverse();
    CompressedEdwardsY(bytes.try_into().unwrap())
        .decompress()
        .unwrap()
}

/// Puts another event in the place of one, and lets the later ones follow it.
pub fn replace_event(records: &mut [Record], index: usize, bytes: Vec<u8>) {
    let event = |bytes: Vec<u8>| Record {
        name: format!("{}.event.json", sha256_hex(&bytes)),
        bytes,
    };
    let mut before = records[index].hash().to_owned();
    records[index] = event(bytes);
    let mut parent = records[index].hash().to_owned();
    for record in &mut records[index + 1..] {
        if record.name.ends_with(".event.json") {
            let text = std::str::from_utf8(&record.bytes).unwrap();
            let next = event(text.replace(&before, &parent).into_bytes());
            record.hash().clone_into(&mut before);
            next.hash().clone_into(&mut parent);
            *record = next;
        }
    }
}

/// Signs a changed ballot again, as its voter can.
pub fn sign_again(raw: &str, election: &Election, credential: &Credential) -> Vec<u8> {
    let unsigned = &raw[..raw.find(",\"signature\"").unwrap()];
    let hash = sha256_base64(format!("{unsigned}}}").as_bytes());
    let half = |i: u8| {
        Sha256::digest(format!(
            "derive_credential|{}|{i}|{}",
            election.id(),
            credential.expose()
        ))
        .to_vec()
    };
    let mut wide: Vec<u8> = [half(0), half(1)].concat();
    wide.reverse();
    let secret = Scalar::from_bytes_mod_order_wide(&wide.try_into().unwrap());
    let nonce = Scalar::from(123_456_789u64);
    let text = format!("sig|{hash}|{}", hex(&EdwardsPoint::mul_base(&nonce)));
    let mut digest = [0; 64];
    digest[..32].copy_from_slice(&Sha256::digest(text));
    digest[..32].reverse();
    let challenge = Scalar::from_bytes_mod_order_wide(&digest);
    let (c, r) = (decimal(&challenge), decimal(&(nonce - secret * challenge)));
    format!("{unsigned},\"signature\":{{\"hash\":\"{hash}\",\"proof\":{{\"challenge\":\"{c}\",\"response\":\"{r}\"}}}}}}")
        .into_bytes()
}
