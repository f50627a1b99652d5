//! The protocol from keys to result, as laws.

mod support;

use pingyi_ballot::{
    BoardHead, ChoiceFault, Credential, Election, ElectionDraft, ElectionId, EncryptedTally,
    PartialDecryption, PublicCredential, Roll, TallyFault, TallyResult, TrusteeKey,
    TrusteePublicKey, Trustees, VerifyOptions, check_ballot, encrypt_ballot, verify_archive,
};
use proptest::prelude::*;
use support::{Meeting, Seeded, archive, grades, varied};

#[test]
fn a_round_from_keys_to_a_verified_result() {
    for questions in [grades(8, 1), grades(2, 0), varied()] {
        let mut meeting = Meeting::new("a round", questions, 5, 3);
        let mut expected: Vec<Vec<u64>> = meeting
            .election
            .questions()
            .iter()
            .map(|q| vec![0; q.bits()])
            .collect();
        let mut ballots = Vec::new();
        for voter in 0..4 {
            let choices = meeting.choices();
            for (sums, bits) in expected.iter_mut().zip(&choices) {
                sums.iter_mut()
                    .zip(bits)
                    .for_each(|(sum, bit)| *sum += u64::from(*bit));
            }
            ballots.push(meeting.encrypt(voter, &choices));
        }
        let (records, result) = meeting.board(&ballots);
        assert_eq!(result.sums(), expected);
        let verified =
            verify_archive(archive(records).as_slice(), VerifyOptions::default()).unwrap();
        assert_eq!(verified.sums.unwrap(), expected);
        assert_eq!(
            (verified.ballots, verified.revotes, verified.finished),
            (4, 0, true)
        );
        assert_eq!(
            verified.trackers,
            ballots
                .iter()
                .map(|raw| meeting.check(raw).tracker)
                .collect::<Vec<_>>()
        );
        assert_eq!(
            verified.tally.unwrap(),
            EncryptedTally::sum_raw(&meeting.election, ballots.iter()).unwrap()
        );
        assert_eq!(
            (verified.shares, verified.timestamp),
            (vec![1, 2, 3], support::TIMESTAMP)
        );
    }
}

/// Voters (0 … 3) and seeds of their choices, in the order cast.
fn votes() -> impl Strategy<Value = Vec<(usize, u32)>> {
    prop::collection::vec((0..4usize, any::<u32>()), 0..6)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn the_tally_of_encryptions_is_the_tally_of_the_last_vote_of_each(votes in votes(), seed in any::<u32>()) {
        let mut meeting = Meeting::new(&format!("votes {seed}"), varied(), 4, 2);
        let mut last = std::collections::BTreeMap::new();
        let mut ballots = Vec::new();
        for (voter, choice) in votes {
            meeting.rng = Seeded::new(&format!("choice {choice}"));
            let choices = meeting.choices();
            meeting.rng = Seeded::new(&format!("ballot {} of {voter}", ballots.len()));
            ballots.push(meeting.encrypt(voter, &choices));
            last.insert(voter, choices);
        }
        let mut expected: Vec<Vec<u64>> = meeting.election.questions().iter().map(|q| vec![0; q.bits()]).collect();
        for choices in last.values() {
            for (sums, bits) in expected.iter_mut().zip(choices) {
                sums.iter_mut().zip(bits).for_each(|(sum, bit)| *sum += u64::from(*bit));
            }
        }
        let (records, result) = meeting.board(&ballots);
        prop_assert_eq!(result.sums(), expected.as_slice());
        let verified = verify_archive(archive(records).as_slice(), VerifyOptions::default()).unwrap();
        prop_assert_eq!(verified.ballots, last.len() as u64);
        prop_assert_eq!(verified.ballots + verified.revotes, ballots.len() as u64);
        prop_assert_eq!(verified.sums.unwrap(), expected);
    }

    #[test]
    fn the_order_of_different_voters_does_not_matter_to_the_tally(order in Just(vec![0, 1, 2, 3]).prop_shuffle()) {
        let mut meeting = Meeting::new("order", grades(2, 0), 4, 1);
        let ballots: Vec<_> = (0..4).map(|voter| { let choices = meeting.choices(); meeting.encrypt(voter, &choices) }).collect();
        let shuffled = order.iter().map(|&voter: &usize| &ballots[voter]);
        prop_assert_eq!(
            EncryptedTally::sum_raw(&meeting.election, shuffled).unwrap().to_bytes(),
            EncryptedTally::sum_raw(&meeting.election, ballots.iter()).unwrap().to_bytes()
        );
    }

    #[test]
    fn foreign_bytes_are_refused_without_harm(bytes in prop::collection::vec(any::<u8>(), 0..2000), text in "[\\[\\]{}\",:0-9a-f]{0,200}") {
        let meeting = Meeting::new("foreign", grades(1, 1), 1, 1);
        for bytes in [bytes.as_slice(), text.as_bytes()] {
            prop_assert!(check_ballot(&meeting.election, &meeting.roll, bytes).is_err());
            prop_assert!(Election::parse(bytes).is_err());
            prop_assert!(Trustees::parse(bytes).is_err());
            prop_assert!(TrusteePublicKey::parse(bytes).is_err());
            prop_assert!(PartialDecryption::parse(bytes).is_err());
            prop_assert!(Roll::parse(bytes).is_err() || bytes == b"[]");
            prop_assert!(verify_archive(bytes, VerifyOptions::default()).is_err());
        }
    }

    #[test]
    fn a_code_is_read_however_it_is_spaced(seed in any::<u64>(), spaces in prop::collection::vec("[ \\-\t]{0,2}", 23)) {
        let credential = Credential::generate(&mut Seeded::new(&seed.to_string()));
        let typed: String = spaces.iter().zip(credential.expose().replace('-', "").chars().map(Some).chain([None]))
            .flat_map(|(space, character)| space.chars().chain(character).collect::<Vec<_>>()).collect();
        let read = Credential::parse(&typed).unwrap();
        prop_assert_eq!(read.expose(), credential.expose());
    }

    #[test]
    fn a_backup_is_read_back_and_a_slip_of_the_pen_is_noticed(seed in any::<u64>(), at in 0..50usize, other in 0..58usize) {
        let key = TrusteeKey::generate(&mut Seeded::new(&seed.to_string()));
        let sheet = key.to_backup();
        prop_assert_eq!(TrusteeKey::from_backup(&sheet).unwrap().public_key(), key.public_key());
        prop_assert_eq!(TrusteeKey::from_backup(&key.to_private_key_file()).unwrap().public_key(), key.public_key());
        let alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
        let position = sheet.char_indices().filter(|(index, character)| *index > 3 && *character != ' ').nth(at).unwrap().0;
        let mut slipped = sheet.clone();
        slipped.replace_range(position..=position, &alphabet[other..=other]);
        if slipped != sheet {
            prop_assert!(TrusteeKey::from_backup(&slipped).is_err());
        }
    }
}

