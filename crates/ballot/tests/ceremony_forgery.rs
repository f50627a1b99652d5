//! Messages of the key ceremony that are wrong: each is refused, naming the member whose it is.

mod support;

use pingyi_ballot::ceremony::{
    CeremonyFault, Certificate, Certificates, Context, Flaw, Input, Output, Part, Polynomial,
    Polynomials, Seed,
};
use serde_json::{Value, json};
use support::Seeded;
use support::ceremony::{Ceremony, seal, secret, sign, signed, unseal};

fn refused<T: std::fmt::Debug>(result: Result<T, CeremonyFault>) -> (Part, Option<u32>, Flaw) {
    let fault = result.unwrap_err();
    assert!(fault.code().starts_with("ceremony-") && !fault.zh().is_empty());
    (fault.part, fault.member, fault.flaw)
}

#[test]
fn a_certificate_for_another_place_or_group_is_refused() {
    let ceremony = Ceremony::new("places", 3, 2);
    let context = |size, threshold, index| Context {
        size,
        threshold,
        index,
    };
    let second = ceremony.certificates.list()[1].clone();
    for other in [context(3, 2, 1), context(3, 3, 2), context(4, 2, 2)] {
        let member = Some(other.index);
        let read = Certificate::parse(second.to_json().as_bytes(), other);
        assert_eq!(refused(read), (Part::Certificate, member, Flaw::Context));
    }
    let mut rng = Seeded::new("another certificate");
    let mut with = |place: usize, seed: &Seed, context| {
        let mut list = ceremony.certificates.list().to_vec();
        list[place] = Certificate::make(seed, context, &mut rng);
        refused(Certificates::new(list))
    };
    let new = Seed::generate(&mut Seeded::new("new"));
    let of_first = &ceremony.seeds[0];
    let wrong = |flaw| (Part::Certificate, Some(3), flaw);
    assert_eq!(with(2, &new, context(3, 2, 1)), wrong(Flaw::Context));
    assert_eq!(with(2, &new, context(3, 3, 3)), wrong(Flaw::Context));
    assert_eq!(with(2, &new, context(4, 2, 3)), wrong(Flaw::Context));
    assert_eq!(
        with(2, of_first, context(3, 2, 3)),
        wrong(Flaw::Repeated(1))
    );
    let short = ceremony.certificates.list()[..2].to_vec();
    let count = Flaw::Count {
        expected: 3,
        found: 2,
    };
    assert_eq!(
        refused(Certificates::new(short)),
        (Part::Certificate, None, count)
    );
    // Numbers no group can have.
    for (size, threshold, index) in [(3, 0, 1), (3, 4, 1), (3, 2, 0), (3, 2, 4), (0, 0, 0)] {
        let text = context(size, threshold, index).to_json();
        let read = Context::parse(text.as_bytes());
        assert_eq!(
            refused(read),
            (Part::Context, None, Flaw::Context),
            "{text}"
        );
    }
    let other_group = context(3, 2, 1).to_json().replace("Ed25519", "RFC-3526");
    assert!(Context::parse(other_group.as_bytes()).is_err());
}

/// An input with one member's part of a list replaced.
fn replaced(input: &Input, list: &str, member: u32, by: &Value) -> Input {
    let raw = input.to_json();
    let parsed: Value = serde_json::from_str(&raw).unwrap();
    let old = parsed[list][member as usize - 1].to_string();
    assert_eq!(raw.matches(&old).count(), 1);
    Input::parse(raw.replace(&old, &by.to_string()).as_bytes()).unwrap()
}

