//! The other documents of a board, against serde_json and re-serialisation.

use pingyi_ballot::{
    Election, EncryptedTally, PartialDecryption, Roll, TallyResult, TrusteePublicKey, Trustees,
};

use super::ACCEPTED;
use crate::json::{Json, is_canonical};
use crate::random::Random;
use crate::seed::Scene;
use crate::{mutate, plain};

fn first(index: usize) -> Vec<Vec<u8>> {
    Scene::all()
        .iter()
        .map(|scene| scene.document(index))
        .collect()
}

pub(super) fn election_seeds() -> Vec<Vec<u8>> {
    first(0)
}

/// What is accepted has this one form, and says what another reader reads in it.
pub(super) fn run_election(bytes: &[u8]) -> &'static str {
    let election = match Election::parse(bytes) {
        Ok(election) => election,
        Err(fault) => return fault.code(),
    };
    assert!(
        is_canonical(bytes) || has_left_out_default(bytes),
        "another form"
    );
    let json = Json::read(bytes).expect("JSON");
    let text = |name: &str| json.get(name).and_then(Json::text);
    assert_eq!(text("uuid"), Some(election.id().as_str()));
    assert_eq!(text("name"), Some(election.name()));
    assert_eq!(text("description"), Some(election.description()));
    assert_eq!(text("public_key"), Some(&*election.public_key().to_hex()));
    let questions = json
        .get("questions")
        .and_then(Json::list)
        .expect("questions");
    assert_eq!(questions.len(), election.questions().len());
    for (json, question) in questions.iter().zip(election.questions()) {
        let number = |name: &str| json.get(name).and_then(Json::number);
        assert_eq!(number("min"), Some(question.min.into()));
        assert_eq!(number("max"), Some(question.max.into()));
        assert!(question.min <= question.max && question.max as usize <= question.answers.len());
        let answers = json.get("answers").and_then(Json::list).expect("answers");
        assert!(
            answers
                .iter()
                .map(Json::text)
                .eq(question.answers.iter().map(|answer| Some(answer.as_str())))
        );
    }
    ACCEPTED
}

/// Other programs write `"blank":false`, and what they wrote is frozen.
fn has_left_out_default(bytes: &[u8]) -> bool {
    String::from_utf8_lossy(bytes).contains(",\"blank\":false")
}

pub(super) fn trustees_seeds() -> Vec<Vec<u8>> {
    let mut seeds = first(1);
    let keys: Vec<Vec<u8>> = Scene::all()
        .iter()
        .flat_map(|scene| scene.meeting.trustees.keys())
        .map(|key| key.to_json().into_bytes())
        .collect();
    seeds.extend(keys);
    seeds
}

pub(super) fn run_trustees(bytes: &[u8]) -> &'static str {
    let mut verdict = None;
    match Trustees::parse(bytes) {
        Err(fault) => verdict = Some(fault.code()),
        Ok(trustees) => {
            assert!(is_canonical(bytes), "another form");
            assert_eq!(trustees.to_bytes(), bytes);
            assert_eq!(trustees.keys().count(), trustees.len());
            assert!(trustees.owner(0).is_none() && trustees.owner(u32::MAX).is_none());
            assert!(plain::point(&trustees.combined_key().to_hex()).is_ok());
        }
    }
    match TrusteePublicKey::parse(bytes) {
        // One key, or a list: the reason is that of the longer way.
        Err(fault) => {
            if verdict == Some("trustee-form") {
                verdict = Some(fault.code());
            }
        }
        Ok(key) => {
            verdict = None;
            assert!(is_canonical(bytes), "another form");
            assert_eq!(key.to_json().as_bytes(), bytes);
        }
    }
    verdict.unwrap_or(ACCEPTED)
}

pub(super) fn roll_seeds() -> Vec<Vec<u8>> {
    let mut seeds = first(2);
    let weighted: Vec<Vec<u8>> = seeds
        .iter()
        .map(|roll| {
            String::from_utf8_lossy(roll)
                .replace("\",", ",3\",")
                .replace("\"]", ",3\"]")
                .into_bytes()
        })
        .collect();
    seeds.extend(weighted);
    seeds
}

pub(super) fn mutate_roll(data: &mut Vec<u8>, random: &mut Random) {
    const WEIGHTS: [&str; 6] = ["0", "1", "01", "274877906944", "18446744073709551615", "-1"];
    if random.once_in(4) {
        let text = String::from_utf8_lossy(data);
        let line = format!(",{}\",", random.pick(&WEIGHTS));
        *data = text
            .replacen(
                if text.contains(",3\",") {
                    ",3\","
                } else {
                    "\","
                },
                &line,
                1 + random.below(3),
            )
            .into_bytes();
        return;
    }
    mutate::json(data, random);
}

