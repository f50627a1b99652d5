//! The key ceremony over HTTP: whatever step is next, until the common key stands.

use super::Secret;
use crate::{
    account::password,
    client::Client,
    failure::{Failure, Result},
    progress,
};
use clap::Args;
use pingyi_app::trustee::fingerprint;
use pingyi_ballot::{
    TrusteeKey,
    ceremony::{
        CeremonyFault, Certificate, Certificates, Context, Input, Output, Polynomial, Seed,
    },
};
use rand::{rand_core::UnwrapErr, rngs::SysRng};
use reqwest::Method;
use serde::Deserialize;
use std::{path::PathBuf, time::Duration};

/// Between two looks whether the others are ready.
const PAUSE: Duration = Duration::from_secs(2);

/// Where to take part.
#[derive(Args)]
pub(crate) struct Ceremony {
    /// File of the seed that `pingyi trustee new` made.
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
    /// Do what can be done now and end; otherwise wait for the others.
    #[arg(long)]
    no_wait: bool,
}

/// How the ceremony stands, as the server tells it.
#[derive(Deserialize)]
pub(crate) struct View {
    scheme: String,
    size: u32,
    threshold: u32,
    step: String,
    members: Vec<Member>,
    own: Option<Own>,
}

#[derive(Deserialize)]
struct Member {
    position: u32,
    name: String,
    certificate: bool,
    polynomial: bool,
    key: bool,
}

/// What the server keeps for this member, as raw JSON texts.
#[derive(Deserialize)]
pub(super) struct Own {
    position: u32,
    context: String,
    pub(super) certificate: Option<String>,
    certificates: Option<String>,
    polynomial: Option<String>,
    input: Option<String>,
    output: Option<String>,
}

/// How the ceremony of a cycle stands.
pub(super) async fn view(client: &Client, cycle: &str) -> Result<View> {
    client.get(&format!("/api/cycles/{cycle}/ceremony")).await
}

impl View {
    /// Whether some of the trustees are enough.
    pub(super) fn is_threshold(&self) -> bool {
        self.scheme == "threshold"
    }

    fn is_done(&self) -> bool {
        self.step == "done"
    }

    pub(super) fn own(&self) -> Result<&Own> {
        if !self.is_threshold() {
            return Err(Failure::new(
                "规则卡规定全部监票人一起解密，各人自己生成密钥即可，不用共同生成",
            ));
        }
        let own = self.own.as_ref();
        own.ok_or_else(|| Failure::new("您还没有被指定为这次评议的监票人"))
    }

    /// A fault with the name of the member to ask.
    fn fault(&self, fault: &CeremonyFault) -> Failure {
        let named = fault
            .member
            .and_then(|index| self.members.iter().find(|one| one.position == index));
        let whom = named.map_or(String::new(), |member| format!("（{}）", member.name));
        Failure::new(format!(
            "{}{whom}。没有交出任何内容；请告诉组织者，查明后重新开始生成密钥",
            fault.zh()
        ))
    }

    /// The context, which has to be the one announced, and the certificates once they are all there.
    fn group(&self, seed: &Seed) -> Result<(Context, Option<Certificates>)> {
        let own = self.own()?;
        let context = Context::parse(own.context.as_bytes()).map_err(|fault| self.fault(&fault))?;
        let announced = Context {
            size: self.size,
            threshold: self.threshold,
            index: own.position,
        };
        if context != announced {
            return Err(Failure::new("服务器给出的人数、门限或序号前后不一致"));
        }
        if let Some(raw) = &own.certificate {
            let certificate =
                Certificate::parse(raw.as_bytes(), context).map_err(|fault| self.fault(&fault))?;
            if !certificate.is_of(seed) {
                return Err(Failure::new(
                    "这个种子不是您交证书时用的；请换成当时保存的那个种子文件（--key）",
                ));
            }
        }
        let certificates = own.certificates.as_ref();
        let certificates = certificates
            .map(|raw| Certificates::parse(raw.as_bytes()))
            .transpose()
            .map_err(|fault| self.fault(&fault))?;
        Ok((context, certificates))
    }

    /// What this member can hand in now: the end of its address, a name, the message.
    fn next(&self, seed: &Seed) -> Result<Option<(&'static str, &'static str, String)>> {
        let own = self.own()?;
        let (context, certificates) = self.group(seed)?;
        let index = own.position;
        let mut rng = UnwrapErr(SysRng);
        let missing = || Failure::new("服务器没有给出这一步需要的材料");
        let made = match self.step.as_str() {
            "certificates" if own.certificate.is_none() => {
                let made = Certificate::make(seed, context, &mut rng);
                Some(("certificate", "证书", made.to_json()))
            }
            "polynomials" if own.polynomial.is_none() => {
                let certificates = certificates.ok_or_else(missing)?;
                let made = Polynomial::make(seed, &certificates, index, &mut rng)
                    .map_err(|fault| self.fault(&fault))?;
                Some(("polynomial", "多项式", made.to_json()))
            }
            "keys" if own.output.is_none() => {
                let certificates = certificates.ok_or_else(missing)?;
                let input = own.input.as_ref().ok_or_else(missing)?;
                let made = Input::parse(input.as_bytes())
                    .and_then(|input| Output::make(seed, &certificates, &input, index, &mut rng))
                    .map_err(|fault| self.fault(&fault))?;
                Some(("key", "验证公钥", made.to_json()))
            }
            _ => None,
        };
        Ok(made)
    }

