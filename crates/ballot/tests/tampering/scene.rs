//! Three elections, and the forger who runs them: everybody's secrets, every hash and signature made again
//! after each change, so that what was changed is the only thing wrong.

use crate::group::Group;
use crate::prover::{Voter, hiding_torsion, power, proof, prove, public_of, secret_of, trustee};
use crate::support::forge::{Step, build, hex, steps as steps_of};
use crate::support::{Seeded, archive, grades};
use curve25519_dalek::constants::ED25519_BASEPOINT_POINT as G;
use curve25519_dalek::edwards::{CompressedEdwardsY, EdwardsPoint};
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::Identity as _;
use pingyi_ballot::{Credential, ElectionDraft, ElectionId, PublicKey, Question, Record};
use serde_json::Value;
use std::collections::BTreeMap;

// Heights on every board: four ballots, the last one replacing the first.
pub const SETUP: usize = 0;
pub const FIRST: usize = 1;
pub const LAST: usize = 4;
pub const END: usize = 5;
pub const TALLY: usize = 6;
pub const SHARE: usize = 7;

/// Everything the people of an election know, and the documents they made of it.
#[derive(Clone)]
pub struct World {
    pub kind: &'static str,
    pub uuid: String,
    pub questions: Vec<Question>,
    pub credentials: Vec<Credential>,
    pub weights: Option<Vec<u64>>,
    pub singles: Vec<Scalar>,
    pub group: Option<Group>,
    /// Owners who decrypt, each with its secret.
    pub decrypters: Vec<(u32, Scalar)>,
    pub votes: Vec<(usize, Vec<Vec<i64>>)>,
    pub election: String,
    pub trustees: String,
    pub roll: String,
}

fn question(name: &str, answers: u32, blank: bool, min: u32, max: u32) -> Question {
    Question {
        question: name.into(),
        answers: (1..=answers)
            .map(|answer| format!("{name} {answer}"))
            .collect(),
        blank,
        min,
        max,
    }
}

impl World {
    /// Single trustees, one grade per contest.
    pub fn single() -> Self {
        Self::new("single", grades(2, 1), None, 2, None)
    }

    /// One trustee who is always needed, and a group of three of whom two suffice.
    pub fn threshold() -> Self {
        Self::new("threshold", grades(2, 1), None, 1, Some((2, 3)))
    }

    /// Blank answers, several choices, and weights.
    pub fn blank() -> Self {
        let questions = vec![
            question("two or three, or blank", 4, true, 2, 3),
            question("up to two", 3, false, 0, 2),
            question("any, or blank", 2, true, 0, 2),
        ];
        Self::new("blank", questions, Some(vec![3, 1, 40, 2, 7]), 2, None)
    }

    fn new(
        kind: &'static str,
        questions: Vec<Question>,
        weights: Option<Vec<u64>>,
        singles: u32,
        group: Option<(u32, u32)>,
    ) -> Self {
        let rng = &mut Seeded::new(kind);
        let singles: Vec<_> = (0..singles).map(|_| Scalar::random(rng)).collect();
        let group = group.map(|(threshold, size)| Group::new(threshold, size, rng));
        let votes = if kind == "blank" {
            vec![
                (0, vec![vec![0, 1, 1, 0, 0], vec![1, 0, 1], vec![0, 1, 0]]),
                (1, vec![vec![1, 0, 0, 0, 0], vec![0, 0, 0], vec![1, 0, 0]]),
                (2, vec![vec![0, 1, 1, 0, 1], vec![0, 1, 0], vec![0, 1, 1]]),
                (0, vec![vec![0, 0, 0, 1, 1], vec![0, 1, 1], vec![0, 0, 0]]),
            ]
        } else {
            let vote = |(voter, grade)| {
                let row: Vec<i64> = (0..4).map(|index| i64::from(index == grade)).collect();
                (voter, vec![row.clone(), row])
            };
            [(0, 0), (1, 1), (2, 2), (0, 3)].map(vote).into()
        };
        let mut world = Self {
            kind,
            uuid: ElectionId::generate(rng).to_string(),
            questions,
            credentials: (0..5).map(|_| Credential::generate(rng)).collect(),
            weights,
            singles,
            group,
            decrypters: Vec::new(),
            votes,
            election: String::new(),
            trustees: String::new(),
            roll: String::new(),
        };
        world.publish();
        world
    }