#[test]
fn choices_that_are_not_allowed_are_not_encrypted() {
    let mut meeting = Meeting::new("choices", varied(), 1, 1);
    let good: Vec<Vec<u32>> = vec![
        vec![1, 0, 0],
        vec![0, 0, 0],
        vec![0, 1, 1, 0, 0],
        vec![1, 0, 0],
        vec![1, 1],
    ];
    let mut attempt = |question: usize, bits: &[u32]| {
        let mut choices = good.clone();
        choices[question] = bits.to_vec();
        encrypt_ballot(
            &meeting.election,
            &meeting.credentials[0],
            &choices,
            &mut meeting.rng,
        )
        .map(drop)
    };
    assert_eq!(attempt(0, &[1, 0, 0]), Ok(()));
    assert_eq!(attempt(0, &[0, 0, 0]), Err(ChoiceFault::Bounds(1)));
    assert_eq!(attempt(0, &[1, 1, 0]), Err(ChoiceFault::Bounds(1)));
    assert_eq!(attempt(0, &[2, 0, 0]), Err(ChoiceFault::Bit(1)));
    assert_eq!(attempt(0, &[1, 0]), Err(ChoiceFault::Shape));
    assert_eq!(attempt(2, &[1, 0, 0, 0, 0]), Ok(()));
    assert_eq!(attempt(2, &[1, 1, 1, 0, 0]), Err(ChoiceFault::Bounds(3)));
    assert_eq!(attempt(2, &[0, 1, 0, 0, 0]), Err(ChoiceFault::Bounds(3)));
    assert_eq!(attempt(3, &[0, 0, 0]), Ok(()));
    let choices = &good[..4];
    let few = encrypt_ballot(
        &meeting.election,
        &meeting.credentials[0],
        choices,
        &mut meeting.rng,
    );
    assert_eq!(few, Err(ChoiceFault::Shape));
}

#[test]
fn one_slip_has_unrelated_public_credentials_in_two_elections() {
    let mut rng = Seeded::new("two elections");
    let credential = Credential::generate(&mut rng);
    let [first, second] = [(); 2].map(|()| ElectionId::generate(&mut rng));
    assert_eq!(credential.public(&first), credential.public(&first));
    assert_ne!(credential.public(&first), credential.public(&second));
}

#[test]
fn a_ballot_of_one_round_is_refused_in_another() {
    let mut first = Meeting::new("first round", grades(2, 1), 2, 1);
    let choices = first.choices();
    let raw = first.encrypt(0, &choices);
    let draft = ElectionDraft {
        id: ElectionId::generate(&mut first.rng),
        name: "第二轮".into(),
        description: String::new(),
        questions: first.election.questions().to_vec(),
        public_key: *first.election.public_key(),
        administrator: String::new(),
        credential_authority: String::new(),
    };
    let second = Election::parse(&draft.to_bytes()).unwrap();
    let roll = Roll::new(
        first
            .credentials
            .iter()
            .map(|credential| credential.public(second.id()))
            .collect(),
    )
    .unwrap();
    assert_eq!(
        check_ballot(&second, &roll, &raw).unwrap_err().code(),
        "ballot-election"
    );
}