pub(super) fn run_roll(bytes: &[u8]) -> &'static str {
    let roll = match Roll::parse(bytes) {
        Ok(roll) => roll,
        Err(fault) => return fault.code(),
    };
    assert!(is_canonical(bytes), "another form");
    assert_eq!(roll.to_bytes(), bytes);
    let json = Json::read(bytes).expect("JSON");
    let lines = json.list().expect("a list");
    assert_eq!(lines.len(), roll.len());
    for (line, credential) in lines.iter().zip(roll.credentials()) {
        let line = line.text().expect("text");
        let (hex, weight) = line.split_once(',').unwrap_or((line, "1"));
        assert_eq!(hex, credential.to_hex());
        assert_eq!(
            roll.weight(credential)
                .map(|weight| weight.to_string())
                .as_deref(),
            Some(weight)
        );
    }
    ACCEPTED
}

/// The documents of a tally are read together; between them stands a byte that no JSON has.
const BETWEEN: u8 = 0;

pub(super) fn tally_seeds() -> Vec<Vec<u8>> {
    Scene::all()
        .iter()
        .map(|scene| scene.closing().join(&BETWEEN))
        .collect()
}

pub(super) fn mutate_tally(data: &mut Vec<u8>, random: &mut Random) {
    let mut parts: Vec<Vec<u8>> = data
        .split(|&byte| byte == BETWEEN)
        .map(<[u8]>::to_vec)
        .collect();
    let at = random.below(parts.len());
    let before = pingyi_ballot::sha256_hex(&parts[0]);
    mutate::json(&mut parts[at], random);
    if parts.len() > 1 && !random.once_in(8) {
        let after = pingyi_ballot::sha256_hex(&parts[0]);
        parts[1] = String::from_utf8_lossy(&parts[1])
            .replace(&before, &after)
            .into_bytes();
    }
    *data = parts.join(&BETWEEN);
}

/// Encrypted tally and counts, a share, a result: one form each; only the honest share passes its check, and only the
/// honest result comes out.
pub(super) fn run_tally(bytes: &[u8]) -> &'static str {
    let mut parts = bytes.split(|&byte| byte == BETWEEN);
    let mut next = || parts.next().unwrap_or_default();
    let (tally, sized, share, result) = (next(), next(), next(), next());
    let result = TallyResult::parse(result).inspect(|parsed| {
        assert!(is_canonical(result));
        assert_eq!(parsed.to_bytes(), result);
    });
    let decryption = PartialDecryption::parse(share).inspect(|parsed| {
        assert!(is_canonical(share));
        assert_eq!(parsed.to_bytes(), share);
    });
    let mut verdict = "tally-shape";
    for scene in Scene::all() {
        let meeting = &scene.meeting;
        let parsed = match EncryptedTally::parse(&meeting.election, tally, sized) {
            Ok(parsed) => parsed,
            Err(fault) => {
                if !fault.code().ends_with("shape") {
                    verdict = fault.code();
                }
                continue;
            }
        };
        assert!(is_canonical(tally) && is_canonical(sized));
        assert_eq!(parsed.to_bytes(), tally);
        assert_eq!(parsed.to_sized_bytes(), sized);
        let [honest_tally, honest_sized, honest_share, honest_result] = scene.closing();
        let decryption = match &decryption {
            Ok(decryption) => decryption,
            Err(fault) => {
                verdict = fault.code();
                continue;
            }
        };
        let key = meeting.trustees.owner(1).expect("a trustee");
        if let Err(fault) = decryption.check(&meeting.election, &parsed, key) {
            verdict = fault.code();
            continue;
        }
        verdict = ACCEPTED;
        // A share is about the first parts alone.
        let honest = EncryptedTally::parse(&meeting.election, &honest_tally, &honest_sized);
        let alphas = |tally: &EncryptedTally| -> Vec<_> {
            tally.sums().iter().flatten().map(|sum| sum.alpha).collect()
        };
        assert!(
            honest_share == share && honest.is_ok_and(|honest| alphas(&honest) == alphas(&parsed)),
            "a share nobody gave, or of another tally, passes"
        );
        if meeting.keys.len() == 1 && honest_tally == tally && honest_sized == sized {
            let shares = [(1, decryption.clone())];
            let combined =
                TallyResult::combine(&meeting.election, &parsed, &meeting.trustees, &shares)
                    .expect("honest shares combine");
            assert_eq!(combined.to_bytes(), honest_result);
            if let Ok(result) = &result {
                assert_eq!(*result == combined, result.to_bytes() == honest_result);
            }
        }
    }
    verdict
}
