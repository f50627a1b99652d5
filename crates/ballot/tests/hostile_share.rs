//! A share that is false although its proof holds, and what finds it.
//!
//! The challenge of a partial decryption covers φ, X, A and B, not the ciphertext and the factor. With B = αʷ·gˢ for any
//! s, c = H(φ, X, A, B) and F = αˣ·g^(s/c) the equations hold: B = α^(w−xc)·F^c. A member of a threshold group who does so
//! is contradicted by the others as soon as one more than needed decrypts.

mod support;

use curve25519_dalek::Scalar;
use curve25519_dalek::edwards::EdwardsPoint;
use pingyi_ballot::{EncryptedTally, PartialDecryption, TallyFault, TallyResult};
use sha2::{Digest as _, Sha256};
use support::ceremony::Ceremony;
use support::forge::{decimal, hex, point};
use support::{Meeting, Seeded, grades};

/// A share of member `index` (from 0) whose factors are off by g^(s/c), with proofs that hold.
#[expect(
    clippy::many_single_char_names,
    reason = "the letters of the specification"
)]
fn false_share(
    meeting: &Meeting,
    tally: &EncryptedTally,
    index: usize,
    rng: &mut Seeded,
) -> PartialDecryption {
    let key = &meeting.keys[index];
    let text = key.to_private_key_file();
    let number: num_bigint::BigUint = text.trim_matches('"').parse().unwrap();
    let mut bytes = number.to_bytes_le();
    bytes.resize(32, 0);
    let x = Scalar::from_canonical_bytes(bytes.try_into().unwrap()).unwrap();
    let (mut factors, mut proofs) = (Vec::new(), Vec::new());
    for sum in &tally.sums()[0] {
        let alpha = point(&sum.alpha.to_hex());
        let (w, s) = (Scalar::random(rng), Scalar::random(rng));
        let (a, b) = (
            EdwardsPoint::mul_base(&w),
            alpha * w + EdwardsPoint::mul_base(&s),
        );
        let fingerprint = meeting.election.fingerprint();
        let text = format!(
            "decrypt|{fingerprint}|{}|{},{}",
            key.public_key(),
            hex(&a),
            hex(&b)
        );
        let mut digest: [u8; 32] = Sha256::digest(text).into();
        digest.reverse();
        let c = Scalar::from_bytes_mod_order(digest);
        let factor = alpha * x + EdwardsPoint::mul_base(&(s * c.invert()));
        factors.push(format!("\"{}\"", hex(&factor)));
        let (challenge, response) = (decimal(&c), decimal(&(w - x * c)));
        proofs.push(format!(
            "{{\"challenge\":\"{challenge}\",\"response\":\"{response}\"}}"
        ));
    }
    let (factors, proofs) = (factors.join(","), proofs.join(","));
    let share =
        format!("{{\"decryption_factors\":[[{factors}]],\"decryption_proofs\":[[{proofs}]]}}");
    PartialDecryption::parse(share.as_bytes()).unwrap()
}

#[test]
fn one_share_more_than_needed_contradicts_a_false_one() {
    let made = Ceremony::new("false share", 4, 2);
    let rng = Seeded::new("false share");
    let mut meeting = Meeting::with_trustees(rng, grades(1, 1), 2, made.keys(), made.trustees());
    let ballots: Vec<_> = (0..2)
        .map(|voter| {
            let raw = meeting.encrypt(voter, &[vec![1, 0, 0, 0]]);
            meeting.check(&raw)
        })
        .collect();
    let tally = EncryptedTally::sum(&meeting.election, ballots.iter());
    let rng = &mut Seeded::new("shares");
    let honest: Vec<_> = meeting
        .keys
        .iter()
        .map(|key| key.decrypt(&meeting.election, &tally, rng))
        .collect();
    let combine = |shares: &[(u32, PartialDecryption)]| {
        TallyResult::combine(&meeting.election, &tally, &meeting.trustees, shares)
    };
    let shares = |members: &[u32]| -> Vec<_> {
        members
            .iter()
            .map(|member| (*member, honest[*member as usize - 1].clone()))
            .collect()
    };
    for members in [&[1, 2][..], &[2, 4], &[1, 3, 4], &[1, 2, 3, 4]] {
        assert_eq!(
            combine(&shares(members)).unwrap().sums(),
            [[2, 0, 0, 0]],
            "{members:?}"
        );
    }
    let forged = false_share(&meeting, &tally, 2, rng);
    let key = meeting.trustees.owner(3).unwrap();
    assert_eq!(
        forged.check(&meeting.election, &tally, key),
        Ok(()),
        "its proofs hold"
    );
    // As many as needed: it opens to no sum. One more: the shares contradict each other.
    for (members, fault) in [
        (
            &[1][..],
            TallyFault::Sum {
                question: 1,
                choice: 1,
            },
        ),
        (&[1, 2], TallyFault::Contradiction(1)),
        (&[1, 4], TallyFault::Contradiction(1)),
        (&[1, 2, 4], TallyFault::Contradiction(1)),
    ] {
        let mut shares = shares(members);
        shares.push((3, forged.clone()));
        assert_eq!(combine(&shares), Err(fault), "{members:?}");
    }
}
