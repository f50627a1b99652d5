//! Input made to exhaust whoever reads it: each is refused for the right reason, quickly, in bounded memory.
//!
//! The bounds are those of `docs/security-model.md`, "Hostile input". Memory is what the allocator was asked for at the
//! same time, the input not counted.

use std::io::{self, Read};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use pingyi_ballot::ceremony::{Certificates, Context, Input};
use pingyi_ballot::{
    Credential, Election, EncryptedTally, PartialDecryption, Record, Roll, TallyResult, TrusteeKey,
    TrusteePublicKey, Trustees, VerifyOptions, check_ballot, verify_archive,
};
use pingyi_fuzz::allocator::Watch;
use pingyi_fuzz::seed::Scene;
use pingyi_fuzz::support::forge::{Step, build, data, event, steps};
use pingyi_fuzz::{support, tar};

#[global_allocator]
static WATCH: Watch = Watch::new();

/// One measurement at a time, when the tests share a process.
static ALONE: Mutex<()> = Mutex::new(());

const MIB: usize = 1 << 20;
/// Far more than any case takes, far less than a search that does not end.
const PATIENCE: Duration = Duration::from_secs(20);

/// Runs a reader on hostile input and checks reason, memory and time.
fn refused(what: &str, reason: &str, memory: usize, read: impl FnOnce() -> Option<String>) {
    let began = Instant::now();
    let (code, peak) = WATCH.peak_of(read);
    let took = began.elapsed();
    let code = code.unwrap_or_else(|| panic!("{what}: accepted"));
    println!("{what}: {code}, {} KiB, {took:.1?}", peak >> 10);
    let last = code.rsplit('-').next();
    assert!(
        code == reason || last == Some(reason),
        "{what}: {code} instead of {reason}"
    );
    assert!(
        peak <= memory,
        "{what}: {peak} bytes held, {memory} allowed"
    );
    assert!(took < PATIENCE, "{what}: {took:?}");
}

fn archive_fault(input: impl Read) -> Option<String> {
    let options = VerifyOptions {
        threads: 2,
        ..VerifyOptions::default()
    };
    verify_archive(input, options)
        .err()
        .map(|fault| fault.code.to_owned())
}

/// An archive from these records, whatever they are.
fn archive(records: Vec<Record>) -> Vec<u8> {
    tar::write(support::TIMESTAMP, records)
}

/// A header of the right form that claims any size.
fn claiming(size: u64) -> Vec<u8> {
    let mut bytes = archive(vec![data(b"x")]);
    let at = bytes.len() - 1024;
    let header = &mut bytes[at..at + 512];
    header[124..135].copy_from_slice(format!("{size:011o}").as_bytes());
    header[148..156].fill(b' ');
    let sum: u32 = header.iter().map(|&byte| u32::from(byte)).sum();
    header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    bytes
}

#[test]
fn archives_that_claim_or_send_without_end() {
    let _alone = ALONE.lock();
    let largest = (1u64 << 33) - 1;
    let bytes = claiming(largest);
    refused(
        "a header that claims 2^33 - 1 bytes",
        "archive-large",
        MIB,
        || archive_fault(bytes.as_slice()),
    );
    let bytes = claiming(1 << 28);
    refused(
        "a header that claims all that is allowed",
        "archive-truncated",
        MIB,
        || archive_fault(bytes.as_slice()),
    );
    refused("zeros without end", "archive-header", MIB, || {
        archive_fault(io::repeat(0))
    });
    let head = claiming(0);
    let endless = || {
        head[..1024].chain(Endless {
            entry: archive(vec![data(b"x")])[1024..].to_vec(),
            at: 0,
        })
    };
    refused("small entries without end", "data-stray", MIB, || {
        archive_fault(endless())
    });
    let bytes = archive(vec![data(&vec![b'7'; 100 * MIB])]);
    refused(
        "an entry of 100 MiB that belongs to nothing",
        "data-stray",
        400 * MIB,
        || archive_fault(bytes.as_slice()),
    );
}