#[test]
fn a_wrong_message_is_refused_naming_its_sender() {
    let ceremony = Ceremony::new("honest", 3, 2);
    // The same members once more: every message is signed by the right key, but for other polynomials.
    let again = ceremony.again("once more");
    let (receiver, sender) = (2, 3);
    let input = ceremony.polynomials.input(receiver);
    let make = |input: &Input| {
        let seed = &ceremony.seeds[receiver as usize - 1];
        let rng = &mut Seeded::new("output");
        Output::make(seed, &ceremony.certificates, input, receiver, rng)
    };
    make(&input).unwrap();
    let part = |input: &Input, list: &str, member: usize| -> Value {
        let value: Value = serde_json::from_str(&input.to_json()).unwrap();
        value[list][member - 1].clone()
    };
    let of_sender = |list, by: &Value| refused(make(&replaced(&input, list, sender, by)));
    let share = |flaw| (Part::Share, Some(sender), flaw);
    let other = again.polynomials.input(receiver);

    // A share of another polynomial, correctly signed and sealed.
    let wrong = part(&other, "secrets", 3);
    assert_eq!(of_sender("secrets", &wrong), share(Flaw::OffPolynomial));
    // Commitments to another polynomial, correctly signed: only the signature with the certificates is not.
    let wrong = part(&other, "coefexps", 3);
    let commitment = (Part::Commitment, Some(sender), Flaw::Signature);
    assert_eq!(of_sender("coefexps", &wrong), commitment);
    let wrong = part(&other, "signatures", 3);
    assert_eq!(of_sender("signatures", &wrong), commitment);
    // Sealed for somebody else.
    let wrong = part(&ceremony.polynomials.input(1), "secrets", 3);
    assert_eq!(of_sender("secrets", &wrong), share(Flaw::Sealed));
    // Sent by somebody else: the input of one has a message of each sender.
    let raw = input.to_json();
    let (first, third) = (part(&input, "secrets", 1), part(&input, "secrets", 3));
    let swapped = raw
        .replace(&third.to_string(), "…")
        .replace(&first.to_string(), &third.to_string())
        .replace('…', &first.to_string());
    let swapped = Input::parse(swapped.as_bytes()).unwrap();
    assert_eq!(
        refused(make(&swapped)),
        (Part::Share, Some(1), Flaw::Signature)
    );
    // Forged by the sender, who signs it: a share off by one, one for another addressee, no share at all.
    let rng = &mut Seeded::new("forged");
    let key = |kind, member: u32| secret(ceremony.seeds[member as usize - 1].expose(), kind);
    let recipient = |member: u32| {
        let certificate = &ceremony.certificates.list()[member as usize - 1];
        certificate.encryption_key().to_hex()
    };
    let mut forged = |named: u32, message: &str, signer: u32| {
        let channel = json!({"recipient": recipient(named), "message": message});
        let channel = format!(
            "{{\"recipient\":{},\"message\":{}}}",
            channel["recipient"], channel["message"]
        );
        let text = signed(&key("sk", signer), &channel, rng);
        Value::from(seal(&recipient(receiver), &text, rng))
    };
    let opened = unseal(&key("dk", receiver), third.as_str().unwrap());
    let opened: Value = serde_json::from_str(&opened).unwrap();
    let channel: Value = serde_json::from_str(opened["message"].as_str().unwrap()).unwrap();
    let honest = channel["message"].as_str().unwrap();
    let last = honest.len() - 3;
    let mut off_by_one = honest.to_owned();
    let digit = if &honest[last..=last] == "1" {
        "2"
    } else {
        "1"
    };
    off_by_one.replace_range(last..=last, digit);
    make(&replaced(
        &input,
        "secrets",
        sender,
        &forged(receiver, honest, sender),
    ))
    .unwrap();
    let wrong = forged(receiver, &off_by_one, sender);
    assert_eq!(of_sender("secrets", &wrong), share(Flaw::OffPolynomial));
    let wrong = forged(1, honest, sender);
    assert_eq!(of_sender("secrets", &wrong), share(Flaw::Addressee));
    let wrong = forged(receiver, honest, 1);
    assert_eq!(of_sender("secrets", &wrong), share(Flaw::Signature));
    let wrong = forged(receiver, "{\"secret\":\"01\"}", sender);
    assert_eq!(of_sender("secrets", &wrong), share(Flaw::Form { at: 10 }));
    // Every byte of the sealed share counts.
    let good = part(&input, "secrets", 3);
    let good = good.as_str().unwrap();
    for at in (0..good.len()).step_by(7) {
        let mut changed = good.as_bytes().to_vec();
        changed[at] ^= 1;
        let changed = Value::from(String::from_utf8(changed).unwrap());
        let (part, member, flaw) = of_sender("secrets", &changed);
        assert_eq!((part, member), (Part::Share, Some(sender)), "byte {at}");
        let form = matches!(flaw, Flaw::Form { .. } | Flaw::Point(_));
        assert!(form || flaw == Flaw::Sealed, "byte {at}: {flaw:?}");
    }
    // The member's own polynomial, replaced by its polynomial of another time.
    let raw = input.to_json();
    let own: Value = serde_json::from_str(&raw).unwrap();
    let theirs: Value = serde_json::from_str(&other.to_json()).unwrap();
    let raw = raw.replace(
        &own["polynomial"].to_string(),
        &theirs["polynomial"].to_string(),
    );
    let found = refused(make(&Input::parse(raw.as_bytes()).unwrap()));
    assert_eq!(
        found,
        (Part::Polynomial, Some(receiver), Flaw::OffPolynomial)
    );
    // Another member's input, another seed.
    let found = refused(make(&ceremony.polynomials.input(1)));
    assert_eq!(found, (Part::Polynomial, Some(receiver), Flaw::Sealed));
    let rng = &mut Seeded::new("output");
    let found = Output::make(
        &ceremony.seeds[0],
        &ceremony.certificates,
        &input,
        receiver,
        rng,
    );
    assert_eq!(
        refused(found),
        (Part::Certificate, Some(receiver), Flaw::NotOwn)
    );
}

