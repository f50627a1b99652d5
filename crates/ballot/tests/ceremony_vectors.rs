//! Test vectors of the key ceremony, shared with the trustee page's implementation:
//! `fixtures/vectors/ceremony.json`.
//!
//! `UPDATE_VECTORS=1 cargo test -p pingyi-ballot --test ceremony_vectors` writes them anew.

mod support;

use std::path::PathBuf;

use curve25519_dalek::{EdwardsPoint, Scalar};
use pingyi_ballot::ceremony::{
    Certificate, Certificates, Context, Input, Output, Polynomial, Polynomials, Seed,
};
use pingyi_ballot::{
    Election, EncryptedTally, PartialDecryption, PublicCredential, Roll, TallyFault, TallyResult,
    Trustee, TrusteeKey, Trustees, check_ballot,
};
use serde_json::{Value, json};
use support::ceremony::{Ceremony, seal_with, secret, signed, subsets, unseal};
use support::forge::{decimal, hex};
use support::{Meeting, Seeded, grades};

fn path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/vectors/ceremony.json")
}

fn seeds() -> Value {
    let mut rng = Seeded::new("vectors: seeds");
    let vector = |seed: Seed| {
        let (sk, dk) = (secret(seed.expose(), "sk"), secret(seed.expose(), "dk"));
        json!({
            "seed": seed.expose(),
            "backup": seed.to_backup(),
            "signing_key": decimal(&sk),
            "decryption_key": decimal(&dk),
            "verification": hex(&EdwardsPoint::mul_base(&sk)),
            "encryption": hex(&EdwardsPoint::mul_base(&dk)),
        })
    };
    (0..4).map(|_| vector(Seed::generate(&mut rng))).collect()
}

fn spellings() -> Value {
    let seed = Seed::generate(&mut Seeded::new("vectors: spellings"));
    let (bare, sheet) = (seed.expose().to_owned(), seed.to_backup());
    let accepted = [
        bare.clone(),
        format!("\"{bare}\""),
        format!(" {bare}\n"),
        sheet.clone(),
        sheet.replace(' ', "-"),
        sheet.replace(' ', ""),
        sheet.replace("PY2", "py2"),
    ];
    let mut slipped = sheet.clone();
    let other = if slipped.ends_with('1') { "2" } else { "1" };
    slipped.replace_range(slipped.len() - 1.., other);
    let refused = [
        String::new(),
        bare[1..].to_owned(),
        format!("{bare}1"),
        format!("0{}", &bare[1..]),
        format!("PY2{bare}"),
        sheet.replace("PY2", "PY1"),
        slipped,
    ];
    json!({"seed": bare, "accepted": accepted, "refused": refused})
}

/// One message from member 1 to member 2, with everything that is drawn for it.
fn channel(ceremony: &Ceremony) -> Value {
    let mut rng = Seeded::new("vectors: channel");
    let [sender, recipient] = [0, 1].map(|member| ceremony.seeds[member].expose());
    let encryption = ceremony.certificates.list()[1].encryption_key().to_hex();
    let message = "{\"secret\":\"1234567890\"}";
    let channel = format!(
        "{{\"recipient\":\"{encryption}\",\"message\":{}}}",
        json!(message)
    );
    let text = signed(&secret(sender, "sk"), &channel, &mut rng);
    let (r, s) = (Scalar::random(&mut rng), Scalar::random(&mut rng));
    json!({
        "sender": sender,
        "recipient": recipient,
        "message": message,
        "channel_msg": channel,
        "signed_msg": text,
        "r": decimal(&r),
        "s": decimal(&s),
        "encrypted_msg": seal_with(&encryption, &text, &r, &s),
    })
}