/// One entry again and again.
struct Endless {
    entry: Vec<u8>,
    at: usize,
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = (self.entry.len() - self.at).min(buffer.len());
        buffer[..count].copy_from_slice(&self.entry[self.at..self.at + count]);
        self.at = (self.at + count) % self.entry.len();
        Ok(count)
    }
}

#[test]
fn events_without_end() {
    let _alone = ALONE.lock();
    let scene = &Scene::all()[0];
    let setup: Vec<Record> = scene.records[..5].to_vec();
    let mut many = setup.clone();
    let mut parent = setup[4].hash().to_owned();
    for height in 1..=20_000u64 {
        let rubbish = data(height.to_string().as_bytes());
        let payload = format!(",\"payload\":\"{}\"", rubbish.hash());
        let ballot = event(&parent, height, "Ballot", &payload);
        ballot.hash().clone_into(&mut parent);
        many.extend([rubbish, ballot]);
    }
    let bytes = archive(many);
    refused(
        "20 000 ballots of a few bytes",
        "ballot-form",
        4 * MIB,
        || archive_fault(bytes.as_slice()),
    );
    // A ballot larger than any of this election.
    let large = vec![b'1'; 30 * MIB];
    let record = data(&large);
    let payload = format!(",\"payload\":\"{}\"", record.hash());
    let mut records = setup;
    let ballot = event(records[4].hash(), 1, "Ballot", &payload);
    records.extend([record, ballot]);
    let bytes = archive(records);
    refused(
        "a ballot of 30 MiB where none can have 10 KiB",
        "archive-large",
        2 * MIB,
        || archive_fault(bytes.as_slice()),
    );
}

/// A JSON list of the same text many times.
fn many(item: &str, count: usize) -> String {
    let mut text = String::with_capacity(count * (item.len() + 1) + 2);
    text.push('[');
    for index in 0..count {
        text.push_str(if index > 0 { "," } else { "" });
        text.push_str(item);
    }
    text.push(']');
    text
}

fn election_fault(text: &str) -> Option<String> {
    Election::parse(text.as_bytes())
        .err()
        .map(|fault| fault.code().to_owned())
}

/// The seed's election with its questions replaced.
fn with_questions(questions: &str) -> String {
    let raw = String::from_utf8(Scene::all()[0].document(0)).expect("UTF-8");
    let start = raw.find("\"questions\":").expect("questions") + 12;
    let end = raw.find(",\"uuid\"").expect("an identifier");
    format!("{}{questions}{}", &raw[..start], &raw[end..])
}

fn question(answers: &str, min: u64, max: u64) -> String {
    format!("{{\"answers\":{answers},\"min\":{min},\"max\":{max},\"question\":\"\"}}")
}

#[test]
fn elections_that_nobody_could_hold() {
    let _alone = ALONE.lock();
    let one = question("[\"\"]", 0, 1);
    let thousand = question(&many("\"\"", 1000), 0, 1);
    let cases = [
        (
            "a million answers",
            question(&many("\"\"", 1_000_000), 0, 1),
            "form",
            2 * MIB,
        ),
        (
            "a million questions",
            many(&one, 1_000_000),
            "form",
            2 * MIB,
        ),
        (
            "most choices 2^32 - 1",
            question("[\"\"]", 0, u32::MAX.into()),
            "question",
            MIB,
        ),
        (
            "most choices 2^32",
            question("[\"\"]", 0, 1 << 32),
            "form",
            MIB,
        ),
        (
            "most choices 2^64 - 1",
            question("[\"\"]", 0, u64::MAX),
            "form",
            MIB,
        ),
        (
            "fewest choices 2^32 - 1",
            question("[\"\"]", u32::MAX.into(), u32::MAX.into()),
            "question",
            MIB,
        ),
        (
            "a thousand questions of a thousand answers",
            many(&thousand, 1000),
            "question",
            160 * MIB,
        ),
    ];
    for (what, questions, reason, memory) in cases {
        let list = if questions.starts_with('[') {
            questions
        } else {
            format!("[{questions}]")
        };
        let text = with_questions(&list);
        refused(what, reason, memory, || election_fault(&text));
    }
    let nested = with_questions(&"[".repeat(1_000_000));
    refused("a million nested lists", "form", MIB, || {
        election_fault(&nested)
    });
    let long = with_questions(&format!(
        "[{}]",
        question(&format!("[\"{}", "\\u0001".repeat(2_000_000)), 0, 1)
    ));
    refused(
        "two million escapes in a text that does not end",
        "form",
        8 * MIB,
        || election_fault(&long),
    );
    let number = with_questions(&format!(
        "[{{\"answers\":[],\"min\":{}",
        "9".repeat(50 * MIB)
    ));
    refused("a number of 50 MiB", "form", MIB, || {
        election_fault(&number)
    });
}

