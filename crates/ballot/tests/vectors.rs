//! Test vectors shared with the voter page's implementation, in `fixtures/vectors/`.
//!
//! `UPDATE_VECTORS=1 cargo test -p pingyi-ballot --test vectors` writes `ballot.json` anew.

mod support;

use std::path::PathBuf;

use curve25519_dalek::Scalar;
use curve25519_dalek::constants::{ED25519_BASEPOINT_POINT, EIGHT_TORSION};
use curve25519_dalek::edwards::EdwardsPoint;
use num_bigint::BigUint;
use pingyi_ballot::{
    Credential, Election, ElectionId, EncryptedTally, PartialDecryption, Point, PublicCredential,
    Question, Roll, TallyResult, TrusteeKey, TrusteePublicKey, Trustees, check_ballot, sha256_hex,
};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha512};
use support::{Meeting, Seeded, forge::sign_again, grades, varied};

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../fixtures/vectors")
        .join(name)
}

fn hex_of(point: EdwardsPoint) -> String {
    format!("{:064x}", BigUint::from_bytes_le(&point.compress().0))
}

fn decimal(scalar: &Scalar) -> String {
    BigUint::from_bytes_le(scalar.as_bytes()).to_string()
}

/// What is wrong with a group element, as the vectors call it; `Ok` for the identity.
fn point_fault(text: &str) -> Option<&'static str> {
    match Point::parse(text) {
        Ok(_) => None,
        Err(pingyi_ballot::PointFault::Encoding) => Some("encoding"),
        Err(pingyi_ballot::PointFault::NotOnCurve) => Some("not-on-curve"),
        Err(pingyi_ballot::PointFault::Torsion) => Some("torsion"),
        Err(pingyi_ballot::PointFault::Identity) => Some("identity"),
    }
}

fn group() -> Value {
    let power = |n: u64| EdwardsPoint::mul_base(&Scalar::from(n));
    let mut rng = Seeded::new("group vectors");
    let exponents: Vec<Scalar> = [0u64, 1, 2, 3, 8, 1000]
        .map(Scalar::from)
        .into_iter()
        .chain([-Scalar::ONE])
        .chain((0..4).map(|_| Scalar::random(&mut rng)))
        .collect();
    let powers: Vec<Value> = exponents
        .iter()
        .map(|exponent| json!({"exponent": decimal(exponent), "point": hex_of(EdwardsPoint::mul_base(exponent))}))
        .collect();

    let one = format!("{:064x}", 1);
    let p = (BigUint::from(1u8) << 255usize) - 19u8;
    let sign = BigUint::from(1u8) << 255usize;
    let number = |value: &BigUint| format!("{value:064x}");
    let mut wrong = vec![
        String::new(),
        one[1..].to_owned(),
        format!("{one}0"),
        hex_of(power(2)).to_uppercase(),
        format!("g{}", &one[1..]),
        number(&BigUint::from(2u8)),
        // y = 1 and y = −1 with the sign of x set; y = 1 and y = 4 written unreduced.
        number(&(&sign + 1u8)),
        number(&(&sign + &p - 1u8)),
        number(&(&p + 1u8)),
        number(&(&p + 4u8)),
    ];
    wrong.extend(EIGHT_TORSION[1..].iter().map(|torsion| hex_of(*torsion)));
    wrong.extend(
        EIGHT_TORSION[1..]
            .iter()
            .map(|torsion| hex_of(ED25519_BASEPOINT_POINT * Scalar::from(7u8) + torsion)),
    );
    let invalid: Vec<Value> = wrong
        .iter()
        .map(|text| json!({"text": text, "fault": point_fault(text).unwrap()}))
        .collect();

    let q = BigUint::from_bytes_le((-Scalar::ONE).as_bytes()) + 1u8;
    json!({
        "generator": hex_of(ED25519_BASEPOINT_POINT),
        "identity": one,
        "order": q.to_string(),
        "powers": powers,
        "sums": (1..4u64).map(|n| json!({"a": hex_of(power(n)), "b": hex_of(power(n * n + 5)), "sum": hex_of(power(n * n + n + 5))})).collect::<Vec<_>>(),
        "invalid_points": invalid,
        "valid_scalars": ["0", "1", "10", (&q - 1u8).to_string()],
        "invalid_scalars": ["", "00", "01", "-1", "+1", "1.0", "0x1", " 1", "1 ", q.to_string(), (&q + 1u8).to_string(), "9".repeat(100)],
    })
}