#[test]
fn what_a_server_receives_is_refused_when_it_is_wrong() {
    let ceremony = Ceremony::new("honest", 3, 2);
    let again = ceremony.again("once more");
    let other = Ceremony::new("other members", 3, 2);
    let certificates = &ceremony.certificates;
    let parse = |polynomial: &Polynomial, index| {
        refused(Polynomial::parse(
            polynomial.to_json().as_bytes(),
            certificates,
            index,
        ))
    };
    let signature = (Part::Commitment, Some(2), Flaw::Signature);
    assert_eq!(parse(&ceremony.list[0], 2), signature);
    assert_eq!(parse(&other.list[1], 2), signature);
    let unknown = (Part::Polynomial, Some(4), Flaw::Context);
    assert_eq!(parse(&ceremony.list[0], 4), unknown);
    // Commitments signed for other certificates do not make a group, however they came here.
    let mixed = vec![
        ceremony.list[0].clone(),
        other.list[1].clone(),
        ceremony.list[2].clone(),
    ];
    assert_eq!(
        refused(Polynomials::new(certificates.clone(), mixed)),
        signature
    );
    let few = Polynomials::new(certificates.clone(), ceremony.list[..2].to_vec());
    let count = Flaw::Count {
        expected: 3,
        found: 2,
    };
    assert_eq!(refused(few), (Part::Polynomial, None, count));

    let parse = |output: &Output, index| {
        refused(Output::parse(
            output.to_json().as_bytes(),
            &ceremony.polynomials,
            index,
        ))
    };
    assert_eq!(
        parse(&ceremony.outputs[0], 2),
        (Part::Key, Some(2), Flaw::Signature)
    );
    assert_eq!(
        parse(&again.outputs[1], 2),
        (Part::Key, Some(2), Flaw::OffPolynomial)
    );
    let mut outputs = ceremony.outputs.clone();
    outputs[1] = again.outputs[1].clone();
    let finished = ceremony.polynomials.finish(outputs);
    assert_eq!(refused(finished), (Part::Key, Some(2), Flaw::OffPolynomial));
    let few = ceremony.polynomials.finish(ceremony.outputs[..2].to_vec());
    assert_eq!(refused(few), (Part::Key, None, count));

    // Its own private key is opened by its owner alone.
    let seed = &ceremony.seeds[1];
    let open = |output: &Output, seed, index| output.private_key(seed, certificates, index);
    assert!(open(&ceremony.outputs[1], seed, 2).is_ok());
    let found = refused(open(&ceremony.outputs[1], &ceremony.seeds[0], 2));
    assert_eq!(found, (Part::Certificate, Some(2), Flaw::NotOwn));
    let raw = again.outputs[1].to_json();
    let parsed: Value = serde_json::from_str(&raw).unwrap();
    let exchanged: Value = serde_json::from_str(&ceremony.outputs[1].to_json()).unwrap();
    let raw = raw.replace(
        &parsed["private_key"].to_string(),
        &exchanged["private_key"].to_string(),
    );
    let mixed = Output::parse_own(raw.as_bytes(), certificates, 2).unwrap();
    assert_eq!(
        refused(open(&mixed, seed, 2)),
        (Part::Key, Some(2), Flaw::OffPolynomial)
    );
}