#[test]
fn ballots_tallies_and_shares_with_lists_of_nothing() {
    let _alone = ALONE.lock();
    let scene = &Scene::all()[0];
    let (election, roll) = (&scene.meeting.election, &scene.meeting.roll);
    let honest = String::from_utf8(scene.ballots[0].clone()).expect("UTF-8");
    let (start, end) = (
        honest.find("\"answers\":").expect("answers") + 10,
        honest.find(",\"signature\"").expect("signature"),
    );
    let ballot = |answers: &str| format!("{}{answers}{}", &honest[..start], &honest[end..]);
    let empty = "{\"choices\":[],\"individual_proofs\":[],\"overall_proof\":[]}";
    let proof = "{\"challenge\":\"0\",\"response\":\"0\"}";
    let cases = [
        ("a million answers", ballot(&many(empty, 1_000_000))),
        (
            "a million empty lists of proofs",
            ballot(&format!(
                "[{{\"choices\":[],\"individual_proofs\":{},\"overall_proof\":[]}}]",
                many("[]", 1_000_000)
            )),
        ),
        (
            "a proof of a million branches",
            ballot(&format!(
                "[{{\"choices\":[],\"individual_proofs\":[],\"overall_proof\":{}}}]",
                many(proof, 1_000_000)
            )),
        ),
        (
            "a scalar of 20 MiB",
            honest.replacen(
                "\"challenge\":\"",
                &format!("\"challenge\":\"{}", "1".repeat(20 * MIB)),
                1,
            ),
        ),
        (
            "a point of 20 MiB",
            honest.replacen(
                "\"alpha\":\"",
                &format!("\"alpha\":\"{}", "a".repeat(20 * MIB)),
                1,
            ),
        ),
        ("a million nested lists", ballot(&"[".repeat(1_000_000))),
    ];
    for (what, raw) in &cases {
        refused(what, "ballot-form", 2 * MIB, || {
            check_ballot(election, roll, raw.as_bytes())
                .err()
                .map(|fault| fault.code().to_owned())
        });
    }
    let empties = many("[]", 2_000_000);
    refused(
        "a tally of two million empty lists",
        "form",
        2 * MIB,
        || {
            EncryptedTally::parse(election, empties.as_bytes(), b"{}")
                .err()
                .map(|fault| fault.code().to_owned())
        },
    );
    let share = format!("{{\"decryption_factors\":{empties},\"decryption_proofs\":[]}}");
    refused(
        "a share of two million empty lists",
        "form",
        2 * MIB,
        || {
            PartialDecryption::parse(share.as_bytes())
                .err()
                .map(|fault| fault.code().to_owned())
        },
    );
    let result = format!("{{\"result\":[{}]}}", many("0", 5_000_000));
    refused("a result of five million zeros", "form", 2 * MIB, || {
        TallyResult::parse(result.as_bytes())
            .err()
            .map(|fault| fault.code().to_owned())
    });
}