    /// Makes the documents of the setup from what is known.
    pub fn publish(&mut self) {
        let rng = &mut Seeded::new("publish");
        self.decrypters = (1..).zip(self.singles.iter().copied()).collect();
        if let Some(group) = &self.group {
            // The first member and the last: the coefficients of Lagrange are not 1.
            let first = u32::try_from(self.singles.len()).unwrap() + 1;
            for member in [0, 2] {
                let secret = group.secrets[member as usize];
                self.decrypters.push((first + member, secret));
            }
        }
        let mut list: Vec<String> = self
            .singles
            .iter()
            .map(|secret| {
                let key = trustee(secret, &EdwardsPoint::mul_base(secret), rng);
                format!("[\"Single\",{key}}}]")
            })
            .collect();
        if let Some(group) = &self.group {
            list.push(format!("[\"Pedersen\",{}]", group.publish(rng)));
        }
        self.trustees = format!("[{}]", list.join(","));
        let draft = ElectionDraft {
            id: ElectionId::parse(&self.uuid).unwrap(),
            name: "第一轮 村".into(),
            description: "示例评议，规则卡 sha256:0000".into(),
            questions: self.questions.clone(),
            public_key: PublicKey::parse(&hex(&G)).unwrap(),
            administrator: "服务中心".into(),
            credential_authority: "选票管理员".into(),
        };
        // Put in afterwards: a key type would refuse some of the keys we need.
        let text = String::from_utf8(draft.to_bytes()).unwrap();
        self.election = text.replace(&hex(&G), &hex(&self.key()));
        self.roll = self.roll_with(
            self.credentials
                .iter()
                .map(|one| public_of(&self.uuid, one)),
        );
    }

    /// A sorted roll of these keys, with the weights of the voters.
    pub fn roll_with(&self, keys: impl IntoIterator<Item = EdwardsPoint>) -> String {
        let weight = |index: usize| {
            self.weights
                .as_ref()
                .map(|weights| weights[index % weights.len()])
        };
        let mut entries: Vec<(String, Option<u64>)> = keys
            .into_iter()
            .enumerate()
            .map(|(index, key)| (hex(&key), weight(index)))
            .collect();
        entries.sort();
        let entries = entries.iter().map(|(key, weight)| match weight {
            Some(weight) => format!("\"{key},{weight}\""),
            None => format!("\"{key}\""),
        });
        format!("[{}]", entries.collect::<Vec<_>>().join(","))
    }

    pub fn secret(&self) -> Scalar {
        let group = self.group.as_ref().map(Group::secret).unwrap_or_default();
        self.singles.iter().sum::<Scalar>() + group
    }

    pub fn key(&self) -> EdwardsPoint {
        EdwardsPoint::mul_base(&self.secret())
    }

