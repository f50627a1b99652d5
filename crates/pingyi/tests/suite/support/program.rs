//! Running the program to its end.

use std::{
    io::Write,
    path::Path,
    process::{Command, Output, Stdio},
};

/// The program, without settings from the environment.
pub fn pingyi() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pingyi"));
    for name in ["DATA", "DATABASE", "LISTEN", "PUBLIC_URL", "LOG"] {
        command.env_remove(format!("PINGYI_{name}"));
    }
    command
}

/// What the program said and how it ended.
#[derive(Debug)]
pub struct Said {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Said {
    fn new(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("the program writes UTF-8");
        Self {
            code: output.status.code(),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }

    /// What it printed, after a good end.
    #[track_caller]
    pub fn good(self) -> String {
        assert_eq!(self.code, Some(0), "{self:?}");
        self.out
    }

    /// Its complaint, after a bad end: on standard error, in one sentence or a few.
    #[track_caller]
    pub fn complaint(self) -> String {
        assert!(
            matches!(self.code, Some(1 | 2)),
            "it should have refused: {self:?}"
        );
        assert!(!self.err.is_empty(), "a complaint goes to standard error");
        assert!(!self.err.contains("panicked"), "{self:?}");
        self.err
    }
}

/// Runs a command line; `words` are split at spaces, paths are given apart.
pub fn run(words: &str, paths: &[&Path]) -> Said {
    run_with(words, paths, "")
}

/// As [`run`], with something on standard input. A `{}` among the words stands for the next path.
pub fn run_with(words: &str, paths: &[&Path], input: &str) -> Said {
    let mut left = paths.iter();
    let mut command = pingyi();
    for word in words.split_whitespace() {
        if word == "{}" {
            command.arg(left.next().expect("a path for each {}"));
        } else {
            command.arg(word);
        }
    }
    let mut child = command
        .args(left)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // The program may end without reading.
    let _ = child
        .stdin
        .take()
        .expect("standard input is a pipe")
        .write_all(input.as_bytes());
    Said::new(child.wait_with_output().expect("the program ends"))
}
