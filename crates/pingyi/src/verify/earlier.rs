//! `--against`: the later board extends the earlier one.

use super::{Fault, Verify, fault};
use pingyi_ballot::{BoardOutline, VerifyOptions};
use std::{
    fs::File,
    io::BufReader,
    path::{Path, PathBuf},
};

impl Verify {
    /// The earlier copy of an archive: the file itself, or the one of the same name in a folder.
    fn earlier_path(&self, path: &Path) -> Option<PathBuf> {
        let against = self.against.as_deref()?;
        if !against.is_dir() {
            return Some(against.to_owned());
        }
        let path = folder(against).join(path.file_name()?);
        path.is_file().then_some(path)
    }

    /// What the earlier copy of an archive is made of. Its ballots are not checked: if it stands at the beginning of an
    /// archive that verifies, it verifies too.
    pub(super) fn earlier(
        &self,
        path: &Path,
    ) -> std::result::Result<Option<BoardOutline>, Box<Fault>> {
        let Some(earlier) = self.earlier_path(path) else {
            return Ok(None);
        };
        let name = earlier.display().to_string();
        let file = File::open(&earlier).map_err(|error| unreadable(&name, &error))?;
        let file = BufReader::with_capacity(1 << 20, file);
        BoardOutline::read(file, VerifyOptions::default().largest_entry)
            .map(Some)
            .map_err(|found| Fault::of(&name, found))
    }

    /// Every earlier archive must have a later one.
    pub(super) fn missing_beside_earlier(&self) -> std::result::Result<(), Box<Fault>> {
        let Some(against) = self.against.as_deref() else {
            return Ok(());
        };
        let shown = against.display().to_string();
        if !against.is_dir() {
            return match self.paths.as_slice() {
                [one] if !one.is_dir() => Ok(()),
                _ => Err(fault(
                    &shown,
                    "against-many",
                    "较早的副本是一个文件，只能与一个核验包比较",
                    "the earlier copy is one file, and can be compared with one archive only",
                )),
            };
        }
        let found = archives(&folder(against)).map_err(|error| unreadable(&shown, &error))?;
        if found.is_empty() {
            return Err(fault(
                &shown,
                "against-empty",
                "文件夹里没有较早的核验包",
                "the folder has no earlier archives",
            ));
        }
        for earlier in found {
            let Some(name) = earlier.file_name() else {
                continue;
            };
            let has_later = self.paths.iter().any(|path| {
                if path.is_dir() {
                    folder(path).join(name).is_file()
                } else {
                    path.file_name() == Some(name)
                }
            });
            if !has_later {
                return Err(fault(
                    &earlier.display().to_string(),
                    "archive-missing",
                    "较早的核验包没有对应的较晚的核验包",
                    "there is no later archive for this earlier one",
                ));
            }
        }
        Ok(())
    }
}

/// Where a package keeps its archives; any other folder holds them itself.
fn folder(path: &Path) -> PathBuf {
    let inner = path.join("archives");
    if inner.is_dir() {
        inner
    } else {
        path.to_owned()
    }
}

fn archives(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "bel") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn unreadable(name: &str, error: &std::io::Error) -> Box<Fault> {
    fault(
        name,
        "file-unreadable",
        format!("读不出文件：{error}"),
        format!("the file cannot be read: {error}"),
    )
}
