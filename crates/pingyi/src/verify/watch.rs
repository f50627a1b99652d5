//! `--watch`: an archive that is still being written.

use super::{Fault, Verify};
use crate::failure::{Doing, Failure, Result};
use pingyi_ballot::{Verifier, VerifyOptions};
use std::{fs::File, io::BufReader, process::ExitCode, time::Duration};

/// Between two looks at the file.
const PAUSE: Duration = Duration::from_secs(1);

impl Verify {
    /// Verifies what is added, each ballot once, until the result is there or something is wrong.
    pub(super) fn follow(&self) -> Result<ExitCode> {
        let [path] = self.paths.as_slice() else {
            return Err(Failure::new(
                "--watch 一次只看一个核验包 / follows one archive at a time",
            ));
        };
        let name = path.display().to_string();
        let mut verifier = Verifier::new(VerifyOptions {
            accept_unsorted_roll: self.accept_unsorted_roll,
            ..VerifyOptions::default()
        });
        let mut told = 0;
        loop {
            let file = File::open(path).doing(&name)?;
            let outcome = verifier.grow(BufReader::with_capacity(1 << 20, file));
            let outcome = match outcome {
                // The rest of an entry may come yet.
                Err(found) if is_unfinished(found.code) => Ok(()),
                other => other,
            };
            if let Err(found) = outcome {
                Fault::of(&name, found).print();
                return Ok(ExitCode::FAILURE);
            }
            let events = verifier.outline().events();
            if events > told {
                told = events;
                let verified = match verifier.verified() {
                    Ok(verified) => verified,
                    Err(found) => {
                        Fault::of(&name, found).print();
                        return Ok(ExitCode::FAILURE);
                    }
                };
                println!(
                    "✓ {name}：{events} 个事件，{} 票，末事件 {}",
                    verified.ballots,
                    verified.head.parent.as_deref().unwrap_or_default()
                );
                if verified.finished {
                    println!("✓ 结果已核验 / the result is verified");
                    return Ok(ExitCode::SUCCESS);
                }
            }
            std::thread::sleep(PAUSE);
        }
    }
}

fn is_unfinished(code: &str) -> bool {
    matches!(code, "archive-truncated" | "data-stray" | "no-setup")
}