/// Inputs of member 2 that must be refused, with the code of the fault and the member it names.
fn refused(ceremony: &Ceremony) -> Vec<Value> {
    let index = 2;
    let good = ceremony.polynomials.input(index).to_json();
    let others = [
        ceremony.again("vectors: again").polynomials.input(index),
        ceremony.polynomials.input(1),
    ]
    .map(|input| serde_json::from_str::<Value>(&input.to_json()).unwrap());
    let own: Value = serde_json::from_str(&good).unwrap();
    let exchange = |field: &str, member: Option<usize>, other: &Value| {
        let part = |value: &Value| {
            let value = &value[field];
            member
                .map_or(value, |member| &value[member - 1])
                .to_string()
        };
        good.replace(&part(&own), &part(other))
    };
    let share = own["secrets"][2].as_str().unwrap();
    let at = good
        .find(&share[share.len() - 40..share.len() - 2])
        .unwrap();
    let mut flipped = good.clone();
    let other = if &good[at..=at] == "1" { "2" } else { "1" };
    flipped.replace_range(at..=at, other);
    let short = good.replace(&format!(",{}", own["signatures"][2]), "");
    let inputs = [
        (
            "share of another polynomial",
            exchange("secrets", Some(3), &others[0]),
        ),
        (
            "share sealed for another member",
            exchange("secrets", Some(3), &others[1]),
        ),
        ("one digit of a sealed share changed", flipped),
        (
            "commitments to another polynomial",
            exchange("coefexps", Some(1), &others[0]),
        ),
        (
            "signature of other commitments",
            exchange("signatures", Some(3), &others[0]),
        ),
        (
            "own polynomial of another time",
            exchange("polynomial", None, &others[0]),
        ),
        ("a signature missing", short),
        ("white space", good.replacen(':', ": ", 1)),
    ];
    let rng = &mut Seeded::new("any");
    let make = |raw: &str, rng: &mut Seeded| {
        let input = Input::parse(raw.as_bytes())?;
        let seed = &ceremony.seeds[index as usize - 1];
        Output::make(seed, &ceremony.certificates, &input, index, rng)
    };
    make(&good, rng).unwrap();
    inputs
        .into_iter()
        .map(|(what, raw)| {
            let fault = make(&raw, rng).unwrap_err();
            json!({"what": what, "index": index, "input": raw, "fault": fault.code(), "member": fault.member})
        })
        .collect()
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

/// A ceremony and a small election whose sum its members decrypt.
fn ceremony(seed: &str, size: u32, threshold: u32) -> (Ceremony, Value) {
    let ceremony = Ceremony::new(&format!("vectors: {seed}"), size, threshold);
    let trustees = ceremony.trustees();
    let members: Vec<_> = (1..)
        .zip(&ceremony.seeds)
        .map(|(index, seed)| {
            let place = index as usize - 1;
            let output = ceremony.outputs[place].to_json();
            let sealed: Value = serde_json::from_str(&output).unwrap();
            let sealed = sealed["private_key"].as_str().unwrap();
            json!({
                "index": index,
                "seed": seed.expose(),
                "context": Context { size, threshold, index }.to_json(),
                "certificate": ceremony.certificates.list()[place].to_json(),
                "polynomial": ceremony.list[place].to_json(),
                "input": ceremony.polynomials.input(index).to_json(),
                "output": output,
                "private_key": ceremony.keys()[place].to_private_key_file().trim_matches('"'),
                "opened_private_key": unseal(&secret(seed.expose(), "dk"), sealed),
            })
        })
        .collect();
    let rng = Seeded::new(&format!("vectors: election of {seed}"));
    let mut meeting = Meeting::with_trustees(rng, grades(2, 1), 3, vec![], trustees);
    let raws: Vec<_> = (0..3)
        .map(|voter| {
            let choices = meeting.choices();
            meeting.encrypt(voter, &choices)
        })
        .collect();
    let checked: Vec<_> = raws.iter().map(|raw| meeting.check(raw)).collect();
    let tally = EncryptedTally::sum(&meeting.election, checked.iter());
    let Meeting { election, rng, .. } = &mut meeting;
    let shares: Vec<_> = (1u32..)
        .zip(ceremony.keys())
        .map(|(owner, key)| (owner, key.decrypt(election, &tally, rng)))
        .collect();
    let result =
        TallyResult::combine(&meeting.election, &tally, &meeting.trustees, &shares).unwrap();
    let value = json!({
        "size": size,
        "threshold": threshold,
        "members": members,
        "certificates": ceremony.certificates.to_json(),
        "trustees": text(meeting.trustees.to_bytes()),
        "public_key": meeting.trustees.combined_key().to_hex(),
        "election": text(meeting.election.raw().to_vec()),
        "fingerprint": meeting.election.fingerprint(),
        "public_credentials": meeting.roll.credentials().map(PublicCredential::to_hex).collect::<Vec<_>>(),
        "ballots": raws.into_iter().map(text).collect::<Vec<_>>(),
        "encrypted_tally": text(tally.to_bytes()),
        "sized_encrypted_tally": text(tally.to_sized_bytes()),
        "partial_decryptions": shares.iter().map(|(_, share)| text(share.to_bytes())).collect::<Vec<_>>(),
        "result": result.sums(),
    });
    (ceremony, value)
}

fn vectors() -> String {
    let (two_of_three, first) = ceremony("2 of 3", 3, 2);
    let all = json!({
        "about": "Key ceremony of a threshold group, Belenios 3.3.0, group Ed25519. Shape: README.md beside this file.",
        "seeds": seeds(),
        "spellings": spellings(),
        "channel": channel(&two_of_three),
        "ceremonies": [first, ceremony("1 of 2", 2, 1).1, ceremony("3 of 4", 4, 3).1],
        "refused_inputs": refused(&two_of_three),
    });
    let mut written = serde_json::to_string_pretty(&all).unwrap();
    written.push('\n');
    written
}

#[test]
fn the_vectors_are_fresh() {
    let made = vectors();
    if std::env::var_os("UPDATE_VECTORS").is_some() {
        std::fs::write(path(), &made).unwrap();
    }
    let stored = std::fs::read_to_string(path()).unwrap_or_default();
    assert!(
        stored == made,
        "fixtures/vectors/ceremony.json is not what this crate makes: UPDATE_VECTORS=1 cargo test -p pingyi-ballot --test ceremony_vectors"
    );
}

fn string<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field]
        .as_str()
        .unwrap_or_else(|| panic!("{field} is a string"))
}

