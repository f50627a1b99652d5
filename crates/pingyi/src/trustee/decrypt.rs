//! Decrypting the sums of closed rounds.

use super::Secret;
use crate::{
    account::password,
    client::Client,
    failure::{Failure, Result},
};
use clap::Args;
use pingyi_ballot::{PartialDecryption, TrusteeKey, VerifyOptions, verify_archive};
use rand::{rand_core::UnwrapErr, rngs::SysRng};
use reqwest::Method;
use serde::Deserialize;
use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

/// Where to decrypt.
#[derive(Args)]
pub(crate) struct Decrypt {
    /// File of the secret key or seed.
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
        let fetched = Instant::now();
        let (share, ballots) = share(key, &task.election, &archive)?;
        let shared = Instant::now();
        let path = format!("/api/boxes/{}/partial-decryptions", task.r#box);
        let sent = client
            .send_raw(Method::POST, &path, "application/json", share.to_bytes())
            .await;
        // Enough others were quicker.
        if sent
            .as_ref()
            .is_err_and(|failure| failure.is("decryption_not_needed"))
        {
            continue;
        }
        sent?;
        told(&format!(
            "{} {}：公告板核验无误，{ballots} 票的合计已解密",
            task.round_title, task.class_label
        ));
        done.sums += 1;
        done.device += shared - fetched;
        done.server += (fetched - began) + shared.elapsed();
    }
    Ok(done)
}

impl Decrypt {
    pub(super) async fn run(self) -> Result<()> {
        let secret = Secret::read(&self.key)?;
        let client =
            Client::sign_in(&self.url, &self.login, &password("密码（不显示）: ")?).await?;
        let key = secret.open(&client, &self.cycle).await?;
        let done = decrypt_all(&client, &self.cycle, &key, |line| println!("{line}")).await?;
        if done.sums == 0 {
            println!("现在没有等您解密的合计；请等主持人关闭这一轮。");
        }
        Ok(())
    }
}