    /// This member's private key, opened with its seed.
    pub(super) fn private_key(&self, seed: &Seed) -> Result<TrusteeKey> {
        let own = self.own()?;
        let (_, certificates) = self.group(seed)?;
        let (Some(certificates), Some(output)) = (certificates, &own.output) else {
            return Err(Failure::new(
                "您的密钥还没有生成完；请先运行 pingyi trustee ceremony",
            ));
        };
        Output::parse_own(output.as_bytes(), &certificates, own.position)
            .and_then(|output| output.private_key(seed, &certificates, own.position))
            .map_err(|fault| self.fault(&fault))
    }

    /// What is done, for people: everybody's fingerprint as their certificates say, not as the server does.
    fn fingerprints(&self, seed: &Seed) -> Result<Vec<String>> {
        let certificates = self.group(seed)?.1;
        let list = certificates.as_ref().map(Certificates::list);
        let of = |certificate: &Certificate| {
            let index = certificate.context().index;
            let member = self.members.iter().find(|one| one.position == index);
            let name = member.map_or("", |member| &member.name);
            let key = certificate.verification_key().to_hex();
            format!("  {index} {name}  {}", fingerprint(&key))
        };
        Ok(list.unwrap_or_default().iter().map(of).collect())
    }

    /// Who is waited for, and for what.
    fn waited_for(&self) -> String {
        let (what, is_here): (_, fn(&Member) -> bool) = match self.step.as_str() {
            "certificates" => ("证书", |one| one.certificate),
            "polynomials" => ("多项式", |one| one.polynomial),
            _ => ("验证公钥", |one| one.key),
        };
        let absent = self.members.iter().filter(|one| !is_here(one));
        let mut names: Vec<&str> = absent.map(|one| one.name.as_str()).collect();
        if (self.members.len() as u64) < u64::from(self.size) {
            names.push("还没有指定的监票人");
        }
        format!("等待{}交{what}", names.join("、"))
    }
}

/// Hands in what this member can make now, if anything.
pub(super) async fn step(
    client: &Client,
    cycle: &str,
    seed: &Seed,
    now: &View,
    told: &impl Fn(&str),
) -> Result<bool> {
    let Some((place, name, message)) = now.next(seed)? else {
        return Ok(false);
    };
    if place == "polynomial" {
        told(&format!(
            "{} 人中任意 {} 人可以解密。请当面核对每人的指纹：",
            now.size, now.threshold
        ));
        now.fingerprints(seed)?.iter().for_each(|line| told(line));
    }
    let path = format!("/api/cycles/{cycle}/ceremony/{place}");
    client
        .send_raw(Method::PUT, &path, "application/json", message.into_bytes())
        .await?;
    told(&format!("{name}已交"));
    Ok(true)
}

/// Hands in everything this member can make now; how the ceremony stands then.
pub(crate) async fn advance(
    client: &Client,
    cycle: &str,
    seed: &Seed,
    told: impl Fn(&str),
) -> Result<View> {
    let mut now = view(client, cycle).await?;
    while step(client, cycle, seed, &now, &told).await? {
        now = view(client, cycle).await?;
    }
    Ok(now)
}

impl Ceremony {
    pub(super) async fn run(self) -> Result<()> {
        let Secret::Seed(seed) = Secret::read(&self.key)? else {
            return Err(Failure::new(
                "这个文件是单独一把私钥，不是种子；种子由 pingyi trustee new 生成",
            ));
        };
        let client =
            Client::sign_in(&self.url, &self.login, &password("密码（不显示）: ")?).await?;
        let mut line = None;
        let now = loop {
            let now = advance(&client, &self.cycle, &seed, |said| println!("{said}")).await?;
            if now.is_done() {
                break now;
            }
            let waited = now.waited_for();
            if self.no_wait {
                println!("{waited}；之后再运行一次同样的命令。");
                return Ok(());
            }
            line.get_or_insert_with(progress::waiting)
                .set_message(waited);
            tokio::time::sleep(PAUSE).await;
        };
        if let Some(line) = line {
            line.finish_and_clear();
        }
        let key = now.private_key(&seed)?;
        println!(
            "共同密钥已生成，您的一份可以打开，验证公钥指纹 {}。每人的证书指纹：",
            fingerprint(&key.public_key().to_hex())
        );
        for line in now.fingerprints(&seed)? {
            println!("{line}");
        }
        println!("请只保管好种子（{}）和备份页。", self.key.display());
        Ok(())
    }
}