/// The secret exponent of a credential, computed without the crate under test.
fn secret(id: &ElectionId, code: &str) -> String {
    let half = |i: u8| sha256_hex(format!("derive_credential|{id}|{i}|{code}").as_bytes());
    let x = BigUint::parse_bytes(format!("{}{}", half(0), half(1)).as_bytes(), 16).unwrap();
    let q = BigUint::from_bytes_le((-Scalar::ONE).as_bytes()) + 1u8;
    (x % q).to_string()
}

fn credentials() -> Value {
    let mut rng = Seeded::new("credential vectors");
    let ids: Vec<ElectionId> = (0..2).map(|_| ElectionId::generate(&mut rng)).collect();
    let mut vectors = Vec::new();
    for _ in 0..3 {
        let credential = Credential::generate(&mut rng);
        for id in &ids {
            vectors.push(json!({
                "election": id.as_str(), "code": credential.expose(), "secret": secret(id, credential.expose()),
                "public": credential.public(id).to_hex(),
            }));
        }
    }
    Value::Array(vectors)
}

fn codes() -> Value {
    let text = [
        "123AB-CDEFGH-JKLMN-PQRSTU",
        "123ABCDEFGHJKLMNPQRSTU",
        " 123AB CDEFGH JKLMN PQRSTU\n",
    ];
    let accepted =
        text.map(|text| json!({"text": text, "code": Credential::parse(text).unwrap().expose()}));
    let text = [
        "",
        "123AB-CDEFGH-JKLMN-PQRST",
        "123AB-CDEFGH-JKLMN-PQRSTUV",
        "023AB-CDEFGH-JKLMN-PQRSTU",
        "123AB-CDEFGH-JKLMN-PQRSTO",
        "I23AB-CDEFGH-JKLMN-PQRSTU",
        "l23AB-CDEFGH-JKLMN-PQRSTU",
        "123AB-CDEFGH-JKLMN-PQRST码",
    ];
    let refused = text.map(|text| {
        let fault = Credential::parse(text).unwrap_err();
        json!({"text": text, "fault": fault.code(), "zh": fault.zh()})
    });
    json!({"accepted": accepted, "refused": refused})
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

/// The same trustees for every election, as in the browser's vectors.
fn trustee_keys() -> (Seeded, Vec<TrusteeKey>, Trustees) {
    let mut rng = Seeded::new("vectors: trustees");
    let keys: Vec<_> = (0..2).map(|_| TrusteeKey::generate(&mut rng)).collect();
    let public = keys.iter().map(|key| key.public(&mut rng)).collect();
    (rng, keys, Trustees::single(public).unwrap())
}

fn trustees() -> Value {
    let (_, keys, trustees) = trustee_keys();
    keys.iter()
        .zip(trustees.keys())
        .map(|(secret, public)| {
            json!({
                "private_key": secret.to_private_key_file().trim_matches('"'),
                "published": public.to_json(),
                "backup": secret.to_backup(),
            })
        })
        .collect()
}

/// The chosen answers by number from 0, or `"blank"`.
fn answers(questions: &[Question], choices: &[Vec<u32>]) -> Value {
    let answer = |(question, bits): (&Question, &Vec<u32>)| {
        if question.blank && bits[0] == 1 {
            return json!("blank");
        }
        let chosen = bits.iter().skip(usize::from(question.blank)).zip(0u32..);
        chosen
            .filter(|(bit, _)| **bit == 1)
            .map(|(_, answer)| answer)
            .collect()
    };
    questions.iter().zip(choices).map(answer).collect()
}

/// What a voter of [`varied`] contests may do: as little as allowed, as much, and blanks.
fn varied_choices() -> Vec<Vec<Vec<u32>>> {
    let ballots: [[&[u32]; 5]; 4] = [
        [
            &[1, 0, 0],
            &[0, 0, 0],
            &[1, 0, 0, 0, 0],
            &[0, 0, 0],
            &[1, 1],
        ],
        [
            &[0, 0, 1],
            &[0, 1, 0],
            &[0, 1, 0, 0, 1],
            &[1, 0, 0],
            &[1, 1],
        ],
        [
            &[0, 1, 0],
            &[1, 0, 1],
            &[0, 0, 1, 1, 1],
            &[0, 1, 1],
            &[1, 1],
        ],
        [
            &[1, 0, 0],
            &[0, 0, 1],
            &[1, 0, 0, 0, 0],
            &[0, 0, 1],
            &[1, 1],
        ],
    ];
    ballots
        .iter()
        .map(|contests| contests.iter().map(|bits| bits.to_vec()).collect())
        .collect()
}

/// An election with a ballot by each of `votes`; what is not in `fixed` is drawn from the seed.
fn election(
    seed: &str,
    questions: Vec<Question>,
    votes: &[usize],
    fixed: &[Vec<Vec<u32>>],
) -> Value {
    let voters = votes.iter().max().unwrap() + 2;
    let (_, keys, trustees) = trustee_keys();
    let mut meeting = Meeting::with_trustees(Seeded::new(seed), questions, voters, keys, trustees);
    let mut raws = Vec::new();
    let mut ballots = Vec::new();
    for (index, &voter) in votes.iter().enumerate() {
        let choices = fixed
            .get(index)
            .cloned()
            .unwrap_or_else(|| meeting.choices());
        let raw = meeting.encrypt(voter, &choices);
        let tracker = meeting.check(&raw).tracker;
        let (id, credential) = (meeting.election.id(), &meeting.credentials[voter]);
        ballots.push(json!({
            "credential": credential.expose(),
            "secret": secret(id, credential.expose()),
            "public_credential": credential.public(id).to_hex(),
            "answers": answers(meeting.election.questions(), &choices),
            "ballot": text(raw.clone()),
            "tracker": tracker,
        }));
        raws.push(raw);
    }
    let checked: Vec<_> = raws.iter().map(|raw| meeting.check(raw)).collect();
    let tally = EncryptedTally::sum(&meeting.election, checked.iter());
    let shares: Vec<_> = (1u32..)
        .zip(&meeting.keys)
        .map(|(owner, key)| {
            (
                owner,
                key.decrypt(&meeting.election, &tally, &mut meeting.rng),
            )
        })
        .collect();
    let result =
        TallyResult::combine(&meeting.election, &tally, &meeting.trustees, &shares).unwrap();
    json!({
        "election": text(meeting.election.raw().to_vec()),
        "fingerprint": meeting.election.fingerprint(),
        "trustees": text(meeting.trustees.to_bytes()),
        "public_credentials": meeting.roll.credentials().map(PublicCredential::to_hex).collect::<Vec<_>>(),
        "ballots": ballots,
        "refused_ballots": refused(&meeting, &raws[0], &meeting.credentials[votes[0]]),
        "encrypted_tally": text(tally.to_bytes()),
        "sized_encrypted_tally": text(tally.to_sized_bytes()),
        "partial_decryptions": shares.iter().map(|(_, share)| text(share.to_bytes())).collect::<Vec<_>>(),
        "result": result.sums(),
    })
}

/// Changes to a good ballot, with the fault each must give: small ones where there are no blanks, and
/// what its voter can sign where there are.
fn refused(meeting: &Meeting, raw: &[u8], voter: &Credential) -> Vec<Value> {
    let good = text(raw.to_vec());
    let digit = |field: &str, nth: usize| {
        let mut at = 0;
        for _ in 0..nth {
            at += good[at..].find(field).unwrap() + field.len();
        }
        let mut changed = good.clone();
        let new = if &good[at..=at] == "1" { "2" } else { "1" };
        changed.replace_range(at..=at, new);
        changed
    };
    let changed = if meeting.election.questions().iter().any(|one| one.blank) {
        let sign = |raw: String| text(sign_again(&raw, &meeting.election, voter));
        cheats(&good).into_iter().map(sign).collect()
    } else {
        vec![
            format!("{good}\n"),
            good.replacen(':', ": ", 1),
            good.replacen("\"credential\"", "\"Credential\"", 1),
            digit("\"election_hash\":\"", 1),
            digit("\"credential\":\"", 1),
            digit("\"alpha\":\"", 1),
            digit("\"challenge\":\"", 1),
            digit("\"response\":\"", 1),
            digit("\"overall_proof\":[{\"challenge\":\"", 1),
            digit("\"proof\":{\"challenge\":\"", 1),
            good.replacen("\"challenge\":\"", "\"challenge\":\"0", 1),
            good.replace("}}", "}"),
        ]
    };
    changed
        .into_iter()
        .map(|raw| {
            let fault = check_ballot(&meeting.election, &meeting.roll, raw.as_bytes()).unwrap_err();
            json!({"ballot": raw, "fault": fault.code()})
        })
        .collect()
}

/// What a cheating voter with a good ballot can try before signing: moving ciphertexts and proofs about.
fn cheats(good: &str) -> Vec<String> {
    // The list that begins after `field`, as the text of its members.
    let list = |field: &str| -> Option<(usize, Vec<String>)> {
        let start = good.find(field)? + field.len();
        let end = start + good[start..].find("}]")? + 1;
        let members = good[start..end].split_inclusive('}');
        Some((
            start,
            members
                .map(|one| one.trim_start_matches(',').to_owned())
                .collect(),
        ))
    };
    let with = |start: usize, old: &[String], new: &[String]| {
        let mut changed = good.to_owned();
        changed.replace_range(start..start + old.join(",").len(), &new.join(","));
        changed
    };
    let mut all = Vec::new();
    for field in [
        "\"choices\":[",
        "\"individual_proofs\":[[",
        "\"overall_proof\":[",
        "\"blank_proof\":[",
    ] {
        let Some((start, members)) = list(field) else {
            continue;
        };
        let last = members.last().unwrap().clone();
        all.push(with(
            start,
            &members,
            &[members.clone(), vec![last]].concat(),
        ));
        if members.len() > 1 {
            all.push(with(start, &members, &members[1..]));
            let turned: Vec<_> = members.iter().rev().cloned().collect();
            all.push(with(start, &members, &turned));
        }
    }
    if let Some((start, proof)) = list("\"blank_proof\":[") {
        let removed = format!(",\"blank_proof\":[{}]", proof.join(","));
        all.push(good.replacen(&removed, "", 1));
        all.push(good.replacen(&removed, ",\"blank_proof\":null", 1));
        // The overall proof of the same question, which has a branch "blank" too.
        let before = &good[..start];
        let overall = &before[before.rfind("\"overall_proof\":[").unwrap()..];
        let first: String = overall.split_inclusive('}').take(2).collect();
        let borrowed = first.trim_start_matches("\"overall_proof\":[");
        all.push(with(start, &proof, &[borrowed.to_owned()]));
    }
    all
}

fn vectors() -> String {
    let mut blank_and_bounds = election(
        "vectors: blank and bounds",
        varied(),
        &[0, 1, 2, 1],
        &varied_choices(),
    );
    // The same changes to a smaller ballot follow below.
    blank_and_bounds["refused_ballots"] = json!([]);
    let recommend = Question {
        question: "推荐不超过三个".into(),
        answers: (1..=5).map(|village| format!("示例{village}村")).collect(),
        blank: true,
        min: 1,
        max: 3,
    };
    let chosen = |bits: [u32; 6]| vec![bits.to_vec()];
    let recommended = election(
        "vectors: recommend up to three",
        vec![recommend],
        &[0, 1, 2],
        &[
            chosen([0, 1, 0, 1, 0, 1]),
            chosen([1, 0, 0, 0, 0, 0]),
            chosen([0, 0, 1, 0, 0, 0]),
        ],
    );
    let all = json!({
        "about": "Belenios protocol 1, group Ed25519. Shape: README.md beside this file.",
        "group": group(),
        "credentials": credentials(),
        "codes": codes(),
        "trustees": trustees(),
        "elections": [
            election("vectors: grades", grades(3, 1), &[0, 1, 2, 0], &[]),
            election("vectors: grades or nothing", grades(2, 0), &[1, 0], &[]),
            blank_and_bounds,
            recommended,
        ],
    });
    let mut written = serde_json::to_string_pretty(&all).unwrap();
    written.push('\n');
    written
}

#[test]
fn the_vectors_are_fresh() {
    let made = vectors();
    let file = path("ballot.json");
    if std::env::var_os("UPDATE_VECTORS").is_some() {
        std::fs::write(&file, &made).unwrap();
    }
    let stored = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        stored == made,
        "fixtures/vectors/ballot.json is not what this crate makes: UPDATE_VECTORS=1 cargo test -p pingyi-ballot --test vectors"
    );
}