    pub fn voter(&self) -> Voter<'_> {
        Voter {
            uuid: &self.uuid,
            fingerprint: pingyi_ballot::sha256_base64(self.election.as_bytes()),
            key: self.key(),
            questions: &self.questions,
            rng: Seeded::new("votes"),
        }
    }

    pub fn ballots(&self) -> Vec<Vec<u8>> {
        let mut voter = self.voter();
        let votes = self.votes.iter();
        votes
            .map(|(index, choices)| {
                let bits = voter.bits(choices);
                voter.ballot(&self.credentials[*index], &bits)
            })
            .collect()
    }

    /// The board with these ballots: setup, tally, shares and result follow.
    pub fn board(&self, ballots: &[Vec<u8>]) -> Vec<Step> {
        let setup = [&self.election, &self.trustees, &self.roll];
        let [election, trustees, roll] = setup.map(|text| text.clone().into_bytes());
        let mut steps = vec![Step::Setup {
            election,
            trustees,
            roll,
        }];
        steps.extend(ballots.iter().cloned().map(Step::Ballot));
        steps.push(Step::End);
        steps.extend(self.counted(&self.tally(ballots, true)));
        steps
    }

    /// Tally, shares and result of these sums.
    pub fn counted(&self, (sums, ballots, weight): &Tally) -> Vec<Step> {
        let pair = |(alpha, beta): &(EdwardsPoint, EdwardsPoint)| {
            format!(
                "{{\"alpha\":\"{}\",\"beta\":\"{}\"}}",
                hex(alpha),
                hex(beta)
            )
        };
        let mut steps = vec![Step::Tally {
            tally: nested(sums, pair).into_bytes(),
            ballots: *ballots,
            weight: *weight,
        }];
        steps.extend(self.decrypters.iter().map(|(owner, secret)| {
            Step::Share {
                owner: *owner,
                share: self
                    .share(secret, sums, EdwardsPoint::identity(), "")
                    .into_bytes(),
            }
        }));
        let secret = self.secret();
        let opened = |(alpha, beta): &(EdwardsPoint, EdwardsPoint)| {
            let power_of = beta - alpha * secret;
            let most = i64::try_from(*weight).unwrap();
            let sum = (0..=most).find(|&m| power(m) == power_of);
            sum.unwrap_or(0).to_string()
        };
        let result = format!("{{\"result\":{}}}", nested(sums, opened));
        steps.push(Step::Result(result.into_bytes()));
        steps
    }

    /// A share of these sums, its factors shifted by a torsion point.
    pub fn share(&self, secret: &Scalar, sums: &Sums, shift: EdwardsPoint, seed: &str) -> String {
        let mut rng = Seeded::new(&format!("share {seed}"));
        let prefix = format!(
            "decrypt|{}|{}|",
            self.voter().fingerprint,
            hex(&EdwardsPoint::mul_base(secret))
        );
        let factor = |(alpha, _): &(EdwardsPoint, EdwardsPoint)| {
            format!("\"{}\"", hex(&(alpha * secret + shift)))
        };
        let factors = nested(sums, factor);
        let proofs = nested(sums, |(alpha, _)| {
            let mut prove = || prove(secret, &[G, *alpha], &prefix, &mut rng);
            proof(&if shift == EdwardsPoint::identity() {
                prove()
            } else {
                hiding_torsion(prove)
            })
        });
        format!("{{\"decryption_factors\":{factors},\"decryption_proofs\":{proofs}}}")
    }

    /// The sums of the ballots, whatever they are: of each credential the last, or all.
    pub fn tally(&self, ballots: &[Vec<u8>], last_only: bool) -> Tally {
        let mut counted: BTreeMap<String, Value> = BTreeMap::new();
        for (index, raw) in ballots.iter().enumerate() {
            let ballot: Value = serde_json::from_slice(raw).unwrap_or_default();
            let voter = ballot["credential"].as_str().unwrap_or_default().to_owned();
            let place = if last_only {
                voter
            } else {
                format!("{voter} {index}")
            };
            counted.insert(place, ballot);
        }
        let weight_of = |voter: &str| {
            let place = |one: &Credential| voter.starts_with(&hex(&public_of(&self.uuid, one)));
            let voter = self.credentials.iter().position(place);
            let weights = self.weights.as_ref();
            voter
                .zip(weights)
                .map_or(1, |(voter, weights)| weights[voter])
        };
        let sum = |question: usize, bit: usize, part: &str| {
            let weighted = counted.iter().map(|(voter, ballot)| {
                let text = ballot["answers"][question]["choices"][bit][part].as_str();
                lenient(text.unwrap_or_default()) * Scalar::from(weight_of(voter))
            });
            weighted.sum::<EdwardsPoint>()
        };
        let sums = (self.questions.iter().enumerate())
            .map(|(q, question)| {
                let bits = 0..question.bits();
                bits.map(|bit| (sum(q, bit, "alpha"), sum(q, bit, "beta")))
                    .collect()
            })
            .collect();
        let weight = counted.keys().map(|voter| weight_of(voter)).sum();
        (sums, counted.len() as u64, weight)
    }

    pub fn secret_of(&self, voter: usize) -> Scalar {
        secret_of(&self.uuid, &self.credentials[voter])
    }
}

