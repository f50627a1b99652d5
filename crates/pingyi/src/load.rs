//! `pingyi load`: simulated phones that cast real encrypted ballots over HTTP.

mod bench;

use crate::{
    client::Client,
    failure::{Doing, Failure, Result},
    progress,
};
use clap::Args;
use pingyi_ballot::{Credential, Election, PublicCredential, Question, Roll, encrypt_ballot};
use rand::{rand_core::UnwrapErr, rngs::SysRng, seq::SliceRandom};
use reqwest::Method;
use serde::Deserialize;
use std::{
    collections::HashMap,
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::sync::{Mutex, Semaphore};

/// Whom to cast for, and where.
#[derive(Args)]
pub(crate) struct Load {
    /// Server to cast at; without it, a server of its own is started and measured with 119, 1,000 and 5,000 voters.
    #[arg(long, requires = "slips", requires = "round")]
    url: Option<String>,
    /// File with the codes, as written by `pingyi credentials make --keep-codes`.
    #[arg(long)]
    slips: Option<PathBuf>,
    /// Number of the round, 0 for the rehearsal.
    #[arg(long)]
    round: Option<u32>,
    /// Codes to leave alone. May be given several times.
    #[arg(long)]
    except: Vec<String>,
    /// Numbers of voters to measure without --url.
    #[arg(long, value_delimiter = ',', default_value = "119,1000,5000")]
    voters: Vec<u32>,
}

/// A code of the slips file.
#[derive(Deserialize)]
struct Slip {
    code: String,
    #[serde(default)]
    spare: bool,
}

/// What the voter page hears, as far as a simulated phone needs it.
#[derive(Deserialize)]
pub(crate) struct VoteState {
    rounds: Vec<VoteRound>,
}

#[derive(Deserialize)]
struct VoteRound {
    number: u32,
    state: String,
    boxes: Vec<VoteBox>,
}

#[derive(Deserialize)]
struct VoteBox {
    id: String,
}

/// The boxes of an open round, fetched as a phone does.
pub(crate) struct Phones {
    client: Client,
    boxes: Vec<(Election, Roll)>,
    /// Phones at once.
    at_once: usize,
}

/// What casting took.
#[derive(Default)]
pub(crate) struct Timings {
    /// From sending to acknowledgement, each ballot.
    pub(crate) answers: Vec<Duration>,
    /// From the first to the last.
    pub(crate) whole: Duration,
}

impl Timings {
    fn percentile(&self, percent: usize) -> Duration {
        let mut sorted = self.answers.clone();
        sorted.sort_unstable();
        sorted
            .get((sorted.len() * percent / 100).min(sorted.len().saturating_sub(1)))
            .copied()
            .unwrap_or_default()
    }
}

impl Phones {
    /// Fetches the elections and rolls of an open round.
    pub(crate) async fn new(url: &str, round: u32, at_once: usize) -> Result<Self> {
        let client = Client::new(url)?;
        let state: VoteState = client.get("/api/vote").await?;
        let found = state
            .rounds
            .iter()
            .find(|one| one.number == round && one.state == "open");
        let found = found
            .ok_or_else(|| Failure::new(format!("第 {round} 轮没有在投票；请先在主持页开启")))?;
        let mut boxes = Vec::new();
        for one in &found.boxes {
            let election = client
                .bytes(&format!("/api/boxes/{}/election", one.id))
                .await?;
            let roll = client.bytes(&format!("/api/boxes/{}/roll", one.id)).await?;
            boxes.push((Election::parse(&election)?, Roll::parse(&roll)?));
        }
        Ok(Self {
            client,
            boxes,
            at_once,
        })
    }

    /// The box a slip votes in, if it may vote in this round.
    pub(crate) fn box_of(&self, secret: &Credential) -> Option<usize> {
        self.boxes.iter().position(|(election, roll)| {
            let own: PublicCredential = secret.public(election.id());
            roll.contains(&own)
        })
    }

    /// What a ballot of a box is asked.
    pub(crate) fn questions(&self, index: usize) -> &[Question] {
        self.boxes[index].0.questions()
    }

    /// Encrypts a ballot.
    pub(crate) fn encrypt(
        &self,
        index: usize,
        secret: &Credential,
        answers: &[Vec<u32>],
    ) -> Result<Vec<u8>> {
        Ok(encrypt_ballot(
            &self.boxes[index].0,
            secret,
            answers,
            &mut UnwrapErr(SysRng),
        )?)
    }

    /// Casts ballots encrypted before, so many at once, and times the acknowledgements.
    pub(crate) async fn cast(
        &self,
        ballots: Vec<(usize, Vec<u8>)>,
        label: &str,
    ) -> Result<Timings> {
        let gate = Arc::new(Semaphore::new(self.at_once));
        let answers = Arc::new(Mutex::new(Vec::with_capacity(ballots.len())));
        let bar = progress::bar(ballots.len() as u64, label);
        let began = Instant::now();
        let mut tasks = tokio::task::JoinSet::new();
        for (index, raw) in ballots {
            let (gate, answers, client, bar) = (
                Arc::clone(&gate),
                Arc::clone(&answers),
                self.client.clone(),
                bar.clone(),
            );
            let path = format!("/api/boxes/{}/ballots", self.boxes[index].0.id());
            tasks.spawn(async move {
                let _turn = gate.acquire().await.doing("stopped")?;
                let sent = Instant::now();
                client
                    .send_raw(Method::POST, &path, "application/json", raw)
                    .await?;
                answers.lock().await.push(sent.elapsed());
                bar.inc(1);
                Result::Ok(())
            });
        }
        while let Some(done) = tasks.join_next().await {
            done??;
        }
        bar.finish_and_clear();
        let answers = std::mem::take(&mut *answers.lock().await);
        Ok(Timings {
            answers,
            whole: began.elapsed(),
        })
    }

    /// Encrypts on every core.
    pub(crate) async fn encrypt_all(
        self: &Arc<Self>,
        votes: Vec<(usize, Credential, Vec<Vec<u32>>)>,
    ) -> Result<Vec<(usize, Vec<u8>)>> {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        let bar = progress::bar(votes.len() as u64, "加密");
        let mut shares: Vec<Vec<_>> = (0..cores).map(|_| Vec::new()).collect();
        for (n, vote) in votes.into_iter().enumerate() {
            shares[n % cores].push(vote);
        }
        let mut tasks = Vec::new();
        for share in shares {
            let (phones, bar) = (Arc::clone(self), bar.clone());
            tasks.push(tokio::task::spawn_blocking(
                move || -> Result<Vec<(usize, Vec<u8>)>> {
                    share
                        .into_iter()
                        .map(|(index, secret, answers)| {
                            bar.inc(1);
                            Ok((index, phones.encrypt(index, &secret, &answers)?))
                        })
                        .collect()
                },
            ));
        }
        let mut all = Vec::new();
        for task in tasks {
            all.extend(task.await??);
        }
        bar.finish_and_clear();
        Ok(all)
    }
}

/// As few answers as each question asks for, at least one, drawn at random.
pub(crate) fn random_answers(questions: &[Question]) -> Vec<Vec<u32>> {
    let mut rng = UnwrapErr(SysRng);
    let answers = questions.iter().map(|question| {
        let mut chosen: Vec<usize> = (0..question.answers.len()).collect();
        chosen.shuffle(&mut rng);
        chosen.truncate(question.min.max(1) as usize);
        (0..question.answers.len())
            .map(|answer| u32::from(chosen.contains(&answer)))
            .collect()
    });
    answers.collect()
}

impl Load {
    pub(crate) async fn run(self) -> Result<()> {
        let (Some(url), Some(slips), Some(round)) = (&self.url, &self.slips, self.round) else {
            return bench::run(&self.voters).await;
        };
        let text =
            std::fs::read_to_string(slips).doing(format!("cannot read {}", slips.display()))?;
        let slips: Vec<Slip> =
            serde_json::from_str(&text).doing(format!("{} holds no slips", slips.display()))?;
        let phones = Arc::new(Phones::new(url, round, 32).await?);
        let mut votes = Vec::new();
        let mut per_box: HashMap<usize, usize> = HashMap::new();
        for slip in slips
            .iter()
            .filter(|slip| !slip.spare && !self.except.contains(&slip.code))
        {
            let secret = Credential::parse(&slip.code).map_err(|fault| Failure::new(fault.zh()))?;
            if let Some(index) = phones.box_of(&secret) {
                *per_box.entry(index).or_default() += 1;
                votes.push((index, secret, random_answers(phones.questions(index))));
            }
        }
        let ballots = phones.encrypt_all(votes).await?;
        let timings = phones.cast(ballots, "投票").await?;
        print_casting(&timings);
        Ok(())
    }
}

/// Prints ballots per second and percentiles.
pub(crate) fn print_casting(timings: &Timings) {
    let count = timings.answers.len();
    let micros = timings.whole.as_micros().max(1);
    let tenths = (count as u128) * 10_000_000 / micros;
    println!(
        "{count} ballots cast and acknowledged in {:.2?}: {}.{} a second, median {:.1?}, p99 {:.1?}",
        timings.whole,
        tenths / 10,
        tenths % 10,
        timings.percentile(50),
        timings.percentile(99)
    );
}
