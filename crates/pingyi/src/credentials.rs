//! `pingyi credentials`: making slips on a device of the authority's own, without a network.

use crate::{
    account::password,
    authority,
    failure::{Doing, Failure, Result},
};
use clap::{Args, Subcommand};
use pingyi_app::slip::CredentialRequest;
use pingyi_ballot::{Credential, ElectionId};
use pingyi_documents::{Fonts, slips};
use rand::{rand_core::UnwrapErr, rngs::SysRng};
use std::{
    io::Write,
    path::{Path, PathBuf},
};

/// What to do.
#[derive(Subcommand)]
pub(crate) enum Credentials {
    /// Makes the slips asked for: sheets to print, and public credentials to hand in.
    ///
    /// Download the request on the page 选票码条, run this on a device without a network, print slips.pdf, hand
    /// upload.json in on the same page, and delete both.
    #[command(
        after_help = "Examples:\n  pingyi credentials make --request request.json --out slips"
    )]
    Make(Make),
    /// Derives the public credentials of one slip, to void it when it was spoiled; the code is read from the keyboard.
    #[command(after_help = "Examples:\n  pingyi credentials public --request request.json")]
    Public(Public),
}

/// What to make from and where to put it.
#[derive(Args)]
pub(crate) struct Make {
    /// The request downloaded from the page 选票码条.
    #[arg(long)]
    request: PathBuf,
    /// Folder for slips.pdf and upload.json.
    #[arg(long)]
    out: PathBuf,
    /// Also write slips.json with every code in the clear. For rehearsals and tests only.
    #[arg(long)]
    keep_codes: bool,
}

/// The request whose boxes are meant.
#[derive(Args)]
pub(crate) struct Public {
    /// The request downloaded from the page 选票码条.
    #[arg(long)]
    request: PathBuf,
}

fn read_request(path: &Path) -> Result<CredentialRequest> {
    let text = std::fs::read_to_string(path).doing(format!("cannot read {}", path.display()))?;
    serde_json::from_str(&text).doing(format!(
        "{} is not a request downloaded from the page 选票码条",
        path.display()
    ))
}

/// Writes a file that only its owner may read, and never over another.
pub(crate) fn write_secret(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).doing(format!(
        "cannot write {} (it must not exist yet)",
        path.display()
    ))?;
    file.write_all(bytes)
        .doing(format!("cannot write {}", path.display()))
}

/// Every code by box, for rehearsals and tests.
pub(crate) fn codes(made: &[authority::MadeGroup]) -> Vec<serde_json::Value> {
    let of = |group: &authority::MadeGroup,
              list: &[Credential],
              spare: bool|
     -> Vec<serde_json::Value> {
        list.iter()
            .map(|secret| serde_json::json!({ "group": group.code, "code": secret.expose(), "spare": spare }))
            .collect()
    };
    made.iter()
        .flat_map(|group| {
            [
                of(group, &group.slips, false),
                of(group, &group.spares, true),
            ]
            .concat()
        })
        .collect()
}

impl Credentials {
    pub(crate) fn run(self) -> Result<()> {
        match self {
            Self::Make(make) => make.run(),
            Self::Public(public) => public.run(),
        }
    }
}

impl Make {
    fn run(self) -> Result<()> {
        let mut rng = UnwrapErr(SysRng);
        let request = read_request(&self.request)?;
        let fonts = Fonts::load(None)?;
        // All or none: slips without their upload, or an upload of other slips, would be worthless paper.
        for name in ["slips.pdf", "upload.json", "slips.json"] {
            let path = self.out.join(name);
            if path.exists() {
                return Err(Failure::new(format!(
                    "{} exists already; print and hand in those slips, or choose another folder with --out",
                    path.display()
                )));
            }
        }
        std::fs::create_dir_all(&self.out)
            .doing(format!("cannot make the folder {}", self.out.display()))?;
        let made = authority::make(&request, &mut rng);
        let upload = authority::upload(&request, &made)?;
        let pdf = slips::pdf(&authority::sheets(&request, &made, &mut rng), &fonts)?;
        write_secret(&self.out.join("slips.pdf"), &pdf)?;
        write_secret(
            &self.out.join("upload.json"),
            &serde_json::to_vec_pretty(&upload)?,
        )?;
        if self.keep_codes {
            write_secret(
                &self.out.join("slips.json"),
                &serde_json::to_vec_pretty(&codes(&made))?,
            )?;
        }
        let printed: usize = made
            .iter()
            .map(|group| group.slips.len() + group.spares.len())
            .sum();
        println!(
            "{printed} 张选票码条，{} 个票箱\n  打印      {}\n  交给管理页 {}\n打印并交回后，请删除这两个文件。",
            made.len(),
            self.out.join("slips.pdf").display(),
            self.out.join("upload.json").display()
        );
        Ok(())
    }
}

impl Public {
    fn run(self) -> Result<()> {
        let request = read_request(&self.request)?;
        let code = password("选票码条（不显示）: ")?;
        let secret = Credential::parse(code.trim()).map_err(|fault| Failure::new(fault.zh()))?;
        for group in &request.groups {
            for id in &group.elections {
                let election = ElectionId::parse(id)?;
                println!(
                    "{}\t{id}\t{}",
                    group.code,
                    secret.public(&election).to_hex()
                );
            }
        }
        Ok(())
    }
}