pub type Sums = Vec<Vec<(EdwardsPoint, EdwardsPoint)>>;
/// Sums, number of ballots, weight.
pub type Tally = (Sums, u64, u64);

/// A point in any spelling; the identity for what is none.
fn lenient(text: &str) -> EdwardsPoint {
    let byte = |index: usize| {
        text.get(2 * index..2 * index + 2)
            .map(|pair| u8::from_str_radix(pair, 16))
    };
    let bytes: Option<Vec<u8>> = (0..32).rev().map(|index| byte(index)?.ok()).collect();
    bytes
        .and_then(|bytes| CompressedEdwardsY(bytes.try_into().ok()?).decompress())
        .unwrap_or_else(EdwardsPoint::identity)
}

fn nested<T>(rows: &[Vec<T>], mut item: impl FnMut(&T) -> String) -> String {
    let rows: Vec<String> = rows
        .iter()
        .map(|row| {
            format!(
                "[{}]",
                row.iter().map(&mut item).collect::<Vec<_>>().join(",")
            )
        })
        .collect();
    format!("[{}]", rows.join(","))
}

/// Where a fault is to be found.
pub enum At {
    /// The n-th data entry of the event of this height.
    Data(usize, usize),
    Event(usize),
    /// The n-th entry after `BELENIOS`, by its name, found while the event of this height is read.
    Entry(usize, usize),
    /// The same, counted from the end.
    FromEnd(usize, usize),
    /// No entry can be named.
    Height(usize),
    /// In the first entry of the file, before any event, by its name; empty when it has none.
    Front(&'static str),
}

/// A board that is wrong in one way.
pub struct Forged {
    pub bytes: Vec<u8>,
    pub entry: String,
    pub height: Option<u64>,
}

/// An honest board with all that is needed to forge others.
pub struct Scene {
    pub world: World,
    pub ballots: Vec<Vec<u8>>,
    pub steps: Vec<Step>,
    pub records: Vec<Record>,
}

impl Scene {
    pub fn all() -> [Self; 3] {
        [World::single(), World::threshold(), World::blank()].map(Self::of)
    }

    pub fn of(world: World) -> Self {
        let ballots = world.ballots();
        let steps = world.board(&ballots);
        let records = build(&steps);
        assert_eq!(build(&steps_of(&records)), records);
        Self {
            world,
            ballots,
            steps,
            records,
        }
    }

    pub fn archive(&self) -> Vec<u8> {
        archive(self.records.clone())
    }

    pub fn result(&self) -> usize {
        SHARE + self.world.decrypters.len()
    }

    pub fn tally(&self) -> Tally {
        self.world.tally(&self.ballots, true)
    }

    pub fn text(&self, height: usize) -> &str {
        let bytes = match &self.steps[height] {
            Step::Tally { tally, .. } => tally,
            Step::Ballot(raw) | Step::Result(raw) | Step::Share { share: raw, .. } => raw,
            _ => panic!("no document"),
        };
        std::str::from_utf8(bytes).unwrap()
    }

    /// An archive of any bytes.
    pub fn file(&self, at: &At, bytes: Vec<u8>) -> Option<Forged> {
        Some(Self::place(at, &self.records, bytes))
    }