#[test]
fn a_board_continues_from_its_stored_head() {
    let mut meeting = Meeting::new("resumed", grades(1, 1), 2, 1);
    let ballots: Vec<_> = (0..2)
        .map(|voter| {
            let choices = meeting.choices();
            meeting.encrypt(voter, &choices)
        })
        .collect();
    let (head, mut records) = meeting.open(&ballots[..1]);
    let stored = serde_json::to_string(&head).unwrap();
    let mut head: BoardHead = serde_json::from_str(&stored).unwrap();
    records.extend(head.ballot_raw(&ballots[1]));
    assert_eq!((head, records), meeting.open(&ballots));
}

#[test]
fn an_archive_continued_later_is_the_archive_written_at_once() {
    let mut meeting = Meeting::new("continued", grades(1, 1), 1, 1);
    let (records, _) = meeting.board(&[]);
    let mut bytes = Vec::new();
    let mut writer = pingyi_ballot::ArchiveWriter::new(support::TIMESTAMP, &mut bytes).unwrap();
    records[..5]
        .iter()
        .for_each(|record| writer.append(record).unwrap());
    writer.finish().unwrap();
    let mut writer = pingyi_ballot::ArchiveWriter::resume(support::TIMESTAMP, &mut bytes);
    records[5..]
        .iter()
        .for_each(|record| writer.append(record).unwrap());
    writer.finish().unwrap();
    assert_eq!(bytes, archive(records));
}

#[test]
fn a_result_needs_every_trustee_and_every_proof() {
    let mut meeting = Meeting::new("shares", grades(2, 1), 2, 2);
    let choices = meeting.choices();
    let raw = meeting.encrypt(0, &choices);
    let tally = EncryptedTally::sum(&meeting.election, [meeting.check(&raw)].iter());
    let Meeting {
        election,
        keys,
        trustees,
        rng,
        ..
    } = &mut meeting;
    let shares: Vec<_> = (1u32..)
        .zip(keys.iter())
        .map(|(owner, key)| (owner, key.decrypt(election, &tally, rng)))
        .collect();
    let combine = |shares: &[(u32, PartialDecryption)]| {
        TallyResult::combine(election, &tally, trustees, shares)
    };
    combine(&shares).unwrap();
    combine(&[shares[1].clone(), shares[0].clone()]).unwrap();
    assert_eq!(combine(&shares[..1]), Err(TallyFault::Missing(2)));
    assert_eq!(combine(&[]), Err(TallyFault::Missing(1)));
    assert_eq!(
        combine(&[(2, shares[0].1.clone()), (1, shares[1].1.clone())]),
        Err(TallyFault::Share(2))
    );
    assert_eq!(
        combine(&[shares[0].clone(), shares[0].clone()]),
        Err(TallyFault::Repeated(1))
    );
    assert_eq!(
        combine(&[(3, shares[0].1.clone())]),
        Err(TallyFault::Owner(3))
    );
    // What a trustee receives is what was summed.
    let received =
        EncryptedTally::parse(election, &tally.to_bytes(), &tally.to_sized_bytes()).unwrap();
    assert_eq!(received, tally);
    let of_another = EncryptedTally::sum_raw(election, std::iter::empty::<&[u8]>()).unwrap();
    assert_eq!(
        EncryptedTally::parse(election, &tally.to_bytes(), &of_another.to_sized_bytes())
            .unwrap_err()
            .code(),
        "tally-size"
    );
}

#[test]
fn published_documents_come_back_as_they_were() {
    let meeting = Meeting::new("documents", varied(), 3, 2);
    assert_eq!(
        Trustees::parse(&meeting.trustees.to_bytes()).unwrap(),
        meeting.trustees
    );
    let roll = Roll::parse(&meeting.roll.to_bytes()).unwrap();
    assert_eq!(roll.to_bytes(), meeting.roll.to_bytes());
    assert!(roll.is_sorted() && roll.len() == 3 && !roll.is_empty());
    let some = String::from_utf8(roll.to_bytes())
        .unwrap()
        .replacen("\",", ",7\",", 1);
    // Weights stand everywhere or nowhere.
    assert!(Roll::parse(some.as_bytes()).is_err());
    let weighted = some.replace("\"]", ",1\"]").replacen(",7\",\"", "\n", 1);
    let weighted = weighted.replace("\",", ",1\",").replace('\n', ",7\",\"");
    let weighted = Roll::parse(weighted.as_bytes()).unwrap();
    let first = *weighted.credentials().next().unwrap();
    assert_eq!(weighted.weight(&first), Some(7));
    let credential = PublicCredential::parse(&first.to_hex()).unwrap();
    assert!(weighted.contains(&credential));
    assert!(Roll::new(vec![credential, credential]).is_err());
}

#[test]
fn what_is_secret_is_not_shown_by_debug() {
    let mut rng = Seeded::new("secret");
    let credential = Credential::generate(&mut rng);
    let key = TrusteeKey::generate(&mut rng);
    assert_eq!(
        format!("{credential:?} {key:?}"),
        "Credential(…) TrusteeKey(…)"
    );
}