/// Every byte of every message is checked by somebody: what is changed is refused, or by the receiver.
#[test]
fn no_byte_of_a_message_can_be_changed() {
    let ceremony = Ceremony::new("bytes", 2, 2);
    let certificates = &ceremony.certificates;
    let context = certificates.list()[0].context();
    let is_refused = |raw: String, read: &dyn Fn(&[u8]) -> bool| {
        assert!(read(raw.as_bytes()));
        for at in (0..raw.len()).step_by(5) {
            let mut changed = raw.clone().into_bytes();
            changed[at] ^= 1;
            assert!(!read(&changed), "byte {at} of {raw}");
        }
    };
    is_refused(certificates.list()[0].to_json(), &|raw| {
        Certificate::parse(raw, context).is_ok()
    });
    is_refused(certificates.to_json(), &|raw| {
        Certificates::parse(raw).is_ok()
    });
    // The sealed parts are checked by their receivers.
    is_refused(ceremony.list[0].to_json(), &|raw| {
        let Ok(first) = Polynomial::parse(raw, certificates, 1) else {
            return false;
        };
        let list = vec![first, ceremony.list[1].clone()];
        let Ok(polynomials) = Polynomials::new(certificates.clone(), list) else {
            return false;
        };
        (1..).zip(&ceremony.seeds).all(|(index, seed)| {
            let input = polynomials.input(index);
            Output::make(seed, certificates, &input, index, &mut Seeded::new("any")).is_ok()
        })
    });
    is_refused(ceremony.outputs[0].to_json(), &|raw| {
        Output::parse(raw, &ceremony.polynomials, 1).is_ok_and(|output| {
            output
                .private_key(&ceremony.seeds[0], certificates, 1)
                .is_ok()
        })
    });
}

#[test]
fn an_identity_or_a_point_outside_the_subgroup_is_refused_everywhere() {
    let ceremony = Ceremony::new("points", 2, 2);
    let certificates = &ceremony.certificates;
    let identity = format!("{:064x}", 1);
    let rng = &mut Seeded::new("points");
    let torsion = "0000000000000000000000000000000000000000000000000000000000000000";
    let seed = secret(ceremony.seeds[0].expose(), "sk");
    for point in [identity.as_str(), torsion] {
        let point_refused = |flaw| matches!(flaw, Flaw::Point(_));
        // A certificate with such an encryption key, correctly signed.
        let message: Value = serde_json::from_str(&certificates.list()[0].to_json()).unwrap();
        let message = message["message"].as_str().unwrap();
        let good = certificates.list()[0].encryption_key().to_hex();
        let raw = signed(&seed, &message.replace(&good, point), rng);
        let context = certificates.list()[0].context();
        let (part, member, flaw) = refused(Certificate::parse(raw.as_bytes(), context));
        assert_eq!((part, member), (Part::Certificate, Some(1)));
        assert!(point_refused(flaw));
        // Sealed messages.
        let raw = ceremony.list[0].to_json();
        for field in ["alpha", "beta"] {
            let at = raw.find(field).unwrap() + field.len() + "\\\":\\\"".len();
            let mut changed = raw.clone();
            changed.replace_range(at..at + 64, point);
            let read = Polynomial::parse(changed.as_bytes(), certificates, 1);
            let (part, member, flaw) = refused(read);
            assert_eq!((part, member), (Part::Polynomial, Some(1)), "{field}");
            assert!(point_refused(flaw));
        }
        // Commitments, signed twice.
        let parsed: Value = serde_json::from_str(&raw).unwrap();
        let message = parsed["coefexps"]["message"].as_str().unwrap();
        let list: Value = serde_json::from_str(message).unwrap();
        let good = list["coefexps"][1].as_str().unwrap();
        let message = message.replace(good, point);
        let list = message
            .trim_start_matches("{\"coefexps\":")
            .trim_end_matches('}');
        let all = format!(
            "certs_sig|{{\"certs\":{},\"coefexps\":{list}}}",
            certificates.to_json()
        );
        let at = raw.find(",\"coefexps\":").unwrap();
        let first = signed(&seed, &message, rng);
        let second = sign(&seed, &all, rng);
        let changed = format!(
            "{},\"coefexps\":{first},\"signature\":{second}}}",
            &raw[..at]
        );
        let (part, member, flaw) = refused(Polynomial::parse(changed.as_bytes(), certificates, 1));
        assert_eq!((part, member), (Part::Commitment, Some(1)));
        assert!(point_refused(flaw), "{flaw:?}");
    }
}
