//! `pingyi trustee`: a scrutineer's key and decryptions, without a browser.

mod ceremony;
mod decrypt;
mod secret;

pub(crate) use ceremony::advance;
pub(crate) use decrypt::{Decrypted, decrypt_all};
pub(crate) use secret::Secret;

use crate::{
    account::password,
    client::Client,
    credentials::write_secret,
    failure::{Failure, Result},
};
use clap::{Args, Subcommand};
use pingyi_app::trustee::fingerprint;
use pingyi_ballot::{TrusteeKey, ceremony::Seed};
use pingyi_documents::{Fonts, trustee_backup};
use rand::{rand_core::UnwrapErr, rngs::SysRng};
use reqwest::Method;
use std::path::PathBuf;

/// What to do.
#[derive(Subcommand)]
pub(crate) enum Trustee {
    /// Makes a key: the secret into a file that stays with you, the public key with its proof to standard output.
    ///
    /// With --url the public key is handed in at once; the password is asked for, or read from standard input. Where
    /// some of the scrutineers are enough to decrypt, the secret is a seed and what is handed in a certificate; then
    /// go on with `pingyi trustee ceremony`.
    #[command(
        after_help = "Examples:\n  pingyi trustee new --key trustee.key --url http://192.168.1.2:8080 --login trustee-1 --cycle haiyang-2022"
    )]
    New(New),
    /// Makes the common key together with the other scrutineers, where some of them are enough to decrypt.
    ///
    /// Does whatever step is next and waits for the others. May be stopped and started again at any time: all that has
    /// to be kept is the seed.
    #[command(
        after_help = "Examples:\n  pingyi trustee ceremony --key seed.key --url http://192.168.1.2:8080 --login trustee-1 --cycle haiyang-2022"
    )]
    Ceremony(ceremony::Ceremony),
    /// Prints the backup sheet of a key or seed for a sealed envelope, as PDF.
    #[command(
        after_help = "Examples:\n  pingyi trustee backup --key trustee.key --name 监票人甲 --event 述职评议会议 --date 2022-11-24 --out backup.pdf"
    )]
    Backup(Backup),
    /// Verifies the boards of closed rounds and decrypts their sums; a single ballot is never decrypted.
    #[command(
        after_help = "Examples:\n  pingyi trustee decrypt --key trustee.key --url http://192.168.1.2:8080 --login trustee-1 --cycle haiyang-2022"
    )]
    Decrypt(decrypt::Decrypt),
}

/// Where the secret goes.
#[derive(Args)]
pub(crate) struct New {
    /// File for the secret; must not exist yet.
    #[arg(long)]
    key: PathBuf,
    /// Also hand the public part in at this server.
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
    /// File of the secret key or seed.
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

impl Trustee {
    pub(crate) async fn run(self) -> Result<()> {
        match self {
            Self::New(new) => new.run().await,
            Self::Ceremony(ceremony) => ceremony.run().await,
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
                let client = Client::sign_in(url, login, &password).await?;
                let view = ceremony::view(&client, cycle).await?;
                Some((client, cycle, view))
            }
            _ => None,
        };
        let mut rng = UnwrapErr(SysRng);
        match place {
            Some((client, cycle, view)) if view.is_threshold() => {
                if view.own()?.certificate.is_some() {
                    return Err(Failure::new(
                        "您已经交过证书。请用当时保存的种子继续：pingyi trustee ceremony；种子丢了，请组织者重新开始生成密钥",
                    ));
                }
                let seed = Seed::generate(&mut rng);
                write_secret(&self.key, seed.expose().as_bytes())?;
                ceremony::step(&client, cycle, &seed, &view, &|line: &str| {
                    eprintln!("{line}");
                })
                .await?;
                eprintln!("指纹 {}", fingerprint(&seed.verification_key().to_hex()));
                eprintln!(
                    "种子在 {}；请另印备份页封存（pingyi trustee backup），再用 pingyi trustee ceremony 完成其余步骤。",
                    self.key.display()
                );
            }
            place => {
                let key = TrusteeKey::generate(&mut rng);
                let public = key.public(&mut rng).to_json();
                write_secret(&self.key, key.to_backup().as_bytes())?;
                println!("{public}");
                if let Some((client, cycle, _)) = place {
                    let path = format!("/api/cycles/{cycle}/trustee-key");
                    let receipt = client
                        .send_raw(Method::PUT, &path, "application/json", public.into_bytes())
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
            }
        }
        Ok(())
    }
}

impl Backup {
    fn run(self) -> Result<()> {
        let secret = Secret::read(&self.key)?;
        let sheet = trustee_backup::TrusteeBackup {
            event: self.event,
            trustee: self.name,
            fingerprint: fingerprint(&secret.public_key().to_hex()),
            backup: secret.to_backup(),
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
