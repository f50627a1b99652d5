//! `pingyi account`: accounts made at the machine itself.

use crate::{
    failure::{Failure, Result},
    serve::{application, open_store},
};
use clap::{Args, Subcommand};
use pingyi_app::account::{NewAccount, create_locally};
use pingyi_core::role::Role;
use std::{io::IsTerminal, path::PathBuf};

/// What to do.
#[derive(Subcommand)]
pub(crate) enum Account {
    /// Adds an account. The password is asked for, or read from standard input.
    #[command(
        after_help = "Examples:\n  pingyi account add --login organiser --name 服务中心组织者 --role organiser"
    )]
    Add(Add),
}

/// The account.
#[derive(Args)]
pub(crate) struct Add {
    /// Folder for all data.
    #[arg(long, env = "PINGYI_DATA", default_value = "pingyi-data")]
    data: PathBuf,
    /// PostgreSQL instead of a file in the data folder.
    #[arg(long, env = "PINGYI_DATABASE", hide_env_values = true)]
    database: Option<String>,
    /// The word typed at sign-in.
    #[arg(long)]
    login: String,
    /// Name or office shown to others.
    #[arg(long)]
    name: String,
    /// organiser, host, trustee, auditor, viewer or town.
    #[arg(long, value_parser = |text: &str| text.parse::<Role>())]
    role: Role,
    /// The town of a town account, by its name in the register.
    #[arg(long)]
    town: Option<String>,
}

/// A password from the keyboard, typed twice, or one line of standard input.
pub(crate) fn new_password() -> Result<String> {
    if std::io::stdin().is_terminal() {
        let first = rpassword::prompt_password("密码（至少 10 位，不显示）: ")?;
        if first != rpassword::prompt_password("再输一次： ")? {
            return Err(Failure::new("两次输入的密码不同，没有新增账号"));
        }
        return Ok(first);
    }
    let mut line = String::new();
    std::io::stdin().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// A password from the keyboard, typed once, or one line of standard input.
pub(crate) fn password(prompt: &str) -> Result<String> {
    if std::io::stdin().is_terminal() {
        return Ok(rpassword::prompt_password(prompt)?);
    }
    let mut line = String::new();
    std::io::stdin().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

impl Account {
    pub(crate) async fn run(self) -> Result<()> {
        let Self::Add(add) = self;
        let store = open_store(&add.data, add.database.as_deref()).await?;
        let app = application(store, "");
        let password = new_password()?;
        let wanted = NewAccount {
            login: &add.login,
            name: &add.name,
            role: add.role.code(),
            town: add.town.as_deref(),
            password,
        };
        let made = create_locally(&app, wanted).await?;
        println!(
            "已新增账号 {}({})，角色 {}",
            made.login, made.name, made.role
        );
        Ok(())
    }
}
