//! `pingyi trustee`: a scrutineer's key and decryptions, without a browser.

use crate::{
    account::password,
    client::Client,
    credentials::write_secret,
    failure::{Doing, Failure, Result},
};
use clap::{Args, Subcommand};
use pingyi_ballot::{PartialDecryption, TrusteeKey, VerifyOptions, verify_archive};
use pingyi_documents::{Fonts, trustee_backup};
use rand::{rand_core::UnwrapErr, rngs::SysRng};
use reqwest::Method;
use serde::Deserialize;
use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

/// What to do.
#[derive(Subcommand)]
pub(crate) enum Trustee {
    /// Makes a key: the secret into a file that stays with you, the public key with its proof to standard output.
    ///
    /// With --url the public key is handed in at once; the password is asked for, or read from standard input.
    #[command(
        after_help = "Examples:\n  pingyi trustee new --key trustee.key --url http://192.168.1.2:8080 --login trustee-1 --cycle haiyang-2022"
    )]
    New(New),
    /// Prints the backup sheet of a key for a sealed envelope, as PDF.
    #[command(
        after_help = "Examples:\n  pingyi trustee backup --key trustee.key --name 监票人甲 --event 述职评议会议 --date 2022-11-24 --out backup.pdf"
    )]
    Backup(Backup),
    /// Verifies the boards of closed rounds and decrypts their sums; a single ballot is never decrypted.
    #[command(
        after_help = "Examples:\n  pingyi trustee decrypt --key trustee.key --url http://192.168.1.2:8080 --login trustee-1 --cycle haiyang-2022"
    )]
    Decrypt(Decrypt),
}

/// Where the secret goes.
#[derive(Args)]
pub(crate) struct New {
    /// File for the secret key; must not exist yet.
    #[arg(long)]
    key: PathBuf,
    /// Also hand the public key in at this server.
    #[arg(long, requires = "login", requires = "cycle")]
    url: Option<String>,
    /// Login at the server.
    #[arg(long)]
    login: Option<String>,
    /// Code of the cycle.
    #[arg(long)]
    cycle: Option<String>,
}

/// The sheet.
#[derive(Args)]
pub(crate) struct Backup {
    /// File of the secret key.
    #[arg(long)]
    key: PathBuf,
    /// Your name or office.
    #[arg(long)]
    name: String,
    /// Name of the meeting.
    #[arg(long)]
    event: String,
    /// Date on the sheet, 2022-11-24.
    #[arg(long)]
    date: jiff::civil::Date,
    /// File for the PDF; must not exist yet.
    #[arg(long)]
    out: PathBuf,
}

/// Where to decrypt.
#[derive(Args)]
pub(crate) struct Decrypt {
    /// File of the secret key.
    #[arg(long)]
    key: PathBuf,
    /// Address of the server.
    #[arg(long)]
    url: String,
    /// Login.
    #[arg(long)]
    login: String,
    /// Code of the cycle.
    #[arg(long)]
    cycle: String,
}

/// A sum to decrypt, as the server tells it.
#[derive(Deserialize)]
struct Task {
    r#box: String,
    round_title: String,
    class_label: String,
    election: String,
    done: bool,
}

fn read_key(path: &Path) -> Result<TrusteeKey> {
    let text = std::fs::read_to_string(path).doing(format!("cannot read {}", path.display()))?;
    TrusteeKey::from_backup(&text).map_err(|fault| Failure::new(fault.zh()))
}

/// This trustee's share of the sum on a board. The board is verified first: who decrypts whatever a server sends may
/// open a single ballot.
fn share(key: &TrusteeKey, election: &str, archive: &[u8]) -> Result<(PartialDecryption, u64)> {
    let verified = verify_archive(archive, VerifyOptions::default())
        .map_err(|fault| Failure::new(fault.zh.clone()))?;
    if verified.election.raw() != election.as_bytes() {
        return Err(Failure::new("公告板属于另一次选举，没有解密"));
    }
    let own = key.public_key();
    if !verified.trustees.keys().any(|one| *one.key() == own) {
        return Err(Failure::new(
            "这把私钥不是这次评议的；请换成制作公钥时保存的那个私钥文件（--key）",
        ));
    }
    let tally = verified
        .tally
        .ok_or_else(|| Failure::new("公告板上还没有合计，请稍后再试"))?;
    Ok((
        key.decrypt(&verified.election, &tally, &mut UnwrapErr(SysRng)),
        verified.ballots,
    ))
}

