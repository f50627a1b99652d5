//! A whole election from a seed, shared by the tests, the vectors and the benchmarks.
#![allow(dead_code, missing_docs, reason = "each test file uses a part")]

pub mod ceremony;
pub mod forge;
pub mod peer;

use std::convert::Infallible;

use pingyi_ballot::{
    Board, BoardHead, CheckedBallot, Credential, Election, ElectionDraft, ElectionId,
    EncryptedTally, Question, Record, Roll, TallyResult, TrusteeKey, Trustees, check_ballot,
    encrypt_ballot,
};
use rand::{TryCryptoRng, TryRng};
use sha2::{Digest as _, Sha256};

/// SHA-256 in counter mode: reproducible in any language and any version of any library.
pub struct Seeded {
    seed: String,
    counter: u64,
    block: Vec<u8>,
}

impl Seeded {
    pub fn new(seed: &str) -> Self {
        Self {
            seed: seed.into(),
            counter: 0,
            block: Vec::new(),
        }
    }

    pub fn below(&mut self, bound: u32) -> u32 {
        let Ok(value) = self.try_next_u32();
        value % bound
    }

    pub fn index(&mut self, length: usize) -> usize {
        self.below(length.try_into().unwrap()) as usize
    }
}

impl TryRng for Seeded {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for byte in bytes {
            if self.block.is_empty() {
                self.block = Sha256::digest(format!("{}|{}", self.seed, self.counter)).to_vec();
                self.counter += 1;
            }
            *byte = self.block.remove(0);
        }
        Ok(())
    }
}

impl TryCryptoRng for Seeded {}

/// One grade per contest, as in a round.
pub fn grades(contests: usize, min: u32) -> Vec<Question> {
    let answers = ["优秀", "良好", "一般", "较差"].map(String::from).to_vec();
    (1..=contests)
        .map(|contest| Question {
            question: format!("示例镇示例{contest}村"),
            answers: answers.clone(),
            blank: false,
            min,
            max: 1,
        })
        .collect()
}

/// Bounds and blanks of every sort.
pub fn varied() -> Vec<Question> {
    let question = |name: &str, answers: u32, blank, min, max| Question {
        question: name.into(),
        answers: (1..=answers)
            .map(|answer| format!("{name} {answer}"))
            .collect(),
        blank,
        min,
        max,
    };
    vec![
        question("exactly one", 3, false, 1, 1),
        question("up to two", 3, false, 0, 2),
        question("two or three, or blank", 4, true, 2, 3),
        question("any number, or blank", 2, true, 0, 2),
        question("all", 2, false, 2, 2),
    ]
}

pub struct Meeting {
    pub election: Election,
    pub keys: Vec<TrusteeKey>,
    pub trustees: Trustees,
    pub credentials: Vec<Credential>,
    pub roll: Roll,
    pub rng: Seeded,
}

impl Meeting {
    pub fn new(seed: &str, questions: Vec<Question>, voters: usize, trustees: usize) -> Self {
        let mut rng = Seeded::new(seed);
        let keys: Vec<_> = (0..trustees)
            .map(|_| TrusteeKey::generate(&mut rng))
            .collect();
        let trustees =
            Trustees::single(keys.iter().map(|key| key.public(&mut rng)).collect()).unwrap();
        Self::with_trustees(rng, questions, voters, keys, trustees)
    }

    pub fn with_trustees(
        mut rng: Seeded,
        questions: Vec<Question>,
        voters: usize,
        keys: Vec<TrusteeKey>,
        trustees: Trustees,
    ) -> Self {
        let draft = ElectionDraft {
            id: ElectionId::generate(&mut rng),
            name: "第一轮 村".into(),
            description: "示例评议，规则卡 sha256:0000".into(),
            questions,
            public_key: trustees.combined_key(),
            administrator: "服务中心".into(),
            credential_authority: "选票管理员".into(),
        };
        let election = Election::parse(&draft.to_bytes()).unwrap();
        let credentials: Vec<_> = (0..voters)
            .map(|_| Credential::generate(&mut rng))
            .collect();
        let roll = Roll::new(
            credentials
                .iter()
                .map(|credential| credential.public(election.id()))
                .collect(),
        )
        .unwrap();
        Self {
            election,
            keys,
            trustees,
            credentials,
            roll,
            rng,
        }
    }

    /// Choices that are allowed, drawn from the seed.
    pub fn choices(&mut self) -> Vec<Vec<u32>> {
        let questions = self.election.questions().to_vec();
        questions
            .iter()
            .map(|question| {
                let answers = question.answers.len();
                let is_blank = question.blank && self.rng.below(3) == 0;
                let mut bits = vec![0; question.bits()];
                if is_blank {
                    bits[0] = 1;
                    return bits;
                }
                let mut wanted = question.min + self.rng.below(question.max - question.min + 1);
                while wanted > 0 {
                    let answer = question.bits() - answers + self.rng.index(answers);
                    wanted -= 1 - bits[answer];
                    bits[answer] = 1;
                }
                bits
            })
            .collect()
    }

    pub fn encrypt(&mut self, voter: usize, choices: &[Vec<u32>]) -> Vec<u8> {
        encrypt_ballot(
            &self.election,
            &self.credentials[voter],
            choices,
            &mut self.rng,
        )
        .unwrap()
    }

    pub fn check(&self, raw: &[u8]) -> CheckedBallot {
        check_ballot(&self.election, &self.roll, raw).unwrap()
    }

    /// The records of a whole board with these ballots, and the result.
    pub fn board(&mut self, ballots: &[Vec<u8>]) -> (Vec<Record>, TallyResult) {
        let (mut head, mut records) = self.open(ballots);
        let checked: Vec<_> = ballots.iter().map(|raw| self.check(raw)).collect();
        let tally = EncryptedTally::sum(&self.election, checked.iter());
        records.extend(head.end_ballots());
        records.extend(head.encrypted_tally(&tally));
        let shares: Vec<_> = (1u32..)
            .zip(&self.keys)
            .map(|(owner, key)| (owner, key.decrypt(&self.election, &tally, &mut self.rng)))
            .collect();
        for (owner, share) in &shares {
            records.extend(head.partial_decryption(*owner, share));
        }
        let result = TallyResult::combine(&self.election, &tally, &self.trustees, &shares).unwrap();
        records.extend(head.result(&result));
        (records, result)
    }

    pub fn open(&self, ballots: &[Vec<u8>]) -> (BoardHead, Vec<Record>) {
        let (mut head, mut records) = Board::open(&self.election, &self.trustees, &self.roll);
        for raw in ballots {
            records.extend(head.ballot(&self.check(raw)));
        }
        (head, records)
    }
}

/// Seconds since 1970 of every archive made here.
pub const TIMESTAMP: u64 = 1_668_000_000;

pub fn archive(records: impl IntoIterator<Item = Record>) -> Vec<u8> {
    let mut bytes = Vec::new();
    pingyi_ballot::write_archive(TIMESTAMP, records, &mut bytes).unwrap();
    bytes
}
