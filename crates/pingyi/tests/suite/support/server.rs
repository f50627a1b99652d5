//! A server as a process of its own, killed when dropped.

use super::{program::pingyi, session::Session};
use std::{
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
    process::{Child, Stdio},
};

/// A running server.
pub struct Server {
    child: Child,
    data: PathBuf,
    pub url: String,
}

impl Server {
    /// `pingyi serve` on a free port; returns when it listens.
    pub fn start(data: &Path) -> Self {
        let mut child = pingyi()
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut out = BufReader::new(child.stdout.take().expect("standard output is a pipe"));
        let mut said = String::new();
        let url = loop {
            let from = said.len();
            let read = out.read_line(&mut said).expect("the server speaks");
            assert!(read > 0, "the server ended: {said}");
            if let Some(url) = said[from..].trim().strip_prefix("管理") {
                break url.trim().trim_end_matches("/admin/").to_owned();
            }
        };
        std::thread::spawn(move || out.read_to_string(&mut String::new()));
        Self {
            child,
            data: data.to_owned(),
            url,
        }
    }

    /// Somebody's session, not signed in.
    pub fn anybody(&self) -> Session {
        Session::new(&self.url)
    }

    /// The power fails: no signal handler runs, nothing is flushed.
    pub fn kill(&mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it ends");
    }

    /// Starts again on the same data, on another port.
    pub fn restart(&mut self) {
        self.kill();
        *self = Self::start(&self.data.clone());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
