//! Valid documents to start from, the same in every run.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use pingyi_ballot::Record;

use crate::support::ceremony::Ceremony;
use crate::support::{self, Meeting, Seeded, forge};

/// A finished election with everything its people know.
pub struct Scene {
    /// The meeting, with its secrets.
    pub meeting: Meeting,
    /// Its ballots as cast.
    pub ballots: Vec<Vec<u8>>,
    /// The board.
    pub records: Vec<Record>,
    /// Everything of each honest ballot but its signature.
    pub unsigned: BTreeSet<Vec<u8>>,
}

impl Scene {
    /// All scenes: one grade per contest; bounds and blanks of every sort; a threshold group of trustees.
    pub fn all() -> &'static [Self] {
        static SCENES: OnceLock<Vec<Scene>> = OnceLock::new();
        SCENES.get_or_init(|| {
            vec![
                Self::new(Meeting::new("fuzz grades", support::grades(1, 1), 3, 1)),
                Self::new(Meeting::new("fuzz bounds", support::varied(), 3, 2)),
                Self::new(threshold()),
            ]
        })
    }

    fn new(mut meeting: Meeting) -> Self {
        let ballots: Vec<Vec<u8>> = [0, 1, 0]
            .into_iter()
            .map(|voter| {
                let choices = meeting.choices();
                meeting.encrypt(voter, &choices)
            })
            .collect();
        let (records, _) = meeting.board(&ballots);
        let unsigned = ballots.iter().map(|raw| unsigned(raw).to_vec()).collect();
        Self {
            meeting,
            ballots,
            records,
            unsigned,
        }
    }

    /// The board as a file.
    pub fn archive(&self) -> Vec<u8> {
        support::archive(self.records.clone())
    }

    /// The documents on the board, without the events, by their place in it.
    pub fn document(&self, index: usize) -> Vec<u8> {
        self.records[index].bytes.clone()
    }

    /// The documents of the last events: encrypted tally, its counts, a share, the result.
    pub fn closing(&self) -> [Vec<u8>; 4] {
        let data: Vec<&Record> = self
            .records
            .iter()
            .filter(|record| record.name.ends_with("data.json"))
            .collect();
        let tally = 4 + self.ballots.len();
        [tally, tally + 1, tally + 2, data.len() - 1].map(|index| data[index].bytes.clone())
    }

    /// Signs a changed ballot again with the key of the credential it names, if it names one of this scene.
    pub fn sign(&self, ballot: &str) -> Option<Vec<u8>> {
        ballot.find(",\"signature\"")?;
        let credential = self.meeting.credentials.iter().find(|credential| {
            ballot.contains(&credential.public(self.meeting.election.id()).to_hex())
        })?;
        Some(forge::sign_again(
            ballot,
            &self.meeting.election,
            credential,
        ))
    }
}

fn threshold() -> Meeting {
    let made = Ceremony::new("fuzz scene", 3, 2);
    let rng = Seeded::new("fuzz threshold");
    let questions = support::grades(1, 1);
    Meeting::with_trustees(rng, questions, 3, made.keys(), made.trustees())
}

/// A ballot up to its signature.
pub fn unsigned(raw: &[u8]) -> &[u8] {
    let mark = b",\"signature\"";
    let end = raw.windows(mark.len()).position(|window| window == mark);
    &raw[..end.unwrap_or(raw.len())]
}