#[test]
fn what_the_vectors_call_valid_and_invalid_is_so_here() {
    let group = group();
    // A scalar as the response of a proof: the proof is wrong, its form right or not.
    let key = group["generator"].as_str().unwrap();
    let fault = |scalar: &Value| {
        let proof = format!("{{\"challenge\":\"1\",\"response\":{scalar}}}");
        let published = format!("{{\"pok\":{proof},\"public_key\":\"{key}\"}}");
        TrusteePublicKey::parse(published.as_bytes())
            .unwrap_err()
            .code()
    };
    for scalar in group["valid_scalars"].as_array().unwrap() {
        assert_eq!(fault(scalar), "trustee-proof", "{scalar}");
    }
    for scalar in group["invalid_scalars"].as_array().unwrap() {
        assert_eq!(fault(scalar), "trustee-form", "{scalar}");
    }
    for power in group["powers"].as_array().unwrap() {
        let point = power["point"].as_str().unwrap();
        assert_eq!(Point::parse(point).unwrap().to_hex(), point);
    }
    assert!(PublicCredential::parse(group["identity"].as_str().unwrap()).is_err());
    // A different road to the same group: hashing a scalar with SHA-512 as RFC 8032 does for its keys.
    let scalar = Scalar::from_bytes_mod_order_wide(&Sha512::digest(b"any").into());
    assert!(Point::parse(&hex_of(EdwardsPoint::mul_base(&scalar))).is_ok());
}

