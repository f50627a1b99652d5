//! The protocol from keys to result, as laws.

mod support;

use pingyi_ballot::{EncryptedTally, VerifyOptions, verify_archive};
use support::{Meeting, archive, grades, varied};

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
            verified.tally.unwrap(),
            EncryptedTally::sum_raw(&meeting.election, ballots.iter()).unwrap()
        );
    }
}
