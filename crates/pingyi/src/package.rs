//! `pingyi package`: the result of a cycle as files that anybody can verify.

use crate::{
    failure::Result,
    serve::{application, open_store},
};
use clap::Args;
use pingyi_app::package::PAGE;
use pingyi_ranking::Audience;
use std::path::PathBuf;

/// Whose result, and where to.
#[derive(Args)]
pub(crate) struct Package {
    /// Folder for all data.
    #[arg(long, env = "PINGYI_DATA", default_value = "pingyi-data")]
    data: PathBuf,
    /// PostgreSQL instead of a file in the data folder.
    #[arg(long, env = "PINGYI_DATABASE", hide_env_values = true)]
    database: Option<String>,
    /// Code of the cycle.
    #[arg(long)]
    cycle: String,
    /// Folder for ranking.json, rule-card.json, archives/*.bel and the page that verifies them
    #[arg(long)]
    out: PathBuf,
    /// Write archives too whose counts may not be published. For auditors; such a folder is never published.
    #[arg(long)]
    audit: bool,
}

impl Package {
    pub(crate) async fn run(self) -> Result<()> {
        let store = open_store(&self.data, self.database.as_deref()).await?;
        let app = application(store, "");
        let page = pingyi_server::verification_page();
        let audience = if self.audit {
            Audience::Sealed
        } else {
            Audience::Published
        };
        let files =
            pingyi_app::package::write(&app, &self.cycle, &self.out, page.as_deref(), audience)
                .await?;
        for file in &files {
            println!("{}", file.display());
        }
        if self.audit {
            println!(
                "! 此文件夹只供审计人员使用，不得公布 / this folder is for auditors and not for publication"
            );
        }
        println!("核验：pingyi verify {}", self.out.display());
        if page.is_some() {
            println!("或在浏览器中打开 {}", self.out.join(PAGE).display());
        }
        Ok(())
    }
}
