//! `pingyi doctor`: is this machine ready for a meeting.

use crate::{
    failure::Result,
    serve::{application, open_store},
};
use clap::Args;
use pingyi_documents::Fonts;
use std::{net::SocketAddr, path::PathBuf, process::ExitCode};

/// What to look at.
#[derive(Args)]
pub(crate) struct Doctor {
    /// Folder for all data.
    #[arg(long, env = "PINGYI_DATA", default_value = "pingyi-data")]
    data: PathBuf,
    /// PostgreSQL instead of a file in the data folder.
    #[arg(long, env = "PINGYI_DATABASE", hide_env_values = true)]
    database: Option<String>,
    /// Address and port the meeting will use.
    #[arg(long, env = "PINGYI_LISTEN", default_value = "0.0.0.0:8080")]
    listen: SocketAddr,
}

impl Doctor {
    pub(crate) async fn run(self) -> Result<ExitCode> {
        let mut ready = true;
        let mut say = |ok: bool, line: String| {
            ready &= ok;
            println!("{} {line}", if ok { "✓" } else { "✗" });
        };
        match open_store(&self.data, self.database.as_deref()).await {
            Ok(store) => {
                let accounts =
                    pingyi_store::account::list(application(store, "").store().reader()).await?;
                say(true, format!("数据可读写，{} 个账号", accounts.len()));
                if accounts.is_empty() {
                    println!(
                        "  下一步：pingyi account add --login 登录名 --name 姓名 --role organiser"
                    );
                }
            }
            Err(failure) => say(false, failure.to_string()),
        }
        match Fonts::load(None) {
            Ok(fonts) => {
                say(true, "中文字体齐全，可以生成简报和选票码条".into());
                for (role, family) in fonts.found() {
                    println!("  {role} {family}");
                }
            }
            Err(error) => say(false, error.to_string()),
        }
        match crate::serve::listen(self.listen).await {
            Ok((_, url)) => say(true, format!("端口可用，手机将打开 {url}/v/")),
            Err(failure) => say(false, failure.to_string()),
        }
        Ok(if ready {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }
}