fn list<'a>(value: &'a Value, field: &str) -> &'a [Value] {
    value[field].as_array().unwrap()
}

/// Everything handed in is accepted, and the group opens the sum whoever of it is missing.
fn hold(one: &Value) {
    let number = |field: &str| u32::try_from(one[field].as_u64().unwrap()).unwrap();
    let (size, threshold) = (number("size"), number("threshold"));
    let certificates = Certificates::parse(string(one, "certificates").as_bytes()).unwrap();
    let members = || (1..).zip(list(one, "members"));
    let polynomials: Vec<_> = members()
        .map(|(index, member)| {
            let context = Context {
                size,
                threshold,
                index,
            };
            let raw = string(member, "certificate").as_bytes();
            let certificate = Certificate::parse(raw, context).unwrap();
            assert_eq!(certificate, certificates.list()[index as usize - 1]);
            assert_eq!(string(member, "context"), context.to_json());
            let seed = Seed::parse(string(member, "seed")).unwrap();
            assert!(certificate.is_of(&seed));
            let raw = string(member, "polynomial").as_bytes();
            Polynomial::parse(raw, &certificates, index).unwrap()
        })
        .collect();
    let polynomials = Polynomials::new(certificates.clone(), polynomials).unwrap();
    let mut keys = Vec::new();
    let outputs = members().map(|(index, member)| {
        assert_eq!(polynomials.input(index).to_json(), string(member, "input"));
        let raw = string(member, "output").as_bytes();
        let output = Output::parse(raw, &polynomials, index).unwrap();
        let seed = Seed::parse(string(member, "seed")).unwrap();
        let key = output.private_key(&seed, &certificates, index).unwrap();
        let again = TrusteeKey::from_backup(string(member, "private_key")).unwrap();
        assert_eq!(key.public_key(), again.public_key());
        keys.push(key);
        output
    });
    let group = polynomials.finish(outputs.collect()).unwrap();
    let trustees = Trustees::new(vec![Trustee::Pedersen(Box::new(group))]).unwrap();
    assert_eq!(text(trustees.to_bytes()), string(one, "trustees"));
    let election = Election::parse(string(one, "election").as_bytes()).unwrap();
    assert_eq!(trustees.combined_key(), *election.public_key());
    let roll = one["public_credentials"].to_string();
    let roll = Roll::parse(roll.as_bytes()).unwrap();
    let ballots: Vec<_> = list(one, "ballots")
        .iter()
        .map(|raw| check_ballot(&election, &roll, raw.as_str().unwrap().as_bytes()).unwrap())
        .collect();
    let tally = EncryptedTally::sum(&election, ballots.iter());
    assert_eq!(text(tally.to_bytes()), string(one, "encrypted_tally"));
    let stored = list(one, "partial_decryptions")
        .iter()
        .map(|raw| PartialDecryption::parse(raw.as_str().unwrap().as_bytes()).unwrap());
    let made = keys
        .iter()
        .map(|key| key.decrypt(&election, &tally, &mut Seeded::new("other proofs")));
    for shares in [stored.collect::<Vec<_>>(), made.collect()] {
        for members in subsets(size as usize) {
            let present: Vec<_> = (1u32..)
                .zip(&shares)
                .filter(|(owner, _)| members.contains(&(*owner as usize - 1)))
                .map(|(owner, share)| (owner, share.clone()))
                .collect();
            let result = TallyResult::combine(&election, &tally, &trustees, &present);
            if present.len() < threshold as usize {
                assert_eq!(result, Err(TallyFault::TooFew(1)));
            } else {
                assert_eq!(json!(result.unwrap().sums()), one["result"]);
            }
        }
    }
}

