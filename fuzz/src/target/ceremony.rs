//! Messages of the key ceremony: what members hand in and receive, sealed and open.

use std::sync::OnceLock;

use pingyi_ballot::ceremony::{
    Certificate, Certificates, Context, Input, Output, Polynomial, Seed,
};

use super::ACCEPTED;
use crate::json::{Json, is_canonical};
use crate::mutate;
use crate::random::Random;
use crate::support::{Seeded, ceremony, forge};

const SIZE: u32 = 3;
/// The member whose messages the seeds are.
const MEMBER: u32 = 2;

fn made() -> &'static ceremony::Ceremony {
    static MADE: OnceLock<ceremony::Ceremony> = OnceLock::new();
    MADE.get_or_init(|| ceremony::Ceremony::new("fuzz", SIZE, 2))
}

fn context() -> Context {
    Context {
        size: SIZE,
        threshold: 2,
        index: MEMBER,
    }
}

/// The first byte says which message follows.
pub(super) fn seeds() -> Vec<Vec<u8>> {
    let made = made();
    let member = MEMBER as usize - 1;
    let texts = [
        made.certificates.list()[member].to_json(),
        made.certificates.to_json(),
        made.list[member].to_json(),
        made.polynomials.input(MEMBER).to_json(),
        made.outputs[member].to_json(),
        context().to_json(),
        made.seeds[member].to_backup(),
    ];
    (b'0'..)
        .zip(texts)
        .map(|(kind, text)| [vec![kind], text.into_bytes()].concat())
        .collect()
}

/// Changes JSON, the JSON inside its texts, or puts a message sealed by a member who follows no rule in the place of a
/// share, so that the receiver opens it.
pub(super) fn mutate(data: &mut Vec<u8>, random: &mut Random) {
    let Some((&kind, text)) = data.split_first() else {
        return;
    };
    let mut text = text.to_vec();
    match Json::read(&text) {
        Some(mut json) if kind == b'3' && random.once_in(2) => {
            let sealed = sealed(random);
            if let Json::Object(members) = &mut json
                && let Some((_, Json::List(shares))) = members.get_mut(1)
                && !shares.is_empty()
            {
                let at = random.below(shares.len());
                shares[at] = Json::Text(sealed);
            }
            text = json.write().into_bytes();
        }
        Some(mut json) if random.once_in(2) => {
            let at = random.below(json.count());
            match json.nth(at) {
                Some(Json::Text(inner)) if inner.starts_with('{') => {
                    let mut bytes = inner.clone().into_bytes();
                    mutate::json(&mut bytes, random);
                    *inner = String::from_utf8_lossy(&bytes).into_owned();
                    text = json.write().into_bytes();
                }
                _ => mutate::json(&mut text, random),
            }
        }
        _ => mutate::json(&mut text, random),
    }
    *data = [vec![kind], text].concat();
}

/// A sealed message with something in it that its signer is not supposed to send.
fn sealed(random: &mut Random) -> String {
    let made = made();
    let sender = random.below(SIZE as usize);
    let mut rng = Seeded::new(&random.next_u64().to_string());
    let key = ceremony::secret(made.seeds[sender].expose(), "sk");
    let recipient = made.certificates.list()[MEMBER as usize - 1]
        .encryption_key()
        .to_hex();
    let secret = forge::decimal(&curve25519_dalek::Scalar::from(random.next_u64()));
    let mut message = format!("{{\"secret\":\"{secret}\"}}").into_bytes();
    if random.once_in(2) {
        mutate::json(&mut message, random);
    }
    let message = String::from_utf8_lossy(&message).into_owned();
    let channel = Json::Object(vec![
        ("recipient".into(), Json::Text(recipient.clone())),
        ("message".into(), Json::Text(message)),
    ]);
    let mut signed = ceremony::signed(&key, &channel.write(), &mut rng).into_bytes();
    if random.once_in(2) {
        mutate::json(&mut signed, random);
    }
    ceremony::seal(&recipient, &String::from_utf8_lossy(&signed), &mut rng)
}

/// Each message has one form, and none is accepted but the honest one: its author's signatures cover it. A receiver
/// makes no key of a message it should not accept, and the key it makes is the honest one.
pub(super) fn run(bytes: &[u8]) -> &'static str {
    let Some((kind, text)) = bytes.split_first() else {
        return "ceremony-form";
    };
    let made = made();
    let member = MEMBER as usize - 1;
    let same = |ours: &str| {
        assert!(is_canonical(text), "another form");
        assert_eq!(ours.as_bytes(), text, "written otherwise");
    };
    let outcome = match kind {
        b'0' => Certificate::parse(text, context()).map(|one| same(&one.to_json())),
        b'1' => Certificates::parse(text).map(|all| same(&all.to_json())),
        b'2' => Polynomial::parse(text, &made.certificates, MEMBER).map(|one| {
            same(&one.to_json());
            // Sealed parts are the author's affair until they are opened; the commitments are signed.
            let json =
                |text: &[u8]| Json::read(text).and_then(|json| json.get("coefexps").cloned());
            assert_eq!(json(text), json(made.list[member].to_json().as_bytes()));
        }),
        b'3' => Input::parse(text).and_then(|input| {
            same(&input.to_json());
            let seed = &made.seeds[member];
            let rng = &mut Seeded::new("fuzz input");
            Output::make(seed, &made.certificates, &input, MEMBER, rng).map(|output| {
                let key = output
                    .private_key(seed, &made.certificates, MEMBER)
                    .expect("its own key");
                let honest = made.outputs[member].public_key().key();
                assert_eq!(key.public_key(), *honest, "a key of wrong shares");
            })
        }),
        b'4' => Output::parse(text, &made.polynomials, MEMBER).map(|output| {
            same(&output.to_json());
            assert_eq!(
                output.public_key().key(),
                made.outputs[member].public_key().key()
            );
            let _ = output.private_key(&made.seeds[member], &made.certificates, MEMBER);
        }),
        b'5' => Context::parse(text).map(|context| same(&context.to_json())),
        _ => Seed::parse(&String::from_utf8_lossy(text)).map(|seed| {
            let again = Seed::parse(&seed.to_backup()).expect("its own sheet");
            assert_eq!(again.expose(), seed.expose());
        }),
    };
    outcome.map_or_else(
        |fault| {
            assert!(!fault.zh().is_empty() && !fault.to_string().is_empty());
            fault.code()
        },
        |()| ACCEPTED,
    )
}