fn string<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field]
        .as_str()
        .unwrap_or_else(|| panic!("{field} is a string"))
}

/// Everything in one set of vectors, whoever made it, holds here.
fn hold(all: &Value) {
    let list = |value: &Value, field: &str| value[field].as_array().unwrap().clone();
    let mut keys = Vec::new();
    for trustee in list(all, "trustees") {
        let key = TrusteeKey::from_backup(string(&trustee, "private_key")).unwrap();
        let public = TrusteePublicKey::parse(string(&trustee, "published").as_bytes()).unwrap();
        assert_eq!(key.public_key(), *public.key());
        assert_eq!(key.to_backup(), string(&trustee, "backup"));
        assert_eq!(
            TrusteeKey::from_backup(&key.to_backup())
                .unwrap()
                .public_key(),
            key.public_key()
        );
        keys.push(public);
    }
    let trustees = Trustees::single(keys).unwrap();
    assert!(!list(all, "elections").is_empty());
    for entry in list(all, "elections") {
        let election = Election::parse(string(&entry, "election").as_bytes()).unwrap();
        assert_eq!(election.fingerprint(), string(&entry, "fingerprint"));
        assert_eq!(trustees.combined_key(), *election.public_key());
        let credentials = list(&entry, "public_credentials");
        let roll = Roll::parse(Value::Array(credentials).to_string().as_bytes()).unwrap();
        let mut checked = Vec::new();
        // The last ballot of each credential, in the clear.
        let mut last = std::collections::HashMap::new();
        for ballot in list(&entry, "ballots") {
            let accepted = check_ballot(&election, &roll, string(&ballot, "ballot").as_bytes())
                .unwrap_or_else(|fault| panic!("a ballot of {}: {fault}", election.id()));
            assert_eq!(accepted.tracker, string(&ballot, "tracker"));
            let credential = Credential::parse(string(&ballot, "credential")).unwrap();
            assert_eq!(accepted.credential, credential.public(election.id()));
            assert_eq!(
                accepted.credential.to_hex(),
                string(&ballot, "public_credential")
            );
            assert_eq!(
                secret(election.id(), credential.expose()),
                string(&ballot, "secret")
            );
            last.insert(accepted.credential, list(&ballot, "answers"));
            checked.push(accepted);
        }
        let tally = EncryptedTally::sum(&election, checked.iter());
        assert_eq!(text(tally.to_bytes()), string(&entry, "encrypted_tally"));
        let shares: Vec<_> = (1..)
            .zip(list(&entry, "partial_decryptions"))
            .map(|(owner, share)| {
                (
                    owner,
                    PartialDecryption::parse(share.as_str().unwrap().as_bytes()).unwrap(),
                )
            })
            .collect();
        let result = TallyResult::combine(&election, &tally, &trustees, &shares).unwrap();
        let published: Vec<Vec<u64>> = serde_json::from_value(entry["result"].clone()).unwrap();
        assert_eq!(result.sums(), published);
        let mut sums: Vec<Vec<u64>> = election
            .questions()
            .iter()
            .map(|question| vec![0; question.bits()])
            .collect();
        for answers in last.values() {
            for (index, answer) in answers.iter().enumerate() {
                let blank = usize::from(election.questions()[index].blank);
                match answer.as_array() {
                    None => sums[index][0] += u64::from(answer == "blank"),
                    Some(chosen) => {
                        for answer in chosen {
                            sums[index]
                                [blank + usize::try_from(answer.as_u64().unwrap()).unwrap()] += 1;
                        }
                    }
                }
            }
        }
        assert_eq!(result.sums(), sums);
    }
}

#[test]
fn the_vectors_hold_here_and_those_of_the_voter_page_too() {
    hold(&serde_json::from_str(&vectors()).unwrap());
    hold(&serde_json::from_slice(&std::fs::read(path("ballot-ts.json")).unwrap()).unwrap());
}