/// What decrypting took.
#[derive(Default)]
pub(crate) struct Decrypted {
    /// Sums decrypted.
    pub(crate) sums: usize,
    /// Verifying the boards and decrypting, on the trustee's device.
    pub(crate) device: Duration,
    /// Sending the boards and checking the shares, at the server.
    pub(crate) server: Duration,
}

/// Verifies and decrypts every sum that waits for this trustee.
pub(crate) async fn decrypt_all(
    client: &Client,
    cycle: &str,
    key: &TrusteeKey,
    told: impl Fn(&str),
) -> Result<Decrypted> {
    let tasks: Vec<Task> = client
        .get(&format!("/api/cycles/{cycle}/trustee-tasks"))
        .await?;
    let mut done = Decrypted::default();
    for task in tasks.iter().filter(|task| !task.done) {
        let began = Instant::now();
        let archive = client
            .bytes(&format!("/api/boxes/{}/archive", task.r#box))
            .await?;
        let sent = Instant::now();
        let (share, ballots) = share(key, &task.election, &archive)?;
        let shared = Instant::now();
        let path = format!("/api/boxes/{}/partial-decryptions", task.r#box);
        client
            .send_raw(Method::POST, &path, "application/json", share.to_bytes())
            .await?;
        told(&format!(
            "{} {}：公告板核验无误，{ballots} 票的合计已解密",
            task.round_title, task.class_label
        ));
        done.sums += 1;
        done.device += shared - sent;
        done.server += (sent - began) + shared.elapsed();
    }
    Ok(done)
}

impl Trustee {
    pub(crate) async fn run(self) -> Result<()> {
        match self {
            Self::New(new) => new.run().await,
            Self::Backup(backup) => backup.run(),
            Self::Decrypt(decrypt) => decrypt.run().await,
        }
    }
}

impl New {
    async fn run(self) -> Result<()> {
        // Whoever cannot sign in should not be left with a key that nobody knows.
        let place = match (&self.url, &self.login, &self.cycle) {
            (Some(url), Some(login), Some(cycle)) => {
                let password = password("密码（不显示）: ")?;
                Some((Client::sign_in(url, login, &password).await?, cycle))
            }
            _ => None,
        };
        let mut rng = UnwrapErr(SysRng);
        let key = TrusteeKey::generate(&mut rng);
        let public = key.public(&mut rng);
        write_secret(&self.key, key.to_backup().as_bytes())?;
        println!("{}", public.to_json());
        if let Some((client, cycle)) = place {
            let path = format!("/api/cycles/{cycle}/trustee-key");
            let receipt = client
                .send_raw(
                    Method::PUT,
                    &path,
                    "application/json",
                    public.to_json().into_bytes(),
                )
                .await?;
            eprintln!(
                "公钥已交，指纹 {}",
                receipt["fingerprint"].as_str().unwrap_or_default()
            );
        }
        eprintln!(
            "私钥在 {}；请另印备份页封存（pingyi trustee backup）。",
            self.key.display()
        );
        Ok(())
    }
}

impl Backup {
    fn run(self) -> Result<()> {
        let key = read_key(&self.key)?;
        let sheet = trustee_backup::TrusteeBackup {
            event: self.event,
            trustee: self.name,
            fingerprint: pingyi_app::trustee::fingerprint(&key.public_key().to_hex()),
            backup: key.to_backup(),
            made_on: self.date,
            synthetic: false,
        };
        write_secret(
            &self.out,
            &trustee_backup::pdf(&sheet, &Fonts::load(None)?)?,
        )?;
        println!(
            "备份页：{}。打印后装信封封存，并删除这个文件。",
            self.out.display()
        );
        Ok(())
    }
}

impl Decrypt {
    async fn run(self) -> Result<()> {
        let key = read_key(&self.key)?;
        let client =
            Client::sign_in(&self.url, &self.login, &password("密码（不显示）: ")?).await?;
        let done = decrypt_all(&client, &self.cycle, &key, |line| println!("{line}")).await?;
        if done.sums == 0 {
            println!("现在没有等您解密的合计；请等主持人关闭这一轮。");
        }
        Ok(())
    }
}