#[test]
fn what_the_browser_makes_holds() {
    let path = path().with_file_name("ceremony-ts.json");
    let all: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let ceremonies = list(&all, "ceremonies");
    assert_eq!(ceremonies.len(), 3);
    for one in ceremonies {
        hold(one);
        for member in list(one, "members") {
            let seed = Seed::parse(string(member, "backup")).unwrap();
            assert_eq!(seed.expose(), string(member, "seed"));
        }
    }
}

#[test]
fn the_vectors_hold() {
    let all: Value = serde_json::from_str(&vectors()).unwrap();
    let ceremonies = list(&all, "ceremonies");
    assert_eq!(ceremonies.len(), 3);
    ceremonies.iter().for_each(hold);
    for one in list(&all, "seeds") {
        let seed = Seed::parse(string(one, "backup")).unwrap();
        assert_eq!(seed.expose(), string(one, "seed"));
        let context = Context {
            size: 1,
            threshold: 1,
            index: 1,
        };
        let certificate = Certificate::make(&seed, context, &mut Seeded::new("any"));
        assert_eq!(
            certificate.verification_key().to_hex(),
            string(one, "verification")
        );
        assert_eq!(
            certificate.encryption_key().to_hex(),
            string(one, "encryption")
        );
    }
    let spellings = &all["spellings"];
    for spelling in list(spellings, "accepted") {
        let seed = Seed::parse(spelling.as_str().unwrap()).unwrap();
        assert_eq!(seed.expose(), string(spellings, "seed"));
    }
    for spelling in list(spellings, "refused") {
        assert!(
            Seed::parse(spelling.as_str().unwrap()).is_err(),
            "{spelling}"
        );
    }
    assert!(
        list(&all, "refused_inputs")
            .iter()
            .all(|one| !one["fault"].is_null())
    );
}