    fn place(at: &At, records: &[Record], bytes: Vec<u8>) -> Forged {
        let event = |height: usize| {
            let is_event = |(_, record): &(usize, &Record)| record.name.ends_with(".event.json");
            records
                .iter()
                .enumerate()
                .filter(is_event)
                .nth(height)
                .unwrap()
                .0
        };
        let (entry, height) = match *at {
            At::Data(height, index) => {
                let first = height.checked_sub(1).map_or(0, |before| event(before) + 1);
                (records[first + index].name.clone(), Some(height))
            }
            At::Event(height) => (records[event(height)].name.clone(), Some(height)),
            At::Entry(height, index) => (records[index].name.clone(), Some(height)),
            At::FromEnd(height, index) => {
                let index = records.len() - 1 - index;
                (records[index].name.clone(), Some(height))
            }
            At::Height(height) => (String::new(), Some(height)),
            At::Front(name) => (name.to_owned(), None),
        };
        let height = height.map(|height| height as u64);
        Forged {
            bytes,
            entry,
            height,
        }
    }

    pub fn board(&self, at: &At, steps: &[Step]) -> Option<Forged> {
        let records = build(steps);
        Some(Self::place(at, &records, archive(records.clone())))
    }

    /// The steps changed, hashes and heights following.
    pub fn steps(&self, at: &At, change: impl FnOnce(&mut Vec<Step>)) -> Option<Forged> {
        let mut steps = self.steps.clone();
        change(&mut steps);
        self.board(at, &steps)
    }

    /// The records changed, nothing following.
    pub fn records(&self, at: &At, change: impl FnOnce(&mut Vec<Record>)) -> Option<Forged> {
        let mut records = self.records.clone();
        change(&mut records);
        Some(Self::place(at, &records, archive(records.clone())))
    }

    /// Another world: every voter and trustee does everything again in it.
    pub fn world(&self, at: &At, change: impl FnOnce(&mut World)) -> Option<Forged> {
        let mut world = self.world.clone();
        change(&mut world);
        self.board(at, &world.board(&world.ballots()))
    }

    /// Other ballots, counted and opened.
    pub fn ballots(&self, at: &At, change: impl FnOnce(&mut Vec<Vec<u8>>)) -> Option<Forged> {
        let mut ballots = self.ballots.clone();
        change(&mut ballots);
        self.board(at, &self.world.board(&ballots))
    }

    /// The first ballot with another text, signed by its voter, counted and opened.
    pub fn ballot(&self, change: impl FnOnce(&str) -> String) -> Option<Forged> {
        self.ballots(&At::Data(FIRST, 0), |ballots| {
            let text = change(std::str::from_utf8(&ballots[0]).unwrap());
            let unsigned = &text[..text.find(",\"signature\"").unwrap()];
            ballots[0] = self.world.voter().sign(&self.world.secret_of(0), unsigned);
        })
    }

    /// The first ballot with other ciphertexts, proved as well as can be, signed, counted and opened.
    pub fn bits(
        &self,
        change: impl FnOnce(&Voter<'_>, &mut Vec<Vec<crate::prover::Bit>>),
    ) -> Option<Forged> {
        self.ballots(&At::Data(FIRST, 0), |ballots| {
            let mut voter = self.world.voter();
            voter.rng = Seeded::new("another vote");
            let mut bits = voter.bits(&self.world.votes[0].1);
            change(&voter, &mut bits);
            ballots[0] = hiding_torsion(|| voter.ballot(&self.world.credentials[0], &bits));
        })
    }

    /// The first share with another text.
    pub fn share(&self, at: &At, change: impl FnOnce(&mut u32, &mut String)) -> Option<Forged> {
        self.steps(at, |steps| {
            let Step::Share { owner, share } = &mut steps[SHARE] else {
                unreachable!()
            };
            let mut text = String::from_utf8(share.clone()).unwrap();
            change(owner, &mut text);
            *share = text.into_bytes();
        })
    }
}