#[test]
fn groups_and_rolls_beyond_counting() {
    let _alone = ALONE.lock();
    for size in ["1000000000", "256", "4294967295"] {
        let context =
            format!("{{\"group\":\"Ed25519\",\"size\":{size},\"threshold\":1,\"index\":1}}");
        refused(
            &format!("a group of {size}"),
            "ceremony-context",
            MIB,
            || {
                Context::parse(context.as_bytes())
                    .err()
                    .map(|fault| fault.code().to_owned())
            },
        );
    }
    let trustees = |text: &str| {
        Trustees::parse(text.as_bytes())
            .err()
            .map(|fault| fault.code().to_owned())
    };
    let none = "\"certs\":[],\"coefexps\":[],\"signatures\":[],\"verification_keys\":[]}";
    let group = format!("[[\"Pedersen\",{{\"threshold\":1000000000,{none}]]");
    refused(
        "a threshold of 10^9 among nobody",
        "threshold-shape",
        MIB,
        || trustees(&group),
    );
    let signed = "{\"message\":\"\",\"signature\":{\"challenge\":\"0\",\"response\":\"0\"}}";
    let certificates = many(signed, 200_000);
    let group = format!("[[\"Pedersen\",{{\"threshold\":1,\"certs\":{certificates}}}]]");
    refused("200 000 certificates", "form", 2 * MIB, || trustees(&group));
    refused("200 000 certificates handed out", "form", 2 * MIB, || {
        Certificates::parse(certificates.as_bytes())
            .err()
            .map(|fault| fault.code().to_owned())
    });
    let input = format!(
        "{{\"polynomial\":\"\",\"secrets\":{}",
        many("\"\"", 1_000_000)
    );
    refused("a million shares", "form", 2 * MIB, || {
        Input::parse(input.as_bytes())
            .err()
            .map(|fault| fault.code().to_owned())
    });

    let key = String::from_utf8(Scene::all()[0].document(2)).expect("UTF-8")[2..66].to_owned();
    let weighted = |weights: &[u64]| -> Option<String> {
        let lines: Vec<String> = weights
            .iter()
            .map(|weight| format!("\"{key},{weight}\""))
            .collect();
        Roll::parse(format!("[{}]", lines.join(",")).as_bytes())
            .err()
            .map(|fault| fault.code().to_owned())
    };
    refused("weights that overflow together", "roll-weight", MIB, || {
        weighted(&[u64::MAX, 1])
    });
    refused("a weight of 2^38 + 1", "roll-weight", MIB, || {
        weighted(&[(1 << 38) + 1])
    });
    let empties = many("\"\"", 2_000_000);
    refused("a roll of two million empty lines", "roll", 8 * MIB, || {
        Roll::parse(empties.as_bytes())
            .err()
            .map(|_| "roll".to_owned())
    });
}

#[test]
fn keys_and_codes_of_megabytes() {
    let _alone = ALONE.lock();
    let long = "1".repeat(20 * MIB);
    refused("a code of 20 MiB", "credential-length", 64 * MIB, || {
        Credential::parse(&long)
            .err()
            .map(|fault| fault.code().to_owned())
    });
    refused(
        "a private key of 20 MiB",
        "trustee-backup",
        64 * MIB,
        || {
            TrusteeKey::from_backup(&long)
                .err()
                .map(|fault| fault.code().to_owned())
        },
    );
    let json = format!("{{\"pok\":{{\"challenge\":\"{long}");
    refused("a proof of 20 MiB", "trustee-form", MIB, || {
        TrusteePublicKey::parse(json.as_bytes())
            .err()
            .map(|fault| fault.code().to_owned())
    });
}

