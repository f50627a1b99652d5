//! `pingyi explain`: why a village is where it is.

use crate::{
    failure::{Doing, Failure, Result},
    rank::Spoken,
    shown::shown,
};
use clap::Args;
use pingyi_ranking::{Trace, explain};
use std::{fs, path::PathBuf};

/// Which village of which computation.
#[derive(Args)]
pub(crate) struct Explain {
    /// The trace.jsonl of a result.
    #[arg(long)]
    trace: PathBuf,
    /// Name of the village, or town/village where several towns have one of that name.
    #[arg(long)]
    village: String,
    /// Language of the sentences.
    #[arg(long, value_enum, default_value_t = Spoken::Zh)]
    lang: Spoken,
}

impl Explain {
    pub(crate) fn run(self) -> Result<()> {
        let language = self.lang.into();
        let text = fs::read_to_string(&self.trace).doing(self.trace.display())?;
        let trace = Trace::parse(&text).map_err(|fault| {
            let sentence = fault.sentence(language);
            Failure::new(format!("{}: {}", self.trace.display(), shown(&sentence)))
        })?;
        let sentences = explain(&trace, &self.village, language)
            .map_err(|fault| Failure::new(shown(&fault.sentence(language))))?;
        for sentence in sentences {
            println!("{}", shown(&sentence));
        }
        Ok(())
    }
}