/// Hints without end: the archive is verified as without them, and no more is held than the limit of the backlog.
#[test]
fn hints_without_end() {
    let _alone = ALONE.lock();
    let bytes = Scene::all()[0].archive();
    for length in [1u32, 1 << 20] {
        let mut entry = vec![0; 32];
        entry.extend(length.to_le_bytes());
        entry.resize(36 + length as usize, 7);
        let mut hints = Numbered {
            entry,
            at: 0,
            number: 0,
            left: b"pingyi-hints 1\n".to_vec(),
        };
        let options = VerifyOptions {
            threads: 1,
            hints: Some(&mut hints),
            ..VerifyOptions::default()
        };
        let began = Instant::now();
        let (verified, peak) = WATCH.peak_of(|| verify_archive(bytes.as_slice(), options));
        println!(
            "hints of {length} bytes without end: {} KiB, {:.1?}",
            peak >> 10,
            began.elapsed()
        );
        assert_eq!(verified.expect("an honest archive").hinted, 0);
        assert!(
            peak < 64 * MIB && began.elapsed() < PATIENCE,
            "{peak} bytes"
        );
    }
}

/// One entry again and again, each beginning with another number.
struct Numbered {
    entry: Vec<u8>,
    at: usize,
    number: u64,
    /// What comes before the first.
    left: Vec<u8>,
}

impl Read for Numbered {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if !self.left.is_empty() {
            let count = self.left.len().min(buffer.len());
            buffer[..count].copy_from_slice(&self.left[..count]);
            self.left.drain(..count);
            return Ok(count);
        }
        if self.at == 0 {
            self.number += 1;
            self.entry[..8].copy_from_slice(&self.number.to_le_bytes());
        }
        let count = (self.entry.len() - self.at).min(buffer.len());
        buffer[..count].copy_from_slice(&self.entry[self.at..self.at + count]);
        self.at = (self.at + count) % self.entry.len();
        Ok(count)
    }
}

/// The largest weight allowed.
const WEIGHT: u64 = 1 << 38;

/// All of it on a single voter: no reader searches for the sum.
#[test]
fn a_board_of_one_voter_who_weighs_everything() {
    let _alone = ALONE.lock();
    let mut meeting = support::Meeting::new("heavy", support::grades(1, 1), 1, 1);
    let raw = meeting.encrypt(0, &[vec![0, 1, 0, 0]]);
    let roll = String::from_utf8(meeting.roll.to_bytes()).expect("UTF-8");
    let roll = roll.replace("\"]", &format!(",{WEIGHT}\"]"));
    meeting.roll = Roll::parse(roll.as_bytes()).expect("a heavy roll");
    let checked = meeting.check(&raw);
    assert_eq!(checked.weight, WEIGHT);
    let tally = EncryptedTally::sum(&meeting.election, std::iter::once(&checked));
    let share = meeting.keys[0].decrypt(&meeting.election, &tally, &mut meeting.rng);
    let (_, records) = meeting.open(std::slice::from_ref(&raw));
    let mut steps = steps(&records);
    steps.push(Step::End);
    let sized = String::from_utf8(tally.to_sized_bytes()).expect("UTF-8");
    steps.push(Step::Other {
        kind: "EncryptedTally",
        data: vec![tally.to_bytes(), sized.into_bytes()],
    });
    steps.push(Step::Share {
        owner: 1,
        share: share.to_bytes(),
    });
    let result = |sum: &str| format!("{{\"result\":[[0,{sum},0,0]]}}").into_bytes();
    let board = |sum: &str| {
        let mut steps = steps.clone();
        steps.push(Step::Result(result(sum)));
        archive(build(&steps))
    };
    let began = Instant::now();
    let (verified, peak) = WATCH.peak_of(|| {
        verify_archive(
            board("\"274877906944\"").as_slice(),
            VerifyOptions::default(),
        )
    });
    let verified = verified.expect("a heavy board");
    assert_eq!(verified.sums, Some(vec![vec![0, WEIGHT, 0, 0]]));
    println!("a heavy board: {} KiB, {:?}", peak >> 10, began.elapsed());
    assert!(peak < 128 * MIB && began.elapsed() < PATIENCE);
    let bytes = board("\"274877906943\"");
    refused(
        "a heavy board with a wrong sum",
        "result-sums",
        128 * MIB,
        || archive_fault(bytes.as_slice()),
    );
}
